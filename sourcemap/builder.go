package sourcemap

import (
	"errors"

	"github.com/gosymbolic/symbolic/debugid"

	"github.com/go-json-experiment/json/jsontext"
)

var (
	errTokenSource = errors.New("token refers to a source that was not added")
	errTokenName   = errors.New("token refers to a name that was not added")
	errTokenPlace  = errors.New("line or column of a token exceeds 32 bits")
	errBadIndex    = errors.New("sections are out of order or nested too deep")
)

// A Builder makes a source map from tokens. The zero Builder is ready to use.
// It must not be shared by goroutines.
type Builder struct {
	m       Map
	sources map[string]int
	names   map[string]int
	rows    []row
}

type row struct {
	gen Position
	o   origin
	src uint32
	rng bool
}

// SetFile sets the name of the generated file.
func (b *Builder) SetFile(name string) { b.m.file = name }

// SetDebugID sets the debug id.
func (b *Builder) SetDebugID(id debugid.ID) { b.m.debugID = id }

// AddSource returns the index of a source, which it adds if it is new.
func (b *Builder) AddSource(path string) int {
	i, ok := b.sources[path]
	if !ok {
		i = b.addSource(sourceInfo{raw: path, path: path})
		if b.sources == nil {
			b.sources = make(map[string]int)
		}
		b.sources[path] = i
	}
	return i
}

func (b *Builder) addSource(s sourceInfo) int {
	b.m.sources = append(b.m.sources, s)
	return len(b.m.sources) - 1
}

// SetContent sets the text of source i.
func (b *Builder) SetContent(i int, text string) {
	b.m.sources[i].content, _ = jsontext.AppendQuote(nil, text) // errors are about text that is not UTF-8, which is replaced
}

// SetIgnored puts source i on the ignore list.
func (b *Builder) SetIgnored(i int) { b.m.sources[i].ignored = true }

// AddName returns the index of a name, which it adds if it is new.
func (b *Builder) AddName(name string) int {
	i, ok := b.names[name]
	if !ok {
		i = len(b.m.names)
		b.m.names = append(b.m.names, name)
		if b.names == nil {
			b.names = make(map[string]int)
		}
		b.names[name] = i
	}
	return i
}

// Add adds a token. Source and Name are indices that AddSource and AddName
// gave out, or -1. Tokens may come in any order; those at the same generated
// position stay in the order they were added in.
func (b *Builder) Add(t Token) {
	r := row{gen: t.Generated, src: noIndex, o: origin{noIndex, noIndex, noIndex}, rng: t.Range}
	if t.Source >= 0 {
		r.src = uint32(t.Source)
		r.o.line, r.o.col = t.Original.Line, t.Original.Column
		if t.Name >= 0 {
			r.o.name = uint32(t.Name)
		}
	}
	b.rows = append(b.rows, r)
}

// Map returns the source map made of what was added. The Builder must not be
// used afterwards.
func (b *Builder) Map() (*Map, error) {
	m := &b.m
	for i, r := range b.rows {
		switch {
		case r.src != noIndex && uint(r.src) >= uint(len(m.sources)):
			return nil, formatError(i, errTokenSource)
		case r.o.name != noIndex && uint(r.o.name) >= uint(len(m.names)):
			return nil, formatError(i, errTokenName)
		case r.gen.Line == noIndex || r.gen.Column == noIndex,
			r.src != noIndex && (r.o.line == noIndex || r.o.col == noIndex):
			return nil, formatError(i, errTokenPlace)
		}
	}
	m.tokens = tokensOf(b.rows, len(m.sources), len(m.names))
	if m.hermes != nil {
		b.setFunctions(len(m.sources)-1, nil)
	}
	b.rows, b.sources, b.names = nil, nil, nil
	return m, nil
}

// NewIndex returns an index map of sections, which must be in order.
func NewIndex(file string, sections []Section) (*Map, error) {
	m := &Map{file: file, sections: append([]Section{}, sections...)}
	for i, s := range sections {
		if i > 0 && !sections[i-1].Offset.Before(s.Offset) || s.Map != nil && s.Map.depth() >= MaxNesting {
			return nil, formatError(i, errBadIndex)
		}
	}
	return m, nil
}

// depth returns how deep index maps are nested in m.
func (m *Map) depth() int {
	d := 0
	for _, s := range m.sections {
		if s.Map != nil {
			d = max(d, s.Map.depth())
		}
	}
	if m.IsIndex() {
		d++
	}
	return d
}
