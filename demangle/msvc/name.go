package msvc

import "strings"

// Names are spelled from the inside out: the unqualified name, then its scopes
// up to the global one, then @.

// qualifiedSymbol reads the name of a function or variable.
func (p *parser) qualifiedSymbol() ref {
	return p.scopes(p.symbolName())
}

// qualifiedType reads the name of a class, struct, union or enum.
func (p *parser) qualifiedType() ref {
	return p.scopes(p.typeName())
}

// scopes reads the scopes around name and returns a qualified name. A
// constructor or destructor gets its class, the innermost scope.
func (p *parser) scopes(name ref) ref {
	var outer, innermost ref
	for p.err == nil && !p.eat('@') {
		piece := p.scope()
		outer = p.add(node{kind: kindList, x: piece, next: outer})
		if innermost == 0 {
			innermost = piece
		}
	}
	if p.err != nil {
		return 0
	}
	bare := name
	if n := &p.nodes[name]; n.kind == kindTemplate {
		bare = n.x
	}
	if n := &p.nodes[bare]; n.kind == kindStructor {
		switch {
		case innermost == 0:
			return p.fail(errNoClass)
		case n.x != 0:
			return p.fail(errReuse)
		}
		n.x = innermost
	}
	return p.add(node{kind: kindQualified, x: name, y: outer})
}

// scope reads one piece of a scope.
func (p *parser) scope() ref {
	c := p.peek()
	if isDigit(c) {
		return p.backref(&p.names)
	}
	if c != '?' {
		return p.ident(true)
	}
	start := p.pos
	p.pos++
	switch c := p.peek(); {
	case c == '$':
		p.pos++
		return p.template(start, true)
	case c == 'A':
		p.pos++
		_, hi := p.span(true)
		name := p.add(node{kind: kindAnonymous, lo: uint32(start), hi: hi})
		p.memorize(name)
		return name
	case c == 'Q':
		p.pos++
		lo, hi := p.span(false)
		name := p.add(node{kind: kindInterface, lo: lo, hi: hi})
		p.memorize(name)
		p.expect('@')
		return name
	case c == '?':
		return p.enclosing()
	case isDigit(c) || c == '@' || 'B' <= c && c <= 'P':
		n := node{kind: kindOrdinal}
		n.setNum(p.unsigned())
		return p.add(n)
	}
	return p.fail(p.orEOF(errScope))
}

// enclosing reads the function around a local name. It shares the tables of
// back-references.
func (p *parser) enclosing() ref {
	if !p.enter() {
		return 0
	}
	symbol := p.symbol()
	p.leave()
	return p.add(node{kind: kindEnclosing, x: symbol})
}

// ident reads an identifier and enters it into the table of names on demand.
func (p *parser) ident(memorize bool) ref {
	lo, hi := p.span(false)
	name := p.add(node{kind: kindIdent, lo: lo, hi: hi})
	if memorize {
		p.memorize(name)
	}
	return name
}

// symbolName reads the innermost name of a function or variable.
func (p *parser) symbolName() ref {
	switch c := p.peek(); {
	case isDigit(c):
		return p.backref(&p.names)
	case c != '?':
		return p.ident(true)
	}
	start := p.pos
	p.pos++
	if p.eat('$') {
		return p.template(start, false)
	}
	return p.operator()
}

// typeName reads the innermost name of a type.
func (p *parser) typeName() ref {
	if isDigit(p.peek()) {
		return p.backref(&p.names)
	}
	start := p.pos
	if p.eatString("?$") {
		return p.template(start, true)
	}
	return p.ident(true)
}

// template reads a template name and its arguments, after ?$ at start. Inside,
// the tables of back-references are its own. The name of a type or scope is
// entered into the outer table afterwards; that of a function is not.
func (p *parser) template(start int, isType bool) ref {
	if !p.enter() {
		return 0
	}
	names, types := p.names, p.types
	p.names.n, p.types.n = 0, 0
	var name ref
	if p.eat('?') {
		name = p.operator()
	} else {
		name = p.ident(true)
	}
	args := p.templateArgs()
	p.names, p.types = names, types
	p.leave()
	if p.err != nil {
		return 0
	}
	if k := p.nodes[name].kind; isType && (k == kindStructor || k == kindConversion) {
		return p.fail(errTypeName)
	}
	whole := p.add(node{kind: kindTemplate, x: name, y: args, lo: uint32(start), hi: uint32(p.pos)})
	if isType {
		p.memorize(whole)
	}
	return whole
}

