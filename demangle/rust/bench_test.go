package rust

import (
	"slices"
	"testing"
)

// BenchmarkV0 demangles the v0 symbols of a real library, one each turn.
func BenchmarkV0(b *testing.B) { benchmarkList(b, "real-rust-v0.tsv") }

// BenchmarkLegacy demangles the legacy symbols of real binaries.
func BenchmarkLegacy(b *testing.B) { benchmarkList(b, "bin-rust-legacy.tsv") }

func benchmarkList(b *testing.B, file string) {
	list := rows(b, file)
	bytes := 0
	for _, r := range list {
		bytes += len(r.name)
	}
	b.SetBytes(int64(bytes / len(list)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		Demangle(list[i].name, Options{})
		if i++; i == len(list) {
			i = 0
		}
	}
}

// BenchmarkMedian demangles the name of median length of the real v0 symbols.
func BenchmarkMedian(b *testing.B) {
	list := rows(b, "real-rust-v0.tsv")
	slices.SortFunc(list, func(x, y row) int { return len(x.name) - len(y.name) })
	name := list[len(list)/2].name
	b.SetBytes(int64(len(name)))
	b.ReportAllocs()
	for b.Loop() {
		Demangle(name, Options{})
	}
}
