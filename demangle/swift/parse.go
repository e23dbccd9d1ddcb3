package swift

import "strings"

// A parser reads a mangling of Swift 4 and later: a program for a stack
// machine, written in post-fix order. Each operator pops its operands, nodes,
// from the stack and pushes one node. Operators are read in a loop, so the
// parser needs no recursion on the input.
//
// Methods return no node when the name breaks the grammar.
type parser struct {
	tree
	in      string
	pos     int
	stack   []ref
	subs    []ref          // substitutions: nodes that the name may refer to again
	idents  []span         // plain identifiers whose words are not looked for yet
	words   [maxWords]span // words of identifiers, which later ones may reuse
	nwords  int
	last    span  // what slice read last
	oldFunc bool  // labels are a part of the tuple of parameters (Swift 4.0)
	lists   []ref // lists of generic arguments, see boundGenericArgs
	depth   int   // nesting within the prefix grammar of Swift 1 to 3
	deep    bool  // the nesting went beyond maxParseDepth
}

const (
	maxWords = 26

	// maxRepeat is how often one operator may repeat a substitution or a
	// standard type; the mangler writes far fewer.
	maxRepeat = 2048

	// maxNumber bounds natural numbers in names, so that small sums cannot
	// overflow an int of 32 bits.
	maxNumber = 1<<31 - 64
)

func (p *parser) reset(name string) {
	p.tree.reset(name)
	p.in = name
	p.pos = 0
	p.stack = p.stack[:0]
	p.subs = p.subs[:0]
	p.idents = p.idents[:0]
	p.nwords = 0
	p.oldFunc = false
	p.lists = p.lists[:0]
	p.depth = 0
	p.deep = false
}

// peek returns the next byte, or 0 at the end.
func (p *parser) peek() byte {
	if p.pos < len(p.in) {
		return p.in[p.pos]
	}
	return 0
}

// next returns the next byte and moves past it, or returns 0 at the end.
func (p *parser) next() byte {
	if p.pos < len(p.in) {
		p.pos++
		return p.in[p.pos-1]
	}
	return 0
}

func (p *parser) nextIf(c byte) bool {
	if p.pos < len(p.in) && p.in[p.pos] == c {
		p.pos++
		return true
	}
	return false
}

func (p *parser) nextIfText(s string) bool {
	if strings.HasPrefix(p.in[p.pos:], s) {
		p.pos += len(s)
		return true
	}
	return false
}

// back moves before the byte that next returned.
func (p *parser) back() {
	if p.pos > 0 {
		p.pos--
	}
}

func (p *parser) push(n ref) { p.stack = append(p.stack, n) }

func (p *parser) pop() ref {
	if len(p.stack) == 0 {
		return 0
	}
	n := p.stack[len(p.stack)-1]
	p.stack = p.stack[:len(p.stack)-1]
	return n
}

// popKind pops the top of the stack if it is of the kind.
func (p *parser) popKind(k kind) ref {
	if i := len(p.stack) - 1; i >= 0 && p.nodes[p.stack[i]].kind == k {
		n := p.stack[i]
		p.stack = p.stack[:i]
		return n
	}
	return 0
}

// popTrait pops the top of the stack if its kind belongs to the group.
func (p *parser) popTrait(t trait) ref {
	if i := len(p.stack) - 1; i >= 0 && p.nodes[p.stack[i]].kind.has(t) {
		n := p.stack[i]
		p.stack = p.stack[:i]
		return n
	}
	return 0
}

// popEntity pops a type or a declaration.
func (p *parser) popEntity() ref {
	if n := p.popKind(kType); n != 0 {
		return n
	}
	return p.popTrait(isContext)
}

// popTypeChild pops a type and returns what it wraps.
func (p *parser) popTypeChild() ref { return p.child(p.popKind(kType), 0) }

// popNominal pops a type and returns the type declaration that it wraps.
func (p *parser) popNominal() ref {
	if n := p.popTypeChild(); n != 0 && p.kind(n).has(isNominal) {
		return n
	}
	return 0
}

