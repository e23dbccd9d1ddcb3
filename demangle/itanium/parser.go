package itanium

// maxDepth bounds how deep names, types and expressions may nest. None of
// 170,000 real symbols nests deeper than 48 levels.
const maxDepth = 256

// A parser reads a mangled name into a tree.
//
// After a failure nothing is left of the input and bad is set, so that every
// loop ends; nodes made after that are never printed.
type parser struct {
	tree
	pos      int
	bad      bool
	failedAt int  // where the first failure was
	tooDeep  bool // whether it was for maxDepth
	depth    int

	stack []ref // members of the lists being read
	subs  []ref // substitution candidates

	// Template parameters by level. Level 0 is the arguments of the innermost
	// encoding, the levels above it belong to generic lambdas.
	outer      []ref // arguments for level 0, of the encodings being read
	outerBase  int   // where those of the innermost encoding begin
	lambda     []ref // parameters that lambdas declare
	levels     []level
	levelBase  int // where the levels of the innermost encoding begin
	lambdaAt   int // level of the lambda whose parameters are being read, or noLambda
	forwards   []ref
	invented   [3]int // how many parameters of each sort have been given names
	noTmplArgs bool   // a template argument list belongs to what encloses the type
	forwardOK  bool   // a template parameter may refer to arguments that follow
	untracked  bool   // parameters of an enclosing template are not known
}

const noLambda = -1

// A level is one level of template parameters.
type level struct {
	kind       levelKind
	start, end int // in parser.lambda
}

type levelKind uint8

const (
	levelOuter  levelKind = iota // the arguments of the encoding
	levelLambda                  // declared by a lambda
	levelAuto                    // invented for auto parameters
)

// reset makes p ready for another name.
func (p *parser) reset() {
	p.in = ""
	p.nodes, p.items = p.nodes[:0], p.items[:0]
	p.stack, p.subs = p.stack[:0], p.subs[:0]
	p.outer, p.lambda = p.outer[:0], p.lambda[:0]
	p.levels, p.forwards = p.levels[:0], p.forwards[:0]
	p.pos, p.failedAt, p.depth = 0, 0, 0
	p.outerBase, p.levelBase = 0, 0
	p.bad, p.tooDeep = false, false
	p.noTmplArgs, p.forwardOK, p.untracked = false, false, false
	p.invented = [3]int{}
}

// fail ends the input.
func (p *parser) fail() ref {
	if !p.bad {
		p.bad = true
		p.failedAt = p.pos
	}
	p.pos = len(p.in)
	return 0
}

// enter counts a level of nesting. Every call, also one that failed, is
// followed by leave.
func (p *parser) enter() bool {
	p.depth++
	if p.depth > maxDepth {
		p.tooDeep = p.tooDeep || !p.bad
		p.fail()
		return false
	}
	return true
}

func (p *parser) leave() { p.depth-- }

// peek returns the next byte, 0 at the end.
func (p *parser) peek() byte {
	if p.pos < len(p.in) {
		return p.in[p.pos]
	}
	return 0
}

// peekAt returns the byte n places ahead, 0 past the end.
func (p *parser) peekAt(n int) byte {
	if p.pos+n < len(p.in) {
		return p.in[p.pos+n]
	}
	return 0
}

// eat skips the next byte if it is c.
func (p *parser) eat(c byte) bool {
	if p.pos < len(p.in) && p.in[p.pos] == c {
		p.pos++
		return true
	}
	return false
}

// eat2 skips the next two bytes if they are c and d.
func (p *parser) eat2(c, d byte) bool {
	if p.pos+1 < len(p.in) && p.in[p.pos] == c && p.in[p.pos+1] == d {
		p.pos += 2
		return true
	}
	return false
}

// eatWord skips s if it is next.
func (p *parser) eatWord(s string) bool {
	if len(p.in)-p.pos >= len(s) && p.in[p.pos:p.pos+len(s)] == s {
		p.pos += len(s)
		return true
	}
	return false
}

// need skips the next byte, which has to be c.
func (p *parser) need(c byte) {
	if !p.eat(c) {
		p.fail()
	}
}

// add appends a node and returns its ref.
func (p *parser) add(k kind, a, b, c ref) ref {
	p.nodes = append(p.nodes, node{kind: k, a: a, b: b, c: c})
	return ref(len(p.nodes) - 1)
}

