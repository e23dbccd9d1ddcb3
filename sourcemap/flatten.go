package sourcemap

import (
	"fmt"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// Flatten returns a regular map that answers as the index map m does. Sources
// and names of the sections that are equal become one; of several contents
// for one source the first counts. Function maps stay, ECMA-426 scopes do not
// (look those up in the sections). A regular map is returned as it is.
//
// A section whose URL was not resolved is an error that wraps
// debuginfo.ErrNotFound.
func (m *Map) Flatten() (*Map, error) {
	if !m.IsIndex() {
		return m, nil
	}
	b := &Builder{}
	b.SetFile(m.file)
	b.m.debugID = m.debugID
	last := Position{}           // of the tokens so far
	carries, any := false, false // whether the last one covers more lines; whether there is one
	for e, part := range m.maps() {
		if part == emptyMap {
			return nil, formatError(0, fmt.Errorf("section at %d:%d: %w", e.start.Line, e.start.Column, debuginfo.ErrNotFound))
		}
		in := b.intern(part)
		first := true
		for t := range part.own() {
			t.Generated = e.shift(t.Generated)
			if !t.Generated.Before(e.end) {
				break
			}
			if first && t.Generated != e.start {
				b.fence(e.start, last, any, carries)
			}
			first = false
			b.Add(in.token(t))
			last, carries, any = t.Generated, t.Range, true
		}
		if first {
			b.fence(e.start, last, any, carries)
		}
	}
	return b.Map()
}

// fence adds a token for code from nowhere at the start of a section, if the
// last token before would reach into it.
func (b *Builder) fence(start, last Position, any, carries bool) {
	if any && (carries || last.Line == start.Line) {
		b.Add(Token{Generated: start, Source: -1, Name: -1})
	}
}

// An interner translates the sources and names of one map to those of a
// Builder.
type interner struct {
	b              *Builder
	from           *Map
	sources, names []int // -1 until used
	keepRoot       bool  // sources lose their root when they are translated
}

// intern returns an interner that has added all sources of m, as a flattened
// map has even those without tokens.
func (b *Builder) intern(m *Map) *interner {
	in := b.lazyIntern(m)
	for i := range m.sources {
		in.source(i)
	}
	return in
}

// lazyIntern returns an interner that adds the sources that tokens have.
func (b *Builder) lazyIntern(m *Map) *interner {
	return &interner{
		b: b, from: m,
		sources: slices.Repeat([]int{-1}, len(m.sources)),
		names:   slices.Repeat([]int{-1}, len(m.names)),
	}
}

// token returns t with the numbers of the Builder.
func (in *interner) token(t Token) Token {
	if t.Source >= 0 {
		t.Source = in.source(t.Source)
	}
	if t.Name >= 0 {
		t.Name = in.name(t.Name)
	}
	return t
}

func (in *interner) name(i int) int {
	if in.names[i] < 0 {
		in.names[i] = in.b.AddName(in.from.names[i])
	}
	return in.names[i]
}

func (in *interner) source(i int) int {
	if in.sources[i] >= 0 {
		return in.sources[i]
	}
	s := in.from.sources[i]
	text := s.path
	if in.keepRoot {
		text = s.raw
	}
	to := in.b.AddSource(text)
	in.sources[i] = to
	d := &in.b.m.sources[to]
	if d.content == nil {
		d.content = s.content
	}
	d.ignored = d.ignored || s.ignored
	if i < len(in.from.hermes) && in.from.hermes[i] != nil {
		in.b.setFunctions(to, in.from.hermes[i])
	}
	return to
}

// setFunctions gives source i a function map, unless it has one.
func (b *Builder) setFunctions(i int, f *functionMap) {
	for len(b.m.hermes) < len(b.m.sources) {
		b.m.hermes = append(b.m.hermes, nil)
	}
	if b.m.hermes[i] == nil {
		b.m.hermes[i] = f
	}
}

// ShiftSections returns an index map whose sections begin the given number of
// lines later, as it must be when lines are put before the generated code. It
// reports false if a line would exceed 32 bits.
func (m *Map) ShiftSections(lines uint32) (*Map, bool) {
	shifted := *m
	shifted.sections = slices.Clone(m.sections)
	for i := range shifted.sections {
		off := &shifted.sections[i].Offset
		if off.Line > noIndex-lines {
			return nil, false
		}
		off.Line += lines
	}
	return &shifted, true
}
