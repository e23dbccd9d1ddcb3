package dwarf

import (
	"errors"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

var (
	errRangeEntry = errors.New("kind of a range list entry is unknown")
	errRangeIndex = errors.New("range list index lies outside its table")
	errRangeForm  = errors.New("ranges attribute has an unexpected form")
)

var (
	rangesPlace   = &cursor.Place{Format: Format, Section: ".debug_ranges"}
	rnglistsPlace = &cursor.Place{Format: Format, Section: ".debug_rnglists"}
)

// appendRanges appends the ranges of the list that v names, as addresses of
// the file. Empty, reversed and dead ranges are left out. budget is how many
// more ranges may be read; it goes down. What was read before an error stays.
func (u *unit) appendRanges(dst []debuginfo.Range, v value, budget *int) ([]debuginfo.Range, error) {
	if u.version < 5 {
		off, ok := v.sectionOffset()
		if !ok {
			return dst, u.errorAt(u.off, errRangeForm)
		}
		if u.skeleton != nil {
			off += u.skeleton.root().rangesBase
		}
		return u.appendOldRanges(dst, off, budget)
	}
	sec := u.data.sec.Rnglists
	c := cursor.New(rnglistsPlace, 0, sec, u.data.cfg.BigEndian)
	switch v.form {
	case formRnglistx:
		base := u.root().rnglistsBase
		size := uint64(u.offsetSize())
		if v.u > uint64(len(sec))/size {
			return dst, c.ErrorAt(base, errRangeIndex)
		}
		c.Seek(base + v.u*size)
		c.Seek(base + u.offset(&c))
	default:
		off, ok := v.sectionOffset()
		if !ok {
			return dst, u.errorAt(u.off, errRangeForm)
		}
		c.Seek(off)
	}
	return u.appendRnglist(dst, &c, budget)
}

// appendOldRanges reads a list of .debug_ranges (DWARF 4, 2.17.3): pairs of
// addresses relative to a base, ended by two zeros; the greatest address in
// the first place sets the base.
func (u *unit) appendOldRanges(dst []debuginfo.Range, off uint64, budget *int) ([]debuginfo.Range, error) {
	sec := u.data.sec.Ranges
	if u.skeleton != nil {
		sec = u.skeleton.data.sec.Ranges
	}
	c := cursor.New(rangesPlace, 0, sec, u.data.cfg.BigEndian)
	c.Seek(off)
	top := u.topAddr()
	base := u.baseAddr()
	for c.Err() == nil {
		start, end := c.Uint(u.addrSize), c.Uint(u.addrSize)
		switch {
		case start == 0 && end == 0:
			return dst, c.Err()
		case start == top:
			base = end
			continue
		case start == top-1: // what linkers leave of dropped code
			continue
		}
		if base >= top-1 {
			continue
		}
		var err error
		if dst, err = u.appendRange(dst, base+start, base+end, budget); err != nil {
			return dst, err
		}
	}
	return dst, c.Err()
}

// appendRnglist reads a list of .debug_rnglists (DWARF 5, 7.25).
func (u *unit) appendRnglist(dst []debuginfo.Range, c *cursor.Cursor, budget *int) ([]debuginfo.Range, error) {
	base := u.baseAddr()
	top := u.topAddr()
	for c.Err() == nil {
		at := c.Offset()
		var start, end uint64
		ok := true
		switch kind := c.U8(); kind {
		case rleEndOfList:
			return dst, c.Err()
		case rleBaseAddressx:
			base, ok = u.addrx(c.Uleb())
			if !ok {
				base = top
			}
			continue
		case rleStartxEndx:
			var ok2 bool
			start, ok = u.addrx(c.Uleb())
			end, ok2 = u.addrx(c.Uleb())
			ok = ok && ok2
		case rleStartxLength:
			start, ok = u.addrx(c.Uleb())
			end = start + c.Uleb()
		case rleOffsetPair:
			start = base + c.Uleb()
			end = base + c.Uleb()
			ok = base < top-1
		case rleBaseAddress:
			base = c.Uint(u.addrSize)
			continue
		case rleStartEnd:
			start, end = c.Uint(u.addrSize), c.Uint(u.addrSize)
		case rleStartLength:
			start = c.Uint(u.addrSize)
			end = start + c.Uleb()
		default:
			return dst, c.ErrorAt(at, errRangeEntry)
		}
		if !ok || c.Err() != nil {
			continue
		}
		var err error
		if dst, err = u.appendRange(dst, start, end, budget); err != nil {
			return dst, err
		}
	}
	return dst, c.Err()
}

// appendRange appends one range unless it is empty or dead.
func (u *unit) appendRange(dst []debuginfo.Range, start, end uint64, budget *int) ([]debuginfo.Range, error) {
	if *budget--; *budget < 0 {
		return dst, &debuginfo.LimitError{What: "ranges of a unit", Want: 1, Max: 0}
	}
	if start >= end || !u.data.live(start, u.addrSize) {
		return dst, nil
	}
	return append(dst, debuginfo.Range{Start: start, End: end}), nil
}

// topAddr returns the greatest address.
func (u *unit) topAddr() uint64 { return ^uint64(0) >> (64 - 8*uint(u.addrSize)) }

// baseAddr returns what range lists of u are relative to at their start.
func (u *unit) baseAddr() uint64 {
	if u.skeleton != nil {
		return u.skeleton.root().low
	}
	return u.root().low
}
