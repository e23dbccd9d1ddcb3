// Package codeview reads CodeView, the debug information that Microsoft's
// compilers, clang and rustc put into .debug$S and .debug$T sections of object
// files and into the streams of program databases.
//
// # Records
//
// Symbols and types are records: a 16-bit length that does not count itself, a
// 16-bit kind, and the fields of the kind, padded to four bytes.
//
//	symbols  procedures, inlined calls, blocks: nested by scope, ended by S_END
//	types    numbered from 0x1000 in their order; smaller numbers are built in
//	ids      the same for functions and strings, which types refer to by number
//
// # Lines
//
// The second half of a module, called C13, is a row of subsections, each a
// 32-bit kind and a 32-bit length:
//
//	0xF1  symbols (object files only)
//	0xF2  lines: section, offset and size of code, then blocks of rows per file
//	0xF3  strings (object files; a program database has them in /names)
//	0xF4  checksums: what a file number of a line refers to
//	0xF6  inlinee lines: where the body of an inlined function begins
//	0xF7  imports of ids from other modules, 0xF8 exports
//
// The code of an inlined call is in its symbol, S_INLINESITE, as a small
// program of binary annotations that yields rows like those of 0xF2.
//
// [Builder] joins all of it to functions. It works on addresses as the linker
// wrote them, a section number in the upper and an offset in the lower 32
// bits, and maps the finished function through a [Map].
//
// # Security
//
// All of it is read as hostile: nesting, the size of names, hops through
// types and the pieces of one function are bounded; a record that makes no
// sense is left out, one whose length is wrong ends its stream.
package codeview
