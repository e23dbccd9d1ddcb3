package itanium

import "strconv"

// maxPrintDepth bounds how deep nodes may nest when they are printed. It is
// greater than maxDepth because a substitution can stand for something that
// was deep already.
const maxPrintDepth = 1024

// noPack says that no pack expansion is going on.
const noPack = -1

// A printer writes a tree. Like LLVM's, it writes a type in two parts, left
// and right of what is declared with it.
//
// Because substitutions make the tree a graph that can unfold exponentially,
// every node visited costs a unit of work, and so do every 16 bytes written;
// when the work or the room is used up, the printer stops and full is set.
type printer struct {
	*tree
	out   []byte
	max   int   // bytes that may be written
	work  int   // units left
	full  limit // why it stopped
	depth int

	noParams, noReturn, noArgs bool

	// The pack being expanded, as the members that packs are to show; noPack
	// outside of an expansion, and until the first pack in it is met.
	packIndex, packLen int

	// How many parentheses are open since the last template argument list: in
	// none of them > would end the list.
	parens int
}

// A limit says what a name has too much of.
type limit uint8

const (
	noLimit limit = iota
	lengthLimit
	workLimit
	depthLimit
)

// stop ends the printing.
func (p *printer) stop(why limit) {
	if p.full == noLimit {
		p.full = why
	}
	p.work = -1
}

// str appends s.
func (p *printer) str(s string) {
	if len(s) > p.max-len(p.out) {
		p.stop(lengthLimit)
		return
	}
	if p.work < 0 {
		p.stop(workLimit)
		return
	}
	p.work -= len(s) >> 4
	p.out = append(p.out, s...)
}

// char appends c.
func (p *printer) char(c byte) {
	if len(p.out) >= p.max {
		p.stop(lengthLimit)
		return
	}
	p.out = append(p.out, c)
}

func (p *printer) open() {
	p.parens++
	p.char('(')
}

func (p *printer) close() {
	p.parens--
	p.char(')')
}

// print writes both parts of n.
func (p *printer) print(n ref) {
	p.left(n)
	if p.shapeOf(n)&hasRight != 0 {
		p.right(n)
	}
}

// operand writes n, in parentheses if it does not bind tighter than the
// expression around it, whose precedence is pr; with equal, the same
// precedence needs none.
func (p *printer) operand(n ref, pr prec, equal bool) {
	own := p.nodes[n].prec
	if own > pr || own == pr && !equal {
		p.open()
		p.print(n)
		p.close()
		return
	}
	p.print(n)
}

// enter counts a node.
func (p *printer) enter() bool {
	p.depth++
	p.work--
	switch {
	case p.work < 0:
		p.stop(workLimit)
	case p.depth > maxPrintDepth:
		p.stop(depthLimit)
	default:
		return true
	}
	return false
}

// commas writes the members of a list. Empty pack expansions leave no trace.
func (p *printer) commas(items []ref) {
	first := true
	for _, n := range items {
		before := len(p.out)
		if !first {
			p.str(", ")
		}
		after := len(p.out)
		p.operand(n, precComma, false)
		if p.full != noLimit {
			return
		}
		if len(p.out) == after {
			p.out = p.out[:before]
			continue
		}
		first = false
	}
}

// shapeOf returns the shape of a type; within packs it depends on the member
// that is being printed.
func (p *printer) shapeOf(n ref) shape {
	s := p.nodes[n].shape
	if s&dynamic == 0 {
		return s
	}
	if !p.enter() {
		p.depth--
		return 0
	}
	switch x := &p.nodes[n]; x.kind {
	case pack:
		s = p.shapeOf(p.packMember(x))
	case forwardParam:
		if x.flag == 0 {
			x.flag = 1
			s = p.shapeOf(x.b)
			x.flag = 0
		}
	case qualified:
		s = p.shapeOf(x.a)
	case memberPointer:
		s = p.shapeOf(x.b) & hasRight
	case pointer, lvalueRef, rvalueRef:
		s = p.shapeOf(x.a) & hasRight
	}
	p.depth--
	return s &^ dynamic
}

