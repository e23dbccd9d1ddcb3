package rust

import "strconv"

// path prints a path. Within an expression generic arguments are set off by
// "::".
func (p *printer) path(inValue bool) {
	if !p.enter() {
		return
	}
	tag, ok := p.next()
	if !ok {
		return
	}
	switch tag {
	case 'C':
		p.crate()
	case 'N':
		p.nested(inValue)
	case 'M', 'X', 'Y':
		p.qualified(tag)
	case 'I':
		p.path(inValue)
		if inValue && !p.noArgs {
			p.print("::")
		}
		silent := p.hideArgs()
		p.print("<")
		p.args()
		p.print(">")
		p.silent = silent
	case 'B':
		if from, ok := p.enterBackref(); ok {
			p.path(inValue)
			p.leaveBackref(from)
		}
	default:
		p.fail(invalid)
	}
	p.leave()
}

// hideArgs makes the printer silent where generic arguments are left out. It
// returns the silence to restore behind them.
func (p *printer) hideArgs() bool {
	silent := p.silent
	p.silent = silent || p.noArgs
	return silent
}

// openPath prints a path of a trait and reports whether its generic arguments
// are still to be closed.
func (p *printer) openPath() bool {
	switch {
	case p.eat('B'):
		from, ok := p.enterBackref()
		if !ok {
			return false
		}
		open := p.openPath()
		p.leaveBackref(from)
		return open
	case p.eat('I'):
		p.path(false)
		silent := p.hideArgs()
		p.print("<")
		p.args()
		p.silent = silent
		return !p.noArgs
	}
	p.path(false)
	return false
}

// crate prints a crate's name; its tag has been read.
func (p *printer) crate() {
	disambiguator, ok := p.disambiguator()
	if !ok {
		return
	}
	name, ok := p.ident()
	if !ok {
		return
	}
	p.printIdent(name)
	if p.verbose && disambiguator != 0 {
		p.print("[")
		p.printUint(disambiguator, 16)
		p.print("]")
	}
}

// nested prints a path within a path; its tag has been read.
func (p *printer) nested(inValue bool) {
	namespace, ok := p.next()
	if !ok {
		return
	}
	special := isUpper(namespace)
	if !special && !isLower(namespace) {
		p.fail(invalid)
		return
	}
	p.path(inValue)
	if p.fault != sound {
		p.print("::") // the question mark that follows stands for an element
	}
	disambiguator, ok := p.disambiguator()
	if !ok {
		return
	}
	name, ok := p.ident()
	if !ok {
		return
	}
	if !special {
		if !name.empty() {
			p.print("::")
			p.printIdent(name)
		}
		return
	}
	p.print("::{")
	switch namespace {
	case 'C':
		p.print("closure")
	case 'S':
		p.print("shim")
	default:
		p.print(string(rune(namespace)))
	}
	if !name.empty() {
		p.print(":")
		p.printIdent(name)
	}
	p.print("#")
	p.printUint(disambiguator, 10)
	p.print("}")
}

// qualified prints <type> or <type as trait>; the tag has been read. The path
// of the implementation itself says nothing that a reader needs.
func (p *printer) qualified(tag byte) {
	if tag != 'Y' {
		if _, ok := p.disambiguator(); !ok {
			return
		}
		silent := p.silent
		p.silent = true
		p.path(false)
		p.silent = silent
	}
	p.print("<")
	p.typ()
	if tag != 'M' {
		p.print(" as ")
		p.path(false)
	}
	p.print(">")
}

// args prints generic arguments up to and including their end mark.
func (p *printer) args() {
	for i := 0; p.more(i, ", "); i++ {
		switch {
		case p.eat('L'):
			if lifetime, ok := p.base62(); ok {
				p.lifetime(lifetime)
			}
		case p.eat('K'):
			p.constant(false)
		default:
			p.typ()
		}
	}
}

// more reports whether item i of a list follows, and prints the separator
// before it. At the end of the list it reads the end mark.
func (p *printer) more(i int, separator string) bool {
	if p.fault != sound || p.eat('E') {
		return false
	}
	if i > 0 {
		p.print(separator)
	}
	return true
}

// lifetime prints a lifetime, given as the distance to its binder: 1 is the
// innermost, 0 is an erased one.
func (p *printer) lifetime(distance uint64) {
	if p.lenient && p.silent {
		return // binders are not counted either
	}
	if distance > p.bound {
		p.print("'")
		p.fail(invalid)
		return
	}
	if distance == 0 {
		p.print("'_")
		return
	}
	switch index := p.bound - distance; {
	case index < 26:
		p.print("'" + string(rune('a'+index)))
	case p.lenient:
		p.print("'_")
		p.printUint(index, 10)
	default:
		p.print("'z")
		p.printUint(index-25, 10)
	}
}

// binder reads how many lifetimes a binder binds, and prints them. The caller
// restores p.bound behind what they are bound for.
func (p *printer) binder() {
	n, ok := p.optional62('G')
	if !ok || n == 0 {
		return
	}
	switch {
	case p.lenient && p.silent:
		return
	case !p.lenient && n >= uint64(len(p.sym))-p.bound:
		p.fail(invalid) // each lifetime is used, which takes a byte at least
		return
	case p.silent:
		p.bound += n
		return
	}
	p.print("for<")
	for i := uint64(0); i < n && p.fault == sound; i++ {
		if i > 0 {
			p.print(", ")
		}
		p.bound++
		p.lifetime(1)
	}
	p.print("> ")
}

// printUint prints a number in base 10 or 16.
func (p *printer) printUint(v uint64, base int) {
	var digits [20]byte
	p.print(string(strconv.AppendUint(digits[:0], v, base)))
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
