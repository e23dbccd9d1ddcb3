package testfile

import (
	stdelf "debug/elf"
)

// An ELF describes an ELF file.
type ELF struct {
	Is32     bool
	Big      bool
	Type     stdelf.Type    // ET_DYN if zero
	Machine  stdelf.Machine // EM_X86_64 if zero
	Flags    uint32
	Sections []ELFSection
	Segments []ELFSegment
	// ManySections stores the counts in section header 0, as files with more
	// than 65,279 sections do.
	ManySections bool
}

// An ELFSection is a section of an ELF.
type ELFSection struct {
	Name        string
	Type        stdelf.SectionType // SHT_PROGBITS if zero
	Flags       stdelf.SectionFlag
	Addr        uint64
	Link, Info  uint32
	Align, Size uint64 // Size counts where there is no Data
	Entry       uint64
	Data        []byte
}

// An ELFSegment is a segment of an ELF, whose bytes are those of a section.
type ELFSegment struct {
	Type    stdelf.ProgType
	Flags   stdelf.ProgFlag
	Addr    uint64
	Section int // index in Sections, or -1
	Align   uint64
	Memory  uint64
}

// Bytes returns the file: header, segments, contents, section headers.
// Sections are numbered from 1; their names come last.
func (e ELF) Bytes() []byte {
	word, ehsize, phsize, shsize := 8, 64, 56, 64
	if e.Is32 {
		word, ehsize, phsize, shsize = 4, 52, 32, 40
	}
	names := &Asm{}
	names.U8(0)
	body := &Asm{Big: e.Big}
	start := ehsize + phsize*len(e.Segments)
	type placed struct{ name, off int }
	var at []placed
	sections := append(e.Sections[:len(e.Sections):len(e.Sections)], ELFSection{Name: ".shstrtab", Type: stdelf.SHT_STRTAB})
	for i := range sections {
		s := &sections[i]
		at = append(at, placed{name: names.Len()})
		names.Str(s.Name)
		if s.Type == 0 {
			s.Type = stdelf.SHT_PROGBITS
		}
		if i == len(sections)-1 {
			s.Data = names.Bytes()
		}
		body.Align(8)
		at[i].off = start + body.Len()
		if s.Data != nil {
			s.Size = uint64(len(s.Data))
		}
		if s.Type != stdelf.SHT_NOBITS {
			body.Raw(s.Data)
		}
	}
	body.Align(8)

	shnum, shstrndx := uint64(len(sections)+1), uint64(len(sections))
	out := &Asm{Big: e.Big}
	class, data := stdelf.ELFCLASS64, stdelf.ELFDATA2LSB
	if e.Is32 {
		class = stdelf.ELFCLASS32
	}
	if e.Big {
		data = stdelf.ELFDATA2MSB
	}
	if e.Type == 0 {
		e.Type = stdelf.ET_DYN
	}
	if e.Machine == 0 {
		e.Machine = stdelf.EM_X86_64
	}
	out.Raw([]byte(stdelf.ELFMAG)).U8(uint8(class), uint8(data), 1).Align(16)
	out.U16(uint16(e.Type), uint16(e.Machine)).U32(1)
	out.Word(word, 0, uint64(ehsize), uint64(start+body.Len())) // entry, phoff, shoff
	out.U32(e.Flags).U16(uint16(ehsize), uint16(phsize), uint16(len(e.Segments)), uint16(shsize))
	zeroSize, zeroLink := uint64(0), uint32(0)
	if e.ManySections {
		zeroSize, zeroLink = shnum, uint32(shstrndx)
		shnum, shstrndx = 0, 0xffff
	}
	out.U16(uint16(shnum), uint16(shstrndx))
	for _, s := range e.Segments {
		off, size := uint64(0), uint64(0)
		if s.Section >= 0 {
			off, size = uint64(at[s.Section].off), sections[s.Section].Size
		}
		memory := max(s.Memory, size)
		out.U32(uint32(s.Type))
		if !e.Is32 {
			out.U32(uint32(s.Flags))
		}
		out.Word(word, off, s.Addr, s.Addr, size, memory)
		if e.Is32 {
			out.U32(uint32(s.Flags))
		}
		out.Word(word, s.Align)
	}
	out.Raw(body.Bytes())
	header := func(name int, s ELFSection, off int) {
		out.U32(uint32(name), uint32(s.Type)).Word(word, uint64(s.Flags), s.Addr, uint64(off), s.Size)
		out.U32(s.Link, s.Info).Word(word, s.Align, s.Entry)
	}
	header(0, ELFSection{Size: zeroSize, Link: zeroLink}, 0)
	for i, s := range sections {
		header(at[i].name, s, at[i].off)
	}
	return out.Bytes()
}

// ELFSym appends a symbol table entry.
func (a *Asm) ELFSym(is32 bool, name uint32, value, size uint64, typ stdelf.SymType, bind stdelf.SymBind, section uint16) *Asm {
	info := uint8(bind)<<4 | uint8(typ)
	if is32 {
		return a.U32(name, uint32(value), uint32(size)).U8(info, 0).U16(section)
	}
	return a.U32(name).U8(info, 0).U16(section).U64(value, size)
}
