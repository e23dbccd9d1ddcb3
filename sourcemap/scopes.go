package sourcemap

import (
	"cmp"
	"slices"
)

// Scopes are the ECMA-426 scopes of a map: which functions and blocks the
// sources have, and which ranges of the generated code came from them. They
// do not change once decoded.
type Scopes struct {
	// Sources has the outermost scopes of each source, by source index; it may
	// be shorter than the list of sources.
	Sources [][]int
	// Scopes has all original scopes in pre-order, source after source.
	Scopes []OriginalScope
	// Ranges has all generated ranges in pre-order.
	Ranges []GeneratedRange
	old    bool // decoded from originalScopes and generatedRanges
	json   [2][]byte
}

// An OriginalScope is a function, block or module of a source.
type OriginalScope struct {
	Start, End Position // half-open
	Name       string   // of a function; "" if it has none
	Kind       string   // such as "function" or "block"; free text
	// StackFrame says that calls of the scope show in stack traces: it is a
	// function.
	StackFrame bool
	Variables  []string
	Parent     int // index of the scope around it, -1 for an outermost one
	Source     int // index of the source
}

// A GeneratedRange is a part of the generated code and the scope it is from.
type GeneratedRange struct {
	Start, End Position // half-open
	Scope      int      // index of the original scope, -1 for none
	StackFrame bool     // the range is a function of the generated code
	Hidden     bool     // debuggers should step over it
	Parent     int      // index of the range around it, -1 for none
	// Call is where the code was called from before it was inlined here, in
	// source CallSource; that is -1 if the range was not inlined.
	Call       Position
	CallSource int
}

// At returns the innermost original scope at a position of a source.
func (s *Scopes) At(source int, p Position) (int, bool) {
	if s == nil || uint(source) >= uint(len(s.Sources)) {
		return 0, false
	}
	roots := s.Sources[source]
	if len(roots) == 0 {
		return 0, false
	}
	// The scopes of a source are consecutive and sorted by their starts, so
	// the last that starts at or before p is the innermost or lies beside it.
	first, end := roots[0], s.endOf(source)
	scopes := s.Scopes[first:end]
	i, _ := slices.BinarySearchFunc(scopes, p, func(o OriginalScope, p Position) int {
		if p.Before(o.Start) {
			return 1
		}
		return -1
	})
	for i--; i >= 0; {
		if o := &scopes[i]; p.Before(o.End) {
			return first + i, true
		}
		parent := scopes[i].Parent
		if parent < 0 {
			break
		}
		i = parent - first
	}
	return 0, false
}

// endOf returns the index behind the last scope of a source that has scopes.
func (s *Scopes) endOf(source int) int {
	i, _ := slices.BinarySearchFunc(s.Scopes, source, func(o OriginalScope, source int) int {
		return cmp.Or(cmp.Compare(o.Source, source), -1)
	})
	return i
}

// FunctionAt returns the name of the innermost function at a position of a
// source: "" for one without a name. It reports false outside functions.
func (s *Scopes) FunctionAt(source int, p Position) (string, bool) {
	i, ok := s.At(source, p)
	if !ok {
		return "", false
	}
	for ; i >= 0; i = s.Scopes[i].Parent {
		if s.Scopes[i].StackFrame {
			return s.Scopes[i].Name, true
		}
	}
	return "", false
}

// RangeAt returns the innermost generated range at a position of the
// generated code.
func (s *Scopes) RangeAt(p Position) (int, bool) {
	if s == nil {
		return 0, false
	}
	i, _ := slices.BinarySearchFunc(s.Ranges, p, func(g GeneratedRange, p Position) int {
		if p.Before(g.Start) {
			return 1
		}
		return -1
	})
	for i--; i >= 0; i = s.Ranges[i].Parent {
		if p.Before(s.Ranges[i].End) {
			return i, true
		}
	}
	return 0, false
}

// Function returns the name of the original function that a token is in, by
// the function maps of Metro or the ECMA-426 scopes of its map; "" for a
// function without a name. It reports false if the map does not say.
func (t Token) Function() (string, bool) {
	if t.m == nil || !t.Mapped() {
		return "", false
	}
	if t.Source < len(t.m.hermes) {
		if name, ok := t.m.hermes[t.Source].lookup(t.Original); ok {
			return name, true
		}
	}
	return t.m.scopes.FunctionAt(t.Source, t.Original)
}

// HasFunctions reports whether the map itself says which functions its tokens
// are in.
func (m *Map) HasFunctions() bool { return m.hermes != nil || m.scopes != nil }
