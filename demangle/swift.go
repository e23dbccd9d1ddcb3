package demangle

import (
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// isSwift reports whether name begins like a Swift name.
func isSwift(name string) bool {
	for _, prefix := range [...]string{"_T", "$s", "$S", "$e", "_$s", "_$S", "_$e", "@__swiftmacro_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// demangleSwift refuses all names until package swift is there.
func demangleSwift(string, *Options) (string, error) { return "", debuginfo.ErrUnsupported }
