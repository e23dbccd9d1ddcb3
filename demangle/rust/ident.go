package rust

import "strings"

// An ident is an identifier as the name spells it: the ASCII characters, and
// the Punycode that puts the others between them.
type ident struct {
	ascii, punycode string
}

func (id ident) empty() bool { return id.ascii == "" && id.punycode == "" }

// next reads one byte.
func (p *printer) next() (byte, bool) {
	if !p.ready() {
		return 0, false
	}
	if p.pos == len(p.sym) {
		p.fail(invalid)
		return 0, false
	}
	c := p.sym[p.pos]
	p.pos++
	return c, true
}

// eat reads c if it is the next byte.
func (p *printer) eat(c byte) bool {
	if p.fault != sound || p.pos == len(p.sym) || p.sym[p.pos] != c {
		return false
	}
	p.pos++
	return true
}

// maxBase62 is the most digits of a number in base 62. A number of 64 bits
// takes at most 11; what is more are zeros in front, which nobody writes.
const maxBase62 = 32

// base62 reads a number of digits, lower-case and upper-case letters that '_'
// ends. None at all is 0, and the digits count from 1.
func (p *printer) base62() (uint64, bool) {
	if !p.ready() {
		return 0, false
	}
	if p.eat('_') {
		return 0, true
	}
	v := uint64(0)
	for i := p.pos; i < len(p.sym); i++ {
		c := p.sym[i]
		var digit uint64
		switch {
		case isDigit(c):
			digit = uint64(c - '0')
		case isLower(c):
			digit = uint64(c-'a') + 10
		case isUpper(c):
			digit = uint64(c-'A') + 36
		case c == '_' && v < 1<<64-1:
			p.pos = i + 1
			return v + 1, true
		default:
			p.fail(invalid)
			return 0, false
		}
		if n := i - p.pos; n >= 10 && (v > (1<<64-1-digit)/62 || n == maxBase62) {
			break // ten digits always fit
		}
		v = 62*v + digit
	}
	p.fail(invalid)
	return 0, false
}

// optional62 reads a number behind a tag, one more than it is written; 0 if
// the tag is not there.
func (p *printer) optional62(tag byte) (uint64, bool) {
	if !p.ready() {
		return 0, false
	}
	if !p.eat(tag) {
		return 0, true
	}
	v, ok := p.base62()
	if ok && v == 1<<64-1 {
		p.fail(invalid)
		return 0, false
	}
	return v + 1, ok
}

// disambiguator reads what tells equal identifiers apart.
func (p *printer) disambiguator() (uint64, bool) { return p.optional62('s') }

// ident reads an identifier.
func (p *printer) ident() (ident, bool) {
	if !p.ready() {
		return ident{}, false
	}
	punycode := p.eat('u')
	n := 0
	switch {
	case p.eat('0'): // a zero is a number of its own
	default:
		var digits int
		n, digits = decimal(p.sym[p.pos:])
		if !p.charge(digits / 16) {
			return ident{}, false
		}
		if digits == 0 {
			p.fail(invalid)
			return ident{}, false
		}
		p.pos += digits
	}
	p.eat('_')
	if n > len(p.sym)-p.pos {
		p.fail(invalid)
		return ident{}, false
	}
	text := p.sym[p.pos : p.pos+n]
	if !p.charge(n / 16) {
		return ident{}, false
	}
	if !p.lenient {
		for i := range len(text) {
			if !isIdent(text[i]) {
				p.pos += i
				p.fail(invalid)
				return ident{}, false
			}
		}
	}
	p.pos += n
	if !punycode {
		return ident{ascii: text}, true
	}
	var id ident
	if i := strings.LastIndexByte(text, '_'); i >= 0 {
		id.ascii, id.punycode = text[:i], text[i+1:]
	} else {
		id.punycode = text
	}
	if id.punycode == "" {
		p.fail(invalid)
		return ident{}, false
	}
	return id, true
}

// nibbles reads hexadecimal digits that '_' ends.
func (p *printer) nibbles() (string, bool) {
	if !p.ready() {
		return "", false
	}
	i := p.pos
	for i < len(p.sym) && (isDigit(p.sym[i]) || 'a' <= p.sym[i] && p.sym[i] <= 'f') {
		i++
	}
	if !p.charge((i - p.pos) / 16) {
		return "", false
	}
	if i == len(p.sym) || p.sym[i] != '_' {
		p.fail(invalid)
		return "", false
	}
	digits := p.sym[p.pos:i]
	p.pos = i + 1
	return digits, true
}

// printIdent prints an identifier.
func (p *printer) printIdent(id ident) {
	if id.punycode == "" || p.silent {
		p.print(id.ascii)
		return
	}
	most := maxPunycode
	if p.lenient {
		most = maxPunycodeRustc
	}
	var local [maxPunycodeRustc]rune
	text, ok := appendPunycode(local[:0], id.ascii, id.punycode, most)
	if !p.charge(len(text)) {
		return
	}
	switch {
	case ok:
		for _, c := range text {
			p.print(string(c))
		}
	case p.lenient:
		p.print("punycode{")
		if id.ascii != "" {
			p.print(id.ascii)
			p.print("-")
		}
		p.print(id.punycode)
		p.print("}")
	default:
		p.fail(invalid)
	}
}

// isIdent reports whether an identifier may hold c.
func isIdent(c byte) bool { return isLower(c|0x20) || isDigit(c) || c == '_' }
