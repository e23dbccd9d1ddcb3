package macho

import (
	"errors"
	"io"
	"slices"
	"sync"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
	"github.com/gosymbolic/symbolic/internal/source"
	"github.com/gosymbolic/symbolic/internal/unpack"
)

// Format is the name of the format in errors.
const Format = "macho"

// Magic numbers, as a big-endian reader sees them.
const (
	magic32        = 0xfeedface
	magic64        = 0xfeedfacf
	magic32Swapped = 0xcefaedfe
	magic64Swapped = 0xcffaedfe
)

// Sizes of the file header, mach_header and mach_header_64.
const (
	header32 = 28
	header64 = 32
)

var errTableBounds = errors.New("table lies outside the file")

// IsMachO reports whether prefix begins like a Mach-O file.
func IsMachO(prefix []byte) bool {
	_, _, ok := readMagic(prefix)
	return ok
}

// readMagic returns word size and byte order.
func readMagic(prefix []byte) (is64, big, ok bool) {
	c := cursor.New(nil, 0, prefix, true)
	switch c.U32() {
	case magic32:
		return false, true, true
	case magic64:
		return true, true, true
	case magic32Swapped:
		return false, false, true
	case magic64Swapped:
		return true, false, true
	}
	return false, false, false
}

// A File is an open Mach-O file.
type File struct {
	Is64      bool // addresses and offsets take eight bytes
	BigEndian bool
	CPU       CPU
	SubCPU    uint32 // variant of CPU; the upper byte holds capability bits
	Type      Type
	Flags     uint32 // MH_… flags

	Segments []Segment  // in file order
	Sections []*Section // of all segments, in file order; symbols refer to them by Index

	commands []command
	src      *source.Source
	unpack   *unpack.Context
	symbols  symbolTable

	mu     sync.Mutex // guards damage
	damage []error
}

// New reads the headers of the Mach-O file in the first size bytes of r, which
// it borrows. limits may be nil.
func New(r io.ReaderAt, size int64, limits *debuginfo.Limits) (*File, error) {
	return open(source.New(r, size), limits)
}

// Parse reads the headers of the Mach-O file in data, which it borrows: data
// must not change while the File or anything taken from it is in use.
func Parse(data []byte, limits *debuginfo.Limits) (*File, error) {
	return open(source.FromBytes(data), limits)
}

func open(src *source.Source, limits *debuginfo.Limits) (*File, error) {
	f := &File{src: src, unpack: unpack.NewContext(limits, src.Size())}
	head, err := src.Bytes(0, min(header64, src.Size()))
	if err != nil {
		return nil, formatError("", 0, err)
	}
	var ok bool
	if f.Is64, f.BigEndian, ok = readMagic(head); !ok {
		return nil, formatError("", 0, debuginfo.ErrUnknownFormat)
	}
	c := cursor.New(&cursor.Place{Format: Format}, 0, head, f.BigEndian)
	c.U32() // magic
	f.CPU = CPU(c.U32())
	f.SubCPU = c.U32()
	f.Type = Type(c.U32())
	count, size := c.U32(), c.U32()
	f.Flags = c.U32()
	if f.Is64 {
		c.U32() // reserved
	}
	if c.Err() != nil {
		return nil, c.Err()
	}
	f.readCommands(c.Offset(), count, size)
	f.readSegments()
	return f, nil
}

// word reads an address or offset.
func (f *File) word(c *cursor.Cursor) uint64 {
	if f.Is64 {
		return c.U64()
	}
	return uint64(c.U32())
}

// table returns count entries of size bytes each at off, as many of them as lie
// in the file, and an error if that is not all.
func (f *File) table(name string, off, count, size uint64) ([]byte, error) {
	var short error
	fit := (f.src.Size() - min(off, f.src.Size())) / size
	if count > fit {
		count, short = fit, formatError(name, off, errTableBounds)
	}
	if count == 0 {
		return nil, short
	}
	data, err := f.src.Bytes(off, count*size)
	if err != nil {
		return nil, formatError(name, off, err)
	}
	return data, short
}

// Size returns the size of the file in bytes.
func (f *File) Size() uint64 { return f.src.Size() }

// Damage returns what is wrong with parts that were left out, wholly or from
// the point of the damage on. It is nil for a sound file.
func (f *File) Damage() []error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.damage)
}

// maxDamage bounds the errors that are kept.
const maxDamage = 100

func (f *File) addDamage(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.damage) < maxDamage {
		f.damage = append(f.damage, err)
	}
}

func formatError(section string, off uint64, err error) error {
	return &debuginfo.FormatError{Format: Format, Section: section, Offset: off, Err: err}
}
