package itanium

// expression writes expressions and declarations of template parameters.
func (p *printer) expression(x *node) {
	switch x.kind {
	case templateParam:
		p.str(words[x.a])
		if x.b > 0 {
			p.number(int(x.b) - 1)
		}
	case typeParamDecl, constrainedDecl, valueParamDecl, templateTempDecl, packParamDecl:
		p.declLeft(x)
		p.declRight(x)
	case paramWithArg:
		p.print(x.b)
	case binaryExpr:
		p.binary(x)
	case prefixExpr:
		p.str(operators[x.c].text)
		p.operand(x.a, x.prec, false)
	case postfixExpr:
		p.operand(x.a, x.prec, true)
		p.str(operators[x.c].text)
	case conditionalExpr:
		p.operand(x.a, x.prec, false)
		p.str(" ? ")
		p.operand(x.b, precDefault, false)
		p.str(" : ")
		p.operand(x.c, precAssign, true)
	case memberExpr:
		p.operand(x.a, x.prec, true)
		p.str(operators[x.c].text)
		p.operand(x.b, x.prec, false)
	case indexExpr:
		p.operand(x.a, x.prec, true)
		p.parens++
		p.char('[')
		p.print(x.b)
		p.char(']')
		p.parens--
	case newExpr:
		p.newExpr(x)
	case deleteExpr:
		p.globalWord(x.flag, "delete")
		p.char(' ')
		p.print(x.a)
	case namedCast:
		p.str(operators[x.c].text)
		parens := p.parens
		p.parens = 0
		p.char('<')
		p.print(x.a)
		p.char('>')
		p.parens = parens
		p.open()
		p.print(x.b)
		p.close()
	case callExpr:
		if x.flag != 0 {
			p.open()
		}
		p.print(x.a)
		if x.flag != 0 {
			p.close()
		}
		p.open()
		p.commas(p.list(x.b))
		p.close()
	case convertExpr:
		p.open()
		p.print(x.a)
		p.close()
		p.open()
		p.commas(p.list(x.b))
		p.close()
	case initList:
		p.print(x.a)
		p.char('{')
		p.commas(p.list(x.b))
		p.char('}')
	case charList:
		p.charList(p.list(x.b))
	case parenList:
		p.open()
		p.commas(p.list(x.a))
		p.close()
	case bracedExpr:
		if x.flag != 0 {
			p.char('[')
			p.print(x.a)
			p.char(']')
		} else {
			p.char('.')
			p.print(x.a)
		}
		p.initializer(x.b)
	case bracedRange:
		p.char('[')
		p.print(x.a)
		p.str(" ... ")
		p.print(x.b)
		p.char(']')
		p.initializer(x.c)
	case enclosingExpr:
		p.str(words[x.a])
		p.open()
		p.print(x.b)
		p.close()
	case foldExpr:
		p.fold(x)
	case throwExpr:
		p.str("throw ")
		p.print(x.a)
	case subobjectExpr:
		p.print(x.b)
		p.str(".<")
		p.print(x.a)
		p.str(" at offset ")
		if s := p.text(x.c); s != "" {
			p.signed(s)
		} else {
			p.char('0')
		}
		p.char('>')
	case functionParam:
		p.str("fp")
		p.print(x.a)
	case integerLiteral:
		if x.b != wNone {
			p.open()
			p.str(words[x.b])
			p.close()
		}
		p.signed(p.text(x.a))
		p.str(words[x.c])
	case enumLiteral:
		p.open()
		p.print(x.a)
		p.close()
		p.signed(p.text(x.b))
	case stringLiteral:
		p.str(`"<`)
		p.print(x.a)
		p.str(`>"`)
	case lambdaExpr:
		p.str("[]")
		if t := &p.nodes[x.a]; t.kind == lambdaType {
			p.lambdaDeclarator(t)
		}
		p.str("{...}")
	case floatLiteral:
		var buf [48]byte
		p.str(string(appendFloat(buf[:0], x.flag, p.in[x.a:x.a+x.b])))
	case sizeofPack:
		p.str("sizeof...")
		p.open()
		p.expand(x.a)
		p.close()
	case requiresExpr:
		p.requires(x)
	case exprRequirement:
		p.exprRequirement(x)
	case typeRequirement:
		p.str(" typename ")
		p.print(x.a)
		p.char(';')
	case nestedRequire:
		p.str(" requires ")
		p.print(x.a)
		p.char(';')
	}
}

// declLeft writes the declaration of a template parameter up to its name.
func (p *printer) declLeft(x *node) {
	switch x.kind {
	case typeParamDecl:
		p.str("typename ")
	case constrainedDecl:
		p.print(x.a)
		p.char(' ')
	case valueParamDecl:
		p.left(x.b)
		if p.shapeOf(x.b)&hasRight == 0 {
			p.char(' ')
		}
	case templateTempDecl:
		parens := p.parens
		p.parens = 0
		p.str("template<")
		p.commas(p.list(x.b))
		p.str("> typename ")
		p.parens = parens
	case packParamDecl:
		if p.enter() {
			p.declLeft(&p.nodes[x.a])
		}
		p.depth--
		p.str("...")
	}
}

