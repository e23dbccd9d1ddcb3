package rust

import "bytes"

// basicTypes are the types of one letter.
var basicTypes = [256]string{
	'a': "i8", 'b': "bool", 'c': "char", 'd': "f64", 'e': "str", 'f': "f32",
	'h': "u8", 'i': "isize", 'j': "usize", 'l': "i32", 'm': "u32", 'n': "i128",
	'o': "u128", 'p': "_", 's': "i16", 't': "u16", 'u': "()", 'v': "...",
	'x': "i64", 'y': "u64", 'z': "!",
}

// typ prints a type.
func (p *printer) typ() {
	tag, ok := p.next()
	if !ok {
		return
	}
	if name := basicTypes[tag]; name != "" {
		if p.charge(1) {
			p.print(name)
		}
		return
	}
	if !p.enter() {
		return
	}
	switch tag {
	case 'R', 'Q':
		p.reference(tag == 'Q')
	case 'P':
		p.print("*const ")
		p.typ()
	case 'O':
		p.print("*mut ")
		p.typ()
	case 'A', 'S':
		p.print("[")
		p.typ()
		if tag == 'A' {
			p.print("; ")
			p.constant(true)
		}
		p.print("]")
	case 'T':
		p.print("(")
		i := 0
		for ; p.more(i, ", "); i++ {
			p.typ()
		}
		p.closeTuple(i)
	case 'F':
		bound := p.bound
		p.binder()
		p.function()
		p.bound = bound
	case 'D':
		p.trait()
	case 'W':
		p.typ()
		p.print(" is ")
		p.pattern()
	case 'B':
		if from, ok := p.enterBackref(); ok {
			p.typ()
			p.leaveBackref(from)
		}
	default:
		p.pos-- // the tag of a path
		p.path(false)
	}
	p.leave()
}

// closeTuple ends a tuple of n items; a comma tells one item from parentheses.
func (p *printer) closeTuple(n int) {
	if n == 1 {
		p.print(",")
	}
	p.print(")")
}

func (p *printer) reference(mutable bool) {
	p.print("&")
	if p.eat('L') {
		lifetime, ok := p.base62()
		if !ok {
			return
		}
		if lifetime != 0 {
			p.lifetime(lifetime)
			p.print(" ")
		}
	}
	if mutable {
		p.print("mut ")
	}
	p.typ()
}

// function prints a function pointer; its binder has been printed.
func (p *printer) function() {
	unsafe := p.eat('U')
	var abi string
	if p.eat('K') {
		if p.eat('C') {
			abi = "C"
		} else {
			name, ok := p.ident()
			if !ok {
				return
			}
			if name.ascii == "" || name.punycode != "" {
				p.fail(invalid)
				return
			}
			abi = name.ascii
		}
	}
	if unsafe {
		p.print("unsafe ")
	}
	if abi != "" {
		p.print(`extern "`)
		p.printDashed(abi)
		p.print(`" `)
	}
	p.print("fn(")
	for i := 0; p.more(i, ", "); i++ {
		p.typ()
	}
	p.print(")")
	if !p.eat('u') {
		p.print(" -> ")
		p.typ()
	}
}

// printDashed prints the name of a calling convention, in which '_' stands
// for '-'.
func (p *printer) printDashed(abi string) {
	start := 0
	for i := range len(abi) {
		if abi[i] == '_' {
			p.print(abi[start:i])
			p.print("-")
			start = i + 1
		}
	}
	p.print(abi[start:])
}

// trait prints a trait object.
func (p *printer) trait() {
	p.print("dyn ")
	bound := p.bound
	p.binder()
	for i := 0; p.more(i, " + "); i++ {
		p.traitBound()
	}
	p.bound = bound
	if !p.eat('L') {
		p.fail(invalid)
		return
	}
	lifetime, ok := p.base62()
	if !ok || lifetime == 0 {
		return
	}
	if !p.lenient && bytes.HasSuffix(p.text.Bytes(), []byte(" ")) {
		p.print("+ ") // no trait came before
	} else {
		p.print(" + ")
	}
	p.lifetime(lifetime)
}

// traitBound prints one trait of a trait object.
func (p *printer) traitBound() {
	open := p.openPath()
	silent := p.hideArgs()
	p.bindings(open)
	p.silent = silent
}

// bindings prints the associated types that a trait object fixes, and the end
// of the trait's generic arguments.
func (p *printer) bindings(open bool) {
	for p.eat('p') {
		if open {
			p.print(", ")
		} else {
			p.print("<")
			open = true
		}
		name, ok := p.ident()
		if !ok {
			return
		}
		p.printIdent(name)
		p.print(" = ")
		if p.eat('K') {
			p.constant(false)
		} else {
			p.typ()
		}
	}
	if open {
		p.print(">")
	}
}

// pattern prints what restricts the values of a type.
func (p *printer) pattern() {
	if !p.enter() {
		return
	}
	tag, ok := p.next()
	if !ok {
		return
	}
	switch tag {
	case 'R':
		p.constant(false)
		p.print("..=")
		p.constant(false)
	case 'O':
		for i := 0; p.more(i, " | "); i++ {
			p.pattern()
		}
	case 'N':
		p.print("!null")
	default:
		p.fail(invalid)
	}
	p.leave()
}
