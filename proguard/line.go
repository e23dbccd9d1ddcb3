package proguard

import (
	"bytes"
	"errors"
	"math"
)

// A mapping file is read line by line. This file cuts the file into lines and
// one line into its parts; the parts share memory with the line.
//
//	class    original -> obfuscated:
//	field    ␣ type name -> obfuscated
//	method   ␣ [start:end:]type [owner.]name(params)[:line[:line]] -> obfuscated
//	comment  # anything, R8's JSON objects among it
//
// A class begins in the first column, members behind it are indented.

var (
	errNoArrow     = errors.New(`line has no " -> " before the obfuscated name`)
	errClassColon  = errors.New("class line does not end with a colon")
	errEmptyName   = errors.New("name is empty")
	errNoType      = errors.New("member has no type")
	errParams      = errors.New("parameter list is not closed")
	errNumber      = errors.New("line number exceeds 32 bits")
	errRange       = errors.New("range of lines lacks its second number")
	errFieldRange  = errors.New("field has line numbers")
	errTrailing    = errors.New("unexpected text before the arrow")
	errNoClass     = errors.New("member belongs to no class")
	errLongLine    = errors.New("line is longer than 64 KiB")
	errBrokenJSON  = errors.New("comment is not a valid JSON object")
	errInfoNoClass = errors.New("comment belongs to no class")
)

// maxLine is the length of a line that is still read. The longest signature
// that a class file can hold is 64 KiB long, and real lines are far shorter;
// the limit lets positions in a line be kept in 16 bits.
const maxLine = math.MaxUint16

// A splitter cuts a text into lines that end with LF, CR or both.
type splitter struct {
	data []byte
	pos  int  // start of the next line
	line int  // number of the last line, counted from 1
	lf   int  // next LF at or behind pos, so that a CR is looked for only before it
	cr   bool // there are CRs at all
}

func newSplitter(data []byte) splitter {
	s := splitter{data: data, lf: -1, cr: bytes.IndexByte(data, '\r') >= 0}
	if bytes.HasPrefix(data, utf8BOM) {
		s.pos = len(utf8BOM)
	}
	return s
}

var utf8BOM = []byte("\xef\xbb\xbf")

