// Package itanium turns the C++ names of GCC, Clang and other compilers that
// follow the Itanium C++ ABI into source text, in the style of llvm-cxxfilt.
//
// # Grammar
//
// The grammar is chapter 5.1 of the Itanium C++ ABI
// (https://itanium-cxx-abi.github.io/cxx-abi/abi.html#mangling), with what
// compilers add to it: blocks and vendor qualifiers of Apple, modules and
// constraints of C++20, explicit object parameters of C++23, _BitInt,
// fixed-point types, abi tags. In short:
//
//	_Z encoding [.suffix]
//	encoding   name [return type] parameter types
//	name       N prefixes E | Z encoding E name | length identifier | operator ...
//	type       letter | P type | R type | F types E | A n _ type | name ...
//	S0_        the second name or type that was written before
//	T0_        the second template argument
//
// A name is read once, from left to right, into an array of nodes that refer
// to each other and to the input; then the tree is printed. The memory of both
// is kept for the next name, so that a name costs one allocation, its text.
//
// # Security
//
// Names are hostile. Reading one takes time and memory linear in its length;
// recursion ends at a fixed depth. Substitutions make the tree a graph that
// can unfold exponentially, so printing counts each node and stops after as
// much work as the length of the name is worth; so it does at the longest text
// that the caller allows, before it is stored. A refused name gives a
// FormatError or a LimitError of package debuginfo.
package itanium
