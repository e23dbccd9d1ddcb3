package elf

import (
	stdelf "debug/elf"
	"sync"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A Section is an entry of the section header table.
type Section struct {
	Name   string
	Index  int
	Type   stdelf.SectionType
	Flags  stdelf.SectionFlag
	Addr   uint64 // virtual address
	Offset uint64 // in the file
	Size   uint64 // in the file, before decompression
	Link   uint32
	Info   uint32
	Align  uint64
	Entry  uint64 // size of an entry, for tables

	file *File
	once sync.Once
	data []byte
	err  error

	relocated  sync.Once
	relocData  []byte
	relocErr   error
	valuesOnce sync.Once
	values     []symbolValue // of a symbol table that relocations refer to
	valuesErr  error
}

// Sizes of a section header, Elf32_Shdr and Elf64_Shdr.
const (
	shdr32 = 40
	shdr64 = 64
)

// readSections reads the section header table (gABI, chapter 4, "Sections").
func (f *File) readSections(h header) error {
	if h.shoff == 0 {
		return nil
	}
	least := uint64(shdr32)
	if f.is64() {
		least = shdr64
	}
	count, names := uint64(h.shnum), uint64(h.shstrndx)
	first, err := f.table(h.shoff, 1, uint64(h.shentsize), least)
	if err != nil {
		return formatError("section headers", h.shoff, err)
	}
	zero := f.section(first, h.shoff)
	if count == 0 {
		count = zero.Size
	}
	if names == uint64(stdelf.SHN_XINDEX) {
		names = uint64(zero.Link)
	}
	table, err := f.table(h.shoff, count, uint64(h.shentsize), least)
	if err != nil {
		f.addDamage(formatError("section headers", h.shoff, err))
	}
	size := int(h.shentsize)
	f.Sections = make([]*Section, 0, len(table)/size)
	var offsets []uint32
	for i := range len(table) / size {
		s := f.section(table[i*size:(i+1)*size], h.shoff+uint64(i*size))
		s.Index = i
		f.Sections = append(f.Sections, s.Section)
		offsets = append(offsets, s.name)
	}
	if names == 0 || len(f.Sections) == 0 {
		return nil
	}
	if names >= uint64(len(f.Sections)) {
		return formatError("section headers", h.shoff, errNames)
	}
	text, err := f.Sections[names].Raw()
	if err != nil {
		return err
	}
	for i, s := range f.Sections {
		s.Name, _ = cursor.StringAt(text, uint64(offsets[i]))
	}
	return nil
}

// A namedSection is a Section whose name has not been looked up.
type namedSection struct {
	*Section
	name uint32
}

// section decodes one section header that stands at file offset off.
func (f *File) section(data []byte, off uint64) namedSection {
	c := cursor.New(&cursor.Place{Format: Format, Section: "section headers"}, off, data, f.BigEndian)
	s := &Section{file: f}
	name := c.U32()
	s.Type = stdelf.SectionType(c.U32())
	s.Flags = stdelf.SectionFlag(f.word(&c))
	s.Addr = f.word(&c)
	s.Offset = f.word(&c)
	s.Size = f.word(&c)
	s.Link = c.U32()
	s.Info = c.U32()
	s.Align = f.word(&c)
	s.Entry = f.word(&c)
	return namedSection{s, name}
}

// Section returns the first section of the given name that has contents in the
// file, or nil.
func (f *File) Section(name string) *Section {
	for _, s := range f.Sections {
		if s.Name == name && s.hasBytes() {
			return s
		}
	}
	return nil
}

// DebugSection returns the section that holds the named debug section, such as
// ".debug_info", plain or under its compressed name ".zdebug_info", or nil.
func (f *File) DebugSection(name string) *Section {
	if s := f.Section(name); s != nil {
		return s
	}
	if len(name) > 1 {
		return f.Section(".z" + name[1:])
	}
	return nil
}

// hasBytes reports whether s has contents in the file.
func (s *Section) hasBytes() bool {
	return s.Type != stdelf.SHT_NULL && s.Type != stdelf.SHT_NOBITS && s.Offset != 0
}

// Raw returns the bytes of s as they stand in the file: a view of input that
// is in memory, or a copy.
func (s *Section) Raw() ([]byte, error) {
	if !s.hasBytes() {
		return nil, nil
	}
	data, err := s.file.src.Bytes(s.Offset, s.Size)
	if err != nil {
		return nil, formatError(s.Name, 0, err)
	}
	return data, nil
}

// Data returns the contents of s, decompressed if need be. They are read once,
// kept, and must not be changed; strings cut from them stay valid for ever.
// Sections without contents, such as .bss, have none.
func (s *Section) Data() ([]byte, error) {
	s.once.Do(func() {
		s.data, s.err = s.Raw()
		if s.err == nil {
			s.data, s.err = s.decompress(s.data)
		}
	})
	return s.data, s.err
}
