package itanium

import (
	"slices"
	"testing"
)

// BenchmarkReal demangles the real symbols of the corpus, one name per round.
func BenchmarkReal(b *testing.B) {
	rows := readList(b, "real-cxx.tsv")
	bytes := 0
	for _, row := range rows {
		bytes += len(row[0])
	}
	b.SetBytes(int64(bytes / len(rows)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Demangle(rows[i%len(rows)][0], Options{})
	}
}

// BenchmarkMedian demangles the real symbol of median length.
func BenchmarkMedian(b *testing.B) {
	rows := readList(b, "real-cxx.tsv")
	slices.SortFunc(rows, func(x, y [2]string) int { return len(x[0]) - len(y[0]) })
	name := rows[len(rows)/2][0]
	b.SetBytes(int64(len(name)))
	b.ReportAllocs()
	for b.Loop() {
		Demangle(name, Options{})
	}
}

// BenchmarkHostile demangles names made to cost as much as they may. ns/op
// divided by the length has to stay far below 1000 ns a byte.
func BenchmarkHostile(b *testing.B) {
	for _, h := range []struct{ name, mangled string }{
		{"unfold", unfold(60)},
		{"unfold long", unfold(1000)},
	} {
		b.Run(h.name, func(b *testing.B) {
			b.SetBytes(int64(len(h.mangled)))
			for b.Loop() {
				Demangle(h.mangled, Options{})
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(h.mangled)), "ns/byte")
		})
	}
}
