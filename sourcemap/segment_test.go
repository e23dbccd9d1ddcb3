package sourcemap

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// TestSegments compares the ways to read a segment on random ones: short and
// long, good and bad.
func TestSegments(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	alphabet := base64Digits + ",;,;,;ABCDEFGHghi!\x80"
	for range 200_000 {
		s := make([]byte, 1+rnd.IntN(16))
		for i := range s {
			s[i] = alphabet[rnd.IntN(len(alphabet))]
		}
		type result struct {
			delta               int64
			fields, end         int
			err                 error
			src, line, col, nam int64
		}
		read := func(f func(*decoder, int) (int64, int, int, error)) (r result) {
			d := &decoder{s: s}
			r.delta, r.fields, r.end, r.err = f(d, 0)
			if r.err != nil {
				return result{err: r.err, end: r.end}
			}
			r.src, r.line, r.col, r.nam = d.src, d.line, d.col, d.name
			return r
		}
		want := read((*decoder).oddSegment)
		if got := read((*decoder).segment); got != want {
			t.Fatalf("%q: %+v, want %+v", s, got, want)
		}
		n := 0
		for _, g := range bytes.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' }) {
			if len(g) > 0 {
				n++
			}
		}
		if got := countSegments(s); got != n {
			t.Fatalf("%q: %d segments, want %d", s, got, n)
		}
	}
}
