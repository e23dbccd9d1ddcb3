package pe

import (
	"encoding/binary"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

// bigObjClass is the class id of object files with more than 65279 sections.
const bigObjClass = "\xc7\xa1\xba\xd1\xee\xba\xa9\x4b\xaf\x20\xfa\xf6\x6a\xa4\xdc\xb8"

const (
	bigObjHeaderSize = 56
	bigObjVersion    = 2
)

// IsObject reports whether prefix begins like a COFF object file. The format
// has no magic number: the machine must be known, and the optional header,
// which objects do not have, empty.
func IsObject(prefix []byte) bool {
	if isBigObj(prefix) {
		return true
	}
	if len(prefix) < fileHeaderSize {
		return false
	}
	_, known := machines[Machine(binary.LittleEndian.Uint16(prefix))]
	sections := binary.LittleEndian.Uint16(prefix[2:])
	optional := binary.LittleEndian.Uint16(prefix[16:])
	flags := binary.LittleEndian.Uint16(prefix[18:])
	return known && optional == 0 && sections != 0 && flags&(ImageFileExecutable|ImageFileDLL) == 0
}

func isBigObj(prefix []byte) bool {
	return len(prefix) >= bigObjHeaderSize && prefix[0] == 0 && prefix[1] == 0 && prefix[2] == 0xff && prefix[3] == 0xff &&
		binary.LittleEndian.Uint16(prefix[4:]) >= bigObjVersion && string(prefix[12:28]) == bigObjClass
}

// readObject reads the header of an object file.
func (f *File) readObject(head []byte) error {
	c := cursor.New(&cursor.Place{Format: Format}, 0, head, false)
	if !isBigObj(head) {
		h := f.readFileHeader(&c)
		if c.Err() == nil {
			f.readTables(h, fileHeaderSize)
		}
		return c.Err()
	}
	f.BigObj = true
	c.Skip(6)
	f.Machine = Machine(c.U16())
	f.Timestamp = c.U32()
	c.Skip(16 + 16) // class id; sizes and flags of metadata
	h := fileHeader{sections: uint64(c.U32()), symbols: uint64(c.U32()), count: uint64(c.U32())}
	if c.Err() != nil {
		return c.Err()
	}
	f.readTables(h, bigObjHeaderSize)
	return nil
}
