package msvc

// Flags of UnDecorateSymbolName, for UndnameOptions. Flags that are not listed
// have no effect on the text.
const (
	UndnameNoLeadingUnderscores = 0x0001
	UndnameNoMSKeywords         = 0x0002
	UndnameNoFunctionReturns    = 0x0004
	UndnameNoAllocationModel    = 0x0008 // no effect: nothing that is shown depends on it
	UndnameNoAllocationLanguage = 0x0010
	UndnameNoMSThisType         = 0x0020 // no effect: __ptr64 is never shown
	UndnameNoCVThisType         = 0x0040
	UndnameNoAccessSpecifiers   = 0x0080
	UndnameNoThrowSignatures    = 0x0100
	UndnameNoMemberType         = 0x0200
	UndnameNoReturnUDTModel     = 0x0400 // no effect: the model is never shown
	UndnameNameOnly             = 0x1000
	UndnameNoArguments          = 0x2000
	UndnameNoComplexType        = 0x8000
)

// UndnameOptions returns the options that stand for flags of Microsoft's
// undname and UnDecorateSymbolName.
func UndnameOptions(flags uint32) Options {
	return Options{
		NameOnly:            flags&UndnameNameOnly != 0,
		NoArguments:         flags&UndnameNoArguments != 0,
		NoReturnType:        flags&UndnameNoFunctionReturns != 0,
		NoAccess:            flags&UndnameNoAccessSpecifiers != 0,
		NoMemberType:        flags&UndnameNoMemberType != 0,
		NoCallingConvention: flags&UndnameNoAllocationLanguage != 0,
		NoTagSpecifier:      flags&UndnameNoComplexType != 0,
		NoThisQualifiers:    flags&UndnameNoCVThisType != 0,
		NoThrow:             flags&UndnameNoThrowSignatures != 0,
		NoMSKeywords:        flags&UndnameNoMSKeywords != 0,
		NoUnderscores:       flags&UndnameNoLeadingUnderscores != 0,
	}
}
