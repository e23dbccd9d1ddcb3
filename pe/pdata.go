package pe

import "iter"

// An ExceptionEntry is a function that the exception directory tells how to
// unwind.
type ExceptionEntry struct {
	Start  uint32 // relative to the image base
	End    uint32 // 0 on ARM and ARM64, where the unwind data tells
	Unwind uint32 // address of the unwind data, or on ARM the data itself if its lowest two bits are not 0
}

// ExceptionEntries yields the exception directory of an image for amd64, ARM
// or ARM64, in the order of the file. Entries that are all zero are left out.
func (f *File) ExceptionEntries() iter.Seq[ExceptionEntry] {
	return func(yield func(ExceptionEntry) bool) {
		dir := f.directory(DirectoryException)
		size := uint64(8)
		switch f.Machine {
		case MachineAMD64:
			size = 12
		case MachineARM64, MachineARM64X, MachineARMNT:
		default:
			return
		}
		if dir.Addr == 0 {
			return
		}
		c := f.array(dir.Addr, uint64(dir.Size)/size, size)
		for uint64(c.Len()) >= size {
			e := ExceptionEntry{Start: c.U32()}
			if size == 12 {
				e.End = c.U32()
			}
			e.Unwind = c.U32()
			if e != (ExceptionEntry{}) && !yield(e) {
				return
			}
		}
	}
}

// HasUnwind reports whether there is an exception directory that this package
// reads, in an image that is not packed.
func (f *File) HasUnwind() bool {
	for range f.ExceptionEntries() {
		return !f.packed()
	}
	return false
}
