package demangle

import "github.com/gosymbolic/symbolic/debuginfo"

// DefaultMaxLength is how long a demangled name may be, in bytes, when Options
// do not say.
const DefaultMaxLength = 64 << 10

// A Form is a way to write names.
type Form uint8

const (
	// Full is the complete text, as c++filt, undname and swift-demangle
	// write it.
	Full Form = iota
	// Short is the form for stack traces. It leaves out what is noise there:
	// Microsoft's calling conventions and class keywords, Swift's module
	// names, parameter types and results, Rust's hashes. Itanium C++ and D
	// names have no such noise. Many crash reporters leave out return types,
	// too: see NoReturnType.
	Short
	// NameOnly is the qualified name alone: the short form without
	// parameters and return type.
	NameOnly
)

// Options say what Demangle writes. The zero value detects the language and
// writes everything.
type Options struct {
	// Language is the language that the debug file states for the function;
	// debuginfo.LanguageUnknown means that the name has to tell.
	Language debuginfo.Language
	// Form is the way to write the name.
	Form Form
	// NoParameters leaves out the parameters of the function, with the
	// qualifiers behind them.
	NoParameters bool
	// NoReturnType leaves out the return type of the function.
	NoReturnType bool
	// NoTemplateArgs leaves out the arguments of templates and generics,
	// where the language writes them behind names.
	NoTemplateArgs bool
	// ParameterTypes writes the types of Swift's parameters in the short form
	// too, which has their labels only.
	ParameterTypes bool
	// NoSugar writes Swift's [Int] and Int? as the generic types that they
	// stand for.
	NoSugar bool
	// MaxLength is the length of the longest text, in bytes; 0 means
	// DefaultMaxLength. A name whose text would be longer is not demangled.
	MaxLength int
}

// parameters and returnType report whether the parts are wanted.
func (o *Options) parameters() bool { return !o.NoParameters && o.Form != NameOnly }
func (o *Options) returnType() bool { return !o.NoReturnType && o.Form != NameOnly }

// Demangle returns the text of a mangled name. A name that is not mangled, is
// damaged, of another language than stated or beyond a limit comes back as it
// was, with false. A name that is readable as it is, such as that of an
// Objective-C method, comes back as it was with true.
//
// Any number of goroutines may call it.
func Demangle(name string, opts Options) (text string, ok bool) {
	if opts.MaxLength <= 0 {
		opts.MaxLength = DefaultMaxLength
	}
	var err error
	if opts.Language == debuginfo.LanguageUnknown {
		_, text, err = demangleAny(name, &opts)
	} else {
		text, err = demangleAs(opts.Language, name, &opts)
	}
	if err != nil || len(text) > opts.MaxLength {
		return name, false
	}
	return text, true
}

// demangleAs demangles a name of language l.
func demangleAs(l debuginfo.Language, name string, opts *Options) (string, error) {
	switch l {
	case debuginfo.LanguageCPlusPlus:
		return demangleCPlusPlus(name, opts)
	case debuginfo.LanguageObjC:
		return demangleObjC(name)
	case debuginfo.LanguageObjCPlusPlus:
		if isObjCMethod(name) {
			return name, nil
		}
		return demangleItanium(name, opts)
	case debuginfo.LanguageRust:
		return demangleRust(name, opts)
	case debuginfo.LanguageSwift:
		return demangleSwift(name, opts)
	case debuginfo.LanguageD:
		return demangleD(name, opts)
	}
	return "", debuginfo.ErrUnknownFormat
}
