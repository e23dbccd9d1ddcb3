package hostile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/gosymbolic/symbolic/demangle"
	"github.com/gosymbolic/symbolic/objfile"
	"github.com/gosymbolic/symbolic/proguard"
	"github.com/gosymbolic/symbolic/sourcemap"
	"github.com/gosymbolic/symbolic/symcache"
)

// read does with a file all that a service would, and returns the errors.
func read(name string, data []byte) []error {
	base := filepath.Base(name)
	kind, _, _ := strings.Cut(base, "_")
	switch {
	case kind == "symc", strings.Contains(base, ".symcache"):
		return readCache(data)
	case kind == "pg":
		return readMapping(data)
	case kind == "sm":
		return readSourceMap(data)
	case kind == "js":
		return readScript(data)
	case kind == "name":
		return readNames(string(data))
	}
	return readObjects(data)
}

// readNames demangles the names of a text, one a line, in every form.
func readNames(text string) (errs []error) {
	for name := range strings.SplitSeq(text, "\n") {
		for _, form := range []demangle.Form{demangle.Full, demangle.Short, demangle.NameOnly} {
			out, ok := demangle.Demangle(name, demangle.Options{Form: form})
			if !ok && out != name {
				errs = append(errs, fmt.Errorf("name of %d bytes was refused and changed", len(name)))
			}
			if ok && len(out) > 64<<10 {
				errs = append(errs, fmt.Errorf("name of %d bytes became %d bytes", len(name), len(out)))
			}
		}
	}
	return errs
}

// readSourceMap decodes a source map, looks positions up, writes it again and
// makes a cache.
func readSourceMap(data []byte) (errs []error) {
	m, err := sourcemap.Decode(data, nil)
	if err != nil {
		return []error{err}
	}
	for line := range uint32(20) {
		m.Lookup(line, line*7)
	}
	if _, err := sourcemap.Decode(m.AppendJSON(nil), nil); err != nil {
		errs = append(errs, fmt.Errorf("own map: %w", err))
	}
	var out bytes.Buffer
	if _, err := sourcemap.WriteCache(&out, m, nil); err != nil {
		return append(errs, err)
	}
	c, err := sourcemap.ParseCache(out.Bytes())
	if err != nil {
		return append(errs, fmt.Errorf("own cache: %w", err))
	}
	if err := c.Verify(); err != nil {
		errs = append(errs, fmt.Errorf("own cache: %w", err))
	}
	return errs
}

// readScript reads minified JavaScript beside a small map.
func readScript(data []byte) (errs []error) {
	sourcemap.Reference(data)
	m, err := sourcemap.Decode([]byte(`{"version":3,"sources":["a.js"],"names":[],"mappings":"AAAA"}`), nil)
	if err != nil {
		return []error{err}
	}
	var out bytes.Buffer
	if _, err := sourcemap.WriteCache(&out, m, data); err != nil {
		errs = append(errs, err)
	}
	return errs
}

// readMapping reads a ProGuard mapping, retraces with it and makes a cache.
func readMapping(data []byte) (errs []error) {
	m, err := proguard.Parse(data, nil)
	if err != nil {
		return []error{err}
	}
	m.Summary()
	m.UUID()
	trace := "java.lang.RuntimeException: x\n    at a.a(SourceFile:1)\n    at a.b(Unknown Source)\n    at b.a(SourceFile:4294967295)\nCaused by: a: y\n"
	if _, err := m.RetraceText(trace, nil); err != nil {
		errs = append(errs, err)
	}
	var out bytes.Buffer
	if err := m.WriteCache(&out); err != nil {
		return append(errs, err)
	}
	c, err := proguard.ParseCache(out.Bytes())
	if err != nil {
		return append(errs, fmt.Errorf("own cache: %w", err))
	}
	if err := c.Verify(); err != nil {
		errs = append(errs, fmt.Errorf("own cache: %w", err))
	}
	if _, err := c.RetraceText(trace, nil); err != nil {
		errs = append(errs, err)
	}
	return errs
}

// readObjects reads every object of a file and makes a cache of it.
func readObjects(data []byte) (errs []error) {
	f, err := objfile.Parse(data, nil)
	if err != nil {
		return []error{err}
	}
	for o, err := range f.Objects() {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		errs = append(errs, readObject(o)...)
	}
	return errs
}

func readObject(o objfile.Object) (errs []error) {
	_ = fmt.Sprint(o.Format(), o.Name(), o.Arch(), o.Kind(), o.DebugID(), o.CodeID(), o.ImageBase(), o.Features(), o.CodeRanges(), len(o.Sections()))
	session, err := o.Session()
	if err != nil {
		return append(errs, err)
	}
	for f, err := range session.Functions() {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if err := f.Check(); err != nil {
			return append(errs, fmt.Errorf("function %q: %w", f.Name, err))
		}
	}
	var one, two bytes.Buffer
	if err := symcache.Build(context.Background(), &one, o, &symcache.Options{Threads: 1}); err != nil {
		return append(errs, err)
	}
	if err := symcache.Build(context.Background(), &two, o, &symcache.Options{Threads: 2}); err != nil {
		return append(errs, err)
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		return append(errs, errors.New("the cache depends on the number of threads"))
	}
	if cacheErrs := readCache(one.Bytes()); cacheErrs != nil {
		return append(errs, fmt.Errorf("own cache: %v", cacheErrs))
	}
	return append(errs, o.Damage()...)
}

// readCache reads all of a symcache.
func readCache(data []byte) (errs []error) {
	c, err := symcache.Parse(data)
	if err != nil {
		return []error{err}
	}
	defer c.Close()
	if err := c.Verify(); err != nil {
		errs = append(errs, err)
	}
	var frames []symcache.Frame
	for addr := uint64(0); addr < 1<<16; addr += 61 {
		if frames, err = c.AppendFrames(frames[:0], addr); err != nil {
			errs = append(errs, err)
			break
		}
	}
	for _, err := range c.Functions() {
		if err != nil {
			errs = append(errs, err)
			break
		}
	}
	for _, err := range c.Files() {
		if err != nil {
			errs = append(errs, err)
			break
		}
	}
	return errs
}
