package symcache

import (
	"hash/maphash"
	"slices"
)

// An interner gives equal values equal numbers, counted from 0 in the order in
// which they came.
type interner[T comparable] struct {
	ids    map[T]uint32
	values []T
}

func (n *interner[T]) id(v T) uint32 {
	if id, ok := n.ids[v]; ok {
		return id
	}
	if n.ids == nil {
		n.ids = make(map[T]uint32)
	}
	id := uint32(len(n.values))
	n.ids[v] = id
	n.values = append(n.values, v)
	return id
}

// A nameInterner is an interner of strings, most of which are new. It keeps
// their hashes, so that growing does not read long names again.
type nameInterner struct {
	seed   maphash.Seed
	slots  []uint32 // 1 + number of the value, 0 if free; a power of two
	hashes []uint32 // of the values
	values []string
}

// minSlots is the size of a table at first.
const minSlots = 1 << 10

func (n *nameInterner) id(v string) uint32 {
	if 2*len(n.values) >= len(n.slots) {
		n.grow()
	}
	h := uint32(maphash.String(n.seed, v))
	mask := uint32(len(n.slots) - 1)
	i := h & mask
	for ; n.slots[i] != 0; i = (i + 1) & mask {
		if id := n.slots[i] - 1; n.hashes[id] == h && n.values[id] == v {
			return id
		}
	}
	n.values = append(doubled(n.values), v)
	n.hashes = append(doubled(n.hashes), h)
	n.slots[i] = uint32(len(n.values))
	return n.slots[i] - 1
}

func (n *nameInterner) grow() {
	if n.slots == nil {
		n.seed = maphash.MakeSeed()
	}
	n.slots = make([]uint32, max(minSlots, 4*len(n.values)))
	mask := uint32(len(n.slots) - 1)
	for id, h := range n.hashes {
		i := h & mask
		for n.slots[i] != 0 {
			i = (i + 1) & mask
		}
		n.slots[i] = uint32(id) + 1
	}
}

// forget drops what only new values need.
func (n *nameInterner) forget() { n.slots, n.hashes = nil, nil }

// fileIDs maps the file indices of a session to those of a shard. Sessions
// count files from 0, so a table holds nearly all of them.
type fileIDs struct {
	low  []uint32 // by index: 1 + the id, or 0
	high map[uint32]uint32
}

// maxLow bounds what an index that is far too high can make a table hold.
const maxLow = 1 << 16

func (f *fileIDs) get(index uint32) (uint32, bool) {
	if uint64(index) < uint64(len(f.low)) {
		id := f.low[index]
		return id - 1, id > 0
	}
	id, ok := f.high[index]
	return id, ok
}

func (f *fileIDs) put(index, id uint32) {
	if index >= maxLow {
		if f.high == nil {
			f.high = make(map[uint32]uint32)
		}
		f.high[index] = id
		return
	}
	if n := int(index) + 1; n > len(f.low) {
		f.low = slices.Grow(f.low, max(n-len(f.low), len(f.low)))[:n]
	}
	f.low[index] = id + 1
}
