package sourcemap

import (
	"bytes"
	"io"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A reader walks the JSON text of one source map. It hands out spans of the
// text, so that what nobody asks for is never copied or unescaped. It accepts
// exactly RFC 8259, with the exception that lenient mode does not look at the
// encoding of strings.
//
// Invariant: 0 <= off <= len(data).
type reader struct {
	data  []byte // JSON text, which never changes
	base  int    // offset of data in the unpacked input, for errors
	off   int
	first bool   // the object or list at off was just opened
	ends  []byte // the brackets that close what is open
	run   *run
}

// A span is the JSON text of one value: data[off:end].
type span struct{ off, end int }

func newReader(data []byte, base int, run *run) *reader {
	return &reader{data: data, base: base, run: run}
}

// sub returns a reader over the text of one value of r.
func (r *reader) sub(s span) *reader {
	return newReader(r.text(s), r.base+s.off, r.run)
}

func (r *reader) text(s span) []byte { return r.data[s.off:s.end] }

// kind returns the first byte of the next token, 0 at the end.
func (r *reader) kind() byte {
	for r.off < len(r.data) {
		switch c := r.data[r.off]; c {
		case ' ', '\t', '\r', '\n':
			r.off++
		default:
			return c
		}
	}
	return 0
}

// offset returns where the next token begins.
func (r *reader) offset() int {
	r.kind()
	return r.off
}

// next reads a whole value, whatever its kind.
func (r *reader) next() (span, error) {
	start := r.offset()
	err := r.skip()
	return span{start, r.off}, err
}

// open reads the bracket that begins an object or a list.
func (r *reader) open() error {
	c := r.kind()
	if c != '{' && c != '[' {
		return r.unexpected()
	}
	r.off++
	r.first = true
	r.ends = append(r.ends, c+2) // ] and } follow their openings by two
	return nil
}

// more reports whether the object or list that was opened last has another
// entry, and reads the comma before it; when it has none, more reads the
// closing bracket.
func (r *reader) more() (bool, error) {
	c, first := r.kind(), r.first
	r.first = false
	last := len(r.ends) - 1
	switch {
	case c == r.ends[last]:
		r.off++
		r.ends = r.ends[:last]
		return false, nil
	case first:
		return true, nil
	case c != ',':
		return false, r.unexpected()
	}
	r.off++
	if c := r.kind(); c == '}' || c == ']' {
		return false, r.unexpected()
	}
	return true, nil
}

// key reads the key of an entry of an object, and the colon.
func (r *reader) key() (string, error) {
	s := span{off: r.offset()}
	if err := r.skipString(); err != nil {
		return "", err
	}
	s.end = r.off
	if r.kind() != ':' {
		return "", r.unexpected()
	}
	r.off++
	return r.str(s), nil
}

// end checks that nothing but white space follows the value just read.
func (r *reader) end() error {
	if r.kind() != 0 || r.off < len(r.data) {
		return r.errorAt(r.off, errTrailing)
	}
	return nil
}

// unexpected is the error that the token at off may not stand there.
func (r *reader) unexpected() error {
	if r.off >= len(r.data) {
		return r.errorAt(len(r.data), io.ErrUnexpectedEOF)
	}
	return r.errorAt(r.off, errSyntax)
}

func (r *reader) errorAt(off int, err error) error { return formatError(r.base+off, err) }

// breach reports err, or returns it in strict mode.
func (r *reader) breach(off int, err error) error {
	return r.run.breach(r.base+off, err)
}

// isString reports whether the value at s is a string.
func (r *reader) isString(s span) bool { return r.data[s.off] == '"' }

// isNull reports whether the value at s is null.
func (r *reader) isNull(s span) bool { return r.data[s.off] == 'n' }

// str returns the text of the string at s, sharing memory with the input where
// nothing is escaped.
func (r *reader) str(s span) string { return unquote(r.text(s)) }

// unquote returns the text of a JSON string. Bytes that are not UTF-8 and
// lone surrogates become U+FFFD.
func unquote(raw []byte) string {
	if text := raw[1 : len(raw)-1]; bytes.IndexByte(text, '\\') < 0 && utf8.Valid(text) {
		return cursor.String(text)
	}
	text, _ := jsontext.AppendUnquote(nil, raw) // its errors are about those replacements
	return cursor.String(text)
}

// A run is what all readers of one call of Decode share.
type run struct {
	opt     *Options
	reports int
	remote  bool // within a map that Options.Resolve returned
}

// breach returns err as an error in strict mode and reports it otherwise.
func (run *run) breach(off int, err error) error {
	if run.opt.Strict {
		return formatError(off, err)
	}
	if run.opt.Report != nil && run.reports < MaxReports {
		run.reports++
		run.opt.Report(formatError(off, err))
	}
	return nil
}