// next returns the next line without its end, and where it starts.
func (s *splitter) next() (line []byte, off int, ok bool) {
	if s.pos >= len(s.data) {
		return nil, 0, false
	}
	off = s.pos
	if s.lf < off {
		if n := bytes.IndexByte(s.data[off:], '\n'); n >= 0 {
			s.lf = off + n
		} else {
			s.lf = len(s.data)
		}
	}
	end, next := s.lf, s.lf+1
	if s.cr {
		if n := bytes.IndexByte(s.data[off:end], '\r'); n >= 0 {
			end, next = off+n, off+n+1
			if next == s.lf {
				next++
			}
		}
	}
	s.pos = next
	s.line++
	return s.data[off:end], off, true
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\v' || c == '\f' }

// trim removes blanks on both sides.
func trim(b []byte) []byte {
	for len(b) > 0 && isBlank(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isBlank(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

// cutArrow splits a line at the arrow before its last word, the obfuscated
// name. Neither part has blanks around it.
func cutArrow(b []byte) (before, after []byte, err error) {
	b = trim(b)
	i := len(b)
	for i > 0 && !isBlank(b[i-1]) {
		i--
	}
	after = b[i:]
	before = trim(b[:i])
	n := len(before) - len(" ->")
	if n < 0 || !isBlank(before[n]) || before[n+1] != '-' || before[n+2] != '>' {
		return nil, nil, errNoArrow
	}
	if before = trim(before[:n]); len(before) == 0 {
		return nil, nil, errEmptyName
	}
	return before, after, nil
}

// parseClass reads a class line.
func parseClass(line []byte) (original, obfuscated []byte, err error) {
	line = trim(line)
	if len(line) == 0 || line[len(line)-1] != ':' {
		return nil, nil, errClassColon
	}
	original, obfuscated, err = cutArrow(line[:len(line)-1])
	if err == nil && bytes.IndexByte(original, ' ') >= 0 {
		return nil, nil, errNoArrow
	}
	return original, obfuscated, err
}

// A memberLine is a member line in parts.
type memberLine struct {
	sig      []byte // type, name and parameters: what tells overloads apart
	typ      []byte
	name     []byte // with the owner, if there is one
	params   []byte // nil for a field; not nil, but perhaps empty, for a method
	obf      []byte
	start    uint32 // lines that the program shows
	end      uint32
	first    uint32 // lines of the source
	last     uint32
	hasRange bool
	original uint8 // how many numbers stand behind the signature, 0 to 2
}

// parseMember reads a member line. Ranges that run backwards are turned round.
func parseMember(line []byte, m *memberLine) error {
	*m = memberLine{}
	b, obf, err := cutArrow(line)
	if err != nil {
		return err
	}
	m.obf = obf
	if isDigit(b[0]) {
		if m.start, b, err = number(b); err != nil {
			return err
		}
		if len(b) < 2 || b[0] != ':' || !isDigit(b[1]) {
			return errRange
		}
		if m.end, b, err = number(b[1:]); err != nil {
			return err
		}
		if len(b) == 0 || b[0] != ':' {
			return errRange
		}
		b = trim(b[1:])
		m.hasRange = true
		m.start, m.end = min(m.start, m.end), max(m.start, m.end)
	}
	i := bytes.IndexByte(b, ' ')
	if i <= 0 {
		return errNoType
	}
	m.typ, m.sig = b[:i], b
	rest := trim(b[i:])
	open := bytes.IndexByte(rest, '(')
	if open < 0 {
		if m.hasRange {
			return errFieldRange
		}
		if bytes.IndexByte(rest, ' ') >= 0 {
			return errTrailing
		}
		m.name = rest
		return nil
	}
	m.name = rest[:open]
	if len(m.name) == 0 || bytes.IndexByte(m.name, ' ') >= 0 {
		return errEmptyName
	}
	size := bytes.IndexByte(rest[open:], ')')
	if size < 0 {
		return errParams
	}
	m.params = rest[open+1 : open+size : open+size]
	rest = rest[open+size+1:]
	m.sig = m.sig[:len(m.sig)-len(rest)]
	if rest = trim(rest); len(rest) == 0 {
		return nil
	}
	if len(rest) < 2 || rest[0] != ':' || !isDigit(rest[1]) {
		return errTrailing
	}
	if m.first, rest, err = number(rest[1:]); err != nil {
		return err
	}
	m.last, m.original = m.first, 1
	if len(rest) > 0 {
		if len(rest) < 2 || rest[0] != ':' || !isDigit(rest[1]) {
			return errTrailing
		}
		if m.last, rest, err = number(rest[1:]); err != nil {
			return err
		}
		if len(rest) > 0 {
			return errTrailing
		}
		m.original = 2
		m.first, m.last = min(m.first, m.last), max(m.first, m.last)
	}
	return nil
}

func isDigit(c byte) bool { return c-'0' <= 9 }

// number reads the digits that b begins with.
func number(b []byte) (uint32, []byte, error) {
	n := uint64(0)
	for i, c := range b {
		if !isDigit(c) {
			return uint32(n), b[i:], nil
		}
		if n = n*10 + uint64(c-'0'); n > math.MaxUint32 {
			return 0, nil, errNumber
		}
	}
	return uint32(n), nil, nil
}

// commentText returns what follows the number sign of a comment line.
func commentText(line []byte) ([]byte, bool) {
	line = trim(line)
	if len(line) == 0 || line[0] != '#' {
		return nil, false
	}
	return trim(line[1:]), true
}

// cutOwner splits a member name at its last dot into the class that the member
// comes from and its own name. owner is empty if it is the class of the record.
func cutOwner(name []byte) (owner, own []byte) {
	if i := bytes.LastIndexByte(name, '.'); i >= 0 {
		return name[:i], name[i+1:]
	}
	return nil, name
}
