// Package dwarf reads functions, lines and inlined calls from DWARF sections,
// versions 2 to 5, in both formats and byte orders.
//
// [New] indexes the units of a file, [Data.Session] reads them. A session walks
// every entry of a unit once, keeps the functions that are under way on a stack
// of its own, and yields each when its entry ends. Nothing recurses.
//
// # Layout
//
//	.debug_info      units: a header, then a tree of entries (DIEs); an entry is
//	                 an abbreviation code and the values of its attributes
//	.debug_abbrev    tables of abbreviations: tag, attributes and their forms
//	.debug_line      line tables: directories, files, and a program whose
//	                 opcodes append rows (address, file, line, column)
//	.debug_ranges    range lists of versions 2 to 4
//	.debug_rnglists  range lists of version 5
//	.debug_addr      addresses that units refer to by index
//	.debug_str, .debug_line_str, .debug_str_offsets
//	                 strings, and tables of their offsets
//
// A skeleton unit has its entries in a split unit of another file (.dwo, or a
// package .dwp with many); see split.go and package.go. Forms with "alt" or
// "sup" in their names refer to a supplementary file that several files share.
//
// # What is made of it
//
// A function is a subprogram entry with code. Its name is that of the symbol
// that starts exactly where it does; else the first linkage name of the entry
// or of what it refers to (abstract origin, specification); else its name,
// qualified with the scopes around it. Parts that the linker knows under
// another name, f.cold, become functions of their own. Code that has lines but
// no function, as assemblers make it, is named by symbols.
//
// Code that linkers dropped is recognised by its address: outside the ranges
// of code that the container states, or 0 and the two greatest addresses.
//
// # Specifications
//
// DWARF Debugging Information Format, versions 2 to 5; section numbers in the
// comments are those of version 5. GNU extensions: split DWARF in version 4
// (Fission), dwz's supplementary files.
//
// # Security
//
// Every loop over input consumes some of it. Tables end where the next one
// begins, so that overlapping ones cannot multiply work; names, ranges and rows
// of a unit are limited in proportion to its size, as the constants say where
// they stand. Damage in a unit costs the rest of that unit at most.
package dwarf
