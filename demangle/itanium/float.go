package itanium

import "strconv"

// The sizes of floating-point literals, as indexes for floatDigits.
const (
	float32Literal uint8 = iota
	float64Literal
	longLiteral // of 20 digits (x87) or 32 (IEEE binary128)
)

// floatFormat returns the sort of literal that a type code announces and its
// number of digits; for long double the smaller of the two it may have.
func floatFormat(code byte) (format uint8, digits int) {
	switch code {
	case 'f':
		return float32Literal, 8
	case 'd':
		return float64Literal, 16
	}
	return longLiteral, 20
}

// appendFloat appends the value of a literal of the given sort, whose bits are
// in hexadecimal, as C's %a would print it, with the suffix of its type.
func appendFloat(dst []byte, format uint8, digits string) []byte {
	var (
		head, bias int
		suffix     string
	)
	switch {
	case format == float32Literal:
		head, bias, suffix = 3, 127, "f"
	case format == float64Literal:
		head, bias = 3, 1023
	default:
		head, bias, suffix = 4, 16383, "L"
	}
	bits := 0 // sign and exponent
	for i := 0; i < head; i++ {
		bits = bits<<4 | int(hexValue(digits[i]))
	}
	var buf [32]byte // the fraction, a nibble each
	fraction := buf[:0]
	lead := byte(1)
	switch {
	case format == float32Literal:
		// One bit of the third digit belongs to the fraction.
		rest := uint64(bits & 7)
		for i := head; i < len(digits); i++ {
			rest = rest<<4 | uint64(hexValue(digits[i]))
		}
		// rest has 3+20 bits; of the 12 read as head the last 3 are fraction.
		fraction = appendNibbles(fraction, rest<<41, 6)
		bits >>= 3
	case format == longLiteral && len(digits) == 20:
		var m uint64
		for i := head; i < len(digits); i++ {
			m = m<<4 | uint64(hexValue(digits[i]))
		}
		lead = byte(m >> 63)
		fraction = appendNibbles(fraction, m<<1, 16)
	default:
		for i := head; i < len(digits); i++ {
			fraction = append(fraction, hexValue(digits[i]))
		}
	}
	mask := 2*bias + 1
	if bits > mask {
		dst = append(dst, '-')
	}
	exponent := bits & mask
	for len(fraction) > 0 && fraction[len(fraction)-1] == 0 {
		fraction = fraction[:len(fraction)-1]
	}
	switch {
	case exponent == mask && len(fraction) > 0:
		return append(append(dst, "nan"...), suffix...)
	case exponent == mask:
		return append(append(dst, "inf"...), suffix...)
	case exponent == 0 && len(fraction) == 0:
		return append(append(dst, "0x0p+0"...), suffix...)
	case exponent == 0:
		lead = 0
		exponent = 1
	}
	dst = append(dst, '0', 'x', '0'+lead)
	if len(fraction) > 0 {
		dst = append(dst, '.')
		for _, f := range fraction {
			dst = append(dst, "0123456789abcdef"[f])
		}
	}
	dst = append(dst, 'p')
	if exponent >= bias {
		dst = append(dst, '+')
	}
	dst = strconv.AppendInt(dst, int64(exponent-bias), 10)
	return append(dst, suffix...)
}

// appendNibbles appends the n highest nibbles of v.
func appendNibbles(dst []byte, v uint64, n int) []byte {
	for ; n > 0; n-- {
		dst = append(dst, byte(v>>60))
		v <<= 4
	}
	return dst
}

func hexValue(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c - 'a' + 10
}
