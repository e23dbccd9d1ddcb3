package itanium

// unnamedTypeName reads Ut (unnamed types), Ul (closures) and Ub (blocks).
func (p *parser) unnamedTypeName() ref {
	if !p.enter() {
		p.leave()
		return 0
	}
	defer p.leave()
	switch {
	case p.eat2('U', 't'):
		num := p.textAt(p.digits(false))
		p.need('_')
		return p.add(unnamedType, 0, num, 0)
	case p.eat2('U', 'l'):
		return p.lambdaTypeName()
	case p.eat2('U', 'b'):
		p.digits(false)
		p.need('_')
		return p.word(wBlockLiteral)
	}
	return p.fail()
}

// lambdaTypeName reads what follows Ul: template parameters, parameters and a
// number.
func (p *parser) lambdaTypeName() ref {
	savedAt, savedInvented := p.lambdaAt, p.invented
	levels, begin := len(p.levels), len(p.lambda)
	p.lambdaAt = levels - p.levelBase
	p.levels = append(p.levels, level{levelLambda, begin, begin})

	mark := len(p.stack)
	for p.peek() == 'T' && isParamDecl(p.peekAt(1)) {
		decl := p.paramDecl(true)
		if p.bad {
			return 0
		}
		p.levels[levels].end = len(p.lambda)
		p.push(decl)
	}
	tparams := p.rest(mark)
	if tparams == 0 { // auto parameters will make the level
		p.levels = p.levels[:levels]
	}
	var before, after ref
	if p.eat('Q') {
		before = p.constraintExpr()
	}
	if !p.eat('v') {
		for {
			t := p.typ()
			if p.bad {
				return 0
			}
			p.push(t)
			if c := p.peek(); c == 'E' || c == 'Q' {
				break
			}
		}
	}
	params := p.rest(mark)
	if p.eat('Q') {
		after = p.constraintExpr()
	}
	p.need('E')
	num := p.textAt(p.digits(false))
	p.need('_')

	p.levels, p.lambda = p.levels[:levels], p.lambda[:begin]
	p.lambdaAt, p.invented = savedAt, savedInvented
	tail := p.add(lambdaTail, before, after, num)
	return p.add(lambdaType, tparams, params, tail)
}

// isParamDecl tells which letters after T declare a template parameter.
func isParamDecl(c byte) bool {
	switch c {
	case 'y', 'p', 't', 'n', 'k':
		return true
	}
	return false
}

// Sorts of invented template parameters.
const (
	inventType = iota
	inventValue
	inventTemplate
)

// invent makes a name for a template parameter that has none in the input.
// With declare, template parameters can refer to it.
func (p *parser) invent(sort int, declare bool) ref {
	w := [...]ref{wDollarT, wDollarN, wDollarTT}[sort]
	n := p.add(templateParam, w, ref(p.invented[sort]), 0)
	p.invented[sort]++
	if declare {
		p.lambda = append(p.lambda, n)
	}
	return n
}

// paramDecl reads the declaration of a template parameter.
func (p *parser) paramDecl(declare bool) ref {
	if !p.enter() {
		p.leave()
		return 0
	}
	defer p.leave()
	p.need('T')
	c := p.peek()
	p.pos = min(p.pos+1, len(p.in))
	switch c {
	case 'y':
		return p.add(typeParamDecl, p.invent(inventType, declare), 0, 0)
	case 'k':
		saved := p.untracked
		p.untracked = true
		concept := p.name(nil)
		p.untracked = saved
		return p.add(constrainedDecl, concept, p.invent(inventType, declare), 0)
	case 'n':
		name := p.invent(inventValue, declare)
		t := p.typ()
		return p.add(valueParamDecl, name, t, 0)
	case 't':
		name := p.invent(inventTemplate, declare)
		levels, begin := len(p.levels), len(p.lambda)
		p.levels = append(p.levels, level{levelLambda, begin, begin})
		mark := len(p.stack)
		var requires ref
		for !p.eat('E') {
			decl := p.paramDecl(true)
			if p.bad {
				return 0
			}
			p.levels[levels].end = len(p.lambda)
			p.push(decl)
			if p.eat('Q') {
				requires = p.constraintExpr()
				p.need('E')
				break
			}
		}
		list := p.rest(mark)
		p.levels, p.lambda = p.levels[:levels], p.lambda[:begin]
		return p.add(templateTempDecl, name, list, requires)
	case 'p':
		return p.add(packParamDecl, p.paramDecl(declare), 0, 0)
	}
	return p.fail()
}

// constraintExpr reads the expression of a requires-clause.
func (p *parser) constraintExpr() ref {
	saved := p.untracked
	p.untracked = true
	e := p.expr()
	p.untracked = saved
	return e
}

// requiresExpr reads rq requirements E and rQ parameters _ requirements E.
func (p *parser) requiresExpr() ref {
	p.need('r')
	var params ref
	if p.eat('Q') {
		mark := len(p.stack)
		for !p.eat('_') {
			t := p.typ()
			if p.bad {
				return 0
			}
			p.push(t)
		}
		params = p.rest(mark)
	} else {
		p.need('q')
	}
	mark := len(p.stack)
	for {
		p.push(p.requirement())
		if p.bad {
			return 0
		}
		if p.eat('E') {
			break
		}
	}
	return p.add(requiresExpr, params, p.rest(mark), 0)
}

// requirement reads one requirement of a requires-expression.
func (p *parser) requirement() ref {
	switch {
	case p.eat('X'):
		e := p.expr()
		var noexcept uint8
		if p.eat('N') {
			noexcept = 1
		}
		var constraint ref
		if p.eat('R') {
			constraint = p.name(nil)
		}
		return p.addFlag(exprRequirement, noexcept, e, constraint, 0)
	case p.eat('T'):
		return p.add(typeRequirement, p.typ(), 0, 0)
	case p.eat('Q'):
		return p.add(nestedRequire, p.constraintExpr(), 0, 0)
	}
	return p.fail()
}
