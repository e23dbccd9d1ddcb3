package symcache

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSortStrings(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	long := make([]byte, 40)
	for i := range long {
		long[i] = 'x'
	}
	for range 200 {
		var refs []stringRef
		var want []string
		for range rnd.IntN(300) {
			// Few bytes and common prefixes, so that most keys are equal, and
			// zero bytes, which keys do not tell from the end.
			s := string(long[:8*rnd.IntN(4)])
			for range rnd.IntN(12) {
				s += string([]byte{"\x00\x00a\xff"[rnd.IntN(4)]})
			}
			refs = append(refs, stringRef{s: s})
			want = append(want, s)
		}
		slices.Sort(want)
		var got []string
		for _, k := range sortStrings(refs) {
			got = append(got, refs[k.index].s)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("string %d of %d is %q, want %q", i, len(want), got[i], want[i])
			}
		}
	}
}
