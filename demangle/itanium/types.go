package itanium

// typ reads a <type>.
func (p *parser) typ() ref {
	if !p.enter() {
		p.leave()
		return 0
	}
	defer p.leave()

	var n ref
	c := p.peek()
	switch c {
	case 'r', 'V', 'K':
		after := 1
		for after <= 3 && isQualifier(p.peekAt(after)) {
			after++
		}
		if c, d := p.peekAt(after), p.peekAt(after+1); c == 'F' || c == 'D' && isFunctionD(d) {
			n = p.functionType()
		} else {
			n = p.qualifiedType()
		}
	case 'U':
		n = p.qualifiedType()
	case 'u':
		p.pos++
		name := p.bareSourceName()
		if p.eat('I') { // a type trait that the compiler applies
			t := p.typ()
			p.need('E')
			n = p.add(transformedType, name, t, 0)
		} else {
			n = name
		}
	case 'D':
		if w := builtinD(p.peekAt(1)); w != wNone {
			p.pos += 2
			return p.word(w)
		}
		var subst bool
		if n, subst = p.typeD(); !subst {
			return n
		}
	case 'F':
		n = p.functionType()
	case 'A':
		n = p.arrayType()
	case 'M':
		p.pos++
		class := p.typ()
		member := p.typ()
		n = p.addType(memberPointer, 0, p.rightOf(member), class, member, 0)
	case 'T':
		if d := p.peekAt(1); d == 's' || d == 'u' || d == 'e' {
			n = p.classEnumType()
			break
		}
		n = p.templateParam()
		if !p.noTmplArgs && p.peek() == 'I' {
			p.subst(n)
			n = p.add(templateName, n, p.templateArgsOf(false), 0)
		}
	case 'P':
		p.pos++
		t := p.typ()
		n = p.addType(pointer, 0, p.rightOf(t), t, 0, 0)
	case 'R':
		p.pos++
		t := p.typ()
		n = p.addType(lvalueRef, 0, p.rightOf(t), t, 0, 0)
	case 'O':
		p.pos++
		t := p.typ()
		n = p.addType(rvalueRef, 0, p.rightOf(t), t, 0, 0)
	case 'C':
		p.pos++
		n = p.add(suffixed, p.typ(), wComplex, 0)
	case 'G':
		p.pos++
		n = p.add(suffixed, p.typ(), wImaginary, 0)
	case 'S':
		if p.peekAt(1) == 't' {
			n = p.classEnumType()
			break
		}
		var isSubst bool
		n, isSubst = p.unscopedName(nil, true)
		if p.peek() == 'I' && (!isSubst || !p.noTmplArgs) {
			if !isSubst {
				p.subst(n)
			}
			n = p.add(templateName, n, p.templateArgsOf(false), 0)
		} else if isSubst {
			return n // what was substituted is a candidate already
		}
	default:
		if w := builtin(c); w != wNone {
			p.pos++
			return p.word(w)
		}
		n = p.classEnumType()
	}
	if p.bad {
		return 0
	}
	p.subst(n)
	return n
}

func isQualifier(c byte) bool { return c == 'r' || c == 'V' || c == 'K' }

// rightOf returns the shape of a type that is declared like t but is itself
// neither array nor function: a pointer to t, say.
func (p *parser) rightOf(t ref) shape {
	return p.nodes[t].shape & (hasRight | dynamic)
}

// isFunctionD tells which letters after D begin a function type.
func isFunctionD(d byte) bool { return d == 'o' || d == 'O' || d == 'w' || d == 'x' }

// typeD reads the types whose code is D and a letter, but for plain builtin
// ones. It reports whether the type is a substitution candidate.
func (p *parser) typeD() (n ref, subst bool) {
	d := p.peekAt(1)
	switch d {
	case 't', 'T':
		return p.decltype(), true
	case 'v':
		return p.vectorType(), true
	case 'p':
		p.pos += 2
		return p.add(packExpansion, p.typ(), 0, 0), true
	case 'o', 'O', 'w', 'x':
		return p.functionType(), true
	}
	p.pos = min(p.pos+2, len(p.in))
	switch d {
	case 'F':
		if p.eatWord("16b") {
			return p.word(wBuiltins + 31), false
		}
		start := p.digits(false)
		if start == p.pos {
			return p.fail(), false
		}
		n = p.add(floatN, p.textAt(start), 0, 0)
		if p.eat('x') {
			p.nodes[n].b = wX
		} else {
			p.need('_')
		}
		return n, false
	case 'B', 'U':
		var flag uint8
		if d == 'U' {
			flag = 1
		}
		var size ref
		if isDigit(p.peek()) {
			size = p.textAt(p.digits(false))
		} else {
			size = p.expr()
		}
		p.need('_')
		return p.addFlag(bitInt, flag, size, 0, 0), true
	case 'A', 'R':
		return p.fixedPoint(d), false
	case 'S':
		if !p.eat('D') {
			return p.fail(), false
		}
		d := p.peek()
		p.pos = min(p.pos+1, len(p.in))
		return p.add(prefixed, wSaturate, p.fixedPoint(d), 0), false
	case 'k', 'K':
		w := wSpaceAuto
		if d == 'K' {
			w = wSpaceDecltypeAuto
		}
		return p.add(suffixed, p.name(nil), w, 0), true
	}
	return p.fail(), false
}

