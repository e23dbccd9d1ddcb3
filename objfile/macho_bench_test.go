package objfile

import (
	"os"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

// BenchmarkMachOSession reads all functions of a dSYM whose sections are in
// memory: $SYMBOLIC_BENCH_MACHO, or one of the corpus. Bytes are those of the
// DWARF sections that are needed.
func BenchmarkMachOSession(b *testing.B) {
	name := os.Getenv("SYMBOLIC_BENCH_MACHO")
	if name == "" {
		name = corpus.Path(b, "macho/tinyxml2-aarch64-macos-zig/tinyxml2.dSYM")
	}
	f, err := Open(name, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	o, err := f.Object()
	if err != nil {
		b.Fatal(err)
	}
	session, err := o.Session()
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	for _, name := range []string{"info", "abbrev", "line", "str", "line_str", "ranges", "rnglists", "addr", "str_offsets"} {
		if s := o.(*machoObject).file.DebugSection("debug_" + name); s != nil {
			data, err := s.Data()
			if err != nil {
				b.Fatal(err)
			}
			size += len(data)
		}
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	functions := 0
	for b.Loop() {
		functions = 0
		for _, err := range session.Split(1)[0].Functions() {
			if err != nil {
				b.Fatal(err)
			}
			functions++
		}
	}
	b.ReportMetric(float64(functions), "functions")
}
