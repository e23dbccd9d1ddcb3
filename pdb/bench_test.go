package pdb

import (
	"os"
	"os/exec"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

var benchmarkFiles = []string{
	"node-pty-x64/conpty_console_list.pdb", // MSVC, much of it types
	"lz4-msvc-x86_64/lz4.pdb",              // clang, much of it inlined calls
	"tinyxml2-pdb-i686/tinyxml2.pdb",
}

// BenchmarkFunctions opens a database and reads all its functions, lines and
// inlined calls: what a cache is built from.
func BenchmarkFunctions(b *testing.B) {
	for _, name := range benchmarkFiles {
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

// BenchmarkPDBUtil is what llvm-pdbutil takes to print the symbols and lines
// of the same databases, which includes reading but not resolving them.
func BenchmarkPDBUtil(b *testing.B) {
	tool, err := exec.LookPath("llvm-pdbutil")
	if err != nil {
		b.Skip("llvm-pdbutil is not installed")
	}
	for _, name := range benchmarkFiles {
		path := corpus.Path(b, "pdb/"+name)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := exec.Command(tool, "dump", "-symbols", "-l", "-il", path).Run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
