package elf

import (
	"errors"
	"hash/crc32"
	"io"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

var errNoName = errors.New("link has no file name")

// A DebugLink names the file that holds the debug information stripped from
// this one.
type DebugLink struct {
	Name string // base name
	CRC  uint32 // of the whole named file; see Checksum
}

// DebugLink reads .gnu_debuglink: a zero-terminated name, and in the last four
// bytes the checksum. It returns a zero link if there is no such section.
func (f *File) DebugLink() (DebugLink, error) {
	name, rest, err := f.link(".gnu_debuglink")
	if err != nil || name == "" {
		return DebugLink{}, err
	}
	if len(rest) < 4 {
		return DebugLink{}, formatError(".gnu_debuglink", uint64(len(name)+1), io.ErrUnexpectedEOF)
	}
	c := cursor.New(nil, 0, rest[len(rest)-4:], f.BigEndian)
	return DebugLink{name, c.U32()}, nil
}

// An AltLink names the file that several debug files share parts of, as dwz
// makes it.
type AltLink struct {
	Name    string // a path, often relative to the directory of this file
	BuildID []byte // of the named file
}

// AltLink reads .gnu_debugaltlink: a zero-terminated name, then the build id.
// It returns a zero link if there is no such section.
func (f *File) AltLink() (AltLink, error) {
	name, rest, err := f.link(".gnu_debugaltlink")
	return AltLink{name, rest}, err
}

// link returns the name in a link section and what follows it.
func (f *File) link(section string) (name string, rest []byte, err error) {
	s := f.Section(section)
	if s == nil {
		return "", nil, nil
	}
	data, err := s.Data()
	if err != nil {
		return "", nil, err
	}
	c := cursor.New(&cursor.Place{Format: Format, Section: section}, 0, data, f.BigEndian)
	name = c.CString()
	if c.Err() != nil {
		return "", nil, c.Err()
	}
	if name == "" {
		return "", nil, formatError(section, 0, errNoName)
	}
	return name, c.Rest(), nil
}

// Checksum computes the checksum that DebugLink compares, of the first size
// bytes of r.
func Checksum(r io.ReaderAt, size int64) (uint32, error) {
	h := crc32.NewIEEE()
	if _, err := io.Copy(h, io.NewSectionReader(r, 0, size)); err != nil {
		return 0, err
	}
	return h.Sum32(), nil
}