func (p *parser) popModule() ref {
	if id := p.popKind(kIdentifier); id != 0 {
		return p.retag(id, kModule)
	}
	return p.popKind(kModule)
}

// popContext pops what a declaration is nested in.
func (p *parser) popContext() ref {
	if m := p.popModule(); m != 0 {
		return m
	}
	if t := p.popKind(kType); t != 0 {
		if c := p.child(t, 0); c != 0 && p.kind(c).has(isContext) {
			return c
		}
		return 0
	}
	return p.popTrait(isContext)
}

// popProtocol pops a protocol, given as a type or as a name in a context.
func (p *parser) popProtocol() ref {
	if t := p.popKind(kType); t != 0 {
		if !p.isProtocol(t) {
			return 0
		}
		return t
	}
	name := p.popTrait(isDeclName)
	ctx := p.popContext()
	return p.typed(p.with(kProtocol, ctx, name))
}

func (p *parser) isProtocol(n ref) bool {
	n = p.inner(n)
	return n != 0 && p.kind(n) == kProtocol
}

// addSub makes a node available to substitutions.
func (p *parser) addSub(n ref) ref {
	if n != 0 {
		p.subs = append(p.subs, n)
	}
	return n
}

// natural reads a decimal number.
func (p *parser) natural() (int, bool) {
	if !isDigit(p.peek()) {
		return 0, false
	}
	var n uint64
	for isDigit(p.peek()) {
		n = n*10 + uint64(p.next()-'0')
		if n > maxNumber {
			return 0, false
		}
	}
	return int(n), true
}

// index reads "_" for 0, or a number n and "_" for n+1.
func (p *parser) index() (int, bool) {
	if p.nextIf('_') {
		return 0, true
	}
	if n, ok := p.natural(); ok && p.nextIf('_') {
		return n + 1, true
	}
	return 0, false
}

// indexNode reads an index as a node.
func (p *parser) indexNode() ref {
	if n, ok := p.index(); ok {
		return p.numbered(kNumber, uint64(n))
	}
	return 0
}

// symbol reads all operators of the name, after the prefix, and returns the
// tree.
func (p *parser) symbol() ref {
	for p.pos < len(p.in) {
		n := p.operator()
		if n == 0 {
			return 0
		}
		p.push(n)
	}
	global := p.leaf(kGlobal)
	suffix := p.popKind(kSuffix)
	// Attributes on top of the function print first. What is partially
	// applied belongs to the forwarder.
	parent := global
	for {
		attr := p.popTrait(isFuncAttr)
		if attr == 0 {
			break
		}
		p.add(parent, attr)
		if k := p.kind(attr); k == kPartialApplyForwarder || k == kPartialApplyObjCForwarder {
			parent = attr
		}
	}
	for _, n := range p.stack {
		switch p.kind(n) {
		case kEmptyList, kFirstElementMarker, kVariadicMarker:
			return 0 // the operator that they are for is missing
		}
		p.add(parent, p.inner(n))
	}
	p.addOpt(global, suffix)
	if p.full || p.count(global) == 0 {
		return 0
	}
	return global
}

