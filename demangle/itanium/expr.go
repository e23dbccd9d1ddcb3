package itanium

// expr reads an <expression>.
func (p *parser) expr() ref {
	if !p.enter() {
		p.leave()
		return 0
	}
	defer p.leave()
	global := p.eat2('g', 's')
	if op := findOperator(p.peek(), p.peekAt(1)); op >= 0 {
		p.pos += 2
		return p.operatorExpr(ref(op), global)
	}
	c, d := p.peek(), p.peekAt(1)
	switch {
	case d == 0:
		return p.fail()
	case c == 'L':
		return p.exprPrimary()
	case c == 'T':
		return p.templateParam()
	case c == 'f' && (d == 'p' || d == 'L' && isDigit(p.peekAt(2))):
		return p.functionParam()
	case c == 'f':
		return p.foldExpr()
	case c == 'u':
		p.pos++
		return p.vendorExpr()
	case c == 'r' && (d == 'q' || d == 'Q'):
		return p.requiresExpr()
	}

	p.pos += 2
	switch {
	case c == 'i' && d == 'l':
		return p.add(initList, 0, p.exprsToE(), 0)
	case c == 't' && d == 'l':
		t := p.typ()
		list := p.exprsToE()
		if p.isCharArray(t, list) {
			return p.add(charList, t, list, 0)
		}
		return p.add(initList, t, list, 0)
	case c == 'm' && d == 'c': // member pointer conversion
		t := p.typ()
		e := p.expr()
		p.digits(true)
		p.need('E')
		list := p.one(e)
		return p.addPrec(convertExpr, precUnary, t, list, 0)
	case c == 'n' && d == 'x':
		return p.addPrec(enclosingExpr, precUnary, wNoexceptOf, p.expr(), 0)
	case c == 's' && d == 'o':
		return p.subobject()
	case c == 's' && d == 'p':
		return p.add(packExpansion, p.expr(), 0, 0)
	case c == 's' && d == 'Z':
		if p.peek() == 'T' {
			return p.add(sizeofPack, p.templateParam(), 0, 0)
		}
		return p.addPrec(enclosingExpr, precPrimary, wSizeofPack, p.functionParam(), 0)
	case c == 's' && d == 'P':
		mark := len(p.stack)
		for !p.eat('E') {
			arg := p.templateArg()
			if p.bad {
				return 0
			}
			p.push(arg)
		}
		return p.addPrec(enclosingExpr, precPrimary, wSizeofPack, p.rest(mark), 0)
	case c == 't' && d == 'r':
		return p.word(wThrow)
	case c == 't' && d == 'w':
		return p.add(throwExpr, p.expr(), 0, 0)
	}
	p.pos -= 2
	return p.unresolvedName(global)
}

// one returns a list of one member.
func (p *parser) one(n ref) ref {
	mark := len(p.stack)
	p.push(n)
	return p.rest(mark)
}

