package sourcemap

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

// syntheticMap makes a map as a bundler does for a large program: n tokens,
// perLine of them on a line (all on one if that is 0), and about sourceBytes
// bytes of sources.
func syntheticMap(n, perLine, sourceBytes int) []byte {
	rnd := rand.New(rand.NewPCG(1, 2))
	const numSources, numNames = 2000, 20000
	var b strings.Builder
	b.WriteString(`{"version":3,"file":"bundle.js","sources":[`)
	for i := range numSources {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"webpack://app/./src/components/part` + strconv.Itoa(i) + `/index.tsx"`)
	}
	b.WriteString(`],"names":[`)
	for i := range numNames {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"identifier` + strconv.Itoa(i) + `"`)
	}
	if sourceBytes > 0 {
		b.WriteString(`],"sourcesContent":[`)
		for i := range numSources {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteByte('"')
			for end := b.Len() + sourceBytes/numSources; b.Len() < end; {
				b.WriteString(`  const value = this.props.items.map((item) => item.id);\n`)
				b.WriteString(`  if (value.length > 0 && \"ready\" === state) {\n    return value;\n  }\n`)
			}
			b.WriteByte('"')
		}
	}
	b.WriteString(`],"mappings":"`)
	var seg []byte
	src, line, col, name := 0, 0, 0, 0
	for i := range n {
		if i > 0 {
			if perLine > 0 && i%perLine == 0 {
				b.WriteByte(';')
			} else {
				b.WriteByte(',')
			}
		}
		seg = appendSigned(seg[:0], int64(1+rnd.IntN(14)))
		newSrc, newLine, newCol := src, line, col
		switch r := rnd.IntN(100); {
		case r == 0:
			newSrc, newLine, newCol = rnd.IntN(numSources), 0, 0
		case r < 30:
			newLine, newCol = line+1, rnd.IntN(40)
		default:
			newCol = col + 1 + rnd.IntN(20)
		}
		seg = appendSigned(seg, int64(newSrc-src))
		seg = appendSigned(seg, int64(newLine-line))
		seg = appendSigned(seg, int64(newCol-col))
		src, line, col = newSrc, newLine, newCol
		if rnd.IntN(3) == 0 {
			newName := rnd.IntN(numNames)
			seg = appendSigned(seg, int64(newName-name))
			name = newName
		}
		b.Write(seg)
	}
	b.WriteString(`"}`)
	return []byte(b.String())
}

func BenchmarkDecodeWithSources(b *testing.B) {
	benchmarkDecode(b, syntheticMap(3_500_000, 12, 50<<20))
}

func BenchmarkDecodeMappings(b *testing.B) {
	benchmarkDecode(b, syntheticMap(1_000_000, 0, 0))
}

func benchmarkDecode(b *testing.B, data []byte) {
	m, err := Decode(data, nil)
	if err != nil {
		b.Fatal(err)
	}
	n := m.NumTokens()
	m = nil
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	if m, err = Decode(data, nil); err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(m)
	held := float64(after.HeapAlloc-before.HeapAlloc) / float64(n)
	total := float64(after.TotalAlloc-before.TotalAlloc) / float64(n)
	m = nil
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(data, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/token")
	b.ReportMetric(held, "heldB/token")
	b.ReportMetric(total, "allocB/token")
}

func BenchmarkLookup(b *testing.B) {
	m, err := Decode(syntheticMap(1_000_000, 0, 0), nil)
	if err != nil {
		b.Fatal(err)
	}
	last := m.tokens.cols[m.tokens.len()-1]
	rnd := rand.New(rand.NewPCG(3, 4))
	at := make([]uint32, 1<<16)
	for i := range at {
		at[i] = rnd.Uint32N(last)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, ok := m.Lookup(0, at[i%len(at)]); !ok && at[i%len(at)] > 100 {
			b.Fatal("no token")
		}
		i++
	}
}

// BenchmarkDecodeReal decodes a real map of 26 thousand tokens without sources.
func BenchmarkDecodeReal(b *testing.B) {
	benchmarkDecode(b, readFile(b, corpus.Path(b, "sourcemap/built/rxjs-esbuild-nosources/rxjs.js.map")))
}

func BenchmarkCacheOpen(b *testing.B) {
	m, err := Decode(syntheticMap(1_000_000, 0, 10<<20), nil)
	if err != nil {
		b.Fatal(err)
	}
	data := writeCache(b, m, nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseCache(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCacheLookup(b *testing.B) {
	m, err := Decode(syntheticMap(1_000_000, 0, 0), nil)
	if err != nil {
		b.Fatal(err)
	}
	last := m.tokens.cols[m.tokens.len()-1]
	data := writeCache(b, m, nil)
	c, err := ParseCache(data)
	if err != nil {
		b.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	at := make([]uint32, 1<<16)
	for i := range at {
		at[i] = 100 + rnd.Uint32N(last-100)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, ok, err := c.Lookup(0, at[i%len(at)]); !ok || err != nil {
			b.Fatal("no row")
		}
		i++
	}
	b.ReportMetric(float64(len(data))/1e6, "cacheB/token")
}

// TestWriteMaps writes the synthetic maps to a folder, for peers to decode.
func TestWriteMaps(t *testing.T) {
	dir := os.Getenv("SYMBOLIC_WRITE_MAPS")
	if dir == "" {
		t.Skip("SYMBOLIC_WRITE_MAPS does not name a folder")
	}
	for name, data := range map[string][]byte{
		"large.map":    syntheticMap(3_500_000, 12, 50<<20),
		"mappings.map": syntheticMap(1_000_000, 0, 0),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
