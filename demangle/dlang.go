package demangle

import (
	"strings"

	"github.com/gosymbolic/symbolic/demangle/dlang"
)

func demangleD(name string, opts *Options) (string, error) {
	if strings.HasPrefix(name, "__") { // with the underscore of Mach-O
		name = name[1:]
	}
	return dlang.Demangle(name, dlang.Options{
		NoParameters:   !opts.parameters(),
		NoTemplateArgs: opts.NoTemplateArgs,
		MaxLength:      opts.MaxLength,
	})
}
