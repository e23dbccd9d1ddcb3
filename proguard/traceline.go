package proguard

import (
	"bytes"
	"math"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A line of a stack trace is found in whatever a logger wrote around it:
//
//	09-16 15:43:01.249 E App: ␣ at loader/module@1.0/a.b.C.m(File.java:12) ~[app.jar]
//	Exception in thread "main" a.b.C: message
//	Caused by: a.b.C: message
//	[CIRCULAR REFERENCE: a.b.C: message]

type lineKind uint8

const (
	linePlain     lineKind = iota // neither of the others
	lineFrame                     // "at class.method(file:line)"
	lineThrowable                 // "class: message"
)

// A traceLine says where the parts of a line are, as offsets into it. A part
// that is missing is empty.
type traceLine struct {
	kind     lineKind
	at       int // the word "at"
	module   int // what stands before the class, up to class
	class    int
	classEnd int
	method   int
	methEnd  int
	file     int
	fileEnd  int
	number   uint32
	numbered bool // a line number follows the file
	numEnd   int  // the closing parenthesis
	circular bool
}

// A classFilter reports whether a class is in the mapping.
type classFilter func(name string) (bool, error)

// parseTraceLine finds the parts of a line, which has no line end.
func parseTraceLine(line []byte, known classFilter) (traceLine, error) {
	if t, ok := parseFrameLine(line); ok {
		return t, nil
	}
	return parseThrowableLine(line, known)
}

// parseFrameLine looks for "at class.method(source)" up to the end of the
// line, where blanks and the archive of the class may follow.
func parseFrameLine(line []byte) (traceLine, bool) {
	end, ok := frameEnd(line)
	if !ok {
		return traceLine{}, false
	}
	for from := 0; ; {
		n := bytes.Index(line[from:end], []byte("at"))
		if n < 0 {
			return traceLine{}, false
		}
		at := from + n
		from = at + 2
		if at > 0 && isWord(line[at-1]) || !isBlank(line[from]) {
			continue
		}
		if t, ok := parseAt(line, at, end); ok {
			return t, true
		}
	}
}

// frameEnd returns where the last closing parenthesis is, if only blanks and
// "[archive]" or "~[archive]" follow it.
func frameEnd(line []byte) (int, bool) {
	b := trim(line)
	end := cap(line) - cap(b) + len(b)
	if len(b) > 0 && b[len(b)-1] == ']' {
		open := bytes.LastIndexByte(line[:end], '[')
		if open < 0 {
			return 0, false
		}
		if open > 0 && line[open-1] == '~' {
			open--
		}
		for end = open; end > 0 && isBlank(line[end-1]); end-- {
		}
	}
	if end == 0 || line[end-1] != ')' {
		return 0, false
	}
	return end - 1, true
}

// parseAt reads "at class.method(source" from offset at to the parenthesis
// that closes at end.
func parseAt(line []byte, at, end int) (traceLine, bool) {
	t := traceLine{kind: lineFrame, at: at, numEnd: end}
	pos := at + 2
	for pos < end && isBlank(line[pos]) {
		pos++
	}
	t.module, t.class = pos, pos
	dot := -1
	for ; pos < end && line[pos] != '(' && !isBlank(line[pos]); pos++ {
		switch line[pos] {
		case '/':
			t.class, dot = pos+1, -1
		case '.':
			dot = pos
		}
	}
	t.methEnd = pos
	for pos < end && isBlank(line[pos]) {
		pos++
	}
	if pos == end || line[pos] != '(' || dot < 0 {
		return traceLine{}, false
	}
	t.classEnd, t.method = dot, dot+1
	if !isClassName(line[t.class:t.classEnd]) || !isMethodName(line[t.method:t.methEnd]) {
		return traceLine{}, false
	}
	t.file, t.fileEnd = pos+1, end
	digits := end
	for digits > t.file && isDigit(line[digits-1]) {
		digits--
	}
	if digits < end && digits > t.file && line[digits-1] == ':' {
		if n, _, err := number(line[digits:end]); err == nil && n <= math.MaxInt32 {
			t.number, t.numbered, t.fileEnd = n, true, digits-1
		}
	}
	return t, true
}

// parseThrowableLine looks for the name of a class that ends the line or has a
// colon behind it. It begins the line, or follows a colon or quotation mark
// and blanks; the first such name counts. One without a package that the
// mapping does not have is taken for a tag or a word, and the search goes on.
func parseThrowableLine(line []byte, known classFilter) (traceLine, error) {
	pos := 0
	for pos < len(line) && isBlank(line[pos]) {
		pos++
	}
	circular := false
	if rest := line[pos:]; bytes.HasPrefix(rest, circularReference) {
		circular = true
		pos += len(circularReference)
		for pos < len(line) && isBlank(line[pos]) {
			pos++
		}
	}
	for pos < len(line) {
		end, dotted := scanClass(line, pos)
		if end > pos && endsClass(line, end, circular) {
			name := cursor.String(line[pos:end])
			if name != "Suppressed" {
				ok := dotted
				if !ok {
					var err error
					if ok, err = known(name); err != nil {
						return traceLine{}, err
					}
				}
				if ok {
					return traceLine{kind: lineThrowable, class: pos, classEnd: end, circular: circular}, nil
				}
			}
		}
		if circular {
			break
		}
		if pos = nextThrowable(line, max(end, pos)); pos < 0 {
			break
		}
	}
	return traceLine{}, nil
}

var circularReference = []byte("[CIRCULAR REFERENCE:")

// nextThrowable returns where the next text behind a colon or quotation mark
// and blanks begins, from offset pos on, or -1.
func nextThrowable(line []byte, pos int) int {
	for ; pos+1 < len(line); pos++ {
		if c := line[pos]; (c == ':' || c == '"') && isBlank(line[pos+1]) {
			for pos++; pos < len(line) && isBlank(line[pos]); pos++ {
			}
			return pos
		}
	}
	return -1
}

// endsClass reports whether a class name may end at offset end of a line.
func endsClass(line []byte, end int, circular bool) bool {
	if end == len(line) || line[end] == ':' || circular && line[end] == ']' {
		return true
	}
	return isBlank(line[end]) && len(trim(line[end:])) == 0
}

// scanClass passes over a class name that begins at pos. dotted says that it
// has a package. The end is pos if there is none.
func scanClass(line []byte, pos int) (end int, dotted bool) {
	for start := pos; ; {
		for end = start; end < len(line) && isIdentifier(line[end], end == start); end++ {
		}
		if end == start {
			return pos, false
		}
		if end == len(line) || line[end] != '.' {
			return end, dotted
		}
		dotted = true
		start = end + 1
	}
}

func isClassName(b []byte) bool {
	end, _ := scanClass(b, 0)
	return end > 0 && end == len(b)
}

func isMethodName(b []byte) bool {
	switch string(b) {
	case "<init>", "<clinit>":
		return true
	}
	for i, c := range b {
		if !isIdentifier(c, i == 0) {
			return false
		}
	}
	return len(b) > 0
}

// isIdentifier reports whether c may be in a Java or Kotlin identifier. R8
// puts hyphens into names; every byte of a character beyond ASCII is taken.
func isIdentifier(c byte, first bool) bool {
	switch {
	case c-'a' < 26, c-'A' < 26, c == '_', c == '$', c == '-', c >= 0x80:
		return true
	}
	return !first && isDigit(c)
}

// isWord reports whether c continues a word, so that no word begins behind it.
func isWord(c byte) bool { return c-'a' < 26 || c-'A' < 26 || c == '_' || isDigit(c) }

// frame returns the frame of a line. Its strings share memory with the line.
func (t *traceLine) frame(line string) Frame {
	return Frame{
		Class:  line[t.class:t.classEnd],
		Method: line[t.method:t.methEnd],
		File:   line[t.file:t.fileEnd],
		Line:   t.number,
		Module: line[t.module:t.class],
	}
}
