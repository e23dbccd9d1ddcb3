package demangle

import (
	"strings"

	"github.com/gosymbolic/symbolic/demangle/rust"
)

// isRust reports whether name begins like a v0 name, or is a legacy name that
// can be told from a C++ name.
func isRust(name string) bool {
	if rust.IsV0(name) {
		return true
	}
	nested := strings.HasPrefix(name, "_ZN") || strings.HasPrefix(name, "ZN") || strings.HasPrefix(name, "__ZN")
	return nested && (hasHash(name) || hasEscape(name))
}

// hasEscape reports whether name has what legacy names write for characters
// that are not allowed in symbols: $LT$, $u20$ and so on.
func hasEscape(name string) bool {
	for {
		_, rest, ok := strings.Cut(name, "$")
		if !ok {
			return false
		}
		word, _, ok := strings.Cut(rest[:min(len(rest), 8)], "$")
		if ok && isEscape(word) {
			return true
		}
		name = rest
	}
}

// isEscape reports whether word is what stands between the dollar signs of an
// escape.
func isEscape(word string) bool {
	switch word {
	case "SP", "BP", "RF", "LT", "GT", "LP", "RP", "C":
		return true
	}
	if len(word) < 3 || word[0] != 'u' {
		return false
	}
	for i := 1; i < len(word); i++ {
		if !isHexDigit(word[i]) {
			return false
		}
	}
	return true
}

// minHash is how many digits make a hash. Compilers write 16; no identifier
// of C++ is an h and half as many.
const minHash = 8

// hasHash reports whether the last part of a nested name is an h and
// hexadecimal digits. A suffix may follow, which begins with a full stop.
func hasHash(name string) bool {
	for end := len(name); end > 0; {
		if name[end-1] == 'E' && endsInHash(name[:end-1]) {
			return true
		}
		end = strings.LastIndexByte(name[:end], '.')
	}
	return false
}

// endsInHash reports whether s ends in a length, an h and as many digits.
func endsInHash(s string) bool {
	digits := 0
	for i := len(s) - 1; i >= 0 && isHexDigit(s[i]); i-- {
		digits++
	}
	h := len(s) - 1 - digits
	if digits < minHash || digits >= 99 || h < 2 || s[h] != 'h' {
		return false
	}
	length := digits + 1
	return s[h-1] == '0'+byte(length%10) && (length < 10 || s[h-2] == '0'+byte(length/10))
}

func demangleRust(name string, opts *Options) (string, error) {
	o := rust.Options{
		NoGenericArgs: opts.NoTemplateArgs,
		MaxLength:     opts.MaxLength,
	}
	if opts.Form != Full {
		o.Style, o.Hashes = rust.StyleRustc, rust.HideHashes
	}
	return rust.Demangle(name, o)
}
