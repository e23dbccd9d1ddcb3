package swift

import "testing"

// A name of the median length of those in the libraries of Swift 6.2, and a
// long one.
const (
	medianName = "$s10Foundation13URLComponentsV19_bridgeToObjectiveCSo15NSURLComponentsCyF"
	longName   = "$ss17MutableCollectionP1asAARzs012RandomAccessB0RzsAA11SubSequences013BidirectionalB0PRpzsAdHRQlE06rotatecD015shiftingToStart5Indexs01_A9IndexablePQzAN_tFAKs01_M4BasePQzAQcfU_"
)

func BenchmarkMedianName(b *testing.B) { benchmarkName(b, medianName, Options{}) }

func BenchmarkMedianNameSimplified(b *testing.B) {
	benchmarkName(b, medianName, Options{Simplified: true})
}

func BenchmarkLongName(b *testing.B) { benchmarkName(b, longName, Options{}) }

func benchmarkName(b *testing.B, name string, opts Options) {
	b.SetBytes(int64(len(name)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Demangle(name, opts); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRealNames demangles the names of a sample of real libraries; the
// metrics are for one name.
func BenchmarkRealNames(b *testing.B) {
	rows := readRows(b, "real-swift.tsv")
	size := 0
	for _, r := range rows {
		size += len(r.name)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, r := range rows {
			if _, err := Demangle(r.name, Options{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(rows)), "ns/name")
}

// BenchmarkHostileNames demangles names made to print without end.
func BenchmarkHostileNames(b *testing.B) {
	for _, h := range hostileNames() {
		b.Run(h.what, func(b *testing.B) {
			b.SetBytes(int64(len(h.name)))
			b.ReportAllocs()
			for b.Loop() {
				Demangle(h.name, Options{})
			}
		})
	}
}

// TestAllocations asserts that a name costs nothing but the returned string
// once a demangler has room.
func TestAllocations(t *testing.T) {
	d := new(demangler)
	for _, c := range nameTests {
		if c.full == "" {
			continue
		}
		if n := testing.AllocsPerRun(10, func() { d.demangle(c.name, Options{}) }); n > 1 {
			t.Errorf("%s: %v allocations", c.name, n)
		}
	}
}
