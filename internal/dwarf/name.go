package dwarf

import (
	"slices"
	"sort"
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
)

const (
	// maxHops bounds a chain of abstract origins and specifications; compilers
	// make at most three.
	maxHops = 16
	// maxName bounds a name. Longer ones are cut: templates reach some 50 kB.
	maxName = 1 << 16
	// maxQualified bounds a name that is put together from scopes; beyond it
	// the bare name is used.
	maxQualified = 4096
	// qualifiedShare bounds all names put together for the functions of a unit,
	// as a multiple of its size.
	qualifiedShare = 16
	// maxOriginName bounds a name that is put together for an entry that others
	// refer to. The entry and what refers to it take some 20 bytes.
	maxOriginName = 320
)

// A functionName is the name of a function and how it was found.
type functionName struct {
	name    string
	linkage bool // name is what the linker sees, not what the source says
	lang    debuginfo.Language
}

// nameOf returns the name of the function that e, an entry of u at offset off
// below scopes, describes: the linkage name of the entry or of what it refers
// to, else the first plain name, qualified.
func (s *session) nameOf(u *unit, off uint64, e *entry, scopes []level) functionName {
	target, refers := u.ref(e[slotOrigin])
	if e[slotLinkage].form != 0 {
		if name, ok := u.str(e[slotLinkage]); ok && name != "" {
			n := functionName{name: cut(name), linkage: true, lang: s.lang}
			if refers {
				n.lang = s.originName(target).lang
			}
			return n
		}
	}
	if refers {
		if n := s.originName(target); n.name != "" {
			return n
		}
	}
	name, _ := u.str(e[slotName])
	return functionName{name: s.qualify(u, cut(name), scopes), lang: s.lang}
}

// originName returns the name of the entry r, which another refers to.
func (s *session) originName(r ref) functionName {
	if s.names == nil {
		s.names = make([]namedEntry, 1<<nameBits)
	}
	n := &s.names[r.off*0x9e3779b97f4a7c15>>(64-nameBits)]
	if n.ref != r || n.lang != s.lang {
		*n = namedEntry{r, s.lang, s.findOriginName(r)}
	}
	return n.name
}

// A namedEntry is a remembered name of an entry: many calls refer to the same
// function. Units that state no language have that of the unit that refers to
// them.
type namedEntry struct {
	ref
	lang debuginfo.Language
	name functionName
}

// nameBits says how many names are remembered, each at a place that its offset
// gives: enough for the functions that are inlined all over a unit.
const nameBits = 12

func (s *session) findOriginName(r ref) functionName {
	out := functionName{lang: s.lang}
	var e entry
	named := ref{}
	for range maxHops {
		if s.read(r, &e) == nil {
			break
		}
		// The language is that of the farthest unit that states one: where
		// units of several languages were linked as one, the near one may be
		// of the caller.
		if root := r.unit.root(); root.hasLang {
			out.lang = root.lang
		}
		if name, ok := r.unit.str(e[slotLinkage]); ok && name != "" {
			out.name, out.linkage = cut(name), true
		}
		if name, ok := r.unit.str(e[slotName]); ok && name != "" && !out.linkage && named.unit == nil {
			out.name, named = cut(name), r
		}
		next, ok := r.unit.ref(e[slotOrigin])
		if !ok || next == r {
			break
		}
		// A specification stands in the scope that qualifies the name.
		if named.unit != nil {
			named = next
		}
		r = next
	}
	if !out.linkage && named.unit != nil && scoped(out.lang) {
		out.name = s.qualifyAt(named, out.name, out.lang)
	}
	return out
}

// cut bounds the length of a name.
func cut(name string) string {
	if len(name) > maxName {
		return name[:maxName]
	}
	return name
}

// qualify puts the names of scopes, outermost first, before name.
func (s *session) qualify(u *unit, name string, scopes []level) string {
	if name == "" || !scoped(s.lang) {
		return name
	}
	s.parts = s.parts[:0]
	for i := range scopes {
		if scopes[i].scope {
			s.parts = append(s.parts, s.scopeName(ref{u, scopes[i].off}))
		}
	}
	joined := s.join(name, s.lang, min(maxQualified, s.qualified))
	s.qualified -= len(joined)
	return joined
}

