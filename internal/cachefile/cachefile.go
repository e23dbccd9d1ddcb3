package cachefile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/source"
)

const (
	headerSize = 32
	entrySize  = 24
	alignment  = 8
	// maxSections bounds the section table, and with it what Open reads; no
	// kind of cache has more than a dozen.
	maxSections = 64
	maxHeader   = headerSize + maxSections*entrySize
)

var (
	errMagic    = errors.New("magic is not that of this kind of cache")
	errSize     = errors.New("size in the header is not that of the file")
	errChecksum = errors.New("checksum does not match")
	errSections = errors.New("number of sections is not that of this version")
	errTable    = errors.New("section table does not describe the file")
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A Kind is one kind of cache.
type Kind struct {
	Format   string   // name for errors, such as "symcache"
	Magic    string   // four ASCII letters
	Version  uint32   // the version that is written, and the only one read
	Sections []string // names of the sections, by section number
}

// Write writes a cache whose sections have the given contents, one for each of
// k.Sections. It returns the number of bytes written.
func (k *Kind) Write(w io.Writer, sections [][]byte) (int64, error) {
	if len(sections) != len(k.Sections) {
		return 0, fmt.Errorf("%s: %w", k.Format, errSections)
	}
	head := make([]byte, headerSize+entrySize*len(sections))
	end := uint64(len(head))
	for i, data := range sections {
		e := head[headerSize+entrySize*i:]
		start := align(end)
		binary.LittleEndian.PutUint32(e[0:], uint32(i))
		binary.LittleEndian.PutUint32(e[4:], crc32.Checksum(data, castagnoli))
		binary.LittleEndian.PutUint64(e[8:], start)
		binary.LittleEndian.PutUint64(e[16:], uint64(len(data)))
		end = start + uint64(len(data))
	}
	copy(head, k.Magic)
	binary.LittleEndian.PutUint32(head[4:], k.Version)
	binary.LittleEndian.PutUint64(head[8:], end)
	binary.LittleEndian.PutUint32(head[16:], uint32(len(sections)))
	binary.LittleEndian.PutUint32(head[20:], crc32.Checksum(head, castagnoli))

	written := int64(0)
	put := func(b []byte) error {
		n, err := w.Write(b)
		written += int64(n)
		return err
	}
	if err := put(head); err != nil {
		return written, err
	}
	for _, data := range sections {
		var pad [alignment]byte
		if err := put(pad[:align(uint64(written))-uint64(written)]); err != nil {
			return written, err
		}
		if err := put(data); err != nil {
			return written, err
		}
	}
	return written, nil
}

func align(n uint64) uint64 { return (n + alignment - 1) &^ (alignment - 1) }

// A File is an open cache. Goroutines may share it.
type File struct {
	kind    *Kind
	src     *source.Source
	entries []entry
}

type entry struct {
	crc       uint32
	off, size uint64
}

// Open reads the header of a cache of kind k. A version that k does not read
// is debuginfo.ErrUnsupported, a different magic debuginfo.ErrUnknownFormat.
func (k *Kind) Open(src *source.Source) (*File, error) {
	var buf [maxHeader]byte
	head := buf[:min(src.Size(), maxHeader)]
	if err := src.ReadAt(head, 0); err != nil {
		return nil, k.error("", 0, err)
	}
	if len(head) < headerSize {
		return nil, k.error("", 0, io.ErrUnexpectedEOF)
	}
	if string(head[:4]) != k.Magic {
		return nil, k.error("", 0, errors.Join(errMagic, debuginfo.ErrUnknownFormat))
	}
	if v := binary.LittleEndian.Uint32(head[4:]); v != k.Version {
		return nil, k.error("", 4, fmt.Errorf("version %d: %w", v, debuginfo.ErrUnsupported))
	}
	if binary.LittleEndian.Uint64(head[8:]) != src.Size() {
		return nil, k.error("", 8, errSize)
	}
	n := len(k.Sections)
	if binary.LittleEndian.Uint32(head[16:]) != uint32(n) {
		return nil, k.error("", 16, errSections)
	}
	if len(head) < headerSize+entrySize*n {
		return nil, k.error("", headerSize, io.ErrUnexpectedEOF)
	}
	head = head[:headerSize+entrySize*n]
	sum := binary.LittleEndian.Uint32(head[20:])
	binary.LittleEndian.PutUint32(head[20:], 0)
	if crc32.Checksum(head, castagnoli) != sum {
		return nil, k.error("", 20, errChecksum)
	}
	f := &File{kind: k, src: src, entries: make([]entry, n)}
	end := uint64(len(head))
	for i := range f.entries {
		at := headerSize + entrySize*i
		e := entry{
			crc:  binary.LittleEndian.Uint32(head[at+4:]),
			off:  binary.LittleEndian.Uint64(head[at+8:]),
			size: binary.LittleEndian.Uint64(head[at+16:]),
		}
		if binary.LittleEndian.Uint32(head[at:]) != uint32(i) || e.off != align(end) ||
			e.off > src.Size() || e.size > src.Size()-e.off {
			return nil, k.error("", uint64(at), errTable)
		}
		end = e.off + e.size
		f.entries[i] = e
	}
	if end != src.Size() {
		return nil, k.error("", headerSize, errTable)
	}
	return f, nil
}

func (k *Kind) error(section string, off uint64, err error) error {
	return &debuginfo.FormatError{Format: k.Format, Section: section, Offset: off, Err: err}
}

// Size returns the size of a section in bytes.
func (f *File) Size(section int) uint64 { return f.entries[section].size }

// View returns n bytes at off of a section without copying, if the cache is in
// memory and the section has them.
func (f *File) View(section int, off, n uint64) ([]byte, bool) {
	e := &f.entries[section]
	if off > e.size || n > e.size-off {
		return nil, false
	}
	return f.src.View(e.off+off, n)
}

// ReadAt fills p with the bytes at off of a section, in one read of the input.
func (f *File) ReadAt(section int, p []byte, off uint64) error {
	e := &f.entries[section]
	err := io.ErrUnexpectedEOF
	if off <= e.size && uint64(len(p)) <= e.size-off {
		err = f.src.ReadAt(p, e.off+off)
	}
	if err != nil {
		return f.Error(section, off, err)
	}
	return nil
}

// Bytes returns n bytes at off of a section: a view of memory, or a copy.
func (f *File) Bytes(section int, off, n uint64) ([]byte, error) {
	e := &f.entries[section]
	if off > e.size || n > e.size-off {
		return nil, f.Error(section, off, io.ErrUnexpectedEOF)
	}
	b, err := f.src.Bytes(e.off+off, n)
	if err != nil {
		return nil, f.Error(section, off, err)
	}
	return b, nil
}

// Error returns err as an error at offset off of a section.
func (f *File) Error(section int, off uint64, err error) error {
	return f.kind.error(f.kind.Sections[section], off, err)
}

// verifyChunk is how much Verify holds at a time.
const verifyChunk = 256 << 10

// Verify reads the whole cache and compares every checksum and the padding. It
// returns one error for each damaged section, joined, each a
// *debuginfo.FormatError that names its section.
func (f *File) Verify() error {
	var errs []error
	buf := make([]byte, min(verifyChunk, f.src.Size()))
	end := uint64(headerSize + entrySize*len(f.entries))
	for i, e := range f.entries {
		pad := buf[:e.off-end]
		if err := f.src.ReadAt(pad, end); err != nil {
			errs = append(errs, f.kind.error("", end, err))
		}
		for _, b := range pad {
			if b != 0 {
				errs = append(errs, f.kind.error("", end, errTable))
				break
			}
		}
		sum := uint32(0)
		var err error
		for off := uint64(0); off < e.size && err == nil; {
			part := buf[:min(uint64(len(buf)), e.size-off)]
			err = f.src.ReadAt(part, e.off+off)
			sum = crc32.Update(sum, castagnoli, part)
			off += uint64(len(part))
		}
		if err == nil && sum != e.crc {
			err = errChecksum
		}
		if err != nil {
			errs = append(errs, f.Error(i, 0, err))
		}
		end = e.off + e.size
	}
	return errors.Join(errs...)
}
