// Dumpsyms writes the Breakpad symbol file of an object file.
//
//	dumpsyms [-arch NAME] [-name NAME] [-os NAME] [-C] FILE > FILE.sym
//
// The debug information may be in a companion beside FILE or below -debug-dir.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gosymbolic/symbolic/breakpad"
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/demangle"
	"github.com/gosymbolic/symbolic/objfile"
)

func main() {
	var opts breakpad.WriteOptions
	arch := flag.String("arch", "", "take the object of this `architecture` from a universal file")
	flag.StringVar(&opts.Name, "name", "", "write this `name` of the debug file in the MODULE record instead of FILE's")
	flag.StringVar(&opts.OS, "os", "", "write this operating `system` in the MODULE record")
	plain := flag.Bool("C", false, "demangle names")
	dirs := flag.String("debug-dir", "/usr/lib/debug", "where to look for debug files beside the file's own directory, a `list` of directories")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: dumpsyms [flags] FILE > FILE.sym")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if *plain {
		opts.Rename = rename
	}
	name := flag.Arg(0)
	opts.Diagnose = func(err error) { fmt.Fprintf(os.Stderr, "dumpsyms: %s: %v\n", name, err) }
	if err := dump(os.Stdout, name, *arch, append(filepath.SplitList(*dirs), filepath.Dir(name)), &opts); err != nil {
		fmt.Fprintf(os.Stderr, "dumpsyms: %s: %v\n", name, err)
		os.Exit(1)
	}
}

func dump(w io.Writer, name, arch string, dirs []string, opts *breakpad.WriteOptions) error {
	file, err := objfile.Open(name, &objfile.Options{Locator: objfile.Dirs(dirs)})
	if err != nil {
		return err
	}
	defer file.Close()
	object, err := pick(file, arch)
	if err != nil {
		return err
	}
	if opts.Name == "" && file.Format() == object.Format() && object.Format() != objfile.FormatBreakpad {
		opts.Name = filepath.Base(name) // a member of an archive has a name of its own
	}
	return objfile.WriteBreakpad(context.Background(), w, object, opts)
}

// pick returns the object of the given architecture, or the first.
func pick(file *objfile.File, arch string) (objfile.Object, error) {
	if arch == "" {
		return file.Object()
	}
	want, ok := debuginfo.ParseArch(arch)
	if !ok {
		return nil, fmt.Errorf("unknown architecture %q", arch)
	}
	for object, err := range file.Objects() {
		if err == nil && object.Arch() == want {
			return object, nil
		}
	}
	return nil, fmt.Errorf("no object for %s", arch)
}

// rename returns the name that people read.
func rename(name string, lang debuginfo.Language) string {
	text, _ := demangle.Demangle(name, demangle.Options{Language: lang})
	return text
}
