package cursor

import (
	"encoding/binary"
	"errors"
)

var (
	errLEBOverflow = errors.New("LEB128 number exceeds 64 bits")
	errWordSize    = errors.New("number is not 1, 2, 3, 4 or 8 bytes wide")
)

// U8 reads one byte.
func (c *Cursor) U8() (b uint8) {
	if c.off < len(c.data) {
		b = c.data[c.off]
		c.off++
	} else {
		c.eof()
	}
	return
}

// U16 reads two bytes.
func (c *Cursor) U16() uint16 {
	if len(c.data)-c.off < 2 {
		c.eof()
		return 0
	}
	b := c.data[c.off:]
	c.off += 2
	if c.big {
		return binary.BigEndian.Uint16(b)
	}
	return binary.LittleEndian.Uint16(b)
}

// U24 reads three bytes.
func (c *Cursor) U24() uint32 {
	b := c.Bytes(3)
	if b == nil {
		return 0
	}
	if c.big {
		return uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2])
	}
	return uint32(b[2])<<16 | uint32(b[1])<<8 | uint32(b[0])
}

// U32 reads four bytes.
func (c *Cursor) U32() uint32 {
	if len(c.data)-c.off < 4 {
		c.eof()
		return 0
	}
	b := c.data[c.off:]
	c.off += 4
	if c.big {
		return binary.BigEndian.Uint32(b)
	}
	return binary.LittleEndian.Uint32(b)
}

// U64 reads eight bytes.
func (c *Cursor) U64() uint64 {
	if len(c.data)-c.off < 8 {
		c.eof()
		return 0
	}
	b := c.data[c.off:]
	c.off += 8
	if c.big {
		return binary.BigEndian.Uint64(b)
	}
	return binary.LittleEndian.Uint64(b)
}

// Uint reads an unsigned number of 1, 2, 3, 4 or 8 bytes.
func (c *Cursor) Uint(size uint8) uint64 {
	switch size {
	case 1:
		return uint64(c.U8())
	case 2:
		return uint64(c.U16())
	case 3:
		return uint64(c.U24())
	case 4:
		return uint64(c.U32())
	case 8:
		return c.U64()
	}
	c.Fail(errWordSize)
	return 0
}

// Uleb reads an unsigned LEB128 number. Redundant leading zero groups are
// accepted, bits beyond the 64th are not.
func (c *Cursor) Uleb() uint64 {
	if at := c.off; at < len(c.data) && c.data[at] < 0x80 {
		c.off++
		return uint64(c.data[at])
	}
	return c.uleb()
}

func (c *Cursor) uleb() uint64 {
	start := c.Offset()
	var v uint64
	for shift := uint(0); ; shift += 7 {
		if c.off >= len(c.data) {
			c.eof()
			return 0
		}
		b := c.data[c.off]
		c.off++
		bits := uint64(b & 0x7f)
		if shift < 64 {
			v |= bits << shift
		}
		if bits != 0 && (shift > 63 || shift == 63 && bits > 1) {
			c.FailAt(start, errLEBOverflow)
			return 0
		}
		if b < 0x80 {
			return v
		}
	}
}

// Sleb reads a signed LEB128 number. Redundant sign groups are accepted, bits
// beyond the 64th are not.
func (c *Cursor) Sleb() int64 {
	if c.off < len(c.data) {
		if b := c.data[c.off]; b < 0x80 {
			c.off++
			return int64(b<<1) << 56 >> 57
		}
	}
	return c.sleb()
}

func (c *Cursor) sleb() int64 {
	start := c.Offset()
	var v int64
	for shift := uint(0); ; shift += 7 {
		if c.off >= len(c.data) {
			c.eof()
			return 0
		}
		b := c.data[c.off]
		c.off++
		bits := int64(b & 0x7f)
		switch {
		case shift < 63:
			v |= bits << shift
		case bits != 0 && bits != 0x7f:
			c.FailAt(start, errLEBOverflow)
			return 0
		case shift == 63:
			v |= bits << 63
		}
		if b < 0x80 {
			if shift < 57 && b&0x40 != 0 {
				v |= -1 << (shift + 7)
			}
			return v
		}
	}
}

// SkipLEB passes over one LEB128 number of any width.
func (c *Cursor) SkipLEB() {
	for c.off < len(c.data) {
		b := c.data[c.off]
		c.off++
		if b < 0x80 {
			return
		}
	}
	c.eof()
}
