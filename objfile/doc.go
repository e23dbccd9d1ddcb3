// Package objfile opens object files of every format that the library reads
// and shows them through one interface.
//
// A file holds one object or several: a universal binary has one for each
// architecture, an archive one for each member. [Open], [NewFile] and [Parse]
// give a [File], [File.Objects] its objects. An [Object] has ids, symbols and
// a [debuginfo.Session] that yields functions with their lines and inlined
// calls; package symcache builds its caches from that.
//
// Archives (.a, .rlib) may hold an archive; members that are no objects are
// passed over, and a member that cannot be read comes as an error in its place.
// A single file that is compressed with gzip, zstd or xz is unpacked into
// memory.
//
// # Debug information
//
// A Session takes what is best: DWARF, of the file itself or of the companion
// that it names; without it the table that the runtime of Go carries, which
// stripping leaves in the file (Go 1.18 and later, inlined calls since 1.20).
// Symbols, of the symbol table or of MiniDebugInfo, stand beside it and name
// what the session does not cover.
//
// # Addresses
//
// All addresses that an Object gives out are relative to [Object.ImageBase].
//
// # Security
//
// Files may be hostile. Nothing panics, recurses on input, or allocates what
// the input has not paid for; [Options] holds the limits with their defaults.
// Nothing but the named file is opened, unless the caller passes a Locator.
//
// A File and its Objects are immutable; goroutines may share them. A Session
// belongs to one goroutine; its Split gives more.
package objfile
