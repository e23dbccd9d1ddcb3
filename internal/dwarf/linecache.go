package dwarf

import (
	"slices"
	"sort"
	"sync"
)

// A lineIndex knows where line tables begin and how many units use each, so
// that tables cannot overlap, and one that many units share is decoded once.
type lineIndex struct {
	once   sync.Once
	starts []uint64       // sorted
	users  map[uint64]int // units with code, by offset of their table
	shared map[uint64]*sharedLines
}

// sharedLines is a table that several units use.
type sharedLines struct {
	once  sync.Once
	table lineTable
}

// prepare reads the root entries of all units.
func (d *Data) prepare() {
	d.lineIndex.once.Do(func() {
		x := &d.lineIndex
		x.users = make(map[uint64]int)
		x.shared = make(map[uint64]*sharedLines)
		var table abbrevTable
		for _, u := range d.units {
			u.rootOnce.Do(func() { u.readRoot(&u.rootInfo, &table) })
			r := u.root()
			if !r.hasLines {
				continue
			}
			x.starts = append(x.starts, r.stmtList)
			if u.kind != unitPartial && u.kind != unitType && r.tag != tagPartialUnit {
				x.users[r.stmtList]++
			}
		}
		for off, n := range x.users {
			if n > 1 {
				x.shared[off] = new(sharedLines)
			}
		}
		slices.Sort(x.starts)
		x.starts = slices.Compact(x.starts)
	})
}

// lineUsers returns how many units with code use the table at off, at least 1.
func (d *Data) lineUsers(off uint64) int { return max(d.lineIndex.users[off], 1) }

// lineTable returns the table of u at off, decoded into scratch unless several
// units share it.
func (d *Data) lineTable(u *unit, off uint64, scratch *lineTable) *lineTable {
	x := &d.lineIndex
	end := ^uint64(0)
	if i := sort.Search(len(x.starts), func(i int) bool { return x.starts[i] > off }); i < len(x.starts) {
		end = x.starts[i]
	}
	if s := x.shared[off]; s != nil {
		s.once.Do(func() { s.table.read(u, off, end) })
		return &s.table
	}
	scratch.read(u, off, end)
	return scratch
}
