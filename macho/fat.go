package macho

import (
	"errors"
	"io"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
	"github.com/gosymbolic/symbolic/internal/source"
)

// Magic numbers of universal files, always big-endian.
const (
	magicFat32 = 0xcafebabe
	magicFat64 = 0xcafebabf
)

// Sizes of the header and of an entry, fat_arch and fat_arch_64.
const (
	fatHeader  = 8
	fatEntry32 = 20
	fatEntry64 = 32
)

// maxSlices bounds the architectures of a universal file. A Java class file has
// its version in the place of their number, which began with 45.
const maxSlices = 44

var (
	errSlice   = errors.New("slice lies outside the file")
	errOverlap = errors.New("slice overlaps one before it")
)

// IsFat reports whether prefix begins like a universal file.
func IsFat(prefix []byte) bool {
	_, _, ok := readFatHeader(prefix)
	return ok
}

func readFatHeader(prefix []byte) (count uint32, is64, ok bool) {
	c := cursor.New(nil, 0, prefix, true)
	magic, count := c.U32(), c.U32()
	ok = c.Err() == nil && count <= maxSlices && (magic == magicFat32 || magic == magicFat64)
	return count, magic == magicFat64, ok
}

// A Slice is an entry of a universal file.
type Slice struct {
	CPU    CPU
	SubCPU uint32
	Offset uint64 // of the Mach-O file or archive
	Size   uint64 // as much of it as lies in the file
	Err    error  // why the slice cannot be read, or nil
}

// Arch returns the instruction set of s.
func (s *Slice) Arch() debuginfo.Arch { return Arch(s.CPU, s.SubCPU) }

// Slices reads the header of the universal file in the first size bytes of r. A
// slice that lies outside the file, or overlaps one before it, has an Err.
func Slices(r io.ReaderAt, size int64) ([]Slice, error) {
	src := source.New(r, size)
	head, err := src.Bytes(0, min(fatHeader, src.Size()))
	if err != nil {
		return nil, formatError("", 0, err)
	}
	count, is64, ok := readFatHeader(head)
	if !ok {
		return nil, formatError("", 0, debuginfo.ErrUnknownFormat)
	}
	entry := uint64(fatEntry32)
	if is64 {
		entry = fatEntry64
	}
	area := min(uint64(count)*entry, src.Size()-fatHeader)
	table, err := src.Bytes(fatHeader, area)
	if err != nil {
		return nil, formatError("", fatHeader, err)
	}
	c := cursor.New(&cursor.Place{Format: Format}, fatHeader, table, true)
	var out []Slice
	for range count {
		at := c.Offset()
		s := Slice{CPU: CPU(c.U32()), SubCPU: c.U32()}
		if is64 {
			s.Offset, s.Size = c.U64(), c.U64()
			c.Skip(8) // alignment, reserved
		} else {
			s.Offset, s.Size = uint64(c.U32()), uint64(c.U32())
			c.Skip(4) // alignment
		}
		if s.Err = c.Err(); s.Err != nil {
			return append(out, Slice{Err: s.Err}), nil
		}
		if s.Offset >= src.Size() || s.Offset < fatHeader {
			s.Err = formatError("", at, errSlice)
		} else {
			s.Size = min(s.Size, src.Size()-s.Offset)
			if slices.ContainsFunc(out, s.overlaps) {
				s.Err = formatError("", at, errOverlap)
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// overlaps reports whether s and o have bytes in common.
func (s *Slice) overlaps(o Slice) bool {
	return o.Err == nil && s.Offset < o.Offset+o.Size && o.Offset < s.Offset+s.Size
}
