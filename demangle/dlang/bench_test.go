package dlang

import "testing"

// BenchmarkLLVM and BenchmarkGNU demangle the symbols of a real library, one
// each turn.
func BenchmarkLLVM(b *testing.B) { benchmark(b, Options{}) }

func BenchmarkGNU(b *testing.B) { benchmark(b, Options{Style: StyleGNU}) }

func benchmark(b *testing.B, opts Options) {
	names, _ := rows(b, "real-d.tsv")
	bytes := 0
	for _, name := range names {
		bytes += len(name)
	}
	b.SetBytes(int64(bytes / len(names)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		Demangle(names[i], opts)
		if i++; i == len(names) {
			i = 0
		}
	}
}
