package pe

import (
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// Optional is the optional header of an image, as far as it matters here.
type Optional struct {
	Is64        bool // PE32+
	Entry       uint32
	ImageBase   uint64
	Alignment   uint32 // of sections in memory
	FileAlign   uint32 // of sections in the file
	ImageSize   uint32
	HeaderSize  uint32
	Checksum    uint32
	Subsystem   uint16
	Directories []Directory // by number; at most 16
}

// A Directory is a table that the optional header points to.
type Directory struct {
	Addr, Size uint32 // relative to the image base; in bytes
}

// Numbers of directories.
const (
	DirectoryExport    = 0
	DirectoryException = 3
	DirectoryDebug     = 6
	DirectoryConfig    = 10
	DirectoryCLR       = 14

	maxDirectories = 16
)

const (
	magicPE32     = 0x10b
	magicPE32Plus = 0x20b
)

// readOptional reads the optional header, of which a loader accepts any length
// that has the fields before the directories.
func (f *File) readOptional(c *cursor.Cursor) error {
	o := &f.Optional
	start := c.Offset()
	switch c.U16() {
	case magicPE32:
	case magicPE32Plus:
		o.Is64 = true
	default:
		if c.Err() == nil {
			c.FailAt(start, errOptional)
		}
		return c.Err()
	}
	c.Skip(2 + 12) // version of the linker, sizes of code and data
	o.Entry = c.U32()
	c.Skip(4) // base of code
	if o.Is64 {
		o.ImageBase = c.U64()
	} else {
		c.Skip(4) // base of data
		o.ImageBase = uint64(c.U32())
	}
	o.Alignment, o.FileAlign = c.U32(), c.U32()
	c.Skip(16) // versions
	o.ImageSize, o.HeaderSize, o.Checksum, o.Subsystem = c.U32(), c.U32(), c.U32(), c.U16()
	c.Skip(2)
	if o.Is64 {
		c.Skip(32) // stack and heap
	} else {
		c.Skip(16)
	}
	c.Skip(4)
	count := c.U32()
	if c.Err() != nil {
		return c.Err()
	}
	for i := uint32(0); i < min(count, maxDirectories) && c.Len() >= 8; i++ {
		o.Directories = append(o.Directories, Directory{c.U32(), c.U32()})
	}
	return nil
}

// directory returns a directory of the optional header, empty if there is none.
func (f *File) directory(n int) Directory {
	if n >= len(f.Optional.Directories) {
		return Directory{}
	}
	return f.Optional.Directories[n]
}

// isARM64EC reports whether an image for amd64 holds ARM64 code: its load
// configuration points to metadata about it.
func (f *File) isARM64EC() bool {
	const chpeMetadata = 0xc8 // offset in the 64-bit load configuration
	dir := f.directory(DirectoryConfig)
	if !f.Image || !f.Optional.Is64 || dir.Addr == 0 {
		return false
	}
	data, err := f.At(dir.Addr, chpeMetadata+8)
	if err != nil {
		return false
	}
	c := cursor.New(nil, 0, data, false)
	size := c.U32() // of the configuration, of which old linkers wrote less
	c.Seek(chpeMetadata)
	return size >= chpeMetadata+8 && c.U64() != 0
}
