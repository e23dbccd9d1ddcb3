package symcache_test

import (
	"context"
	"io"
	"os"
	"runtime"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
	"github.com/gosymbolic/symbolic/objfile"
	"github.com/gosymbolic/symbolic/symcache"
)

// BenchmarkFile opens a file and makes a cache of it, with as many threads as
// GOMAXPROCS: the whole of what a service does once for each file. The file is
// $SYMBOLIC_BENCH, or one of the corpus.
func BenchmarkFile(b *testing.B) {
	name := os.Getenv("SYMBOLIC_BENCH")
	if name == "" {
		name = corpus.Path(b, "elf/python-ext/_decimal.so")
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
		if err := symcache.Build(context.Background(), io.Discard, o, &symcache.Options{Threads: runtime.GOMAXPROCS(0)}); err != nil {
			b.Fatal(err)
		}
		f.Close()
	}
}
