package elf

import (
	stdelf "debug/elf"
	"encoding/binary"
	"errors"
	"slices"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

// sectionCREL is the type of a section of compact relocations.
const sectionCREL = stdelf.SectionType(0x40000014)

var errRelocPlace = errors.New("relocation lies outside its section")

// A relocation says that a place in a section depends on a symbol.
type relocation struct {
	off    uint64 // in the section it applies to
	symbol uint32 // index in the symbol table
	types  [3]uint32
	addend int64
	inline bool // the addend stands at the place
}

// RelocatedData returns the contents of s with its relocations applied as a
// linker would, for sections placed as [File.SectionAddr] says. In files that
// were linked it is Data. Relocations that debug sections do not need, and
// those against undefined symbols, leave the place as it is.
func (f *File) RelocatedData(s *Section) ([]byte, error) {
	if f.Type != stdelf.ET_REL {
		return s.Data()
	}
	s.relocated.Do(func() {
		s.relocData, s.relocErr = f.relocate(s)
	})
	return s.relocData, s.relocErr
}

func (f *File) relocate(s *Section) ([]byte, error) {
	data, err := s.Data()
	if err != nil {
		return nil, err
	}
	copied := false
	for _, r := range f.Sections {
		if int64(r.Info) != int64(s.Index) || r.Type != stdelf.SHT_REL && r.Type != stdelf.SHT_RELA && r.Type != sectionCREL {
			continue
		}
		if !copied {
			data, copied = slices.Clone(data), true
		}
		if err := f.apply(r, s, data); err != nil {
			f.addDamage(err)
		}
	}
	return data, nil
}

// apply applies the relocations in section r to data, the contents of s.
func (f *File) apply(r, s *Section, data []byte) error {
	table, err := r.Data()
	if err != nil {
		return err
	}
	if int(r.Link) >= len(f.Sections) {
		return nil
	}
	symbols, err := f.symbolValues(f.Sections[r.Link])
	if err != nil {
		return err
	}
	c := cursor.New(&cursor.Place{Format: Format, Section: r.Name}, 0, table, f.BigEndian)
	kinds := relocationKinds(f.Machine)
	base := f.SectionAddr(s)
	var failed error
	f.relocations(&c, r.Type, func(rel relocation) {
		value, known := uint64(0), rel.symbol == 0
		if uint64(rel.symbol) < uint64(len(symbols)) {
			value, known = symbols[rel.symbol].addr, symbols[rel.symbol].known
		}
		if !known {
			return
		}
		for _, typ := range rel.types {
			if k, ok := kinds[typ]; ok && typ != 0 {
				if !f.patch(data, rel, k, value, base) && failed == nil {
					failed = c.ErrorAt(c.Offset(), errRelocPlace)
				}
			}
		}
	})
	return errors.Join(failed, c.Err())
}

// patch changes the place of rel.
func (f *File) patch(data []byte, rel relocation, k relocKind, symbol, base uint64) bool {
	if k.op == opSetULEB || k.op == opSubULEB {
		return patchULEB(data, rel, k, symbol)
	}
	size := uint64(k.size)
	if rel.off > uint64(len(data)) || size > uint64(len(data))-rel.off {
		return false
	}
	place := data[rel.off : rel.off+size]
	old := f.number(place)
	addend := uint64(rel.addend)
	if rel.inline {
		addend = old
	}
	var v uint64
	switch k.op {
	case opAbs, opSet:
		v = symbol + addend
	case opRel:
		v = symbol + addend - (base + rel.off)
	case opAdd:
		v = old + symbol + addend
	case opSub:
		v = old - (symbol + addend)
	}
	if k.bits == 6 {
		v = old&^0x3f | v&0x3f
	}
	f.putNumber(place, v)
	return true
}

func (f *File) number(b []byte) uint64 {
	var order binary.ByteOrder = binary.LittleEndian
	if f.BigEndian {
		order = binary.BigEndian
	}
	switch len(b) {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(order.Uint16(b))
	case 4:
		return uint64(order.Uint32(b))
	}
	return order.Uint64(b)
}

func (f *File) putNumber(b []byte, v uint64) {
	var order binary.ByteOrder = binary.LittleEndian
	if f.BigEndian {
		order = binary.BigEndian
	}
	switch len(b) {
	case 1:
		b[0] = byte(v)
	case 2:
		order.PutUint16(b, uint16(v))
	case 4:
		order.PutUint32(b, uint32(v))
	default:
		order.PutUint64(b, v)
	}
}

// patchULEB changes a LEB128 number, which keeps its width.
func patchULEB(data []byte, rel relocation, k relocKind, symbol uint64) bool {
	if rel.off >= uint64(len(data)) {
		return false
	}
	c := cursor.New(nil, 0, data[rel.off:], false)
	old := c.Uleb()
	if c.Err() != nil {
		return false
	}
	v := symbol + uint64(rel.addend)
	if k.op == opSubULEB {
		v = old - v
	}
	place := data[rel.off : rel.off+c.Offset()]
	for i := range place {
		place[i] = byte(v&0x7f) | place[i]&0x80
		v >>= 7
	}
	return true
}

// A symbolValue is the address of a symbol, if it is defined.
type symbolValue struct {
	addr  uint64
	known bool
}

// symbolValues returns the addresses of all symbols of a table.
func (f *File) symbolValues(table *Section) ([]symbolValue, error) {
	table.valuesOnce.Do(func() { table.values, table.valuesErr = f.readSymbolValues(table) })
	return table.values, table.valuesErr
}

func (f *File) readSymbolValues(table *Section) ([]symbolValue, error) {
	values := []symbolValue{{}}
	for s, err := range f.tableSymbols(table) {
		if err != nil {
			return values, err
		}
		v := symbolValue{s.Value, s.Section != uint32(stdelf.SHN_UNDEF) && !s.Special}
		switch {
		case s.Special:
			v.known = stdelf.SectionIndex(s.Section) == stdelf.SHN_ABS
		case int64(s.Section) < int64(len(f.Sections)):
			v.addr += f.SectionAddr(f.Sections[s.Section])
		}
		values = append(values, v)
	}
	return values, nil
}

// relocations calls do for every relocation in the table at c.
func (f *File) relocations(c *cursor.Cursor, typ stdelf.SectionType, do func(relocation)) {
	if typ == sectionCREL {
		f.compactRelocations(c, do)
		return
	}
	for c.Len() > 0 {
		r := relocation{off: f.word(c), inline: typ == stdelf.SHT_REL}
		switch {
		case f.Machine == stdelf.EM_MIPS && f.is64():
			// Three operations in a row, in an order of bytes of their own.
			r.symbol = c.U32()
			c.U8() // special symbol
			r.types[2], r.types[1], r.types[0] = uint32(c.U8()), uint32(c.U8()), uint32(c.U8())
		case f.is64():
			info := c.U64()
			r.symbol, r.types[0] = uint32(info>>32), uint32(info)
		default:
			info := c.U32()
			r.symbol, r.types[0] = info>>8, info&0xff
		}
		if typ == stdelf.SHT_RELA {
			if f.is64() {
				r.addend = int64(c.U64())
			} else {
				r.addend = int64(int32(c.U32()))
			}
		}
		if c.Err() != nil {
			return
		}
		do(r)
	}
}

// compactRelocations reads the CREL form: a count with two flags, then for
// each relocation a byte of flags with the low bits of the distance to the
// place, the rest of that, and what differs from the relocation before.
func (f *File) compactRelocations(c *cursor.Cursor, do func(relocation)) {
	head := c.Uleb()
	count, shift := head>>3, head&3
	flagBits := uint(2)
	if head&4 != 0 {
		flagBits = 3
	}
	r := relocation{inline: head&4 == 0}
	off := uint64(0)
	for ; count > 0 && c.Len() > 0; count-- {
		b := c.U8()
		delta := uint64(b) >> flagBits
		if b >= 0x80 {
			delta = delta - 0x80>>flagBits + c.Uleb()<<(7-flagBits)
		}
		off += delta
		r.off = off << shift
		if b&1 != 0 {
			r.symbol += uint32(c.Sleb())
		}
		if b&2 != 0 {
			r.types[0] += uint32(c.Sleb())
		}
		if flagBits == 3 && b&4 != 0 {
			r.addend += c.Sleb()
		}
		if c.Err() == nil {
			do(r)
		}
	}
}
