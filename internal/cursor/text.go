package cursor

import (
	"bytes"
	"unsafe"
)

// String returns b as a string without copying. The bytes must never change
// afterwards; the string keeps their memory alive. It is the one place in the
// module that uses package unsafe.
func String(b []byte) string {
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// CString reads the bytes up to the next zero byte and passes over both. The
// result shares memory with the data.
func (c *Cursor) CString() string {
	n := bytes.IndexByte(c.data[c.off:], 0)
	if n < 0 {
		c.eof()
		return ""
	}
	s := String(c.data[c.off : c.off+n])
	c.off += n + 1
	return s
}

// StringAt returns the zero-terminated string at offset off of data, sharing
// its memory. It reports false if off lies outside or no zero byte follows.
func StringAt(data []byte, off uint64) (string, bool) {
	if off >= uint64(len(data)) {
		return "", false
	}
	tail := data[off:]
	n := bytes.IndexByte(tail, 0)
	if n < 0 {
		return "", false
	}
	return String(tail[:n]), true
}