// operator reads one operator and returns its result.
func (p *parser) operator() ref {
	for p.nextIf(0xFF) { // padding that aligns symbolic references
	}
	switch c := p.next(); c {
	case 'A':
		return p.multiSubstitution()
	case 'B':
		return p.builtin()
	case 'C':
		return p.nominal(kClass)
	case 'D':
		return p.typeMangling()
	case 'E':
		return p.extension()
	case 'F':
		return p.plainFunction()
	case 'G':
		return p.boundGeneric()
	case 'H':
		return p.conformanceOperator()
	case 'I':
		return p.implFunctionType()
	case 'K':
		return p.leaf(kThrowsAnnotation)
	case 'L':
		return p.localIdentifier()
	case 'M':
		return p.metatypeOperator()
	case 'N':
		return p.with(kTypeMetadata, p.popKind(kType))
	case 'O':
		return p.nominal(kEnum)
	case 'P':
		return p.nominal(kProtocol)
	case 'Q':
		return p.archetype()
	case 'R':
		return p.requirement()
	case 'S':
		return p.standardSubstitution()
	case 'T':
		return p.thunk()
	case 'V':
		return p.nominal(kStructure)
	case 'W':
		return p.witness()
	case 'X':
		return p.specialType()
	case 'Y':
		return p.annotation()
	case 'Z':
		return p.with(kStatic, p.popEntity())
	case 'a':
		return p.nominal(kTypeAlias)
	case 'c':
		return p.popFunctionType(kFunctionType, false)
	case 'd':
		return p.leaf(kVariadicMarker)
	case 'f':
		return p.functionEntity()
	case 'g':
		return p.retroactiveConformance()
	case 'h':
		return p.typed(p.with(kShared, p.popTypeChild()))
	case 'i':
		return p.subscript()
	case 'l':
		return p.genericSignature(false)
	case 'm':
		return p.typed(p.with(kMetatype, p.popKind(kType)))
	case 'n':
		return p.typed(p.with(kOwned, p.popTypeChild()))
	case 'o':
		return p.operatorIdentifier()
	case 'p':
		return p.typed(p.protocolList())
	case 'q':
		return p.typed(p.genericParam())
	case 'r':
		return p.genericSignature(true)
	case 's':
		return p.named(kModule, "Swift")
	case 't':
		return p.popTuple()
	case 'u':
		sig := p.popKind(kDependentGenericSignature)
		return p.typed(p.with(kDependentGenericType, sig, p.popKind(kType)))
	case 'v':
		return p.accessor(p.entity(kVariable))
	case 'w':
		return p.valueWitness()
	case 'x':
		return p.typed(p.param(0, 0))
	case 'y':
		return p.leaf(kEmptyList)
	case 'z':
		return p.typed(p.with(kInOut, p.popTypeChild()))
	case '_':
		return p.leaf(kFirstElementMarker)
	case '.':
		p.back()
		s := p.cut(kSuffix, p.pos, len(p.in))
		p.pos = len(p.in)
		return s
	case '$':
		return p.integer()
	default:
		if isDigit(c) {
			p.back()
			return p.identifier()
		}
		// Bytes 1 to 0x0C are references to records in memory, which a name
		// by itself cannot resolve.
		return 0
	}
}

// integer reads the value of an integer generic argument, after "$".
func (p *parser) integer() ref {
	k := kInteger
	if p.nextIf('n') {
		k = kNegativeInteger
	}
	n, ok := p.index()
	if !ok {
		return 0
	}
	return p.typed(p.numbered(k, uint64(n)))
}

// multiSubstitution reads references to substitutions, after "A": lower-case
// letters that push one each, closed by an upper-case letter, or a large
// index. A number before a letter repeats it.
func (p *parser) multiSubstitution() ref {
	repeat, counted := 0, false
	for {
		c := p.next()
		switch {
		case isLower(c):
			n := p.repeatSub(repeat, int(c-'a'))
			if n == 0 {
				return 0
			}
			p.push(n)
			repeat, counted = 0, false
		case isUpper(c):
			return p.repeatSub(repeat, int(c-'A'))
		case c == '_':
			// The index is that of the table's rest, after 26 letters.
			i := 26
			if counted {
				i = repeat + 27
			}
			if i >= len(p.subs) {
				return 0
			}
			return p.subs[i]
		default:
			if c == 0 || counted {
				return 0
			}
			p.back()
			if repeat, counted = p.natural(); !counted {
				return 0
			}
		}
	}
}

// repeatSub pushes a substitution repeat-1 times and returns it.
func (p *parser) repeatSub(repeat, i int) ref {
	if i >= len(p.subs) {
		return 0
	}
	return p.repeat(repeat, p.subs[i])
}

func (p *parser) repeat(times int, n ref) ref {
	if times > maxRepeat || !p.charge(max(times-1, 0)) {
		return 0
	}
	for range times - 1 {
		p.push(n)
	}
	return n
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLower(c byte) bool  { return 'a' <= c && c <= 'z' }
func isUpper(c byte) bool  { return 'A' <= c && c <= 'Z' }
func isLetter(c byte) bool { return isLower(c) || isUpper(c) }
