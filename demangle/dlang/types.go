package dlang

import "strings"

// basicTypes are the types of one letter.
var basicTypes = [256]string{
	'a': "char", 'b': "bool", 'c': "creal", 'd': "double", 'e': "real", 'f': "float",
	'g': "byte", 'h': "ubyte", 'i': "int", 'j': "ireal", 'k': "uint", 'l': "long",
	'm': "ulong", 'n': "typeof(null)", 'o': "ifloat", 'p': "idouble", 'q': "cfloat",
	'r': "cdouble", 's': "short", 't': "ushort", 'u': "wchar", 'v': "void", 'w': "dchar",
}

// typ prints a type.
func (p *printer) typ() {
	if !p.enter() {
		return
	}
	switch c := p.peek(); {
	case c == 'Q':
		p.typeRef(false)
	case c == 0 || p.strict && c != 'i':
		p.fail(errSyntax)
	case basicTypes[c] != "":
		p.pos++
		p.print(basicTypes[c])
	case isConvention(c):
		p.pointee("function")
	default:
		p.pos++
		p.derived(c)
	}
	p.leave()
}

// derived prints a type made of others; its tag has been read.
func (p *printer) derived(tag byte) {
	switch tag {
	case 'O':
		p.wrapped("shared(")
	case 'x':
		p.wrapped("const(")
	case 'y':
		p.wrapped("immutable(")
	case 'N':
		switch {
		case p.eat('g'):
			p.wrapped("inout(")
		case p.eat('h'):
			p.wrapped("__vector(")
		case p.eat('n'):
			p.print("typeof(*null)")
		default:
			p.fail(errSyntax)
		}
	case 'A':
		p.typ()
		p.print("[]")
	case 'G':
		from := p.pos
		p.number()
		length := p.sym[from:p.pos]
		p.typ()
		p.print("[")
		p.print(length)
		p.print("]")
	case 'H':
		from := p.text.Len()
		p.print("[")
		p.typ()
		p.print("]")
		mid := p.text.Len()
		p.typ()
		p.rotate(from, mid)
	case 'P':
		if isConvention(p.peek()) {
			p.pointee("function")
			return
		}
		p.typ()
		p.print("*")
	case 'D':
		modifiers := p.modifiers()
		p.pointee("delegate")
		p.printModifiers(modifiers)
	case 'C', 'S', 'E', 'T':
		p.qualified(false)
	case 'B':
		p.print("Tuple!(")
		n := p.number()
		for i := 0; i < n && p.ok(); i++ {
			if i > 0 {
				p.print(", ")
			}
			p.typ()
		}
		p.print(")")
	case 'z':
		switch {
		case p.eat('i'):
			p.print("cent")
		case p.eat('k'):
			p.print("ucent")
		default:
			p.fail(errSyntax)
		}
	default:
		p.pos--
		p.fail(errSyntax)
	}
}

// wrapped prints a type behind words that open parentheses.
func (p *printer) wrapped(words string) {
	p.print(words)
	p.typ()
	p.print(")")
}

// typeRef prints the type that a back reference refers to, which may have to
// be the type of a function.
func (p *printer) typeRef(function bool) {
	to, end, ok := p.target(p.pos)
	if !ok || p.pos >= p.lastRef {
		p.fail(errSyntax)
		return
	}
	last := p.lastRef
	p.lastRef = p.pos
	p.pos = to
	if function {
		p.functionType()
	} else {
		p.typ()
	}
	p.lastRef = last
	if p.ok() {
		p.pos = end
	}
}

// isConvention reports whether c is the tag of a function, which says how it
// is called.
func isConvention(c byte) bool {
	switch c {
	case 'F', 'U', 'W', 'V', 'R', 'Y':
		return true
	}
	return false
}

// pointee prints the type of a function that is pointed to, and the kind of
// the pointer.
func (p *printer) pointee(kind string) {
	if p.peek() == 'Q' {
		p.typeRef(true)
	} else {
		p.functionType()
	}
	p.print(kind)
}

// functionType prints a function's result, parameters and attributes.
func (p *printer) functionType() {
	if !p.enter() {
		return
	}
	switch c := p.peek(); c {
	case 'F':
	case 'U':
		p.print("extern(C) ")
	case 'W':
		p.print("extern(Windows) ")
	case 'V':
		p.print("extern(Pascal) ")
	case 'R':
		p.print("extern(C++) ")
	case 'Y':
		p.print("extern(Objective-C) ")
	default:
		p.fail(errSyntax)
	}
	from := p.text.Len()
	attributes := p.function()
	mid := p.text.Len()
	p.typ()
	p.rotate(from, mid)
	p.print(" ")
	for i := 1; i < len(attributes); i += len("Na") {
		p.print(attributeWords[attributes[i]])
	}
	p.leave()
}

// attributeWords are the attributes of functions.
var attributeWords = [256]string{
	'a': "pure ", 'b': "nothrow ", 'c': "ref ", 'd': "@property ", 'e': "@trusted ",
	'f': "@safe ", 'i': "@nogc ", 'j': "return ", 'l': "scope ", 'm': "@live ",
}

// function prints the parameters of a function, whose tag is next, and returns
// its attributes as they are written.
func (p *printer) function() (attributes string) {
	if p.ok() {
		p.pos++
	}
	from := p.pos
	for p.ok() && p.peek() == 'N' && p.pos+1 < len(p.sym) && attributeWords[p.sym[p.pos+1]] != "" {
		p.pos += len("Na")
	}
	attributes = p.sym[from:p.pos]
	p.charge(len(attributes) / 16)
	p.print("(")
	for i := 0; p.ok() && !p.eat('Z'); i++ {
		if p.eat('X') { // the last parameter takes the rest
			p.print("...")
			break
		}
		if i > 0 {
			p.print(", ")
		}
		if p.eat('Y') { // more follow the last
			p.print("...")
			break
		}
		p.parameter()
	}
	p.print(")")
	return attributes
}

// parameter prints one parameter of a function.
func (p *printer) parameter() {
	if p.eat('M') {
		p.print("scope ")
	}
	if strings.HasPrefix(p.rest(), "Nk") {
		p.pos += len("Nk")
		p.print("return ")
	}
	switch {
	case p.eat('I'):
		p.print("in ")
		if p.eat('K') {
			p.print("ref ")
		}
	case p.eat('J'):
		p.print("out ")
	case p.eat('K'):
		p.print("ref ")
	case p.eat('L'):
		p.print("lazy ")
	}
	p.typ()
}

// modifiers reads the modifiers of an object and returns them as they are
// written: inout and shared, the last of all const or immutable.
func (p *printer) modifiers() string {
	from := p.pos
	for {
		p.charge(1)
		switch {
		case p.eat('x'), p.eat('y'):
			return p.sym[from:p.pos]
		case p.eat('O'):
		case p.ok() && strings.HasPrefix(p.rest(), "Ng"):
			p.pos += len("Ng")
		default:
			return p.sym[from:p.pos]
		}
	}
}

// printModifiers prints modifiers behind what they modify.
func (p *printer) printModifiers(modifiers string) {
	for i := range len(modifiers) {
		switch modifiers[i] {
		case 'x':
			p.print(" const")
		case 'y':
			p.print(" immutable")
		case 'O':
			p.print(" shared")
		case 'g':
			p.print(" inout")
		}
	}
}
