package itanium

import "strings"

// Static texts that nodes refer to by index.
const (
	wNone ref = iota
	wStd
	wAnonymous
	wStringLiteral
	wBlockLiteral
	wAuto
	wTrue
	wFalse
	wNullptr
	wThis
	wThrow
	wNoexcept

	// Words that end in a space or stand before a parenthesis.
	wSizeof
	wSizeofPack
	wNoexceptOf
	wDecltype
	wStruct
	wUnion
	wEnum
	wAlignof
	wTypeid
	wImaginary
	wComplex
	wSpaceAuto
	wSpaceDecltypeAuto

	wVtable
	wVTT
	wTypeinfo
	wTypeinfoName
	wCovariantThunk
	wVirtualThunk
	wNonVirtualThunk
	wThreadWrapper
	wThreadInit
	wTemplateParamObject
	wGuard
	wReferenceTemporary
	wModuleInit
	wBlockInvoke

	wDollarT
	wDollarN
	wDollarTT

	wSuffixU
	wSuffixL
	wSuffixUL
	wSuffixLL
	wSuffixULL

	wX

	wBuiltins // builtin types begin here
)

var words = [...]string{
	wNone:                "",
	wStd:                 "std",
	wAnonymous:           "(anonymous namespace)",
	wStringLiteral:       "string literal",
	wBlockLiteral:        "'block-literal'",
	wAuto:                "auto",
	wTrue:                "true",
	wFalse:               "false",
	wNullptr:             "nullptr",
	wThis:                "this",
	wThrow:               "throw",
	wNoexcept:            "noexcept",
	wSizeof:              "sizeof ",
	wSizeofPack:          "sizeof... ",
	wNoexceptOf:          "noexcept ",
	wDecltype:            "decltype",
	wStruct:              "struct ",
	wUnion:               "union ",
	wEnum:                "enum ",
	wAlignof:             "alignof ",
	wTypeid:              "typeid ",
	wImaginary:           " imaginary",
	wComplex:             " complex",
	wSpaceAuto:           " auto",
	wSpaceDecltypeAuto:   " decltype(auto)",
	wVtable:              "vtable for ",
	wVTT:                 "VTT for ",
	wTypeinfo:            "typeinfo for ",
	wTypeinfoName:        "typeinfo name for ",
	wCovariantThunk:      "covariant return thunk to ",
	wVirtualThunk:        "virtual thunk to ",
	wNonVirtualThunk:     "non-virtual thunk to ",
	wThreadWrapper:       "thread-local wrapper routine for ",
	wThreadInit:          "thread-local initialization routine for ",
	wTemplateParamObject: "template parameter object for ",
	wGuard:               "guard variable for ",
	wReferenceTemporary:  "reference temporary for ",
	wModuleInit:          "initializer for module ",
	wBlockInvoke:         "invocation function for block in ",
	wDollarT:             "$T",
	wDollarN:             "$N",
	wDollarTT:            "$TT",
	wSuffixU:             "u",
	wSuffixL:             "l",
	wSuffixUL:            "ul",
	wSuffixLL:            "ll",
	wSuffixULL:           "ull",
	wX:                   "x",

	wBuiltins:      "void",
	wBuiltins + 1:  "wchar_t",
	wBuiltins + 2:  "bool",
	wBuiltins + 3:  "char",
	wBuiltins + 4:  "signed char",
	wBuiltins + 5:  "unsigned char",
	wBuiltins + 6:  "short",
	wBuiltins + 7:  "unsigned short",
	wBuiltins + 8:  "int",
	wBuiltins + 9:  "unsigned int",
	wBuiltins + 10: "long",
	wBuiltins + 11: "unsigned long",
	wBuiltins + 12: "long long",
	wBuiltins + 13: "unsigned long long",
	wBuiltins + 14: "__int128",
	wBuiltins + 15: "unsigned __int128",
	wBuiltins + 16: "float",
	wBuiltins + 17: "double",
	wBuiltins + 18: "long double",
	wBuiltins + 19: "__float128",
	wBuiltins + 20: "...",
	wBuiltins + 21: "decimal64",
	wBuiltins + 22: "decimal128",
	wBuiltins + 23: "decimal32",
	wBuiltins + 24: "half",
	wBuiltins + 25: "char32_t",
	wBuiltins + 26: "char16_t",
	wBuiltins + 27: "char8_t",
	wBuiltins + 28: "auto",
	wBuiltins + 29: "decltype(auto)",
	wBuiltins + 30: "std::nullptr_t",
	wBuiltins + 31: "std::bfloat16_t",

	// Fixed point types (ISO/IEC TR 18037): the integer type they are as wide
	// as, then _Accum or _Fract.
	wFixed:      "short _Accum",
	wFixed + 1:  "unsigned short _Accum",
	wFixed + 2:  "_Accum",
	wFixed + 3:  "unsigned _Accum",
	wFixed + 4:  "long _Accum",
	wFixed + 5:  "unsigned long _Accum",
	wFixed + 6:  "short _Fract",
	wFixed + 7:  "unsigned short _Fract",
	wFixed + 8:  "_Fract",
	wFixed + 9:  "unsigned _Fract",
	wFixed + 10: "long _Fract",
	wFixed + 11: "unsigned long _Fract",
	wSaturate:   "_Sat ",
}

const (
	wFixed    = wBuiltins + 32
	wSaturate = wFixed + 12
)

// builtin returns the word of the builtin type with a one-letter code, or
// wNone.
func builtin(code byte) ref {
	if int(code) < len(builtinCodes) && builtinCodes[code] != 0 {
		return wBuiltins - 1 + ref(builtinCodes[code])
	}
	return wNone
}

// builtinCodes has the place of each builtin type among the words, from 1.
var builtinCodes = [...]uint8{
	'v': 1, 'w': 2, 'b': 3, 'c': 4, 'a': 5, 'h': 6, 's': 7, 't': 8, 'i': 9, 'j': 10, 'l': 11,
	'm': 12, 'x': 13, 'y': 14, 'n': 15, 'o': 16, 'f': 17, 'd': 18, 'e': 19, 'g': 20, 'z': 21,
}

// builtinD returns the word of the builtin type with the code D and a letter,
// or wNone.
func builtinD(code byte) ref {
	if i := strings.IndexByte("defhisuacn", code); i >= 0 {
		return wBuiltins + 21 + ref(i)
	}
	return wNone
}

// A standardName is what a substitution of one letter stands for: St is not
// among them, because it is a scope and no entity.
var standardNames = [...]struct {
	code byte
	name string // short form, after std::
	base string // the template's own name
	full string // the arguments of the short form, "" if it is no instance
}{
	{'a', "allocator", "allocator", ""},
	{'b', "basic_string", "basic_string", ""},
	{'d', "iostream", "basic_iostream", "<char, std::char_traits<char>>"},
	{'i', "istream", "basic_istream", "<char, std::char_traits<char>>"},
	{'o', "ostream", "basic_ostream", "<char, std::char_traits<char>>"},
	{'s', "string", "basic_string", "<char, std::char_traits<char>, std::allocator<char>>"},
}

// standardBase returns the name that constructors of a standard class have.
func standardBase(i ref, full bool) string {
	if full {
		return standardNames[i].base
	}
	return standardNames[i].name
}
