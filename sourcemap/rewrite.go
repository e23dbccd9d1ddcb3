package sourcemap

import (
	"strings"
)

// RewriteOptions says what [Map.Rewrite] changes. The zero value drops
// unused sources and names and changes nothing else.
type RewriteOptions struct {
	DropNames    bool // tokens lose their names
	DropContents bool // the map loses the texts of its sources
	// LoadContent returns the text of a source that has none in the map. It is
	// called with the source before prefixes are stripped.
	LoadContent func(source string) (text string, ok bool)
	// StripPrefixes are folders to cut off sources, the first that fits from
	// each. "~" stands for the longest folder that all absolute sources share.
	StripPrefixes []string
}

// Rewrite returns a map with the same tokens and only the sources and names
// that they use. An index map is flattened, source roots become part of the
// sources. Function maps stay with their sources; ECMA-426 scopes are left out.
func (m *Map) Rewrite(opts RewriteOptions) (*Map, error) {
	m, err := m.Flatten()
	if err != nil {
		return nil, err
	}
	b := &Builder{}
	b.m.file, b.m.debugID = m.file, m.debugID
	in := b.lazyIntern(m)
	for t := range m.own() {
		if opts.DropNames {
			t.Name = -1
		}
		b.Add(in.token(t))
	}
	prefixes := resolvePrefixes(opts.StripPrefixes, b.m.sources)
	for i := range b.m.sources {
		s := &b.m.sources[i]
		switch {
		case opts.DropContents:
			s.content = nil
		case s.content == nil && opts.LoadContent != nil:
			if text, ok := opts.LoadContent(s.path); ok {
				b.SetContent(i, text)
			}
		}
		s.raw = stripPrefix(s.raw, prefixes)
		s.path = s.raw
	}
	return b.Map()
}

// resolvePrefixes puts the longest shared folder in the place of "~" and a
// slash behind each prefix.
func resolvePrefixes(prefixes []string, sources []sourceInfo) []string {
	var out []string
	for _, p := range prefixes {
		if p == "~" {
			p = sharedFolder(sources)
		}
		if p != "" {
			out = append(out, strings.TrimRight(p, `/\`)+"/")
		}
	}
	return out
}

// sharedFolder returns the longest folder that all absolute sources are in.
func sharedFolder(sources []sourceInfo) string {
	shared, first := "", true
	for _, s := range sources {
		if !strings.HasPrefix(s.path, "/") && !isDrivePath(s.path) {
			continue
		}
		dir := strings.ReplaceAll(s.path, `\`, "/")
		dir = dir[:strings.LastIndexByte(dir, '/')+1]
		if first {
			shared, first = dir, false
			continue
		}
		for !strings.HasPrefix(dir, shared) {
			shared = shared[:strings.LastIndexByte(strings.TrimSuffix(shared, "/"), '/')+1]
		}
	}
	return shared
}

// isDrivePath reports whether path begins as "C:\" does.
func isDrivePath(path string) bool {
	if len(path) < 3 || path[1] != ':' || path[2] != '\\' && path[2] != '/' {
		return false
	}
	c := path[0] | 0x20
	return 'a' <= c && c <= 'z'
}

func stripPrefix(path string, prefixes []string) string {
	slashed := strings.ReplaceAll(path, `\`, "/")
	for _, p := range prefixes {
		if strings.HasPrefix(slashed, p) {
			return path[len(p):]
		}
	}
	return path
}

// Compose returns the map from the code that m is about to the sources behind
// the sources of m: where inner returns the map that a source of m was itself
// generated with, positions in it are looked up there. Where inner returns
// nil the source stays. A token that the inner map has no source for maps to
// nothing. The name nearest to the original source wins.
//
// Index maps are flattened. The inner maps' contents and ignore lists are
// taken over.
func (m *Map) Compose(inner func(source string) *Map) (*Map, error) {
	m, err := m.Flatten()
	if err != nil {
		return nil, err
	}
	b := &Builder{}
	b.m.file, b.m.debugID = m.file, m.debugID
	own := b.lazyIntern(m)
	behind := make([]*Map, len(m.sources))
	interners := make(map[*Map]*interner)
	for i := range m.sources {
		behind[i] = inner(m.sources[i].path)
	}
	for t := range m.own() {
		if !t.Mapped() || behind[t.Source] == nil {
			b.Add(own.token(t))
			continue
		}
		orig, ok := behind[t.Source].Lookup(t.Original.Line, t.Original.Column)
		out := Token{Generated: t.Generated, Source: -1, Name: -1}
		if ok && orig.Mapped() {
			in := interners[orig.m]
			if in == nil {
				in = b.lazyIntern(orig.m)
				interners[orig.m] = in
			}
			out.Original = orig.Original
			out.Source = in.source(orig.Source)
			// Range mappings stay ranges only if both are.
			out.Range = t.Range && orig.Range
			switch {
			case orig.Name >= 0:
				out.Name = in.name(orig.Name)
			case t.Name >= 0:
				out.Name = own.name(t.Name)
			}
		}
		b.Add(out)
	}
	return b.Map()
}
