// Package swift reads the names that Swift compilers give to functions, types
// and metadata in object files, and writes them for people.
//
//	$s4main4ListC6append_2atyx_SitF     main.List.append(_: A, at: Swift.Int) -> ()
//
// # Manglings
//
//	$s _$s            Swift 5 and later, the stable ABI
//	$S _$S            Swift 4.2
//	$e _$e            embedded Swift
//	_T0               Swift 4.0
//	@__swiftmacro_    files that macros expand to
//	_T                Swift 1 to 3
//	_Tt               names of classes and protocols for the Objective-C runtime
//
// The grammar since Swift 4 is a program for a stack machine. Operators of one
// or more letters pop their operands and push their result:
//
//	symbol      = operator { operator }
//	identifier  = length text                    plain
//	            | "0" { word | length text } ["0"]  words of earlier identifiers
//	            | "00" length ["_"] punycode
//	index       = "_" | number "_"               0, or number + 1
//	substitution = "A" { [number] lower } upper | "A" [number] "_"
//	standard    = "S" [number] letter            types of the standard library
//	types       = "C" "V" "O" "P" "a" "G" "t" "c" "X…" "Y…" "B…" "Q…" "I…"
//	entities    = "F" "v…" "i…" "f…" "Z" "E"
//	generics    = "l" "r" "R…" "q" "x"
//	metadata    = "M…" "N" "W…" "w…" "H…"
//	thunks      = "T…"
//	suffix      = "." any
//
// What is left on the stack at the end is the symbol. The grammar of Swift 1
// to 3 is the usual one, in which an operator comes before its operands.
// Package swift reads both into the same tree and prints that. The sources of
// the grammars are docs/ABI/Mangling.rst and docs/ABI/OldMangling.rst of the
// Swift project; the text follows swift-demangle of Swift 6.2 and 6.3.
//
// # Forms
//
// The full form is that of swift-demangle. The simplified form is for stack
// traces: it shows no modules, extensions, where clauses or types of
// variables, and of functions the labels alone. Options can add or remove
// parameters and results in both.
//
// # Security
//
// Names come from files that anybody may have made. No name makes the package
// panic or recurse without a limit, and the work for a name is linear in its
// length, whatever it stands for: the tree has at most 16 nodes and children
// for each byte of the name and 1024 on top, the printer visits at most 16
// nodes for each byte and 512 on top, and the text is limited while it is
// written. Names beyond a limit give a *debuginfo.LimitError.
//
// All functions may be called from several goroutines at once.
package swift
