package breakpad_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"testing"

	"github.com/gosymbolic/symbolic/breakpad"
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
	"github.com/gosymbolic/symbolic/objfile"
	"github.com/gosymbolic/symbolic/symcache"
)

// benchFile returns the symbol file to measure: $SYMBOLIC_BENCH, or the
// functions of a file of the corpus, with lines and inlined calls, over and
// over at other addresses and with other names, about 100 MB.
func benchFile(b *testing.B) []byte {
	b.Helper()
	if name := os.Getenv("SYMBOLIC_BENCH"); name != "" {
		data, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		return data
	}
	data, err := os.ReadFile(corpus.Path(b, "breakpad/symbolic/macos-crash.inlines.sym"))
	if err != nil {
		b.Fatal(err)
	}
	return repeated(b, data, 100<<20)
}

// repeated returns a symbol file of about size bytes that has the functions of
// data many times.
func repeated(b *testing.B, data []byte, size int) []byte {
	at := bytes.Index(data, []byte("\nFUNC ")) + 1
	lines := bytes.Split(data[at:], []byte("\n"))
	out := append(make([]byte, 0, size+len(data)), data[:at]...)
	shift := func(hex []byte, by uint64) []byte {
		var v uint64
		if _, err := fmt.Sscanf(string(hex), "%x", &v); err != nil {
			b.Fatal(err)
		}
		return fmt.Appendf(nil, "%x", v+by)
	}
	for n := uint64(0); len(out) < size; n++ {
		for _, line := range lines {
			f := bytes.Split(line, []byte(" "))
			switch string(f[0]) {
			case "FUNC":
				f[1] = shift(f[1], n<<20)
				f = append(f, fmt.Appendf(nil, "copy%d", n))
			case "INLINE":
				for i := 5; i < len(f); i += 2 {
					f[i] = shift(f[i], n<<20)
				}
			case "PUBLIC", "STACK", "":
				continue
			default:
				f[0] = shift(f[0], n<<20)
			}
			out = append(out, bytes.Join(f, []byte(" "))...)
			out = append(out, '\n')
		}
	}
	return out
}

// BenchmarkRead indexes a symbol file and reads all of its functions.
func BenchmarkRead(b *testing.B) {
	data := benchFile(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		f, err := breakpad.Parse(data, nil)
		if err != nil {
			b.Fatal(err)
		}
		s, err := f.Session()
		if err != nil {
			b.Fatal(err)
		}
		for _, err := range s.Functions() {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkIndex indexes a symbol file.
func BenchmarkIndex(b *testing.B) {
	data := benchFile(b)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		f, err := breakpad.Parse(data, nil)
		if err != nil {
			b.Fatal(err)
		}
		f.HasFunctions()
	}
}

// BenchmarkCache makes a symcache of a symbol file on disk.
func BenchmarkCache(b *testing.B) {
	data := benchFile(b)
	b.SetBytes(int64(len(data)))
	name := filepath.Join(b.TempDir(), "bench.sym")
	if err := os.WriteFile(name, data, 0o666); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		f, err := objfile.Open(name, nil)
		if err != nil {
			b.Fatal(err)
		}
		o, err := f.Object()
		if err != nil {
			b.Fatal(err)
		}
		if err := symcache.Build(context.Background(), io.Discard, o, nil); err != nil {
			b.Fatal(err)
		}
		f.Close()
	}
}

// BenchmarkWrite writes a symbol file of functions in memory. Bytes are those
// written.
func BenchmarkWrite(b *testing.B) {
	data, err := os.ReadFile(corpus.Path(b, "breakpad/symbolic/macos-crash.inlines.sym"))
	if err != nil {
		b.Fatal(err)
	}
	f, err := breakpad.Parse(repeated(b, data, 8<<20), nil)
	if err != nil {
		b.Fatal(err)
	}
	s, err := f.Session()
	if err != nil {
		b.Fatal(err)
	}
	o := inMemory{object{f}, &memory{Session: s}}
	for fn := range s.Functions() {
		o.session.functions = append(o.session.functions, fn.Clone())
	}
	var n counter
	b.ReportAllocs()
	for b.Loop() {
		n = 0
		if err := breakpad.Write(context.Background(), &n, o, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(n))
}

// An inMemory object gives out functions that were read before.
type inMemory struct {
	object
	session *memory
}

func (o inMemory) Session() (debuginfo.Session, error) { return o.session, nil }

type memory struct {
	debuginfo.Session
	functions []*debuginfo.Function
}

func (m *memory) Functions() iter.Seq2[*debuginfo.Function, error] {
	return func(yield func(*debuginfo.Function, error) bool) {
		for _, f := range m.functions {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// BenchmarkConvert writes a symbol file from one. Bytes are those written; what
// reading costs, twice, is in the figure.
func BenchmarkConvert(b *testing.B) {
	f, err := objfile.Parse(benchFile(b), nil)
	if err != nil {
		b.Fatal(err)
	}
	o, err := f.Object()
	if err != nil {
		b.Fatal(err)
	}
	var n counter
	b.ReportAllocs()
	for b.Loop() {
		n = 0
		if err := objfile.WriteBreakpad(context.Background(), &n, o, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(n))
}

// A counter counts the bytes written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
