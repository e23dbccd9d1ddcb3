package pe

import (
	"errors"
	"io"
	"sync"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
	"github.com/gosymbolic/symbolic/internal/source"
	"github.com/gosymbolic/symbolic/internal/unpack"
)

var (
	errSignature   = errors.New("PE signature is missing")
	errTableBounds = errors.New("table lies outside the file")
	errOptional    = errors.New("optional header is neither PE32 nor PE32+")
)

// Format is the name of the format in errors.
const Format = "pe"

// IsPE reports whether prefix begins like an image. Old DOS programs do too;
// [New] tells them apart.
func IsPE(prefix []byte) bool { return len(prefix) >= 2 && prefix[0] == 'M' && prefix[1] == 'Z' }

// A File is an open image or object file. It is immutable; goroutines may
// share it.
type File struct {
	Machine         Machine
	Timestamp       uint32 // seconds since 1970, or a hash of the contents
	Characteristics uint16
	BigObj          bool // an object file with 32-bit section numbers
	Image           bool // false for an object file

	// Optional is the optional header of an image.
	Optional Optional

	Sections []*Section // in file order; symbols count them from 1

	src     *source.Source
	unpack  *unpack.Context
	damage  []error
	symbols table  // COFF symbols
	strings []byte // COFF string table, with its size in the first four bytes

	targetsOnce sync.Once
	targets     []relocTarget
}

// A table is a part of the file.
type table struct{ off, size uint64 }

// File header characteristics.
const (
	ImageFileExecutable = 0x0002
	ImageFileDLL        = 0x2000
)

// New reads the headers of the image or object in the first size bytes of r,
// which it borrows. limits may be nil.
func New(r io.ReaderAt, size int64, limits *debuginfo.Limits) (*File, error) {
	return open(source.New(r, size), limits)
}

// Parse is New for a file in memory, which it borrows: data must not change
// while the File or anything taken from it is in use.
func Parse(data []byte, limits *debuginfo.Limits) (*File, error) {
	return open(source.FromBytes(data), limits)
}

// maxHeaders is how much of the file is read at once for the headers; section
// tables that reach beyond are read by themselves.
const maxHeaders = 4096

func open(src *source.Source, limits *debuginfo.Limits) (*File, error) {
	head, err := src.Bytes(0, min(src.Size(), maxHeaders))
	if err != nil {
		return nil, err
	}
	f := &File{src: src, unpack: unpack.NewContext(limits, src.Size())}
	switch {
	case IsPE(head):
		err = f.readImage(head)
	case IsObject(head):
		err = f.readObject(head)
	default:
		err = debuginfo.ErrUnknownFormat
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

const (
	signatureOffset = 60 // of the offset of the PE signature
	fileHeaderSize  = 20
)

// readImage reads the headers of an image.
func (f *File) readImage(head []byte) error {
	place := &cursor.Place{Format: Format}
	c := cursor.New(place, 0, head, false)
	c.Skip(signatureOffset)
	at := uint64(c.U32())
	if c.Err() != nil {
		return c.Err()
	}
	data, err := f.src.Bytes(at, min(maxHeaders, f.src.Size()-min(at, f.src.Size())))
	if err != nil {
		return fileError("", signatureOffset, err)
	}
	c = cursor.New(place, at, data, false)
	if c.U32() != 'P'|'E'<<8 && c.Err() == nil {
		c.FailAt(at, errSignature)
	}
	if c.Err() != nil {
		return c.Err()
	}
	f.Image = true
	h := f.readFileHeader(&c)
	if c.Err() != nil {
		return c.Err()
	}
	optional := c.Sub(uint64(h.optional))
	if c.Err() != nil {
		return c.Err()
	}
	if err := f.readOptional(&optional); err != nil {
		return err
	}
	f.readTables(h, at+4+fileHeaderSize+uint64(h.optional))
	return nil
}

// A fileHeader is what the file header says of the tables.
type fileHeader struct {
	sections uint64
	symbols  uint64 // offset in the file
	count    uint64 // of symbols
	optional uint16
}

func (f *File) readFileHeader(c *cursor.Cursor) fileHeader {
	f.Machine = Machine(c.U16())
	h := fileHeader{sections: uint64(c.U16())}
	f.Timestamp = c.U32()
	h.symbols, h.count = uint64(c.U32()), uint64(c.U32())
	h.optional, f.Characteristics = c.U16(), c.U16()
	return h
}

// readTables reads the string table, which section names refer to, and the
// section table. Damage leaves out what is damaged.
func (f *File) readTables(h fileHeader, sections uint64) {
	f.readSymbolTable(h)
	f.readSections(sections, h.sections)
}

// Damage returns what is wrong with the parts that were left out on opening,
// nil for a sound file.
func (f *File) Damage() []error { return f.damage }

func (f *File) addDamage(err error) {
	if err != nil {
		f.damage = append(f.damage, err)
	}
}

// Arch returns the architecture of the code.
func (f *File) Arch() debuginfo.Arch {
	if f.Machine == MachineAMD64 && f.isARM64EC() {
		return debuginfo.ArchARM64ec
	}
	return machines[f.Machine].arch
}

// Kind returns what the file is for. An image with an empty .pdata section and
// sections named .stub holds packed code: KindOther.
func (f *File) Kind() debuginfo.Kind {
	switch {
	case !f.Image:
		return debuginfo.KindRelocatable
	case f.Characteristics&ImageFileDLL != 0:
		return debuginfo.KindLibrary
	case f.packed():
		return debuginfo.KindOther
	}
	return debuginfo.KindExecutable
}

func (f *File) packed() bool {
	stub, empty := false, false
	for _, s := range f.Sections {
		stub = stub || len(s.Name) >= 5 && s.Name[:5] == ".stub"
		empty = empty || s.Name == ".pdata" && s.FileSize == 0
	}
	return stub && empty
}

// CodeID returns the id of the image: its timestamp and size.
func (f *File) CodeID() debugid.CodeID {
	if !f.Image {
		return debugid.CodeID{}
	}
	return debugid.CodeFromPE(f.Timestamp, f.Optional.ImageSize)
}

// Size returns the size of the file in bytes.
func (f *File) Size() uint64 { return f.src.Size() }

// ImageBase returns the address at which the image prefers to be loaded, which
// addresses of DWARF include; 0 for an object file.
func (f *File) ImageBase() uint64 { return f.Optional.ImageBase }

func fileError(section string, off uint64, err error) error {
	return &debuginfo.FormatError{Format: Format, Section: section, Offset: off, Err: err}
}
