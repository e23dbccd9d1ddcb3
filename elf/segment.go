package elf

import (
	stdelf "debug/elf"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A Segment is an entry of the program header table.
type Segment struct {
	Type   stdelf.ProgType
	Flags  stdelf.ProgFlag
	Offset uint64 // in the file
	Addr   uint64 // virtual address
	Size   uint64 // in the file
	Memory uint64 // in memory; more than Size where the rest is zero
	Align  uint64
}

// Sizes of a program header, Elf32_Phdr and Elf64_Phdr.
const (
	phdr32 = 32
	phdr64 = 56
)

// manySegments in e_phnum says that the count stands in section header 0.
const manySegments = 0xffff

// readSegments reads the program header table (gABI, chapter 5).
func (f *File) readSegments(h header) error {
	if h.phoff == 0 || h.phnum == 0 {
		return nil
	}
	least := uint64(phdr32)
	if f.is64() {
		least = phdr64
	}
	count := uint64(h.phnum)
	if count == manySegments && len(f.Sections) > 0 && f.Sections[0].Info != 0 {
		count = uint64(f.Sections[0].Info)
	}
	table, err := f.table(h.phoff, count, uint64(h.phentsize), least)
	size := int(h.phentsize)
	for i := 0; size > 0 && i < len(table)/size; i++ {
		c := cursor.New(nil, 0, table[i*size:(i+1)*size], f.BigEndian)
		var s Segment
		s.Type = stdelf.ProgType(c.U32())
		if f.is64() {
			s.Flags = stdelf.ProgFlag(c.U32())
		}
		s.Offset = f.word(&c)
		s.Addr = f.word(&c)
		f.word(&c) // physical address
		s.Size = f.word(&c)
		s.Memory = f.word(&c)
		if !f.is64() {
			s.Flags = stdelf.ProgFlag(c.U32())
		}
		s.Align = f.word(&c)
		f.Segments = append(f.Segments, s)
	}
	if err != nil {
		return formatError("program headers", h.phoff, err)
	}
	return nil
}

// SegmentData returns the bytes of segment s in the file.
func (f *File) SegmentData(s Segment) ([]byte, error) {
	data, err := f.src.Bytes(s.Offset, s.Size)
	if err != nil {
		return nil, formatError("segment", s.Offset, err)
	}
	return data, nil
}

// ImageBase returns the virtual address that addresses of debug information
// are relative to: that of the first loadable segment, which need not be the
// lowest, or 0 if there is none.
func (f *File) ImageBase() uint64 {
	for _, s := range f.Segments {
		if s.Type == stdelf.PT_LOAD {
			return s.Addr
		}
	}
	return 0
}

// segment returns the first segment of type t.
func (f *File) segment(t stdelf.ProgType) (Segment, bool) {
	for _, s := range f.Segments {
		if s.Type == t {
			return s, true
		}
	}
	return Segment{}, false
}

// fileRange returns where n bytes at virtual address addr stand in the file.
func (f *File) fileRange(addr, n uint64) (off uint64, ok bool) {
	for _, s := range f.Segments {
		if s.Type == stdelf.PT_LOAD && addr >= s.Addr && addr-s.Addr < s.Size && n <= s.Size-(addr-s.Addr) {
			return s.Offset + (addr - s.Addr), true
		}
	}
	return 0, false
}
