package codeview

import (
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// Kinds of type and id records.
const (
	TypeModifier   Kind = 0x1001
	TypePointer    Kind = 0x1002
	TypeProcedure  Kind = 0x1008
	TypeMember     Kind = 0x1009 // member function
	TypeArgList    Kind = 0x1201
	TypeBitField   Kind = 0x1205
	TypeArray      Kind = 0x1503
	TypeClass      Kind = 0x1504
	TypeStructure  Kind = 0x1505
	TypeUnion      Kind = 0x1506
	TypeEnum       Kind = 0x1507
	TypeInterface  Kind = 0x1519
	IDFunction     Kind = 0x1601
	IDMember       Kind = 0x1602
	IDBuildInfo    Kind = 0x1603
	IDSubstrList   Kind = 0x1604
	IDString       Kind = 0x1605
	IDSourceLine   Kind = 0x1606
	IDModuleSource Kind = 0x1607
)

// FirstIndex is the number of the first type that has a record.
const FirstIndex Index = 0x1000

// A Table finds type or id records by their number. It is immutable once
// filled; goroutines may share it.
type Table struct {
	data    []byte
	offsets []uint32 // of each record in data
	first   Index
}

// NewTable indexes the records of data, the first of which has number first.
// They begin at offset base of the stream that place names. The table holds
// what comes before an error.
func NewTable(place *cursor.Place, base uint64, data []byte, first Index) (*Table, error) {
	const usual = 40 // bytes of a record, on average
	t := &Table{data: data, offsets: make([]uint32, 0, len(data)/usual), first: first}
	c := cursor.New(place, base, data, false)
	for {
		rec, ok := next(&c)
		if !ok {
			break
		}
		t.offsets = append(t.offsets, rec.Offset-uint32(base))
	}
	return t, c.Err()
}

// Len returns the number of records.
func (t *Table) Len() int { return len(t.offsets) }

// First returns the number of the first record.
func (t *Table) First() Index { return t.first }

// Record returns the record of a number.
func (t *Table) Record(i Index) (Record, bool) {
	if t == nil || i < t.first || uint64(i-t.first) >= uint64(len(t.offsets)) {
		return Record{}, false
	}
	off := t.offsets[i-t.first]
	c := cursor.New(nil, uint64(off), t.data[off:], false)
	return next(&c)
}

// Sizes of numeric leaves from 0x8000 on; 0 for those of no fixed size.
var numericSizes = [...]uint8{1, 2, 2, 4, 4, 4, 8, 10, 16, 8, 8, 6, 8, 16, 20, 32, 0, 0, 0, 0, 0, 0, 0, 16, 16, 16, 8, 0, 2}

// numeric reads a number: itself below 0x8000, else its kind and then its
// bytes. It returns 0 for one that is negative, no integer, or too large.
func numeric(c *cursor.Cursor) uint64 {
	kind := c.U16()
	if kind < 0x8000 {
		return uint64(kind)
	}
	i := int(kind - 0x8000)
	switch {
	case kind == 0x8002: // unsigned short
		return uint64(c.U16())
	case kind == 0x8003 || kind == 0x8004: // long, unsigned long
		return uint64(c.U32())
	case kind == 0x8009 || kind == 0x800a: // quadword, unsigned
		return c.U64()
	case kind == 0x8010: // counted string
		c.Skip(uint64(c.U16()))
	case kind == 0x801b:
		c.CString()
	case i < len(numericSizes) && numericSizes[i] != 0:
		c.Skip(uint64(numericSizes[i]))
	default:
		c.Fail(errNumeric)
	}
	return 0
}

// A pointer is the record of a pointer or reference.
type pointer struct {
	to       Index
	mode     uint32 // 0 pointer, 1 reference, 2 data member, 3 member function, 4 rvalue reference
	constant bool
	size     uint64 // in bytes
	class    Index  // of a pointer to a member
}

func (r Record) pointer() pointer {
	c := r.cursor()
	p := pointer{to: Index(c.U32())}
	attr := c.U32()
	p.mode = attr >> 5 & 7
	p.constant = attr>>10&1 != 0
	p.size = uint64(attr >> 13 & 0x3f)
	if p.mode == 2 || p.mode == 3 {
		p.class = Index(c.U32())
	}
	return p
}

// A modifier is the record of a type with qualifiers.
type modifier struct {
	of       Index
	constant bool
}

func (r Record) modifier() modifier {
	c := r.cursor()
	m := modifier{of: Index(c.U32())}
	m.constant = c.U16()&1 != 0
	return m
}

// A signature is the record of the type of a procedure or member function.
type signature struct {
	result Index
	class  Index // of a member function
	this   Index // type of its this pointer, 0 for a static one
	args   Index // an argument list
}

func (r Record) signature() signature {
	c := r.cursor()
	s := signature{result: Index(c.U32())}
	if r.Kind == TypeMember {
		s.class, s.this = Index(c.U32()), Index(c.U32())
	}
	c.Skip(4) // calling convention, attributes, number of parameters
	s.args = Index(c.U32())
	return s
}

// array returns the type of an array's elements and its size in bytes.
func (r Record) array() (of Index, size uint64) {
	c := r.cursor()
	of = Index(c.U32())
	c.Skip(4) // type of the index
	return of, numeric(&c)
}

// classSize returns the size of a class or union in bytes, 0 if r is none.
func (r Record) classSize() uint64 {
	c := r.cursor()
	switch r.Kind {
	case TypeClass, TypeStructure, TypeInterface:
		c.Skip(16)
	case TypeUnion:
		c.Skip(8)
	default:
		return 0
	}
	return numeric(&c)
}

// TypeName returns the name of a class, union, enumeration or array, and false
// for another record.
func (r Record) TypeName() (string, bool) {
	c := r.cursor()
	switch r.Kind {
	case TypeClass, TypeStructure, TypeInterface:
		c.Skip(16)
		numeric(&c)
	case TypeUnion:
		c.Skip(8)
		numeric(&c)
	case TypeEnum:
		c.Skip(12)
	case TypeArray:
		c.Skip(8)
		numeric(&c)
	default:
		return "", false
	}
	s := name(&c, false)
	return s, c.Err() == nil
}

// A FunctionID is the id record of a function.
type FunctionID struct {
	Scope  Index  // id of the namespace, or type of the class of a member; 0 for none
	Type   Index  // its signature
	Member bool   // Scope is a class
	Name   string // not qualified
}

// FunctionID returns the fields of an id record of a function.
func (r Record) FunctionID() (FunctionID, bool) {
	if r.Kind != IDFunction && r.Kind != IDMember {
		return FunctionID{}, false
	}
	c := r.cursor()
	f := FunctionID{Scope: Index(c.U32()), Type: Index(c.U32()), Member: r.Kind == IDMember}
	f.Name = name(&c, false)
	return f, c.Err() == nil
}
