package pe

import (
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/bounded"
	"github.com/gosymbolic/symbolic/internal/cursor"
	"github.com/gosymbolic/symbolic/internal/unpack"
)

// A Section is a part of the file that is loaded together.
type Section struct {
	Name            string // long names resolved
	Addr            uint32 // relative to the image base; chosen by [New] in object files
	Size            uint32 // in memory; 0 in object files
	Offset          uint32 // in the file
	FileSize        uint32 // in the file, padded in images
	Characteristics uint32

	relocOffset uint32
	relocCount  uint32
	file        *File

	once sync.Once
	data []byte
	err  error
}

// Characteristics of sections.
const (
	SectionCode          = 0x00000020
	SectionUninitialized = 0x00000080
	SectionInfo          = 0x00000200 // for the linker
	SectionRemove        = 0x00000800 // not for the image
	SectionRelocOverflow = 0x01000000
	SectionDiscardable   = 0x02000000
	SectionExecute       = 0x20000000
	SectionWrite         = 0x80000000
)

// sectionHeaderSize is the size of a section header in the file.
const sectionHeaderSize = 40

// readSections reads as many section headers as the file has.
func (f *File) readSections(off, count uint64) {
	have := min(count, (f.src.Size()-min(off, f.src.Size()))/sectionHeaderSize)
	if have < count {
		f.addDamage(fileError("", off, errTableBounds))
	}
	data, err := f.src.Bytes(min(off, f.src.Size()), have*sectionHeaderSize)
	if err != nil {
		f.addDamage(err)
		return
	}
	c := cursor.New(&cursor.Place{Format: Format}, off, data, false)
	f.Sections = make([]*Section, 0, bounded.Cap(have, c.Len(), sectionHeaderSize))
	for c.Len() >= sectionHeaderSize {
		s := &Section{file: f}
		s.Name = f.sectionName(c.Bytes(8))
		s.Size, s.Addr, s.FileSize, s.Offset = c.U32(), c.U32(), c.U32(), c.U32()
		s.relocOffset = c.U32()
		c.Skip(4)
		s.relocCount = uint32(c.U16())
		c.Skip(2)
		s.Characteristics = c.U32()
		f.Sections = append(f.Sections, s)
	}
	if !f.Image {
		f.place()
	}
}

// layoutAlign is where sections of object files begin: enough for every
// alignment that compilers ask of code.
const layoutAlign = 4096

// place gives each section of an object file that a linker would load an
// address of its own: first, at 0, the largest section of instructions, so that
// addresses in it are its offsets; then the other sections of instructions in
// file order; then the rest. Each begins at the next multiple of 4096.
func (f *File) place() {
	var loaded []*Section
	var largest *Section
	for _, s := range f.Sections {
		if s.Addr = 0; !s.IsLoaded() {
			continue
		}
		loaded = append(loaded, s)
		if s.IsCode() && (largest == nil || s.FileSize > largest.FileSize) {
			largest = s
		}
	}
	rank := func(s *Section) int {
		switch {
		case s == largest:
			return 0
		case s.IsCode():
			return 1
		}
		return 2
	}
	slices.SortStableFunc(loaded, func(a, b *Section) int { return rank(a) - rank(b) })
	at := uint64(0)
	for _, s := range loaded {
		if at+uint64(s.FileSize) > 1<<32-layoutAlign {
			return // sizes that no compiler writes
		}
		s.Addr = uint32(at)
		at = (at + uint64(s.FileSize) + layoutAlign - 1) &^ (layoutAlign - 1)
	}
}

// sectionName resolves /123, a decimal offset in the string table, and
// //AAAAAA, one in base 64 for tables beyond 10 MB.
func (f *File) sectionName(b []byte) string {
	name := cutZero(b)
	if len(name) < 2 || name[0] != '/' {
		return name
	}
	off, ok := uint64(0), true
	if name[1] == '/' {
		for i := 2; i < len(name) && ok; i++ {
			var v int
			v, ok = base64Digit(name[i])
			off = off<<6 | uint64(v)
		}
	} else {
		var err error
		off, err = strconv.ParseUint(name[1:], 10, 32)
		ok = err == nil
	}
	if long, found := cursor.StringAt(f.strings, off); ok && found {
		return long
	}
	return name
}

func base64Digit(c byte) (int, bool) {
	switch {
	case 'A' <= c && c <= 'Z':
		return int(c - 'A'), true
	case 'a' <= c && c <= 'z':
		return int(c-'a') + 26, true
	case '0' <= c && c <= '9':
		return int(c-'0') + 52, true
	case c == '+':
		return 62, true
	case c == '/':
		return 63, true
	}
	return 0, false
}

// cutZero returns b up to its first zero byte.
func cutZero(b []byte) string {
	for i, v := range b {
		if v == 0 {
			return cursor.String(b[:i])
		}
	}
	return cursor.String(b)
}

