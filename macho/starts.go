package macho

import "github.com/gosymbolic/symbolic/internal/cursor"

const startsPlace = "function starts"

// FunctionStarts returns the virtual addresses at which functions begin, as the
// linker lists them also where symbols were stripped. They rise. Those read
// before an error are returned with it.
func (f *File) FunctionStarts() ([]uint64, error) {
	data, off, err := f.linkedit(startsPlace, cmdFunctionStarts)
	if data == nil {
		return nil, err
	}
	// Each entry is the LEB128 distance from the one before, the first from the
	// start of __TEXT. A zero ends the list.
	c := cursor.New(&cursor.Place{Format: Format, Section: startsPlace}, off, data, f.BigEndian)
	var out []uint64
	addr := f.ImageBase()
	for c.Len() > 0 {
		delta := c.Uleb()
		if delta == 0 || addr+delta < addr {
			break
		}
		addr += delta
		out = append(out, addr)
	}
	if c.Err() != nil {
		err = c.Err()
	}
	return out, err
}

// linkedit returns the data that the first load command of a kind points to by
// an offset and a size, as much of it as lies in the file.
func (f *File) linkedit(place string, kind uint32) (data []byte, off uint64, err error) {
	for _, c := range f.find(kind) {
		off, size := uint64(c.U32()), uint64(c.U32())
		if c.Err() != nil {
			return nil, 0, c.Err()
		}
		data, err := f.table(place, off, size, 1)
		return data, off, err
	}
	return nil, 0, nil
}
