// Package demangle turns mangled symbol names into what a programmer wrote.
//
// [Demangle] finds out which compiler made a name and hands it to the grammar
// of that compiler: C++ of the Itanium ABI (GCC, Clang) and of Microsoft,
// Rust (legacy and v0), Swift (all its manglings) and D. Names of Objective-C
// methods are readable as they are. Names of any other language, plain C
// names among them, are returned as they were, with a clear no.
//
// Each grammar is a package below this one, for programs that know what they
// have or want all that it can tell: itanium, msvc, rust, swift, dlang. Those
// return errors that say where a name is wrong; this package only says that
// there is no answer.
//
// # Detection
//
// The language that the debug file states for a function decides alone. Where
// it states none, the form of the name does, in this order:
//
//	-[Class method] +[Class method]     Objective-C
//	_R _ZN...17h<hash>E _ZN...$LT$...E  Rust, also with one underscore more or less
//	_Z __Z ___Z ____Z                   C++, the last two for blocks only
//	? @?                                C++ by Microsoft
//	$s $S $e _$s _$S _$e _T             Swift
//	@__swiftmacro_                      Swift
//	_D and a number, _Dmain             D
//
// The names of Microsoft's type descriptors (.?AV...) and Rust's legacy names
// without a hash look like other things and are read where the language is
// stated.
//
// # Security
//
// Names come from files that nobody vouches for. Every grammar bounds the
// length of the name (1 MiB), how deep it nests, the length of the text
// (Options.MaxLength) and the work, which is linear in the length of the name
// or bounded by a constant: a name that unfolds exponentially is refused
// after as much work as an honest name of its length takes. There is no panic
// and no recursion that the name controls.
package demangle
