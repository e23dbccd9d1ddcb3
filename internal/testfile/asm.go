// Package testfile assembles small files in memory for tests: numbers in
// either byte order, ELF files with any sections.
package testfile

import (
	"encoding/binary"
)

// An Asm is bytes under construction. Its methods append and return the Asm,
// so that a record reads as one line. The zero value is little-endian.
type Asm struct {
	Big  bool
	data []byte
}

// Bytes returns what was appended.
func (a *Asm) Bytes() []byte { return a.data }

// Len returns how many bytes were appended.
func (a *Asm) Len() int { return len(a.data) }

func (a *Asm) order() binary.AppendByteOrder {
	if a.Big {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// U8 appends bytes.
func (a *Asm) U8(v ...uint8) *Asm {
	a.data = append(a.data, v...)
	return a
}

// U16 appends 16-bit numbers.
func (a *Asm) U16(v ...uint16) *Asm {
	for _, n := range v {
		a.data = a.order().AppendUint16(a.data, n)
	}
	return a
}

// U32 appends 32-bit numbers.
func (a *Asm) U32(v ...uint32) *Asm {
	for _, n := range v {
		a.data = a.order().AppendUint32(a.data, n)
	}
	return a
}

// U64 appends 64-bit numbers.
func (a *Asm) U64(v ...uint64) *Asm {
	for _, n := range v {
		a.data = a.order().AppendUint64(a.data, n)
	}
	return a
}

// Word appends numbers of size bytes: 1, 2, 4 or 8.
func (a *Asm) Word(size int, v ...uint64) *Asm {
	for _, n := range v {
		switch size {
		case 1:
			a.U8(uint8(n))
		case 2:
			a.U16(uint16(n))
		case 4:
			a.U32(uint32(n))
		default:
			a.U64(n)
		}
	}
	return a
}

// ULEB appends unsigned LEB128 numbers.
func (a *Asm) ULEB(v ...uint64) *Asm {
	for _, n := range v {
		a.data = binary.AppendUvarint(a.data, n)
	}
	return a
}

// SLEB appends a signed LEB128 number.
func (a *Asm) SLEB(v int64) *Asm {
	for {
		b := byte(v & 0x7f)
		v >>= 7
		if v == 0 && b&0x40 == 0 || v == -1 && b&0x40 != 0 {
			a.data = append(a.data, b)
			return a
		}
		a.data = append(a.data, b|0x80)
	}
}

// Str appends a zero-terminated string.
func (a *Asm) Str(s string) *Asm {
	a.data = append(append(a.data, s...), 0)
	return a
}

// Raw appends bytes as they are.
func (a *Asm) Raw(b []byte) *Asm {
	a.data = append(a.data, b...)
	return a
}

// Align appends zeros up to a multiple of n.
func (a *Asm) Align(n int) *Asm {
	for len(a.data)%n != 0 {
		a.data = append(a.data, 0)
	}
	return a
}

// Sized appends, before what body appends, its length in size bytes.
func (a *Asm) Sized(size int, body func(*Asm)) *Asm {
	in := &Asm{Big: a.Big}
	body(in)
	return a.Word(size, uint64(in.Len())).Raw(in.data)
}
