package dwarf

import (
	"slices"
	"sort"
	"sync"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// Format is the name of the format in errors.
const Format = "dwarf"

// Sections holds the contents of the debug sections of one file. Absent ones
// are nil. They must not change, since strings are cut from them.
type Sections struct {
	Abbrev, Addr, Info, Line, LineStr, Ranges, Rnglists, Str, StrOffsets, Types []byte
}

// A Config says how to read Sections and what to make of them.
type Config struct {
	BigEndian bool
	// ImageBase is subtracted from all addresses.
	ImageBase uint64
	// Code are the address ranges, before ImageBase is subtracted, that hold
	// instructions, sorted. Code elsewhere was dropped by the linker. Empty
	// means that this is not known.
	Code []debuginfo.Range
	// Symbols, if not nil, name the functions that start exactly where they
	// do, and code that only the line table describes.
	Symbols *debuginfo.SymbolMap
	// Split, if not nil, returns the debug information that holds a split unit.
	// The Data must be new: it is changed by being read.
	Split func(Skeleton) (*Data, error)
	// Supplementary, if not nil, holds what several files share.
	Supplementary *Data
	// Damage are errors that the sessions report first, such as sections that
	// could not be read.
	Damage []error
	// MaxInlineDepth bounds how deep inlined calls nest; deeper ones are left out.
	MaxInlineDepth int
}

// Data is the debug information of one file, ready to be read by sessions.
// It is immutable but for its caches; goroutines may share it.
type Data struct {
	sec   Sections
	cfg   Config
	units []*unit  // of .debug_info, by offset
	types []*unit  // of .debug_types, by offset
	errs  []error  // of unit headers
	pkg   *Package // that d is part of, or nil

	abbrevStarts []uint64 // offsets of all abbreviation tables, sorted
	lineIndex    lineIndex
	typeOnce     sync.Once
	typeUnits    map[uint64]*unit // by signature
}

// New indexes the unit headers of a file. Damage is reported by the sessions.
func New(sec Sections, cfg Config) *Data {
	d := &Data{sec: sec, cfg: cfg, errs: slices.Clone(cfg.Damage)}
	d.units = d.readHeaders(sec.Info, ".debug_info", false)
	d.types = d.readHeaders(sec.Types, ".debug_types", true)
	for _, u := range d.units {
		d.abbrevStarts = append(d.abbrevStarts, u.abbrevOff)
	}
	for _, u := range d.types {
		d.abbrevStarts = append(d.abbrevStarts, u.abbrevOff)
	}
	slices.Sort(d.abbrevStarts)
	d.abbrevStarts = slices.Compact(d.abbrevStarts)
	return d
}

// readHeaders splits a section into units. A header that cannot be read loses
// its unit, and all behind it if the length is what is wrong.
func (d *Data) readHeaders(sec []byte, name string, types bool) []*unit {
	var units []*unit
	c := cursor.New(&cursor.Place{Format: Format, Section: name}, 0, sec, d.cfg.BigEndian)
	for c.Len() > 0 {
		u, err := d.readHeader(&c, types)
		if err != nil {
			d.errs = append(d.errs, err)
			continue
		}
		if u != nil {
			units = append(units, u)
		}
	}
	return units
}

// unitAt returns the unit of .debug_info that contains the DIE at offset off.
func (d *Data) unitAt(off uint64) *unit {
	i := sort.Search(len(d.units), func(i int) bool { return d.units[i].off > off })
	if i == 0 || off >= d.units[i-1].end || off < d.units[i-1].diesOff {
		return nil
	}
	return d.units[i-1]
}

// live reports whether code at addr, before ImageBase is subtracted, can be
// part of the image. Linkers leave 0, or small numbers, or the greatest ones in
// the place of addresses of code that they dropped.
func (d *Data) live(addr uint64, addrSize uint8) bool {
	if top := ^uint64(0) >> (64 - 8*uint(addrSize)); addr >= top-1 {
		return false
	}
	if len(d.cfg.Code) == 0 {
		return addr != 0
	}
	i := sort.Search(len(d.cfg.Code), func(i int) bool { return d.cfg.Code[i].End > addr })
	return i < len(d.cfg.Code) && d.cfg.Code[i].Start <= addr
}
