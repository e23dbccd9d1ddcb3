package msvc

import "strings"

// special reads a symbol whose operator code has a layout of its own, from the
// second ?. It reports false, and reads nothing, for every other symbol.
func (p *parser) special() (symbol ref, ok bool) {
	rest := p.in[p.pos:]
	if !strings.HasPrefix(rest, "?_") || len(rest) < 3 {
		return 0, false
	}
	size := 3
	two := byte(0)
	if (rest[2] == 'R' || rest[2] == '_') && len(rest) > 3 {
		size, two = 4, rest[3]
	}
	start := p.pos
	p.pos += size
	switch rest[2] {
	case '7':
		return p.pointerTable(specialVftable), true
	case '8':
		return p.pointerTable(specialVbtable), true
	case '9':
		return p.vcall(), true
	case 'B':
		return p.guard(specialGuard), true
	case 'C':
		return p.stringLiteral(), true
	case 'S':
		return p.pointerTable(specialLocalVftable), true
	case 'R':
		switch two {
		case '0':
			return p.typeDescriptor(), true
		case '1':
			return p.baseClassDescriptor(), true
		case '2':
			return p.untyped(specialBaseArray), true
		case '3':
			return p.untyped(specialHierarchy), true
		case '4':
			return p.pointerTable(specialLocator), true
		}
	case '_':
		switch two {
		case 'E', 'F':
			return p.initStub(two - 'E'), true
		case 'J':
			return p.guard(specialThreadGuard), true
		}
	}
	p.pos = start
	return 0, false
}

// specialName reads the scopes of a special symbol and returns its name.
func (p *parser) specialName(code int) ref {
	return p.scopes(p.add(node{kind: kindOperator, a: uint8(code)}))
}

// pointerTable reads a vftable, a vbtable or the like: qualifiers, and the
// path of base classes that it is for.
func (p *parser) pointerTable(code int) ref {
	n := node{kind: kindTable, x: p.specialName(code)}
	if c := p.next(); c != '6' && c != '7' {
		p.back()
		return p.fail(p.orEOF(errEncoding))
	}
	n.quals, _ = p.qualifier()
	var targets list
	for p.err == nil && !p.eat('@') {
		p.push(&targets, p.qualifiedType())
		if p.pos == len(p.in) {
			break // some names end here, without the last @
		}
	}
	n.y = targets.head
	return p.add(n)
}

// vcall reads a thunk that calls the virtual function at an offset.
func (p *parser) vcall() ref {
	n := node{kind: kindVcall, x: p.specialName(specialVcall)}
	if !p.eatString("$B") {
		return p.fail(p.orEOF(errEncoding))
	}
	n.setNum(p.unsigned())
	p.expect('A')
	n.a = p.next()
	return p.add(n)
}

// guard reads a variable that tells whether local statics are initialized.
func (p *parser) guard(code int) ref {
	n := node{kind: kindGuard, x: p.specialName(code)}
	// A hidden guard is a variable of type unsigned int, a visible one is not.
	if !p.eatString("4IA") && !p.eat('5') {
		return p.fail(p.orEOF(errEncoding))
	}
	if p.err == nil && p.pos < len(p.in) {
		n.setNum(p.unsigned())
	}
	return p.add(n)
}

// typeDescriptor reads the type that a type descriptor is for.
func (p *parser) typeDescriptor() ref {
	n := node{kind: kindTypeRTTI, x: p.dataType(qualsResult)}
	if !p.eatString("@8") {
		return p.fail(p.orEOF(errTerm))
	}
	return p.add(n)
}

// baseClassDescriptor reads four numbers: offset in the class, offset of the
// vbtable pointer, offset in the vbtable, flags.
func (p *parser) baseClassDescriptor() ref {
	var where list
	for i := range 4 {
		number := p.numberNode()
		if i != 1 && p.err == nil && p.nodes[number].a == 1 {
			return p.fail(errNegative)
		}
		p.push(&where, number)
	}
	n := node{kind: kindBaseRTTI, x: p.specialName(specialBaseClass), y: where.head}
	p.expect('8')
	return p.add(n)
}

// untyped reads RTTI data that has no type of its own.
func (p *parser) untyped(code int) ref {
	n := node{kind: kindUntyped, x: p.specialName(code)}
	p.expect('8')
	return p.add(n)
}

// initStub reads the function that initializes a variable, or destroys it at
// exit. The variable is a whole symbol if it is a static member, and only its
// name otherwise.
func (p *parser) initStub(code byte) ref {
	if !p.enter() {
		return 0
	}
	defer p.leave()
	member := p.eat('?')
	variable := p.declarator()
	if p.err != nil {
		return 0
	}
	n := node{kind: kindInit, a: code, x: variable}
	if v := p.nodes[variable]; v.kind == kindFunctionSym {
		if member {
			return p.fail(errStub)
		}
		n.x, n.y = v.x, v.y
		return p.add(n)
	}
	p.expect('@')
	if member {
		p.expect('@') // early versions of clang had the ? and one @ less
	}
	n.y = p.functionEncoding()
	return p.add(n)
}
