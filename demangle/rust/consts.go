package rust

import (
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// constant prints a constant. Outside of an expression, one that is not a
// mere literal goes in braces.
func (p *printer) constant(inValue bool) {
	tag, ok := p.next()
	if !ok || !p.enter() {
		return
	}
	switch tag {
	case 'p':
		p.print("_")
	case 'h', 't', 'm', 'y', 'o', 'j':
		p.integer(tag)
	case 'a', 's', 'l', 'x', 'n', 'i':
		if p.eat('n') {
			p.print("-")
		}
		p.integer(tag)
	case 'b':
		p.boolean()
	case 'c':
		p.character()
	case 'R', 'Q', 'e', 'A', 'T', 'V':
		if tag == 'R' && p.eat('e') {
			p.str() // a string literal is already a reference
			break
		}
		if !inValue {
			p.print("{")
		}
		p.compound(tag)
		if !inValue {
			p.print("}")
		}
	case 'B':
		if from, ok := p.enterBackref(); ok {
			p.constant(inValue)
			p.leaveBackref(from)
		}
	default:
		p.fail(invalid)
	}
	p.leave()
}

// compound prints a constant made of others; its tag has been read.
func (p *printer) compound(tag byte) {
	switch tag {
	case 'e':
		p.print("*")
		p.str()
	case 'R':
		p.print("&")
		p.constant(true)
	case 'Q':
		p.print("&mut ")
		p.constant(true)
	case 'A':
		p.print("[")
		p.constants()
		p.print("]")
	case 'T':
		p.print("(")
		p.closeTuple(p.constants())
	case 'V':
		p.path(true)
		p.fields()
	}
}

// constants prints a list of constants and returns how many there were.
func (p *printer) constants() int {
	i := 0
	for ; p.more(i, ", "); i++ {
		p.constant(true)
	}
	return i
}

// fields prints what follows the name of a struct or variant.
func (p *printer) fields() {
	kind, ok := p.next()
	if !ok {
		return
	}
	switch kind {
	case 'U':
	case 'T':
		p.print("(")
		p.constants()
		p.print(")")
	case 'S':
		p.print(" { ")
		for i := 0; p.more(i, ", "); i++ {
			if _, ok := p.disambiguator(); !ok {
				continue
			}
			name, ok := p.ident()
			if !ok {
				continue
			}
			p.printIdent(name)
			p.print(": ")
			p.constant(true)
		}
		p.print(" }")
	default:
		p.fail(invalid)
	}
}

// integer prints the magnitude of an integer of the type tag.
func (p *printer) integer(tag byte) {
	digits, ok := p.number()
	if !ok {
		return
	}
	if v, ok := small(digits); ok {
		p.printUint(v, 10)
	} else {
		p.print("0x")
		p.print(digits)
	}
	if p.verbose {
		p.print(basicTypes[tag])
	}
}

func (p *printer) boolean() {
	digits, ok := p.number()
	if !ok {
		return
	}
	switch v, ok := small(digits); {
	case ok && v == 0:
		p.print("false")
	case ok && v == 1:
		p.print("true")
	default:
		p.fail(invalid)
	}
}

func (p *printer) character() {
	digits, ok := p.number()
	if !ok {
		return
	}
	v, ok := small(digits)
	if !ok || v > utf8.MaxRune || p.lenient && !utf8.ValidRune(rune(v)) {
		p.fail(invalid)
		return
	}
	p.print("'")
	if c := rune(v); !p.lenient && c >= utf8.RuneSelf {
		p.printCode(c)
	} else {
		p.printEscaped(c, '\'')
	}
	p.print("'")
}

// str prints a string literal, whose UTF-8 is written in hexadecimal.
func (p *printer) str() {
	digits, ok := p.nibbles()
	if !ok || !p.charge(len(digits)/8) {
		return
	}
	if !isUTF8(digits) {
		p.fail(invalid)
		return
	}
	if p.silent {
		return
	}
	p.print(`"`)
	var char [utf8.UTFMax]byte
	for n := 0; digits != "" && p.fault == sound; digits = digits[2*n:] {
		n, _ = hex.Decode(char[:], []byte(digits[:min(len(digits), 2*utf8.UTFMax)]))
		var c rune
		c, n = utf8.DecodeRune(char[:n])
		p.printEscaped(c, '"')
	}
	p.print(`"`)
}

// isUTF8 reports whether hexadecimal digits encode UTF-8.
func isUTF8(digits string) bool {
	if len(digits)%2 != 0 {
		return false
	}
	var char [utf8.UTFMax]byte
	for digits != "" {
		n, err := hex.Decode(char[:], []byte(digits[:min(len(digits), 2*utf8.UTFMax)]))
		if err != nil {
			return false
		}
		c, size := utf8.DecodeRune(char[:n])
		if c == utf8.RuneError && size == 1 {
			return false
		}
		digits = digits[2*size:]
	}
	return true
}

// printEscaped prints a character of a literal as Rust source has it.
func (p *printer) printEscaped(c, quote rune) {
	switch {
	case c == quote || c == '\\':
		p.print(`\`)
		p.print(string(c))
	case c == '\t':
		p.print(`\t`)
	case c == '\r':
		p.print(`\r`)
	case c == '\n':
		p.print(`\n`)
	case c == 0 && p.lenient:
		p.print(`\0`)
	case !unicode.IsPrint(c) || unicode.In(c, unicode.Mn, unicode.Me):
		p.printCode(c)
	default:
		p.print(string(c))
	}
}

// printCode prints the number of a character.
func (p *printer) printCode(c rune) {
	p.print(`\u{`)
	p.printUint(uint64(c), 16)
	p.print("}")
}

// number reads the digits of a number. Unless the printer is lenient, it must
// be written in the one shortest way.
func (p *printer) number() (string, bool) {
	digits, ok := p.nibbles()
	if ok && !p.lenient && (digits == "" || digits[0] == '0' && digits != "0") {
		p.fail(invalid)
		return "", false
	}
	return digits, ok
}

// small returns the value of a number of up to 64 bits.
func small(digits string) (uint64, bool) {
	digits = strings.TrimLeft(digits, "0")
	if digits == "" {
		return 0, true
	}
	if len(digits) > 16 {
		return 0, false
	}
	v, err := strconv.ParseUint(digits, 16, 64)
	return v, err == nil
}
