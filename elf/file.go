package elf

import (
	stdelf "debug/elf"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
	"github.com/gosymbolic/symbolic/internal/source"
	"github.com/gosymbolic/symbolic/internal/unpack"
)

var (
	errClass       = errors.New("class is neither 32 nor 64 bit")
	errData        = errors.New("byte order is neither little nor big")
	errEntrySize   = errors.New("size of a table entry is too small")
	errNames       = errors.New("section with the section names does not exist")
	errTableBounds = errors.New("table lies outside the file")
)

// Format is the name of the format in errors.
const Format = "elf"

// magicSize is how many bytes of identification precede the file header.
const magicSize = 16

// IsELF reports whether prefix begins like an ELF file.
func IsELF(prefix []byte) bool {
	return len(prefix) >= magicSize && string(prefix[:4]) == stdelf.ELFMAG
}

// A File is an open ELF file.
type File struct {
	Class     stdelf.Class
	BigEndian bool
	OSABI     stdelf.OSABI
	Type      stdelf.Type
	Machine   stdelf.Machine
	Flags     uint32 // e_flags, whose meaning depends on Machine
	Entry     uint64 // virtual address at which execution starts

	Sections []*Section // in file order; the first is the null section
	Segments []Segment  // in file order

	src    *source.Source
	unpack *unpack.Context
	layout layout

	mu     sync.Mutex // guards damage
	damage []error
}

// New reads the headers of the ELF file in the first size bytes of r, which it
// borrows. limits may be nil.
func New(r io.ReaderAt, size int64, limits *debuginfo.Limits) (*File, error) {
	return open(source.New(r, size), limits)
}

// Parse reads the headers of the ELF file in data, which it borrows: data must
// not change while the File or anything taken from it is in use.
func Parse(data []byte, limits *debuginfo.Limits) (*File, error) {
	return open(source.FromBytes(data), limits)
}

func open(src *source.Source, limits *debuginfo.Limits) (*File, error) {
	return openWith(src, unpack.NewContext(limits, src.Size()))
}

// openWith is open within limits that may be those of a file around this one.
func openWith(src *source.Source, limits *unpack.Context) (*File, error) {
	f := &File{src: src, unpack: limits}
	h, err := f.readHeader()
	if err != nil {
		return nil, err
	}
	if err := f.readSections(h); err != nil {
		f.addDamage(err)
	}
	if err := f.readSegments(h); err != nil {
		f.addDamage(err)
	}
	return f, nil
}

// A header is what the file header says of the tables.
type header struct {
	shoff, phoff         uint64
	shentsize, phentsize uint16
	shnum, phnum         uint16
	shstrndx             uint16
}

// headerSize is the size of the larger file header, Elf64_Ehdr.
const headerSize = 64

// readHeader reads the file header (gABI, chapter 4, "ELF Header").
func (f *File) readHeader() (header, error) {
	var h header
	head, err := f.src.Bytes(0, min(headerSize, f.src.Size()))
	if err != nil {
		return h, formatError("", 0, err)
	}
	if !IsELF(head) {
		return h, formatError("", 0, debuginfo.ErrUnknownFormat)
	}
	f.Class = stdelf.Class(head[stdelf.EI_CLASS])
	f.OSABI = stdelf.OSABI(head[stdelf.EI_OSABI])
	if f.Class != stdelf.ELFCLASS32 && f.Class != stdelf.ELFCLASS64 {
		return h, formatError("", stdelf.EI_CLASS, errClass)
	}
	switch stdelf.Data(head[stdelf.EI_DATA]) {
	case stdelf.ELFDATA2LSB:
	case stdelf.ELFDATA2MSB:
		f.BigEndian = true
	default:
		return h, formatError("", stdelf.EI_DATA, errData)
	}
	c := cursor.New(&cursor.Place{Format: Format}, 0, head, f.BigEndian)
	c.Skip(magicSize)
	f.Type = stdelf.Type(c.U16())
	f.Machine = stdelf.Machine(c.U16())
	c.U32() // version, always 1
	f.Entry = f.word(&c)
	h.phoff = f.word(&c)
	h.shoff = f.word(&c)
	f.Flags = c.U32()
	c.U16() // size of this header
	h.phentsize = c.U16()
	h.phnum = c.U16()
	h.shentsize = c.U16()
	h.shnum = c.U16()
	h.shstrndx = c.U16()
	return h, c.Err()
}

// Size returns the size of the file in bytes.
func (f *File) Size() uint64 { return f.src.Size() }

// is64 reports whether addresses and offsets take eight bytes.
func (f *File) is64() bool { return f.Class == stdelf.ELFCLASS64 }

// word reads an address or offset.
func (f *File) word(c *cursor.Cursor) uint64 {
	if f.is64() {
		return c.U64()
	}
	return uint64(c.U32())
}

// table reads count entries of size entsize at off, as many of them as lie in
// the file. min is the least size an entry may have.
func (f *File) table(off, count, entsize, min uint64) ([]byte, error) {
	if entsize < min {
		return nil, errEntrySize
	}
	if off > f.src.Size() {
		return nil, errTableBounds
	}
	var short error
	if fit := (f.src.Size() - off) / entsize; count > fit {
		count, short = fit, errTableBounds
	}
	data, err := f.src.Bytes(off, count*entsize)
	if err != nil {
		return nil, err
	}
	return data, short
}

// Damage returns what is wrong with tables that were left out, wholly or from
// the point of the damage on. It is nil for a sound file.
func (f *File) Damage() []error {
	f.mu.Lock()
	defer f.mu.Unlock()
	// Sections are read in any order, perhaps by several goroutines.
	return slices.SortedFunc(slices.Values(f.damage), func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
}

func (f *File) addDamage(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.damage = append(f.damage, err)
}

func formatError(section string, off uint64, err error) error {
	return &debuginfo.FormatError{Format: Format, Section: section, Offset: off, Err: err}
}
