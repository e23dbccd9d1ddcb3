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
