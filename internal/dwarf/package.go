package dwarf

import (
	"errors"
	"fmt"
	"sync"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

var (
	errIndexVersion = errors.New("version of a package index is not 2 or 5")
	errIndexSize    = errors.New("package index is larger than its section")
	errIndexColumns = errors.New("package index has too many columns")
)

// A Package is the contents of a .dwp file: split units of many files, found
// by their ids through two hash tables. It is immutable; goroutines may share it.
type Package struct {
	sec      Sections
	cfg      Config
	cu, tu   index
	mu       sync.Mutex
	typeData map[uint64]*Data // of type units that were looked up
}

// NewPackage reads the indices of a .dwp file: the contents of .debug_cu_index
// and .debug_tu_index.
func NewPackage(sec Sections, cuIndex, tuIndex []byte, cfg Config) (*Package, error) {
	p := &Package{sec: sec, cfg: cfg, typeData: make(map[uint64]*Data)}
	err := errors.Join(
		p.cu.read(cuIndex, ".debug_cu_index", cfg.BigEndian),
		p.tu.read(tuIndex, ".debug_tu_index", cfg.BigEndian))
	return p, err
}

// Unit returns the debug information of the split unit with the given id, or
// nil.
func (p *Package) Unit(id uint64) *Data { return p.slice(&p.cu, id) }

// typeUnit returns the type unit with the given signature, or nil.
func (p *Package) typeUnit(signature uint64) *unit {
	p.mu.Lock()
	defer p.mu.Unlock()
	d, ok := p.typeData[signature]
	if !ok {
		d = p.slice(&p.tu, signature)
		p.typeData[signature] = d
	}
	if d == nil {
		return nil
	}
	for _, units := range [][]*unit{d.types, d.units} {
		for _, u := range units {
			if u.id == signature && (u.kind == unitType || u.kind == unitSplitType) {
				return u
			}
		}
	}
	return nil
}

// slice returns the parts of the sections that belong to a unit.
func (p *Package) slice(x *index, id uint64) *Data {
	row, ok := x.row(id)
	if !ok {
		return nil
	}
	sec := Sections{Str: p.sec.Str, LineStr: p.sec.LineStr}
	for i, kind := range x.columns {
		off, size := x.part(row, i)
		cut := func(data []byte) []byte {
			if off > uint64(len(data)) || size > uint64(len(data))-off {
				return nil
			}
			return data[off : off+size : off+size]
		}
		switch kind {
		case sectInfo:
			sec.Info = cut(p.sec.Info)
		case sectTypes:
			sec.Types = cut(p.sec.Types)
		case sectAbbrev:
			sec.Abbrev = cut(p.sec.Abbrev)
		case sectLine:
			sec.Line = cut(p.sec.Line)
		case sectStrOffsets:
			sec.StrOffsets = cut(p.sec.StrOffsets)
		case sectRnglists:
			if x.version >= 5 {
				sec.Rnglists = cut(p.sec.Rnglists)
			}
		}
	}
	d := New(sec, p.cfg)
	d.pkg = p
	return d
}

// Columns of an index (DWARF 5, 7.3.5.3). Version 2, GNU's, has types, and
// macros in the place of range lists.
const (
	sectInfo       = 1
	sectTypes      = 2
	sectAbbrev     = 3
	sectLine       = 4
	sectStrOffsets = 6
	sectRnglists   = 8

	maxColumns = 16
)

// An index is a hash table from ids to rows of offsets and sizes:
//
//	version, number of columns, units and slots
//	ids, one for each slot; 0 where the slot is free
//	rows, one for each slot, counted from 1
//	columns: which section each stands for
//	offsets, one row for each unit
//	sizes, one row for each unit
type index struct {
	version        uint32
	columns        []uint32
	units, slots   uint64
	ids, rows      []byte
	offsets, sizes []byte
	big            bool
}

func (x *index) read(data []byte, section string, big bool) error {
	if len(data) == 0 {
		return nil
	}
	c := cursor.New(&cursor.Place{Format: Format, Section: section}, 0, data, big)
	// Version 5 has a 16-bit version and padding, version 2 a 32-bit version.
	v := c.Bytes(4)
	if c.Err() != nil {
		return c.Err()
	}
	x.big = big
	h := cursor.New(nil, 0, v, big)
	if x.version = h.U32(); x.version != 2 {
		h.Seek(0)
		x.version = uint32(h.U16())
	}
	if x.version != 2 && x.version != 5 {
		return c.ErrorAt(0, fmt.Errorf("%w: %w", errIndexVersion, debuginfo.ErrUnsupported))
	}
	columns := uint64(c.U32())
	x.units = uint64(c.U32())
	x.slots = uint64(c.U32())
	if columns > maxColumns {
		return c.ErrorAt(4, errIndexColumns)
	}
	left := uint64(c.Len())
	if x.slots > left/12 || columns > 0 && x.units > left/(8*columns) || x.slots&(x.slots-1) != 0 {
		return c.ErrorAt(8, errIndexSize)
	}
	x.ids = c.Bytes(8 * x.slots)
	x.rows = c.Bytes(4 * x.slots)
	for range columns {
		x.columns = append(x.columns, c.U32())
	}
	x.offsets = c.Bytes(4 * columns * x.units)
	x.sizes = c.Bytes(4 * columns * x.units)
	if c.Err() != nil {
		*x = index{}
	}
	return c.Err()
}

// row returns the row of an id, counted from 0. Slots are probed with a step
// that the upper half of the id gives (7.3.5.3).
func (x *index) row(id uint64) (uint64, bool) {
	if x.slots == 0 {
		return 0, false
	}
	mask := x.slots - 1
	step := id>>32&mask | 1
	for slot, tries := id&mask, uint64(0); tries < x.slots; slot, tries = (slot+step)&mask, tries+1 {
		row := x.number32(x.rows, slot)
		if row == 0 {
			return 0, false
		}
		ids := cursor.New(nil, 0, x.ids, x.big)
		ids.Skip(8 * slot)
		if ids.U64() == id {
			return row - 1, row-1 < x.units
		}
	}
	return 0, false
}

// part returns where the contribution of a row to a column is.
func (x *index) part(row uint64, column int) (off, size uint64) {
	i := row*uint64(len(x.columns)) + uint64(column)
	return x.number32(x.offsets, i), x.number32(x.sizes, i)
}

func (x *index) number32(table []byte, i uint64) uint64 {
	c := cursor.New(nil, 0, table, x.big)
	c.Skip(4 * i)
	return uint64(c.U32())
}