// join joins s.parts and name, unless that takes more than limit bytes.
func (s *session) join(name string, lang debuginfo.Language, limit int) string {
	if len(s.parts) == 0 {
		return name
	}
	sep := lang.Separator()
	size := len(name)
	for _, p := range s.parts {
		size += len(p) + len(sep)
	}
	if size > limit {
		return name
	}
	var b strings.Builder
	b.Grow(size)
	for _, p := range s.parts {
		b.WriteString(p)
		b.WriteString(sep)
	}
	b.WriteString(name)
	return b.String()
}

// scopeName returns the name of a namespace or class.
func (s *session) scopeName(r ref) string {
	var e entry
	a := s.read(r, &e)
	if a == nil {
		return "?"
	}
	name, _ := r.unit.str(e[slotName])
	if name == "" {
		// A class may be declared here and named in a type unit.
		if t, ok := r.unit.ref(e[slotSignature]); ok && t.unit != r.unit {
			var in entry
			if s.read(t, &in) != nil {
				name, _ = t.unit.str(in[slotName])
			}
		}
	}
	if name == "" {
		switch a.tag {
		case tagNamespace:
			return "(anonymous namespace)"
		case tagUnionType:
			return "(anonymous union)"
		case tagStructureType:
			return "(anonymous struct)"
		}
		return "(anonymous class)"
	}
	return name
}

// isScope reports whether the names of what stands in an entry of tag t are
// qualified with its name.
func (t tag) isScope() bool {
	switch t {
	case tagNamespace, tagClassType, tagStructureType, tagUnionType, tagInterfaceType, tagEnumerationType, tagModule:
		return true
	}
	return false
}

// A scopeSpan is a namespace or class and the offsets of what is in it.
type scopeSpan struct {
	start, end uint64 // of the children
	off        uint64 // of the entry
	parent     int    // index of the span around it, -1 for none
}

// qualifyAt qualifies name with the scopes around the entry r.
func (s *session) qualifyAt(r ref, name string, lang debuginfo.Language) string {
	spans := s.walked
	if r.unit != s.walking || r.off >= s.walkedTo {
		spans = s.scopesOf(r.unit)
	}
	i := sort.Search(len(spans), func(i int) bool { return spans[i].start > r.off }) - 1
	for i >= 0 && spans[i].end <= r.off {
		i = spans[i].parent
	}
	s.parts = s.parts[:0]
	for size := 0; i >= 0 && size <= maxOriginName; i = spans[i].parent {
		part := s.scopeName(ref{r.unit, spans[i].off})
		size += len(part) + 1
		s.parts = append(s.parts, part)
	}
	slices.Reverse(s.parts)
	return s.join(name, lang, maxOriginName)
}

// scopesOf returns the scopes of u in the order of their entries, found by one
// walk over the unit.
func (s *session) scopesOf(u *unit) []scopeSpan {
	if spans, ok := s.scopes[u]; ok {
		return spans
	}
	var spans []scopeSpan
	var open []int32 // for each level the span that it opened, or -1
	around := -1
	root := u.root()
	abbrevs := s.abbrevs.of(u)
	c := u.cursorAt(root.first)
	for c.Len() > 0 && root.children {
		off := c.Offset()
		code := c.Uleb()
		if code == 0 {
			if len(open) == 0 {
				break
			}
			if i := open[len(open)-1]; i >= 0 {
				spans[i].end = c.Offset()
				around = spans[i].parent
			}
			open = open[:len(open)-1]
			continue
		}
		a := abbrevs.get(code)
		if a == nil {
			break
		}
		if !u.skipEntry(&c, a, !a.tag.isScope() && !a.tag.holdsFunctions()) {
			continue
		}
		if len(open) == maxDepth {
			break
		}
		if !a.tag.isScope() {
			open = append(open, -1)
			continue
		}
		spans = append(spans, scopeSpan{start: c.Offset(), end: u.end, off: off, parent: around})
		around = len(spans) - 1
		open = append(open, int32(around))
	}
	s.scopes[u] = spans
	return spans
}
