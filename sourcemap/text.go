package sourcemap

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// A Text finds lines and columns in the text of a program. Lines end with LF,
// CR or both; columns count UTF-16 code units, as source maps and JavaScript
// engines do. Bytes that are not UTF-8 count as one unit each. It does not
// change once made: goroutines may share it.
type Text struct {
	data  []byte
	lines []uint32 // offset of each line
	marks []mark   // one every markDistance bytes; nil if all is ASCII
}

// A mark says how many UTF-16 code units precede the character at an offset.
type mark struct{ off, units uint32 }

const markDistance = 512

// NewText returns a Text over data, which it borrows: it must not change. What
// lies beyond 4 GiB is left out.
func NewText(data []byte) *Text {
	data = data[:min(uint64(len(data)), noIndex)]
	t := &Text{data: data, lines: []uint32{0}}
	ascii := true
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '\r' && i+1 < len(data) && data[i+1] == '\n':
			i++
			t.lines = append(t.lines, uint32(i+1))
		case c == '\n' || c == '\r':
			t.lines = append(t.lines, uint32(i+1))
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	if ascii {
		return t
	}
	t.marks = make([]mark, 1, len(data)/markDistance+1)
	for i, units := 0, uint32(0); i < len(data); {
		if i-int(t.marks[len(t.marks)-1].off) >= markDistance {
			t.marks = append(t.marks, mark{uint32(i), units})
		}
		r, size := utf8.DecodeRune(data[i:])
		units += unitsOf(r)
		i += size
	}
	return t
}

// unitsOf returns how many UTF-16 code units a character takes.
func unitsOf(r rune) uint32 {
	if r > 0xffff {
		return 2
	}
	return 1
}

// NumLines returns the number of lines: one more than there are line ends.
func (t *Text) NumLines() int { return len(t.lines) }

// Line returns a line without its end, nil if there is none of that number.
func (t *Text) Line(i int) []byte {
	if uint(i) >= uint(len(t.lines)) {
		return nil
	}
	end := len(t.data)
	if i+1 < len(t.lines) {
		end = int(t.lines[i+1])
	}
	return bytes.TrimRight(t.data[t.lines[i]:end], "\r\n")
}

// Offset returns the offset in bytes of a position. It reports false if there
// is no such line. A column beyond the line is the line's end, one between
// the halves of a surrogate pair the beginning of the character.
func (t *Text) Offset(p Position) (int, bool) {
	if uint64(p.Line) >= uint64(len(t.lines)) {
		return 0, false
	}
	start := int(t.lines[p.Line])
	end := start + len(t.Line(int(p.Line)))
	if t.marks == nil {
		return int(min(uint64(start)+uint64(p.Column), uint64(end))), true
	}
	base := uint64(t.unitsBefore(start))
	want := base + uint64(p.Column)
	off, units := start, base
	i, _ := slices.BinarySearchFunc(t.marks, want, func(m mark, want uint64) int {
		if uint64(m.units) <= want {
			return -1
		}
		return 1
	})
	if i > 0 && int(t.marks[i-1].off) > start {
		off, units = int(t.marks[i-1].off), uint64(t.marks[i-1].units)
	}
	for off < end {
		r, size := utf8.DecodeRune(t.data[off:])
		if units += uint64(unitsOf(r)); units > want {
			break
		}
		off += size
	}
	return min(off, end), true
}

// unitsBefore returns how many units precede an offset.
func (t *Text) unitsBefore(off int) uint32 {
	i, _ := slices.BinarySearchFunc(t.marks, off, func(m mark, off int) int {
		if int(m.off) <= off {
			return -1
		}
		return 1
	})
	m := t.marks[i-1] // the first one is at 0
	units := m.units
	for at := int(m.off); at < off; {
		r, size := utf8.DecodeRune(t.data[at:])
		if at += size; at <= off {
			units += unitsOf(r)
		}
	}
	return units
}

// Position returns the position of an offset in bytes. An offset within a
// character is the beginning of the character, one beyond the text its end.
func (t *Text) Position(off int) Position {
	off = max(0, min(off, len(t.data)))
	line, exact := slices.BinarySearch(t.lines, uint32(off))
	if !exact {
		line--
	}
	start := int(t.lines[line])
	if t.marks == nil {
		return Position{uint32(line), uint32(off - start)}
	}
	return Position{uint32(line), t.unitsBefore(off) - t.unitsBefore(start)}
}

// ByteColumn returns the offset in bytes, within one line of text, of a column
// in UTF-16 code units. A column beyond the line is its end, one between the
// halves of a surrogate pair the beginning of the character.
func ByteColumn(line string, col uint32) int {
	units := uint32(0)
	for i, r := range line {
		if units += unitsOf(r); units > col {
			return i
		}
	}
	return len(line)
}

// UTF16Column returns the column in UTF-16 code units of an offset in bytes
// within one line of text. An offset within a character is its beginning.
func UTF16Column(line string, off int) uint32 {
	units := uint32(0)
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		if i += size; i > off {
			break
		}
		units += unitsOf(r)
	}
	return units
}
