// Package textbuf holds the text that a printer of demangled names builds. The
// text has a limit that is checked before each byte is stored, and stays off
// the heap while it is short.
package textbuf

import "slices"

// A Text is a text of at most Max bytes. The zero value, but for Max, is
// empty. A Text is large: printers embed it and live on the stack.
type Text struct {
	Max   int // most bytes
	n     int // bytes in small, as long as long is nil
	small [512]byte
	long  []byte
}

// Append appends s. It reports false, and appends nothing, where the text
// would become longer than Max.
func (t *Text) Append(s string) bool {
	if t.long == nil {
		if len(s) <= min(t.Max, len(t.small))-t.n {
			t.n += copy(t.small[t.n:], s)
			return true
		}
		if len(s) > t.Max-t.n {
			return false
		}
		t.long = make([]byte, t.n, 4*len(t.small)+len(s))
		copy(t.long, t.small[:])
	}
	if len(s) > t.Max-len(t.long) {
		return false
	}
	t.long = append(t.long, s...)
	return true
}

// Len returns the length in bytes.
func (t *Text) Len() int {
	if t.long == nil {
		return t.n
	}
	return len(t.long)
}

// Bytes returns the text itself. It is valid until the text changes.
func (t *Text) Bytes() []byte {
	if t.long == nil {
		return t.small[:t.n]
	}
	return t.long
}

// String returns a copy of the text.
func (t *Text) String() string { return string(t.Bytes()) }

// Truncate shortens the text to n bytes, which must not be more than it has.
func (t *Text) Truncate(n int) {
	if t.long == nil {
		t.n = n
	} else {
		t.long = t.long[:n]
	}
}

// Rotate puts what follows offset mid before what stands between offsets from
// and mid. The offsets must be within the text, and in this order.
func (t *Text) Rotate(from, mid int) {
	text := t.Bytes()
	slices.Reverse(text[from:mid])
	slices.Reverse(text[mid:])
	slices.Reverse(text[from:])
}
