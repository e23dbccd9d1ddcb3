package sourcemap

import (
	"bytes"
	"encoding/binary"
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
	if semicolons > n/8 { // many lines may be empty
		n = countSegments(d.s)
	}
	t := &d.m.tokens
	t.reserve(n, len(d.m.sources), len(d.m.names))
	lines := min(semicolons+1, n)
	t.lines = make([]uint32, 0, lines)
	t.first = make([]uint32, 0, lines)
}

func (d *decoder) decode() error {
	d.reserve()
	t, s, pairs := &d.m.tokens, d.s, pairTable()
	// The tokens so far are the first n of these, and t has them only when it is
	// asked; packed is empty if t is wide.
	n, cols, packed := 0, t.cols[:cap(t.cols)], t.packed[:cap(t.packed)]
	lineStart := 0 // first token of the line
	genLine, genCol := uint32(0), int64(0)
	last, sorted := uint32(0), true // column of the token before, in the line
	numSources, numNames := uint64(len(d.m.sources)), uint64(len(d.m.names))
	// Columns and places that are within these bits fit whatever the limit.
	const beyondColumn = ^int64(maxStrict)
	beyondPlace := ^int64(1<<t.packing.place - 1)
	srcAt, nameAt, colAt := 2*t.packing.place&63, t.packing.name&63, t.packing.place&63
	for i := 0; ; {
		if i >= len(s) || s[i] == ';' {
			if i > 0 && s[i-1] == ',' { // an empty one ends the line
				if err := d.breach(i, errSegmentEmpty); err != nil {
					return err
				}
			}
			if n > lineStart {
				t.lines = append(t.lines, genLine)
				t.first = append(t.first, uint32(lineStart))
			}
			if !sorted || d.ranges != nil {
				t.truncate(n)
				if d.ranges != nil {
					d.ranges.apply(t, lineStart)
				}
				if !sorted {
					t.sortLine(lineStart)
				}
			}
			if i >= len(s) {
				break
			}
			lineStart = n
			genLine++
			genCol, last, sorted = 0, 0, true
			i++
			continue
		}
		// At a segment, which may be empty. The usual one has four or five
		// numbers of one or two digits each, the last up to four.
		if len(s)-i >= window {
			b := s[i : i+window]
			e0 := pairs[binary.LittleEndian.Uint16(b)]
			p := uint(e0 & pairSize)
			e1 := pairs[binary.LittleEndian.Uint16(b[p:])]
			p += uint(e1 & pairSize)
			e2 := pairs[binary.LittleEndian.Uint16(b[p:])]
			p += uint(e2 & pairSize)
			e3 := pairs[binary.LittleEndian.Uint16(b[p:])]
			p += uint(e3 & pairSize)
			e4 := pairs[binary.LittleEndian.Uint16(b[p:])]
			p += uint(e4 & pairSize)
			if e0&e1&e2&e3&pairWhole != 0 && e3&pairSize != 0 {
				nameDelta := int64(e4 >> pairValue)
				if e4&pairWhole == 0 {
					nameDelta, p = longName(b, p, e4)
				}
				if c := b[p&(window-1)]; c == ',' || c == ';' {
					genCol1 := genCol + int64(e0>>pairValue)
					src, line := d.src+int64(e1>>pairValue), d.line+int64(e2>>pairValue)
					col, name := d.col+int64(e3>>pairValue), d.name+nameDelta
					named := uint64(name + 1)
					if e4&pairSize == 0 {
						named = 0
					}
					if genCol1&beyondColumn|(line|col)&beyondPlace == 0 && uint64(src) < numSources &&
						named <= numNames && n < len(packed) && n < len(cols) {
						i += int(p)
						if c == ',' {
							i++
						}
						genCol = genCol1
						d.src, d.line, d.col, d.name = src, line, col, name
						genCol32 := uint32(genCol)
						if genCol32 < last {
							sorted = false
						}
						last = genCol32
						cols[n] = genCol32
						packed[n] = uint64(line) | uint64(col)<<colAt | uint64(src+1)<<srcAt | named<<nameAt
						n++
						continue
					}
				}
			}
		}
		start := i
		delta, fields, i1, err := d.segment(i)
		if err != nil {
			return formatError(d.base+i1, err)
		}
		i = i1
		genCol += delta
		if i < len(s) && s[i] == ',' {
			i++
		}
		src, o, keep, err := d.token(start, fields, genCol)
		if err != nil {
			return err
		}
		if !keep {
			continue
		}
		col := uint32(genCol)
		sorted = sorted && last <= col
		last = col
		t.truncate(n)
		t.add(col, src, o)
		if t.packed == nil {
			packed = nil
		}
		n++
	}
	t.truncate(n)
	t.finish()
	return nil
}

// token decides what becomes of a segment: whether there is a token, and what
// is left of its origin if not all numbers are in range.
func (d *decoder) token(off, fields int, genCol int64) (src uint32, o origin, keep bool, err error) {
	none := origin{noIndex, noIndex, noIndex}
	if fields == 0 {
		return noIndex, none, false, d.breach(off, errSegmentEmpty)
	}
	if uint64(genCol) >= d.limit {
		if err := d.breach(off, errColumnRange); err != nil || uint64(genCol) >= noIndex {
			return noIndex, none, false, err
		}
	}
	switch {
	case fields == 1:
		return noIndex, none, true, nil
	case fields < 4:
		return noIndex, none, true, d.breach(off, errSegmentFields)
	case uint64(d.src) >= uint64(len(d.m.sources)):
		return noIndex, none, true, d.breach(off, errSourceRange)
	case uint64(d.line) >= d.limit || uint64(d.col) >= d.limit:
		return noIndex, none, true, d.breach(off, errOriginRange)
	}
	o = origin{uint32(d.line), uint32(d.col), noIndex}
	if fields == 5 {
		if uint64(d.name) >= uint64(len(d.m.names)) {
			return uint32(d.src), o, true, d.breach(off, errNameRange)
		}
		o.name = uint32(d.name)
	}
	return uint32(d.src), o, true, nil
}

func (d *decoder) breach(off int, err error) error { return d.run.breach(d.base+off, err) }
