package codeview

import (
	"encoding/binary"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A Map turns what the linker wrote into addresses of the image.
type Map interface {
	// AppendRanges appends where n bytes at an offset of a section lie. It
	// appends nothing for code that is not in the image.
	AppendRanges(dst []Piece, section uint16, offset uint32, n uint64) []Piece
}

// A Piece is a stretch of code that lies in the image in one piece.
type Piece struct {
	From uint64 // section number in the upper, offset in the lower 32 bits
	Size uint64 // in bytes
	To   uint64 // address relative to the image base
}

// A Module is the debug information of one object file.
type Module struct {
	Place   *cursor.Place
	Base    uint64 // offset of Symbols in its stream
	Symbols []byte // records
	Lines   []byte // C13 subsections; they follow the symbols in the stream
	LineOff uint64 // offset of Lines in its stream
}

// A Builder makes functions from modules. It keeps scratch memory; goroutines
// need one each.
type Builder struct {
	Map   Map
	Names *Namer
	// Import resolves the id that another module exports; it may be nil. The
	// name of the module is an offset in the string table.
	Import func(module uint32, local uint32) (Index, bool)
	// Publics returns the names that the linker knows, sorted by address, one
	// for each. It is called when there is code without a procedure, and may
	// be nil.
	Publics func() []PublicName
	// MaxInlineDepth bounds how deep inlined calls nest; deeper ones are left
	// out. There are none if it is 0.
	MaxInlineDepth int

	table   lineTable
	norm    debuginfo.Normalizer
	lang    debuginfo.Language
	fn      function
	fnOpen  bool
	covered []debuginfo.Range // by procedures, in the linker's addresses
	out     debuginfo.Function
	layout  layout
}

// A function is a procedure as its symbols tell it.
type function struct {
	name   string
	chunks []chunk // the procedure, then its separated parts
	sites  []site
}

// A chunk is a stretch of code.
type chunk struct {
	start uint64 // section number and offset
	size  uint64
}

func (c chunk) end() uint64 { return c.start + c.size }

// A site is an inlined call.
type site struct {
	name    string
	parent  int32 // index in sites, -1 for the function
	depth   int32 // 1 for a call inlined into the function itself
	inlinee Index
	program []byte
	chunk   int // the chunk it was found in
}

// Functions calls yield for each function of m, in the order of its symbols,
// then for code that has lines but no procedure. The next call overwrites the
// function. Damage goes to yield as an error and loses what follows it in its
// stream. Functions returns false as soon as yield does.
func (b *Builder) Functions(m Module, yield func(*debuginfo.Function, error) bool) bool {
	if err := b.table.read(m.Place, m.LineOff, m.Lines); err != nil && !yield(nil, err) {
		return false
	}
	b.lang = debuginfo.LanguageUnknown
	b.fnOpen = false
	b.covered = b.covered[:0]
	b.layout.budget = (len(m.Symbols)+len(m.Lines))/rowSize + rowsBase
	c := cursor.New(m.Place, m.Base, m.Symbols, false)
	var scopes []scope
	for {
		rec, ok := next(&c)
		if !ok {
			break
		}
		switch rec.Kind {
		case End, InlineSiteEnd, ProcIDEnd:
			if len(scopes) > 0 {
				scopes = scopes[:len(scopes)-1]
			}
			continue
		case Compile2, Compile3:
			if cc, ok := rec.Compiler(); ok {
				b.lang = language(cc.Language)
			}
			continue
		}
		if !rec.Kind.opensScope() {
			continue
		}
		in := scope{site: -1, chunk: -1}
		if len(scopes) > 0 {
			in = scopes[len(scopes)-1]
		}
		switch rec.Kind {
		case Block32, Block32ST, With32, With32ST:
		case InlineSite, InlineSite2:
			in = b.site(rec, in)
		case SepCode:
			if in, ok = b.separate(rec); ok {
				break
			}
			if !b.flush(yield) {
				return false
			}
		default:
			if !b.flush(yield) {
				return false
			}
			in = b.procedure(rec)
		}
		scopes = append(scopes, in)
	}
	if !b.flush(yield) || c.Err() != nil && !yield(nil, c.Err()) {
		return false
	}
	return b.gaps(yield)
}

// A scope is what a symbol is inside of.
type scope struct {
	site  int32 // index in function.sites, -1 for none
	chunk int   // index in function.chunks, -1 outside a procedure or in one that is left out
	depth int32
}

// outside is the scope of symbols that belong to no function.
var outside = scope{site: -1, chunk: -1}

// procedure begins a function, unless rec is a thunk or has no code.
func (b *Builder) procedure(rec Record) scope {
	p, ok := rec.Proc()
	if !ok || p.Section == 0 || p.Size == 0 {
		return outside
	}
	b.fnOpen = true
	if rec.Kind.HasID() {
		b.fn.name = b.Names.FunctionByID(p.Name, b.id(p.Type))
	} else {
		b.fn.name = b.Names.Function(p.Name, b.id(p.Type))
	}
	b.fn.chunks = append(b.fn.chunks[:0], chunk{uint64(p.Section)<<32 | uint64(p.Offset), uint64(p.Size)})
	b.fn.sites = b.fn.sites[:0]
	b.cover(b.fn.chunks[0])
	return scope{site: -1, chunk: 0}
}

// cover notes that a procedure has the code of c.
func (b *Builder) cover(c chunk) {
	b.covered = append(b.covered, debuginfo.Range{Start: c.start, End: c.end()})
}

// separate adds a separated part to the function before it, if it is its.
func (b *Builder) separate(rec Record) (scope, bool) {
	s, ok := rec.SeparateCode()
	if !ok || !b.fnOpen || s.Size == 0 || s.Section == 0 ||
		b.fn.chunks[0].start != uint64(s.ParentSection)<<32|uint64(s.ParentOffset) {
		return outside, false
	}
	b.fn.chunks = append(b.fn.chunks, chunk{uint64(s.Section)<<32 | uint64(s.Offset), uint64(s.Size)})
	b.cover(b.fn.chunks[len(b.fn.chunks)-1])
	return scope{site: -1, chunk: len(b.fn.chunks) - 1}, true
}

// site adds an inlined call. A call whose function is not known is left out
// with all that is inlined into it.
func (b *Builder) site(rec Record, in scope) scope {
	s, ok := rec.InlineSite()
	if !ok || in.chunk < 0 || int(in.depth) >= b.MaxInlineDepth {
		return outside
	}
	name, ok := b.Names.ID(b.id(s.Inlinee))
	if !ok {
		return outside
	}
	b.fn.sites = append(b.fn.sites, site{
		name: name, parent: in.site, depth: in.depth + 1, inlinee: s.Inlinee, program: s.Annotations, chunk: in.chunk,
	})
	return scope{site: int32(len(b.fn.sites) - 1), chunk: in.chunk, depth: in.depth + 1}
}

// id resolves an id that may be imported from another module: bit 31 set, then
// the number of the import in 11 bits and of its id in 20.
func (b *Builder) id(i Index) Index {
	if i&0x80000000 == 0 || b.Import == nil {
		return i
	}
	module, local := int(i>>20&0x7ff), uint64(i&0xfffff)
	if module >= len(b.table.imports) {
		return i
	}
	im := b.table.imports[module]
	if local >= uint64(len(im.ids)/4) {
		return i
	}
	if id, ok := b.Import(im.module, binary.LittleEndian.Uint32(im.ids[4*local:])); ok {
		return id
	}
	return i
}

// Exports returns the ids that a module offers to others, from its C13 part.
func Exports(place *cursor.Place, base uint64, lines []byte) map[uint32]Index {
	var t lineTable
	t.reset()
	for sub, err := range Subsections(place, base, lines) {
		if err != nil {
			break
		}
		if sub.Kind == SubsectionExports {
			t.readExports(sub.Data)
		}
	}
	return t.exports
}

// language returns the source language of a compiler record.
func language(cv uint8) debuginfo.Language {
	switch cv {
	case 0x00:
		return debuginfo.LanguageC
	case 0x01:
		return debuginfo.LanguageCPlusPlus
	case 0x02:
		return debuginfo.LanguageFortran
	case 0x03:
		return debuginfo.LanguageAssembly
	case 0x04:
		return debuginfo.LanguagePascal
	case 0x05, 0x0b:
		return debuginfo.LanguageVisualBasic
	case 0x0a:
		return debuginfo.LanguageCSharp
	case 0x12:
		return debuginfo.LanguageObjC
	case 0x13:
		return debuginfo.LanguageObjCPlusPlus
	case 0x14, 'S':
		return debuginfo.LanguageSwift
	case 0x15:
		return debuginfo.LanguageRust
	case 0x16:
		return debuginfo.LanguageGo
	case 'D':
		return debuginfo.LanguageD
	}
	return debuginfo.LanguageUnknown
}
