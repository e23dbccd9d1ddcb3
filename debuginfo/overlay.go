package debuginfo

import (
	"cmp"
	"slices"
	"sort"
)

// An Overlay finds the function that owns an address when several claim it.
// It is the rule that every cache keeps, in its simplest form:
//
//   - Of the ranges that contain the address, the one that starts last owns it.
//   - Of ranges that start together, the one that ends first owns it.
//   - Of equal ranges, that of the function that came first owns it.
//
// An Overlay is immutable; goroutines may share it.
type Overlay struct {
	claims []claim // sorted by start, then from the weakest to the strongest
	open   []int32 // for each claim the last one before it that may reach beyond its start, or -1
}

// A claim is one range of one function.
type claim struct {
	Range
	order int
	f     *Function
}

// NewOverlay returns the Overlay of functions, which must be clones where a
// session gave them out, in the order of the session.
func NewOverlay(functions []*Function) *Overlay {
	o := &Overlay{}
	for i, f := range functions {
		for _, r := range f.Ranges {
			if r.Start < r.End {
				o.claims = append(o.claims, claim{r, i, f})
			}
		}
	}
	slices.SortFunc(o.claims, func(a, b claim) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(b.order, a.order))
	})
	o.open = make([]int32, len(o.claims))
	for i := range o.claims {
		up := int32(i) - 1
		for up >= 0 && o.claims[up].End <= o.claims[i].Start {
			up = o.open[up]
		}
		o.open[i] = up
	}
	return o
}

// Find returns the function that owns addr, or nil.
func (o *Overlay) Find(addr uint64) *Function {
	i := int32(sort.Search(len(o.claims), func(i int) bool { return o.claims[i].Start > addr })) - 1
	for i >= 0 && o.claims[i].End <= addr {
		i = o.open[i]
	}
	if i < 0 {
		return nil
	}
	return o.claims[i].f
}
