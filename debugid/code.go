package debugid

import "encoding/hex"

// A CodeID identifies a code file: hexadecimal digits in lower case, whose
// meaning depends on the format. The zero CodeID says that there is none.
type CodeID struct {
	digits string
}

// ParseCode returns the CodeID of a text. Everything but hexadecimal digits is
// left out, so hyphens and prefixes do no harm; the rest is set in lower case.
// The number of digits may be odd.
func ParseCode(text string) CodeID {
	digits := make([]byte, 0, len(text))
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f':
			digits = append(digits, c)
		case c >= 'A' && c <= 'F':
			digits = append(digits, c|0x20)
		}
	}
	return CodeID{string(digits)}
}

// CodeFromBytes returns the CodeID of a binary id, such as a build id.
func CodeFromBytes(id []byte) CodeID { return CodeID{hex.EncodeToString(id)} }

// CodeFromPE returns the CodeID of a PE file: the timestamp of its header in
// eight digits, then the size of its image.
func CodeFromPE(timestamp, imageSize uint32) CodeID {
	const digits = "0123456789abcdef"
	var b []byte
	for shift := 28; shift >= 0; shift -= 4 {
		b = append(b, digits[timestamp>>shift&15])
	}
	started := false
	for shift := 28; shift >= 0; shift -= 4 {
		d := imageSize >> shift & 15
		started = started || d != 0 || shift == 0
		if started {
			b = append(b, digits[d])
		}
	}
	return CodeID{string(b)}
}

// String returns the digits of id, "" for the zero CodeID.
func (id CodeID) String() string { return id.digits }

// IsZero reports whether id names nothing.
func (id CodeID) IsZero() bool { return id.digits == "" }

// MarshalText returns the digits of id.
func (id CodeID) MarshalText() ([]byte, error) { return []byte(id.digits), nil }

// UnmarshalText reads what ParseCode reads.
func (id *CodeID) UnmarshalText(text []byte) error {
	*id = ParseCode(string(text))
	return nil
}
