package symcache_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
	"github.com/gosymbolic/symbolic/objfile"
	"github.com/gosymbolic/symbolic/symcache"
)

// TestCorpus makes caches of all object files of the corpus and checks, at
// every address where an answer can change and beside it, that the cache
// answers what the functions themselves do.
func TestCorpus(t *testing.T) {
	for _, folder := range []string{"elf", "macho", "pe", "pdb", "breakpad"} {
		root := corpus.Path(t, folder)
		err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, ".gz") || strings.HasSuffix(path, ".tsv") {
				return err
			}
			locator := objfile.Dirs{filepath.Dir(path), filepath.Join(filepath.Dir(path), "dwo"), filepath.Join(filepath.Dir(path), "..", "..")}
			f, err := objfile.Open(path, &objfile.Options{Locator: locator})
			if err != nil {
				return nil // what cannot be opened is for other tests
			}
			defer f.Close()
			for o, err := range f.Objects() {
				if err != nil {
					continue
				}
				rel, _ := filepath.Rel(root, path)
				t.Run(filepath.ToSlash(filepath.Join(folder, rel, o.Name(), o.Arch().String())), func(t *testing.T) { compareObject(t, o) })
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// compareObject compares the cache of o with its functions.
func compareObject(t *testing.T, o objfile.Object) {
	session, err := o.Session()
	if err != nil {
		t.Skip(err)
	}
	var functions []*debuginfo.Function
	var addrs []uint64
	add := func(ranges ...debuginfo.Range) {
		for _, r := range ranges {
			addrs = append(addrs, r.Start-1, r.Start, r.Start+1, r.End-1, r.End)
		}
	}
	for f, err := range session.Functions() {
		if err != nil {
			continue
		}
		if err := f.Check(); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		functions = append(functions, f.Clone())
		add(f.Ranges...)
		for _, row := range f.Lines {
			addrs = append(addrs, row.Addr-1, row.Addr)
		}
		for _, in := range f.Inlines {
			add(in.Ranges...)
		}
	}
	symbols, _ := o.Symbols()
	source := func(name string) string { return name }
	if d, ok := o.(interface{ SourceName(string) string }); ok {
		decorated := make(map[string]bool)
		for _, s := range symbols.Symbols() {
			decorated[s.Name] = true
		}
		source = func(name string) string {
			if decorated[name] {
				return d.SourceName(name)
			}
			return name
		}
	}
	for _, s := range symbols.Symbols() {
		add(debuginfo.Range{Start: s.Addr, End: s.Addr + s.Size})
	}
	var data, again bytes.Buffer
	if err := symcache.Build(context.Background(), &data, o, &symcache.Options{Threads: 1}); err != nil {
		t.Fatal(err)
	}
	if err := symcache.Build(context.Background(), &again, o, &symcache.Options{Threads: 2}); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data.Bytes(), again.Bytes()) {
		t.Error("the cache depends on the number of threads")
	}
	cache, err := symcache.Parse(data.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := cache.Verify(); err != nil {
		t.Error(err)
	}
	overlay := debuginfo.NewOverlay(functions)
	slices.Sort(addrs)
	var got, want []symcache.Frame
	wrong := 0
	for _, addr := range slices.Compact(addrs) {
		want = want[:0]
		if f := overlay.Find(addr); f != nil {
			for fr := range f.Resolve(addr) {
				want = append(want, symcache.Frame{Name: source(fr.Name), Lang: fr.Lang, Entry: fr.Entry,
					File: session.File(fr.File), Line: fr.Line, Column: fr.Column})
			}
		} else if s, ok := symbols.Find(addr); ok {
			want = append(want, symcache.Frame{Name: source(s.Name), Entry: s.Addr, File: debuginfo.File{Name: s.File}})
		}
		if got, err = cache.AppendFrames(got[:0], addr); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			if wrong++; wrong <= 3 {
				t.Errorf("%#x:\ngot  %+v\nwant %+v", addr, got, want)
			}
		}
	}
	if wrong > 3 {
		t.Errorf("%d of %d addresses differ", wrong, len(addrs))
	}
}
