package demangle

import "github.com/gosymbolic/symbolic/demangle/msvc"

func demangleMicrosoft(name string, opts *Options) (string, error) {
	return msvc.Demangle(name, msvc.Options{
		Short:               opts.Form != Full,
		NameOnly:            opts.Form == NameOnly,
		NoArguments:         opts.NoParameters,
		NoReturnType:        opts.NoReturnType,
		NoTemplateArguments: opts.NoTemplateArgs,
		MaxLength:           opts.MaxLength,
	})
}
