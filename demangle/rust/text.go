package rust

// A text is the output of a printer. Most texts fit into small, which lives
// on the stack with its printer; longer ones move to the heap.
type text struct {
	n     int // bytes in small, as long as long is nil
	small [512]byte
	long  []byte
	max   int // most bytes
}

// append appends s and reports whether max allows it.
func (t *text) append(s string) bool {
	if t.long == nil {
		if len(s) <= min(t.max, len(t.small))-t.n {
			t.n += copy(t.small[t.n:], s)
			return true
		}
		if len(s) > t.max-t.n {
			return false
		}
		t.long = make([]byte, t.n, 4*len(t.small)+len(s))
		copy(t.long, t.small[:])
	}
	if len(s) > t.max-len(t.long) {
		return false
	}
	t.long = append(t.long, s...)
	return true
}

// bytes returns the text. It is valid until the next append.
func (t *text) bytes() []byte {
	if t.long == nil {
		return t.small[:t.n]
	}
	return t.long
}
