package symcache

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
	"github.com/gosymbolic/symbolic/objfile"
)

// benchFile is the file that benchmarks read: $SYMBOLIC_BENCH, or one of the
// corpus.
func benchFile(b *testing.B) objfile.Object {
	name := os.Getenv("SYMBOLIC_BENCH")
	if name == "" {
		name = corpus.Path(b, "elf/lua-clang-dw5/lua")
	}
	f, err := objfile.Open(name, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { f.Close() })
	o, err := f.Object()
	if err != nil {
		b.Fatal(err)
	}
	return o
}

func buildFile(b *testing.B, o objfile.Object, threads int, w io.Writer) int64 {
	s, err := o.Session()
	if err != nil {
		b.Fatal(err)
	}
	builder := NewBuilder(Info{Arch: o.Arch()}, &Options{Threads: threads})
	if err := builder.AddSession(b.Context(), s); err != nil {
		b.Fatal(err)
	}
	if symbols, _ := o.Symbols(); symbols != nil {
		builder.AddSymbols(symbols.Symbols())
	}
	builder.SetCode(o.CodeRanges())
	n, err := builder.WriteTo(w)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchmarkConvert makes the cache of a file whose sections are in memory.
func BenchmarkConvert(b *testing.B) {
	o := benchFile(b)
	for _, threads := range []int{1, 2} {
		b.Run("threads="+strconv.Itoa(threads), func(b *testing.B) {
			size := int64(0)
			for b.Loop() {
				size = buildFile(b, o, threads, io.Discard)
			}
			b.ReportMetric(float64(size), "cache-bytes")
		})
	}
}

// BenchmarkBuild makes a cache of made-up functions: what the builder itself
// takes for a row.
func BenchmarkBuild(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 1))
	s := randomSession(rnd.IntN, 30000)
	rows := 0
	for _, f := range s.functions {
		rows += len(f.Lines)
		for i := range f.Inlines {
			rows += 2 * len(f.Inlines[i].Ranges)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		builder := NewBuilder(Info{}, &Options{Threads: 1})
		if err := builder.AddSession(b.Context(), s); err != nil {
			b.Fatal(err)
		}
		if _, err := builder.WriteTo(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(rows), "ns/row")
}

// BenchmarkLookup looks addresses with a given number of frames up, in memory
// and in a mapped file, when all strings have been asked for before.
func BenchmarkLookup(b *testing.B) {
	o := benchFile(b)
	var buf bytes.Buffer
	buildFile(b, o, 2, &buf)
	memory, err := Parse(buf.Bytes())
	if err != nil {
		b.Fatal(err)
	}
	name := filepath.Join(b.TempDir(), "cache")
	if err := os.WriteFile(name, buf.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	mapped, err := Open(name)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { mapped.Close() })
	byDepth := addressesByDepth(b, memory)
	for depth := 1; depth <= 5; depth++ {
		addrs := byDepth[depth]
		if len(addrs) < 50 {
			continue
		}
		look := func(c *Cache) func(*testing.B) {
			return func(b *testing.B) {
				frames := make([]Frame, 0, 8)
				for _, addr := range addrs {
					frames, _ = c.AppendFrames(frames[:0], addr)
				}
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					frames, _ = c.AppendFrames(frames[:0], addrs[i%len(addrs)])
				}
			}
		}
		b.Run("memory/frames="+strconv.Itoa(depth), look(memory))
		b.Run("mapped/frames="+strconv.Itoa(depth), look(mapped))
	}
}

// addressesByDepth returns up to 1000 random starts of rows for each number of
// frames.
func addressesByDepth(b *testing.B, c *Cache) map[int][]uint64 {
	found := make(map[int][]uint64)
	err := c.walk(func(d *decoder, s state) error {
		depth := 0
		for at := s.scope; at >= 0; at = d.scopes[at].parent {
			depth++
		}
		found[depth] = append(found[depth], d.addr)
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(1, 1))
	for depth, addrs := range found {
		rnd.Shuffle(len(addrs), func(i, j int) { addrs[i], addrs[j] = addrs[j], addrs[i] })
		found[depth] = addrs[:min(len(addrs), 1000)]
	}
	return found
}

// BenchmarkOpen opens a mapped cache, which must not depend on its size.
func BenchmarkOpen(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 1))
	for _, functions := range []int{10, 10000} {
		b.Run("functions="+strconv.Itoa(functions), func(b *testing.B) {
			name := filepath.Join(b.TempDir(), "cache")
			data := build(b, randomSession(rnd.IntN, functions), []debuginfo.Symbol{{Addr: 1, Name: "s"}}, nil, nil)
			if err := os.WriteFile(name, data, 0o600); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				c, err := Open(name)
				if err != nil {
					b.Fatal(err)
				}
				c.Close()
			}
		})
	}
}
