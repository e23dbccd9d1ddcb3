package rust

import (
	"math"
	"slices"
	"unicode/utf8"
)

const (
	// maxPunycode is the longest identifier that is decoded, in characters.
	// Decoding inserts, so its work grows with the square of the length.
	maxPunycode = 1024
	// maxPunycodeRustc is the same limit in Rust's own tools, beyond which
	// they print the encoded form.
	maxPunycodeRustc = 128
)

// The parameters of RFC 3492, section 5.
const (
	base        = 36
	tMin        = 1
	tMax        = 26
	skew        = 38
	damp        = 700
	initialBias = 72
	initialN    = 0x80
)

// appendPunycode appends the identifier whose ASCII characters are ascii and
// whose others code describes (RFC 3492, section 6.2). It reports false when
// code is malformed or the identifier has more than most characters.
func appendPunycode(out []rune, ascii, code string, most int) ([]rune, bool) {
	if len(ascii) > most {
		return out, false
	}
	for i := range len(ascii) {
		out = append(out, rune(ascii[i]))
	}
	n, at, bias := initialN, 0, initialBias
	for pos := 0; pos < len(code); {
		from := at
		weight := 1
		for k := base; ; k += base {
			if pos == len(code) {
				return out, false
			}
			digit := 0
			switch c := code[pos]; {
			case isLower(c):
				digit = int(c - 'a')
			case isDigit(c):
				digit = int(c-'0') + 26
			default:
				return out, false
			}
			pos++
			if digit > (math.MaxInt32-at)/weight {
				return out, false
			}
			at += digit * weight
			t := min(max(k-bias, tMin), tMax)
			if digit < t {
				break
			}
			if weight > math.MaxInt32/(base-t) {
				return out, false
			}
			weight *= base - t
		}
		if len(out) == most {
			return out, false
		}
		size := len(out) + 1
		bias = adapt(at-from, size, from == 0)
		n += at / size
		at %= size
		if n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
			return out, false
		}
		out = slices.Insert(out, at, rune(n))
		at++
	}
	return out, true
}

// adapt is the bias adaptation of RFC 3492, section 6.1.
func adapt(delta, size int, first bool) int {
	if first {
		delta /= damp
	} else {
		delta /= 2
	}
	delta += delta / size
	k := 0
	for ; delta > (base-tMin)*tMax/2; k += base {
		delta /= base - tMin
	}
	return k + (base-tMin+1)*delta/(delta+skew)
}
