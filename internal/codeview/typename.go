package codeview

import (
	"errors"
	"strconv"
	"strings"
)

var errNumeric = errors.New("number of unknown kind")

// Bounds of names. Compilers nest types of parameters less than ten deep, a
// deeper one being a name of its own, and cut names at 4 KiB. A record of 20
// bytes can ask for a name, so without a bound a small file asks for gigabytes.
const (
	maxTypeDepth = 64
	maxNameSize  = 4 << 10 // of a parameter list, and of an inlined function's name
	maxHops      = 1 << 12 // types looked at for one name
	maxCached    = 8 << 20 // bytes of names that a Namer remembers
)

// A Namer makes names of functions from type information. They are short: no
// results, no calling conventions, no keywords like class, of the qualifiers
// const alone. It keeps scratch memory, so goroutines need one each.
type Namer struct {
	Types *Table // may be nil
	IDs   *Table // may be nil

	buf     []byte
	hops    int
	cached  int
	ids     map[Index]string  // names of functions by id
	args    map[Index]string  // parameter lists by type
	anonyms map[string]string // corrected names with anonymous namespaces
}

// Function returns the name of a procedure: its own qualified name and the
// parameters of its type. Without a type it is the name alone.
func (n *Namer) Function(own string, typ Index) string {
	if own == "" {
		own = "<name omitted>"
	}
	own = n.anonymous(own)
	if typ == 0 {
		return own
	}
	return own + n.parameters(typ)
}

// FunctionByID is Function for a procedure whose type is given by an id.
func (n *Namer) FunctionByID(own string, id Index) string {
	if rec, ok := n.IDs.Record(id); ok {
		if f, ok := rec.FunctionID(); ok {
			return n.Function(own, f.Type)
		}
	}
	return n.Function(own, 0)
}

// ID returns the name of the function that an id stands for, and false if the
// id is none of a function.
func (n *Namer) ID(id Index) (string, bool) {
	if s, ok := n.ids[id]; ok {
		return s, s != ""
	}
	s := n.idName(id)
	if n.ids == nil {
		n.ids = map[Index]string{}
	}
	if n.remember(s) {
		n.ids[id] = s
	}
	return s, s != ""
}

func (n *Namer) idName(id Index) string {
	rec, ok := n.IDs.Record(id)
	if !ok {
		return ""
	}
	f, ok := rec.FunctionID()
	if !ok {
		return ""
	}
	n.begin()
	if f.Scope != 0 {
		if f.Member {
			n.typ(f.Scope, 0)
		} else {
			n.scope(f.Scope)
		}
		n.put("::")
	}
	if f.Name == "" {
		n.put("<name omitted>")
	} else {
		n.put(n.anonymous(f.Name))
	}
	own := string(n.buf)
	if f.Type == 0 {
		return own
	}
	return own + n.parameters(f.Type)
}

// scope appends the namespace that an id stands for.
func (n *Namer) scope(id Index) {
	rec, ok := n.IDs.Record(id)
	if !ok {
		n.missing(id)
		return
	}
	switch rec.Kind {
	case IDString:
		c := rec.cursor()
		c.Skip(4)
		n.put(n.anonymous(name(&c, false)))
	case IDFunction, IDMember:
		f, _ := rec.FunctionID()
		n.put(n.anonymous(f.Name))
	default:
		n.missing(id)
	}
}

// parameters returns the parameter list of a signature, with the qualifiers
// of the object behind it.
func (n *Namer) parameters(typ Index) string {
	if s, ok := n.args[typ]; ok {
		return s
	}
	n.begin()
	if rec, ok := n.Types.Record(typ); ok && (rec.Kind == TypeProcedure || rec.Kind == TypeMember) {
		n.arguments(rec.signature(), 0)
	}
	s := string(n.buf)
	if n.args == nil {
		n.args = map[Index]string{}
	}
	if n.remember(s) {
		n.args[typ] = s
	}
	return s
}

// arguments appends a parameter list in parentheses.
func (n *Namer) arguments(s signature, depth int) {
	n.put("(")
	some := false
	suffix := ""
	if s.this != 0 {
		if constant, ok := n.thisOf(s); !ok {
			// Rust passes self in boxes and the like: that is a parameter.
			n.typ(s.this, depth+1)
			some = true
		} else if constant {
			suffix = " const"
		}
	}
	if rec, ok := n.Types.Record(s.args); ok && rec.Kind == TypeArgList {
		c := rec.cursor()
		for count := c.U32(); count > 0 && c.Len() >= 4 && !n.full(); count-- {
			if some {
				n.put(", ")
			}
			n.typ(Index(c.U32()), depth+1)
			some = true
		}
	} else if s.args >= FirstIndex && !ok {
		n.missing(s.args)
	}
	n.put(")")
	n.put(suffix)
}

// thisOf returns whether the object that a member function is called on is
// constant; false if its this pointer does not point to its class.
func (n *Namer) thisOf(s signature) (constant, ok bool) {
	rec, found := n.Types.Record(s.this)
	if !found || rec.Kind != TypePointer {
		return false, false
	}
	to := rec.pointer().to
	if rec, found := n.Types.Record(to); found && rec.Kind == TypeModifier {
		m := rec.modifier()
		to, constant = m.of, m.constant
	}
	return constant, to == s.class || n.sameClass(to, s.class)
}

