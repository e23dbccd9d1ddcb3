// Package macho reads Mach-O files, the object format of Apple's systems:
// headers, load commands, sections, symbols, exports and ids, and the universal
// files that hold one Mach-O file for each architecture. It knows bytes and
// tables, not DWARF; package objfile joins the two.
//
// Unlike debug/macho it is made for hostile and damaged input: only the file
// header must be right. What lies outside the file is left out and reported by
// [File.Damage]; everything else stays usable. Section contents are read and
// decompressed on first use, once.
//
// # Layout
//
//	header          magic (0xfeedface, 0xfeedfacf for 64 bit, in the file's byte
//	                order), CPU type and subtype, file type, number and size of
//	                the load commands, flags
//	load commands   each: kind, size of the command in bytes, contents
//	…               contents of segments, symbol table, strings
//
// A segment is loaded as a whole; its command lists its sections. Section and
// segment names are at most 16 bytes, so that .debug_str_offsets is called
// __debug_str_offs. Go's linker and some others compress sections: their names
// begin with __zdebug_ and their contents are "ZLIB", the size as 64-bit
// big-endian number, and a zlib stream.
//
// A universal ("fat") file is big-endian: magic (0xcafebabe, 0xcafebabf with
// 64-bit offsets), number of architectures, and for each its CPU type and
// subtype, offset, size and alignment. Java class files begin with the same
// four bytes.
//
// # Symbols
//
// The symbol table mixes symbols of the linker with STABs, which describe
// where debug information came from; [File.Symbols] and [File.Stabs] keep them
// apart, and [File.DebugMap] makes sense of the latter. Names carry the
// underscore that C compilers put before them; [LinkageName] takes it off.
//
// # Bitcode
//
// Apple rebuilt apps that were uploaded as bitcode, with names hidden as
// __hidden#12_. A [SymbolMap] gives them back, and a [UUIDMap] says which one
// belongs to a dSYM.
//
// # Specifications
//
// "OS X ABI Mach-O File Format Reference"; the headers mach-o/loader.h,
// mach-o/fat.h, mach-o/nlist.h, mach-o/stab.h, mach-o/reloc.h and mach/machine.h.
//
// # Security
//
// Counts and offsets are compared with the bytes there are before memory is
// allocated; decompression keeps to [debuginfo.Limits]; the names of all
// symbols together are bounded by a multiple of the string table, and each node
// of an exports trie is visited once. A File is immutable; goroutines may share
// it.
package macho
