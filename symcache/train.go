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

// A scored is a short row and how many bytes it saves, in one number that
// sorts by what it saves, then backwards by kind, change of address and value.
type scored uint64

func score(s short, saved uint64) scored {
	return scored(saved<<16 | uint64(^s.order()))
}

func (s scored) short() short {
	order := ^uint16(s)
	return short{uint8(order >> 13), uint8(order>>8) & maxDelta, int8(uint8(order) ^ 0x80)}
}

// order returns a number that sorts as kind, change of address and value do.
func (s short) order() uint16 {
	return uint16(s.kind)<<13 | uint16(s.delta)<<8 | uint16(uint8(s.value)^0x80)
}

// train chooses the table of short rows that saves the most bytes. What an
// operation that says all saves depends on whether there is one that says only
// the address, and the other way round, so it is done in two rounds.
func train(count *shortCounts) []short {
	var all []scored
	chosen := new([1 << 16]bool) // by order of the short row
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
					if round > 0 && !chosen[byteForm.order()] {
						saved += uint64(n)
					}
					if !chosen[near.order()] {
						left += uint64(n)
					}
					all = append(all, score(near, saved))
				}
				if left > 0 {
					all = append(all, score(byteForm, left))
				}
				if kind != shortRepeat {
					wide := short{kind + shortSame16, delta, 0}
					if n := count[wide.kind][delta][0]; n > 0 {
						all = append(all, score(wide, uint64(n)))
					}
				}
			}
		}
		slices.SortFunc(all, func(a, b scored) int { return cmp.Compare(b, a) })
		all = all[:min(len(all), tableSize)]
		if round == 0 {
			for _, s := range all {
				chosen[s.short().order()] = true
			}
		}
	}
	table := make([]short, len(all))
	for i, s := range all {
		table[i] = s.short()
	}
	return table
}