// addPrec is add for an expression.
func (p *parser) addPrec(k kind, pr prec, a, b, c ref) ref {
	p.nodes = append(p.nodes, node{kind: k, prec: pr, a: a, b: b, c: c})
	return ref(len(p.nodes) - 1)
}

// addFlag is add for a node with flags.
func (p *parser) addFlag(k kind, flag uint8, a, b, c ref) ref {
	p.nodes = append(p.nodes, node{kind: k, flag: flag, a: a, b: b, c: c})
	return ref(len(p.nodes) - 1)
}

// addType is add for a type with a shape.
func (p *parser) addType(k kind, flag uint8, s shape, a, b, c ref) ref {
	p.nodes = append(p.nodes, node{kind: k, flag: flag, shape: s, a: a, b: b, c: c})
	return ref(len(p.nodes) - 1)
}

// word adds a static text.
func (p *parser) word(w ref) ref { return p.add(wordNode, w, 0, 0) }

// textAt adds the text from start to the current place.
func (p *parser) textAt(start int) ref {
	return p.add(textNode, ref(start), ref(p.pos-start), 0)
}

// rest returns the list of what was pushed on the stack since mark.
func (p *parser) rest(mark int) ref {
	n := len(p.stack) - mark
	if n == 0 {
		return 0
	}
	start := len(p.items)
	p.items = append(p.items, p.stack[mark:]...)
	p.stack = p.stack[:mark]
	return p.add(listNode, ref(start), ref(n), 0)
}

func (p *parser) push(n ref) { p.stack = append(p.stack, n) }

// subst makes n a substitution candidate.
func (p *parser) subst(n ref) { p.subs = append(p.subs, n) }

func isDigit(c byte) bool { return c-'0' < 10 }

// digits skips digits, after an n if negative is allowed, and returns where
// they begin. There may be none: then the place has not moved.
func (p *parser) digits(negative bool) (start int) {
	start = p.pos
	if negative && p.peek() == 'n' && isDigit(p.peekAt(1)) {
		p.pos++
	}
	for isDigit(p.peek()) {
		p.pos++
	}
	return start
}

// number reads a number that counts something in the input; one greater than
// the input's length is refused.
func (p *parser) number() int {
	if !isDigit(p.peek()) {
		p.fail()
		return 0
	}
	n := 0
	for isDigit(p.peek()) {
		n = n*10 + int(p.in[p.pos]-'0')
		if n > len(p.in) {
			p.fail()
			return 0
		}
		p.pos++
	}
	return n
}

// seqID reads a number in base 36 and the _ after it; no digits are 0, "0" is
// 1 and so on. Numbers greater than the input's length are refused.
func (p *parser) seqID() int {
	if p.eat('_') {
		return 0
	}
	n := 0
	for {
		c := p.peek()
		switch {
		case isDigit(c):
			n = n*36 + int(c-'0')
		case c >= 'A' && c <= 'Z':
			n = n*36 + int(c-'A') + 10
		case c == '_':
			p.pos++
			return n + 1
		default:
			p.fail()
			return 0
		}
		if n > len(p.in) {
			p.fail()
			return 0
		}
		p.pos++
	}
}

// substitution reads S followed by a letter or a number: what was named
// before, or a part of the standard library. St is not read here.
func (p *parser) substitution() ref {
	if !p.eat('S') {
		return p.fail()
	}
	if c := p.peek(); c >= 'a' && c <= 'z' {
		for i := range standardNames {
			if standardNames[i].code != c {
				continue
			}
			p.pos++
			n := p.add(standardName, ref(i), 0, 0)
			if tagged := p.abiTags(n); tagged != n {
				p.subst(tagged)
				return tagged
			}
			return n
		}
		return p.fail()
	}
	i := p.seqID()
	if p.bad || i >= len(p.subs) {
		return p.fail()
	}
	return p.subs[i]
}

// templateParam reads T_, T0_, TL0__ and so on.
func (p *parser) templateParam() ref {
	begin := p.pos
	if !p.eat('T') {
		return p.fail()
	}
	lev, index := 0, 0
	if p.eat('L') {
		lev = p.number() + 1
		p.need('_')
	}
	if !p.eat('_') {
		index = p.number() + 1
		p.need('_')
	}
	if p.bad {
		return 0
	}
	if p.untracked {
		return p.add(textNode, ref(begin), ref(p.pos-1-begin), 0)
	}
	if p.forwardOK && lev == 0 {
		n := p.addType(forwardParam, 0, dynamic, ref(index), 0, 0)
		p.forwards = append(p.forwards, n)
		return n
	}
	if n := p.lookupParam(lev, index); n != 0 {
		return n
	}
	// The parameter of a generic lambda that was written auto.
	if known := len(p.levels) - p.levelBase; p.lambdaAt == lev && lev <= known {
		if lev == known {
			p.levels = append(p.levels, level{kind: levelAuto})
		}
		return p.word(wAuto)
	}
	return p.fail()
}

