package msvc

// style is what Options come down to while printing.
type style uint32

const (
	short style = 1 << iota
	nameOnly
	noArguments
	noTemplateArgs
	noReturn
	noVariable
	noAccess
	noMember
	noConvention
	noTags
	noThis
	noThrow
	noKeywords
	noUnderscores
	noThunk
	noConst // const before the name of a table
)

// outermostOnly are the parts of a style that the full form does not apply to
// the enclosing functions of local names.
const outermostOnly = nameOnly | noArguments | noReturn | noVariable | noAccess |
	noMember | noConvention | noThis | noThrow | noThunk | noConst

// has reports whether any of the bits is set.
func (s style) has(bits style) bool { return s&bits != 0 }

// style returns the style that o asks for.
func (o *Options) style() style {
	var s style
	for _, f := range [...]struct {
		on  bool
		bit style
	}{
		{o.Short, short | noConvention | noTags | noKeywords},
		{o.Short && o.NoReturnType, noReturn | noVariable | noAccess | noMember | noThunk | noConst},
		{o.NameOnly, nameOnly | noVariable | noAccess | noMember | noThunk | noConst},
		{o.NoArguments, noArguments},
		{o.NoTemplateArguments, noTemplateArgs},
		{o.NoReturnType, noReturn},
		{o.NoVariableType, noVariable},
		{o.NoAccess, noAccess},
		{o.NoMemberType, noMember},
		{o.NoCallingConvention, noConvention},
		{o.NoTagSpecifier, noTags},
		{o.NoThisQualifiers, noThis},
		{o.NoThrow, noThrow},
		{o.NoMSKeywords, noKeywords | noConvention},
		{o.NoUnderscores, noUnderscores},
	} {
		if f.on {
			s |= f.bit
		}
	}
	return s
}
