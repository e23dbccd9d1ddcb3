package sourcemap

import "slices"

// A Bias says which token a position between two of them belongs to.
type Bias uint8

const (
	// Before takes the token at the position, of several the first, or else
	// the last one before it. It is what stack traces need.
	Before Bias = iota
	// After takes the first token at or after the position, of several at the
	// same position the last.
	After
	// BeforeAnyLine is Before without the rule that the token must be on the
	// line of the position: it is how some older libraries look up. Callers
	// must check the line themselves.
	BeforeAnyLine
)

// Lookup returns the token that the generated code at a position belongs to:
// the last one at or before it on the same line. Both numbers count from 0,
// the column in UTF-16 code units. It reports false if there is no token. A
// token that is not [Token.Mapped] says that the code comes from no source.
//
// The original position of a range mapping is moved along to the position
// asked for; such a token also covers the lines after its own.
func (m *Map) Lookup(line, col uint32) (Token, bool) {
	return m.LookupBias(line, col, Before)
}

// LookupBias is Lookup with another choice of the token.
func (m *Map) LookupBias(line, col uint32, bias Bias) (Token, bool) {
	at := Position{line, col}
	var start Position // of the section, in the whole code
	for m.IsIndex() {
		s := sectionAt(m.sections, at)
		if s < 0 {
			return Token{}, false
		}
		off := m.sections[s].Offset
		if m = m.sections[s].Map; m == nil {
			return Token{}, false
		}
		at.Line -= off.Line
		if at.Line == 0 {
			at.Column -= off.Column
		}
		start = extent{start: start}.shift(off)
	}
	t, ok := m.lookup(at, bias)
	t.Generated = extent{start: start}.shift(t.Generated)
	return t, ok
}

// sectionAt returns the last section that begins at or before p, -1 if there
// is none.
func sectionAt(sections []Section, p Position) int {
	i, _ := slices.BinarySearchFunc(sections, p, func(s Section, p Position) int {
		if p.Before(s.Offset) {
			return 1
		}
		return -1
	})
	return i - 1
}

// lookup looks up in a regular map, in its coordinates.
func (m *Map) lookup(p Position, bias Bias) (Token, bool) {
	t := &m.tokens
	at, ok := t.findLine(p.Line)
	if bias == After {
		if !ok {
			return Token{}, false
		}
		return m.lookupAfter(at, p)
	}
	if ok {
		if i := t.find(at, p.Column); i >= 0 {
			return m.token(i, p.Line).moved(p), true
		}
	}
	// The token before, if any, is on an earlier line.
	if at == 0 || t.ranges == nil && bias != BeforeAnyLine {
		return Token{}, false
	}
	_, to := t.line(at - 1)
	last := to - 1
	if bias == BeforeAnyLine || t.isRange(last) {
		return m.token(last, t.lines[at-1]).moved(p), true
	}
	return Token{}, false
}

// lastBefore returns the index of the element of cols that a position at col
// belongs to: the first that equals col, or else the last below it; -1 if
// there is neither.
func lastBefore(cols []uint32, col uint32) int {
	// Invariant: what lies before lo is below col, what lies from lo+n on is
	// not. The comparison has no second branch, so that it needs no guess.
	lo, n := 0, len(cols)
	for n > 0 {
		half := (n + 1) >> 1
		if cols[lo+half-1] < col {
			lo += half
		}
		n -= half
	}
	if lo < len(cols) && cols[lo] == col {
		return lo
	}
	return lo - 1
}

// lookupAfter returns the first token at or after p on line index at.
func (m *Map) lookupAfter(at int, p Position) (Token, bool) {
	from, to := m.tokens.line(at)
	cols := m.tokens.cols[from:to]
	i, ok := slices.BinarySearch(cols, p.Column)
	if i == len(cols) {
		return Token{}, false
	}
	if ok { // the last of those at p
		i, _ = slices.BinarySearchFunc(cols, p.Column, func(c, col uint32) int {
			if c <= col {
				return -1
			}
			return 1
		})
		i--
	}
	return m.token(from+i, p.Line), true
}

// moved returns a range mapping as it is at position p, any other token as it
// is.
func (t Token) moved(p Position) Token {
	if !t.Range || !t.Mapped() {
		return t
	}
	if p.Line == t.Generated.Line {
		t.Original.Column += p.Column - t.Generated.Column
	} else {
		t.Original.Line += p.Line - t.Generated.Line
		t.Original.Column = p.Column
	}
	return t
}