// sameClass reports whether two types are one class, declared and defined.
func (n *Namer) sameClass(a, b Index) bool {
	ra, oka := n.Types.Record(a)
	rb, okb := n.Types.Record(b)
	if !oka || !okb {
		return false
	}
	na, oka := ra.TypeName()
	nb, okb := rb.TypeName()
	return oka && okb && na == nb
}

// typ appends the name of a type.
func (n *Namer) typ(i Index, depth int) {
	n.hops++
	if depth > maxTypeDepth || n.full() {
		n.put("…")
		return
	}
	if i < FirstIndex {
		n.builtin(uint32(i))
		return
	}
	rec, ok := n.Types.Record(i)
	if !ok {
		n.missing(i)
		return
	}
	switch rec.Kind {
	case TypeModifier:
		m := rec.modifier()
		if n.isPointer(m.of) {
			n.typ(m.of, depth+1)
			n.qualify(m.constant)
			return
		}
		if m.constant {
			n.put("const ")
		}
		n.typ(m.of, depth+1)
	case TypePointer:
		n.pointer(rec.pointer(), depth)
	case TypeProcedure, TypeMember:
		s := rec.signature()
		n.result(s, depth)
		n.arguments(s, depth)
	case TypeArray:
		n.array(rec, depth)
	case TypeBitField:
		c := rec.cursor()
		n.typ(Index(c.U32()), depth+1)
	default:
		if s, ok := rec.TypeName(); ok {
			n.put(n.anonymous(s))
		} else {
			n.put("<unhandled type 0x" + strconv.FormatUint(uint64(rec.Kind), 16) + ">")
		}
	}
}

// result appends the type that a function pointer's function returns.
func (n *Namer) result(s signature, depth int) {
	if s.result != 0 {
		n.typ(s.result, depth+1)
		n.put(" ")
	}
}

// pointer appends a pointer, reference or pointer to a member.
func (n *Namer) pointer(p pointer, depth int) {
	// Pointers to pointers to a function have their stars inside it:
	// void (**)(). So the stars are gathered first.
	var stars []byte
	for range maxTypeDepth {
		if len(stars) > maxNameSize {
			break
		}
		s := n.star(p)
		stars = append(s, stars...)
		rec, ok := n.Types.Record(p.to)
		constant := false
		if ok && rec.Kind == TypeModifier {
			m := rec.modifier()
			constant = m.constant
			rec, ok = n.Types.Record(m.of)
			p.to = m.of
		}
		if ok && rec.Kind == TypePointer {
			n.hops++
			p = rec.pointer()
			p.constant = p.constant || constant
			continue
		}
		if ok && (rec.Kind == TypeProcedure || rec.Kind == TypeMember) {
			s := rec.signature()
			n.result(s, depth)
			n.put("(" + strings.TrimLeft(string(stars), " ") + ")")
			n.arguments(s, depth+1)
			return
		}
		if ok && rec.Kind == TypeArray {
			n.array(rec, depth)
			n.qualify(constant)
			n.put(string(stars))
			return
		}
		n.typ(p.to, depth+1)
		n.qualify(constant)
		n.put(string(stars))
		return
	}
	n.put("…")
}

// star returns what follows the type that p points to.
func (n *Namer) star(p pointer) []byte {
	var s []byte
	switch p.mode {
	case 1:
		s = append(s, '&')
	case 4:
		s = append(s, "&&"...)
	case 2, 3:
		s = append(s, ' ')
		if rec, ok := n.Types.Record(p.class); ok {
			if class, ok := rec.TypeName(); ok {
				s = append(s, n.anonymous(class)...)
				s = append(s, "::"...)
			}
		}
		s = append(s, '*')
	default:
		s = append(s, '*')
	}
	if p.constant {
		s = append(s, " const"...)
	}
	return s
}

// array appends an array type: its elements, then the lengths of all its
// dimensions, the outermost first.
func (n *Namer) array(rec Record, depth int) {
	var lengths []byte
	for range maxTypeDepth {
		n.hops++
		of, size := rec.array()
		if each := n.size(of); each > 0 && size%each == 0 {
			lengths = append(lengths, '[')
			lengths = strconv.AppendUint(lengths, size/each, 10)
			lengths = append(lengths, ']')
		} else {
			lengths = append(lengths, "[]"...)
		}
		next, ok := n.Types.Record(of)
		if !ok || next.Kind != TypeArray {
			n.typ(of, depth+1)
			n.put(string(lengths))
			return
		}
		rec = next
	}
	n.put("…")
}

// size returns the size of a type in bytes, 0 if it is not known.
func (n *Namer) size(i Index) uint64 {
	for range maxTypeDepth {
		if i < FirstIndex {
			return builtinSize(uint32(i))
		}
		rec, ok := n.Types.Record(i)
		if !ok {
			return 0
		}
		switch rec.Kind {
		case TypeModifier:
			i = rec.modifier().of
		case TypeEnum:
			c := rec.cursor()
			c.Skip(4)
			i = Index(c.U32())
		case TypePointer:
			return rec.pointer().size
		case TypeArray:
			_, size := rec.array()
			return size
		default:
			return rec.classSize()
		}
	}
	return 0
}

