package itanium

// otherName writes the rarer names and types.
func (p *printer) otherName(x *node) {
	switch x.kind {
	case globalName:
		p.str("::")
		p.print(x.a)
	case conversionName:
		p.str("operator ")
		p.print(x.a)
	case literalName:
		p.str(`operator"" `)
		p.print(x.a)
	case abiTagged:
		p.print(x.a)
		p.str("[abi:")
		p.print(x.b)
		p.char(']')
	case moduleName:
		p.print(x.a)
		switch {
		case x.flag != 0:
			p.char(':')
		case x.a != 0:
			p.char('.')
		}
		p.print(x.b)
	case moduleEntity:
		p.print(x.b)
		p.char('@')
		p.print(x.a)
	case friendName:
		p.print(x.a)
		p.str("::friend ")
		p.print(x.b)
	case bindingName:
		p.char('[')
		p.print(x.a)
		p.char(']')
	case unnamedType:
		p.str("'unnamed")
		p.print(x.b)
		p.char('\'')
	case lambdaType:
		tail := p.nodes[x.c]
		p.str("'lambda")
		p.print(tail.c)
		p.char('\'')
		p.lambdaDeclarator(x)
	case dtorName:
		p.char('~')
		p.print(x.a)
	case constructionTable:
		p.str("construction vtable for ")
		p.print(x.a)
		p.str("-in-")
		p.print(x.b)
	case thisParam:
		p.str("this ")
		p.print(x.a)
	case noexceptSpec:
		p.str("noexcept(")
		p.print(x.a)
		p.char(')')
	case throwSpec:
		p.str("throw(")
		p.print(x.a)
		p.char(')')
	case vendorQualified:
		p.print(x.a)
		p.char(' ')
		p.print(x.b)
		p.print(x.c)
	case suffixed:
		p.left(x.a)
		p.str(words[x.b])
	case prefixed:
		p.str(words[x.a])
		p.print(x.b)
	case vectorType:
		p.print(x.a)
		p.str(" vector[")
		p.print(x.b)
		p.char(']')
	case pixelVector:
		p.str("pixel vector[")
		p.print(x.a)
		p.char(']')
	case bitInt:
		if x.flag != 0 {
			p.str("unsigned ")
		}
		p.str("_BitInt")
		p.open()
		p.operand(x.a, precDefault, false)
		p.close()
	case floatN:
		p.str("_Float")
		p.print(x.a)
		p.str(words[x.b])
	case transformedType:
		p.print(x.a)
		p.char('(')
		p.print(x.b)
		p.char(')')
	case objcProtocol:
		p.print(x.a)
		p.char('<')
		p.print(x.b)
		p.char('>')
	}
}

// args writes template arguments.
func (p *printer) args(x *node) {
	if p.noArgs {
		return
	}
	parens := p.parens
	p.parens = 0
	p.char('<')
	p.commas(p.list(x.a))
	p.char('>')
	p.parens = parens
}

// encodingLeft writes the return type and the name of a function.
func (p *printer) encodingLeft(x *node) {
	if x.a != 0 && !p.noReturn {
		p.left(x.a)
		if p.shapeOf(x.a)&hasRight == 0 {
			p.char(' ')
		}
	}
	p.print(x.b)
}

// encodingRight writes the parameters and what follows them.
func (p *printer) encodingRight(x *node) {
	if p.noParams && x.flag&quOuter != 0 {
		if x.a != 0 && !p.noReturn {
			p.right(x.a)
		}
		return
	}
	tail := p.nodes[x.c]
	p.open()
	p.commas(p.list(tail.a))
	p.close()
	if x.a != 0 && !p.noReturn {
		p.right(x.a)
	}
	p.quals(x.flag)
	if tail.b != 0 {
		p.str(" [enable_if:")
		p.commas(p.list(tail.b))
		p.char(']')
	}
	if tail.c != 0 {
		p.str(" requires ")
		p.print(tail.c)
	}
}

// lambdaDeclarator writes the template parameters and parameters of a lambda.
func (p *printer) lambdaDeclarator(x *node) {
	tail := p.nodes[x.c]
	if x.a != 0 {
		parens := p.parens
		p.parens = 0
		p.char('<')
		p.commas(p.list(x.a))
		p.char('>')
		p.parens = parens
	}
	if tail.a != 0 {
		p.str(" requires ")
		p.print(tail.a)
		p.char(' ')
	}
	p.open()
	p.commas(p.list(x.b))
	p.close()
	if tail.b != 0 {
		p.str(" requires ")
		p.print(tail.b)
	}
}

// baseName writes the last part of a class's name, without template
// arguments, as constructors repeat it.
func (p *printer) baseName(n ref) {
	for p.work >= 0 {
		p.work--
		x := &p.nodes[n]
		switch x.kind {
		case textNode, wordNode, operatorName:
			p.left(n)
			return
		case standardName:
			p.str(standardBase(x.a, x.flag != 0))
			return
		case nestedName, moduleEntity, friendName:
			n = x.b
		case templateName, abiTagged, ctorName, specialName:
			n = x.a
		case forwardParam:
			if x.flag != 0 || x.b == 0 {
				return
			}
			n = x.b
		default:
			return
		}
	}
}
