package symcache

import (
	"bytes"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
	"github.com/gosymbolic/symbolic/objfile"
)

// TestCorpus makes a cache of every ELF file of the corpus and compares it
// with the model at every address where an answer may change.
func TestCorpus(t *testing.T) {
	root := corpus.Path(t, "elf")
	functions := uint64(0)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || strings.HasSuffix(path, ".gz") {
			return err
		}
		f, err := objfile.Open(path, nil)
		if errors.Is(err, debuginfo.ErrUnknownFormat) {
			return nil
		}
		if err != nil {
			t.Logf("%s: %v", path, err)
			return nil
		}
		defer f.Close()
		for o, err := range f.Objects() {
			if err == nil {
				name, _ := filepath.Rel(root, path)
				functions += compareObject(t, name+":"+o.Name(), o)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if functions < 20000 {
		t.Errorf("only %d functions were compared", functions)
	}
}

// compareObject compares the cache of o with its session and symbols. It
// returns how many functions the cache has.
func compareObject(t *testing.T, name string, o objfile.Object) uint64 {
	session, err := o.Session()
	if err != nil {
		t.Logf("%s: %v", name, err)
		return 0
	}
	var model fakeSession
	for f, err := range session.Functions() {
		if err == nil {
			model.functions = append(model.functions, f.Clone())
		}
	}
	symbols, err := o.Symbols()
	if symbols == nil {
		t.Logf("%s: %v", name, err)
		return 0
	}
	fresh, err := o.Session()
	if err != nil {
		t.Fatal(err)
	}
	b := NewBuilder(Info{Arch: o.Arch(), DebugID: o.DebugID(), CodeID: o.CodeID(), Name: o.Name()}, &Options{Threads: 2})
	if err := b.AddSession(t.Context(), fresh); err != nil {
		t.Fatal(err)
	}
	b.AddSymbols(symbols.Symbols())
	b.SetCode(o.CodeRanges())
	var buf bytes.Buffer
	if _, err := b.WriteTo(&buf); err != nil {
		t.Fatal(err)
	}
	c, err := Parse(buf.Bytes())
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if err := c.Verify(); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	ref := newReference(&model, symbols.Symbols(), o.CodeRanges())
	var got []Frame
	failures := 0
	for _, addr := range ref.boundaries() {
		if got, err = c.AppendFrames(got[:0], addr); err != nil {
			t.Fatalf("%s: lookup of %#x: %v", name, addr, err)
		}
		want := resolve(session, ref.overlay, symbols, o.CodeRanges(), addr)
		if !slices.Equal(got, want) {
			if failures++; failures < 4 {
				t.Errorf("%s: lookup of %#x\n got %+v\nwant %+v", name, addr, got, want)
			}
		}
	}
	return c.Header().Functions
}

// resolve answers a lookup from the model.
func resolve(session debuginfo.Session, overlay *debuginfo.Overlay, symbols *debuginfo.SymbolMap, code []debuginfo.Range, addr uint64) []Frame {
	var frames []Frame
	if f := overlay.Find(addr); f != nil {
		for fr := range f.Resolve(addr) {
			frames = append(frames, Frame{fr.Name, fr.Lang, fr.Entry, session.File(fr.File), fr.Line, fr.Column})
		}
		return frames
	}
	s, ok := symbols.Find(addr)
	if !ok {
		return nil
	}
	for _, r := range code {
		if r.Contains(s.Addr) && r.Contains(addr) {
			return []Frame{{Name: s.Name, Entry: s.Addr, File: debuginfo.File{Name: s.File}}}
		}
	}
	return nil
}
