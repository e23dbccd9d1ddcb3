package symcache

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
