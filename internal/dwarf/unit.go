package dwarf

import (
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

var (
	errUnitLength  = errors.New("unit length is reserved")
	errVersion     = errors.New("version of a unit is not 2 to 5")
	errUnitType    = errors.New("type of a unit is unknown")
	errAddrSize    = errors.New("size of an address is not 2, 4 or 8")
	errUnitRoot    = errors.New("unit has no root entry")
	errNoSplitUnit = errors.New("split unit is missing")
)

// A unit is one compilation, partial, skeleton or type unit.
type unit struct {
	data    *Data
	place   *cursor.Place
	sec     []byte // the section that holds the unit
	off     uint64 // of the header in the section
	diesOff uint64 // of the root entry
	end     uint64 // of the unit

	version   uint16
	is64      bool // 64-bit DWARF: offsets take 8 bytes
	addrSize  uint8
	kind      uint8 // unitCompile …
	abbrevOff uint64
	id        uint64 // of a skeleton or split unit; signature of a type unit
	typeOff   uint64 // of a type unit's type, from off
	skeleton  *unit  // of a split unit: has the addresses, the lines and the ranges

	rootOnce sync.Once
	rootInfo root
}

// readHeader reads the unit header at c and moves c to the next unit (DWARF 5,
// 7.5.1; earlier versions lack the unit type and have the abbreviation offset
// before the address size). It returns nil without an error for an empty unit.
func (d *Data) readHeader(c *cursor.Cursor, types bool) (*unit, error) {
	u := &unit{data: d, off: c.Offset(), kind: unitCompile, sec: d.sec.Info, place: infoPlace}
	if types {
		u.kind, u.sec, u.place = unitType, d.sec.Types, typesPlace
	}
	var length uint64
	length, u.is64 = readLength(c)
	if length > uint64(c.Len()) && c.Err() == nil {
		c.FailAt(u.off, io.ErrUnexpectedEOF)
	}
	h := c.Sub(length)
	if c.Err() != nil {
		return nil, c.Err()
	}
	if length == 0 {
		return nil, nil
	}
	u.end = c.Offset()
	u.version = h.U16()
	if h.Err() == nil && (u.version < 2 || u.version > 5) {
		return nil, c.ErrorAt(u.off, fmt.Errorf("%w (%d): %w", errVersion, u.version, debuginfo.ErrUnsupported))
	}
	if u.version >= 5 {
		u.kind = h.U8()
		u.addrSize = h.U8()
		u.abbrevOff = u.offset(&h)
	} else {
		u.abbrevOff = u.offset(&h)
		u.addrSize = h.U8()
	}
	switch u.kind {
	case unitCompile, unitPartial:
	case unitSkeleton, unitSplitCompile:
		u.id = h.U64()
	case unitType, unitSplitType:
		u.id = h.U64()
		u.typeOff = u.offset(&h)
	default:
		h.FailAt(u.off, errUnitType)
	}
	if u.addrSize != 2 && u.addrSize != 4 && u.addrSize != 8 {
		h.FailAt(u.off, errAddrSize)
	}
	u.diesOff = h.Offset()
	if h.Err() != nil {
		return nil, h.Err()
	}
	return u, nil
}

var (
	infoPlace  = &cursor.Place{Format: Format, Section: ".debug_info"}
	typesPlace = &cursor.Place{Format: Format, Section: ".debug_types"}
)

// readLength reads an initial length (DWARF 5, 7.2.2): 0xffffffff announces
// 64-bit DWARF, other values from 0xfffffff0 are reserved.
func readLength(c *cursor.Cursor) (length uint64, is64 bool) {
	at := c.Offset()
	switch n := c.U32(); {
	case n == 0xffffffff:
		return c.U64(), true
	case n >= 0xfffffff0:
		c.FailAt(at, errUnitLength)
		return 0, false
	default:
		return uint64(n), false
	}
}

// offset reads a section offset in the format of u.
func (u *unit) offset(c *cursor.Cursor) uint64 {
	if u.is64 {
		return c.U64()
	}
	return uint64(c.U32())
}

// offsetSize returns the size of a section offset in the format of u.
func (u *unit) offsetSize() uint8 {
	if u.is64 {
		return 8
	}
	return 4
}

// cursorAt returns a Cursor over the unit's entries from offset off of the section on.
func (u *unit) cursorAt(off uint64) cursor.Cursor {
	c := cursor.New(u.place, u.diesOff, u.sec[u.diesOff:u.end], u.data.cfg.BigEndian)
	c.Seek(off)
	return c
}

// errorAt returns err as an error at offset off of the unit's section.
func (u *unit) errorAt(off uint64, err error) error {
	return &debuginfo.FormatError{Format: Format, Section: u.place.Section, Offset: off, Err: err}
}
