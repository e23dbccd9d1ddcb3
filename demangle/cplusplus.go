package demangle

import (
	"strings"

	"github.com/gosymbolic/symbolic/demangle/itanium"
)

// demangleCPlusPlus demangles names of either ABI.
func demangleCPlusPlus(name string, opts *Options) (string, error) {
	if isMicrosoft(name) || strings.HasPrefix(name, ".?A") { // the latter names a type descriptor
		return demangleMicrosoft(name, opts)
	}
	return demangleItanium(name, opts)
}

// isMicrosoft reports whether name begins like a name of Microsoft's
// compilers.
func isMicrosoft(name string) bool {
	return strings.HasPrefix(name, "?") || strings.HasPrefix(name, "@?")
}

func demangleItanium(name string, opts *Options) (string, error) {
	return itanium.Demangle(cutHash(name), itanium.Options{
		NoParameters:   !opts.parameters(),
		NoReturnType:   !opts.returnType(),
		NoTemplateArgs: opts.NoTemplateArgs,
		MaxLength:      opts.MaxLength,
	})
}

// hashLength is the length of the suffix that Apple's linker gives names for
// link-time optimisation across languages: $ and 32 hexadecimal digits.
const hashLength = 1 + 32

// cutHash removes that suffix.
func cutHash(name string) string {
	begin := len(name) - hashLength
	if begin <= 0 || name[begin] != '$' {
		return name
	}
	for i := begin + 1; i < len(name); i++ {
		if !isHexDigit(name[i]) {
			return name
		}
	}
	return name[:begin]
}

func isHexDigit(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
