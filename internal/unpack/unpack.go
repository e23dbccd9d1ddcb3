// Package unpack decompresses the sections and files that debug formats hold,
// within limits that hold against bombs and lying sizes.
//
// A size that a header declares is never allocated before the stream has
// produced it: the buffer grows with the output, which must end exactly at the
// declared size. What is produced is charged to a budget that all sections of
// a file share.
package unpack

import (
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/bounded"
	"github.com/gosymbolic/symbolic/internal/xz"
)

// A Method is a compression format.
type Method uint8

// The methods.
const (
	Zlib  Method = iota // RFC 1950
	Flate               // RFC 1951, without header or checksum
	Gzip                // RFC 1952, several members are one stream
	Zstd                // RFC 8878, several frames are one stream
	Xz                  // the .xz file format, several streams are one
)

var (
	errShort = errors.New("compressed data ends before its declared size")
	errLong  = errors.New("compressed data exceeds its declared size")
)

// A Context holds the limits of one file. Goroutines may share it.
type Context struct {
	limits debuginfo.Limits
	budget *bounded.Budget
}

// NewContext returns the Context of a file of size bytes.
func NewContext(limits *debuginfo.Limits, size uint64) *Context {
	l := limits.WithDefaults(size)
	return &Context{limits: l, budget: bounded.NewBudget(l.MaxDecompressed)}
}

// Left returns how many bytes may still be produced.
func (c *Context) Left() uint64 { return c.budget.Left() }

// step is how much budget is taken at a time.
const step = 64 << 10

// Bytes decompresses src, whose header declares size bytes of output. It fails
// with a *debuginfo.LimitError before it produces more than the limits allow.
func (c *Context) Bytes(m Method, src []byte, size uint64) ([]byte, error) {
	if size > c.limits.MaxSection {
		return nil, &debuginfo.LimitError{What: "size of a section", Want: size, Max: c.limits.MaxSection}
	}
	if size > c.budget.Left() {
		return nil, c.overBudget(size)
	}
	// Most sections shrink to a third; eight times the input saves them from
	// growing, and costs a bomb no more than it pays for in bytes.
	out, err := c.read(m, src, min(size, 8*uint64(len(src))+step), size)
	if err != nil {
		return nil, err
	}
	if uint64(len(out)) < size {
		return nil, errShort
	}
	return out, nil
}

// All decompresses src, which declares no size.
func (c *Context) All(m Method, src []byte) ([]byte, error) {
	limit := min(c.limits.MaxSection, c.budget.Left())
	out, err := c.read(m, src, min(limit, 4*uint64(len(src))+step), limit)
	if errors.Is(err, errLong) {
		err = &debuginfo.LimitError{What: "decompressed bytes", Want: limit + 1, Max: limit}
	}
	return out, err
}

// read decompresses src into a buffer that starts at start bytes and fails
// with errLong if more than limit come out.
func (c *Context) read(m Method, src []byte, start, limit uint64) ([]byte, error) {
	r, err := c.reader(m, src)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	out := make([]byte, 0, int(start)+1) // one more than fits, to see the end
	taken := uint64(0)
	for {
		if len(out) == cap(out) {
			bigger := make([]byte, len(out), min(2*uint64(cap(out)), limit+1))
			copy(bigger, out)
			out = bigger
		}
		end := min(cap(out), len(out)+step)
		n, err := r.Read(out[len(out):end])
		out = out[:len(out)+n]
		if uint64(len(out)) > limit {
			return nil, errLong
		}
		for taken < uint64(len(out)) {
			if !c.budget.Take(step) {
				// The last step of a budget may be smaller.
				if rest := uint64(len(out)) - taken; !c.budget.Take(rest) {
					return nil, c.overBudget(uint64(len(out)))
				}
				taken = uint64(len(out))
				break
			}
			taken += step
		}
		if err == io.EOF {
			if spare := taken - uint64(len(out)); taken > uint64(len(out)) {
				c.budget.Give(spare)
			}
			return out[:len(out):len(out)], nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func (c *Context) overBudget(want uint64) error {
	return &debuginfo.LimitError{What: "decompressed bytes of a file", Want: want, Max: c.budget.Max()}
}

func (c *Context) reader(m Method, src []byte) (io.ReadCloser, error) {
	in := bytes.NewReader(src)
	switch m {
	case Zlib:
		return zlib.NewReader(in)
	case Flate:
		return flate.NewReader(in), nil
	case Gzip:
		return gzip.NewReader(in)
	case Zstd:
		window := c.limits.MaxZstdWindow
		r, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(min(max(window, zstd.MinWindowSize), 128<<20)))
		if err != nil {
			return nil, err
		}
		return r.IOReadCloser(), nil
	case Xz:
		return xz.NewReader(src)
	}
	return nil, debuginfo.ErrUnsupported
}
