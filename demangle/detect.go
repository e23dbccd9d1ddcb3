package demangle

import (
	"errors"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/demangle/dlang"
	"github.com/gosymbolic/symbolic/demangle/itanium"
)

// Detect returns the language that the form of a name belongs to,
// debuginfo.LanguageUnknown if it is none of those that Demangle reads.
//
// Forms that plain words could have too, those of Rust and D, are detected
// only if the whole name is of their grammar. For the others the prefix is
// enough: the name may be damaged, and Demangle refuse it.
func Detect(name string) debuginfo.Language {
	l, proven := byForm(name)
	if proven {
		return l
	}
	// Each form has names that the other does not have a text for.
	for _, form := range [...]Form{Full, Short} {
		l, _, _ = demangleAny(name, &Options{Form: form, MaxLength: DefaultMaxLength})
		if l != debuginfo.LanguageUnknown {
			break
		}
	}
	return l
}

// byForm returns the language that the beginning and the end of a name
// suggest. If they are no proof, the name has to be of the language's grammar.
func byForm(name string) (l debuginfo.Language, proven bool) {
	if name == "" {
		return debuginfo.LanguageUnknown, true
	}
	switch name[0] {
	case '-', '+':
		if isObjCMethod(name) {
			return debuginfo.LanguageObjC, true
		}
	case '_', 'R', 'Z':
		switch {
		case isRust(name):
			return debuginfo.LanguageRust, false
		case itanium.IsMangled(name):
			return debuginfo.LanguageCPlusPlus, true
		case isSwift(name):
			return debuginfo.LanguageSwift, true
		case dlang.IsMangled(name):
			return debuginfo.LanguageD, false
		}
	case '?', '@', '$':
		switch {
		case isMicrosoft(name):
			return debuginfo.LanguageCPlusPlus, true
		case isSwift(name):
			return debuginfo.LanguageSwift, true
		}
	}
	return debuginfo.LanguageUnknown, true
}

// demangleAny detects the language and demangles. The language is known also
// if there is an error, except for names of no language.
func demangleAny(name string, opts *Options) (l debuginfo.Language, text string, err error) {
	l, proven := byForm(name)
	text, err = demangleAs(l, name, opts)
	if proven || isOfGrammar(err) {
		return l, text, err
	}
	if !itanium.IsMangled(name) {
		return debuginfo.LanguageUnknown, "", err
	}
	text, err = demangleItanium(name, opts)
	return debuginfo.LanguageCPlusPlus, text, err
}

// isOfGrammar reports whether the error of a demangler says that the name is
// of its grammar, if only too large.
func isOfGrammar(err error) bool {
	if err == nil {
		return true
	}
	_, large := errors.AsType[*debuginfo.LimitError](err)
	return large
}
