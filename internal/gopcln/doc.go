// Package gopcln reads the tables that the Go runtime prints its stack traces
// from. They stay in the file when symbols and DWARF are stripped, and give
// functions, files, lines and inlined calls.
//
// # Layout
//
// The table of the linker, in .gopclntab or __gopclntab, begins with a header:
//
//	magic     4 bytes: fffffff1 since Go 1.20, fffffff0 in Go 1.18 and 1.19
//	padding   2 bytes, zero
//	quantum   1 byte: size of the shortest instruction
//	word      1 byte: size of a pointer, and of the rest of the header
//	functions, files   counts
//	text      address of the code; 0 since Go 1.26
//	names, units, files, values, functions   offsets of the parts below
//
//	names      zero-terminated names of functions
//	units      32-bit offsets in files, a run of them for each package
//	files      zero-terminated paths
//	values     for each use a sequence of pairs of LEB128 numbers: how a value
//	           changes (zigzag), then for how many quanta of code it holds
//	functions  pairs of 32 bits: offset of the entry from text, offset of the
//	           record below; one more pair for the end; then the records
//	record     entry, name, 2 words, values of: stack, file, line; number of
//	           further values, unit, start line, 3 bytes, number of further
//	           tables; then an offset for each of these
//
// A pair (value, length) beginning at -1 says for a function which file, line
// and inlined call its code has. An inlined call is a record of 16 bytes, in a
// table that the function refers to relative to the address go:func.*:
//
//	kind 1, padding 3, name 4, 4 bytes: offset of an instruction at the place
//	of the call, start line 4
//
// The addresses of the code and of go:func.* are in the moduledata of the
// runtime, a structure that begins with a pointer to the table. Without it
// functions and lines are known, given the address of the code, but no inlined
// calls. Its fields move from version to version, so go:func.* is the one under
// which inlined calls make sense.
//
// # Specifications
//
// runtime/symtab.go, runtime/symtabinl.go and cmd/link/internal/ld/pcln.go of
// Go 1.18 to 1.27.
//
// # Security
//
// Functions must lie in code that the file holds, so the work is linear in the
// size of the file. Inlined calls have a bound on depth, and on how many ranges
// those of a function may have; a cycle among them is cut.
package gopcln