// packMember returns the member of a pack that the current round of the
// expansion shows, 0 if it has none. Outside of an expansion that is the
// first.
func (p *printer) packMember(x *node) ref {
	if p.packLen == noPack {
		p.packLen, p.packIndex = int(x.b), 0
	}
	if p.packIndex >= int(x.b) {
		return 0
	}
	return p.items[int(x.a)+p.packIndex]
}

// expand writes a pack expansion: n once for each member of the packs in it.
func (p *printer) expand(n ref) {
	index, length := p.packIndex, p.packLen
	p.packIndex, p.packLen = 0, noPack
	begin := len(p.out)
	p.print(n)
	switch {
	case p.packLen == noPack: // no pack in it: it is about a function parameter
		p.str("...")
	case p.packLen == 0:
		if p.full == noLimit {
			p.out = p.out[:begin]
		}
	default:
		for i := 1; i < p.packLen && p.full == noLimit; i++ {
			p.str(", ")
			p.packIndex = i
			p.print(n)
		}
	}
	p.packIndex, p.packLen = index, length
}

// quals writes cv-qualifiers and ref-qualifiers.
func (p *printer) quals(q uint8) {
	if q == 0 {
		return
	}
	if q&quConst != 0 {
		p.str(" const")
	}
	if q&quVolatile != 0 {
		p.str(" volatile")
	}
	if q&quRestrict != 0 {
		p.str(" restrict")
	}
	switch {
	case q&quLRef != 0:
		p.str(" &")
	case q&quRRef != 0:
		p.str(" &&")
	}
}

// signed writes a number in which n stands for the minus sign.
func (p *printer) signed(s string) {
	if s != "" && s[0] == 'n' {
		p.char('-')
		s = s[1:]
	}
	p.str(s)
}

// left writes what stands before the declared name; for all but types that is
// everything.
func (p *printer) left(n ref) {
	if !p.enter() {
		p.depth--
		return
	}
	x := &p.nodes[n]
	switch x.kind {
	case textNode:
		p.str(p.in[x.a : x.a+x.b])
	case wordNode:
		p.str(words[x.a])
	case listNode:
		p.commas(p.items[x.a : x.a+x.b])
	case nestedName:
		p.print(x.a)
		p.str("::")
		p.print(x.b)
	case templateName:
		p.print(x.a)
		p.print(x.b)
	case templateArgs:
		p.args(x)
	case pointer:
		p.pointerLeft(x)
	case lvalueRef, rvalueRef:
		p.refLeft(n)
	case qualified:
		p.left(x.a)
		p.quals(x.flag)
	case encoding:
		p.encodingLeft(x)
	case functionType:
		p.left(x.a)
		p.char(' ')
	case arrayType:
		p.left(x.a)
	case memberPointer:
		p.left(x.b)
		if p.shapeOf(x.b)&(hasArray|hasFunction) != 0 {
			p.char('(')
		} else {
			p.char(' ')
		}
		p.print(x.a)
		p.str("::*")
	case pack:
		if m := p.packMember(x); m != 0 {
			p.left(m)
		}
	case argPack:
		p.commas(p.items[x.a : x.a+x.b])
	case packExpansion:
		p.expand(x.a)
	case forwardParam:
		if x.flag == 0 {
			x.flag = 1
			p.left(x.b)
			x.flag = 0
		}
	case standardName:
		s := &standardNames[x.a]
		p.str("std::")
		if x.flag == 0 {
			p.str(s.name)
			break
		}
		p.str(s.base)
		if !p.noArgs {
			p.str(s.full)
		}
	case ctorName:
		if x.flag != 0 {
			p.char('~')
		}
		p.baseName(x.a)
	case operatorName:
		s := operators[x.a].text
		p.str("operator")
		if s[0] >= 'a' && s[0] <= 'z' {
			p.char(' ')
		}
		p.str(s)
	case specialName:
		p.str(words[x.a])
		p.print(x.b)
	default:
		if x.kind < pack {
			p.otherName(x)
		} else {
			p.expression(x)
		}
	}
	p.depth--
}

