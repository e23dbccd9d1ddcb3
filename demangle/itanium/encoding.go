package itanium

// encoding reads a function with its type, a variable or a special name.
// outer tells the symbol itself from the functions that other names mention.
func (p *parser) encoding(outer bool) ref {
	if !p.enter() {
		p.leave()
		return 0
	}
	defer p.leave()
	s := p.openScope()
	defer p.closeScope(s)
	if c := p.peek(); c == 'G' || c == 'T' {
		return p.specialName(outer)
	}

	var st nameState
	forwards := len(p.forwards)
	n := p.name(&st)
	if p.bad || !p.resolveForwards(forwards) {
		return p.fail()
	}
	if p.endOfEncoding() {
		return n
	}

	var conditions, ret, requires ref
	if p.eatWord("Ua9enable_ifI") {
		mark := len(p.stack)
		for !p.eat('E') {
			arg := p.templateArg()
			if p.bad {
				return 0
			}
			p.push(arg)
		}
		conditions = p.rest(mark)
	}
	if !st.noReturn && st.templateArgs {
		ret = p.typ()
	}
	mark := len(p.stack)
	if !p.eat('v') {
		for first := true; ; first = false {
			t := p.typ()
			if p.bad {
				return 0
			}
			if first && st.thisParam {
				t = p.add(thisParam, t, 0, 0)
			}
			p.push(t)
			if p.endOfEncoding() || p.peek() == 'Q' {
				break
			}
		}
	}
	params := p.rest(mark)
	if p.eat('Q') {
		requires = p.constraintExpr()
	}
	tail := p.add(encodingTail, params, conditions, requires)
	flag := st.quals
	if outer {
		flag |= quOuter
	}
	return p.addType(encoding, flag, hasRight|hasFunction, ret, n, tail)
}

// endOfEncoding reports whether no parameters follow.
func (p *parser) endOfEncoding() bool {
	switch p.peek() {
	case 0:
		return p.pos >= len(p.in)
	case 'E', '.', '_':
		return true
	}
	return false
}

// resolveForwards gives the template parameters of a conversion operator,
// which come before the arguments, their meaning.
func (p *parser) resolveForwards(begin int) bool {
	for _, f := range p.forwards[begin:] {
		n := p.lookupParam(0, int(p.nodes[f].a))
		if n == 0 {
			return false
		}
		p.nodes[f].b = n
	}
	p.forwards = p.forwards[:begin]
	return true
}

// specialName reads T and G names: tables, thunks, guards and the like.
func (p *parser) specialName(outer bool) ref {
	c, d := p.peek(), p.peekAt(1)
	p.pos = min(p.pos+2, len(p.in))
	if c == 'G' {
		return p.specialG(d)
	}
	switch d {
	case 'A':
		return p.special(wTemplateParamObject, p.templateArg())
	case 'V':
		return p.special(wVtable, p.typ())
	case 'T':
		return p.special(wVTT, p.typ())
	case 'I':
		return p.special(wTypeinfo, p.typ())
	case 'S':
		return p.special(wTypeinfoName, p.typ())
	case 'c':
		p.callOffset()
		p.callOffset()
		return p.special(wCovariantThunk, p.encoding(outer))
	case 'C':
		derived := p.typ()
		if first := p.digits(true); first == p.pos {
			return p.fail()
		}
		p.need('_')
		base := p.typ()
		return p.add(constructionTable, base, derived, 0)
	case 'W':
		return p.special(wThreadWrapper, p.name(nil))
	case 'H':
		return p.special(wThreadInit, p.name(nil))
	case 'h', 'v':
		p.pos-- // the letter tells which offset it is
		p.callOffset()
		w := wNonVirtualThunk
		if d == 'v' {
			w = wVirtualThunk
		}
		return p.special(w, p.encoding(outer))
	}
	return p.fail()
}

// specialG reads what follows G and the letter d.
func (p *parser) specialG(d byte) ref {
	switch d {
	case 'V':
		return p.special(wGuard, p.name(nil))
	case 'R':
		n := p.name(nil)
		// The number and its _ tell temporaries of one object apart.
		numbered := false
		for c := p.peek(); isDigit(c) || c >= 'A' && c <= 'Z'; c = p.peek() {
			p.pos++
			numbered = true
		}
		if !p.eat('_') && numbered {
			return p.fail()
		}
		return p.special(wReferenceTemporary, n)
	case 'I':
		if p.peek() != 'W' {
			return p.fail()
		}
		return p.special(wModuleInit, p.moduleNames(0))
	}
	return p.fail()
}

func (p *parser) special(w, of ref) ref { return p.add(specialName, w, of, 0) }

// callOffset skips how a thunk adjusts the object pointer.
func (p *parser) callOffset() {
	virtual := false
	switch {
	case p.eat('h'):
	case p.eat('v'):
		virtual = true
	default:
		p.fail()
		return
	}
	for {
		if first := p.digits(true); first == p.pos {
			p.fail()
			return
		}
		p.need('_')
		if !virtual {
			return
		}
		virtual = false
	}
}
