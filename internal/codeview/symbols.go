package codeview

import (
	"bytes"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

// An Index is the number of a type or an id.
type Index uint32

// A Proc is the record of a procedure.
type Proc struct {
	Parent  uint32 // offset of the scope around it, 0 for none
	End     uint32 // offset of the record that ends its scope
	Size    uint32 // of its code in bytes
	Type    Index  // 0 if unknown; an id in the ID kinds
	Offset  uint32 // of its code in its section
	Section uint16 // counted from 1; 0 if the linker dropped the code
	Flags   uint8
	Name    string // qualified, without parameters
}

// Proc returns the fields of a procedure. It reports false for another kind
// and for a record that is too short.
func (r Record) Proc() (Proc, bool) {
	st := r.Kind == GlobalProcST || r.Kind == LocalProcST
	switch r.Kind {
	case GlobalProc, LocalProc, GlobalProcID, LocalProcID, LocalProcDPC, LocalDPCID, GlobalProcST, LocalProcST:
	default:
		return Proc{}, false
	}
	c := r.cursor()
	p := Proc{Parent: c.U32(), End: c.U32()}
	c.Skip(4)
	p.Size = c.U32()
	c.Skip(8) // where the debugger finds a frame: begin and end of the body
	p.Type, p.Offset, p.Section, p.Flags = Index(c.U32()), c.U32(), c.U16(), c.U8()
	p.Name = name(&c, st)
	return p, c.Err() == nil
}

// HasID reports whether the type of a procedure of kind k is an id.
func (k Kind) HasID() bool { return k == GlobalProcID || k == LocalProcID || k == LocalDPCID }

// A Site is the record of an inlined call.
type Site struct {
	Parent      uint32 // offset of the scope around it
	End         uint32 // offset of the record that ends its scope
	Inlinee     Index  // id of the inlined function
	Annotations []byte // the program that gives its code and lines
}

// InlineSite returns the fields of an inlined call. It reports false for
// another kind and for a record that is too short.
func (r Record) InlineSite() (Site, bool) {
	if r.Kind != InlineSite && r.Kind != InlineSite2 {
		return Site{}, false
	}
	c := r.cursor()
	s := Site{Parent: c.U32(), End: c.U32(), Inlinee: Index(c.U32())}
	if r.Kind == InlineSite2 {
		c.Skip(4) // invocations counted by a profile
	}
	s.Annotations = c.Rest()
	return s, c.Err() == nil
}

// A SeparateCode is the record of a part of a procedure that lies elsewhere.
type SeparateCode struct {
	Parent        uint32 // offset of the scope around it
	End           uint32 // offset of the record that ends its scope
	Size          uint32 // of the part in bytes
	Flags         uint32 // 1 lexical scope, 2 returns to the parent
	Offset        uint32 // of the part in its section
	ParentOffset  uint32 // of the procedure it belongs to
	Section       uint16
	ParentSection uint16
}

// SeparateCode returns the fields of a part of a procedure.
func (r Record) SeparateCode() (SeparateCode, bool) {
	if r.Kind != SepCode {
		return SeparateCode{}, false
	}
	c := r.cursor()
	s := SeparateCode{
		Parent: c.U32(), End: c.U32(), Size: c.U32(), Flags: c.U32(),
		Offset: c.U32(), ParentOffset: c.U32(), Section: c.U16(), ParentSection: c.U16(),
	}
	return s, c.Err() == nil
}

// A PublicSymbol is a name that the linker exports to other modules.
type PublicSymbol struct {
	Flags   uint32 // 1 code, 2 function, 4 managed, 8 intermediate language
	Offset  uint32
	Section uint16 // counted from 1; 0 for an absolute symbol
	Name    string // linkage name
}

// PublicSymbol returns the fields of a public symbol.
func (r Record) PublicSymbol() (PublicSymbol, bool) {
	if r.Kind != Public && r.Kind != PublicST {
		return PublicSymbol{}, false
	}
	c := r.cursor()
	p := PublicSymbol{Flags: c.U32(), Offset: c.U32(), Section: c.U16()}
	p.Name = name(&c, r.Kind == PublicST)
	return p, c.Err() == nil
}

// A Thunk is the record of a small piece of code that the linker made.
type Thunk struct {
	Parent, End uint32
	Offset      uint32
	Section     uint16
	Size        uint16 // of its code in bytes
	Ordinal     uint8  // what it is for: 0 none, 1 this adjustor, 2 virtual call, 6 delay load, …
	Name        string
}

// Thunk returns the fields of a thunk.
func (r Record) Thunk() (Thunk, bool) {
	if r.Kind != Thunk32 {
		return Thunk{}, false
	}
	c := r.cursor()
	t := Thunk{Parent: c.U32(), End: c.U32()}
	c.Skip(4)
	t.Offset, t.Section, t.Size, t.Ordinal = c.U32(), c.U16(), c.U16(), c.U8()
	t.Name = name(&c, false)
	return t, c.Err() == nil
}

// A Label is a named place in code.
type Label struct {
	Offset  uint32
	Section uint16
	Flags   uint8
	Name    string
}

// Label returns the fields of a label.
func (r Record) Label() (Label, bool) {
	if r.Kind != Label32 {
		return Label{}, false
	}
	c := r.cursor()
	l := Label{Offset: c.U32(), Section: c.U16(), Flags: c.U8()}
	l.Name = name(&c, false)
	return l, c.Err() == nil
}

// A Compiler is the record of what compiled a module.
type Compiler struct {
	Language uint8  // 0 C, 1 C++, 2 Fortran, 3 assembler, 7 linker, 21 Rust, …
	Machine  uint16 // 3 to 7 x86, 0xd0 amd64, 0xf6 arm64, …
	Version  string // for people
}

// Compiler returns the fields of a Compile2 or Compile3 record.
func (r Record) Compiler() (Compiler, bool) {
	c := r.cursor()
	var out Compiler
	switch r.Kind {
	case Compile2:
		out.Language = uint8(c.U32())
		out.Machine = c.U16()
		c.Skip(12)
	case Compile3:
		out.Language = uint8(c.U32())
		out.Machine = c.U16()
		c.Skip(16)
	default:
		return Compiler{}, false
	}
	out.Version = name(&c, false)
	return out, c.Err() == nil
}

// opensScope reports whether records up to a matching end are inside r.
func (k Kind) opensScope() bool {
	switch k {
	case GlobalProc, LocalProc, GlobalProcID, LocalProcID, LocalProcDPC, LocalDPCID, GlobalProcST, LocalProcST,
		ManagedGlobal, ManagedLocal, Thunk32, Thunk32ST, Block32, Block32ST, With32, With32ST, SepCode, InlineSite, InlineSite2:
		return true
	}
	return false
}

func (r Record) cursor() cursor.Cursor { return cursor.New(nil, 0, r.Data, false) }

// name reads the name that ends a record. Some compilers cut long names and
// leave out the zero, so the end of the record ends a name as well.
func name(c *cursor.Cursor, counted bool) string {
	if counted {
		return cursor.String(c.Bytes(uint64(c.U8())))
	}
	b := c.Rest()
	if i := bytes.IndexByte(b, 0); i >= 0 {
		b = b[:i]
	}
	return cursor.String(b)
}
