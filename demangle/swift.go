package demangle

import (
	"strings"

	"github.com/gosymbolic/symbolic/demangle/swift"
)

// isSwift reports whether name begins like a Swift name.
func isSwift(name string) bool { return swift.IsMangled(name) }

func demangleSwift(name string, opts *Options) (string, error) {
	o := swift.Options{
		Simplified: opts.Form != Full,
		NoSugar:    opts.NoSugar,
		MaxLength:  opts.MaxLength,
	}
	switch {
	case !opts.parameters():
		o.Parameters = swift.ParametersNone
	case opts.ParameterTypes:
		o.Parameters = swift.ParametersTypes
	}
	if !opts.returnType() {
		o.ReturnType = swift.ReturnTypeHide
	}
	if strings.HasPrefix(name, "__") { // with the underscore of Mach-O
		name = name[1:]
	}
	return swift.Demangle(name, o)
}
