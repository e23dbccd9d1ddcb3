package swift

import (
	"strings"
	"unicode/utf8"
)

// Parameters of Punycode, RFC 3492 section 5.
const (
	punyBase        = 36
	punyTMin        = 1
	punyTMax        = 26
	punySkew        = 38
	punyDamp        = 700
	punyInitialBias = 72
	punyInitialN    = 128

	// punyShift is where Swift maps ASCII characters that cannot stand in a
	// symbol: character c is code point punyShift + c.
	punyShift = 0xD800

	// maxPunycode bounds the encoded text, because each character is
	// inserted into the middle of what was decoded.
	maxPunycode = 1024

	// maxPunyDelta bounds the distance to the next character; real ones are
	// below the number of code points times maxPunycode.
	maxPunyDelta = 1 << 40
)

// decodePunycode appends the decoded text to dst. Swift's variant differs
// from RFC 3492: the delimiter is '_', and the digits are a to z and A to J.
func decodePunycode(dst []byte, s string) ([]byte, bool) {
	if len(s) > maxPunycode {
		return dst, false
	}
	var stack [64]rune
	runes := stack[:0]
	if i := strings.LastIndexByte(s, '_'); i > 0 {
		for _, c := range []byte(s[:i]) {
			if c >= utf8.RuneSelf {
				return dst, false
			}
			runes = append(runes, rune(c))
		}
		s = s[i+1:]
	}
	var n, i, bias int64 = punyInitialN, 0, punyInitialBias
	for len(s) > 0 {
		old, weight := i, int64(1)
		for k := int64(punyBase); ; k += punyBase {
			if len(s) == 0 {
				return dst, false
			}
			digit, ok := punyDigit(s[0])
			s = s[1:]
			if !ok {
				return dst, false
			}
			i += digit * weight
			if i > maxPunyDelta {
				return dst, false
			}
			t := min(max(k-bias, punyTMin), punyTMax)
			if digit < t {
				break
			}
			if weight *= punyBase - t; weight > maxPunyDelta {
				return dst, false
			}
		}
		count := int64(len(runes) + 1)
		bias = punyAdapt(i-old, count, old == 0)
		n += i / count
		i %= count
		if n > utf8.MaxRune {
			return dst, false
		}
		runes = append(runes, 0)
		copy(runes[i+1:], runes[i:])
		runes[i] = rune(n)
		i++
	}
	for _, r := range runes {
		if punyShift <= r && r < punyShift+utf8.RuneSelf {
			r -= punyShift
		}
		if !utf8.ValidRune(r) {
			return dst, false
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst, true
}

func punyDigit(c byte) (int64, bool) {
	switch {
	case isLower(c):
		return int64(c - 'a'), true
	case 'A' <= c && c <= 'J':
		return int64(c-'A') + 26, true
	}
	return 0, false
}

// punyAdapt is the bias adaptation of RFC 3492 section 6.1.
func punyAdapt(delta, count int64, first bool) int64 {
	if first {
		delta /= punyDamp
	} else {
		delta /= 2
	}
	delta += delta / count
	k := int64(0)
	for delta > (punyBase-punyTMin)*punyTMax/2 {
		delta /= punyBase - punyTMin
		k += punyBase
	}
	return k + (punyBase-punyTMin+1)*delta/(delta+punySkew)
}
