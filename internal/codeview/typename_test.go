package codeview

import (
	"encoding/binary"
	"strings"
	"testing"
)

// typeRecords assembles types and ids; each method returns the number of what
// it adds.
type typeRecords struct {
	data []byte
	next Index
}

func (r *typeRecords) add(kind Kind, fields ...any) Index {
	var b []byte
	for _, f := range fields {
		switch v := f.(type) {
		case Index:
			b = binary.LittleEndian.AppendUint32(b, uint32(v))
		case int:
			b = binary.LittleEndian.AppendUint32(b, uint32(v))
		case uint16:
			b = binary.LittleEndian.AppendUint16(b, v)
		case uint8:
			b = append(b, v)
		case string:
			b = append(append(b, v...), 0)
		}
	}
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	r.data = binary.LittleEndian.AppendUint16(r.data, uint16(len(b)+2))
	r.data = binary.LittleEndian.AppendUint16(r.data, uint16(kind))
	r.data = append(r.data, b...)
	r.next++
	return FirstIndex + r.next - 1
}

func (r *typeRecords) args(of ...Index) Index {
	fields := []any{len(of)}
	for _, i := range of {
		fields = append(fields, i)
	}
	return r.add(TypeArgList, fields...)
}

func (r *typeRecords) procedure(result Index, of ...Index) Index {
	return r.add(TypeProcedure, result, uint16(0), uint16(len(of)), r.args(of...))
}

func (r *typeRecords) method(class, this Index, of ...Index) Index {
	return r.add(TypeMember, Index(tVoid), class, this, uint16(0), uint16(len(of)), r.args(of...), 0)
}

func (r *typeRecords) class(name string) Index {
	return r.add(TypeClass, uint16(0), uint16(0), 0, 0, 0, uint16(8), name)
}

func (r *typeRecords) namer(t *testing.T) *Namer {
	t.Helper()
	table, err := NewTable(nil, 0, r.data, FirstIndex)
	if err != nil {
		t.Fatal(err)
	}
	return &Namer{Types: table, IDs: table}
}

const (
	tNone = 0x00
	tVoid = 0x03
	tChar = 0x70
	tInt  = 0x74
	tUInt = 0x75

	attrPointer  = 0x0c
	attrRef      = 1<<5 | 0x0c
	attrMember   = 2<<5 | 0x0c
	attrRValue   = 4<<5 | 0x0c
	attrConstant = 1 << 10
)

