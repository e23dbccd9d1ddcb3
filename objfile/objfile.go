package objfile

import (
	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
)

// A Format is a container format.
type Format string

// The formats.
const (
	FormatUnknown  Format = ""
	FormatELF      Format = "elf"
	FormatMachO    Format = "macho"
	FormatPE       Format = "pe"
	FormatPDB      Format = "pdb"
	FormatBreakpad Format = "breakpad"
	FormatWasm     Format = "wasm"
	FormatPPDB     Format = "portablepdb"
	FormatArchive  Format = "archive"
	FormatFat      Format = "fat" // universal Mach-O binary
)

// Features says what an Object holds.
type Features struct {
	Symbols   bool // a symbol table with functions
	DebugInfo bool // functions with lines
	Unwind    bool // how to unwind the stack
	Sources   bool // text of source files
}

// A Section is a part of the image that has a name.
type Section struct {
	Name string
	Addr uint64 // relative to the image base
	Size uint64 // in memory, in bytes
	Code bool   // holds instructions
}

// An Object is one object of a file. Goroutines may share it.
type Object interface {
	// Format returns the container format of the object itself, also when it
	// came out of an archive.
	Format() Format
	// Name returns what the object calls itself: the name of an archive
	// member, the SONAME or install name of a library, or "".
	Name() string
	Arch() debuginfo.Arch
	Kind() debuginfo.Kind
	// DebugID returns the id by which crash reports name the debug information.
	DebugID() debugid.ID
	// CodeID returns the id by which crash reports name the code.
	CodeID() debugid.CodeID
	// ImageBase returns the virtual address that addresses are relative to.
	ImageBase() uint64
	Features() Features
	// Symbols returns the functions of the symbol table. If part of the table
	// cannot be read, the symbols before the damage come with the error.
	Symbols() (*debuginfo.SymbolMap, error)
	// CodeRanges returns where the object has instructions, sorted and
	// disjoint, or nil if it does not say.
	CodeRanges() []debuginfo.Range
	// Sections returns the sections that are part of the image, in file order.
	// Those of relocatable files have the addresses that the library chose.
	Sections() []Section
	// Session returns a reader of the debug information. An object without
	// debug information gives a Session without functions.
	Session() (debuginfo.Session, error)
	// Damage returns what is wrong with the parts of the container that were
	// left out, nil for a sound file.
	Damage() []error
}
