// Package elf reads ELF files: headers, sections, symbols, notes and ids. It
// knows bytes and tables, not DWARF; package objfile joins the two.
//
// Unlike debug/elf it is made for hostile and damaged input: only the file
// header must be right. A table that lies outside the file is left out and
// reported by [File.Damage]; everything else stays usable. Section contents
// are read and decompressed on first use, once.
//
// # Layout
//
//	file header       identification, machine, where the two tables are
//	program headers   segments: what is loaded where (e_phoff, e_phnum)
//	section headers   sections: what a linker or debugger wants (e_shoff, e_shnum)
//	…                 contents
//
// Counts that do not fit the file header stand in section header 0: e_shnum 0
// takes sh_size, e_phnum 0xffff sh_info, e_shstrndx 0xffff sh_link.
//
// A compressed section has the flag SHF_COMPRESSED and a header (Elf32_Chdr,
// Elf64_Chdr) that names zlib or zstd, or, in the older GNU form, a name that
// begins with ".zdebug_" and the contents "ZLIB", the size as 64-bit
// big-endian number, and a zlib stream.
//
// # Specifications
//
// System V generic ABI, chapters 4 and 5; GNU extensions for build ids, hash
// tables and debug links; Linux Standard Base.
//
// # Security
//
// Counts and offsets are compared with the bytes there are before memory is
// allocated; decompression keeps to [debuginfo.Limits]. A File is immutable;
// goroutines may share it.
package elf
