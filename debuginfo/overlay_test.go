package debuginfo

import (
	"math/rand/v2"
	"testing"
)

func TestOverlay(t *testing.T) {
	f := func(name string, ranges ...Range) *Function { return &Function{Name: name, Ranges: ranges} }
	o := NewOverlay([]*Function{
		f("outer", Range{10, 50}),
		f("long", Range{20, 40}),
		f("short", Range{20, 30}),
		f("copy", Range{20, 30}),
		f("split", Range{60, 70}, Range{0, 5}),
		f("empty", Range{80, 80}),
	})
	for _, tt := range []struct {
		addr uint64
		want string
	}{
		{0, "split"}, {4, "split"}, {5, ""}, {9, ""}, {10, "outer"}, {19, "outer"}, {20, "short"}, {29, "short"},
		{30, "long"}, {39, "long"}, {40, "outer"}, {49, "outer"}, {50, ""}, {60, "split"}, {70, ""}, {80, ""},
	} {
		got := ""
		if f := o.Find(tt.addr); f != nil {
			got = f.Name
		}
		if got != tt.want {
			t.Errorf("owner of %d = %q, want %q", tt.addr, got, tt.want)
		}
	}
}

// TestOverlayRule compares Find with the rule as its comment words it.
func TestOverlayRule(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var functions []*Function
		for range rnd.IntN(12) {
			start := rnd.Uint64N(64)
			functions = append(functions, &Function{Ranges: []Range{{start, start + 1 + rnd.Uint64N(20)}}})
		}
		o := NewOverlay(functions)
		for addr := range uint64(90) {
			var want *Function
			for _, f := range functions {
				r := f.Ranges[0]
				if !r.Contains(addr) {
					continue
				}
				if want == nil || r.Start > want.Ranges[0].Start || r.Start == want.Ranges[0].Start && r.End < want.Ranges[0].End {
					want = f
				}
			}
			if got := o.Find(addr); got != want {
				t.Fatalf("owner of %d = %v, want %v", addr, got, want)
			}
		}
	}
}
