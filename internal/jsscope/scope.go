package jsscope

import (
	"cmp"
	"slices"
	"strings"
)

// A Scope is a function or a class of a program.
type Scope struct {
	Start, End int // byte offsets, half-open
	// Name is what the function is called; empty for an anonymous one. One that
	// is called where it stands has a part without text there.
	Name []Part
}

// A Part is a piece of a name. The parts are joined without anything between
// them.
type Part struct {
	Text string
	// Offset is where the identifier Text begins in the program, -1 for text
	// that is not an identifier there.
	Offset int
}

// String returns the name in the words of the program.
func (s *Scope) String() string {
	var b strings.Builder
	for _, p := range s.Name {
		b.WriteString(p.Text)
	}
	return b.String()
}

// maxParts bounds the parts of one name; of a longer one the last are kept. It
// keeps names of things nested deeply in object literals from growing with the
// depth.
const maxParts = 32

// fixed returns a part that is no identifier.
func fixed(text string) Part { return Part{Text: text, Offset: -1} }

// join returns the name of member key within prefix.
func join(prefix []Part, key ...Part) []Part {
	name := make([]Part, 0, len(prefix)+1+len(key))
	if len(prefix) > 0 {
		name = append(append(name, prefix...), fixed("."))
	}
	name = append(name, key...)
	if len(name) > maxParts {
		name = name[len(name)-maxParts:]
	}
	return name
}

// finish sorts the scopes by their beginning, outer ones first. It leaves out
// those of class heads without a body, and ends within the outer one what goes
// beyond it; a program without mistakes has neither.
func finish(scopes []Scope) []Scope {
	scopes = slices.DeleteFunc(scopes, func(s Scope) bool { return s.End < 0 })
	slices.SortFunc(scopes, func(a, b Scope) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	var open []int // ends of the scopes around
	for i := range scopes {
		s := &scopes[i]
		for len(open) > 0 && open[len(open)-1] <= s.Start {
			open = open[:len(open)-1]
		}
		if len(open) > 0 {
			s.End = min(s.End, open[len(open)-1])
		}
		open = append(open, s.End)
	}
	return scopes
}
