package objfile

import (
	"github.com/gosymbolic/symbolic/breakpad"
	"github.com/gosymbolic/symbolic/elf"
	"github.com/gosymbolic/symbolic/internal/ar"
	"github.com/gosymbolic/symbolic/macho"
	"github.com/gosymbolic/symbolic/pdb"
	"github.com/gosymbolic/symbolic/pe"
)

// detectSize is how much of a file Detect looks at.
const detectSize = 512

// Detect returns the format that a file beginning with prefix has, or
// FormatUnknown. 512 bytes are always enough. A compressed file is unknown,
// though Open reads it: what it is shows when it is unpacked.
func Detect(prefix []byte) Format {
	for _, m := range magics {
		if m.match(prefix) {
			return m.format
		}
	}
	return FormatUnknown
}

// magics are the formats in the order in which they are tried.
var magics = []struct {
	format Format
	match  func(prefix []byte) bool
}{
	{FormatELF, elf.IsELF},
	{FormatMachO, macho.IsMachO},
	{FormatFat, macho.IsFat},
	{FormatArchive, ar.IsArchive},
	{FormatPE, pe.IsPE},
	{FormatPDB, pdb.IsPDB},
	{FormatBreakpad, breakpad.IsBreakpad},
	{FormatPE, pe.IsObject}, // last: COFF objects have no magic number
}
