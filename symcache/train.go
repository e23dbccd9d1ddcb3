package symcache

import (
	"cmp"
	"slices"
)

// A shortCounts says how often each short row could have been written, by
// kind, change of address and value.
type shortCounts [shortKinds][maxDelta + 1][256]uint32

// add counts a row of one of the first three kinds.
func (c *shortCounts) add(kind, delta uint8, value int64) {
	switch {
	case value == int64(int8(value)):
		c[kind][delta][uint8(value)]++
	case value == int64(int16(value)) && kind != shortRepeat:
		c[kind+shortSame16][delta][0]++
	}
}

// train chooses the table of short rows that saves the most bytes. What an
// operation that says all saves depends on whether there is one that says only
// the address, and the other way round, so it is done in two rounds.
func train(count *shortCounts) []short {
	type scored struct {
		short
		saved uint64
	}
	var all []scored
	chosen := make(map[short]bool)
	for round := range 2 {
		all = all[:0]
		for kind := range uint8(shortSame8) {
			for delta := range uint8(maxDelta + 1) {
				byteForm := short{kind + shortSame8, delta, 0}
				left := uint64(0)
				for v, n := range &count[kind][delta] {
					if n == 0 {
						continue
					}
					near := short{kind, delta, int8(v)}
					saved := uint64(n)
					if round > 0 && !chosen[byteForm] {
						saved += uint64(n)
					}
					if !chosen[near] {
						left += uint64(n)
					}
					all = append(all, scored{near, saved})
				}
				if left > 0 {
					all = append(all, scored{byteForm, left})
				}
				if kind != shortRepeat {
					wide := short{kind + shortSame16, delta, 0}
					if n := count[wide.kind][delta][0]; n > 0 {
						all = append(all, scored{wide, uint64(n)})
					}
				}
			}
		}
		slices.SortFunc(all, func(a, b scored) int {
			return cmp.Or(cmp.Compare(b.saved, a.saved), cmp.Compare(a.kind, b.kind),
				cmp.Compare(a.delta, b.delta), cmp.Compare(a.value, b.value))
		})
		all = all[:min(len(all), tableSize)]
		clear(chosen)
		for _, s := range all {
			chosen[s.short] = true
		}
	}
	table := make([]short, len(all))
	for i, s := range all {
		table[i] = s.short
	}
	return table
}
