package xz

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"

	"github.com/ulikunitz/xz/lzma"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

var (
	errMagic       = errors.New("stream does not begin with the magic of xz")
	errStreamFlags = errors.New("reserved bits of the stream flags are set")
	errChecksum    = errors.New("checksum does not match")
	errPadding     = errors.New("padding is not zero")
	errCheck       = fmt.Errorf("kind of check is not known: %w", debuginfo.ErrUnsupported)
	errIndex       = errors.New("index does not match the blocks")
	errFooter      = errors.New("footer does not match the stream")
	errClaim       = errors.New("block holds less than its chunks claim")
	errNumber      = errors.New("number is not minimal or exceeds 63 bits")
)

// Format is the name of the format in errors.
const Format = "xz"

// headerMagic begins every stream, footerMagic ends it.
const (
	headerMagic = "\xfd7zXZ\x00"
	footerMagic = "YZ"
)

// IsXz reports whether prefix begins like an .xz file.
func IsXz(prefix []byte) bool {
	return len(prefix) >= len(headerMagic) && string(prefix[:len(headerMagic)]) == headerMagic
}

// A Reader decompresses an .xz file that is in memory. It must not be shared
// by goroutines.
type Reader struct {
	c   cursor.Cursor // at the next part of the container
	err error         // sticky

	flags    [2]byte // of the stream
	inStream bool
	check    hash.Hash // nil for none
	records  []record  // of the blocks of the stream so far

	block    *block    // under way, or nil
	chunks   io.Reader // of block
	unread   *bytes.Reader
	left     uint64 // bytes of block that are still to come
	produced uint64 // by all blocks, the one under way as a whole
	begun    uint64 // chunks and blocks so far
}

// A record is what the index says of a block.
type record struct {
	unpadded uint64 // size of header, data and check
	size     uint64 // of the contents
}

// NewReader returns a Reader of the file in src, which it borrows. It fails if
// src does not begin with the header of a stream.
func NewReader(src []byte) (*Reader, error) {
	r := &Reader{c: cursor.New(&cursor.Place{Format: Format}, 0, src, false)}
	r.streamHeader()
	return r, r.c.Err()
}

// Close does nothing; it makes a Reader an io.ReadCloser.
func (r *Reader) Close() error { return nil }

// Read fills p with the next bytes of the contents. Bytes of a block come
// before its check was compared; io.EOF says that every check held.
func (r *Reader) Read(p []byte) (int, error) {
	for r.err == nil {
		if r.block == nil {
			r.err = r.next()
			continue
		}
		if r.left == 0 {
			r.err = r.endBlock()
			continue
		}
		if len(p) == 0 {
			return 0, nil
		}
		n, err := r.chunks.Read(p[:min(uint64(len(p)), r.left)])
		if r.check != nil {
			r.check.Write(p[:n])
		}
		r.left -= uint64(n)
		switch {
		case err == io.EOF && r.left > 0:
			err = errClaim
		case err == io.EOF:
			err = nil
		}
		if err != nil {
			r.err = r.c.ErrorAt(r.block.start, err)
		}
		if n > 0 {
			return n, nil // the error comes with the next call
		}
	}
	return 0, r.err
}

// next reads what comes between blocks, up to the next block or the end.
func (r *Reader) next() error {
	c := &r.c
	switch {
	case !r.inStream && c.Len() == 0 && c.Err() == nil:
		return io.EOF
	case !r.inStream:
		return r.betweenStreams()
	}
	if peek := *c; peek.U8() == 0 && peek.Err() == nil {
		return r.endStream()
	}
	b, err := readBlock(c, uint64(checkSize(r.flags[1])), r.produced, r.begun)
	if err != nil {
		return err
	}
	r.produced += b.size
	r.begun += b.chunks + 1
	r.block, r.left = b, b.size
	if r.check != nil {
		r.check.Reset()
	}
	if b.size == 0 {
		return nil
	}
	r.unread = bytes.NewReader(b.data)
	chunks, err := lzma.Reader2Config{DictCap: int(b.window())}.NewReader2(r.unread)
	if err != nil {
		return c.ErrorAt(b.start, err)
	}
	r.chunks = chunks
	return nil
}

