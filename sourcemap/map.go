package sourcemap

import (
	"iter"

	"github.com/gosymbolic/symbolic/debugid"
)

// A Map is a decoded source map, regular or index map. It keeps the JSON text
// it was decoded from and shares strings with it. A Map does not change once
// it is made: goroutines may share it.
type Map struct {
	file       string
	sourceRoot string
	debugID    debugid.ID
	sources    []sourceInfo
	names      []string
	tokens     tokens
	sections   []Section // of an index map, sorted by offset; nil for a regular one
	hermes     []*functionMap
	scopes     *Scopes
	metro      *metro
}

// A sourceInfo is what a regular map says about one source.
type sourceInfo struct {
	raw     string // as in the map; "" for null
	path    string // raw behind the source root
	content []byte // JSON text of the content, a string; nil if there is none
	null    bool
	ignored bool
}

// A Section is a part of an index map: the map of what begins at Offset in
// the generated code and lasts until the next section.
type Section struct {
	Offset Position
	Map    *Map   // nil for a URL that was not resolved
	URL    string // "" if the map is embedded
}

// A Position is a place in a text. Both numbers count from 0, columns in
// UTF-16 code units as JavaScript does.
type Position struct{ Line, Column uint32 }

// Before reports whether p lies before q.
func (p Position) Before(q Position) bool {
	return p.Line < q.Line || p.Line == q.Line && p.Column < q.Column
}

// File returns the name of the generated file, as the map has it.
func (m *Map) File() string { return m.file }

// SourceRoot returns the folder that relative sources are below, as the map
// has it.
func (m *Map) SourceRoot() string { return m.sourceRoot }

// DebugID returns the map's debug id, the zero ID if it has none.
func (m *Map) DebugID() debugid.ID { return m.debugID }

// IsIndex reports whether m is an index map. Sources, names and tokens of an
// index map are those of its sections; [Map.Flatten] joins them.
func (m *Map) IsIndex() bool { return m.sections != nil }

// Sections returns the sections of an index map in order. The caller must not
// change the slice.
func (m *Map) Sections() []Section { return m.sections }

// NumSources returns the number of sources of a regular map.
func (m *Map) NumSources() int { return len(m.sources) }

// Source returns source i with the source root before it, "" for null and for
// an i that is out of range.
func (m *Map) Source(i int) string {
	if uint(i) >= uint(len(m.sources)) {
		return ""
	}
	return m.sources[i].path
}

// RawSource returns source i as the map has it. It reports false for null and
// for an i that is out of range.
func (m *Map) RawSource(i int) (string, bool) {
	if uint(i) >= uint(len(m.sources)) || m.sources[i].null {
		return "", false
	}
	return m.sources[i].raw, true
}

// Content returns the text of source i, unescaped at each call, and whether
// the map has it.
func (m *Map) Content(i int) (string, bool) {
	if uint(i) >= uint(len(m.sources)) || m.sources[i].content == nil {
		return "", false
	}
	return unquote(m.sources[i].content), true
}

// HasContent reports whether the map holds the text of source i.
func (m *Map) HasContent(i int) bool {
	return uint(i) < uint(len(m.sources)) && m.sources[i].content != nil
}

// Ignored reports whether source i is on the ignore list: third-party code
// that debuggers should pass over.
func (m *Map) Ignored(i int) bool {
	return uint(i) < uint(len(m.sources)) && m.sources[i].ignored
}

// NumNames returns the number of names of a regular map.
func (m *Map) NumNames() int { return len(m.names) }

// Name returns name i, "" if i is out of range.
func (m *Map) Name(i int) string {
	if uint(i) >= uint(len(m.names)) {
		return ""
	}
	return m.names[i]
}

// Scopes returns the ECMA-426 scopes of a regular map, nil if it has none.
func (m *Map) Scopes() *Scopes { return m.scopes }

// NumTokens returns the number of tokens, of an index map the sum over its
// sections.
func (m *Map) NumTokens() int {
	n := m.tokens.len()
	for _, s := range m.sections {
		if s.Map != nil {
			n += s.Map.NumTokens()
		}
	}
	return n
}

// maps yields the regular maps that m consists of, with the offset of each.
// end is where the section after it begins, the largest Position for the last.
func (m *Map) maps() iter.Seq2[extent, *Map] {
	return func(yield func(extent, *Map) bool) {
		m.walk(extent{end: Position{noIndex, noIndex}}, yield)
	}
}

// An extent is the part of the generated code that a regular map is about.
type extent struct{ start, end Position }

// walk goes down at most MaxNesting levels, which decoding and NewIndex
// ensure.
func (m *Map) walk(e extent, yield func(extent, *Map) bool) bool {
	if !m.IsIndex() {
		return yield(e, m)
	}
	for i, s := range m.sections {
		part := extent{start: e.shift(s.Offset), end: e.end}
		if i+1 < len(m.sections) {
			if next := e.shift(m.sections[i+1].Offset); next.Before(part.end) {
				part.end = next
			}
		}
		if s.Map == nil {
			s.Map = emptyMap
		}
		if part.start.Before(part.end) && !s.Map.walk(part, yield) {
			return false
		}
	}
	return true
}

// emptyMap stands for a section whose map is not known.
var emptyMap = &Map{}

// shift returns the position in the whole code of a position within e. What
// would lie beyond the last line or column stays there.
func (e extent) shift(p Position) Position {
	q := Position{satAdd(e.start.Line, p.Line), p.Column}
	if p.Line == 0 {
		q.Column = satAdd(e.start.Column, p.Column)
	}
	return q
}

func satAdd(a, b uint32) uint32 {
	if a > noIndex-b {
		return noIndex
	}
	return a + b
}
