package sourcemap

import (
	"bytes"
	"errors"
)

// Range mappings are segments that map all that follows up to the next one
// offset by offset. Which segments are such is in rangeMappings, line by line
// like the mappings, in one of two encodings: the current proposal lists the
// segments as unsigned VLQ differences, counting from 1; tools of its first
// draft write six flags a digit, least significant first. A field that is
// well-formed in the first encoding is read in that.

var (
	errRanges      = errors.New("rangeMappings is not a string")
	errRangeZero   = errors.New("range mapping has the number 0")
	errRangeBeyond = errors.New("range mapping refers to a segment that does not exist")
)

// rangeLines gives out the range mappings line by line.
type rangeLines struct {
	s     []byte
	flags bool // in the older encoding
}

// ranges prepares d for the range mappings at v.
func (r *reader) ranges(d *decoder, v span) error {
	switch {
	case v.end == 0:
		return nil
	case !r.isString(v):
		return r.breach(v.off, errRanges)
	}
	text, base := r.vlqText(v)
	off, err := checkRanges(text, d.s)
	if err == nil {
		d.ranges = &rangeLines{s: text}
		return nil
	}
	if r.run.opt.Strict {
		return formatError(base+off, err)
	}
	for _, c := range text {
		if c != ';' && digits[c] >= digitSep {
			return r.run.breach(base+off, err)
		}
	}
	d.ranges = &rangeLines{s: text, flags: true}
	return nil
}

// checkRanges checks text, in the current encoding, against the mappings.
func checkRanges(text, mappings []byte) (off int, err error) {
	lines := true // mappings has a line for the one at off
	for i := 0; i < len(text); {
		if !lines {
			return i, errRangeBeyond
		}
		var line []byte
		line, mappings, lines = bytes.Cut(mappings, []byte{';'})
		segments := uint64(0)
		if len(line) > 0 {
			segments = uint64(bytes.Count(line, []byte{','})) + 1
		}
		for at := uint64(0); i < len(text) && text[i] != ';'; {
			n, end, err := unsigned(text, i)
			if err != nil {
				return end, err
			}
			if n == 0 {
				return i, errRangeZero
			}
			if at += n; at > segments {
				return i, errRangeBeyond
			}
			i = end
		}
		i++
	}
	return 0, nil
}

// apply marks the ranges among the tokens of the line that begins with token
// from, which are in the order of their segments, and goes on to the next.
func (l *rangeLines) apply(t *tokens, from int) {
	line, rest, _ := bytes.Cut(l.s, []byte{';'})
	l.s = rest
	n := t.len() - from
	if l.flags {
		for i, c := range line {
			for bit := range 6 {
				if at := 6*i + bit; digits[c]>>bit&1 != 0 && at < n {
					t.setRange(from + at)
				}
			}
		}
		return
	}
	at := 0
	for i := 0; i < len(line); {
		d, end, err := unsigned(line, i)
		if err != nil || d > uint64(n-at) {
			return // checkRanges has seen to it, except for segments left out
		}
		i = end
		at += int(d)
		t.setRange(from + at - 1)
	}
}
