// Addr2line prints the source positions of addresses in an object file, in the
// form of GNU addr2line or of llvm-symbolizer's JSON.
//
//	addr2line -e FILE [-f] [-i] [-C] [-json] [-relative] [-arch NAME] [ADDR...]
//
// Addresses are hexadecimal virtual addresses of the file; without arguments
// they are read from standard input, one a line.
package main

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/objfile"
	"github.com/gosymbolic/symbolic/symcache"
)

func main() {
	var p printer
	name := flag.String("e", "a.out", "object `file`")
	flag.BoolVar(&p.functions, "f", false, "print the names of functions, too")
	flag.BoolVar(&p.inlines, "i", false, "print the functions that a call was inlined into, too")
	flag.BoolVar(&p.demangle, "C", false, "demangle names")
	flag.BoolVar(&p.json, "json", false, "print JSON, one object for each address")
	relative := flag.Bool("relative", false, "addresses are relative to the image base")
	arch := flag.String("arch", "", "take the object of this `architecture` from a universal file")
	dirs := flag.String("debug-dir", "/usr/lib/debug", "where to look for debug files beside the file's own directory, a `list` of directories")
	flag.Parse()

	p.module = *name
	p.out = bufio.NewWriter(os.Stdout)
	err := p.open(*name, *arch, append(filepath.SplitList(*dirs), filepath.Dir(*name)))
	if err != nil {
		fmt.Fprintf(os.Stderr, "addr2line: %s: %v\n", *name, err)
		os.Exit(1)
	}
	if *relative {
		p.base = 0
	}
	if flag.NArg() > 0 {
		for _, text := range flag.Args() {
			p.address(text)
		}
	} else {
		for in := bufio.NewScanner(os.Stdin); in.Scan(); {
			p.address(in.Text())
			p.out.Flush() // somebody may wait for the answer
		}
	}
	if err := p.out.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, "addr2line:", err)
		os.Exit(1)
	}
}

// A printer answers addresses.
type printer struct {
	functions, inlines, demangle, json bool

	module string
	cache  *symcache.Cache
	base   uint64
	out    *bufio.Writer
	frames []symcache.Frame
}

// open makes a cache of the object in memory, the same that could be kept.
func (p *printer) open(name, arch string, dirs []string) error {
	file, err := objfile.Open(name, &objfile.Options{Locator: objfile.Dirs(dirs)})
	if err != nil {
		return err
	}
	defer file.Close()
	object, err := pick(file, arch)
	if err != nil {
		return err
	}
	var data bytes.Buffer
	if err := symcache.Build(context.Background(), &data, object, nil); err != nil {
		return err
	}
	p.base = object.ImageBase()
	p.cache, err = symcache.Parse(data.Bytes())
	return err
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

// address answers one address.
func (p *printer) address(text string) {
	text = strings.TrimSpace(text)
	addr, err := strconv.ParseUint(strings.TrimPrefix(strings.TrimPrefix(text, "0x"), "0X"), 16, 64)
	p.frames = p.frames[:0]
	if err == nil && addr >= p.base {
		p.frames, err = p.cache.AppendFrames(p.frames, addr-p.base)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "addr2line: %s: %v\n", text, err)
	}
	if p.json {
		p.printJSON(addr)
		return
	}
	if len(p.frames) == 0 {
		p.lines("", "", 0)
		return
	}
	for i, f := range p.frames {
		if i == 0 || p.inlines {
			p.lines(p.name(f), f.File.Path(), f.Line)
		}
	}
}

// lines prints a frame as GNU addr2line does.
func (p *printer) lines(function, path string, line uint32) {
	if p.functions {
		fmt.Fprintln(p.out, orUnknown(function))
	}
	switch {
	case line > 0:
		fmt.Fprintf(p.out, "%s:%d\n", orUnknown(path), line)
	case function == "" && path == "":
		fmt.Fprintln(p.out, "??:0")
	default:
		fmt.Fprintf(p.out, "%s:?\n", orUnknown(path))
	}
}

func orUnknown(s string) string {
	if s == "" {
		return "??"
	}
	return s
}
