package sourcemap

import (
	"bytes"
	"errors"
	"math"
)

// The mappings are lines of the generated code separated by semicolons, each
// a list of segments separated by commas. A segment is one, four or five
// numbers, each the difference to the same number of the segment before: the
// column (which begins at 0 in each line), then source, line, column and name.

var (
	errSegmentEmpty  = errors.New("segment is empty")
	errSegmentFields = errors.New("segment has not one, four or five fields")
	errColumnRange   = errors.New("generated column is negative or too large")
	errSourceRange   = errors.New("segment refers to a source that does not exist")
	errNameRange     = errors.New("segment refers to a name that does not exist")
	errOriginRange   = errors.New("original line or column is negative or too large")
)

// maxStrict is the largest line or column of ECMA-426.
const maxStrict = math.MaxInt32

// mappings decodes the mappings of m and the ranges among them.
func (r *reader) mappings(m *Map, f *fields) error {
	if !r.isString(f.mappings) {
		return r.breach(f.mappings.off, errMappings)
	}
	text, base := r.vlqText(f.mappings)
	d := &decoder{run: r.run, m: m, s: text, base: base, limit: noIndex}
	if r.run.opt.Strict {
		d.limit = maxStrict + 1
	}
	if err := r.ranges(d, f.ranges); err != nil {
		return err
	}
	return d.decode()
}

// vlqText returns the text of the string at v and its offset for errors. A
// string with escapes is unescaped; all its errors are at its beginning.
func (r *reader) vlqText(v span) ([]byte, int) {
	raw := r.text(v)
	text := raw[1 : len(raw)-1]
	if bytes.IndexByte(text, '\\') >= 0 {
		text = []byte(unquote(raw))
	}
	return text, r.base + v.off + 1
}

// A decoder turns segments into tokens.
type decoder struct {
	run    *run
	m      *Map
	s      []byte
	base   int    // offset of s in the input
	limit  uint64 // lines and columns are below it
	ranges *rangeLines

	src, line, col, name int64 // of the last segment; sums of 32-bit numbers, which cannot overflow
}

// reserve makes room for the tokens that s can hold: one at most for each
// digit and each separator, and nothing for separators alone.
func (d *decoder) reserve() {
	commas, semicolons := bytes.Count(d.s, []byte{','}), bytes.Count(d.s, []byte{';'})
	n := min(commas+semicolons+1, len(d.s)-commas-semicolons)
	t := &d.m.tokens
	t.reserve(n, len(d.m.sources))
	lines := min(semicolons+1, n)
	t.lines = make([]uint32, 0, lines)
	t.first = make([]uint32, 0, lines)
}

func (d *decoder) decode() error {
	d.reserve()
	t, s := &d.m.tokens, d.s
	lineStart := 0 // first token of the line
	genLine, genCol := uint32(0), int64(0)
	sorted := true
	for i := 0; ; {
		if i >= len(s) || s[i] == ';' {
			if len(t.cols) > lineStart {
				t.lines = append(t.lines, genLine)
				t.first = append(t.first, uint32(lineStart))
			}
			if d.ranges != nil {
				d.ranges.apply(t, lineStart)
			}
			if !sorted {
				t.sortLine(lineStart)
				sorted = true
			}
			if i >= len(s) {
				break
			}
			lineStart = len(t.cols)
			genLine++
			genCol = 0
			i++
			continue
		}
		// At a segment, which may be empty.
		start := i
		var fields int
		var err error
		genCol, fields, i, err = d.segment(genCol, i)
		if err != nil {
			return formatError(d.base+i, err)
		}
		if i < len(s) && s[i] == ',' {
			i++
			if i == len(s) || s[i] == ',' || s[i] == ';' {
				if err := d.breach(i, errSegmentEmpty); err != nil {
					return err
				}
			}
		}
		if fields == 0 {
			if err := d.breach(start, errSegmentEmpty); err != nil {
				return err
			}
			continue
		}
		if uint64(genCol) >= d.limit {
			if err := d.breach(start, errColumnRange); err != nil {
				return err
			}
			if uint64(genCol) >= noIndex {
				continue
			}
		}
		col := uint32(genCol)
		if n := len(t.cols); n > lineStart && t.cols[n-1] > col {
			sorted = false
		}
		src, o := uint32(noIndex), origin{noIndex, noIndex, noIndex}
		if fields >= 4 {
			src, o = uint32(d.src), origin{uint32(d.line), uint32(d.col), noIndex}
			if fields == 5 {
				o.name = uint32(d.name)
			}
			if uint64(d.src) >= uint64(len(d.m.sources)) || uint64(d.line) >= d.limit ||
				uint64(d.col) >= d.limit || fields == 5 && uint64(d.name) >= uint64(len(d.m.names)) {
				if src, o, err = d.outOfRange(start, fields); err != nil {
					return err
				}
			}
		} else if fields != 1 {
			if err := d.breach(start, errSegmentFields); err != nil {
				return err
			}
		}
		t.add(col, src, o)
	}
	t.clip()
	return nil
}

// segment reads the segment at i, adds its fields to d, and returns the
// generated column, the number of fields, and the offset behind it.
func (d *decoder) segment(genCol int64, i int) (int64, int, int, error) {
	s := d.s
	fields := 0
	var v [5]int64
	for i < len(s) {
		c := digits[s[i]]
		if c < 32 {
			v[fields] = int64(c >> 1)
			if c&1 != 0 {
				v[fields] = -v[fields]
				if c == 1 {
					v[fields] = -1 << 31
				}
			}
			i++
		} else if c == digitSep {
			break
		} else {
			var err error
			v[fields], i, err = signed(s, i)
			if err != nil {
				return 0, 0, i, err
			}
		}
		fields++
		if fields == len(v) {
			if i < len(s) && digits[s[i]] != digitSep {
				if digits[s[i]] == digitBad {
					return 0, 0, i, errVLQChar
				}
				return 0, 0, i, errSegmentFields
			}
			break
		}
	}
	if fields >= 4 {
		d.src += v[1]
		d.line += v[2]
		d.col += v[3]
		d.name += v[4]
	}
	return genCol + v[0], fields, i, nil
}

// outOfRange decides what becomes of a segment with a number that is out of
// range: it keeps its place, and loses its origin or its name.
func (d *decoder) outOfRange(off, fields int) (src uint32, o origin, err error) {
	none := origin{noIndex, noIndex, noIndex}
	switch {
	case uint64(d.src) >= uint64(len(d.m.sources)):
		return noIndex, none, d.breach(off, errSourceRange)
	case uint64(d.line) >= d.limit || uint64(d.col) >= d.limit:
		return noIndex, none, d.breach(off, errOriginRange)
	}
	return uint32(d.src), origin{uint32(d.line), uint32(d.col), noIndex}, d.breach(off, errNameRange)
}

func (d *decoder) breach(off int, err error) error { return d.run.breach(d.base+off, err) }
