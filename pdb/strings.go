package pdb

import (
	"errors"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

var errStringTable = errors.New("string table does not begin with its signature")

// A stringTable is the stream /names: signature, version, size, strings. They
// are found by offset; the hash table behind them is not needed.
type stringTable struct{ data []byte }

const stringTableSignature = 0xeffeeffe

func readStringTable(data []byte) (stringTable, error) {
	if len(data) == 0 {
		return stringTable{}, nil
	}
	c := cursor.New(&cursor.Place{Format: Format, Section: "/names"}, 0, data, false)
	if c.U32() != stringTableSignature {
		c.FailAt(0, errStringTable)
		return stringTable{}, c.Err()
	}
	c.Skip(4)
	size := uint64(c.U32())
	return stringTable{c.Bytes(min(size, uint64(c.Len())))}, c.Err()
}

// at returns the string at an offset, "" if there is none.
func (t stringTable) at(off uint32) string {
	s, _ := cursor.StringAt(t.data, uint64(off))
	return s
}

// file returns the source file whose path is at an offset.
func (t stringTable) file(off uint32) debuginfo.File {
	if off == debuginfo.NoFile {
		return debuginfo.File{}
	}
	dir, name := debuginfo.SplitPath(t.at(off))
	return debuginfo.File{Dir: dir, Name: name}
}

// String returns a string of the string table by its offset, "" if there is
// none. File names, among others, are kept there.
func (f *File) String(offset uint32) string { return f.names.at(offset) }
