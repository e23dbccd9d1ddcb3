package msvc

import (
	"slices"
	"testing"
)

// medianName is a name of median length among those of real binaries.
const medianName = "?FrameUnwindToState@__FrameHandler4@@SAXPEA_KPEAU_xDISPATCHER_CONTEXT@@PEAUFuncInfo4@FH4@@H@Z"

func BenchmarkMedianName(b *testing.B) {
	for _, form := range []struct {
		name string
		opts Options
	}{
		{"full", Options{}},
		{"short", Options{Short: true}},
		{"nameOnly", Options{Short: true, NameOnly: true}},
	} {
		b.Run(form.name, func(b *testing.B) {
			b.SetBytes(int64(len(medianName)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Demangle(medianName, form.opts); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAppend(b *testing.B) {
	b.SetBytes(int64(len(medianName)))
	b.ReportAllocs()
	var buf []byte
	for b.Loop() {
		var err error
		if buf, err = Append(buf[:0], medianName, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRealNames demangles the names of real binaries, one list per
// operation; ns/name is the figure to compare with other tools.
func BenchmarkRealNames(b *testing.B) {
	for _, file := range []string{"real-msvc.tsv", "pdb-msvc.tsv", "llvm21-ms.tsv"} {
		b.Run(file, func(b *testing.B) {
			var names []string
			size := 0
			for _, r := range corpusRows(b, file) {
				names = append(names, r.name)
				size += len(r.name)
			}
			slices.Sort(names)
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				for _, name := range names {
					_, _ = Demangle(name, Options{})
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(names)), "ns/name")
		})
	}
}
