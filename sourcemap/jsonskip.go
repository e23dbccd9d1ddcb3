package sourcemap

import (
	"encoding/binary"
	"errors"
	"io"
	"math/bits"
	"unicode/utf8"

	"github.com/gosymbolic/symbolic/debuginfo"
)

var (
	errSyntax    = errors.New("not JSON")
	errControl   = errors.New("control character in a string")
	errEscape    = errors.New("escape that JSON does not have")
	errSurrogate = errors.New("lone surrogate in a string")
	errUTF8      = errors.New("string is not UTF-8")
)

// maxDepth bounds how deep values nest that are passed over.
const maxDepth = 10_000

// skip passes over a value. It keeps the brackets that are open in a slice, so
// that depth costs a byte.
func (r *reader) skip() error {
	var open []byte // closing brackets that are to come
	for {
		c := r.kind()
		switch c {
		case '{', '[':
			if len(open) >= maxDepth {
				return &debuginfo.LimitError{What: "nested JSON values", Want: maxDepth + 1, Max: maxDepth}
			}
			r.off++
			open = append(open, c+2) // ] and } follow their openings by two
			if r.kind() != c+2 {
				if c == '{' {
					if _, err := r.key(); err != nil {
						return err
					}
				}
				continue
			}
			r.off++
			open = open[:len(open)-1]
		case '"':
			if err := r.skipString(); err != nil {
				return err
			}
		default:
			if err := r.skipScalar(c); err != nil {
				return err
			}
		}
		// Behind a value: a comma, or the end of what is around it.
		for len(open) > 0 {
			c := r.kind()
			if c == open[len(open)-1] {
				r.off++
				open = open[:len(open)-1]
				continue
			}
			if c != ',' {
				return r.unexpected()
			}
			r.off++
			if open[len(open)-1] == '}' {
				if _, err := r.key(); err != nil {
					return err
				}
			}
			break
		}
		if len(open) == 0 {
			return nil
		}
	}
}

// skipScalar passes over a number or a word that begins with c.
func (r *reader) skipScalar(c byte) error {
	word := ""
	switch c {
	case 't':
		word = "true"
	case 'f':
		word = "false"
	case 'n':
		word = "null"
	default:
		return r.skipNumber()
	}
	for i := range len(word) {
		if r.off >= len(r.data) || r.data[r.off] != word[i] {
			return r.unexpected()
		}
		r.off++
	}
	return nil
}

// skipNumber passes over a number: -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
func (r *reader) skipNumber() error {
	if r.peek() == '-' {
		r.off++
	}
	if r.peek() == '0' {
		r.off++
	} else if !r.skipDigits() {
		return r.unexpected()
	}
	if r.peek() == '.' {
		r.off++
		if !r.skipDigits() {
			return r.unexpected()
		}
	}
	if r.peek()|0x20 == 'e' {
		r.off++
		if c := r.peek(); c == '+' || c == '-' {
			r.off++
		}
		if !r.skipDigits() {
			return r.unexpected()
		}
	}
	return nil
}

// peek returns the byte at off, 0 at the end.
func (r *reader) peek() byte {
	if r.off < len(r.data) {
		return r.data[r.off]
	}
	return 0
}

// skipDigits passes over digits and reports whether there were any.
func (r *reader) skipDigits() bool {
	start := r.off
	for isASCIIDigit(r.peek()) {
		r.off++
	}
	return r.off > start
}

// skipString passes over a string, eight bytes at a time where nothing is
// escaped.
func (r *reader) skipString() error {
	if r.kind() != '"' {
		return r.unexpected()
	}
	start := r.off
	s, i := r.data, r.off+1
	for {
		for len(s)-i >= 8 {
			// The first byte that is a quote, a backslash or below 0x20. Carries
			// can only disturb the bytes after it.
			w := binary.LittleEndian.Uint64(s[i:])
			quotes, slashes := w^'"'*each, w^'\\'*each
			found := ((quotes - each) &^ quotes) | ((slashes - each) &^ slashes) | ((w - 0x20*each) &^ w)
			if found &= tops; found != 0 {
				i += bits.TrailingZeros64(found) >> 3
				break
			}
			i += 8
		}
		if i >= len(s) {
			r.off = len(s)
			return r.unexpected()
		}
		switch c := s[i]; {
		case c == '"':
			r.off = i + 1
			if r.run.opt.Strict && !utf8.Valid(s[start:r.off]) {
				return r.errorAt(start, errUTF8)
			}
			return nil
		case c == '\\':
			n, err := r.escape(s[i:])
			if err != nil {
				return r.errorAt(i, err)
			}
			i += n
		case c < 0x20:
			return r.errorAt(i, errControl)
		default:
			i++
		}
	}
}

// escape returns the size of the escape at the beginning of s.
func (r *reader) escape(s []byte) (int, error) {
	if len(s) < 2 {
		return 0, io.ErrUnexpectedEOF
	}
	switch s[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2, nil
	case 'u':
	default:
		return 0, errEscape
	}
	u, ok := hex4(s)
	if !ok {
		return 0, errEscape
	}
	if !r.run.opt.Strict || u < 0xd800 || u >= 0xe000 {
		return 6, nil
	}
	if low, ok := hex4(s[6:]); u < 0xdc00 && ok && low >= 0xdc00 && low < 0xe000 {
		return 12, nil
	}
	return 0, errSurrogate
}

// hex4 returns the number of an escape of the form \u12ab.
func hex4(s []byte) (u uint32, ok bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	for _, c := range s[2:6] {
		d := hexDigit(c)
		if d > 15 {
			return 0, false
		}
		u = u<<4 | uint32(d)
	}
	return u, true
}
