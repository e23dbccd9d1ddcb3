package debuginfo

import "strings"

// A Language is the source language of a function. The numbers are stable and
// are stored in caches.
type Language uint8

// The languages. Dialects and years of a standard are not told apart.
const (
	LanguageUnknown Language = iota
	LanguageC
	LanguageCPlusPlus
	LanguageD
	LanguageGo
	LanguageObjC
	LanguageObjCPlusPlus
	LanguageRust
	LanguageSwift
	LanguageCSharp
	LanguageVisualBasic
	LanguageFSharp
	LanguageFortran
	LanguageAda
	LanguagePascal
	LanguageAssembly
	LanguageZig
	LanguageKotlin
	LanguageDart
	LanguageJulia
	LanguageOCaml
	LanguageHaskell
	LanguageCrystal
	LanguageNim
)

var languageNames = [...]string{
	LanguageUnknown:      "unknown",
	LanguageC:            "c",
	LanguageCPlusPlus:    "cpp",
	LanguageD:            "d",
	LanguageGo:           "go",
	LanguageObjC:         "objc",
	LanguageObjCPlusPlus: "objcpp",
	LanguageRust:         "rust",
	LanguageSwift:        "swift",
	LanguageCSharp:       "csharp",
	LanguageVisualBasic:  "visualbasic",
	LanguageFSharp:       "fsharp",
	LanguageFortran:      "fortran",
	LanguageAda:          "ada",
	LanguagePascal:       "pascal",
	LanguageAssembly:     "assembly",
	LanguageZig:          "zig",
	LanguageKotlin:       "kotlin",
	LanguageDart:         "dart",
	LanguageJulia:        "julia",
	LanguageOCaml:        "ocaml",
	LanguageHaskell:      "haskell",
	LanguageCrystal:      "crystal",
	LanguageNim:          "nim",
}

// String returns the short lower-case name of l, "unknown" for a number that
// has none.
func (l Language) String() string {
	if int(l) < len(languageNames) {
		return languageNames[l]
	}
	return languageNames[LanguageUnknown]
}

// ParseLanguage returns the language that String names, whatever the case of
// name, and LanguageUnknown for anything else.
func ParseLanguage(name string) Language {
	for l, n := range languageNames {
		if strings.EqualFold(n, name) {
			return Language(l)
		}
	}
	return LanguageUnknown
}

// Separator returns what stands between a scope and a name in the language:
// "::" for C++ and its kin, "." elsewhere.
func (l Language) Separator() string {
	switch l {
	case LanguageD, LanguageGo, LanguageSwift, LanguageCSharp, LanguageVisualBasic, LanguageFSharp,
		LanguageAda, LanguagePascal, LanguageZig, LanguageKotlin, LanguageDart, LanguageJulia,
		LanguageOCaml, LanguageHaskell, LanguageNim:
		return "."
	}
	return "::"
}