// builtinSize returns the size of a type without a record.
func builtinSize(i uint32) uint64 {
	switch i >> 8 & 0xf {
	case 0:
		return uint64(builtinSizes[uint8(i)])
	case 4, 5:
		return 4
	case 6:
		return 8
	}
	return 0
}

var builtinSizes = map[uint8]uint8{
	0x08: 4, 0x10: 1, 0x20: 1, 0x68: 1, 0x69: 1, 0x70: 1, 0x71: 2, 0x7a: 2, 0x7b: 4, 0x7c: 1,
	0x11: 2, 0x21: 2, 0x72: 2, 0x73: 2, 0x12: 4, 0x22: 4, 0x74: 4, 0x75: 4,
	0x13: 8, 0x23: 8, 0x76: 8, 0x77: 8, 0x14: 16, 0x24: 16, 0x78: 16, 0x79: 16,
	0x30: 1, 0x31: 2, 0x32: 4, 0x33: 8, 0x40: 4, 0x41: 8, 0x42: 10, 0x43: 16, 0x44: 6, 0x45: 4, 0x46: 2,
	0x50: 8, 0x51: 16, 0x52: 20, 0x53: 32,
}

func (n *Namer) isPointer(i Index) bool {
	if i < FirstIndex {
		return i>>8&0xf != 0
	}
	rec, ok := n.Types.Record(i)
	return ok && rec.Kind == TypePointer
}

func (n *Namer) qualify(constant bool) {
	if constant {
		n.put(" const")
	}
}

// builtin appends a type without a record: a kind in the low byte, and above
// it whether it is a pointer to that kind.
func (n *Namer) builtin(i uint32) {
	s, ok := builtins[uint8(i)]
	if !ok {
		s = "<unknown type 0x" + strconv.FormatUint(uint64(i), 16) + ">"
	}
	n.put(s)
	if i>>8&0xf != 0 {
		n.put("*")
	}
}

var builtins = map[uint8]string{
	0x00: "<NoType>", 0x03: "void", 0x08: "HRESULT",
	0x10: "signed char", 0x20: "unsigned char", 0x68: "signed char", 0x69: "unsigned char",
	0x70: "char", 0x71: "wchar_t", 0x7a: "char16_t", 0x7b: "char32_t", 0x7c: "char8_t",
	0x11: "short", 0x21: "unsigned short", 0x72: "short", 0x73: "unsigned short",
	0x12: "long", 0x22: "unsigned long", 0x74: "int", 0x75: "unsigned int",
	0x13: "long long", 0x23: "unsigned long long", 0x76: "long long", 0x77: "unsigned long long",
	0x14: "__int128", 0x24: "unsigned __int128", 0x78: "__int128", 0x79: "unsigned __int128",
	0x30: "bool", 0x31: "bool16", 0x32: "BOOL", 0x33: "bool64",
	0x40: "float", 0x41: "double", 0x42: "long double", 0x43: "__float128", 0x44: "float48", 0x45: "float", 0x46: "__half",
	0x50: "_Complex float", 0x51: "_Complex double", 0x52: "_Complex long double", 0x53: "_Complex __float128",
}

func (n *Namer) missing(i Index) {
	n.put("<missing type 0x" + strconv.FormatUint(uint64(i), 16) + ">")
}

func (n *Namer) begin() { n.buf, n.hops = n.buf[:0], 0 }

func (n *Namer) full() bool { return len(n.buf) >= maxNameSize || n.hops > maxHops }

// put appends as much of s as the bound of names leaves.
func (n *Namer) put(s string) {
	n.buf = append(n.buf, s[:min(len(s), max(maxNameSize-len(n.buf), 0))]...)
}

// remember reports whether there is room to keep s, and takes it.
func (n *Namer) remember(s string) bool {
	const entry = 64 // about what a map entry costs
	if n.cached+len(s)+entry > maxCached {
		return false
	}
	n.cached += len(s) + entry
	return true
}

// anonymous writes the parts of a name that MSVC makes up for namespaces
// without one, ?A0x and a hash, as it writes them elsewhere.
func (n *Namer) anonymous(s string) string {
	const mark = "?A0x"
	if !strings.Contains(s, mark) {
		return s
	}
	if fixed, ok := n.anonyms[s]; ok {
		return fixed
	}
	var b strings.Builder
	for rest := s; ; {
		i := strings.Index(rest, mark)
		if i < 0 {
			b.WriteString(rest)
			break
		}
		end := i + len(mark)
		for end < len(rest) && isHex(rest[end]) {
			end++
		}
		b.WriteString(rest[:i])
		b.WriteString("`anonymous namespace'")
		rest = rest[end:]
	}
	if n.anonyms == nil {
		n.anonyms = map[string]string{}
	}
	if n.remember(b.String()) {
		n.anonyms[s] = b.String()
	}
	return b.String()
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
