package dwarf

import (
	"fmt"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// A Skeleton says which split unit belongs to a skeleton unit (DWARF 5, 3.1.2;
// GNU's extension to version 4).
type Skeleton struct {
	Name    string // of the .dwo file, absolute or relative to CompDir
	CompDir string
	ID      uint64
}

// isSkeleton reports whether the functions of u are in another file.
func (u *unit) isSkeleton() bool {
	r := u.root()
	return u.kind == unitSkeleton || r.isSkel && r.dwoName != "" && u.skeleton == nil
}

// splitUnit returns the unit that has what u lacks.
func (u *unit) splitUnit() (*unit, error) {
	r := u.root()
	err := error(debuginfo.ErrNotFound)
	if u.data.cfg.Split != nil {
		var d *Data
		if d, err = u.data.cfg.Split(Skeleton{r.dwoName, r.compDir, r.dwoID}); err == nil {
			if split := d.compileUnit(r.dwoID); split != nil {
				split.skeleton = u
				return split, nil
			}
			err = debuginfo.ErrNotFound
		}
	}
	return nil, u.errorAt(u.off, fmt.Errorf("%w: %w", errNoSplitUnit, err))
}

// HasUnit reports whether d has the split unit with the given id.
func (d *Data) HasUnit(id uint64) bool { return d.compileUnit(id) != nil }

// compileUnit returns the compilation unit of d with the given id.
func (d *Data) compileUnit(id uint64) *unit {
	for _, u := range d.units {
		if (u.kind == unitCompile || u.kind == unitSplitCompile) && u.root().dwoID == id {
			return u
		}
	}
	return nil
}

// splitFunctions yields the functions of the split unit that belongs to the
// skeleton u. What is remembered of its entries is forgotten with it, so that
// its file can be.
func (s *session) splitFunctions(u, split *unit, yield yielder) bool {
	root := split.root()
	if root.err != nil {
		s.begin(u)
		return yield(nil, root.err) && s.gaps(u, yield)
	}
	defer func() {
		clear(s.names)
		clear(s.scopes)
		s.abbrevs = abbrevCache{}
	}()
	s.begin(split)
	if root.children && !s.walk(split, yield) {
		return false
	}
	s.lang = root.lang
	return s.gaps(u, yield)
}