func TestParameters(t *testing.T) {
	var r typeRecords
	class := r.class("ns::C<int>")
	constChar := r.add(TypeModifier, Index(tChar), uint16(1))
	constClass := r.add(TypeModifier, class, uint16(1))
	constInt := r.add(TypeModifier, Index(tInt), uint16(1))
	text := r.add(TypePointer, constChar, attrPointer)
	callback := r.add(TypePointer, r.procedure(tInt, text), attrPointer)
	this := r.add(TypePointer, class, attrPointer|attrConstant)
	constThis := r.add(TypePointer, constClass, attrPointer|attrConstant)
	tests := []struct {
		name string
		typ  Index
		want string
	}{
		{"none", r.procedure(tVoid), "()"},
		{"built in", r.procedure(tVoid, tInt, 0x600|tChar, tUInt), "(int, char*, unsigned int)"},
		{"variadic", r.procedure(tVoid, tInt, tNone), "(int, <NoType>)"},
		{"constant value", r.procedure(tVoid, constInt), "(const int)"},
		{"pointer to constant", r.procedure(tVoid, text), "(char const*)"},
		{"constant pointer", r.procedure(tVoid, r.add(TypePointer, constChar, attrPointer|attrConstant)), "(char const* const)"},
		{"pointer to pointer", r.procedure(tVoid, r.add(TypePointer, text, attrPointer)), "(char const**)"},
		{"references", r.procedure(tVoid, r.add(TypePointer, constClass, attrRef), r.add(TypePointer, class, attrRValue)),
			"(ns::C<int> const&, ns::C<int>&&)"},
		{"function pointer", r.procedure(tVoid, callback), "(int (*)(char const*))"},
		{"pointer to function pointer", r.procedure(tVoid, r.add(TypePointer, callback, attrPointer)), "(int (**)(char const*))"},
		{"pointer to member", r.procedure(tVoid, r.add(TypePointer, Index(tInt), attrMember, class, uint16(0))), "(int ns::C<int>::*)"},
		{"pointer to member function", r.procedure(tVoid, r.add(TypePointer, r.method(class, this, tInt), attrMember|1<<5, class, uint16(0))),
			"(void (ns::C<int>::*)(int))"},
		{"array", r.procedure(tVoid, r.add(TypePointer, r.add(TypeArray, Index(tInt), Index(tUInt), uint16(12), ""), attrRef)), "(int[3]&)"},
		{"array of arrays", r.procedure(tVoid, r.add(TypePointer,
			r.add(TypeArray, r.add(TypeArray, class, Index(tUInt), uint16(24), ""), Index(tUInt), uint16(48), ""), attrRef)),
			"(ns::C<int>[2][3]&)"},
		{"array of unknown size", r.procedure(tVoid, r.add(TypePointer, r.add(TypeArray, Index(0xfffff), Index(tUInt), uint16(4), ""), attrRef)),
			"(<missing type 0xfffff>[]&)"},
		{"method", r.method(class, this, tInt), "(int)"},
		{"constant method", r.method(class, constThis, tInt), "(int) const"},
		{"static method", r.method(class, 0, tInt), "(int)"},
		{"self of another type", r.method(class, r.add(TypePointer, Index(tInt), attrPointer), tChar), "(int*, char)"},
		{"missing", r.procedure(tVoid, 0xfffff), "(<missing type 0xfffff>)"},
		{"no signature", class, ""},
	}
	n := r.namer(t)
	for _, tt := range tests {
		if got := n.Function("f", tt.typ); got != "f"+tt.want {
			t.Errorf("%s: %s, want f%s", tt.name, got, tt.want)
		}
	}
	if got := n.Function("", 0); got != "<name omitted>" {
		t.Errorf("without a name: %s", got)
	}
	if got := n.Function("?A0x1234abCD::f", 0); got != "`anonymous namespace'::f" {
		t.Errorf("anonymous namespace: %s", got)
	}
}

func TestNamesOfIDs(t *testing.T) {
	var r typeRecords
	class := r.class("ns::C")
	sig := r.procedure(tVoid, tInt)
	scope := r.add(IDString, 0, "outer::inner")
	tests := []struct {
		id   Index
		want string
	}{
		{r.add(IDFunction, 0, sig, "f"), "f(int)"},
		{r.add(IDFunction, scope, sig, "f"), "outer::inner::f(int)"},
		{r.add(IDMember, class, sig, "{ctor}"), "ns::C::{ctor}(int)"},
		{r.add(IDMember, Index(0xfffff), sig, "f"), "<missing type 0xfffff>::f(int)"},
		{scope, ""},
		{0xfffff, ""},
	}
	n := r.namer(t)
	for range 2 { // the second time from memory
		for _, tt := range tests {
			if got, ok := n.ID(tt.id); got != tt.want || ok != (tt.want != "") {
				t.Errorf("id %#x: %q, %v; want %q", tt.id, got, ok, tt.want)
			}
		}
	}
}

// TestNamesEnd checks that types without end give short names soon.
func TestNamesEnd(t *testing.T) {
	var r typeRecords
	pointer := r.add(TypePointer, FirstIndex, attrPointer)    // to itself
	modifier := r.add(TypeModifier, FirstIndex+1, uint16(1))  // of itself
	list := r.add(TypeArgList, 2, FirstIndex+3, FirstIndex+3) // of procedures with it
	double := r.add(TypeProcedure, FirstIndex+3, uint16(0), uint16(2), list)
	wide := []Index{}
	for range 10000 {
		wide = append(wide, tInt)
	}
	n := r.namer(t)
	for _, typ := range []Index{pointer, modifier, double} {
		if s := n.Function("f", typ); len(s) > maxNameSize+1 {
			t.Errorf("type %#x: name of %d bytes", typ, len(s))
		}
	}
	var w typeRecords
	if s := w.namerOf(t, wide); len(s) > maxNameSize+1 || !strings.HasPrefix(s, "f(int, int") {
		t.Errorf("wide list: name of %d bytes", len(s))
	}
}

func (r *typeRecords) namerOf(t *testing.T, args []Index) string {
	typ := r.procedure(tVoid, args...)
	return r.namer(t).Function("f", typ)
}
