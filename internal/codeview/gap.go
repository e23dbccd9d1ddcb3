package codeview

import (
	"sort"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// A PublicName is the name that the linker knows for an address.
type PublicName struct {
	At   uint64 // section number and offset
	Name string
}

// gaps yields the code of the module that has lines but no procedure, cut
// where names begin. Assemblers write no procedures; the linker's names are
// all that is known of their functions. Code that no name covers is left out.
func (b *Builder) gaps(yield func(*debuginfo.Function, error) bool) bool {
	if b.Publics == nil {
		return true
	}
	b.covered = join(b.covered)
	covered := b.covered
	for rows := b.table.rows; len(rows) > 1; {
		if rows[0].end {
			rows = rows[1:]
			continue
		}
		n := 1 // rows that follow each other without an end
		for n < len(rows)-1 && !rows[n].end {
			n++
		}
		at, end := rows[0].addr, rows[n].addr
		rows = rows[n:]
		for at < end {
			for len(covered) > 0 && covered[0].End <= at {
				covered = covered[1:]
			}
			stop := end
			if len(covered) > 0 {
				if covered[0].Start <= at {
					at = covered[0].End
					continue
				}
				stop = min(stop, covered[0].Start)
			}
			if !b.gap(at, stop, yield) {
				return false
			}
			at = stop
		}
	}
	return true
}

// gap yields a function for each name that covers code from at to end.
func (b *Builder) gap(at, end uint64, yield func(*debuginfo.Function, error) bool) bool {
	names := b.Publics()
	i := sort.Search(len(names), func(i int) bool { return names[i].At > at })
	for at < end {
		stop := end
		if i < len(names) {
			stop = min(stop, names[i].At)
		}
		if i > 0 && names[i-1].At>>32 == at>>32 {
			b.fnOpen = true
			b.fn.name = names[i-1].Name
			b.fn.chunks = append(b.fn.chunks[:0], chunk{at, stop - at})
			b.fn.sites = b.fn.sites[:0]
			if !b.flush(yield) {
				return false
			}
		}
		at = stop
		i++
	}
	return true
}
