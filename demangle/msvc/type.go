package msvc

import "strings"

// qualsMode says how qualifiers stand before a type.
type qualsMode uint8

const (
	qualsDrop   qualsMode = iota // none
	qualsRead                    // one letter
	qualsResult                  // one letter after a ?, or none
)

// qualifier reads a qualifier letter: A to D for objects, Q to T for members
// of a class.
func (p *parser) qualifier() (q quals, member bool) {
	switch c := p.next(); {
	case 'A' <= c && c <= 'D':
		return quals(c - 'A'), false
	case 'Q' <= c && c <= 'T':
		return quals(c - 'Q'), true
	}
	p.back()
	p.fail(p.orEOF(errQuals))
	return 0, false
}

// extended reads the qualifiers of a pointer, or of this, that precede those
// of what it points to: __ptr64, which is not shown, __restrict and
// __unaligned.
func (p *parser) extended() quals {
	var q quals
	p.eat('E')
	if p.eat('I') {
		q |= qualRestrict
	}
	if p.eat('F') {
		q |= qualUnaligned
	}
	return q
}

// dataType reads a type.
func (p *parser) dataType(mode qualsMode) ref {
	if !p.enter() {
		return 0
	}
	var q quals
	if mode == qualsRead || mode == qualsResult && p.eat('?') {
		q, _ = p.qualifier()
	}
	t := p.bareType()
	p.leave()
	if p.err != nil {
		return 0
	}
	p.nodes[t].quals |= q
	return t
}

func (p *parser) bareType() ref {
	switch c := p.peek(); c {
	case 'T', 'U', 'V':
		p.pos++
		return p.add(node{kind: kindTag, a: c - 'T', x: p.qualifiedType()})
	case 'W':
		p.pos++
		if c := p.next(); c < '0' || c > '7' {
			p.back()
			return p.fail(p.orEOF(errType))
		}
		return p.add(node{kind: kindTag, a: tagEnum, x: p.qualifiedType()})
	case 'A', 'B', 'P', 'Q', 'R', 'S':
		return p.pointer()
	case 'Y':
		p.pos++
		return p.array()
	case '?':
		p.pos++
		name := p.typeName()
		p.expect('@')
		return p.add(node{kind: kindCustom, x: name})
	case '$':
		return p.dollarType()
	case '_':
		p.pos++
		return p.primitive(extendedTypes, p.next())
	}
	return p.primitive(plainTypes, p.next())
}

func (p *parser) dollarType() ref {
	switch {
	case p.eatString("$$T"):
		return p.add(node{kind: kindPrimitive, a: primNullptr})
	case p.eatString("$$A8@@"):
		return p.function(true)
	case p.eatString("$$A6"):
		return p.function(false)
	case strings.HasPrefix(p.in[p.pos:], "$$Q"), strings.HasPrefix(p.in[p.pos:], "$$R"):
		return p.pointer()
	}
	return p.fail(p.orEOF(errType))
}

// pointer reads a pointer, reference or pointer to member.
func (p *parser) pointer() ref {
	n := node{kind: kindPointer}
	switch c := p.next(); c {
	case 'A':
		n.a = affinityReference
	case 'B':
		n.a, n.quals = affinityReference, qualVolatile
	case '$':
		p.pos++ // the second $
		n.a = affinityRvalue
		if p.next() == 'R' {
			n.quals = qualVolatile
		}
	default:
		n.quals = quals(c - 'P')
	}
	switch {
	case p.eat('6'):
		n.x = p.function(false)
	case n.a == affinityPointer && p.eat('8'):
		n.y = p.qualifiedType()
		n.x = p.function(true)
	default:
		n.quals |= p.extended()
		if p.eatString("__ptrauth") {
			n.z = p.numbers(3)
		}
		if p.peek() == '$' {
			return p.managed(n)
		}
		if c := p.peek(); n.a == affinityPointer && 'Q' <= c && c <= 'T' {
			q, _ := p.qualifier()
			n.y = p.qualifiedType()
			n.x = p.dataType(qualsDrop)
			if p.err == nil {
				p.nodes[n.x].quals |= q
			}
			break
		}
		n.x = p.dataType(qualsRead)
	}
	return p.add(n)
}

// managed reads the rest of a pointer of C++/CLI or C++/CX, from its $: a
// handle, a pinning pointer, a tracking reference, or a handle to an array,
// whose rank is given by two hexadecimal digits.
func (p *parser) managed(n node) ref {
	p.pos++
	rank := uint64(0)
	code := p.next()
	switch {
	case code == 'A':
		if n.a == affinityPointer {
			n.a = affinityHandle
		} else {
			n.a = affinityTracking
		}
	case code == 'B':
	case code == 'C':
		n.a = affinityTracking
	case isDigit(code) && isDigit(p.peek()):
		rank = uint64(code-'0')<<4 | uint64(p.next()-'0')
		n.a = affinityHandle
	default:
		p.back()
		return p.fail(p.orEOF(errType))
	}
	n.x = p.dataType(qualsRead)
	if code == 'B' || rank > 0 {
		inner := node{kind: kindManaged, x: n.x}
		inner.setNum(rank)
		n.x = p.add(inner)
	}
	if code == 'B' {
		return n.x
	}
	return p.add(n)
}

