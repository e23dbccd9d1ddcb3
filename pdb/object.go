package pdb

import (
	"iter"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/codeview"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// An Object is the CodeView of an object file, before a linker makes a
// database of it. It is immutable; goroutines may share it.
type Object struct {
	module codeview.Module
	names  stringTable
	types  *codeview.Table // types and ids are numbered together
	addrs  addressMap
	limits debuginfo.Limits
	damage []error
}

// objectSignature begins the sections of CodeView.
const objectSignature = 4

// NewObject joins the relocated contents of the .debug$S sections of an object
// file, of which it has one for each COMDAT, with those of its .debug$T
// section. Sections are those that symbols refer to by their number. Damage is
// what the sessions are to report first. limits may be nil.
func NewObject(symbols [][]byte, types []byte, sections []Section, damage []error, limits *debuginfo.Limits) *Object {
	place := &cursor.Place{Format: Format, Section: ".debug$S"}
	o := &Object{addrs: addressMap{sections: sections}, damage: damage, limits: limits.WithDefaults(0)}
	o.module.Place = place
	for _, data := range symbols {
		c := cursor.New(place, 0, data, false)
		if c.U32() != objectSignature {
			continue
		}
		rest := c.Rest()
		for s, err := range codeview.Subsections(place, objectSignature, rest) {
			switch {
			case err != nil:
				o.damage = append(o.damage, err)
			case s.Kind == codeview.SubsectionSymbols:
				o.module.Symbols = append(o.module.Symbols, s.Data...)
			case s.Kind == codeview.SubsectionStrings && o.names.data == nil:
				o.names.data = s.Data
			}
		}
		o.module.Lines = append(o.module.Lines, rest...)
		for len(o.module.Lines)%4 != 0 {
			o.module.Lines = append(o.module.Lines, 0)
		}
	}
	c := cursor.New(&cursor.Place{Format: Format, Section: ".debug$T"}, 0, types, false)
	if len(types) > 0 && c.U32() == objectSignature {
		var err error
		o.types, err = codeview.NewTable(&cursor.Place{Format: Format, Section: ".debug$T"}, objectSignature, c.Rest(), codeview.FirstIndex)
		if err != nil {
			o.damage = append(o.damage, err)
		}
	}
	return o
}

// Session returns a new session over the functions of the object.
func (o *Object) Session() debuginfo.Session {
	s := &objectSession{object: o, namer: codeview.Namer{Types: o.types, IDs: o.types}}
	s.builder = codeview.Builder{Map: &o.addrs, Names: &s.namer, MaxInlineDepth: o.limits.MaxInlineDepth}
	return s
}

type objectSession struct {
	object  *Object
	namer   codeview.Namer
	builder codeview.Builder
}

func (s *objectSession) Functions() iter.Seq2[*debuginfo.Function, error] {
	return func(yield func(*debuginfo.Function, error) bool) {
		for _, err := range s.object.damage {
			if !yield(nil, err) {
				return
			}
		}
		s.builder.Functions(s.object.module, yield)
	}
}

func (s *objectSession) File(index uint32) debuginfo.File { return s.object.names.file(index) }

func (s *objectSession) Split(int) []debuginfo.Session { return []debuginfo.Session{s} }

func (s *objectSession) Source(uint32) ([]byte, error) { return nil, debuginfo.ErrNotFound }
