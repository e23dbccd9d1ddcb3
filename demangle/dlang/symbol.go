package dlang

import "strings"

// declaration prints the name of a declaration, without its type. Its prefix
// has been read.
func (p *printer) declaration() {
	if !p.enter() {
		return
	}
	p.qualified(true)
	if !p.eat('Z') { // the compiler's own data has no type
		silent := p.silent
		p.silent = true
		p.typ()
		p.silent = silent
	}
	p.leave()
}

// qualified prints symbols joined by dots. Functions among them have their
// parameters printed, and with suffixes the modifiers of their objects.
func (p *printer) qualified(suffixes bool) {
	if !p.enter() {
		return
	}
	start := p.text.Len()
	for first := true; p.ok(); {
		if p.peek() == '0' {
			for p.eat('0') {
			}
		} else {
			if !first {
				p.print(".")
			}
			first = false
			p.symbol(start)
			if p.ok() && !p.strict {
				p.parameters(suffixes)
			}
		}
		if !p.ok() || !p.isSymbol(p.pos) {
			break
		}
	}
	p.leave()
}

// parameters prints the parameters of the function whose name was printed
// last. Where none follow, or where nothing follows them and they are thus the
// type of a variable, it leaves everything as it is.
func (p *printer) parameters(suffixes bool) {
	if c := p.peek(); c != 'M' && !isConvention(c) {
		return
	}
	pos, length, silent := p.pos, p.text.Len(), p.silent
	p.silent = silent || p.noArgs
	var modifiers string
	if p.eat('M') {
		modifiers = p.modifiers()
	}
	if isConvention(p.peek()) {
		p.function()
	} else {
		p.fail(errSyntax)
	}
	if suffixes {
		p.printModifiers(modifiers)
	}
	p.silent = silent
	if p.broken == errSyntax || p.ok() && p.pos == len(p.sym) {
		p.broken = nil
		p.pos = pos
		p.text.Truncate(length)
	}
}

// symbol prints one symbol of the qualified name whose text began at start.
func (p *printer) symbol(start int) {
	for p.ok() {
		p.charge(1)
		if p.peek() == 'Q' {
			p.symbolRef(start)
			return
		}
		if !p.strict && isTemplate(p.rest()) {
			p.template(start, len(p.sym)-p.pos, false)
			return
		}
		from := p.pos
		n := p.number()
		if !p.ok() {
			return
		}
		if n == 0 || n > len(p.sym)-p.pos {
			p.pos = from
			p.fail(errSyntax)
			return
		}
		p.charge(n / 32)
		name := p.sym[p.pos : p.pos+n]
		if !p.strict && isTemplate(name) {
			p.template(start, n, true)
			return
		}
		if !isFakeParent(name) {
			p.named(start, n)
			return
		}
		p.pos += n
	}
}

// isFakeParent reports whether a symbol only tells equal declarations apart.
func isFakeParent(name string) bool {
	digits, ok := strings.CutPrefix(name, "__S")
	return ok && digits != "" && strings.Trim(digits, "0123456789") == ""
}

// symbolRef prints the symbol that a back reference refers to.
func (p *printer) symbolRef(start int) {
	to, end, ok := p.target(p.pos)
	if !ok || !isDigit(p.sym[to]) {
		p.fail(errSyntax)
		return
	}
	p.pos = to
	n := p.number()
	if n > len(p.sym)-p.pos {
		p.fail(errSyntax)
	}
	p.charge(n / 32)
	if p.ok() {
		p.named(start, n)
	}
	if p.ok() {
		p.pos = end
	}
}

// described are the names of data that compilers emit for a declaration, and
// the words that say so before its name. The Z that ends them is the end of
// the whole name.
var described = [...]struct{ name, words string }{
	{"__initZ", "initializer for "},
	{"__vtblZ", "vtable for "},
	{"__ClassZ", "ClassInfo for "},
	{"__InterfaceZ", "Interface for "},
	{"__ModuleInfoZ", "ModuleInfo for "},
}

// named prints a symbol of n bytes.
func (p *printer) named(start, n int) {
	name := p.rest()[:n]
	if strings.HasPrefix(name, "__") {
		for _, d := range described {
			if n == len(d.name)-1 && strings.HasPrefix(p.rest(), d.name) {
				p.pos += n
				p.describe(start, d.words)
				return
			}
		}
	}
	p.pos += n
	switch {
	case p.strict:
		p.print(name)
	case name == "__ctor":
		p.print("this")
	case name == "__dtor":
		p.print("~this")
	case name == "__postblit" && strings.HasPrefix(p.rest(), "MFZ"):
		p.pos += len("MFZ")
		p.print("this(this)")
	default:
		p.print(name)
	}
}

// describe puts words before the text since start, and drops the dot that was
// to join the symbol which they stand for.
func (p *printer) describe(start int, words string) {
	if p.silent {
		return
	}
	end := p.text.Len()
	if end > start {
		end--
		p.text.Truncate(end)
	}
	p.print(words)
	p.rotate(start, end)
}

// template prints a template instance. Its symbol ends within n bytes, and
// with exact has just as many.
func (p *printer) template(start, n int, exact bool) {
	if !p.enter() {
		return
	}
	end := p.pos + n
	p.pos += len("__T")
	if !p.isSymbol(p.pos) || p.peek() == '0' {
		p.fail(errSyntax)
	}
	if p.ok() {
		p.symbol(start)
	}
	silent := p.silent
	p.silent = silent || p.noTmpl
	p.print("!(")
	for i := 0; p.ok() && !p.eat('Z'); i++ {
		if i > 0 {
			p.print(", ")
		}
		p.argument()
	}
	p.print(")")
	p.silent = silent
	if exact && p.pos != end {
		p.fail(errSyntax)
	}
	p.leave()
}

// argument prints one argument of a template.
func (p *printer) argument() {
	p.eat('H') // of a specialized template
	switch {
	case p.eat('T'):
		p.typ()
	case p.eat('V'):
		p.valueArgument()
	case p.eat('S'):
		p.symbolArgument()
	case p.eat('X'):
		n := p.number()
		if n > len(p.sym)-p.pos {
			p.fail(errSyntax)
		}
		p.charge(n / 32)
		if p.ok() {
			p.print(p.rest()[:n])
			p.pos += n
		}
	default:
		p.fail(errSyntax)
	}
}

// symbolArgument prints a symbol that is an argument. Compilers before 2.077
// put its length in front of it. As the symbol can begin with a digit too,
// every way to divide the digits is tried, the longest length first.
func (p *printer) symbolArgument() {
	switch {
	case strings.HasPrefix(p.rest(), "_D"):
		p.pos += len("_D")
		p.declaration()
		return
	case !isDigit(p.peek()):
		p.qualified(false)
		return
	}
	from, length := p.pos, p.text.Len()
	n, digits := number(p.rest())
	p.charge(digits / 16)
	if n > maxName {
		p.fail(errSyntax)
		return
	}
	for ; digits > 0; digits-- {
		p.pos = from + digits
		switch {
		case n > len(p.sym)-p.pos:
		case strings.HasPrefix(p.rest(), "_D") && p.isSymbol(p.pos+len("_D")):
			p.pos += len("_D")
			p.declaration()
		case p.isSymbol(p.pos):
			p.qualified(false)
		}
		if p.ok() && p.pos == from+digits+n {
			return
		}
		if p.broken == errSyntax {
			p.broken = nil
		}
		if !p.ok() {
			return
		}
		p.text.Truncate(length)
		n /= 10
	}
	p.pos = from
	p.qualified(false)
}
