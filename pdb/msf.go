package pdb

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
	"github.com/gosymbolic/symbolic/internal/source"
)

var (
	errPageSize    = errors.New("page size is not a power of two from 512 to 65536")
	errDirSize     = errors.New("stream directory is larger than the file")
	errPage        = errors.New("page number is 0 or beyond the end of the file")
	errStreamPages = errors.New("streams have more pages than the file")
	errNoStream    = errors.New("stream does not exist")
)

const (
	magic7 = "Microsoft C/C++ MSF 7.00\r\n\x1aDS\x00\x00\x00"
	magic2 = "Microsoft C/C++ program database 2.00\r\n\x1aJG\x00\x00"

	superblockSize = 0x34
	nilSize        = 0xffffffff // of a stream that does not exist
)

// IsPDB reports whether prefix begins like a program database of either format.
func IsPDB(prefix []byte) bool {
	return len(prefix) >= len(magic7) && string(prefix[:len(magic7)]) == magic7 ||
		len(prefix) >= len(magic2) && string(prefix[:len(magic2)]) == magic2
}

// An msf is the container: streams made of pages.
//
//	 0  magic
//	32  page size, 36 page of the free-page map in use, 40 number of pages
//	44  size of the directory in bytes, 48 zero
//	52  page numbers of the pages that list the directory's pages
type msf struct {
	src      *source.Source
	pageSize uint64
	pages    uint64 // complete or begun, in the file
	streams  []stream
}

// A stream is a row of pages.
type stream struct {
	size  uint32 // nilSize if it does not exist
	pages []byte // 32-bit page numbers
	bad   bool   // it has more pages than are left in the file
}

// openMSF reads the superblock and the stream directory.
func openMSF(src *source.Source) (*msf, error) {
	head, err := src.Bytes(0, min(src.Size(), 4096))
	if err != nil {
		return nil, err
	}
	switch {
	case len(head) >= len(magic2) && string(head[:len(magic2)]) == magic2:
		return nil, fileError("", 0, fmt.Errorf("program database 2.00: %w", debuginfo.ErrUnsupported))
	case len(head) < len(magic7) || string(head[:len(magic7)]) != magic7:
		return nil, debuginfo.ErrUnknownFormat
	}
	c := cursor.New(&cursor.Place{Format: Format}, 0, head, false)
	c.Skip(uint64(len(magic7)))
	pageSize := uint64(c.U32())
	c.Skip(8) // free-page map, number of pages: the size of the file counts
	dirSize := uint64(c.U32())
	c.Skip(4)
	if c.Err() != nil {
		return nil, c.Err()
	}
	if pageSize < 512 || pageSize > 64<<10 || pageSize&(pageSize-1) != 0 {
		return nil, fileError("", 32, errPageSize)
	}
	if dirSize > src.Size() {
		return nil, fileError("", 44, errDirSize)
	}
	m := &msf{src: src, pageSize: pageSize, pages: (src.Size() + pageSize - 1) / pageSize}
	list, err := m.directoryPages(&c, m.pageCount(dirSize))
	if err != nil {
		return nil, err
	}
	dir, err := m.read("directory", list, dirSize)
	if err != nil {
		return nil, err
	}
	return m, m.readDirectory(dir)
}

// directoryPages returns the page numbers of the directory, which themselves
// fill pages that the superblock lists. LLVM writes the first of those only
// and lets the others follow it.
func (m *msf) directoryPages(c *cursor.Cursor, count uint64) ([]byte, error) {
	lists := m.pageCount(4 * count)
	pages := make([]byte, 0, 4*min(lists, 16))
	var first uint32
	for i := range lists {
		n := c.U32()
		if c.Err() != nil {
			return nil, c.Err()
		}
		if i == 0 {
			first = n
		} else if n == 0 {
			n = first + uint32(i)
		}
		pages = binary.LittleEndian.AppendUint32(pages, n)
	}
	return m.read("directory page list", pages, 4*count)
}

// readDirectory splits the directory into streams. Damage at its end loses the
// streams behind it.
func (m *msf) readDirectory(dir []byte) error {
	c := cursor.New(&cursor.Place{Format: Format, Section: "directory"}, 0, dir, false)
	count := uint64(c.U32())
	sizes := c.Sub(4 * count)
	if c.Err() != nil {
		return c.Err()
	}
	m.streams = make([]stream, count)
	left := m.pages
	for i := range m.streams {
		s := &m.streams[i]
		if s.size = sizes.U32(); s.size == nilSize {
			continue
		}
		n := m.pageCount(uint64(s.size))
		s.pages = c.Bytes(4 * n)
		// A page belongs to one stream. Without this rule streams that share
		// pages would make a small file large.
		if s.bad = c.Err() != nil || n > left; !s.bad {
			left -= n
		}
	}
	return nil
}

// pageCount returns how many pages n bytes fill.
func (m *msf) pageCount(n uint64) uint64 { return (n + m.pageSize - 1) / m.pageSize }

// stream returns the contents of a stream; those of a stream that does not
// exist are an error, those of a nil stream are empty. What shares memory with
// the file or is a copy never changes.
func (m *msf) stream(n int) ([]byte, error) {
	if n < 0 || n >= len(m.streams) {
		return nil, fileError(streamName(n), 0, errNoStream)
	}
	s := &m.streams[n]
	switch {
	case s.size == nilSize:
		return nil, nil
	case s.bad:
		return nil, fileError(streamName(n), 0, errStreamPages)
	}
	return m.read(streamName(n), s.pages, uint64(s.size))
}

// read gathers size bytes from pages, neighbours at once.
func (m *msf) read(name string, pages []byte, size uint64) ([]byte, error) {
	var out []byte
	for done := uint64(0); done < size; {
		first, run := m.run(pages)
		n := min(run*m.pageSize, size-done)
		if first == 0 || first >= m.pages || first*m.pageSize+n > m.src.Size() {
			return nil, fileError(name, done, errPage)
		}
		if n == size {
			return m.src.Bytes(first*m.pageSize, n)
		}
		if out == nil {
			out = make([]byte, size)
		}
		if err := m.src.ReadAt(out[done:done+n], first*m.pageSize); err != nil {
			if errors.Is(err, io.ErrUnexpectedEOF) {
				err = fileError(name, done, err)
			}
			return nil, err
		}
		done += n
		pages = pages[4*run:]
	}
	return out, nil
}

// run returns the first of pages and how many follow each other from there.
func (m *msf) run(pages []byte) (first, count uint64) {
	first = uint64(binary.LittleEndian.Uint32(pages))
	for count = 1; 4*count+4 <= uint64(len(pages)); count++ {
		if uint64(binary.LittleEndian.Uint32(pages[4*count:])) != first+count {
			break
		}
	}
	return first, count
}

// Format is the name of the format in errors.
const Format = "pdb"

func fileError(section string, off uint64, err error) error {
	return &debuginfo.FormatError{Format: Format, Section: section, Offset: off, Err: err}
}

func streamName(n int) string { return fmt.Sprintf("stream %d", n) }
