// Package msvc demangles C++ names of Microsoft's compilers and of those that
// follow them, such as ?get@List@@QEBAHXZ.
//
// [Demangle] writes the full form, that of undname and llvm-undname, or with
// [Options.Short] the form that stack traces show. For the name above these are
//
//	public: int __cdecl List::get(void) const
//	public: int List::get(void) const
//
// # Grammar
//
// A symbol is a ?, a name, and what the name stands for:
//
//	symbol    = "?" name scope* "@" encoding
//	name      = ident "@" | "?$" ident "@" argument* "@" | "?" operator | digit
//	scope     = ident "@" | "?$" … | "?A" key "@" | "?" number "?" symbol | digit
//	encoding  = "0"-"4" type quals                      variable
//	          | class [adjust] [this] convention result params throw    function
//	class     = "A"-"X" access and kind, "Y" global, "$0"-"$5" and "$R0"-"$R5" thunks,
//	            "9" extern "C"; before it "$$J0" extern "C", "$$h" ARM64EC
//	result    = "@" | ["?" quals] type
//	params    = "X" | (type | digit)* ("@" | "Z")
//	throw     = "Z" | "_E"
//	type      = letter | "_" letter | "$$T"             primitive
//	          | ("T" | "U" | "V" | "W4") name           union, struct, class, enum
//	          | ("P"-"S" | "A" | "$$Q") [ext] quals type    pointer, reference
//	          | ("P"-"S") "6" function | "8" name function | [ext] "Q"-"T" name type
//	          | "Y" rank dims type                      array
//	          | "$$A6" function | "$$A8@@" function     function
//	          | "?" name "@"                            <auto>
//	argument  = type | "$0" number | "$1" symbol | "$E" symbol | "$F"-"$J" … | "$M" type …
//	          | "$$V" | "$$Z" | "$S" | "$$B" type | "$$C" quals type | "$$Y" name
//	number    = ["?"] (digit, of one more than it says | ("A"-"P")* "@", base 16)
//
// Scopes stand innermost first. A digit for a name refers to one of the first
// ten names, a digit for a parameter to one of the first ten parameter types
// that took more than one byte; a template has tables of its own. Symbols
// whose operator code is ?_7 to ?_9, ?_B, ?_C, ?_R0 to ?_R4, ?_S, ?__E, ?__F
// or ?__J have layouts of their own: tables, guards, string literals, type
// information and initializers. A name that was too long is ??@, an MD5 sum
// and @; its text is the name itself.
//
// # Security
//
// Names come from files that nobody vouches for. A name may be 1 MiB long and
// nest 256 levels; it makes at most 16 nodes for each byte. Back-references
// make texts that are exponentially longer than the name, so the tree shares
// what they refer to, and the printer counts every byte and every visit of a
// node: a text is at most [Options.MaxLength] bytes long, 64 KiB by default,
// and 4 KiB + 128 times the length of the name. What exceeds a limit is
// refused with a *debuginfo.LimitError. The time is linear in the length of
// the name.
//
// All functions may be called by several goroutines at a time.
package msvc