// Section returns the first section with a name, or nil.
func (f *File) Section(name string) *Section {
	for _, s := range f.Sections {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// DebugSection returns the section with the ELF name of a DWARF section. Go
// names compressed ones .zdebug_.
func (f *File) DebugSection(name string) *Section {
	if s := f.Section(name); s != nil {
		return s
	}
	const prefix = ".debug_"
	if len(name) > len(prefix) && name[:len(prefix)] == prefix {
		return f.Section(".z" + name[1:])
	}
	return nil
}

// IsCode reports whether the section holds instructions.
func (s *Section) IsCode() bool { return s.Characteristics&(SectionCode|SectionExecute) != 0 }

// IsLoaded reports whether the section is part of the image in memory.
func (s *Section) IsLoaded() bool {
	return s.Characteristics&(SectionInfo|SectionRemove|SectionDiscardable) == 0
}

// length returns how many bytes of the section the file has. In images the
// size in memory counts, since the one in the file is padded.
func (s *Section) length() uint64 {
	switch {
	case s.Characteristics&SectionUninitialized != 0 && s.Offset == 0:
		return 0
	case s.file.Image && s.Size != 0:
		return uint64(min(s.Size, s.FileSize))
	}
	return uint64(s.FileSize)
}

// Raw returns the bytes of the section as they are in the file. They share
// memory with the file if that is in memory.
func (s *Section) Raw() ([]byte, error) {
	n := s.length()
	if n == 0 {
		return nil, nil
	}
	b, err := s.file.src.Bytes(uint64(s.Offset), n)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fileError(s.Name, 0, err)
	}
	return b, err
}

// Data returns the contents of the section: unpacked if it is compressed as Go
// does it (.zdebug_), with relocations applied in the debug sections of an
// object file. They are read once, kept, and must not be changed; strings cut
// from them stay valid for ever.
func (s *Section) Data() ([]byte, error) {
	s.once.Do(func() {
		s.data, s.err = s.Raw()
		if s.err == nil {
			s.data, s.err = s.decompress(s.data)
		}
		if s.err == nil && !s.file.Image && s.relocCount > 0 && strings.HasPrefix(s.Name, ".debug") {
			s.data = s.relocate(s.data)
		}
	})
	return s.data, s.err
}

// gnuMagic begins a compressed section; the size of the contents follows as a
// 64-bit big-endian number, then a zlib stream.
const (
	gnuMagic  = "ZLIB"
	gnuHeader = 12
)

func (s *Section) decompress(raw []byte) ([]byte, error) {
	if len(raw) < gnuHeader || string(raw[:len(gnuMagic)]) != gnuMagic || !strings.HasPrefix(s.Name, ".zdebug_") {
		return raw, nil
	}
	out, err := s.file.unpack.Bytes(unpack.Zlib, raw[gnuHeader:], binary.BigEndian.Uint64(raw[len(gnuMagic):]))
	if err != nil {
		return nil, fileError(s.Name, gnuHeader, err)
	}
	return out, nil
}

// At returns n bytes at an address relative to the image base.
func (f *File) At(addr uint32, n uint64) ([]byte, error) {
	off, left, ok := f.offset(addr)
	if !ok || n > left {
		return nil, fileError("", uint64(addr), errTableBounds)
	}
	return f.src.Bytes(off, n)
}

// offset returns where in the file an address lies, and how many bytes there
// are from there to the end of the section.
func (f *File) offset(addr uint32) (off, left uint64, ok bool) {
	for _, s := range f.Sections {
		if addr >= s.Addr && addr-s.Addr < s.FileSize {
			off, left = uint64(s.Offset)+uint64(addr-s.Addr), uint64(s.FileSize-(addr-s.Addr))
			return f.within(off, left)
		}
	}
	if addr < f.Optional.HeaderSize {
		return f.within(uint64(addr), uint64(f.Optional.HeaderSize-addr))
	}
	return 0, 0, false
}

// within cuts left to the end of the file.
func (f *File) within(off, left uint64) (uint64, uint64, bool) {
	if off >= f.src.Size() {
		return 0, 0, false
	}
	return off, min(left, f.src.Size()-off), true
}

// CodeRanges returns where the file has instructions, relative to its base,
// sorted and disjoint.
func (f *File) CodeRanges() []debuginfo.Range {
	var out []debuginfo.Range
	for _, s := range f.Sections {
		size := s.Size
		if size == 0 {
			size = s.FileSize
		}
		if s.IsCode() && size > 0 {
			out = append(out, debuginfo.Range{Start: uint64(s.Addr), End: uint64(s.Addr) + uint64(size)})
		}
	}
	return debuginfo.NormalizeRanges(out)
}
