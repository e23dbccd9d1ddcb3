package proguard

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
	"math"
)

// A RecordKind tells what a line of a mapping file says.
type RecordKind uint8

// The kinds of records.
const (
	RecordClass  RecordKind = iota // original -> obfuscated:
	RecordField                    // type name -> obfuscated
	RecordMethod                   // start:end:type name(params):first:last -> obfuscated
	RecordHeader                   // # key: value
	RecordInfo                     // # {"id": …}
)

// A Record is a line of a mapping file.
type Record struct {
	Kind       RecordKind
	Line       int    // number of the line, counted from 1
	Original   string // name of the class, or of the member without its class
	Obfuscated string
	Owner      string // class that a member was inlined from; "" for that above it
	Type       string // of a field; return type of a method
	Params     string // of a method: types separated by "," without blanks

	// Lines of a method: Start to End in the program, First to Last in the
	// source. HasRange tells whether there are the former; Numbers is how many
	// of the latter the file gives, 0 to 2, and Last equals First if it is 1.
	Start, End, First, Last uint32
	HasRange                bool
	Numbers                 int

	Header Header // of RecordHeader
	Info   Info   // of RecordInfo
}

// Records reads a mapping file as a stream, line by line. A line that cannot
// be read yields a *debuginfo.FormatError, which wraps a *LineError, and is
// skipped; an error of the reader ends the iteration.
func Records(r io.Reader) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		in := lineReader{r: bufio.NewReaderSize(r, maxLine+2)}
		for {
			line, off, err := in.next()
			if err != nil && !errors.Is(err, errLongLine) {
				if err != io.EOF {
					yield(Record{}, err)
				}
				return
			}
			if err == nil && len(trim(line)) == 0 {
				continue
			}
			rec := Record{Line: in.line}
			if err == nil {
				err = rec.parse(line)
			}
			if err != nil {
				rec, err = Record{}, lineError(in.line, off, err)
			}
			if !yield(rec, err) {
				return
			}
		}
	}
}

// parse reads a line, of which it keeps nothing.
func (rec *Record) parse(line []byte) error {
	own := bytes.Clone(line) // strings of rec.Info are cut from it
	if comment, ok := commentText(own); ok {
		if isJSON(comment) {
			rec.Kind = RecordInfo
			if !parseInfo(comment, &rec.Info) {
				return errBrokenJSON
			}
			return nil
		}
		var s Summary
		s.add(comment)
		rec.Kind = RecordHeader
		if len(s.Headers) > 0 {
			rec.Header = s.Headers[0]
		}
		return nil
	}
	if !isBlank(own[0]) {
		original, obf, err := parseClass(own)
		rec.Original, rec.Obfuscated = string(original), string(obf)
		return err
	}
	var m memberLine
	if err := parseMember(own, &m); err != nil {
		return err
	}
	owner, name := cutOwner(m.name)
	rec.Kind = RecordMethod
	if m.params == nil {
		rec.Kind = RecordField
	}
	rec.Original, rec.Obfuscated, rec.Owner = string(name), string(m.obf), string(owner)
	rec.Type, rec.Params = string(m.typ), cleanParams(string(m.params))
	rec.Start, rec.End, rec.First, rec.Last = m.start, m.end, m.first, m.last
	rec.HasRange, rec.Numbers = m.hasRange, int(m.original)
	return nil
}

// A lineReader reads lines that end with LF, CR or both from a stream.
type lineReader struct {
	r    *bufio.Reader
	line int    // number of the last line
	off  uint64 // where the next line begins
	cr   bool   // the last line ended with CR
}

// next returns a line without its end and its offset, valid until the next
// call. A line that is too long is passed over with errLongLine.
func (l *lineReader) next() (line []byte, off uint64, err error) {
	if l.cr {
		l.cr = false
		if b, _ := l.r.Peek(1); len(b) > 0 && b[0] == '\n' {
			l.skip(1)
		}
	}
	if l.off == 0 {
		if b, _ := l.r.Peek(len(utf8BOM)); string(b) == string(utf8BOM) {
			l.skip(len(utf8BOM))
		}
	}
	off = l.off
	long := false
	for size := 256; ; size = min(2*size, math.MaxUint16+1) {
		b, err := l.r.Peek(size)
		for i, c := range b {
			if c != '\n' && c != '\r' {
				continue
			}
			l.cr = c == '\r'
			l.line++
			l.skip(i + 1)
			if long {
				return nil, off, errLongLine
			}
			return b[:i], off, nil
		}
		if err != nil && len(b) == 0 && !long {
			return nil, off, err
		}
		if err != nil || len(b) > maxLine {
			l.skip(len(b))
			if err != nil {
				l.line++
				if long {
					return nil, off, errLongLine
				}
				return b, off, nil
			}
			long = true
			size = 128
		}
	}
}

func (l *lineReader) skip(n int) {
	l.off += uint64(n)
	_, _ = l.r.Discard(n) // what was peeked at is there
}
