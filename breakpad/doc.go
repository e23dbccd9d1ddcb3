// Package breakpad reads and writes Breakpad symbol files, the text that
// dump_syms makes of debug information and that crash processors keep.
//
// [New] and [Parse] read the head of a file; the rest is indexed in one pass
// when it is first asked for. [File.Session] yields functions, [File.Symbols]
// public symbols, [File.StackCFI] and [File.StackWin] unwind records. [Write]
// makes a symbol file of any object.
//
// # Grammar
//
// A file is a sequence of lines, each one record. Fields are separated by runs
// of blanks; the last one of a record that ends in a name or in rules runs to
// the end of the line. Numbers are hexadecimal (hex) or decimal (dec).
//
//	MODULE os arch id [name]              first line; id is a debug id in Breakpad form
//	INFO CODE_ID id [file]                code id, and the name of the code file
//	INFO key text                         anything else, such as the generator
//	FILE dec name                         a source file and its number
//	INLINE_ORIGIN dec name                an inlined function and its number
//	FUNC [m] hex hex hex name             address, size, size of parameters
//	INLINE dec dec dec dec (hex hex)+     depth, line and file of the call, origin, addresses and sizes
//	hex hex dec dec                       address, size, line, file
//	PUBLIC [m] hex hex name               address, size of parameters
//	STACK CFI INIT hex hex rules          address, size
//	STACK CFI hex rules                   address
//	STACK WIN hex … text                  see [StackWin]
//
// INLINE and line records belong to the FUNC before them; PUBLIC and STACK end
// it. Line records state leaf positions: within inlined code those of the
// inlined function. INLINE depth 0 is inlined into the function itself, depth
// n+1 into the call of depth n around its address. The marker m says that
// several functions share the address.
//
// What tools wrote over the years is read as well: lines that end in LF, CRLF
// or CR; INLINE records without the file of the call, with origins of the form
// INLINE_ORIGIN dec file name; negative lines, which mean that none is known;
// records in any order; a file that was cut anywhere. Where a name is missing
// it is "<unknown>"; the empty name is that of an origin that does not exist.
//
// # Specifications
//
// docs/symbol_files.md of the Breakpad project.
//
// # Security
//
// A malformed record costs itself and is reported with its offset; memory is
// bounded by the size of the file. Inlined calls that overlap, leave their
// caller or nest deeper than [debuginfo.Limits] allows are trimmed or left
// out, in time that is linear but for sorting. A File is immutable; goroutines
// may share it. Its strings share memory with the text of the file.
package breakpad
