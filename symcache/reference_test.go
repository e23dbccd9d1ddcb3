package symcache

import (
	"bytes"
	"iter"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// A fakeSession gives out functions that a test made. What it gave out before
// is overwritten, as the interface allows.
type fakeSession struct {
	functions []*debuginfo.Function
	files     []debuginfo.File
	errs      map[int]error // instead of a function
}

func (s *fakeSession) Functions() iter.Seq2[*debuginfo.Function, error] {
	return func(yield func(*debuginfo.Function, error) bool) {
		for i, f := range s.functions {
			if err := s.errs[i]; err != nil {
				if !yield(nil, err) {
					return
				}
				continue
			}
			c := f.Clone()
			if !yield(c, nil) {
				return
			}
			clear(c.Ranges)
			clear(c.Lines)
			clear(c.Inlines)
		}
	}
}

func (s *fakeSession) File(i uint32) debuginfo.File {
	if uint64(i) < uint64(len(s.files)) {
		return s.files[i]
	}
	return debuginfo.File{}
}

func (s *fakeSession) Split(n int) []debuginfo.Session {
	n = max(1, min(n, len(s.functions)))
	var parts []debuginfo.Session
	for i := range n {
		part := &fakeSession{files: s.files, errs: map[int]error{}}
		from, to := i*len(s.functions)/n, (i+1)*len(s.functions)/n
		part.functions = s.functions[from:to]
		for j := from; j < to; j++ {
			if err := s.errs[j]; err != nil {
				part.errs[j-from] = err
			}
		}
		parts = append(parts, part)
	}
	return parts
}

func (s *fakeSession) Source(uint32) ([]byte, error) { return nil, debuginfo.ErrNotFound }

// A reference answers lookups from the model itself.
type reference struct {
	session *fakeSession
	overlay *debuginfo.Overlay
	symbols []debuginfo.Symbol
	code    []debuginfo.Range
}

func newReference(s *fakeSession, symbols []debuginfo.Symbol, code []debuginfo.Range) *reference {
	return &reference{s, debuginfo.NewOverlay(s.functions), symbols, code}
}

func (r *reference) lookup(addr uint64) []Frame {
	var frames []Frame
	if f := r.overlay.Find(addr); f != nil {
		for fr := range f.Resolve(addr) {
			frames = append(frames, Frame{fr.Name, fr.Lang, fr.Entry, r.session.File(fr.File), fr.Line, fr.Column})
		}
		return frames
	}
	if s, ok := r.symbol(addr); ok {
		return []Frame{{Name: s.Name, Entry: s.Addr, File: debuginfo.File{Name: s.File}}}
	}
	return nil
}

// symbol finds the symbol that owns addr, which no function does, by looking
// at all of them.
func (r *reference) symbol(addr uint64) (best debuginfo.Symbol, ok bool) {
	inCode := func(addr uint64) (uint64, bool) {
		for _, c := range r.code {
			if c.Contains(addr) {
				return c.End, true
			}
		}
		return ^uint64(0), len(r.code) == 0
	}
	for _, s := range r.symbols {
		if _, in := inCode(s.Addr); in && s.Addr <= addr && (!ok || s.Addr > best.Addr) {
			best, ok = s, true
		}
	}
	if end, _ := inCode(best.Addr); !ok || len(r.code) > 0 && addr >= end {
		return best, false
	}
	if best.Size > 0 {
		return best, addr-best.Addr < best.Size
	}
	for _, f := range r.session.functions {
		for _, fr := range f.Ranges {
			if fr.Start > best.Addr && fr.Start <= addr || fr.Contains(best.Addr) {
				return best, false
			}
		}
	}
	return best, true
}

// boundaries returns every address at which an answer may change, and its
// neighbours.
func (r *reference) boundaries() []uint64 {
	addrs := []uint64{0, ^uint64(0)}
	add := func(a uint64) { addrs = append(addrs, a-1, a, a+1) }
	for _, f := range r.session.functions {
		for _, fr := range f.Ranges {
			add(fr.Start)
			add(fr.End)
		}
		for _, l := range f.Lines {
			add(l.Addr)
		}
		for _, in := range f.Inlines {
			for _, ir := range in.Ranges {
				add(ir.Start)
				add(ir.End)
			}
		}
	}
	for _, s := range r.symbols {
		add(s.Addr)
		add(s.Addr + s.Size)
	}
	for _, c := range r.code {
		add(c.Start)
		add(c.End)
	}
	slices.Sort(addrs)
	return slices.Compact(addrs)
}

// build makes the cache of a session.
func build(t testing.TB, s debuginfo.Session, symbols []debuginfo.Symbol, code []debuginfo.Range, opts *Options) []byte {
	t.Helper()
	b := NewBuilder(Info{Arch: debuginfo.ArchAMD64, Name: "test"}, opts)
	b.SetCode(code)
	b.AddSymbols(symbols)
	if err := b.AddSession(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	n, err := b.WriteTo(&buf)
	if err != nil || n != int64(buf.Len()) {
		t.Fatalf("WriteTo = %d, %v for %d bytes", n, err, buf.Len())
	}
	return buf.Bytes()
}

// compare looks all boundaries up and compares the answers with the reference.
func (r *reference) compare(t testing.TB, c *Cache) {
	t.Helper()
	var got []Frame
	for _, addr := range r.boundaries() {
		want := r.lookup(addr)
		var err error
		if got, err = c.AppendFrames(got[:0], addr); err != nil {
			t.Fatalf("lookup of %#x: %v", addr, err)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("lookup of %#x\n got %+v\nwant %+v", addr, got, want)
		}
	}
}

// randomSession makes functions that overlap, are split, lack lines, and have
// inlined calls, from what next gives.
func randomSession(next func(n int) int, functions int) *fakeSession {
	s := &fakeSession{}
	for i := range 4 {
		s.files = append(s.files, debuginfo.File{CompDir: "/build", Dir: "src/" + strconv.Itoa(i/2), Name: strconv.Itoa(i) + ".c"})
	}
	file := func() uint32 {
		if next(8) == 0 {
			return debuginfo.NoFile
		}
		return uint32(next(len(s.files)))
	}
	scale := uint64(1) << next(4)
	var norm debuginfo.Normalizer
	at := uint64(next(1 << 14))
	for range functions {
		f := &debuginfo.Function{
			Name: "function" + strconv.Itoa(next(40)),
			Lang: debuginfo.Language(1 + next(3)/2),
		}
		if next(4) == 0 {
			at -= min(at, uint64(next(200)))
		}
		for range 1 + next(10)/8 {
			size := 1 + uint64(next(120))
			f.Ranges = append(f.Ranges, debuginfo.Range{Start: at * scale, End: (at + size) * scale})
			for range next(12) {
				f.Lines = append(f.Lines, debuginfo.Line{
					Addr: (at + uint64(next(int(size)))) * scale,
					File: file(), Line: uint32(next(3) * next(500)), Column: uint32(next(2) * next(300)),
				})
			}
			for range next(9) * next(3) / 2 {
				in := debuginfo.Inline{
					Parent: int32(next(len(f.Inlines)+1)) - 1, Name: "inlined" + strconv.Itoa(next(12)),
					Lang:     debuginfo.Language(1 + next(9)/8),
					CallFile: file(), CallLine: uint32(next(900)), CallCol: uint32(next(90)),
				}
				for range 1 + next(3) {
					from := at + uint64(next(int(size)))
					in.Ranges = append(in.Ranges, debuginfo.Range{Start: from * scale, End: (from + uint64(next(40))) * scale})
				}
				f.Inlines = append(f.Inlines, in)
			}
			at += size + uint64(next(3)*next(30))
		}
		f.Entry = f.Ranges[0].Start
		if next(6) == 0 {
			f.Entry += uint64(next(9))
		}
		if !norm.Normalize(f) {
			continue
		}
		s.functions = append(s.functions, f)
		if next(10) == 0 {
			twin := f.Clone()
			twin.Name += "copy"
			s.functions = append(s.functions, twin)
		}
	}
	return s
}

func randomSymbols(next func(n int) int, session *fakeSession) (symbols []debuginfo.Symbol, code []debuginfo.Range) {
	end := uint64(100)
	for _, f := range session.functions {
		end = max(end, f.Ranges[len(f.Ranges)-1].End+50)
	}
	for i := range next(30) {
		s := debuginfo.Symbol{Addr: uint64(next(int(end))), Size: uint64(next(3) * next(100)), Name: "symbol" + strconv.Itoa(i)}
		if next(5) == 0 {
			s.File = "symbol.c"
		}
		symbols = append(symbols, s)
	}
	if next(3) > 0 {
		cut := uint64(next(int(end)))
		code = []debuginfo.Range{{Start: cut + 10, End: end + 100}, {Start: 0, End: cut}}
	}
	return symbols, code
}

// TestReference compares caches of random sessions with the model they were
// made from.
func TestReference(t *testing.T) {
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		s := randomSession(rnd.IntN, 1+rnd.IntN(60))
		for _, f := range s.functions {
			if err := f.Check(); err != nil {
				t.Fatal(err)
			}
		}
		symbols, code := randomSymbols(rnd.IntN, s)
		data := build(t, s, symbols, code, &Options{Threads: 1 + int(seed%3)})
		c, err := Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		newReference(s, symbols, code).compare(t, c)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestHighAddresses compares a cache of code near the end of the address space
// with the model.
func TestHighAddresses(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	for _, base := range []uint64{1 << 31, 1 << 32, 1 << 47, 0xffff_8000_0000_0000, 0xffff_ffff_ff00_0000} {
		s := randomSession(rnd.IntN, 60)
		for _, f := range s.functions {
			f.Entry += base
			for i := range f.Ranges {
				f.Ranges[i].Start += base
				f.Ranges[i].End += base
			}
			for i := range f.Lines {
				f.Lines[i].Addr += base
			}
			for _, in := range f.Inlines {
				for i := range in.Ranges {
					in.Ranges[i].Start += base
					in.Ranges[i].End += base
				}
			}
		}
		symbols := []debuginfo.Symbol{{Addr: 5, Size: 3, Name: "low"}, {Addr: ^uint64(9), Size: 100, Name: "wraps"}}
		c, err := Parse(build(t, s, symbols, nil, nil))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Verify(); err != nil {
			t.Fatal(err)
		}
		newReference(s, symbols, nil).compare(t, c)
	}
}
