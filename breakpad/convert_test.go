package breakpad_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/breakpad"
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
	"github.com/gosymbolic/symbolic/objfile"
	"github.com/gosymbolic/symbolic/symcache"
)

// mediumFile is the size of the largest files of the corpus that are tested
// unless $SYMBOLIC_FULL is set.
const mediumFile = 1 << 20

// TestConvert makes, for every object file of the corpus, one cache directly
// and one through a symbol file, and compares them at every address where an
// answer can change, and beside it.
func TestConvert(t *testing.T) {
	for _, folder := range []string{"elf", "macho", "pe", "pdb"} {
		root := corpus.Path(t, folder)
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, ".gz") || strings.HasSuffix(path, ".tsv") || strings.HasSuffix(path, ".sym") {
				return err
			}
			if info, err := d.Info(); err == nil && info.Size() > mediumFile && os.Getenv("SYMBOLIC_FULL") == "" {
				return nil
			}
			dir := filepath.Dir(path)
			f, err := objfile.Open(path, &objfile.Options{Locator: objfile.Dirs{dir, filepath.Join(dir, "dwo"), filepath.Join(dir, "..", "..")}})
			if err != nil {
				return nil // what cannot be opened is for other tests
			}
			defer f.Close()
			for o, err := range f.Objects() {
				if err != nil {
					continue
				}
				rel, _ := filepath.Rel(root, path)
				t.Run(filepath.ToSlash(filepath.Join(folder, rel, o.Name(), o.Arch().String())), func(t *testing.T) { convert(t, o) })
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func build(t *testing.T, o symcache.Object) *symcache.Cache {
	t.Helper()
	var data bytes.Buffer
	if err := symcache.Build(context.Background(), &data, o, &symcache.Options{Threads: 1}); err != nil {
		t.Fatal(err)
	}
	c, err := symcache.Parse(data.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// write returns the symbol file of o, and that as an object.
func write(t *testing.T, o objfile.Object) ([]byte, objfile.Object) {
	t.Helper()
	var text bytes.Buffer
	if err := objfile.WriteBreakpad(context.Background(), &text, o, nil); err != nil {
		t.Fatal(err)
	}
	f, err := objfile.Parse(text.Bytes(), nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := f.Object()
	if err != nil {
		t.Fatal(err)
	}
	return text.Bytes(), again
}

func convert(t *testing.T, o objfile.Object) {
	session, err := o.Session()
	if err != nil {
		t.Skip(err)
	}
	split := make(map[uint64]bool) // entries of functions that have several ranges
	var addrs []uint64
	var covered []debuginfo.Range
	add := func(ranges ...debuginfo.Range) {
		for _, r := range ranges {
			addrs = append(addrs, r.Start-1, r.Start, r.Start+1, r.End-1, r.End)
		}
	}
	for f, err := range session.Functions() {
		if err != nil {
			continue
		}
		covered = append(covered, f.Ranges...)
		if len(f.Ranges) > 1 || f.Entry != f.Ranges[0].Start {
			split[f.Entry] = true
		}
		add(f.Ranges...)
		for _, row := range f.Lines {
			addrs = append(addrs, row.Addr-1, row.Addr)
		}
		for _, in := range f.Inlines {
			add(in.Ranges...)
		}
	}
	covered = debuginfo.NormalizeRanges(covered)
	symbols, _ := o.Symbols()
	source := func(name string) string { return strings.TrimSpace(name) }
	if d, ok := o.(interface{ SourceName(string) string }); ok {
		source = d.SourceName
	}
	for _, s := range symbols.Symbols() {
		add(debuginfo.Range{Start: s.Addr, End: s.Addr + s.Size})
	}
	slices.Sort(addrs)
	addrs = slices.Compact(addrs)

	_, through := write(t, o)
	if o.DebugID() != through.DebugID() || o.CodeID() != through.CodeID() {
		t.Errorf("ids %v, %v became %v, %v", o.DebugID(), o.CodeID(), through.DebugID(), through.CodeID())
	}
	if o.Arch() != through.Arch() {
		t.Errorf("arch %v became %v", o.Arch(), through.Arch())
	}
	// Reading puts inlined calls in the order of addresses.
	text, again := write(t, through)
	if text2, _ := write(t, again); !bytes.Equal(text, text2) {
		t.Error("a symbol file that is read and written differs")
	}
	s, err := through.Session()
	if err != nil {
		t.Fatal(err)
	}
	for f, err := range s.Functions() {
		if err != nil {
			t.Error(err)
		} else if err := f.Check(); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	if _, err := through.Symbols(); err != nil {
		t.Error(err)
	}

	direct, converted := build(t, o), build(t, through)
	var got, want []symcache.Frame
	wrong := 0
	for _, addr := range addrs {
		if want, err = direct.AppendFrames(want[:0], addr); err != nil {
			t.Fatal(err)
		}
		if got, err = converted.AppendFrames(got[:0], addr); err != nil {
			t.Fatal(err)
		}
		if len(want) == 0 && len(got) == 1 && got[0].File.IsZero() && symbolBefore(symbols, source, covered, addr, got[0]) {
			continue // symbols have no size
		}
		if len(want) == 1 && functionBefore(covered, addr).End <= addr {
			want[0].File = debuginfo.File{} // which ELF states for symbols
		}
		before := functionBefore(covered, addr)
		if !slices.EqualFunc(got, want, func(got, want symcache.Frame) bool {
			return same(got, want, split[want.Entry] || before.End <= addr && before.End == got.Entry)
		}) {
			if wrong++; wrong <= 3 {
				t.Errorf("%#x:\ngot  %+v\nwant %+v", addr, got, want)
			}
		}
	}
	if wrong > 3 {
		t.Errorf("%d of %d addresses differ", wrong, len(addrs))
	}
}

// same compares frames but for what the format cannot carry.
func same(got, want symcache.Frame, loose bool) bool {
	name := strings.TrimSpace(want.Name)
	if name == "" {
		name = breakpad.Omitted
	}
	return got.Name == name && got.Line == want.Line && (loose || got.Entry == want.Entry) &&
		got.File.Path() == want.File.Path()
}

// symbolBefore reports whether frame is that of the symbol before addr, with
// no function between the two.
func symbolBefore(symbols *debuginfo.SymbolMap, source func(string) string, covered []debuginfo.Range, addr uint64, frame symcache.Frame) bool {
	s, _ := symbols.Find(addr)
	return source(s.Name) == frame.Name && frame.Entry == max(s.Addr, functionBefore(covered, addr).End)
}

// functionBefore returns the last of the ranges that begins at or before addr,
// an empty one if there is none.
func functionBefore(covered []debuginfo.Range, addr uint64) debuginfo.Range {
	i := sort.Search(len(covered), func(i int) bool { return covered[i].Start > addr })
	if i == 0 {
		return debuginfo.Range{}
	}
	return covered[i-1]
}