// lookupParam returns the template parameter of a level, 0 if there is none.
func (p *parser) lookupParam(lev, index int) ref {
	if lev >= len(p.levels)-p.levelBase {
		return 0
	}
	var params []ref
	switch l := p.levels[p.levelBase+lev]; l.kind {
	case levelOuter:
		params = p.outer[p.outerBase:]
	case levelLambda:
		params = p.lambda[l.start:l.end]
	}
	if index >= len(params) {
		return 0
	}
	return params[index]
}

// A scope remembers the template parameters outside an encoding, so that
// those within do not mix with them.
type scope struct{ outerBase, levelBase, outerLen, levelLen, lambdaAt int }

func (p *parser) openScope() scope {
	s := scope{p.outerBase, p.levelBase, len(p.outer), len(p.levels), p.lambdaAt}
	p.outerBase, p.levelBase = len(p.outer), len(p.levels)
	return s
}

func (p *parser) closeScope(s scope) {
	p.outer, p.levels = p.outer[:s.outerLen], p.levels[:s.levelLen]
	p.outerBase, p.levelBase = s.outerBase, s.levelBase
}

// templateArgsOf reads I args E. With tag the arguments become those that
// template parameters refer to.
func (p *parser) templateArgsOf(tag bool) ref {
	if !p.eat('I') {
		return p.fail()
	}
	if !p.enter() {
		p.leave()
		return 0
	}
	saved := p.noTmplArgs
	p.noTmplArgs = false
	if tag {
		p.levels = append(p.levels[:p.levelBase], level{kind: levelOuter})
		p.outer = p.outer[:p.outerBase]
	}
	mark := len(p.stack)
	for !p.eat('E') {
		arg := p.templateArg()
		if p.bad {
			break
		}
		p.push(arg)
		if tag {
			p.outer = append(p.outer, p.paramOf(arg))
		}
		if p.eat('Q') { // LLVM reads the constraint of a template and does not print it
			p.constraintExpr()
			p.need('E')
			break
		}
	}
	list := p.rest(mark)
	p.noTmplArgs = saved
	p.leave()
	return p.add(templateArgs, list, 0, 0)
}

// paramOf returns what a template parameter stands for whose argument is arg.
func (p *parser) paramOf(arg ref) ref {
	n := p.nodes[arg]
	if n.kind == paramWithArg {
		arg = n.b
		n = p.nodes[arg]
	}
	if n.kind != argPack {
		return arg
	}
	// The pack has a right part only if one of its members does.
	var s shape
	for _, m := range p.items[n.a : n.a+n.b] {
		if p.nodes[m].shape != 0 {
			s = dynamic
		}
	}
	return p.addType(pack, 0, s, n.a, n.b, 0)
}

// templateArg reads one template argument.
func (p *parser) templateArg() ref {
	switch p.peek() {
	case 'X':
		p.pos++
		e := p.expr()
		p.need('E')
		return e
	case 'J', 'I': // I is how GCC 4.4 wrote it
		p.pos++
		mark := len(p.stack)
		if !p.enter() {
			p.leave()
			return 0
		}
		for !p.eat('E') {
			arg := p.templateArg()
			if p.bad {
				break
			}
			p.push(arg)
		}
		p.leave()
		start, n := len(p.items), len(p.stack)-mark
		p.items = append(p.items, p.stack[mark:]...)
		p.stack = p.stack[:mark]
		return p.add(argPack, ref(start), ref(n), 0)
	case 'L':
		if p.peekAt(1) != 'Z' {
			return p.exprPrimary()
		}
		p.pos += 2
		e := p.encoding(false)
		p.need('E')
		return e
	case 'T':
		if !isParamDecl(p.peekAt(1)) {
			return p.typ()
		}
		decl := p.paramDecl(false)
		arg := p.templateArg()
		return p.add(paramWithArg, decl, arg, 0)
	}
	return p.typ()
}
