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

// reset makes p ready for another name.
func (p *printer) reset() {
	p.tree = nil
	p.out = p.out[:0]
	p.full = noLimit
	p.depth, p.parens = 0, 0
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

// number writes n.
func (p *printer) number(n int) {
	var buf [20]byte
	p.str(string(strconv.AppendInt(buf[:0], int64(n), 10)))
}
