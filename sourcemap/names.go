package sourcemap

import (
	"slices"
	"strings"

	"github.com/gosymbolic/symbolic/internal/jsscope"
)

// A nameResolver translates names of minified code through a map.
type nameResolver struct {
	text *Text
	m    *Map // regular
}

// resolve returns the original name of a scope: each identifier in it is
// translated on its own, and keeps its minified text if the map has nothing.
func (r *nameResolver) resolve(s *jsscope.Scope) string {
	var b strings.Builder
	for _, p := range s.Name {
		if name, ok := r.part(p); ok {
			b.WriteString(name)
		} else {
			b.WriteString(p.Text)
		}
	}
	return r.closing(s, b.String())
}

// part returns the original name of an identifier: the name of the token that
// begins where it does or one column before, or of the one that begins where
// it ends, which some tools put the names of private methods on.
func (r *nameResolver) part(p jsscope.Part) (string, bool) {
	if p.Offset < 0 {
		return "", false
	}
	if p.Text == "" { // a call, not an identifier
		at := r.text.Position(p.Offset)
		t, ok := r.m.Lookup(at.Line, at.Column)
		return t.NameText(), ok && t.Generated == at && t.Name >= 0
	}
	if name, ok := r.nameAt(p.Offset); ok {
		return name, true
	}
	return r.nameAt(p.Offset + len(p.Text))
}

func (r *nameResolver) nameAt(off int) (string, bool) {
	at := r.text.Position(off)
	t, ok := r.m.Lookup(at.Line, at.Column)
	if !ok || t.Generated.Line != at.Line || t.Generated.Column+1 < at.Column {
		return "", false
	}
	if t.Name >= 0 {
		return t.NameText(), true
	}
	// Some tools put the name of a function on the token of the keyword, and
	// another token for the same place on the identifier.
	if t.Generated.Column > 0 {
		before, ok := r.m.Lookup(at.Line, t.Generated.Column-1)
		if ok && before.Name >= 0 && before.Source == t.Source && before.Original == t.Original {
			return before.NameText(), true
		}
	}
	return "", false
}

// closing returns a better name for a scope that has none or whose name was
// not translated, if there is one on its closing brace: compilers to JavaScript
// put it there, and bundlers that the name of a function that they inlined.
func (r *nameResolver) closing(s *jsscope.Scope, name string) string {
	if name != s.String() {
		return name
	}
	at := r.text.Position(s.End - 1)
	t, ok := r.m.Lookup(at.Line, at.Column)
	if !ok || t.Generated != at || t.Name < 0 {
		return name
	}
	end := r.text.Position(s.End)
	if after, ok := r.m.Lookup(end.Line, end.Column); !ok || after.Generated == t.Generated {
		return name
	}
	return t.NameText()
}

// A ScopeKind says what is known about the function that code is in.
type ScopeKind uint8

const (
	// NoScope says that the code is outside functions, or that nothing is
	// known about them.
	NoScope ScopeKind = iota
	// AnonymousScope says that the function has no name.
	AnonymousScope
	// NamedScope says that the function has a name.
	NamedScope
)

// A ScopeIndex tells which function a place in minified code is in, with its
// original name. It does not change once made: goroutines may share it.
type ScopeIndex struct {
	text   *Text
	scopes []indexedScope // in order of their beginning
}

type indexedScope struct {
	start, end uint32 // byte offsets
	parent     int32  // the scope around it, -1 for none
	name       string // "" for an anonymous one
}

// NewScopeIndex finds the functions of minified code and translates their
// names with its map. The text must not change. An error is about code that
// is not JavaScript or nests too deep.
func NewScopeIndex(minified []byte, m *Map) (*ScopeIndex, error) {
	m, err := m.Flatten()
	if err != nil {
		return nil, err
	}
	return newScopeIndex(NewText(minified), m)
}

func newScopeIndex(text *Text, m *Map) (*ScopeIndex, error) {
	scopes, err := jsscope.Scan(text.data)
	if err != nil {
		return nil, err
	}
	r := &nameResolver{text: text, m: m}
	x := &ScopeIndex{text: text, scopes: make([]indexedScope, len(scopes))}
	open := -1
	for i := range scopes {
		s := &scopes[i]
		for open >= 0 && int(x.scopes[open].end) <= s.Start {
			open = int(x.scopes[open].parent)
		}
		x.scopes[i] = indexedScope{uint32(s.Start), uint32(s.End), int32(open), r.resolve(s)}
		open = i
	}
	return x, nil
}

// Lookup returns the original name of the innermost function at a position of
// the minified code.
func (x *ScopeIndex) Lookup(line, col uint32) (string, ScopeKind) {
	off, ok := x.text.Offset(Position{line, col})
	if !ok {
		return "", NoScope
	}
	return x.at(uint32(off))
}

func (x *ScopeIndex) at(off uint32) (string, ScopeKind) {
	i, _ := slices.BinarySearchFunc(x.scopes, off, func(s indexedScope, off uint32) int {
		if s.start <= off {
			return -1
		}
		return 1
	})
	for i--; i >= 0; i = int(x.scopes[i].parent) {
		if off < x.scopes[i].end {
			if x.scopes[i].name == "" {
				return "", AnonymousScope
			}
			return x.scopes[i].name, NamedScope
		}
	}
	return "", NoScope
}
