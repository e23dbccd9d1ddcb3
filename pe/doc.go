// Package pe reads Portable Executables, the images of Windows, and COFF
// object files, from which they are linked.
//
// # Layout
//
//	image   DOS stub with the offset of the PE signature at 60, signature,
//	        file header, optional header with data directories, section table
//	object  file header (or the larger one of bigobj), section table,
//	        relocations, symbols
//	both    COFF symbols of 18 bytes (20 in bigobj), then their string table
//
// The specification is Microsoft's "PE Format". PE32, PE32+, ARM64EC, short
// and long section names, the exports, the debug directory (CodeView, portable
// databases, checksums) and the exception directory are read. Imports,
// resources and signatures are not, so damage in them does not matter.
//
// The package knows sections, symbols and ids; functions and lines of DWARF
// and CodeView are made elsewhere from [File.Section] and from the database
// that [File.CodeView] names.
//
// Sections of an object file have no addresses yet. [New] places those that a
// linker would load one after the other, the first at 0, each aligned to 16
// bytes; relocations of debug sections are applied accordingly.
//
// # Security
//
// Only the file header must be sound. Tables end where the file does; damage
// that left something out is in [File.Damage]. Nothing is allocated that the
// file does not have the bytes for.
package pe
