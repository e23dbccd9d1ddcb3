package dlang

import (
	"strconv"
	"strings"
)

// valueArgument prints a value that is an argument of a template. Its type is
// printed only as the name of a struct.
func (p *printer) valueArgument() {
	tag := p.peek()
	if tag == 'Q' {
		if to, _, ok := p.target(p.pos); ok {
			tag = p.sym[to]
		}
	}
	from := p.text.Len()
	p.typ()
	if p.ok() && p.peek() != 'S' {
		p.text.Truncate(from)
	}
	p.value(tag)
}

// value prints a value of a type with this tag, which is 0 within others.
func (p *printer) value(tag byte) {
	if !p.enter() {
		return
	}
	switch c := p.peek(); {
	case isDigit(c): // compilers used to leave out the i
		p.integer(tag)
	case p.eat('n'):
		p.print("null")
	case p.eat('i'):
		if !isDigit(p.peek()) {
			p.fail(errSyntax)
		}
		p.integer(tag)
	case p.eat('N'):
		p.print("-")
		p.integer(tag)
	case p.eat('e'):
		p.real()
	case p.eat('c'):
		p.real()
		p.print("+")
		if !p.eat('c') {
			p.fail(errSyntax)
		}
		p.real()
		p.print("i")
	case p.eat('a'):
		p.quoted("")
	case p.eat('w'):
		p.quoted("w")
	case p.eat('d'):
		p.quoted("d")
	case p.eat('A'):
		p.print("[")
		p.values(tag == 'H')
		p.print("]")
	case p.eat('S'):
		p.print("(")
		p.values(false)
		p.print(")")
	case p.eat('f'):
		if !strings.HasPrefix(p.rest(), "_D") || !p.isSymbol(p.pos+len("_D")) {
			p.fail(errSyntax)
			break
		}
		p.pos += len("_D")
		p.declaration()
	default:
		p.fail(errSyntax)
	}
	p.leave()
}

// values prints a counted list of values, or of pairs of them.
func (p *printer) values(pairs bool) {
	n := p.number()
	for i := 0; i < n && p.ok(); i++ {
		if i > 0 {
			p.print(", ")
		}
		p.value(0)
		if pairs {
			p.print(":")
			p.value(0)
		}
	}
}

// integer prints a number of the type with this tag.
func (p *printer) integer(tag byte) {
	from := p.pos
	_, digits := number(p.rest())
	if digits == 0 {
		p.fail(errSyntax)
	}
	p.charge(digits / 16)
	if !p.ok() {
		return
	}
	p.pos += digits
	text := p.sym[from:p.pos]
	switch tag {
	case 'a', 'u', 'w':
		p.char(tag, text)
	case 'b':
		if strings.Trim(text, "0") == "" {
			p.print("false")
		} else {
			p.print("true")
		}
	case 'h', 't', 'k':
		p.print(text)
		p.print("u")
	case 'l':
		p.print(text)
		p.print("L")
	case 'm':
		p.print(text)
		p.print("uL")
	default:
		p.print(text)
	}
}

// char prints a character of the type with this tag, given by its number.
func (p *printer) char(tag byte, number string) {
	v, err := strconv.ParseUint(number, 10, 32)
	if err != nil {
		p.fail(errSyntax)
		return
	}
	p.print("'")
	prefix, width := `\x`, 2
	switch tag {
	case 'u':
		prefix, width = `\u`, 4
	case 'w':
		prefix, width = `\U`, 8
	}
	if tag == 'a' && ' ' <= v && v <= '~' {
		p.print(string(rune(v)))
	} else {
		digits := strconv.FormatUint(v, 16)
		p.print(prefix)
		p.print("00000000"[:max(0, width-len(digits))])
		p.print(digits)
	}
	p.print("'")
}

// real prints a floating-point number.
func (p *printer) real() {
	for _, special := range [...]struct{ name, text string }{{"NAN", "NaN"}, {"INF", "Inf"}, {"NINF", "-Inf"}} {
		if strings.HasPrefix(p.rest(), special.name) {
			p.pos += len(special.name)
			p.print(special.text)
			return
		}
	}
	if p.eat('N') {
		p.print("-")
	}
	digits := p.hex()
	if digits == "" {
		p.fail(errSyntax)
		return
	}
	p.print("0x")
	p.print(digits[:1])
	p.print(".")
	p.print(digits[1:])
	if !p.eat('P') {
		p.fail(errSyntax)
	}
	p.print("p")
	if p.eat('N') {
		p.print("-")
	}
	_, n := number(p.rest())
	p.charge(n / 16)
	p.print(p.rest()[:n])
	p.pos += n
}

// hex reads upper-case and lower-case hexadecimal digits.
func (p *printer) hex() string {
	from := p.pos
	for p.ok() && isHex(p.peek()) {
		p.pos++
	}
	p.charge((p.pos - from) / 16)
	return p.sym[from:p.pos]
}

func isHex(c byte) bool {
	return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f'
}

// quoted prints a string literal; suffix is the letter of its kind.
func (p *printer) quoted(suffix string) {
	n := p.number()
	if !p.eat('_') || n > (len(p.sym)-p.pos)/2 {
		p.fail(errSyntax)
		return
	}
	p.charge(n / 8)
	p.print(`"`)
	for ; n > 0 && p.ok(); n-- {
		digits := p.rest()[:2]
		if !isHex(digits[0]) || !isHex(digits[1]) {
			p.fail(errSyntax)
			return
		}
		p.pos += 2
		v, _ := strconv.ParseUint(digits, 16, 8)
		switch {
		case v == '\t':
			p.print(`\t`)
		case v == '\n':
			p.print(`\n`)
		case v == '\r':
			p.print(`\r`)
		case v == '\f':
			p.print(`\f`)
		case v == '\v':
			p.print(`\v`)
		case ' ' <= v && v <= '~':
			p.print(string(rune(v)))
		default:
			p.print(`\x`)
			p.print(digits)
		}
	}
	p.print(`"`)
	p.print(suffix)
}
