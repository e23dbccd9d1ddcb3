package rust

import "strings"

// cutLLVM cuts the ".llvm.<hash>" that LLVM appends to names it made unique
// across modules. The hash is decimal or upper-case hexadecimal, and may end
// in the "@@16" of a symbol version or a calling convention.
func cutLLVM(name string) string {
	const mark = ".llvm."
	i := strings.Index(name, mark)
	if i < 0 {
		return name
	}
	for _, c := range []byte(name[i+len(mark):]) {
		if !isDigit(c) && (c < 'A' || c > 'F') && c != '@' {
			return name
		}
	}
	return name[:i]
}

// isSuffix reports whether s is what compilers append to names of functions
// they split or cloned: a dot and printable ASCII.
func isSuffix(s string) bool {
	if s[0] != '.' {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// isNumeric reports whether a suffix is only a number that made a local name
// unique, such as ".0" or ".4711".
func isNumeric(suffix string) bool {
	for i := range len(suffix) {
		if c := suffix[i]; !isDigit(c) && c != '.' {
			return false
		}
	}
	return true
}
