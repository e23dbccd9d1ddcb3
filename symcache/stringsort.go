package symcache

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// A stringKey stands for a string that is being sorted: eight of its bytes, as
// a number. Linkage names share long prefixes, so most comparisons of the
// strings themselves would read the same bytes over and over.
type stringKey struct {
	key   uint64
	index uint32
}

// fewStrings is how many strings are compared as a whole.
const fewStrings = 6

// sortStrings returns the indices of refs in the order of their strings. It
// sorts by the first eight bytes, then those that have these in common by the
// next eight, and so on. The work is linear in the bytes of all strings, but
// for the logarithm of sorting.
func sortStrings(refs []stringRef) []stringKey {
	keys := make([]stringKey, len(refs))
	for i := range keys {
		keys[i].index = uint32(i)
	}
	type run struct{ from, to, depth int }
	todo := []run{{0, len(keys), 0}}
	for len(todo) > 0 {
		r := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		part := keys[r.from:r.to]
		more := false // bytes behind those of the keys
		if len(part) > fewStrings {
			for i := range part {
				s := refs[part[i].index].s
				part[i].key = prefixKey(s, r.depth)
				more = more || len(s) > r.depth+8
			}
		}
		if !more {
			// Strings may differ in zero bytes at their ends alone, which keys
			// do not tell from nothing.
			slices.SortFunc(part, func(a, b stringKey) int {
				s, t := refs[a.index].s, refs[b.index].s
				if c := strings.Compare(from(s, r.depth), from(t, r.depth)); c != 0 {
					return c
				}
				return cmp.Compare(len(s), len(t))
			})
			continue
		}
		byKey := func(a, b stringKey) int { return cmp.Compare(a.key, b.key) }
		if !slices.IsSortedFunc(part, byKey) {
			slices.SortFunc(part, byKey)
		}
		for i := 0; i < len(part); {
			n := i + 1
			for n < len(part) && part[n].key == part[i].key {
				n++
			}
			if n-i > 1 {
				todo = append(todo, run{r.from + i, r.from + n, r.depth + 8})
			}
			i = n
		}
	}
	return keys
}

// prefixKey returns eight bytes of s at depth as a number that sorts as they
// do; bytes that s lacks count as zero.
func prefixKey(s string, depth int) uint64 {
	var b [8]byte
	copy(b[:], from(s, depth))
	return binary.BigEndian.Uint64(b[:])
}

// from returns s without its first depth bytes.
func from(s string, depth int) string { return s[min(depth, len(s)):] }