// templateArgs reads the arguments of a template and the @ after them.
func (p *parser) templateArgs() ref {
	var args list
	for p.err == nil && !p.eat('@') {
		if p.eatString("$S") || p.eatString("$$V") || p.eatString("$$$V") || p.eatString("$$Z") {
			continue // an empty pack, or the border between packs
		}
		p.push(&args, p.templateArg())
	}
	return args.head
}

// templateArg reads one argument of a template.
func (p *parser) templateArg() ref {
	switch {
	case p.eatString("$$Y"):
		return p.qualifiedType()
	case p.eatString("$$B"):
		if p.peek() != 'Y' {
			return p.fail(p.orEOF(errType))
		}
		return p.dataType(qualsDrop)
	case p.eatString("$$C"):
		return p.dataType(qualsRead)
	case p.eatString("$M"):
		p.dataType(qualsDrop) // the type of an auto parameter is not shown
		return p.valueArg()
	case p.peek() == '?' && p.pos+1 < len(p.in) && isDigit(p.in[p.pos+1]):
		p.pos++
		return p.parameterArg()
	case p.peek() != '$' || strings.HasPrefix(p.in[p.pos:], "$$"):
		return p.dataType(qualsDrop)
	}
	p.pos++
	return p.valueArg()
}

// valueArg reads an argument that is a value, after the $.
func (p *parser) valueArg() ref {
	switch c := p.next(); c {
	case '0':
		return p.numberNode()
	case '2':
		mantissa, negative := p.number()
		n := node{kind: kindFloatArg, y: p.numbers(1)}
		if negative {
			n.a = 1
		}
		n.setNum(mantissa)
		return p.add(n)
	case '1', 'H', 'I', 'J':
		n := node{kind: kindSymbolArg, a: affinityPointer, x: p.argSymbol(c == '1')}
		if c != '1' {
			n.y = p.numbers(int(c-'H') + 1)
		}
		return p.add(n)
	case 'E':
		return p.add(node{kind: kindSymbolArg, a: affinityNone, x: p.argSymbol(true)})
	case 'F', 'G':
		return p.add(node{kind: kindSymbolArg, a: affinityNone, y: p.numbers(int(c-'F') + 2)})
	case 'D', 'Q':
		return p.parameterArg()
	case 'R':
		name := p.ident(true)
		p.number()
		return p.add(node{kind: kindNamedArg, x: name})
	}
	p.back()
	return p.fail(errArg)
}

// parameterArg reads an argument that is a parameter of an outer template.
func (p *parser) parameterArg() ref {
	n := node{kind: kindParameterArg}
	n.setNum(p.unsigned())
	return p.add(n)
}

// argSymbol reads the symbol of an argument and enters its unqualified name
// into the table of names. If it is not required, there may be none, and the
// result is 0.
func (p *parser) argSymbol(required bool) ref {
	if p.peek() != '?' {
		switch {
		case !required:
			return 0
		case p.eat('@'): // the null pointer
			return p.add(node{kind: kindNumber})
		}
		return p.fail(p.orEOF(errArg))
	}
	if !p.enter() {
		return 0
	}
	symbol := p.symbol()
	p.leave()
	if p.err != nil {
		return 0
	}
	name := p.unqualified(symbol)
	if name == 0 {
		return p.fail(errArg)
	}
	p.memorize(name)
	return symbol
}

// unqualified returns the innermost name of a symbol, or 0 if it has none.
func (p *parser) unqualified(symbol ref) ref {
	n := &p.nodes[symbol]
	switch n.kind {
	case kindFunctionSym, kindTable, kindUntyped, kindGuard, kindVcall:
		return p.nodes[n.x].x
	case kindVariable:
		return p.nodes[n.y].x
	}
	return 0
}