// otherName writes the rarer names and types.
func (p *printer) otherName(x *node) {
	switch x.kind {
	case globalName:
		p.str("::")
		p.print(x.a)
	case conversionName:
		p.str("operator ")
		p.print(x.a)
	case literalName:
		p.str(`operator"" `)
		p.print(x.a)
	case abiTagged:
		p.print(x.a)
		p.str("[abi:")
		p.print(x.b)
		p.char(']')
	case moduleName:
		p.print(x.a)
		switch {
		case x.flag != 0:
			p.char(':')
		case x.a != 0:
			p.char('.')
		}
		p.print(x.b)
	case moduleEntity:
		p.print(x.b)
		p.char('@')
		p.print(x.a)
	case friendName:
		p.print(x.a)
		p.str("::friend ")
		p.print(x.b)
	case bindingName:
		p.char('[')
		p.print(x.a)
		p.char(']')
	case unnamedType:
		p.str("'unnamed")
		p.print(x.b)
		p.char('\'')
	case lambdaType:
		tail := p.nodes[x.c]
		p.str("'lambda")
		p.print(tail.c)
		p.char('\'')
		p.lambdaDeclarator(x)
	case dtorName:
		p.char('~')
		p.print(x.a)
	case constructionTable:
		p.str("construction vtable for ")
		p.print(x.a)
		p.str("-in-")
		p.print(x.b)
	case thisParam:
		p.str("this ")
		p.print(x.a)
	case noexceptSpec:
		p.str("noexcept(")
		p.print(x.a)
		p.char(')')
	case throwSpec:
		p.str("throw(")
		p.print(x.a)
		p.char(')')
	case vendorQualified:
		p.print(x.a)
		p.char(' ')
		p.print(x.b)
		p.print(x.c)
	case suffixed:
		p.left(x.a)
		p.str(words[x.b])
	case prefixed:
		p.str(words[x.a])
		p.print(x.b)
	case vectorType:
		p.print(x.a)
		p.str(" vector[")
		p.print(x.b)
		p.char(']')
	case pixelVector:
		p.str("pixel vector[")
		p.print(x.a)
		p.char(']')
	case bitInt:
		if x.flag != 0 {
			p.str("unsigned ")
		}
		p.str("_BitInt")
		p.open()
		p.operand(x.a, precDefault, false)
		p.close()
	case floatN:
		p.str("_Float")
		p.print(x.a)
		p.str(words[x.b])
	case transformedType:
		p.print(x.a)
		p.char('(')
		p.print(x.b)
		p.char(')')
	case objcProtocol:
		p.print(x.a)
		p.char('<')
		p.print(x.b)
		p.char('>')
	}
}

// right writes what stands after the declared name.
func (p *printer) right(n ref) {
	if !p.enter() {
		p.depth--
		return
	}
	switch x := &p.nodes[n]; x.kind {
	case pointer:
		if p.isObjCObject(x.a) {
			break
		}
		if p.shapeOf(x.a)&(hasArray|hasFunction) != 0 {
			p.char(')')
		}
		p.right(x.a)
	case lvalueRef, rvalueRef:
		_, t := p.collapse(n)
		if t == 0 {
			break
		}
		if p.shapeOf(t)&(hasArray|hasFunction) != 0 {
			p.char(')')
		}
		p.right(t)
	case qualified:
		p.right(x.a)
	case encoding:
		p.encodingRight(x)
	case functionType:
		p.open()
		p.commas(p.list(x.b))
		p.close()
		p.right(x.a)
		p.quals(x.flag)
		if x.c != 0 {
			p.char(' ')
			p.print(x.c)
		}
	case arrayType:
		if len(p.out) == 0 || p.out[len(p.out)-1] != ']' {
			p.char(' ')
		}
		p.char('[')
		p.print(x.b)
		p.char(']')
		p.right(x.a)
	case memberPointer:
		if p.shapeOf(x.b)&(hasArray|hasFunction) != 0 {
			p.char(')')
		}
		p.right(x.b)
	case pack:
		if m := p.packMember(x); m != 0 {
			p.right(m)
		}
	case forwardParam:
		if x.flag == 0 {
			x.flag = 1
			p.right(x.b)
			x.flag = 0
		}
	}
	p.depth--
}

// args writes template arguments.
func (p *printer) args(x *node) {
	if p.noArgs {
		return
	}
	parens := p.parens
	p.parens = 0
	p.char('<')
	p.commas(p.list(x.a))
	p.char('>')
	p.parens = parens
}

// isObjCObject reports whether t is objc_object with a protocol, a pointer to
// which is written id<protocol>.
func (p *printer) isObjCObject(t ref) bool {
	x := &p.nodes[t]
	return x.kind == objcProtocol && p.text(x.a) == "objc_object"
}

