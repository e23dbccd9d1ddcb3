package macho

import (
	"encoding/binary"
	"errors"
	"slices"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

var errRelocPlace = errors.New("relocation lies outside its section")

// Relocation entries (mach-o/reloc.h) take eight bytes.
const (
	relocSize     = 8
	relocScatter  = 0x80000000
	relocPlain    = 0 // GENERIC_RELOC_VANILLA, X86_64_RELOC_UNSIGNED, ARM64_RELOC_UNSIGNED …
	relocSubAMD64 = 5 // X86_64_RELOC_SUBTRACTOR
	relocSubARM64 = 1 // ARM64_RELOC_SUBTRACTOR
)

// RelocatedData returns the contents of s with its relocations applied as a
// linker would that leaves all sections where they are. In files that were
// linked it is Data. Only relocations against symbols change anything: those
// against sections have the address in place already. What is relative to
// undefined symbols stays as it is.
func (s *Section) RelocatedData() ([]byte, error) {
	if s.file.Type != TypeObject || s.relocCount == 0 {
		return s.Data()
	}
	s.relocated.Do(func() { s.relocData, s.relocErr = s.relocate() })
	return s.relocData, s.relocErr
}

func (s *Section) relocate() ([]byte, error) {
	data, err := s.Data()
	if err != nil {
		return nil, err
	}
	f := s.file
	table, err := f.table(s.Name+" relocations", uint64(s.relocOffset), uint64(s.relocCount), relocSize)
	if err != nil {
		f.addDamage(err)
	}
	values := f.symbolValues()
	data = slices.Clone(data)
	c := cursor.New(&cursor.Place{Format: Format, Section: s.Name + " relocations"}, uint64(s.relocOffset), table, f.BigEndian)
	for c.Len() >= relocSize {
		at := c.Offset()
		addr, info := c.U32(), c.U32()
		if addr&relocScatter != 0 && !f.Is64 {
			continue // relative to a section
		}
		r := f.relocation(addr, info)
		if !r.extern || r.relative || r.symbol >= uint32(len(values)) || !values[r.symbol].known {
			continue
		}
		v := values[r.symbol].addr
		switch {
		case r.kind == relocPlain:
		case f.CPU == CPUAMD64 && r.kind == relocSubAMD64, (f.CPU == CPUARM64 || f.CPU == CPUARM6432) && r.kind == relocSubARM64:
			v = -v
		default:
			continue
		}
		if !f.add(data, r, v) {
			f.addDamage(c.ErrorAt(at, errRelocPlace))
		}
	}
	return data, nil
}

// A relocation says that a place in a section depends on a symbol.
type relocation struct {
	off      uint32 // in the section
	symbol   uint32 // index in the symbol table, if extern
	relative bool   // to the place
	log2     uint8  // of the size of the place in bytes
	extern   bool   // symbol is not the number of a section
	kind     uint8  // depends on the CPU
}

// relocation decodes an entry, whose bit fields are filled from the end that
// comes first in the byte order of the file.
func (f *File) relocation(addr, info uint32) relocation {
	if f.BigEndian {
		return relocation{addr, info >> 8, info&0x80 != 0, uint8(info >> 5 & 3), info&0x10 != 0, uint8(info & 0xf)}
	}
	return relocation{addr, info & 0xffffff, info&(1<<24) != 0, uint8(info >> 25 & 3), info&(1<<27) != 0, uint8(info >> 28)}
}

// add adds v to the number at the place of r.
func (f *File) add(data []byte, r relocation, v uint64) bool {
	size := uint64(1) << r.log2
	if uint64(r.off) > uint64(len(data)) || size > uint64(len(data))-uint64(r.off) {
		return false
	}
	var order binary.ByteOrder = binary.LittleEndian
	if f.BigEndian {
		order = binary.BigEndian
	}
	place := data[r.off : uint64(r.off)+size]
	switch size {
	case 1:
		place[0] += byte(v)
	case 2:
		order.PutUint16(place, order.Uint16(place)+uint16(v))
	case 4:
		order.PutUint32(place, order.Uint32(place)+uint32(v))
	default:
		order.PutUint64(place, order.Uint64(place)+v)
	}
	return true
}

// A symbolValue is the address of a symbol, if it is defined.
type symbolValue struct {
	addr  uint64
	known bool
}

// symbolValues returns the addresses of all entries of the symbol table.
func (f *File) symbolValues() []symbolValue {
	t := f.symtab()
	t.valuesOnce.Do(func() {
		c := cursor.New(nil, 0, t.entries, f.BigEndian)
		t.values = make([]symbolValue, 0, c.Len()/f.symbolSize())
		for c.Len() >= f.symbolSize() {
			c.U32() // name
			s := Symbol{Type: c.U8(), Section: c.U8(), Desc: c.U16()}
			s.Value = f.word(&c)
			t.values = append(t.values, symbolValue{s.Value, s.IsDefined() || s.IsAbsolute()})
		}
	})
	return t.values
}
