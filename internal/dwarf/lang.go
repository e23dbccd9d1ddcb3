package dwarf

import "github.com/gosymbolic/symbolic/debuginfo"

// languages maps DW_LANG numbers (DWARF 5, table 7.17, and those registered
// since) to languages.
var languages = map[uint64]debuginfo.Language{
	0x01: debuginfo.LanguageC, 0x02: debuginfo.LanguageC, 0x0c: debuginfo.LanguageC,
	0x1d: debuginfo.LanguageC, 0x2c: debuginfo.LanguageC, 0x3e: debuginfo.LanguageC,
	0x04: debuginfo.LanguageCPlusPlus, 0x19: debuginfo.LanguageCPlusPlus, 0x1a: debuginfo.LanguageCPlusPlus,
	0x21: debuginfo.LanguageCPlusPlus, 0x2a: debuginfo.LanguageCPlusPlus, 0x2b: debuginfo.LanguageCPlusPlus,
	0x3a: debuginfo.LanguageCPlusPlus,
	0x03: debuginfo.LanguageAda, 0x0d: debuginfo.LanguageAda, 0x2e: debuginfo.LanguageAda, 0x2f: debuginfo.LanguageAda,
	0x07: debuginfo.LanguageFortran, 0x08: debuginfo.LanguageFortran, 0x0e: debuginfo.LanguageFortran,
	0x22: debuginfo.LanguageFortran, 0x23: debuginfo.LanguageFortran, 0x2d: debuginfo.LanguageFortran,
	0x09: debuginfo.LanguagePascal,
	0x10: debuginfo.LanguageObjC,
	0x11: debuginfo.LanguageObjCPlusPlus,
	0x13: debuginfo.LanguageD,
	0x16: debuginfo.LanguageGo,
	0x18: debuginfo.LanguageHaskell,
	0x1b: debuginfo.LanguageOCaml,
	0x1c: debuginfo.LanguageRust,
	0x1e: debuginfo.LanguageSwift,
	0x1f: debuginfo.LanguageJulia,
	0x26: debuginfo.LanguageKotlin,
	0x27: debuginfo.LanguageZig,
	0x28: debuginfo.LanguageCrystal,
	// Assemblers: registered, and the extensions of MIPS and Sun compilers.
	0x31: debuginfo.LanguageAssembly, 0x8001: debuginfo.LanguageAssembly, 0x9001: debuginfo.LanguageAssembly,
}

// languageNames maps DW_LNAME numbers, which DWARF 6 has in place of DW_LANG.
var languageNames = map[uint64]debuginfo.Language{
	0x01: debuginfo.LanguageAda, 0x03: debuginfo.LanguageC, 0x04: debuginfo.LanguageCPlusPlus,
	0x06: debuginfo.LanguageCrystal, 0x07: debuginfo.LanguageD, 0x09: debuginfo.LanguageFortran,
	0x0a: debuginfo.LanguageGo, 0x0b: debuginfo.LanguageHaskell, 0x0d: debuginfo.LanguageJulia,
	0x0e: debuginfo.LanguageKotlin, 0x11: debuginfo.LanguageObjC, 0x12: debuginfo.LanguageObjCPlusPlus,
	0x13: debuginfo.LanguageOCaml, 0x15: debuginfo.LanguagePascal, 0x19: debuginfo.LanguageRust,
	0x1a: debuginfo.LanguageSwift, 0x1c: debuginfo.LanguageZig, 0x1d: debuginfo.LanguageAssembly,
	0x1e: debuginfo.LanguageCSharp,
}

// scoped reports whether functions of a language may stand in namespaces or
// classes, so that a bare name needs qualifying.
func scoped(l debuginfo.Language) bool {
	switch l {
	case debuginfo.LanguageC, debuginfo.LanguageAssembly, debuginfo.LanguageGo:
		// Go's names carry their package already.
		return false
	}
	return true
}
