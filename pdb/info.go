package pdb

import (
	"github.com/gosymbolic/symbolic/internal/bounded"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// Info is the identity of a database and the streams that it names.
type Info struct {
	Version   uint32 // date of the format: 20000404 for all that are common
	Timestamp uint32
	Age       uint32   // how often the database was written
	GUID      [16]byte // as in memory of a PE: the first three fields little-endian
	Features  []uint32
	Streams   []NamedStream // in the order of the file's hash table
}

// A NamedStream is a stream found by name, such as /names or /LinkInfo.
type NamedStream struct {
	Name   string
	Number int
}

// Features that the library acts on.
const (
	featureMinimal = 0x494e494d // "MINI": made with /DEBUG:FASTLINK
)

// Stream numbers that are fixed.
const (
	streamInfo  = 1
	streamTypes = 2
	streamDBI   = 3
	streamIDs   = 4
)

// readInfo reads the information stream: 28 bytes of identity, names of
// streams, features. Names that make no sense are left out.
func readInfo(data []byte) (Info, error) {
	c := cursor.New(&cursor.Place{Format: Format, Section: "information"}, 0, data, false)
	in := Info{Version: c.U32(), Timestamp: c.U32(), Age: c.U32()}
	copy(in.GUID[:], c.Bytes(16))
	if c.Err() != nil {
		return Info{}, c.Err()
	}
	names := c.Bytes(uint64(c.U32()))
	count := c.U32()
	c.Skip(4) // capacity of the hash table
	c.Skip(4 * uint64(c.U32()))
	c.Skip(4 * uint64(c.U32()))
	in.Streams = make([]NamedStream, 0, bounded.Cap(uint64(count), c.Len(), 8))
	for ; count > 0 && c.Len() >= 8; count-- {
		off, n := c.U32(), c.U32()
		if name, ok := cursor.StringAt(names, uint64(off)); ok && n < 1<<31 {
			in.Streams = append(in.Streams, NamedStream{name, int(n)})
		}
	}
	c.Skip(4) // next free number, in all versions
	for c.Len() >= 4 {
		in.Features = append(in.Features, c.U32())
	}
	return in, nil
}
