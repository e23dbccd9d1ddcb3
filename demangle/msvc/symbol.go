package msvc

import (
	"math"
	"strings"
)

// topLevel reads a whole name. Text after a complete symbol is not looked at:
// compilers and linkers append suffixes there.
func (p *parser) topLevel() ref {
	switch {
	case strings.HasPrefix(p.in, "."):
		p.pos++
		n := node{kind: kindTypeRTTI, a: 1, x: p.dataType(qualsResult)}
		if p.err == nil && p.pos < len(p.in) {
			return p.fail(errTrailing)
		}
		return p.add(n)
	case !strings.HasPrefix(p.in, "?"):
		return p.fail(errPrefix)
	}
	if end := digestEnd(p.in); end > 0 {
		return p.add(node{kind: kindVerbatim, hi: uint32(end)})
	}
	root := p.symbol()
	if p.err == nil && p.nodes[root].kind == kindTypeRTTI && p.pos < len(p.in) {
		return p.fail(errTrailing)
	}
	return root
}

// digestLength is how many hexadecimal digits an MD5 sum has.
const digestLength = 32

// digestEnd returns the length of the name that stands for one that was too
// long, ??@ MD5 @ and perhaps ??_R4@, or 0 if name is not one.
func digestEnd(name string) int {
	const head, tail = "??@", "??_R4@"
	end := len(head) + digestLength + len("@")
	if len(name) < end || !strings.HasPrefix(name, head) || name[end-1] != '@' {
		return 0
	}
	for _, c := range []byte(name[len(head) : end-1]) {
		if !isDigit(c) && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return 0
		}
	}
	if strings.HasPrefix(name[end:], tail) {
		end += len(tail)
	}
	return end
}

// symbol reads a mangled name, from its ?.
func (p *parser) symbol() ref {
	p.expect('?')
	if p.peek() == '?' {
		if special, ok := p.special(); ok {
			return special
		}
	}
	return p.declarator()
}

// declarator reads the name of a symbol and what it is.
func (p *parser) declarator() ref {
	name := p.qualifiedSymbol()
	if p.err != nil {
		return 0
	}
	var symbol ref
	if c := p.peek(); '0' <= c && c <= '4' {
		p.pos++
		symbol = p.variable(c-'0', name)
	} else {
		fn := p.functionEncoding()
		symbol = p.add(node{kind: kindFunctionSym, x: name, y: fn})
	}
	p.settleConversion(name, symbol)
	return symbol
}

// settleConversion gives a conversion operator its target, which is the return
// type of the function.
func (p *parser) settleConversion(name, symbol ref) {
	if p.err != nil {
		return
	}
	inner := p.nodes[name].x
	if n := &p.nodes[inner]; n.kind == kindTemplate {
		inner = n.x
	}
	if p.nodes[inner].kind != kindConversion {
		return
	}
	if p.nodes[inner].x != 0 {
		p.fail(errReuse)
		return
	}
	if n := &p.nodes[symbol]; n.kind == kindFunctionSym {
		p.nodes[inner].x = p.nodes[n.y].x
	}
	if p.nodes[inner].x == 0 {
		p.fail(errConverter)
	}
}

// variable reads the type of a variable, after its storage code. The type is
// followed by qualifiers: of the object, or of what a pointer points to.
func (p *parser) variable(storage byte, name ref) ref {
	t := p.dataType(qualsDrop)
	if p.err != nil {
		return 0
	}
	if n := p.nodes[t]; n.kind == kindPointer {
		p.nodes[t].quals |= p.extended()
		p.managedThis()
		q, _ := p.qualifier()
		if n.y != 0 {
			p.qualifiedType() // the class again
		}
		p.nodes[n.x].quals |= q
	} else {
		q, _ := p.qualifier()
		p.nodes[t].quals |= q
	}
	return p.add(node{kind: kindVariable, a: storage, x: t, y: name})
}

// functionEncoding reads the class, the adjustments of a thunk and the type of
// a function.
func (p *parser) functionEncoding() ref {
	var c class
	if p.eatString("$$J0") {
		c |= classExternC
	}
	if !p.eatString("$$h") { // ARM64EC: compiled for the x64 calling convention
		_ = p.eatString("$$F") || p.eatString("$$H") // C++/CLI: compiled to managed code
	}
	c |= p.functionClass()
	if p.err != nil {
		return 0
	}
	var adjust ref
	switch {
	case c&classVtordispEx != 0:
		adjust = p.offsets(4)
	case c&classVtordisp != 0:
		adjust = p.offsets(2)
	case c&classAdjustor != 0:
		adjust = p.offsets(1)
	}
	if c&classUntyped != 0 {
		return p.add(node{kind: kindFunction, class: c})
	}
	fn := p.function(c&classWithoutThis == 0)
	if p.err != nil {
		return 0
	}
	p.nodes[fn].class = c
	p.nodes[fn].z = adjust
	return fn
}

// offsets reads count offsets of a thunk. They have 32 bits, so that a large
// one is negative.
func (p *parser) offsets(count int) ref {
	var l list
	for range count {
		number := p.numberNode()
		if n := &p.nodes[number]; n.kind == kindNumber && n.a == 0 && n.num() <= math.MaxUint32 {
			if v := int64(int32(n.num())); v < 0 {
				n.a = 1
				n.setNum(uint64(-v))
			}
		}
		p.push(&l, number)
	}
	return l.head
}

// accesses are the properties that the class letters of functions step through.
var accesses = [...]class{classPrivate, classProtected, classPublic}

// functionClass reads the letter of access and kind of a function, or the
// longer code of a thunk.
func (p *parser) functionClass() class {
	c := p.next()
	switch {
	case c == '9':
		return classExternC | classUntyped
	case c == 'Y' || c == 'Z':
		return classGlobal
	case 'A' <= c && c <= 'X':
		// Eight letters for each access: plain, static, virtual and thunk,
		// each near and far.
		i := int(c - 'A')
		access := accesses[i/8]
		switch i % 8 / 2 {
		case 1:
			return access | classStatic
		case 2:
			return access | classVirtual
		case 3:
			if access == classPrivate {
				// llvm-undname shows no virtual here, though it is.
				return access | classSilentVirt | classAdjustor
			}
			return access | classVirtual | classAdjustor
		}
		return access
	case c == '$':
		kind := classVtordisp
		if p.eat('R') {
			kind = classVtordispEx
		}
		if c := p.next(); '0' <= c && c <= '5' {
			return accesses[(c-'0')/2] | classVirtual | kind
		}
	}
	p.back()
	p.fail(p.orEOF(errEncoding))
	return 0
}
