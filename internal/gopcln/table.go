package gopcln

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"math"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

var (
	errMagic   = fmt.Errorf("not the table of Go 1.18 or later: %w", debuginfo.ErrUnsupported)
	errQuantum = errors.New("size of an instruction is not 1, 2 or 4")
	errWord    = errors.New("size of a pointer is not 4 or 8")
	errPart    = errors.New("part of the table lies outside it")
	errCount   = errors.New("table does not hold as many functions as it states")
)

// Format is the name of the format in errors.
const Format = "gopclntab"

// An Image is what a container shows of a program. It is read only.
type Image struct {
	Table     []byte // from the header of the table on; may go on behind it
	TableAddr uint64 // virtual address of the header
	// ImageBase is subtracted from all addresses given out.
	ImageBase uint64
	// Text is where the code of Go begins, if nothing in the file says so.
	Text uint64
	// Code are the virtual addresses of the code that is in the file, sorted
	// and disjoint.
	Code []debuginfo.Range
	// Sections are searched for the data of the runtime, the likeliest first.
	Sections []Section
	// Pointers, if not nil, yields the addresses of the pointers that loading
	// the program sets, with their values before it is moved.
	Pointers iter.Seq2[uint64, uint64]
	// Decode, if not nil, returns the address that a pointer in the file means
	// when the loader has to set it.
	Decode func(word uint64) uint64
	// MaxInlineDepth bounds how deep inlined calls nest; deeper ones are left out.
	MaxInlineDepth int
}

// A Section is a part of the image that the file holds.
type Section struct {
	Addr, Size uint64
	Data       func() ([]byte, error)
}

// A Table holds the functions of a program. It is immutable; goroutines may
// share it.
type Table struct {
	img     Image
	big     bool
	inlines bool // records have the form of Go 1.20
	quantum uint64
	word    uint8
	count   int // of functions
	text    uint64

	names, units, files, values, functions []byte

	namesAddr uint64
	trees     []byte // from go:func.* on, or nil
}

// Magic numbers.
const (
	magic118 = 0xfffffff0
	magic120 = 0xfffffff1
)

// headerWords is the number of words in the header behind the first 8 bytes.
const headerWords = 8

// magics are the first bytes of a table in either byte order.
var magics = [...]string{"\xf1\xff\xff\xff\x00\x00", "\xf0\xff\xff\xff\x00\x00", "\xff\xff\xff\xf1\x00\x00", "\xff\xff\xff\xf0\x00\x00"}

// Find returns the offset of the first table in data: files without section
// names do not say where it is.
func Find(data []byte) (off int, ok bool) {
	for _, magic := range magics {
		for at := 0; ; at++ {
			i := bytes.Index(data[at:], []byte(magic))
			if i < 0 {
				break
			}
			at += i
			var t Table
			if t.header(data[at:]) == nil {
				return at, true
			}
		}
	}
	return 0, false
}

// New reads the header of a table and looks for the data of the runtime.
func New(img Image) (*Table, error) {
	t := &Table{img: img}
	if err := t.header(img.Table); err != nil {
		return nil, err
	}
	t.findModule()
	return t, nil
}

// header reads the header of the table in data.
func (t *Table) header(data []byte) error {
	c := cursor.New(inHeader, 0, data, false)
	magic := c.Bytes(4)
	if c.Err() != nil {
		return c.Err()
	}
	t.big = magic[0] == 0xff
	c = cursor.New(inHeader, 0, data, t.big)
	switch c.U32() {
	case magic118:
	case magic120:
		t.inlines = true
	default:
		return c.ErrorAt(0, errMagic)
	}
	if c.U16() != 0 {
		c.FailAt(4, errMagic)
	}
	switch t.quantum = uint64(c.U8()); t.quantum {
	case 1, 2, 4:
	default:
		c.FailAt(6, errQuantum)
	}
	if t.word = c.U8(); t.word != 4 && t.word != 8 {
		c.FailAt(7, errWord)
	}
	if c.Err() != nil {
		return c.Err()
	}
	var w [headerWords]uint64
	for i := range w {
		w[i] = c.Uint(t.word)
	}
	if c.Err() != nil {
		return c.Err()
	}
	t.text = t.pointer(w[2])
	t.namesAddr = t.img.TableAddr + w[3]
	for i, part := range []*[]byte{&t.names, &t.units, &t.files, &t.values, &t.functions} {
		off := w[3+i]
		if off < c.Offset() || off >= uint64(len(data)) {
			return c.ErrorAt(8+uint64(t.word)*uint64(3+i), errPart)
		}
		*part = data[off:]
	}
	if w[0] >= uint64(len(t.functions))/8 || w[0] > math.MaxInt32 {
		return c.ErrorAt(8, errCount)
	}
	t.count = int(w[0])
	return nil
}

// Len returns the number of functions.
func (t *Table) Len() int { return t.count }

// Parts of the table, for errors.
var (
	inHeader    = &cursor.Place{Format: Format, Section: "header"}
	inFunctions = &cursor.Place{Format: Format, Section: "functions"}
	inValues    = &cursor.Place{Format: Format, Section: "values"}
)

// maxName bounds names, so that a table without ends costs each function no
// more than this. Type arguments are abbreviated, so names stay far below.
const maxName = 4096

// textAt returns the string at offset off of names or files, cut if it is too
// long.
func textAt(data []byte, off uint32) string {
	if uint64(off) >= uint64(len(data)) {
		return ""
	}
	data = data[off:]
	data = data[:min(len(data), maxName)]
	if end := bytes.IndexByte(data, 0); end >= 0 {
		data = data[:end]
	}
	return cursor.String(data)
}
