package objfile

import (
	"os"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

// benchFile returns the debug file to measure: $SYMBOLIC_BENCH, or one of the corpus.
func benchFile(b *testing.B) string {
	if name := os.Getenv("SYMBOLIC_BENCH"); name != "" {
		return name
	}
	return corpus.Path(b, "elf/python-ext/_decimal.so")
}

// BenchmarkSession reads all functions of a file whose sections are in memory.
// Bytes are those of the DWARF sections that are needed, uncompressed.
func BenchmarkSession(b *testing.B) {
	f, err := Open(benchFile(b), nil)
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
	size := int64(0)
	for _, name := range []string{".debug_info", ".debug_abbrev", ".debug_line", ".debug_str", ".debug_line_str", ".debug_ranges", ".debug_rnglists", ".debug_addr", ".debug_str_offsets"} {
		if s := o.(*elfObject).file.DebugSection(name); s != nil {
			data, err := s.Data()
			if err != nil {
				b.Fatal(err)
			}
			size += int64(len(data))
		}
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range session.Split(1)[0].Functions() {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		b.ReportMetric(float64(n), "functions")
	}
}