// exprsToE reads braced expressions up to E.
func (p *parser) exprsToE() ref {
	mark := len(p.stack)
	for !p.eat('E') {
		e := p.bracedExpr()
		if p.bad {
			return 0
		}
		p.push(e)
	}
	return p.rest(mark)
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

// plainExprsTo reads expressions up to the byte end.
func (p *parser) plainExprsTo(end byte) ref {
	mark := len(p.stack)
	for !p.eat(end) {
		e := p.expr()
		if p.bad {
			return 0
		}
		p.push(e)
	}
	return p.rest(mark)
}

// operatorExpr reads the operands of an operator.
func (p *parser) operatorExpr(op ref, global bool) ref {
	o := &operators[op]
	switch o.kind {
	case opBinary:
		a := p.expr()
		return p.addPrec(binaryExpr, o.prec, a, p.expr(), op)
	case opPrefix:
		return p.addPrec(prefixExpr, o.prec, p.expr(), 0, op)
	case opPostfix:
		if p.eat('_') { // the prefix form
			return p.addPrec(prefixExpr, o.prec, p.expr(), 0, op)
		}
		return p.addPrec(postfixExpr, o.prec, p.expr(), 0, op)
	case opIndex:
		a := p.expr()
		return p.addPrec(indexExpr, o.prec, a, p.expr(), 0)
	case opMember:
		a := p.expr()
		return p.addPrec(memberExpr, o.prec, a, p.expr(), op)
	case opNew, opDelete:
		var flag uint8
		if global {
			flag |= newGlobal
		}
		if o.flag {
			flag |= newArray
		}
		var n ref
		if o.kind == opNew {
			n = p.newExpr()
		} else {
			n = p.add(deleteExpr, p.expr(), 0, 0)
		}
		p.nodes[n].flag, p.nodes[n].prec = flag, o.prec
		return n
	case opCall:
		callee := p.expr()
		n := p.addPrec(callExpr, o.prec, callee, p.plainExprsTo('E'), 0)
		if o.flag {
			p.nodes[n].flag = 1
		}
		return n
	case opConversion:
		saved := p.noTmplArgs
		p.noTmplArgs = true
		t := p.typ()
		p.noTmplArgs = saved
		var list ref
		if p.eat('_') {
			list = p.plainExprsTo('E')
		} else {
			list = p.one(p.expr())
		}
		return p.addPrec(convertExpr, o.prec, t, list, 0)
	case opConditional:
		a := p.expr()
		b := p.expr()
		return p.addPrec(conditionalExpr, o.prec, a, b, p.expr())
	case opNamedCast:
		t := p.typ()
		return p.addPrec(namedCast, o.prec, t, p.expr(), op)
	case opOfType, opOfExpr:
		w := wSizeof
		switch o.code[0] {
		case 'a':
			w = wAlignof
		case 't':
			w = wTypeid
		}
		if o.kind == opOfType {
			return p.addPrec(enclosingExpr, o.prec, w, p.typ(), 0)
		}
		return p.addPrec(enclosingExpr, o.prec, w, p.expr(), 0)
	}
	return p.fail()
}

// newExpr reads the operands of new: placement, type, initializer.
func (p *parser) newExpr() ref {
	placement := p.plainExprsTo('_')
	t := p.typ()
	var init ref
	if p.eat2('p', 'i') {
		init = p.add(parenList, p.plainExprsTo('E'), 0, 0)
	} else {
		p.need('E')
	}
	return p.add(newExpr, placement, t, init)
}

// bracedExpr reads a designated initializer or an expression.
func (p *parser) bracedExpr() ref {
	if p.peek() != 'd' {
		return p.expr()
	}
	if !p.enter() {
		p.leave()
		return 0
	}
	defer p.leave()
	switch p.peekAt(1) {
	case 'i':
		p.pos += 2
		field := p.sourceName()
		return p.add(bracedExpr, field, p.bracedExpr(), 0)
	case 'x':
		p.pos += 2
		index := p.expr()
		return p.addFlag(bracedExpr, 1, index, p.bracedExpr(), 0)
	case 'X':
		p.pos += 2
		first := p.expr()
		last := p.expr()
		return p.add(bracedRange, first, last, p.bracedExpr())
	}
	return p.expr()
}

// foldExpr reads fl, fr, fL or fR, an operator, a pack and perhaps an initial
// value.
func (p *parser) foldExpr() ref {
	p.need('f')
	var left uint8
	initial := false
	switch p.peek() {
	case 'L':
		left, initial = 1, true
	case 'R':
		initial = true
	case 'l':
		left = 1
	case 'r':
	default:
		return p.fail()
	}
	p.pos++
	op := findOperator(p.peek(), p.peekAt(1))
	if op < 0 {
		return p.fail()
	}
	o := &operators[op]
	if o.kind != opBinary && (o.kind != opMember || o.text[len(o.text)-1] != '*') {
		return p.fail()
	}
	p.pos += 2
	pack := p.expr()
	var init ref
	if initial {
		init = p.expr()
		if left != 0 {
			pack, init = init, pack
		}
	}
	return p.addFlag(foldExpr, left, pack, init, ref(op))
}

// functionParam reads fpT, fp_, fp0_, fL1p0_ and so on.
func (p *parser) functionParam() ref {
	switch {
	case p.eatWord("fpT"):
		return p.word(wThis)
	case p.eat2('f', 'p'):
	case p.eat2('f', 'L'):
		p.number()
		p.need('p')
	default:
		return p.fail()
	}
	p.cvQualifiers()
	num := p.textAt(p.digits(false))
	p.need('_')
	return p.add(functionParam, num, 0, 0)
}

// subobject reads so type expression offset unions p E.
func (p *parser) subobject() ref {
	t := p.typ()
	e := p.expr()
	offset := p.textAt(p.digits(true))
	for p.eat('_') { // which members of unions
		p.digits(false)
	}
	p.eat('p')
	p.need('E')
	return p.add(subobjectExpr, t, e, offset)
}

// vendorExpr reads a name and template arguments, and __uuidof as compilers
// write it.
func (p *parser) vendorExpr() ref {
	name := p.sourceName()
	if p.bad {
		return 0
	}
	mark := len(p.stack)
	switch {
	case p.text(name) == "__uuidof" && p.eat('t'):
		p.push(p.typ())
	case p.text(name) == "__uuidof" && p.eat('z'):
		p.push(p.expr())
	default:
		for !p.eat('E') {
			arg := p.templateArg()
			if p.bad {
				return 0
			}
			p.push(arg)
		}
	}
	return p.addPrec(callExpr, precPostfix, name, p.rest(mark), 0)
}

// unresolvedName reads a name that depends on template parameters.
func (p *parser) unresolvedName(global bool) ref {
	var n ref
	switch {
	case p.eatWord("srN"):
		n = p.withArgs(p.unresolvedType())
		for !p.eat('E') {
			n = p.add(nestedName, n, p.simpleID(), 0)
			if p.bad {
				return 0
			}
		}
	case !p.eat2('s', 'r'):
		n = p.baseUnresolvedName()
		if global {
			n = p.add(globalName, n, 0, 0)
		}
		return n
	case isDigit(p.peek()):
		for {
			id := p.simpleID()
			switch {
			case p.bad:
				return 0
			case n != 0:
				n = p.add(nestedName, n, id, 0)
			case global:
				n = p.add(globalName, id, 0, 0)
			default:
				n = id
			}
			if p.eat('E') {
				break
			}
		}
	default:
		n = p.withArgs(p.unresolvedType())
	}
	return p.add(nestedName, n, p.baseUnresolvedName(), 0)
}

// withArgs reads template arguments for n if there are any.
func (p *parser) withArgs(n ref) ref {
	if p.peek() == 'I' {
		return p.add(templateName, n, p.templateArgsOf(false), 0)
	}
	return n
}

// unresolvedType reads a template parameter, a decltype or a substitution.
func (p *parser) unresolvedType() ref {
	var n ref
	switch p.peek() {
	case 'T':
		n = p.templateParam()
	case 'D':
		n = p.decltype()
	case 'S':
		if p.eat2('S', 't') { // a name in std, as compilers write it
			n = p.unqualifiedName(nil, p.word(wStd), 0)
			break
		}
		return p.substitution()
	default:
		return p.fail()
	}
	p.subst(n)
	return n
}

// simpleID reads a name with its template arguments.
func (p *parser) simpleID() ref { return p.withArgs(p.sourceName()) }

// baseUnresolvedName reads the last part of an unresolved name.
func (p *parser) baseUnresolvedName() ref {
	if isDigit(p.peek()) {
		return p.simpleID()
	}
	if p.eat2('d', 'n') {
		var n ref
		if isDigit(p.peek()) {
			n = p.simpleID()
		} else {
			n = p.unresolvedType()
		}
		return p.add(dtorName, n, 0, 0)
	}
	p.eat2('o', 'n')
	return p.withArgs(p.operatorName(nil))
}

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