// fixedPoint reads the size of an _Accum (d is A) or _Fract (R).
func (p *parser) fixedPoint(d byte) ref {
	w := wFixed
	switch d {
	case 'A':
	case 'R':
		w += 6
	default:
		return p.fail()
	}
	const sizes = "stijlm"
	c := p.peek()
	for i := 0; i < len(sizes); i++ {
		if sizes[i] == c {
			p.pos++
			return p.word(w + ref(i))
		}
	}
	return p.fail()
}

// qualifiedType reads cv-qualifiers and vendor qualifiers with their type.
func (p *parser) qualifiedType() ref {
	if p.eat('U') {
		start := p.number()
		if p.bad || start == 0 || start > len(p.in)-p.pos {
			return p.fail()
		}
		end := p.pos + start
		begin := p.pos
		if p.eatWord("objcproto") {
			proto := p.bareSourceName()
			if p.bad || p.pos != end {
				return p.fail()
			}
			return p.add(objcProtocol, p.nestedQualified(), proto, 0)
		}
		p.pos = end
		qual := p.textAt(begin)
		var args ref
		if p.peek() == 'I' {
			args = p.templateArgsOf(false)
		}
		t := p.nestedQualified()
		return p.add(vendorQualified, t, qual, args)
	}
	q := p.cvQualifiers()
	t := p.typ()
	if q == 0 {
		return t
	}
	return p.addType(qualified, q, p.nodes[t].shape, t, 0, 0)
}

// nestedQualified is qualifiedType one level deeper.
func (p *parser) nestedQualified() ref {
	if !p.enter() {
		p.leave()
		return 0
	}
	defer p.leave()
	return p.qualifiedType()
}

// functionType reads qualifiers, exception specification and F types E.
func (p *parser) functionType() ref {
	flag := p.cvQualifiers()
	var spec ref
	switch {
	case p.eat2('D', 'o'):
		spec = p.word(wNoexcept)
	case p.eat2('D', 'O'):
		spec = p.add(noexceptSpec, p.expr(), 0, 0)
		p.need('E')
	case p.eat2('D', 'w'):
		mark := len(p.stack)
		for !p.eat('E') {
			t := p.typ()
			if p.bad {
				return 0
			}
			p.push(t)
		}
		spec = p.add(throwSpec, p.rest(mark), 0, 0)
	}
	p.eat2('D', 'x') // transaction safe
	p.need('F')
	p.eat('Y') // extern "C"
	ret := p.typ()
	mark := len(p.stack)
	for !p.eat('E') {
		if p.bad {
			return 0
		}
		if p.eat('v') {
			continue
		}
		if p.eat2('R', 'E') {
			flag |= quLRef
			break
		}
		if p.eat2('O', 'E') {
			flag |= quRRef
			break
		}
		p.push(p.typ())
	}
	params := p.rest(mark)
	return p.addType(functionType, flag, hasRight|hasFunction, ret, params, spec)
}

// arrayType reads A dimension _ type.
func (p *parser) arrayType() ref {
	p.need('A')
	var dim ref
	switch {
	case isDigit(p.peek()):
		dim = p.textAt(p.digits(false))
		p.need('_')
	case !p.eat('_'):
		dim = p.expr()
		p.need('_')
	}
	t := p.typ()
	return p.addType(arrayType, 0, hasRight|hasArray, t, dim, 0)
}

// vectorType reads Dv size _ type.
func (p *parser) vectorType() ref {
	p.pos += 2
	var dim ref
	switch {
	case p.peek() >= '1' && p.peek() <= '9':
		dim = p.textAt(p.digits(false))
		p.need('_')
		if p.eat('p') {
			return p.add(pixelVector, dim, 0, 0)
		}
	case !p.eat('_'):
		dim = p.expr()
		p.need('_')
	}
	t := p.typ()
	return p.add(vectorType, t, dim, 0)
}

// classEnumType reads a name, after Ts, Tu or Te if it is elaborated.
func (p *parser) classEnumType() ref {
	w := wNone
	switch {
	case p.eat2('T', 's'):
		w = wStruct
	case p.eat2('T', 'u'):
		w = wUnion
	case p.eat2('T', 'e'):
		w = wEnum
	}
	n := p.name(nil)
	if w != wNone {
		n = p.add(prefixed, w, n, 0)
	}
	return n
}

// decltype reads Dt expression E and DT expression E.
func (p *parser) decltype() ref {
	if !p.eat2('D', 't') && !p.eat2('D', 'T') {
		return p.fail()
	}
	e := p.expr()
	p.need('E')
	return p.add(enclosingExpr, wDecltype, e, 0)
}
