package sourcemap

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A reader walks the JSON text of one source map. It hands out spans of the
// text, so that what nobody asks for is never copied or unescaped.
type reader struct {
	data []byte // JSON text, which never changes
	base int    // offset of data in the unpacked input, for errors
	dec  *jsontext.Decoder
	run  *run
}

// A span is the JSON text of one value: data[off:end].
type span struct{ off, end int }

func newReader(data []byte, base int, run *run) *reader {
	r := &reader{data: data, base: base, run: run}
	r.dec = r.decoder(data)
	return r
}

func (r *reader) decoder(data []byte) *jsontext.Decoder {
	// JSON.parse takes the last of several equal keys, and so does decodeObject.
	return jsontext.NewDecoder(bytes.NewBuffer(data),
		jsontext.AllowDuplicateNames(true),
		jsontext.AllowInvalidUTF8(!r.run.opt.Strict))
}

// sub returns a reader over the text of one value of r.
func (r *reader) sub(s span) *reader {
	return newReader(r.text(s), r.base+s.off, r.run)
}

func (r *reader) text(s span) []byte { return r.data[s.off:s.end] }

// next reads a whole value, whatever its kind.
func (r *reader) next() (span, error) {
	v, err := r.dec.ReadValue()
	end := int(r.dec.InputOffset())
	if err != nil {
		return span{end, end}, r.syntaxError(err)
	}
	return span{end - len(v), end}, nil
}

// skip passes over a value.
func (r *reader) skip() error {
	if err := r.dec.SkipValue(); err != nil {
		return r.syntaxError(err)
	}
	return nil
}

// kind returns the kind of the next token: one of {}[]"0tfn, or 0 for an
// error, which reading will give.
func (r *reader) kind() byte { return byte(r.dec.PeekKind()) }

// offset returns where the next token begins; call kind before.
func (r *reader) offset() int {
	off := int(r.dec.InputOffset())
	for off < len(r.data) {
		switch r.data[off] {
		case ' ', '\t', '\r', '\n', ',', ':':
			off++
		default:
			return off
		}
	}
	return off
}

// open reads the bracket that begins an object or a list.
func (r *reader) open() error { return r.token() }

// more reports whether the object or list that was opened last has another
// entry; when it has none, more reads the closing bracket.
func (r *reader) more() (bool, error) {
	switch r.kind() {
	case '}', ']':
		return false, r.token()
	case 0:
		return false, r.token()
	}
	return true, nil
}

func (r *reader) token() error {
	if _, err := r.dec.ReadToken(); err != nil {
		return r.syntaxError(err)
	}
	return nil
}

// end checks that nothing but white space follows the value just read.
func (r *reader) end() error {
	if rest := bytes.TrimLeft(r.data[r.dec.InputOffset():], " \t\r\n"); len(rest) > 0 {
		return r.errorAt(len(r.data)-len(rest), errTrailing)
	}
	return nil
}

func (r *reader) errorAt(off int, err error) error { return formatError(r.base+off, err) }

func (r *reader) syntaxError(err error) error {
	if se, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		return r.errorAt(int(se.ByteOffset), se.Err)
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return r.errorAt(len(r.data), err)
}

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
