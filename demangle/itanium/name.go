package itanium

// A nameState says what the caller of name needs to know about the name of a
// function to read the rest of its encoding.
type nameState struct {
	noReturn     bool // constructor, destructor or conversion: no return type
	templateArgs bool // the name ends in template arguments: a return type follows
	thisParam    bool // the first parameter is the explicit object
	quals        uint8
}

// name reads a <name>. The state is nil where no encoding follows.
func (p *parser) name(st *nameState) ref {
	if !p.enter() {
		p.leave()
		return 0
	}
	defer p.leave()
	switch p.peek() {
	case 'N':
		return p.nestedName(st)
	case 'Z':
		return p.localName(st)
	}
	n, isSubst := p.unscopedName(st, true)
	if p.peek() == 'I' {
		if !isSubst {
			p.subst(n)
		}
		args := p.templateArgsOf(st != nil)
		if st != nil {
			st.templateArgs = true
		}
		return p.add(templateName, n, args, 0)
	}
	if isSubst {
		return p.fail()
	}
	return n
}

// unscopedName reads a name at namespace scope or in std, or, if allowed, a
// substitution that is to be a template's name.
func (p *parser) unscopedName(st *nameState, substOK bool) (n ref, isSubst bool) {
	var std, module ref
	if p.eat2('S', 't') {
		std = p.word(wStd)
	}
	if p.peek() == 'S' {
		s := p.substitution()
		switch {
		case p.bad:
			return 0, false
		case p.nodes[s].kind == moduleName:
			module = s
		case substOK && std == 0:
			return s, true
		default:
			return p.fail(), false
		}
	}
	return p.unqualifiedName(st, std, module), false
}

// unqualifiedName reads a name within scope (0 for none) and joins the two.
func (p *parser) unqualifiedName(st *nameState, scope, module ref) ref {
	module = p.moduleNames(module)
	friend := scope != 0 && p.eat('F')
	p.eat('L')

	var n ref
	switch c := p.peek(); {
	case c >= '1' && c <= '9':
		n = p.sourceName()
	case c == 'U':
		n = p.unnamedTypeName()
	case c == 'D' && p.peekAt(1) == 'C':
		p.pos += 2
		mark := len(p.stack)
		for {
			p.push(p.sourceName())
			if p.bad || p.eat('E') {
				break
			}
		}
		n = p.add(bindingName, p.rest(mark), 0, 0)
	case c == 'C' || c == 'D':
		if scope == 0 || module != 0 {
			return p.fail()
		}
		scope, n = p.ctorDtorName(st, scope)
	default:
		n = p.operatorName(st)
	}
	if p.bad {
		return 0
	}
	if module != 0 {
		n = p.add(moduleEntity, module, n, 0)
	}
	n = p.abiTags(n)
	switch {
	case friend:
		return p.add(friendName, scope, n, 0)
	case scope != 0:
		return p.add(nestedName, scope, n, 0)
	}
	return n
}

// moduleNames reads W name and WP name as often as they come.
func (p *parser) moduleNames(module ref) ref {
	for p.eat('W') {
		var partition uint8
		if p.eat('P') {
			partition = 1
		}
		sub := p.sourceName()
		if p.bad {
			return 0
		}
		module = p.addFlag(moduleName, partition, module, sub, 0)
		p.subst(module)
	}
	return module
}

// sourceName reads a length and an identifier.
func (p *parser) sourceName() ref {
	n := p.number()
	if p.bad || n == 0 || n > len(p.in)-p.pos {
		return p.fail()
	}
	start := p.pos
	p.pos += n
	if n >= 10 && p.in[start:start+10] == "_GLOBAL__N" {
		return p.word(wAnonymous)
	}
	return p.textAt(start)
}

// abiTags reads B tag as often as it comes, and tags n.
func (p *parser) abiTags(n ref) ref {
	for p.eat('B') {
		tag := p.bareSourceName()
		n = p.add(abiTagged, n, tag, 0)
	}
	return n
}

// bareSourceName is sourceName for texts that are not names of namespaces.
func (p *parser) bareSourceName() ref {
	n := p.number()
	if p.bad || n == 0 || n > len(p.in)-p.pos {
		return p.fail()
	}
	start := p.pos
	p.pos += n
	return p.textAt(start)
}

// ctorDtorName reads the name of a constructor or destructor of class. It
// returns the class as it is to be written before it.
func (p *parser) ctorDtorName(st *nameState, class ref) (newClass, n ref) {
	if c := p.nodes[class]; c.kind == standardName {
		class = p.addFlag(standardName, 1, c.a, 0, 0)
	}
	var dtor uint8
	if p.eat('C') {
		inherited := p.eat('I')
		if c := p.peek(); c < '1' || c > '5' {
			return 0, p.fail()
		}
		p.pos++
		if inherited {
			p.name(st)
		}
	} else {
		p.need('D')
		switch p.peek() {
		case '0', '1', '2', '4', '5':
			p.pos++
			dtor = 1
		default:
			return 0, p.fail()
		}
	}
	if st != nil {
		st.noReturn = true
	}
	return class, p.addFlag(ctorName, dtor, class, 0, 0)
}

