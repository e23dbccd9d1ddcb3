package itanium

// exprPrimary reads L value E.
func (p *parser) exprPrimary() ref {
	if !p.enter() {
		p.leave()
		return 0
	}
	defer p.leave()
	p.need('L')
	c := p.peek()
	switch c {
	case 'b':
		if p.eatWord("b0E") {
			return p.word(wFalse)
		}
		if p.eatWord("b1E") {
			return p.word(wTrue)
		}
		return p.fail()
	case 'f', 'd', 'e':
		p.pos++
		return p.float(c)
	case '_':
		if !p.eat2('_', 'Z') {
			return p.fail()
		}
		n := p.encoding(false)
		p.need('E')
		return n
	case 'A':
		t := p.typ()
		p.need('E')
		return p.add(stringLiteral, t, 0, 0)
	case 'D':
		if p.eat2('D', 'n') {
			p.eat('0')
			p.need('E')
			return p.word(wNullptr)
		}
	case 'T':
		return p.fail() // not allowed by the ABI
	case 'U':
		if p.peekAt(1) == 'l' {
			t := p.unnamedTypeName()
			p.need('E')
			return p.add(lambdaExpr, t, 0, 0)
		}
	}
	if cast, suffix, ok := integerType(c); ok {
		p.pos++
		start := p.digits(true)
		if start == p.pos {
			return p.fail()
		}
		n := p.add(integerLiteral, p.textAt(start), cast, suffix)
		p.need('E')
		return n
	}
	t := p.typ()
	start := p.digits(true)
	if start == p.pos {
		return p.fail()
	}
	n := p.add(enumLiteral, t, p.textAt(start), 0)
	p.need('E')
	return n
}

// integerType says how literals of a builtin integer type are written: with a
// cast before them, or a suffix after them.
func integerType(code byte) (cast, suffix ref, ok bool) {
	switch code {
	case 'i':
		return wNone, wNone, true
	case 'j':
		return wNone, wSuffixU, true
	case 'l':
		return wNone, wSuffixL, true
	case 'm':
		return wNone, wSuffixUL, true
	case 'x':
		return wNone, wSuffixLL, true
	case 'y':
		return wNone, wSuffixULL, true
	case 'w', 'c', 'a', 'h', 's', 't', 'n', 'o':
		return builtin(code), wNone, true
	}
	return wNone, wNone, false
}

// float reads the hexadecimal digits of a floating-point literal.
func (p *parser) float(code byte) ref {
	format, n := floatFormat(code)
	start := p.pos
	for c := p.peek(); isDigit(c) || c >= 'a' && c <= 'f'; c = p.peek() {
		p.pos++
	}
	got := p.pos - start
	if got != n && (format != longLiteral || got != 32) {
		return p.fail()
	}
	p.need('E')
	return p.addFlag(floatLiteral, format, ref(start), ref(got), 0)
}

// isCharArray reports whether t is an array of char and all that initializes
// it are literals.
func (p *parser) isCharArray(t, list ref) bool {
	if x := p.nodes[t]; x.kind != arrayType || p.nodes[x.a].kind != wordNode || p.nodes[x.a].a != builtin('c') {
		return false
	}
	for _, n := range p.list(list) {
		x := p.nodes[n]
		if x.kind != integerLiteral || x.b != builtin('c') {
			return false
		}
		if _, ok := charValue(p.text(x.a)); !ok {
			return false
		}
	}
	return true
}
