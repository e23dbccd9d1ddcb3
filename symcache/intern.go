package symcache

import "hash/maphash"

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

// fileIDs maps the file indices of a session to those of a shard. Rows ask for
// the same few files over and over, so a small direct-mapped table stands
// before the map.
type fileIDs struct {
	recent [64]struct{ index, id uint32 }
	used   [64]bool
	all    map[uint32]uint32
}

func (f *fileIDs) get(index uint32) (uint32, bool) {
	slot := index % uint32(len(f.recent))
	if f.used[slot] && f.recent[slot].index == index {
		return f.recent[slot].id, true
	}
	id, ok := f.all[index]
	if ok {
		f.remember(index, id)
	}
	return id, ok
}

func (f *fileIDs) put(index, id uint32) {
	if f.all == nil {
		f.all = make(map[uint32]uint32)
	}
	f.all[index] = id
	f.remember(index, id)
}

func (f *fileIDs) remember(index, id uint32) {
	slot := index % uint32(len(f.recent))
	f.recent[slot].index, f.recent[slot].id = index, id
	f.used[slot] = true
}
