package objfile

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
)

// object opens the first object of a file.
func object(t *testing.T, name string, opts *Options) Object {
	t.Helper()
	f, err := Open(name, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	o, err := f.Object()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// functions returns the functions of o by name, and the errors.
func functions(t *testing.T, o Object) (map[string]*debuginfo.Function, []error) {
	t.Helper()
	session, err := o.Session()
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]*debuginfo.Function)
	var errs []error
	for f, err := range session.Functions() {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		out[f.Name] = f.Clone()
	}
	return out, errs
}

func TestQualifiedNames(t *testing.T) {
	o := object(t, "../testdata/shapes.elf", nil)
	got, errs := functions(t, o)
	if errs != nil {
		t.Error(errs)
	}
	for _, name := range []string{"entry", "_ZN8geometry5totalERKNS_5ShapeES2_", "_ZNK8geometry5Shape4areaEv.isra.0"} {
		if got[name] == nil || got[name].Lang != debuginfo.LanguageCPlusPlus {
			t.Errorf("%s: %v", name, got[name])
		}
	}
}

// TestRelocatable checks that functions of different sections have addresses
// of their own, which Sections explains.
func TestRelocatable(t *testing.T) {
	o := object(t, "../testdata/inline.o", nil)
	got, errs := functions(t, o)
	if errs != nil {
		t.Error(errs)
	}
	sections := make(map[string]Section)
	for _, s := range o.Sections() {
		sections[s.Name] = s
	}
	if text := sections[".text"]; !text.Code || text.Addr != 0 || got["distance"] == nil || got["distance"].Entry != 0 {
		t.Errorf("sections %v, distance %v", sections, got["distance"])
	}
	if o.Kind() != debuginfo.KindRelocatable {
		t.Errorf("kind %v", o.Kind())
	}
}

// TestSharedObject lets goroutines read one object at the same time.
func TestSharedObject(t *testing.T) {
	o := object(t, "../testdata/shapes.elf", nil)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			o.Features()
			session, err := o.Session()
			if err != nil {
				t.Error(err)
				return
			}
			n := 0
			for _, part := range session.Split(3) {
				for _, err := range part.Functions() {
					if err != nil {
						t.Error(err)
					}
					n++
				}
			}
			if n < 3 {
				t.Errorf("%d functions", n)
			}
		})
	}
	wait.Wait()
}

func TestEmbeddedSource(t *testing.T) {
	o := object(t, corpus.Path(t, "elf/bzip2-embedsource/bzip2"), nil)
	session, err := o.Session()
	if err != nil {
		t.Fatal(err)
	}
	texts := 0
	for f, err := range session.Functions() {
		if err != nil {
			t.Fatal(err)
		}
		if f.Name != "BZ2_compressBlock" {
			continue
		}
		text, err := session.Source(f.Lines[0].File)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(text), "\n")
		// The line is that of the brace; the name stands above it.
		if n := int(f.Lines[0].Line); n > len(lines) || !strings.Contains(strings.Join(lines[n-3:n], ""), "BZ2_compressBlock") {
			t.Errorf("line %d of %s is not that of the function", n, session.File(f.Lines[0].File).Path())
		}
		texts++
	}
	if texts != 1 {
		t.Errorf("%d texts", texts)
	}
	if _, err := session.Source(debuginfo.NoFile); !errors.Is(err, debuginfo.ErrNotFound) {
		t.Errorf("no file: %v", err)
	}
}

// TestMissingSplit checks that a skeleton without its split unit says so, and
// still gives the lines under the names of symbols.
func TestMissingSplit(t *testing.T) {
	name := corpus.Path(t, "elf/bzip2-split-gcc5/bzip2")
	alone, errs := functions(t, object(t, name, nil))
	if len(errs) == 0 || !errors.Is(errs[0], debuginfo.ErrNotFound) {
		t.Errorf("errors %v", errs)
	}
	if f := alone["BZ2_compressBlock"]; f == nil || len(f.Lines) == 0 || len(f.Inlines) != 0 {
		t.Errorf("without the split unit: %v", f)
	}
	whole, errs := functions(t, object(t, name, &Options{Locator: Dirs{filepath.Join(filepath.Dir(name), "dwo")}}))
	if errs != nil {
		t.Error(errs)
	}
	if f := whole["fallbackSort"]; f == nil || len(f.Inlines) == 0 {
		t.Errorf("with the split unit: %v", f)
	}
}

// TestReaderAt checks that a file read on demand gives what one in memory does.
func TestReaderAt(t *testing.T) {
	for _, name := range []string{"inline.elf", "inline-clang.elf", "shapes.elf", "inline.o"} {
		a, _ := functions(t, object(t, "../testdata/"+name, nil))
		data, err := os.ReadFile("../testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := NewFile(bytes.NewReader(data), int64(len(data)), nil)
		if err != nil {
			t.Fatal(err)
		}
		o, err := f.Object()
		if err != nil {
			t.Fatal(err)
		}
		b, _ := functions(t, o)
		if len(a) != len(b) || len(a) < 2 {
			t.Errorf("%s: %d and %d functions", name, len(a), len(b))
		}
	}
}
