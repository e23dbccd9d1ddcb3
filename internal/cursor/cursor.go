// Package cursor reads binary records from memory.
//
// A [Cursor] is a position in a byte slice with a sticky error: the first
// failure is kept with its place, the rest of the data is dropped, and every
// later read returns zero. So a parser reads a whole record and checks
// [Cursor.Err] once, and a loop that runs while [Cursor.Len] is positive ends.
//
// It is the only place in the library where file-given offsets index memory.
package cursor

import (
	"io"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// A Cursor reads from data in order. It is a value: a copy is an independent
// position. A Cursor must not be shared by goroutines while it moves.
//
// Invariant: 0 <= off <= len(data); after an error off == len(data).
type Cursor struct {
	data []byte
	off  int
	big  bool
	err  error
	base uint64 // of data[0], for errors and Offset
	at   *Place
}

// A Place names what a Cursor reads, for its errors. It is shared by all
// cursors over one section.
type Place struct {
	Format  string
	Section string
}

// New returns a Cursor over data, whose first byte lies at offset base of
// place. big selects big-endian numbers.
func New(place *Place, base uint64, data []byte, big bool) Cursor {
	return Cursor{data: data, big: big, base: base, at: place}
}

// Len returns the number of bytes left.
func (c *Cursor) Len() int { return len(c.data) - c.off }

// Offset returns the position in the place given to New.
func (c *Cursor) Offset() uint64 { return c.base + uint64(c.off) }

// Big reports whether numbers are read most significant byte first.
func (c *Cursor) Big() bool { return c.big }

// Err returns the first error, a *debuginfo.FormatError, or nil.
func (c *Cursor) Err() error { return c.err }

// Fail records err at the current position, unless there is an error already,
// and moves to the end.
func (c *Cursor) Fail(err error) { c.FailAt(c.Offset(), err) }

// FailAt is Fail for an error whose cause lies at offset off of the place.
func (c *Cursor) FailAt(off uint64, err error) {
	if c.err == nil {
		c.err = c.ErrorAt(off, err)
	}
	c.off = len(c.data)
}

// ErrorAt wraps err as an error at offset off of the place; it does not move c.
func (c *Cursor) ErrorAt(off uint64, err error) error {
	e := &debuginfo.FormatError{Offset: off, Err: err}
	if c.at != nil {
		e.Format, e.Section = c.at.Format, c.at.Section
	}
	return e
}

// eof is kept out of line so that the reads that call it can be inlined.
//
//go:noinline
func (c *Cursor) eof() { c.Fail(io.ErrUnexpectedEOF) }

// Bytes returns the next n bytes, without copying. The count comes from the
// file, so it is compared with what is left before it is converted.
func (c *Cursor) Bytes(n uint64) []byte {
	if n > uint64(len(c.data)-c.off) {
		c.eof()
		return nil
	}
	end := c.off + int(n)
	b := c.data[c.off:end:end]
	c.off = end
	return b
}

// Rest returns all bytes that are left.
func (c *Cursor) Rest() []byte { return c.Bytes(uint64(c.Len())) }

// Skip passes over n bytes.
func (c *Cursor) Skip(n uint64) {
	if n > uint64(len(c.data)-c.off) {
		c.eof()
		return
	}
	c.off += int(n)
}

// Sub returns a Cursor over the next n bytes and passes over them. Its offsets
// are those of the same place.
func (c *Cursor) Sub(n uint64) Cursor {
	s := Cursor{big: c.big, base: c.Offset(), at: c.at}
	s.data = c.Bytes(n)
	s.err = c.err
	return s
}

// Seek moves to offset off of the place. An offset outside the data fails.
func (c *Cursor) Seek(off uint64) {
	if c.err != nil {
		return
	}
	if off < c.base || off-c.base > uint64(len(c.data)) {
		c.FailAt(off, io.ErrUnexpectedEOF)
		return
	}
	c.off = int(off - c.base)
}

// Align moves forward to the next multiple of n, a power of two, counted from
// the start of the place; at most to the end.
func (c *Cursor) Align(n uint64) {
	pad := -c.Offset() & (n - 1)
	c.off += int(min(pad, uint64(c.Len())))
}
