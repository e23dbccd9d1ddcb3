package macho

import (
	"encoding/binary"
	"errors"
	"strings"
	"sync"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/bounded"
	"github.com/gosymbolic/symbolic/internal/cursor"
	"github.com/gosymbolic/symbolic/internal/unpack"
)

var errSectionCount = errors.New("segment has more sections than its command has room for")

// A Segment is a part of the file that is loaded as a whole.
type Segment struct {
	Name   string
	Addr   uint64 // virtual address
	Memory uint64 // size in memory
	Offset uint64 // in the file
	Size   uint64 // in the file
}

// A Section is a part of a segment.
type Section struct {
	Name    string // at most 16 bytes, such as "__debug_str_offs"
	Segment string // that it is meant for; in relocatable files it is in another
	Index   int    // counted from 1 through all segments, as symbols do
	Addr    uint64 // virtual address
	Size    uint64 // in memory
	Offset  uint64 // in the file, 0 if there are no contents
	Flags   uint32 // type in the lowest byte, attributes above it

	relocOffset, relocCount uint32

	file *File
	once sync.Once
	data []byte
	err  error

	relocated sync.Once
	relocData []byte
	relocErr  error
}

const (
	nameSize  = 16
	section32 = 68
	section64 = 80

	sectionTypeMask      = 0xff
	typeZeroFill         = 0x1
	typeZeroFillLarge    = 0xc
	typeZeroFillThread   = 0x12
	attrPureInstructions = 0x80000000
	attrSomeInstructions = 0x400
)

// readSegments reads the segment commands and the section headers in them.
func (f *File) readSegments() {
	for _, cmd := range f.commands {
		if cmd.kind != cmdSegment && cmd.kind != cmdSegment64 {
			continue
		}
		c := f.cursor(cmd)
		if err := f.readSegment(&c, cmd.kind == cmdSegment64); err != nil {
			f.addDamage(err)
		}
	}
}

func (f *File) readSegment(c *cursor.Cursor, is64 bool) error {
	word, size := func() uint64 { return uint64(c.U32()) }, section32
	if is64 {
		word, size = c.U64, section64
	}
	s := Segment{Name: fixedName(c)}
	s.Addr = word()
	s.Memory = word()
	s.Offset = word()
	s.Size = word()
	c.U32() // protection that may be set
	c.U32() // protection at the start
	count := c.U32()
	c.U32() // flags
	if c.Err() != nil {
		return c.Err()
	}
	f.Segments = append(f.Segments, s)
	fit := bounded.Cap(uint64(count), c.Len(), size)
	for range fit {
		sec := &Section{file: f, Index: len(f.Sections) + 1}
		sec.Name = fixedName(c)
		sec.Segment = fixedName(c)
		sec.Addr = word()
		sec.Size = word()
		offset := c.U32()
		c.U32() // alignment
		sec.relocOffset = c.U32()
		sec.relocCount = c.U32()
		sec.Flags = c.U32()
		c.U32() // reserved1
		c.U32() // reserved2
		if is64 {
			c.U32() // reserved3
		}
		sec.Offset = s.offsetOf(sec.Addr, offset)
		f.Sections = append(f.Sections, sec)
	}
	if uint64(fit) < uint64(count) {
		return c.ErrorAt(c.Offset(), errSectionCount)
	}
	return nil
}

// offsetOf returns the file offset of a section of s. The field in the section
// header has 32 bits even in 64-bit files; beyond 4 GiB it holds the lower half,
// and the distance from the start of the segment tells the rest.
func (s *Segment) offsetOf(addr uint64, field uint32) uint64 {
	if field != 0 && addr >= s.Addr {
		if off := s.Offset + (addr - s.Addr); off >= s.Offset && uint32(off) == field {
			return off
		}
	}
	return uint64(field)
}

// fixedName reads a name of 16 bytes, padded with zeros.
func fixedName(c *cursor.Cursor) string {
	name := string(c.Bytes(nameSize))
	if i := strings.IndexByte(name, 0); i >= 0 {
		name = name[:i]
	}
	return name
}

// IsCode reports whether s holds instructions.
func (s *Section) IsCode() bool {
	return s.Flags&(attrPureInstructions|attrSomeInstructions) != 0 ||
		s.Segment == "__TEXT" && (s.Name == "__text" || s.Name == "__stubs")
}

// IsDebug reports whether s holds debug information, which is not loaded.
func (s *Section) IsDebug() bool { return s.Segment == "__DWARF" }

// HasBytes reports whether s has contents in the file.
func (s *Section) HasBytes() bool {
	switch s.Flags & sectionTypeMask {
	case typeZeroFill, typeZeroFillLarge, typeZeroFillThread:
		return false
	}
	return s.Offset != 0
}

// Section returns the first section of the given name, in any segment, that has
// contents in the file, or nil.
func (f *File) Section(name string) *Section {
	for _, s := range f.Sections {
		if s.Name == name && s.HasBytes() {
			return s
		}
	}
	return nil
}

// DebugSection returns the section that holds the named debug information, such
// as "debug_info", plain or compressed, or nil. Linkers cut section names after
// 16 bytes.
func (f *File) DebugSection(name string) *Section {
	if s := f.Section(cutName("__" + name)); s != nil {
		return s
	}
	return f.Section(cutName("__z" + name))
}

func cutName(name string) string { return name[:min(len(name), nameSize)] }

// Raw returns the bytes of s as they stand in the file: a view of input that
// is in memory, or a copy.
func (s *Section) Raw() ([]byte, error) {
	if !s.HasBytes() {
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
// Sections without contents in the file have none.
func (s *Section) Data() ([]byte, error) {
	s.once.Do(func() {
		s.data, s.err = s.Raw()
		if s.err == nil && strings.HasPrefix(s.Name, "__z") {
			s.data, s.err = s.decompress(s.data)
		}
	})
	return s.data, s.err
}

// A compressed section begins with zlibMagic and the size of its contents as a
// 64-bit big-endian number; a zlib stream follows.
const (
	zlibMagic  = "ZLIB"
	zlibHeader = 12
)

// decompress returns the contents of a section given its bytes in the file.
func (s *Section) decompress(raw []byte) ([]byte, error) {
	if len(raw) < zlibHeader || string(raw[:len(zlibMagic)]) != zlibMagic {
		return raw, nil
	}
	out, err := s.file.unpack.Bytes(unpack.Zlib, raw[zlibHeader:], binary.BigEndian.Uint64(raw[len(zlibMagic):]))
	if err != nil {
		return nil, formatError(s.Name, zlibHeader, err)
	}
	return out, nil
}

// ImageBase returns the virtual address that addresses of debug information are
// relative to: that of the segment __TEXT, or 0 if there is none.
func (f *File) ImageBase() uint64 {
	for i := range f.Segments {
		if f.Segments[i].Name == "__TEXT" {
			return f.Segments[i].Addr
		}
	}
	return 0
}

// CodeRanges returns the virtual addresses that hold instructions, sorted and
// disjoint, also where a debug companion has no bytes for them.
func (f *File) CodeRanges() []debuginfo.Range {
	var ranges []debuginfo.Range
	for _, s := range f.Sections {
		if end := s.Addr + s.Size; s.IsCode() && end > s.Addr {
			ranges = append(ranges, debuginfo.Range{Start: s.Addr, End: end})
		}
	}
	return debuginfo.NormalizeRanges(ranges)
}