// operatorName reads the name of an operator function.
func (p *parser) operatorName(st *nameState) ref {
	if p.peek() == 'v' && isDigit(p.peekAt(1)) { // vendor extended, with the number of operands
		p.pos += 2
		return p.add(conversionName, p.sourceName(), 0, 0)
	}
	if p.eat2('l', 'i') {
		return p.add(literalName, p.sourceName(), 0, 0)
	}
	op := findOperator(p.peek(), p.peekAt(1))
	if op < 0 {
		return p.fail()
	}
	p.pos += 2
	switch o := &operators[op]; {
	case o.kind == opConversion:
		saved, forward := p.noTmplArgs, p.forwardOK
		p.noTmplArgs = true
		p.forwardOK = forward || st != nil
		t := p.typ()
		p.noTmplArgs, p.forwardOK = saved, forward
		if st != nil {
			st.noReturn = true
		}
		return p.add(conversionName, t, 0, 0)
	case o.kind >= opNamedCast || o.kind == opMember && !o.flag:
		return p.fail()
	}
	return p.add(operatorName, ref(op), 0, 0)
}

// nestedName reads N qualifiers prefixes E.
func (p *parser) nestedName(st *nameState) ref {
	p.need('N')
	if p.eat('H') {
		if st != nil {
			st.thisParam = true
		}
	} else {
		quals := p.cvQualifiers()
		switch {
		case p.eat('O'):
			quals |= quRRef
		case p.eat('R'):
			quals |= quLRef
		}
		if st != nil {
			st.quals = quals
		}
	}
	var n ref
	pushed := false
	for !p.eat('E') {
		if st != nil {
			st.templateArgs = false
		}
		switch c := p.peek(); {
		case c == 'T':
			if n != 0 {
				return p.fail()
			}
			n = p.templateParam()
		case c == 'I':
			if n == 0 || p.nodes[n].kind == templateName {
				return p.fail()
			}
			args := p.templateArgsOf(st != nil)
			if st != nil {
				st.templateArgs = true
			}
			n = p.add(templateName, n, args, 0)
		case c == 'D' && (p.peekAt(1) == 't' || p.peekAt(1) == 'T'):
			if n != 0 {
				return p.fail()
			}
			n = p.decltype()
		default:
			var module ref
			if c == 'S' {
				var s ref
				if p.eat2('S', 't') {
					s = p.word(wStd)
				} else {
					s = p.substitution()
				}
				switch {
				case p.bad:
					return 0
				case p.nodes[s].kind == moduleName:
					module = s
				case n != 0:
					return p.fail()
				default:
					n = s
					continue // a substitution is no new candidate
				}
			}
			n = p.unqualifiedName(st, n, module)
		}
		if p.bad {
			return 0
		}
		p.subst(n)
		pushed = true
		p.eat('M') // data member prefix of a closure
	}
	if n == 0 || !pushed || p.bad {
		return p.fail()
	}
	p.subs = p.subs[:len(p.subs)-1] // the whole name is a candidate only as a type
	return n
}

// localName reads Z encoding E and what is named within that function.
func (p *parser) localName(st *nameState) ref {
	p.need('Z')
	enc := p.encoding(false)
	p.need('E')
	if p.eat('s') {
		p.discriminator()
		return p.add(nestedName, enc, p.word(wStringLiteral), 0)
	}
	// Template parameters of the inner name are not those of the function.
	s := p.openScope()
	defer p.closeScope(s)
	if p.eat('d') { // in a default argument
		p.digits(true)
		p.need('_')
		return p.add(nestedName, enc, p.name(st), 0)
	}
	n := p.name(st)
	p.discriminator()
	return p.add(nestedName, enc, n, 0)
}

// discriminator skips _0, __10_ or, at the end of the input, digits.
func (p *parser) discriminator() {
	switch c := p.peek(); {
	case c == '_' && isDigit(p.peekAt(1)):
		p.pos += 2
	case c == '_' && p.peekAt(1) == '_':
		start := p.pos
		p.pos += 2
		if first := p.digits(false); first == p.pos || !p.eat('_') {
			p.pos = start
		}
	case isDigit(c):
		start := p.pos
		p.digits(false)
		if p.pos < len(p.in) {
			p.pos = start
		}
	}
}

// cvQualifiers reads r, V and K in that order.
func (p *parser) cvQualifiers() uint8 {
	var q uint8
	if p.eat('r') {
		q |= quRestrict
	}
	if p.eat('V') {
		q |= quVolatile
	}
	if p.eat('K') {
		q |= quConst
	}
	return q
}
