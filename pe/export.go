package pe

import (
	"iter"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

// An Export is an entry of the export directory.
type Export struct {
	Name    string // "" if it is exported by number alone
	Ordinal uint32
	Addr    uint32 // relative to the image base; 0 if it is forwarded
	Forward string // "DLL.Name" if another image has the code
}

// exportHeadSize is the size of the export directory's head.
const exportHeadSize = 40

// Exports yields the named exports in the order of their names, then those
// without one. Entries that lead nowhere are left out.
func (f *File) Exports() iter.Seq[Export] {
	return func(yield func(Export) bool) {
		dir := f.directory(DirectoryExport)
		head, err := f.At(dir.Addr, exportHeadSize)
		if dir.Addr == 0 || err != nil {
			return
		}
		c := cursor.New(nil, 0, head, false)
		c.Skip(16)
		base := c.U32()
		functions, names := uint64(c.U32()), uint64(c.U32())
		addrs := f.array(c.U32(), functions, 4)
		nameList := f.array(c.U32(), names, 4)
		texts := f.texts(dir)
		ordinals := f.array(c.U32(), names, 2)
		named := make([]bool, addrs.Len()/4)
		slots := addrs
		entry := func(slot uint32, name string) (Export, bool) {
			slots = addrs
			slots.Skip(4 * uint64(slot))
			e := Export{Name: name, Ordinal: base + slot, Addr: slots.U32()}
			if slots.Err() != nil || e.Addr == 0 {
				return Export{}, false
			}
			// An address within the directory is a text: where to look instead.
			if e.Addr >= dir.Addr && e.Addr-dir.Addr < dir.Size {
				e.Forward = texts.at(e.Addr)
				e.Addr = 0
			}
			return e, true
		}
		for nameList.Len() >= 4 && ordinals.Len() >= 2 {
			name, slot := texts.at(nameList.U32()), uint32(ordinals.U16())
			e, ok := entry(slot, name)
			if !ok {
				continue
			}
			named[slot] = true
			if !yield(e) {
				return
			}
		}
		for slot := range named {
			if named[slot] {
				continue
			}
			if e, ok := entry(uint32(slot), ""); ok && !yield(e) {
				return
			}
		}
	}
}

// array returns a cursor over as many of count items at an address as the file
// has.
func (f *File) array(addr uint32, count, size uint64) cursor.Cursor {
	off, left, ok := f.offset(addr)
	if !ok {
		return cursor.Cursor{}
	}
	data, err := f.src.Bytes(off, min(count*size, left-left%size))
	if err != nil {
		return cursor.Cursor{}
	}
	return cursor.New(nil, 0, data, false)
}

// maxString bounds a text outside of the export directory, where linkers do
// not put any.
const maxString = 1 << 10

// A textTable finds the texts that the export directory refers to.
type textTable struct {
	file *File
	addr uint32
	data []byte // of the directory, which holds them all
}

func (f *File) texts(dir Directory) textTable {
	c := f.array(dir.Addr, uint64(dir.Size), 1)
	return textTable{f, dir.Addr, c.Rest()}
}

// at returns the zero-terminated text at an address, "" if there is none.
func (t textTable) at(addr uint32) string {
	if addr >= t.addr && uint64(addr-t.addr) < uint64(len(t.data)) {
		s, _ := cursor.StringAt(t.data, uint64(addr-t.addr))
		return s
	}
	c := t.file.array(addr, maxString, 1)
	return c.CString()
}
