package xz

import (
	"errors"
	"fmt"
	"math/bits"

	"github.com/ulikunitz/xz/lzma"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

var (
	errBlockFlags = errors.New("reserved bits of the block flags are set")
	errFilter     = fmt.Errorf("filter is not LZMA2: %w", debuginfo.ErrUnsupported)
	errDictionary = errors.New("size of the dictionary is not valid")
	errBlockSize  = errors.New("size in the block header does not match the block")
	errChunk      = errors.New("kind of an LZMA2 chunk is not known")
	errProperties = errors.New("properties of an LZMA2 chunk are not valid")
)

// Limits on what a block may ask for.
const (
	// MaxDictionary bounds the dictionary of a block, in bytes: what the
	// highest preset of the xz tool asks for.
	MaxDictionary = 64 << 20

	// freeChunks chunks may be of any size; together with the rest they must
	// hold chunkShare bytes on average. To begin one costs up to 60 kB of
	// scratch memory. Compressors fill some tens of kilobytes.
	freeChunks = 1024
	chunkShare = 1024
)

// filterLZMA2 is the id of the only filter that is read.
const filterLZMA2 = 0x21

// Bits of the block flags.
const (
	flagFilters  = 0x03 // number of filters less one
	flagReserved = 0x3c
	flagPacked   = 0x40 // the compressed size follows
	flagSize     = 0x80 // the size of the contents follows
)

// A block is a compressed part of a stream.
type block struct {
	start      uint64 // offset of the block in the file
	data       []byte // LZMA2 chunks with their end marker
	check      []byte
	unpadded   uint64 // size of header, data and check
	size       uint64 // of the contents, as the chunks claim
	dictionary uint64 // size in the header
	chunks     uint64 // how many there are
}

// window returns how much history decoding b needs, at most its size.
func (b *block) window() uint64 {
	return max(min(b.dictionary, b.size), lzma.MinDictCap)
}

// readBlock reads a block at c (3) whose check takes checkSize bytes, after
// blocks that held produced bytes in begun chunks.
func readBlock(c *cursor.Cursor, checkSize, produced, begun uint64) (*block, error) {
	b := &block{start: c.Offset()}
	whole := *c
	packed, size, err := b.header(c)
	if err != nil {
		return nil, err
	}
	headerSize := c.Offset() - b.start
	from, body := c.Offset(), *c
	b.walk(c)
	if c.Err() != nil {
		return nil, c.Err()
	}
	if want := freeChunks + (produced+b.size)/chunkShare; begun+b.chunks+1 > want {
		return nil, &debuginfo.LimitError{What: "chunks of xz data", Want: begun + b.chunks + 1, Max: want}
	}
	n := c.Offset() - from
	if packed != nil && *packed != n || size != nil && *size != b.size {
		return nil, c.ErrorAt(b.start, errBlockSize)
	}
	b.data = body.Bytes(n)
	if !padding(c, n) {
		return nil, c.Err()
	}
	b.check = c.Bytes(checkSize)
	b.unpadded = headerSize + n + checkSize
	whole.Skip(b.unpadded)
	return b, c.Err()
}

// header reads the header of a block (3.1). The sizes are nil where it does
// not state them.
func (b *block) header(c *cursor.Cursor) (packed, size *uint64, err error) {
	covered := *c
	n := 4 * uint64(c.U8()) // without the checksum
	data := covered.Bytes(n)
	h := c.Sub(n - 1)
	checked(c, data, b.start)
	if c.Err() != nil {
		return nil, nil, c.Err()
	}
	flags := h.U8()
	if flags&flagReserved != 0 {
		h.FailAt(b.start, errBlockFlags)
	}
	if flags&flagPacked != 0 {
		v := number(&h)
		packed = &v
	}
	if flags&flagSize != 0 {
		v := number(&h)
		size = &v
	}
	id, propSize := number(&h), number(&h)
	if h.Err() == nil && (flags&flagFilters != 0 || id != filterLZMA2) {
		h.FailAt(b.start, errFilter)
	}
	prop := h.U8()
	if h.Err() == nil && (propSize != 1 || prop > 40) {
		h.FailAt(b.start, errDictionary)
	}
	for _, pad := range h.Rest() {
		if pad != 0 {
			h.FailAt(b.start, errPadding)
		}
	}
	if h.Err() != nil {
		return nil, nil, h.Err()
	}
	b.dictionary = dictionarySize(prop)
	if b.dictionary > MaxDictionary {
		return nil, nil, &debuginfo.LimitError{What: "dictionary of xz data", Want: b.dictionary, Max: MaxDictionary}
	}
	return packed, size, nil
}

// dictionarySize decodes the size of a dictionary: two bits of mantissa and an
// exponent; 40 is 4 GiB less one (5.3.1).
func dictionarySize(prop byte) uint64 {
	if prop == 40 {
		return 1<<32 - 1
	}
	return uint64(2|prop&1) << (prop/2 + 11)
}

// walk passes over the LZMA2 chunks at c and adds up what they claim. The
// first byte of a chunk says what it is:
//
//	00        end of the block
//	01, 02    size-1 (2 bytes, big-endian), then bytes as they are
//	80 … ff   low bits and 2 bytes: size-1; 2 bytes: compressed size-1; from c0
//	          on a byte of properties; then compressed bytes
func (b *block) walk(c *cursor.Cursor) {
	for c.Err() == nil {
		at := c.Offset()
		control := c.U8()
		switch {
		case control == 0:
			return
		case control == 1 || control == 2:
			n := big16(c) + 1
			c.Skip(n)
			b.size += n
		case control >= 0x80:
			b.size += uint64(control&0x1f)<<16 + big16(c) + 1
			packed := big16(c) + 1
			if control >= 0xc0 {
				// Properties are (pb*5 + lp)*9 + lc; LZMA2 wants lc + lp <= 4.
				if p := c.U8(); c.Err() == nil && (p >= 9*5*5 || p%9+p/9%5 > 4) {
					c.FailAt(at, errProperties)
				}
			}
			c.Skip(packed)
		default:
			c.FailAt(at, errChunk)
		}
		b.chunks++
	}
}

func big16(c *cursor.Cursor) uint64 {
	hi := uint64(c.U8())
	return hi<<8 | uint64(c.U8())
}

// numberSize returns how many bytes the shortest form of v takes.
func numberSize(v uint64) uint64 { return uint64(bits.Len64(v|1)+6) / 7 }