// declRight writes the name and what follows it.
func (p *printer) declRight(x *node) {
	switch x.kind {
	case typeParamDecl:
		p.print(x.a)
	case constrainedDecl:
		p.print(x.b)
	case valueParamDecl:
		p.print(x.a)
		p.right(x.b)
	case templateTempDecl:
		p.print(x.a)
		if x.c != 0 {
			p.str(" requires ")
			p.print(x.c)
		}
	case packParamDecl:
		if p.enter() {
			p.declRight(&p.nodes[x.a])
		}
		p.depth--
	}
}

// binary writes a op b. A > or >> that would end a template argument list
// stands in parentheses.
func (p *printer) binary(x *node) {
	o := &operators[x.c]
	paren := p.parens == 0 && (o.text == ">" || o.text == ">>")
	if paren {
		p.open()
	}
	assign := x.prec == precAssign
	if assign {
		p.operand(x.a, precOrIf, false)
	} else {
		p.operand(x.a, x.prec, true)
	}
	if o.text != "," {
		p.char(' ')
	}
	p.str(o.text)
	p.char(' ')
	p.operand(x.b, x.prec, assign)
	if paren {
		p.close()
	}
}

// globalWord writes new or delete with the marks that flag asks for.
func (p *printer) globalWord(flag uint8, word string) {
	if flag&newGlobal != 0 {
		p.str("::")
	}
	p.str(word)
	if flag&newArray != 0 {
		p.str("[]")
	}
}

func (p *printer) newExpr(x *node) {
	p.globalWord(x.flag, "new")
	if x.a != 0 {
		p.open()
		p.commas(p.list(x.a))
		p.close()
	}
	p.char(' ')
	p.print(x.b)
	if x.c != 0 {
		p.print(x.c)
	}
}

// initializer writes the value of a designated initializer.
func (p *printer) initializer(n ref) {
	if k := p.nodes[n].kind; k != bracedExpr && k != bracedRange {
		p.str(" = ")
	}
	p.print(n)
}

// fold writes (a op ... op pack) in its four forms.
func (p *printer) fold(x *node) {
	op := operators[x.c].text
	left := x.flag != 0
	p.open()
	if !left || x.b != 0 {
		if left {
			p.operand(x.b, precCast, true)
		} else {
			p.foldPack(x.a)
		}
		p.char(' ')
		p.str(op)
		p.char(' ')
	}
	p.str("...")
	if left || x.b != 0 {
		p.char(' ')
		p.str(op)
		p.char(' ')
		if left {
			p.foldPack(x.a)
		} else {
			p.operand(x.b, precCast, true)
		}
	}
	p.close()
}

func (p *printer) foldPack(n ref) {
	p.open()
	p.expand(n)
	p.close()
}

func (p *printer) requires(x *node) {
	p.str("requires")
	if x.a != 0 {
		p.char(' ')
		p.open()
		p.commas(p.list(x.a))
		p.close()
	}
	p.char(' ')
	p.parens++
	p.char('{')
	for _, r := range p.list(x.b) {
		p.print(r)
	}
	p.str(" }")
	p.parens--
}

func (p *printer) exprRequirement(x *node) {
	p.char(' ')
	braces := x.flag != 0 || x.b != 0
	if braces {
		p.parens++
		p.char('{')
	}
	p.print(x.a)
	if braces {
		p.char('}')
		p.parens--
	}
	if x.flag != 0 {
		p.str(" noexcept")
	}
	if x.b != 0 {
		p.str(" -> ")
		p.print(x.b)
	}
	p.char(';')
}

// charList writes the members of an array of char as a string literal.
func (p *printer) charList(items []ref) {
	p.char('"')
	var last byte // 'x' after \x1f, '0' after \1, where some characters would be read as part of the number
	for _, n := range items {
		c, _ := charValue(p.text(p.nodes[n].a))
		if last == 'x' && isHexDigit(c) || last == '0' && c >= '0' && c <= '7' {
			p.str(`""`)
		}
		last = 0
		switch {
		case c == '"' || c == '\\':
			p.char('\\')
			p.char(c)
		case c >= '\a' && c <= '\r':
			p.char('\\')
			p.char("abtnvfr"[c-'\a'])
		case c < '\a':
			p.char('\\')
			p.char('0' + c)
			last = '0'
		case c < ' ' || c == 0x7f:
			p.str(`\x`)
			if c >= 16 {
				p.char("0123456789ABCDEF"[c>>4])
			}
			p.char("0123456789ABCDEF"[c&15])
			last = 'x'
		default:
			p.char(c)
		}
	}
	p.char('"')
}

func isHexDigit(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// charValue returns the byte that the digits of a literal of type char mean.
func charValue(digits string) (byte, bool) {
	negative := digits != "" && digits[0] == 'n'
	if negative {
		digits = digits[1:]
	}
	if digits == "" || len(digits) > 3 {
		return 0, false
	}
	v := 0
	for i := 0; i < len(digits); i++ {
		v = v*10 + int(digits[i]-'0')
	}
	if v > 255 || negative && v > 128 {
		return 0, false
	}
	if negative {
		v = -v
	}
	return byte(v), true
}
