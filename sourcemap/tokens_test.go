package sourcemap

import "testing"

// TestWiden decodes places that need more bits than their map leaves for them,
// behind, before and between others.
func TestWiden(t *testing.T) {
	const far = 1<<31 + 5
	places := [][2]uint32{{0, 1}, {2, 3}, {0, far}, {7, 7}, {far, 0}, {1, 2}}
	for from := range places {
		var text []byte
		line, col := int64(0), int64(0)
		for _, p := range places[from:] {
			text = append(text, "CA"...)
			text = appendSigned(text, int64(p[0])-line)
			text = appendSigned(text, int64(p[1])-col)
			text = append(text, "A,CAAA,"...) // with a name and without one
			line, col = int64(p[0]), int64(p[1])
		}
		text = text[:len(text)-1]
		m, err := Decode([]byte(`{"version":3,"sources":["a"],"names":["n"],"mappings":"`+string(text)+`"}`), nil)
		if err != nil {
			t.Fatal(err)
		}
		if wide := m.tokens.packed == nil; wide != (from < 5) {
			t.Errorf("from %d: wide is %v", from, wide)
		}
		if n := m.NumTokens(); n != 2*(len(places)-from) {
			t.Fatalf("from %d: %d tokens", from, n)
		}
		i := 0
		for tok := range m.Tokens() {
			p := places[from+i/2]
			if tok.Generated.Column != uint32(i+1) || tok.Original != (Position{p[0], p[1]}) || tok.Source != 0 || tok.Name != -(i&1) {
				t.Errorf("from %d: token %d is %+v, want one from %v", from, i, tok, p)
			}
			i++
		}
		checkRoundTrip(t, m)
	}
}

// TestPacking packs the largest numbers that fit.
func TestPacking(t *testing.T) {
	for _, tt := range []struct {
		sources, names int
		place          uint
	}{
		{0, 0, 31}, {1, 0, 31}, {1, 1, 31}, {2000, 20000, 19}, {1 << 30, 1 << 29, 1}, {65536, 65536, 15},
	} {
		l, ok := packingFor(tt.sources, tt.names)
		if !ok || l.place != tt.place {
			t.Errorf("%d sources, %d names: %d bits, %v", tt.sources, tt.names, l.place, ok)
		}
		most := uint32(1<<l.place - 1)
		for _, src := range []uint32{noIndex, uint32(tt.sources - 1)} {
			for _, o := range []origin{{0, 0, noIndex}, {most, most, uint32(tt.names - 1)}, {0, most, noIndex}} {
				if src == noIndex {
					o = origin{noIndex, noIndex, noIndex}
				}
				packed, fits := l.pack(src, o)
				gotSrc, got := l.unpack(packed)
				if !fits || gotSrc != src || got != o {
					t.Errorf("%+v: %d, %v comes back as %d, %v", tt, src, o, gotSrc, got)
				}
			}
		}
		if _, fits := l.pack(0, origin{most + 1, 0, noIndex}); fits {
			t.Errorf("%+v: a line beyond %d fits", tt, most)
		}
	}
}
