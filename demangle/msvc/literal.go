package msvc

import "strings"

// stringPrefixes are what stands before the quotation mark of a literal.
var stringPrefixes = [...]string{"", "L", "u", "U"}

const (
	prefixNone = iota
	prefixWide
	prefix16
	prefix32
)

const (
	maxLiteral = 128 // bytes of a literal that compilers put into a name
	cutWide    = 64  // bytes that they put there of a wide literal
)

// stringLiteral reads a string literal: its length in bytes, a checksum and
// the first bytes. The text that is shown goes to the scratch memory.
func (p *parser) stringLiteral() ref {
	if !p.eatString("@_") {
		return p.fail(p.orEOF(errLiteral))
	}
	kind := p.next()
	if p.err == nil && kind != '0' && kind != '1' {
		p.back()
		return p.fail(errLiteral)
	}
	length := p.unsigned()
	if p.err == nil && (length == 0 || kind == '1' && length%2 != 0) {
		return p.fail(errLiteral)
	}
	p.span(false) // checksum
	if p.err != nil {
		return 0
	}
	if kind == '1' {
		return p.wideLiteral(length)
	}
	return p.narrowLiteral(length)
}

// literalByte reads one byte of a literal in its escaped form.
func (p *parser) literalByte() byte {
	c := p.next()
	if c != '?' {
		return c
	}
	switch c := p.next(); {
	case c == '$':
		hi, lo := p.next(), p.next()
		if hi < 'A' || hi > 'P' || lo < 'A' || lo > 'P' {
			p.fail(errLiteral)
			return 0
		}
		return (hi-'A')<<4 | (lo - 'A')
	case isDigit(c):
		return ",/\\:. \n\t'-"[c-'0']
	case 'a' <= c && c <= 'z':
		return c - 'a' + 0xE1
	case 'A' <= c && c <= 'Z':
		return c - 'A' + 0xC1
	}
	p.back()
	p.fail(p.orEOF(errLiteral))
	return 0
}

// wideLiteral reads a literal of wchar_t: pairs of bytes, high byte first.
func (p *parser) wideLiteral(length uint64) ref {
	n := node{kind: kindString, a: prefixWide, lo: uint32(len(p.scratch))}
	cut := length > cutWide
	left := length
	for p.err == nil && !p.eat('@') {
		if left == 0 {
			return p.fail(errLiteral)
		}
		left -= 2
		hi := p.literalByte()
		if p.err == nil && p.pos < len(p.in) && p.in[p.pos] == '@' {
			return p.fail(errLiteral) // half a character
		}
		char := uint32(hi)<<8 | uint32(p.literalByte())
		if left > 0 || cut {
			p.scratch = appendChar(p.scratch, char)
		}
	}
	if cut {
		n.bits = bitCut
	}
	n.hi = uint32(len(p.scratch))
	return p.add(n)
}

// narrowLiteral reads a literal of char, or of char16_t or char32_t, whose
// names do not differ in their beginning.
func (p *parser) narrowLiteral(length uint64) ref {
	var buf [maxLiteral]byte
	count := 0
	for p.err == nil && !p.eat('@') {
		if count == len(buf) {
			return p.fail(errLiteral)
		}
		buf[count] = p.literalByte()
		count++
	}
	if p.err != nil {
		return 0
	}
	data := buf[:count]
	n := node{kind: kindString, lo: uint32(len(p.scratch))}
	cut := length > uint64(count)
	width := charWidth(data, length)
	switch width {
	case 2:
		n.a = prefix16
	case 4:
		n.a = prefix32
	}
	chars := count / width
	for i := range chars {
		if i == chars-1 && !cut {
			break // the terminator
		}
		char := uint32(0)
		for j := width - 1; j >= 0; j-- {
			char = char<<8 | uint32(data[i*width+j])
		}
		p.scratch = appendChar(p.scratch, char)
	}
	if cut {
		n.bits = bitCut
	}
	n.hi = uint32(len(p.scratch))
	return p.add(n)
}

// charWidth guesses the size of the characters of a literal from its bytes and
// its full length: text in a wider encoding has zero bytes.
func charWidth(data []byte, length uint64) int {
	if length%2 != 0 {
		return 1
	}
	if length < 32 {
		// The whole literal is there, with its terminator.
		zeros := 0
		for zeros < len(data) && data[len(data)-1-zeros] == 0 {
			zeros++
		}
		switch {
		case zeros >= 4 && length%4 == 0:
			return 4
		case zeros >= 2:
			return 2
		}
		return 1
	}
	zeros := 0
	for _, c := range data {
		if c == 0 {
			zeros++
		}
	}
	switch {
	case zeros >= 2*len(data)/3 && length%4 == 0:
		return 4
	case zeros >= len(data)/3:
		return 2
	}
	return 1
}

// appendChar appends a character as it stands in a C++ literal.
func appendChar(dst []byte, c uint32) []byte {
	const plain, escapes = "\x00\a\b\t\n\v\f\r\"'\\", `0abtnvfr"'\`
	if c < 0x80 {
		if i := strings.IndexByte(plain, byte(c)); i >= 0 {
			return append(dst, '\\', escapes[i])
		}
		if c >= ' ' && c < 0x7F {
			return append(dst, byte(c))
		}
	}
	const digits = "0123456789ABCDEF"
	dst = append(dst, '\\', 'x')
	shift := 0
	for c>>shift > 0xFF {
		shift += 8
	}
	for ; shift >= 0; shift -= 8 {
		dst = append(dst, digits[c>>(shift+4)&0xF], digits[c>>shift&0xF])
	}
	return dst
}
