package sourcemap

import "strings"

// A Locator tells where positions of generated code come from. *Cache and
// *Script are Locators.
type Locator interface {
	// Lookup returns where a position comes from; numbers count from 0. It
	// reports false for code that comes from no source.
	Lookup(line, col uint32) (Location, bool, error)
	// Context returns the line of a location with up to n lines around it on
	// either side, and the number of the first.
	Context(loc Location, n int) (lines []string, first uint32, err error)
}

// A Script is generated code with its map, for looking up a few positions
// without writing a cache first. It does not change: goroutines may share it.
type Script struct {
	m      *Map
	scopes *ScopeIndex // nil if there are none
}

// NewScript returns a Script of a map and the minified file it is for, which
// may be nil and must not change. A file that is not JavaScript that can be
// followed gives a Script without functions.
func NewScript(m *Map, minified []byte) (*Script, error) {
	m, err := m.Flatten()
	if err != nil {
		return nil, err
	}
	s := &Script{m: m}
	if minified != nil && !m.HasFunctions() {
		if x, err := newScopeIndex(NewText(minified), m); err == nil {
			s.scopes = x
		}
	}
	return s, nil
}

// Lookup is the method of Locator. It never fails.
func (s *Script) Lookup(line, col uint32) (Location, bool, error) {
	t, ok := s.m.Lookup(line, col)
	if !ok || !t.Mapped() {
		return Location{}, false, nil
	}
	loc := Location{
		Source:  t.SourceName(),
		Line:    t.Original.Line,
		Column:  t.Original.Column,
		Name:    t.NameText(),
		Ignored: s.m.Ignored(t.Source),
		File:    t.Source,
	}
	switch {
	case s.m.HasFunctions():
		if name, ok := t.Function(); ok {
			loc.Function, loc.Scope = name, NamedScope
			if name == "" {
				loc.Scope = AnonymousScope
			}
		}
	case s.scopes != nil:
		loc.Function, loc.Scope = s.scopes.Lookup(t.Generated.Line, t.Generated.Column)
	}
	return loc, true, nil
}

// Context is the method of Locator. It splits the source into lines each time;
// a Cache does not.
func (s *Script) Context(loc Location, n int) (lines []string, first uint32, err error) {
	text, ok := s.m.Content(loc.File)
	n = max(0, min(n, maxContext/2))
	first = loc.Line - min(loc.Line, uint32(n))
	if !ok {
		return nil, first, nil
	}
	last := uint64(loc.Line) + uint64(n)
	at := uint64(0)
	for line := range strings.Lines(text) {
		if at >= uint64(first) && at <= last {
			lines = append(lines, line)
		}
		at++
	}
	if strings.HasSuffix(text, "\n") || text == "" { // the last line is empty
		if at >= uint64(first) && at <= last {
			lines = append(lines, "")
		}
	}
	if uint64(len(lines)) <= uint64(loc.Line-first) {
		return nil, first, nil
	}
	return lines, first, nil
}
