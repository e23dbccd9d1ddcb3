// Package pdb reads program databases, the files in which Microsoft's tools,
// LLVM's linker and Rust on Windows keep debug information.
//
// # Layout
//
// The container, MSF, is a small file system: numbered streams made of pages.
//
//	superblock  magic, page size, number of pages, size and place of the directory
//	pages       of 512 bytes to 64 KiB; two in each page-size interval are maps of
//	            free pages, which a reader needs not
//	directory   number of streams, their sizes, their page numbers
//
// Streams have fixed numbers or are named by others:
//
//	1  information: identity, names of further streams, features
//	2  types (TPI), 4 ids (IPI): records that names of functions come from
//	3  debug information (DBI): modules, contributions, what the streams of
//	   symbols, sections and address maps are
//	-  one per module: its symbols, lines and inlined functions
//	-  /names, the string table; sections; OMAP; FPO; source server; …
//
// # Use
//
// [New] reads the identity and the directory alone; everything else is read
// when it is asked for and freed when it is not referred to. [File.Session]
// gives functions with lines and inlined calls, [File.Symbols] the public
// symbols, [File.Modules], [File.Types] and [File.IDs] the records themselves.
// A File may be used by several goroutines, a session by one.
//
// Names of functions are made from type information: scope, name and
// parameters. The names of public symbols are linkage names, untouched.
// Addresses are relative to the base of the image.
//
// A database made with /DEBUG:FASTLINK holds only what the linker itself made
// and refers to object files for the rest; [File.FastLink] tells, and its
// sessions begin with an error that wraps [debuginfo.ErrUnsupported].
//
// # Security
//
// Databases are read as hostile. Streams cannot claim more pages than the file
// has, so no stream is larger than the file; nesting and names are bounded. A
// damaged module or function is left out, reported by the session, and does
// not end it.
package pdb
