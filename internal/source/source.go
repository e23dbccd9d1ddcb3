// Package source hides whether a file is held in memory or read on demand.
//
// [Source.Bytes] gives the bytes of a section: borrowed from memory, or copied
// to the heap once. Either way they never change, so strings may be cut from
// them and outlive the file. Mapped memory never escapes the package.
package source

import (
	"io"
	"math"

	"github.com/gosymbolic/symbolic/internal/bounded"
)

// A Source is a random-access input of fixed size. Goroutines may share it.
type Source struct {
	data []byte      // the whole input, or nil if r is set
	r    io.ReaderAt // nil if the input is in memory
	size uint64
}

// FromBytes returns a Source over data, which it borrows: the caller must not
// change it while anything read from the Source is in use.
func FromBytes(data []byte) *Source {
	return &Source{data: data, size: uint64(len(data))}
}

// New returns a Source over the first size bytes of r, which it borrows. A
// negative size counts as zero. If r is what [Source.ReaderAt] gave, the result
// is as good as that Source, so input in memory stays in memory.
func New(r io.ReaderAt, size int64) *Source {
	if in, ok := r.(reader); ok && uint64(max(size, 0)) <= in.s.size {
		s, _ := in.s.Section(0, uint64(max(size, 0)))
		return s
	}
	return &Source{r: r, size: uint64(max(size, 0))}
}

// Size returns the number of bytes of the input.
func (s *Source) Size() uint64 { return s.size }

// View returns n bytes at off without copying, if the input is in memory and
// has them.
func (s *Source) View(off, n uint64) ([]byte, bool) {
	if s.r != nil || off > s.size || n > s.size-off {
		return nil, false
	}
	return s.data[off : off+n : off+n], true
}

// InMemory reports whether View can serve the input.
func (s *Source) InMemory() bool { return s.r == nil }

// Bytes returns n bytes at off: a view of memory, or a fresh copy. Bytes
// beyond the end are io.ErrUnexpectedEOF, before anything is allocated.
func (s *Source) Bytes(off, n uint64) ([]byte, error) {
	if off > s.size || n > s.size-off {
		return nil, io.ErrUnexpectedEOF
	}
	if s.r == nil {
		return s.data[off : off+n : off+n], nil
	}
	return bounded.ReadAt(s.r, off, n)
}

// ReadAt fills p with the bytes at off. Unlike io.ReaderAt it returns nil when
// it has filled p and io.ErrUnexpectedEOF when it cannot.
func (s *Source) ReadAt(p []byte, off uint64) error {
	if off > s.size || uint64(len(p)) > s.size-off || off > math.MaxInt64 {
		return io.ErrUnexpectedEOF
	}
	if s.r == nil {
		copy(p, s.data[off:])
		return nil
	}
	n, err := s.r.ReadAt(p, int64(off))
	if n == len(p) {
		return nil
	}
	if err == nil || err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Section returns the part of s of n bytes at off as a Source of its own.
// A part beyond the end is io.ErrUnexpectedEOF.
func (s *Source) Section(off, n uint64) (*Source, error) {
	if off > s.size || n > s.size-off || off > math.MaxInt64 || n > math.MaxInt64 {
		return nil, io.ErrUnexpectedEOF
	}
	if s.r == nil {
		return FromBytes(s.data[off : off+n : off+n]), nil
	}
	if off == 0 && n == s.size {
		return s, nil
	}
	return New(io.NewSectionReader(s.r, int64(off), int64(n)), int64(n)), nil
}

// ReaderAt returns s in the form of the standard library.
func (s *Source) ReaderAt() io.ReaderAt { return reader{s} }

type reader struct{ s *Source }

func (r reader) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || uint64(off) > r.s.size {
		return 0, io.EOF
	}
	n := min(uint64(len(p)), r.s.size-uint64(off))
	if err := r.s.ReadAt(p[:n], uint64(off)); err != nil {
		return 0, err
	}
	if n < uint64(len(p)) {
		return int(n), io.EOF
	}
	return int(n), nil
}