// endBlock compares the check of the block that was read.
func (r *Reader) endBlock() error {
	b := r.block
	if b.size > 0 {
		// All that is left is the end marker, which the decoder has not seen yet.
		var one [1]byte
		if n, err := r.chunks.Read(one[:]); n != 0 || err != io.EOF || r.unread.Len() != 0 {
			return r.c.ErrorAt(b.start, errClaim)
		}
	}
	if r.check != nil && !bytes.Equal(checksum(r.check), b.check) {
		return r.c.ErrorAt(b.start, errChecksum)
	}
	r.records = append(r.records, record{b.unpadded, b.size})
	r.block, r.chunks = nil, nil
	return nil
}

// streamHeader reads the header of a stream (2.1.1).
func (r *Reader) streamHeader() {
	c := &r.c
	start := c.Offset()
	if magic := c.Bytes(uint64(len(headerMagic))); c.Err() == nil && !IsXz(magic) {
		c.FailAt(start, errMagic)
	}
	flags := c.Bytes(2)
	sum := c.U32()
	if c.Err() != nil {
		return
	}
	r.flags = [2]byte(flags)
	switch {
	case crc32.ChecksumIEEE(flags) != sum:
		c.FailAt(start, errChecksum)
	case flags[0] != 0 || flags[1] > 0x0f:
		c.FailAt(start, errStreamFlags)
	default:
		var ok bool
		if r.check, ok = newCheck(flags[1]); !ok {
			c.FailAt(start, errCheck)
		}
	}
	r.inStream = true
	r.records = r.records[:0]
}

// betweenStreams passes over padding and begins the next stream (2.2).
func (r *Reader) betweenStreams() error {
	c := &r.c
	for c.Len() >= 4 {
		ahead := *c
		if ahead.U32() != 0 {
			break
		}
		*c = ahead
	}
	if c.Len() > 0 {
		r.streamHeader()
	}
	return c.Err()
}

// endStream reads the index and the footer (4, 2.1.2).
func (r *Reader) endStream() error {
	c := &r.c
	start := c.Offset()
	body := *c
	c.U8() // 0, the sign of an index
	same := number(c) == uint64(len(r.records))
	for i := 0; same && i < len(r.records) && c.Err() == nil; i++ {
		unpadded, size := number(c), number(c)
		same = r.records[i] == record{unpadded, size}
	}
	if c.Err() == nil && !same {
		return c.ErrorAt(start, errIndex)
	}
	if !padding(c, c.Offset()-start) {
		return c.Err()
	}
	size := c.Offset() - start
	checked(c, body.Bytes(size), start)

	start = c.Offset()
	sum := c.U32()
	covered := c.Bytes(6)
	magic := c.Bytes(uint64(len(footerMagic)))
	if c.Err() != nil {
		return c.Err()
	}
	back := binary.LittleEndian.Uint32(covered)
	switch {
	case string(magic) != footerMagic, [2]byte(covered[4:]) != r.flags, 4*(uint64(back)+1) != size+4:
		return c.ErrorAt(start, errFooter)
	case crc32.ChecksumIEEE(covered) != sum:
		return c.ErrorAt(start, errChecksum)
	}
	r.inStream = false
	return nil
}

// padding passes over the zero bytes that follow n bytes to make them a
// multiple of four, and reports whether they are there and zero.
func padding(c *cursor.Cursor, n uint64) bool {
	start := c.Offset()
	for range -n & 3 {
		if c.U8() != 0 {
			c.FailAt(start, errPadding)
		}
	}
	return c.Err() == nil
}

// checked reads the CRC32 of data, which began at offset start.
func checked(c *cursor.Cursor, data []byte, start uint64) {
	if sum := c.U32(); c.Err() == nil && crc32.ChecksumIEEE(data) != sum {
		c.FailAt(start, errChecksum)
	}
}

// number reads a variable-length number (1.2).
func number(c *cursor.Cursor) uint64 {
	start := c.Offset()
	v := c.Uleb()
	if c.Err() == nil && (v > 1<<63-1 || c.Offset()-start != numberSize(v)) {
		c.FailAt(start, errNumber)
	}
	return v
}
