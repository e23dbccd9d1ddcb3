// Symcache makes and reads symbol caches.
//
//	symcache build IN OUT         make the cache OUT of the object file IN
//	symcache lookup CACHE ADDR... print the frames at addresses (hexadecimal, relative to the image base)
//	symcache dump CACHE           print everything in a cache
//	symcache verify CACHE         check the checksums of a cache
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gosymbolic/symbolic/objfile"
	"github.com/gosymbolic/symbolic/symcache"
)

func main() {
	args := os.Args[1:]
	var err error
	switch {
	case len(args) == 3 && args[0] == "build":
		err = build(args[1], args[2])
	case len(args) >= 3 && args[0] == "lookup":
		err = withCache(args[1], func(c *symcache.Cache, out io.Writer) error { return lookup(c, out, args[2:]) })
	case len(args) == 2 && args[0] == "dump":
		err = withCache(args[1], func(c *symcache.Cache, out io.Writer) error { return c.Dump(out) })
	case len(args) == 2 && args[0] == "verify":
		err = withCache(args[1], func(c *symcache.Cache, _ io.Writer) error { return c.Verify() })
	default:
		fmt.Fprintln(os.Stderr, "usage: symcache build IN OUT | lookup CACHE ADDR... | dump CACHE | verify CACHE")
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "symcache:", err)
		os.Exit(1)
	}
}

// build writes beside out and renames, so that a cache that others have
// mapped never changes under them.
func build(in, out string) (err error) {
	file, err := objfile.Open(in, &objfile.Options{Locator: objfile.Dirs{filepath.Dir(in), "/usr/lib/debug"}})
	if err != nil {
		return err
	}
	defer file.Close()
	object, err := file.Object()
	if err != nil {
		return err
	}
	tmp, err := os.OpenFile(out+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(tmp.Name())
		}
	}()
	opts := &symcache.Options{
		Diagnose: func(err error) { fmt.Fprintln(os.Stderr, "symcache: warning:", err) },
	}
	if terminal(os.Stderr) {
		opts.Progress = func(functions uint64) { fmt.Fprintf(os.Stderr, "\r%d functions", functions) }
		defer fmt.Fprintln(os.Stderr)
	}
	w := bufio.NewWriter(tmp)
	if err := symcache.Build(context.Background(), w, object, opts); err != nil {
		tmp.Close()
		return err
	}
	if err := w.Flush(); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), out)
}

// terminal reports whether f shows what is written to a person.
func terminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func withCache(name string, do func(*symcache.Cache, io.Writer) error) error {
	cache, err := symcache.Open(name)
	if err != nil {
		return err
	}
	defer cache.Close()
	out := bufio.NewWriter(os.Stdout)
	if err := do(cache, out); err != nil {
		out.Flush()
		return err
	}
	return out.Flush()
}

func lookup(cache *symcache.Cache, out io.Writer, addrs []string) error {
	for _, text := range addrs {
		addr, err := strconv.ParseUint(strings.TrimPrefix(text, "0x"), 16, 64)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%#x\n", addr)
		for f, err := range cache.Lookup(addr) {
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "  %s\n    at %s:%d:%d\n", f.Name, f.File.Path(), f.Line, f.Column)
		}
	}
	return nil
}
