package proguard

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

// bigMapping returns a mapping of about size bytes: copies of a real one whose
// classes have names of their own in each copy.
func bigMapping(t testing.TB, name string, size int) []byte {
	data, err := os.ReadFile(filepath.Join(corpus.Path(t, "proguard"), filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(data), "\n")
	var b bytes.Buffer
	for n := 0; b.Len() < size; n++ {
		for _, line := range lines {
			if original, obf, ok := strings.Cut(line, " -> "); ok && line[0] != ' ' {
				fmt.Fprintf(&b, "y%d.%s -> x%d.%s", n, original, n, obf)
			} else {
				b.WriteString(line)
			}
		}
	}
	return b.Bytes()
}

var benchMappings = []struct{ name, file string }{
	{"proguard", "rust-proguard/mapping.txt"},
	{"r8", "rust-proguard/mapping-zero-line-info.txt"},
	{"r8-long-names", "rust-proguard/mapping-callback.txt"},
	{"optimised", "commons-lang3-opt/mapping.txt"},
}

const benchSize = 16 << 20

func BenchmarkParse(b *testing.B) {
	for _, bm := range benchMappings {
		b.Run(bm.name, func(b *testing.B) {
			data := bigMapping(b, bm.file, benchSize)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			var m *Mapping
			for b.Loop() {
				m, _ = Parse(data, nil)
			}
			runtime.GC()
			runtime.ReadMemStats(&after)
			b.ReportMetric(1+float64(after.HeapAlloc-before.HeapAlloc)/float64(len(data)), "memory/file")
			runtime.KeepAlive(m)
		})
	}
}

func BenchmarkWriteCache(b *testing.B) {
	for _, bm := range benchMappings {
		b.Run(bm.name, func(b *testing.B) {
			data := bigMapping(b, bm.file, benchSize)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			var size countWriter
			for b.Loop() {
				// From the file to the cache, parsing included.
				m, err := Parse(data, nil)
				if err != nil {
					b.Fatal(err)
				}
				size = 0
				if err := m.WriteCache(&size); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(size)/float64(len(data)), "cache/file")
		})
	}
}

type countWriter int

func (w *countWriter) Write(p []byte) (int, error) { *w += countWriter(len(p)); return len(p), nil }

// benchFrames returns frames of the mapping in random order: a method of each
// of n records, at a line of it.
func benchFrames(m *Mapping, n int) []Frame {
	rng := rand.New(rand.NewPCG(1, 2))
	var frames []Frame
	for len(frames) < n {
		c := &m.ix.classes[rng.IntN(len(m.ix.classes))]
		if c.lo == c.hi {
			continue
		}
		r := &m.ix.recs[c.lo+rng.Uint32N(c.hi-c.lo)]
		if r.flags&flagField != 0 {
			continue
		}
		frames = append(frames, Frame{
			Class:  string(m.ix.className(c)),
			Method: string(m.ix.name(r)),
			File:   "SourceFile",
			Line:   uint32(r.start) + rng.Uint32N(uint32(r.end)-uint32(r.start)+1),
		})
	}
	return frames
}

func BenchmarkFrame(b *testing.B) {
	for _, bm := range benchMappings {
		m, err := Parse(bigMapping(b, bm.file, benchSize), nil)
		if err != nil {
			b.Fatal(err)
		}
		frames := benchFrames(m, 4096)
		cache, raw := cacheOf(b, m)
		name := filepath.Join(b.TempDir(), "cache")
		if err := os.WriteFile(name, raw, 0o600); err != nil {
			b.Fatal(err)
		}
		mapped, err := OpenCache(name)
		if err != nil {
			b.Fatal(err)
		}
		for _, from := range []struct {
			name string
			m    *Mapper
		}{{"memory", &m.Mapper}, {"cache", &cache.Mapper}, {"mapped", &mapped.Mapper}} {
			b.Run(bm.name+"/"+from.name, func(b *testing.B) {
				b.ReportAllocs()
				var dst []Frame
				for i := 0; b.Loop(); i++ {
					var err error
					if dst, err = from.m.AppendFrames(dst[:0], nil, frames[i%len(frames)]); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		mapped.Close()
	}
}

// benchTrace returns text of n traces of 20 frames: of the given frames, and a
// third of the platform's, which the mapping does not have.
func benchTrace(frames []Frame, n int) []byte {
	rng := rand.New(rand.NewPCG(3, 4))
	var text bytes.Buffer
	for range n {
		fmt.Fprintf(&text, "Exception in thread \"main\" %s: something went wrong\n", frames[rng.IntN(len(frames))].Class)
		for i := range 20 {
			if i%3 == 2 {
				text.WriteString("\tat android.os.Handler.dispatchMessage(Handler.java:106)\n")
				continue
			}
			f := &frames[rng.IntN(len(frames))]
			fmt.Fprintf(&text, "\tat %s.%s(%s:%d)\n", f.Class, f.Method, f.File, f.Line)
		}
	}
	return text.Bytes()
}

// BenchmarkRetrace retraces a log whose traces have 500 frames in common, and
// one in which no frame comes twice.
func BenchmarkRetrace(b *testing.B) {
	for _, bm := range benchMappings {
		m, err := Parse(bigMapping(b, bm.file, benchSize), nil)
		if err != nil {
			b.Fatal(err)
		}
		cache, _ := cacheOf(b, m)
		for _, log := range []struct {
			name   string
			frames int
		}{{"log", 500}, {"scattered", 20_000}} {
			text := benchTrace(benchFrames(m, log.frames), 1000)
			for _, from := range []struct {
				name string
				m    *Mapper
			}{{"memory", &m.Mapper}, {"cache", &cache.Mapper}} {
				b.Run(bm.name+"/"+log.name+"/"+from.name, func(b *testing.B) {
					b.SetBytes(int64(len(text)))
					b.ReportAllocs()
					for b.Loop() {
						if err := from.m.Retrace(io.Discard, bytes.NewReader(text), nil); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}

func BenchmarkRetracePlainText(b *testing.B) {
	m, err := Parse(bigMapping(b, benchMappings[0].file, 1<<20), nil)
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat("09-16 15:43:01.249 23316 23316 I ActivityManager: Displayed com.example/.Main: +350ms (total: 1s) at startup\n", 10_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if err := m.Retrace(io.Discard, strings.NewReader(text), nil); err != nil {
			b.Fatal(err)
		}
	}
}