func (p *printer) pointerLeft(x *node) {
	if p.isObjCObject(x.a) {
		p.str("id<")
		p.print(p.nodes[x.a].b)
		p.char('>')
		return
	}
	p.left(x.a)
	p.declarator(x.a)
	p.char('*')
}

func (p *printer) refLeft(n ref) {
	k, t := p.collapse(n)
	if t == 0 {
		return
	}
	p.left(t)
	p.declarator(t)
	if k == lvalueRef {
		p.char('&')
	} else {
		p.str("&&")
	}
}

// declarator opens the parenthesis that a pointer or reference to t needs.
func (p *printer) declarator(t ref) {
	s := p.shapeOf(t)
	if s&hasArray != 0 {
		p.char(' ')
	}
	if s&(hasArray|hasFunction) != 0 {
		p.char('(')
	}
}

// collapse returns the sort of reference that references to references come
// to, and what is referred to: 0 if that is itself, as hostile names have it.
func (p *printer) collapse(n ref) (kind, ref) {
	k, t := p.nodes[n].kind, p.nodes[n].a
	for i := 0; ; i++ {
		if i == maxDepth {
			return k, 0
		}
		p.work--
		x := &p.nodes[t]
		for i := 0; i < maxDepth; i++ { // look through what stands for another type
			next := ref(0)
			switch {
			case x.kind == pack:
				next = p.packMember(x)
			case x.kind == forwardParam && x.flag == 0:
				next = x.b
			}
			if next == 0 {
				break
			}
			p.work--
			x = &p.nodes[next]
		}
		if x.kind != lvalueRef && x.kind != rvalueRef {
			break
		}
		k, t = min(k, x.kind), x.a
	}
	return k, t
}

// encodingLeft writes the return type and the name of a function.
func (p *printer) encodingLeft(x *node) {
	if x.a != 0 && !p.noReturn {
		p.left(x.a)
		if p.shapeOf(x.a)&hasRight == 0 {
			p.char(' ')
		}
	}
	p.print(x.b)
}

// encodingRight writes the parameters and what follows them.
func (p *printer) encodingRight(x *node) {
	if p.noParams && x.flag&quOuter != 0 {
		if x.a != 0 && !p.noReturn {
			p.right(x.a)
		}
		return
	}
	tail := p.nodes[x.c]
	p.open()
	p.commas(p.list(tail.a))
	p.close()
	if x.a != 0 && !p.noReturn {
		p.right(x.a)
	}
	p.quals(x.flag)
	if tail.b != 0 {
		p.str(" [enable_if:")
		p.commas(p.list(tail.b))
		p.char(']')
	}
	if tail.c != 0 {
		p.str(" requires ")
		p.print(tail.c)
	}
}

// lambdaDeclarator writes the template parameters and parameters of a lambda.
func (p *printer) lambdaDeclarator(x *node) {
	tail := p.nodes[x.c]
	if x.a != 0 {
		parens := p.parens
		p.parens = 0
		p.char('<')
		p.commas(p.list(x.a))
		p.char('>')
		p.parens = parens
	}
	if tail.a != 0 {
		p.str(" requires ")
		p.print(tail.a)
		p.char(' ')
	}
	p.open()
	p.commas(p.list(x.b))
	p.close()
	if tail.b != 0 {
		p.str(" requires ")
		p.print(tail.b)
	}
}

// baseName writes the last part of a class's name, without template
// arguments, as constructors repeat it.
func (p *printer) baseName(n ref) {
	for p.work >= 0 {
		p.work--
		x := &p.nodes[n]
		switch x.kind {
		case textNode, wordNode, operatorName:
			p.left(n)
			return
		case standardName:
			p.str(standardBase(x.a, x.flag != 0))
			return
		case nestedName, moduleEntity, friendName:
			n = x.b
		case templateName, abiTagged, ctorName, specialName:
			n = x.a
		case forwardParam:
			if x.flag != 0 || x.b == 0 {
				return
			}
			n = x.b
		default:
			return
		}
	}
}

// number writes n.
func (p *printer) number(n int) {
	var buf [20]byte
	p.str(string(strconv.AppendInt(buf[:0], int64(n), 10)))
}
