package pe

import (
	"encoding/binary"
	"slices"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

const relocSize = 10

// What a relocation puts into its place.
type relocKind uint8

const (
	relocNone    relocKind = iota
	relocAddr32            // address of the symbol
	relocAddr64            // the same in 64 bits
	relocSection           // number of its section, in 16 bits
	relocOffset            // its offset in its section
)

// relocKinds are the relocations that compilers use in debug sections.
var relocKinds = map[Machine]map[uint16]relocKind{
	MachineX86:     {6: relocAddr32, 7: relocAddr32, 10: relocSection, 11: relocOffset},
	MachineAMD64:   {1: relocAddr64, 2: relocAddr32, 3: relocAddr32, 10: relocSection, 11: relocOffset},
	MachineARMNT:   {1: relocAddr32, 2: relocAddr32, 14: relocSection, 15: relocOffset},
	MachineARM64:   {1: relocAddr32, 2: relocAddr32, 8: relocOffset, 13: relocSection, 14: relocAddr64},
	MachineARM64EC: {1: relocAddr32, 2: relocAddr32, 8: relocOffset, 13: relocSection, 14: relocAddr64},
}

// relocate returns a copy of data with the relocations of s applied, sections
// being where place put them. Relocations that make no sense change nothing.
func (s *Section) relocate(data []byte) []byte {
	kinds := relocKinds[s.file.Machine]
	if kinds == nil {
		return data
	}
	targets := s.file.relocTargets()
	c := s.relocations()
	out := slices.Clone(data)
	for c.Len() >= relocSize {
		at := uint64(c.U32())
		symbol, kind := c.U32(), kinds[c.U16()]
		if uint64(symbol) >= uint64(len(targets)) || at > uint64(len(out)) {
			continue
		}
		t, place := targets[symbol], out[at:]
		switch {
		case kind == relocSection && len(place) >= 2:
			binary.LittleEndian.PutUint16(place, binary.LittleEndian.Uint16(place)+uint16(t.section))
		case kind == relocOffset && len(place) >= 4:
			binary.LittleEndian.PutUint32(place, binary.LittleEndian.Uint32(place)+t.value)
		case kind == relocAddr32 && len(place) >= 4:
			binary.LittleEndian.PutUint32(place, binary.LittleEndian.Uint32(place)+t.base+t.value)
		case kind == relocAddr64 && len(place) >= 8:
			binary.LittleEndian.PutUint64(place, binary.LittleEndian.Uint64(place)+uint64(t.base)+uint64(t.value))
		}
	}
	return out
}

// relocations returns a cursor over the relocations of s. More than 65534 are
// counted by the first, which is none itself.
func (s *Section) relocations() cursor.Cursor {
	count := uint64(s.relocCount)
	off := uint64(s.relocOffset)
	size := s.file.src.Size()
	if s.Characteristics&SectionRelocOverflow != 0 && count == 0xffff {
		if head, err := s.file.src.Bytes(off, relocSize); err == nil {
			count = uint64(binary.LittleEndian.Uint32(head))
		}
	}
	data, err := s.file.src.Bytes(min(off, size), min(count*relocSize, size-min(off, size)))
	if err != nil {
		data = nil
	}
	return cursor.New(nil, 0, data, false)
}

// A relocTarget is what a relocation needs to know of a symbol.
type relocTarget struct {
	value   uint32
	section int32
	base    uint32 // address of the section
}

// relocTargets returns the symbols by their index.
func (f *File) relocTargets() []relocTarget {
	f.targetsOnce.Do(func() {
		f.targets = make([]relocTarget, f.symbols.size/f.symbolSize())
		for s, err := range f.Symbols() {
			if err != nil {
				return
			}
			if uint64(s.Index) < uint64(len(f.targets)) && s.Section > 0 {
				t := relocTarget{value: s.Value, section: s.Section}
				if int(s.Section) <= len(f.Sections) {
					t.base = f.Sections[s.Section-1].Addr
				}
				f.targets[s.Index] = t
			}
		}
	})
	return f.targets
}
