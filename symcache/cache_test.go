package symcache

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
)

// sample is a session with a bit of everything.
func sample(functions int) (*fakeSession, []debuginfo.Symbol) {
	rnd := rand.New(rand.NewPCG(7, 7))
	s := randomSession(rnd.IntN, functions)
	symbols, _ := randomSymbols(rnd.IntN, s)
	return s, symbols
}

func TestHeader(t *testing.T) {
	info := Info{
		Arch:    debuginfo.ArchARM64,
		DebugID: debugid.FromTimestamp(0x12345678, 9),
		CodeID:  debugid.ParseCode("abcdef012"),
		Name:    "lib.so",
	}
	b := NewBuilder(info, nil)
	s := &fakeSession{functions: []*debuginfo.Function{{
		Name: "f", Lang: debuginfo.LanguageC, Entry: 16, Ranges: []debuginfo.Range{{Start: 16, End: 32}},
		Lines: []debuginfo.Line{{Addr: 16, Line: 1}, {Addr: 24, Line: 2}},
	}}, files: []debuginfo.File{{Name: "a.c"}}}
	if err := b.AddSession(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if _, err := b.WriteTo(&buf); err != nil {
		t.Fatal(err)
	}
	c, err := Parse(buf.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	want := Header{Info: info, Version: 1, Functions: 1, Rows: 3, Blocks: 1, Strings: 3, Files: 1, Language: debuginfo.LanguageC}
	if got := c.Header(); got != want {
		t.Errorf("Header = %+v, want %+v", got, want)
	}
	if err := c.Verify(); err != nil {
		t.Error(err)
	}
}

func TestEmpty(t *testing.T) {
	c, err := Parse(build(t, &fakeSession{}, nil, nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	if frames, err := c.AppendFrames(nil, 5); len(frames) != 0 || err != nil {
		t.Errorf("AppendFrames = %v, %v", frames, err)
	}
	if err := c.Verify(); err != nil {
		t.Error(err)
	}
}

// TestSameBytes builds one cache in different ways.
func TestSameBytes(t *testing.T) {
	s, symbols := sample(3000)
	want := build(t, s, symbols, nil, &Options{Threads: 1})
	for _, threads := range []int{1, 2, 3, 16} {
		if got := build(t, s, symbols, nil, &Options{Threads: threads}); !bytes.Equal(got, want) {
			t.Errorf("cache made on %d threads differs", threads)
		}
	}
}

// TestDeep compares the longest chain that is kept with the model, and cuts a
// longer one.
func TestDeep(t *testing.T) {
	for _, depth := range []int{defaultInlineDepth, defaultInlineDepth + 500} {
		f := &debuginfo.Function{Name: "f", Entry: 0, Ranges: []debuginfo.Range{{Start: 0, End: 1 << 16}}}
		for i := range depth {
			f.Inlines = append(f.Inlines, debuginfo.Inline{
				Parent: int32(i) - 1, Name: "i" + strconv.Itoa(i), CallLine: uint32(i + 1), CallFile: debuginfo.NoFile,
				Ranges: []debuginfo.Range{{Start: uint64(i) + 1, End: 1<<16 - uint64(i)}},
			})
		}
		s := &fakeSession{functions: []*debuginfo.Function{f}}
		var told []error
		c, err := Parse(build(t, s, nil, nil, &Options{Threads: 1, Diagnose: func(err error) { told = append(told, err) }}))
		if err != nil {
			t.Fatal(err)
		}
		if depth <= defaultInlineDepth {
			newReference(s, nil, nil).compare(t, c)
		}
		frames, err := c.AppendFrames(nil, 1<<15)
		if err != nil || len(frames) != 1+defaultInlineDepth {
			t.Errorf("depth %d: %d frames, %v", depth, len(frames), err)
		}
		var limit *debuginfo.LimitError
		if cut := len(told) > 0 && errors.As(told[0], &limit); cut != (depth > defaultInlineDepth) {
			t.Errorf("depth %d: told %v", depth, told)
		}
		if err := c.Verify(); err != nil {
			t.Error(err)
		}
	}
}

// A countingReader counts reads.
type countingReader struct {
	io.ReaderAt
	reads int
}

func (r *countingReader) ReadAt(p []byte, off int64) (int, error) {
	r.reads++
	return r.ReaderAt.ReadAt(p, off)
}

// TestReads counts what a lookup reads from an io.ReaderAt.
func TestReads(t *testing.T) {
	s, symbols := sample(500)
	data := build(t, s, symbols, nil, nil)
	ref := newReference(s, symbols, nil)
	r := &countingReader{ReaderAt: bytes.NewReader(data)}
	worst := 0
	for i, addr := range ref.boundaries() {
		if i%16 != 0 {
			continue
		}
		c, err := New(r, int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for again := range 2 {
			r.reads = 0
			got, err := c.AppendFrames(nil, addr)
			if err != nil || !slices.Equal(got, ref.lookup(addr)) {
				t.Fatalf("lookup of %#x: %+v, %v", addr, got, err)
			}
			if again == 1 && r.reads > 1 {
				t.Errorf("lookup of %#x makes %d reads the second time", addr, r.reads)
			}
			worst = max(worst, r.reads)
		}
	}
	if worst > 4 {
		t.Errorf("a lookup makes %d reads", worst)
	}
}

func TestMapped(t *testing.T) {
	s, symbols := sample(200)
	name := filepath.Join(t.TempDir(), "cache")
	if err := os.WriteFile(name, build(t, s, symbols, nil, nil), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Open(name)
	if err != nil {
		t.Fatal(err)
	}
	ref := newReference(s, symbols, nil)
	ref.compare(t, c)
	if err := c.Verify(); err != nil {
		t.Error(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { ref.compare(t, c) })
	}
	wg.Wait()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if _, err := c.AppendFrames(nil, s.functions[0].Entry); !errors.Is(err, os.ErrClosed) {
		t.Errorf("lookup after Close: %v", err)
	}
}

func TestGoroutines(t *testing.T) {
	s, symbols := sample(100)
	data := build(t, s, symbols, nil, nil)
	ref := newReference(s, symbols, nil)
	remote, err := New(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	memory, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { ref.compare(t, memory) })
		wg.Go(func() { ref.compare(t, remote) })
	}
	wg.Wait()
}

func TestAllocations(t *testing.T) {
	s, symbols := sample(300)
	c, err := Parse(build(t, s, symbols, nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	addrs := newReference(s, symbols, nil).boundaries()
	var frames []Frame
	look := func() {
		for _, addr := range addrs {
			frames, err = c.AppendFrames(frames[:0], addr)
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	look()
	if n := testing.AllocsPerRun(20, look); n > 0 {
		t.Errorf("%v allocations in %d lookups", n, len(addrs))
	}
}

// A sectionTable tells which section a byte of a cache belongs to, from the
// section table of the container.
type sectionTable []byte

func (s sectionTable) name(at int) string {
	for i, name := range kind.Sections {
		off, size := loadUint(s[24*i+8:], 8), loadUint(s[24*i+16:], 8)
		if uint64(at) >= off && uint64(at) < off+size {
			return name
		}
	}
	return ""
}

// TestEveryByte flips bytes of a cache: Open or Verify must notice, and name
// the section; nothing may panic.
func TestEveryByte(t *testing.T) {
	s, symbols := sample(60)
	good := build(t, s, symbols, nil, nil)
	ends := sectionTable(good[32:])
	for i := range good {
		data := bytes.Clone(good)
		data[i] ^= 0x55
		bad, err := Parse(data)
		if err == nil {
			for addr := uint64(0); addr < 1<<16; addr += 977 {
				bad.AppendFrames(nil, addr) //nolint:errcheck // only a panic matters
			}
			err = bad.Verify()
		}
		fe, ok := errors.AsType[*debuginfo.FormatError](err)
		if !ok {
			t.Fatalf("byte %d: err = %v", i, err)
		}
		if want := ends.name(i); want != "" && fe.Section != want {
			t.Errorf("byte %d: error %v does not name section %s", i, err, want)
		}
	}
}

// TestDiagnostics checks that errors of a session lose nothing else.
func TestDiagnostics(t *testing.T) {
	s, _ := sample(50)
	bad := errors.New("bad unit")
	s.errs = map[int]error{3: bad, 20: bad}
	var told []error
	read := uint64(0)
	c, err := Parse(build(t, s, nil, nil, &Options{
		Threads:  2,
		Diagnose: func(err error) { told = append(told, err) },
		Progress: func(n uint64) { read = max(read, n) },
	}))
	if err != nil {
		t.Fatal(err)
	}
	if len(told) != 2 || told[0] != bad {
		t.Errorf("told %v", told)
	}
	if read != uint64(len(s.functions)) {
		t.Errorf("progress reached %d of %d", read, len(s.functions))
	}
	left := &fakeSession{files: s.files}
	for i, f := range s.functions {
		if s.errs[i] == nil {
			left.functions = append(left.functions, f)
		}
	}
	newReference(left, nil, nil).compare(t, c)
}

// TestOmitColumns compares a cache without columns with a model that has none.
func TestOmitColumns(t *testing.T) {
	s, symbols := sample(200)
	c, err := Parse(build(t, s, symbols, nil, &Options{OmitColumns: true}))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range s.functions {
		for i := range f.Lines {
			f.Lines[i].Column = 0
		}
		for i := range f.Inlines {
			f.Inlines[i].CallCol = 0
		}
	}
	newReference(s, symbols, nil).compare(t, c)
}

type upper struct{}

func (upper) Name(name string) string { return strings.ToUpper(name) }
func (upper) Position(f debuginfo.File, line uint32) (debuginfo.File, uint32) {
	if f.IsZero() {
		return f, line
	}
	return debuginfo.File{Name: strings.ToUpper(f.Name)}, line + 1000
}

func TestTransform(t *testing.T) {
	s := &fakeSession{files: []debuginfo.File{{CompDir: "/b", Name: "a.c"}}, functions: []*debuginfo.Function{{
		Name: "outer", Entry: 8, Ranges: []debuginfo.Range{{Start: 8, End: 16}},
		Lines:   []debuginfo.Line{{Addr: 8, File: 0, Line: 5, Column: 2}},
		Inlines: []debuginfo.Inline{{Parent: -1, Name: "inner", Ranges: []debuginfo.Range{{Start: 8, End: 12}}, CallFile: 0, CallLine: 7}},
	}}}
	c, err := Parse(build(t, s, nil, nil, &Options{Transform: upper{}}))
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.AppendFrames(nil, 9)
	want := []Frame{
		{Name: "INNER", Entry: 8, File: debuginfo.File{Name: "A.C"}, Line: 1005, Column: 2},
		{Name: "OUTER", Entry: 8, File: debuginfo.File{Name: "A.C"}, Line: 1007},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("AppendFrames = %+v, %v, want %+v", got, err, want)
	}
}

// TestFunctions checks the list of functions: each once, split or not.
func TestFunctions(t *testing.T) {
	f := func(name string, ranges ...debuginfo.Range) *debuginfo.Function {
		return &debuginfo.Function{Name: name, Lang: debuginfo.LanguageC, Entry: ranges[0].Start, Ranges: ranges}
	}
	s := &fakeSession{functions: []*debuginfo.Function{
		f("split", debuginfo.Range{Start: 100, End: 120}, debuginfo.Range{Start: 300, End: 310}),
		f("inside", debuginfo.Range{Start: 105, End: 110}),
		f("twin", debuginfo.Range{Start: 105, End: 110}),
	}}
	symbols := []debuginfo.Symbol{{Addr: 100, Size: 250, Name: "covered"}, {Addr: 400, Name: "last"}}
	code := []debuginfo.Range{{Start: 0, End: 500}}
	c, err := Parse(build(t, s, symbols, code, nil))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for f, err := range c.Functions() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, f.Name+"@"+strconv.FormatUint(f.Entry, 10))
	}
	want := []string{"split@100", "inside@105", "covered@100", "last@400"}
	if !slices.Equal(got, want) {
		t.Errorf("Functions = %v, want %v", got, want)
	}
	if h := c.Header(); h.Functions != 4 || h.Strings != 4 {
		t.Errorf("header counts %d functions, %d strings", h.Functions, h.Strings)
	}
	var dump strings.Builder
	if err := c.Dump(&dump); err != nil {
		t.Fatal(err)
	}
	if want := `0x64: "split"/c+0x64
0x69: "inside"/c+0x69
0x6e: "split"/c+0x64
0x78: "covered"+0x64
0x12c: "split"/c+0x64
0x136: "covered"+0x64
0x15e: -
0x190: "last"+0x190
0x1f4: -
`; !strings.HasSuffix(dump.String(), want) {
		t.Errorf("Dump =\n%s\nwant at its end\n%s", dump.String(), want)
	}
}
