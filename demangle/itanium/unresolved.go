package itanium

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
