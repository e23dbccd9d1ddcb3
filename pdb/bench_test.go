package pdb

import (
	"os"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

// BenchmarkFunctions opens a database and reads all its functions, lines and
// inlined calls: what a cache is built from.
func BenchmarkFunctions(b *testing.B) {
	for _, name := range []string{
		"node-pty-x64/conpty_console_list.pdb", // MSVC, much of it types
		"lz4-msvc-x86_64/lz4.pdb",              // clang, much of it inlined calls
		"tinyxml2-pdb-i686/tinyxml2.pdb",
	} {
		b.Run(name, func(b *testing.B) {
			data, err := os.ReadFile(corpus.Path(b, "pdb/"+name))
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				f, err := Parse(data, nil)
				if err != nil {
					b.Fatal(err)
				}
				for _, err := range f.Session().Functions() {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
