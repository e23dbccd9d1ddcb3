package breakpad

import (
	"errors"
	"math"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// Format is the name of the format in errors.
const Format = "breakpad"

var (
	errModule     = errors.New("first record is not MODULE os arch id name")
	errModuleID   = errors.New("id of the module is malformed")
	errFile       = errors.New("malformed FILE record")
	errOrigin     = errors.New("malformed INLINE_ORIGIN record")
	errFunction   = errors.New("malformed FUNC record")
	errInline     = errors.New("malformed INLINE record")
	errLine       = errors.New("malformed line record")
	errPublic     = errors.New("malformed PUBLIC record")
	errCFI        = errors.New("malformed STACK CFI record")
	errWin        = errors.New("malformed STACK WIN record")
	errNoFunction = errors.New("line or INLINE record without a function")
)

func errorAt(off int, err error) error {
	return &debuginfo.FormatError{Format: Format, Offset: uint64(off), Err: err}
}

// Classes of bytes: the values below 16 are those of hexadecimal digits.
const (
	classOther = 16 + iota
	classBlank
)

var classes = func() (t [256]uint8) {
	for i := range t {
		switch c := byte(i); {
		case '0' <= c && c <= '9':
			t[i] = c - '0'
		case 'a' <= c && c <= 'f':
			t[i] = c - 'a' + 10
		case 'A' <= c && c <= 'F':
			t[i] = c - 'A' + 10
		case c == ' ' || c == '\t':
			t[i] = classBlank
		default:
			t[i] = classOther
		}
	}
	return t
}()

// fields are what is left of a record, without the end of its line.
type fields []byte

// skipBlanks passes over blanks.
func (f *fields) skipBlanks() {
	b := *f
	for len(b) > 0 && classes[b[0]] == classBlank {
		b = b[1:]
	}
	*f = b
}

// next returns the next field, empty at the end of the record.
func (f *fields) next() []byte {
	f.skipBlanks()
	b := *f
	n := 0
	for n < len(b) && classes[b[n]] != classBlank {
		n++
	}
	*f = b[n:]
	return b[:n]
}

// hex reads a hexadecimal number.
func (f *fields) hex() (v uint64, ok bool) {
	word := f.next()
	if len(word) == 0 {
		return 0, false
	}
	for _, c := range word {
		d := classes[c]
		if d > 15 || v>>60 != 0 {
			return 0, false
		}
		v = v<<4 | uint64(d)
	}
	return v, true
}

// dec reads a decimal number that may be negative; neg says that it is.
func (f *fields) dec() (v uint64, neg, ok bool) {
	word := f.next()
	if len(word) > 1 && word[0] == '-' {
		neg, word = true, word[1:]
	}
	if len(word) == 0 {
		return 0, false, false
	}
	for _, c := range word {
		d := classes[c]
		if d > 9 || v > math.MaxUint64/16 {
			return 0, false, false
		}
		v = v*10 + uint64(d)
	}
	return v, neg, true
}

// rest returns all that is left, as a name.
func (f *fields) rest() string {
	f.skipBlanks()
	return cursor.String(*f)
}

// marker passes over the marker m.
func (f *fields) marker() {
	after := *f
	if word := after.next(); len(word) == 1 && word[0] == 'm' {
		*f = after
	}
}

// nameOr returns name, or what stands for a name that is missing.
func nameOr(name, missing string) string {
	if name == "" {
		return missing
	}
	return name
}

// unknown is the name of modules, functions and symbols that have none.
const unknown = "<unknown>"