// managedThis reads the mark of a pointer whose object is managed, which is
// not shown.
func (p *parser) managedThis() {
	if p.eat('$') {
		if c := p.next(); c < 'A' || c > 'C' {
			p.back()
			p.fail(p.orEOF(errQuals))
		}
	}
}

// array reads the rank, the dimensions and the type of the elements.
func (p *parser) array() ref {
	rank := p.unsigned()
	if p.err == nil && (rank == 0 || rank > uint64(len(p.in)-p.pos)) {
		return p.fail(errRank)
	}
	var dims list
	for i := uint64(0); i < rank && p.err == nil; i++ {
		n := node{kind: kindNumber}
		n.setNum(p.unsigned())
		p.push(&dims, p.add(n))
	}
	var q quals
	if p.eatString("$$C") {
		var member bool
		if q, member = p.qualifier(); member {
			p.back()
			return p.fail(errQuals)
		}
	}
	return p.add(node{kind: kindArray, x: p.dataType(qualsDrop), y: dims.head, quals: q})
}

// function reads the type of a function, with the qualifiers of this if it has
// them.
func (p *parser) function(withThis bool) ref {
	if !p.enter() {
		return 0
	}
	n := node{kind: kindFunction}
	if withThis {
		n.quals = p.extended()
		if p.eat('G') {
			n.bits |= bitLvalue
		} else if p.eat('H') {
			n.bits |= bitRvalue
		}
		p.managedThis()
		q, _ := p.qualifier()
		n.quals |= q
	}
	n.a = p.next()
	if !p.eat('@') { // a constructor or destructor returns nothing
		n.x = p.dataType(qualsResult)
	}
	p.parameters(&n)
	switch {
	case p.eatString("_E"):
		n.bits |= bitNoexcept
	case !p.eat('Z'):
		p.fail(p.orEOF(errThrow))
	}
	p.leave()
	return p.add(n)
}

// parameters reads the parameters of the function fn. Those that are spelled
// with more than one byte are entered into the table of types.
func (p *parser) parameters(fn *node) {
	if p.eat('X') {
		fn.bits |= bitVoid
		return
	}
	var params list
	for p.err == nil {
		switch c := p.peek(); {
		case c == '@':
			p.pos++
			fn.y = params.head
			return
		case c == 'Z':
			p.pos++
			fn.y = params.head
			fn.bits |= bitVariadic
			return
		case isDigit(c):
			p.push(&params, p.backref(&p.types))
			continue
		}
		start := p.pos
		param := p.dataType(qualsDrop)
		p.push(&params, param)
		if t := &p.types; p.pos-start > 1 && t.n < tableSize {
			t.items[t.n] = param
			t.n++
		}
	}
}

// tagNames are the keywords of kindTag nodes.
var tagNames = [...]string{"union ", "struct ", "class ", "enum "}

const tagEnum = 3

// primitiveName is the text of a primitive type in both forms.
type primitiveName struct {
	code  byte
	full  string
	short string // "" if it is the same
}

// primNullptr is the index of std::nullptr_t in primitives.
const primNullptr = 0

// Where the two alphabets of type codes begin in primitives.
const (
	plainTypes    = 1
	extendedTypes = plainTypes + 13
)

var primitives = [...]primitiveName{
	primNullptr: {0, "std::nullptr_t", ""},
	plainTypes:  {'X', "void", ""},
	{'D', "char", ""},
	{'C', "signed char", ""},
	{'E', "unsigned char", ""},
	{'F', "short", ""},
	{'G', "unsigned short", ""},
	{'H', "int", ""},
	{'I', "unsigned int", ""},
	{'J', "long", ""},
	{'K', "unsigned long", ""},
	{'M', "float", ""},
	{'N', "double", ""},
	{'O', "long double", ""},
	extendedTypes: {'N', "bool", ""},
	{'D', "__int8", "int8_t"},
	{'E', "unsigned __int8", "uint8_t"},
	{'F', "__int16", "int16_t"},
	{'G', "unsigned __int16", "uint16_t"},
	{'H', "__int32", "int32_t"},
	{'I', "unsigned __int32", "uint32_t"},
	{'J', "__int64", "int64_t"},
	{'K', "unsigned __int64", "uint64_t"},
	{'L', "__int128", "int128_t"},
	{'M', "unsigned __int128", "uint128_t"},
	{'W', "wchar_t", ""},
	{'Q', "char8_t", ""},
	{'S', "char16_t", ""},
	{'U', "char32_t", ""},
	{'P', "auto", ""},
	{'T', "decltype(auto)", ""},
}

// primitive returns the primitive type with the code c of an alphabet.
func (p *parser) primitive(alphabet int, c byte) ref {
	end := len(primitives)
	if alphabet == plainTypes {
		end = extendedTypes
	}
	for i := alphabet; i < end; i++ {
		if primitives[i].code == c {
			return p.add(node{kind: kindPrimitive, a: uint8(i)})
		}
	}
	p.back()
	return p.fail(p.orEOF(errType))
}
