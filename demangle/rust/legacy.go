package rust

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// demangleLegacy prints a legacy name; body follows its prefix.
func demangleLegacy(name, body string, opts Options) (string, error) {
	base := len(name) - len(body)
	body = cutLLVM(body)
	elements, hash, end := scanLegacy(body)
	if elements == 0 {
		return "", refusal("legacy", base+end, errSyntax)
	}
	suffix := body[end:]
	if suffix != "" && !isSuffix(suffix) {
		return "", refusal("legacy", base+end, errSuffix)
	}
	if opts.Style == StyleLLVM && isNumeric(suffix) {
		suffix = ""
	}
	if hash && opts.Hashes == HideHashes {
		elements--
	}
	// The text is at most as long as the name: an escape is never shorter than
	// what it stands for, a length never shorter than "::" but for elements of
	// one digit.
	var local [256]byte
	out := local[:0]
	if len(body)+elements > len(local) {
		out = make([]byte, 0, len(body)+elements)
	}
	rest := body
	for i := range elements {
		n, digits := decimal(rest)
		element := rest[digits : digits+n]
		rest = rest[digits+n:]
		if i > 0 {
			out = append(out, "::"...)
		}
		if opts.NoGenericArgs {
			start := len(out)
			out = appendUnescaped(out, element)
			out = dropArgs(out, start)
			continue
		}
		out = appendUnescaped(out, element)
	}
	out = append(out, suffix...)
	switch {
	case len(out) > opts.MaxLength:
		return "", tooLong(opts.MaxLength)
	case len(out) == 0:
		return "", refusal("legacy", base, errEmpty)
	}
	return string(out), nil
}

// scanLegacy walks the elements of body up to the closing E. It returns how
// many there are (0 if body is malformed), whether the last is a hash, and the
// offset after the E, or of the malformed byte.
func scanLegacy(body string) (elements int, hash bool, end int) {
	pos := 0
	for pos < len(body) && body[pos] != 'E' {
		n, digits := decimal(body[pos:])
		if digits == 0 || n > len(body)-pos-digits {
			return 0, false, pos
		}
		pos += digits
		for i := range n {
			if body[pos+i] >= utf8.RuneSelf {
				return 0, false, pos + i
			}
		}
		hash = isHash(body[pos : pos+n])
		pos += n
		elements++
	}
	if pos == len(body) {
		return 0, false, pos
	}
	return elements, hash, pos + 1
}

// isHash reports whether an element is a hash of any length.
func isHash(element string) bool {
	if element == "" || element[0] != 'h' {
		return false
	}
	for _, c := range []byte(element[1:]) {
		if !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return true
}

// decimal reads the number at the start of s. A number too large for any name
// is returned as the largest int, so that the check against the bytes left
// refuses it.
func decimal(s string) (n, digits int) {
	const largest = int(^uint(0) >> 1)
	for digits < len(s) && isDigit(s[digits]) {
		if n > maxName {
			n = largest
		} else {
			n = 10*n + int(s[digits]-'0')
		}
		digits++
	}
	return n, digits
}

// appendUnescaped appends a path element with its escapes resolved. An unknown
// escape ends the resolving: it and what follows are appended as they are.
func appendUnescaped(out []byte, s string) []byte {
	if strings.HasPrefix(s, "_$") {
		s = s[1:]
	}
	for s != "" {
		switch {
		case strings.HasPrefix(s, ".."):
			out = append(out, "::"...)
			s = s[2:]
		case s[0] == '.':
			out = append(out, '.')
			s = s[1:]
		case s[0] == '$':
			end := strings.IndexByte(s[1:], '$') + 1
			if end <= 0 {
				return append(out, s...)
			}
			c, ok := escaped(s[1:end])
			if !ok {
				return append(out, s...)
			}
			out = utf8.AppendRune(out, c)
			s = s[end+1:]
		default:
			n := 1
			for n < len(s) && s[n] != '.' && s[n] != '$' {
				n++
			}
			out = append(out, s[:n]...)
			s = s[n:]
		}
	}
	return out
}

// escaped returns the character that the escape of this name stands for.
// Control characters are not resolved: no printed name holds one.
func escaped(name string) (rune, bool) {
	switch name {
	case "SP":
		return '@', true
	case "BP":
		return '*', true
	case "RF":
		return '&', true
	case "LT":
		return '<', true
	case "GT":
		return '>', true
	case "LP":
		return '(', true
	case "RP":
		return ')', true
	case "C":
		return ',', true
	}
	if len(name) < 2 || name[0] != 'u' || !isLowerHex(name[1:]) {
		return 0, false
	}
	v, err := strconv.ParseUint(name[1:], 16, 32)
	if err != nil || v > utf8.MaxRune || !utf8.ValidRune(rune(v)) || unicode.IsControl(rune(v)) {
		return 0, false
	}
	return rune(v), true
}

// dropArgs removes the generic arguments from out[start:], the text of one
// element: an angle bracket right behind an identifier opens them, any other
// qualifies a path and stays. It returns the shortened slice.
func dropArgs(out []byte, start int) []byte {
	to := start
	depth := 0
	for from := start; from < len(out); from++ {
		c := out[from]
		switch {
		case depth > 0 && c == '<':
			depth++
			continue
		case depth > 0 && c == '>' && !isArrow(out[start:from]):
			depth--
			continue
		case c == '<' && to > start && isWord(out[to-1]):
			depth = 1
			continue
		}
		if depth == 0 {
			out[to] = c
			to++
		}
	}
	return out[:to]
}

// isArrow reports whether a '>' behind s ends an arrow; the legacy scheme
// writes the '-' of one as a dot.
func isArrow(s []byte) bool {
	return len(s) > 0 && (s[len(s)-1] == '.' || s[len(s)-1] == '-')
}

func isWord(c byte) bool {
	return isDigit(c) || c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= utf8.RuneSelf
}
