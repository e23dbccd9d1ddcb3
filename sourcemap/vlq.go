package sourcemap

import "errors"

var (
	errVLQChar     = errors.New("character is not a base64 digit or separator")
	errVLQEnd      = errors.New("number ends with a continuation digit")
	errVLQOverflow = errors.New("number exceeds 32 bits")
)

// Values of digits beside 0 to 63.
const (
	digitSep = 64 // comma, semicolon
	digitBad = 65
)

// digits maps a byte to its base64 value.
var digits = func() (t [256]uint8) {
	for i := range t {
		t[i] = digitBad
	}

	for i := range len(base64Digits) {
		t[base64Digits[i]] = uint8(i)
	}
	t[','], t[';'] = digitSep, digitSep
	return t
}()

// unsigned reads an unsigned base64 VLQ number at i of s: five bits a digit,
// least significant first, the sixth bit set in all but the last. Digits that
// add nothing are allowed in any number, bits beyond the 33rd are not (a sign
// and 32 bits). It returns the offset behind it, or an error and the offset
// of its cause.
func unsigned(s []byte, i int) (v uint64, end int, err error) {
	start := i
	for shift := uint(0); i < len(s); shift += 5 {
		d := digits[s[i]]
		if d >= digitSep {
			if d == digitSep {
				return 0, i, errVLQEnd
			}
			return 0, i, errVLQChar
		}
		i++
		if bits := uint64(d & 31); bits != 0 {
			if shift > 30 || shift == 30 && bits > 7 {
				return 0, start, errVLQOverflow
			}
			v |= bits << shift
		}
		if d < 32 {
			return v, i, nil
		}
	}
	return 0, i, errVLQEnd
}

// signed reads a signed number: the least significant bit is the sign.
func signed(s []byte, i int) (v int64, end int, err error) {
	u, end, err := unsigned(s, i)
	v = int64(u >> 1)
	if u&1 != 0 {
		v = -v
		if v == 0 {
			v = -1 << 31 // what the sign bit alone means
		}
	}
	return v, end, err
}

const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// appendUnsigned appends v as unsigned reads it.
func appendUnsigned(dst []byte, v uint64) []byte {
	for v > 31 {
		dst = append(dst, base64Digits[v&31|32])
		v >>= 5
	}
	return append(dst, base64Digits[v])
}

// appendSigned appends v as signed reads it.
func appendSigned(dst []byte, v int64) []byte {
	if v < 0 {
		return appendUnsigned(dst, uint64(-v)<<1|1)
	}
	return appendUnsigned(dst, uint64(v)<<1)
}
