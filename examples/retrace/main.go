// Retrace turns the obfuscated names and lines of a stack trace back into
// those of the source.
//
//	retrace [-verbose] MAPPING [TRACE]
//
// MAPPING is the mapping file of ProGuard or R8, or a cache that -cache made
// of one. The trace is read from the file TRACE or from standard input, and
// everything that is not a trace is copied as it is.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/proguard"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("retrace", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: retrace [-verbose] [-cache FILE] MAPPING [TRACE]")
		flags.PrintDefaults()
	}
	verbose := flags.Bool("verbose", false, "print methods with their return type and parameters")
	cache := flags.String("cache", "", "write a cache of MAPPING to `FILE` and stop")
	// The options may stand behind the files, as in other retrace tools.
	var names []string
	for rest := args; ; {
		if err := flags.Parse(rest); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return 0
			}
			return 2
		}
		if rest = flags.Args(); len(rest) == 0 {
			break
		}
		names, rest = append(names, rest[0]), rest[1:]
	}
	if len(names) < 1 || len(names) > 2 {
		flags.Usage()
		return 2
	}
	var err error
	if *cache != "" {
		err = writeCache(*cache, names[0], stderr)
	} else {
		err = retrace(names, *verbose, stdin, stdout, stderr)
	}
	if err != nil {
		fmt.Fprintln(stderr, "retrace:", err)
		return 1
	}
	return 0
}

// retrace copies the trace in names[1], or in stdin, to stdout.
func retrace(names []string, verbose bool, stdin io.Reader, stdout, stderr io.Writer) error {
	mapper, err := openMapper(names[0], stderr)
	if err != nil {
		return err
	}
	if len(names) == 2 {
		trace, err := os.Open(names[1])
		if err != nil {
			return err
		}
		defer trace.Close()
		stdin = trace
	}
	return mapper.Retrace(stdout, stdin, &proguard.TraceOptions{Verbose: verbose})
}

// openMapper opens a cache or, if the file is none, a mapping.
func openMapper(name string, stderr io.Writer) (*proguard.Mapper, error) {
	cache, err := proguard.OpenCache(name)
	if err == nil {
		return &cache.Mapper, nil
	}
	if errors.Is(err, debuginfo.ErrUnsupported) {
		return nil, err
	}
	mapping, err := openMapping(name, stderr)
	if err != nil {
		return nil, err
	}
	return &mapping.Mapper, nil
}

func openMapping(name string, stderr io.Writer) (*proguard.Mapping, error) {
	return proguard.Open(name, &proguard.Options{Report: func(err error) {
		fmt.Fprintf(stderr, "retrace: %s: skipped: %v\n", name, err)
	}})
}

// writeCache writes the cache of a mapping beside its place and renames it, so
// that nobody maps a half-written file.
func writeCache(name, mappingName string, stderr io.Writer) error {
	mapping, err := openMapping(mappingName, stderr)
	if err != nil {
		return err
	}
	file, err := os.Create(name + ".tmp")
	if err != nil {
		return err
	}
	w := bufio.NewWriter(file)
	err = errors.Join(mapping.WriteCache(w), w.Flush(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return err
}
