package pdb

import (
	"errors"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

var errDBIVersion = errors.New("debug information is of a version before 1999")

// noStream is the number of a stream that does not exist.
const noStream = 0xffff

// A dbi is the head of the debug information stream, 64 bytes, and its parts,
// which follow each other in the order of the fields.
type dbi struct {
	version  uint32
	age      uint32
	globals  int // stream of the hash of global symbols
	publics  int // stream of the hash of public symbols
	records  int // stream of the symbols that both refer to
	flags    uint16
	machine  uint16
	modules  []byte
	contribs []byte
	sections []byte // section map
	files    []byte
	headers  []int // streams of optional headers, by header number

	modulesAt  uint64
	contribsAt uint64
}

// Numbers of optional debug headers.
const (
	headerFPO = iota
	headerException
	headerFixup
	headerOMAPToSource
	headerOMAPFromSource
	headerSections
	headerTokenMap
	headerXData
	headerPData
	headerFrameData
	headerSectionsOriginal
)

// readDBI reads the head of the debug information stream. An empty stream is
// no error: databases of types alone have none.
func readDBI(data []byte) (dbi, error) {
	none := dbi{globals: noStream, publics: noStream, records: noStream}
	if len(data) == 0 {
		return none, nil
	}
	c := cursor.New(&cursor.Place{Format: Format, Section: "debug information"}, 0, data, false)
	d := none
	if signature := c.U32(); signature != 0xffffffff {
		return none, fileError("debug information", 0, errDBIVersion)
	}
	d.version, d.age = c.U32(), c.U32()
	d.globals = int(c.U16())
	c.Skip(2)
	d.publics = int(c.U16())
	c.Skip(2)
	d.records = int(c.U16())
	c.Skip(2)
	var sizes [5]uint64
	for i := range sizes {
		sizes[i] = uint64(c.U32())
	}
	c.Skip(4)
	headers, edit := uint64(c.U32()), uint64(c.U32())
	d.flags, d.machine = c.U16(), c.U16()
	c.Skip(4)
	if c.Err() != nil {
		return none, c.Err()
	}
	part := func(size uint64) []byte { return c.Bytes(min(size, uint64(c.Len()))) }
	d.modulesAt = c.Offset()
	d.modules = part(sizes[0])
	d.contribsAt = c.Offset()
	d.contribs = part(sizes[1])
	d.sections = part(sizes[2])
	d.files = part(sizes[3])
	part(sizes[4])
	part(edit)
	h := cursor.New(nil, 0, part(headers), false)
	for h.Len() >= 2 && len(d.headers) <= headerSectionsOriginal {
		d.headers = append(d.headers, int(h.U16()))
	}
	return d, nil
}

// header returns the stream of an optional debug header.
func (d *dbi) header(n int) (int, bool) {
	if n >= len(d.headers) || d.headers[n] == noStream {
		return 0, false
	}
	return d.headers[n], true
}

// Machine types that databases and images name.
var machines = map[uint16]debuginfo.Arch{
	0x014c: debuginfo.ArchX86, 0x8664: debuginfo.ArchAMD64,
	0x01c0: debuginfo.ArchARM, 0x01c2: debuginfo.ArchARM, 0x01c4: debuginfo.ArchARM,
	0xaa64: debuginfo.ArchARM64, 0xa641: debuginfo.ArchARM64ec, 0xa64e: debuginfo.ArchARM64ec,
	0x01f0: debuginfo.ArchPPC, 0x01f1: debuginfo.ArchPPC, 0x0200: debuginfo.ArchIA64,
}
