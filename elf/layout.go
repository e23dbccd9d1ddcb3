package elf

import (
	stdelf "debug/elf"
	"slices"
	"sync"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// A layout says where the sections of a relocatable file are taken to be.
//
// Every section of such a file begins at address 0, so an address alone would
// name a byte of any of them. The library gives each section that is loaded a
// place of its own: first, at 0, the largest section of instructions, so that
// addresses in it are its offsets; then the other sections of instructions in
// file order; then the rest. Each begins at the next multiple of 4096.
type layout struct {
	once  sync.Once
	addrs map[int]uint64 // by section index
}

// layoutAlign is where sections begin: enough for every alignment that
// compilers ask of code.
const layoutAlign = 4096

// SectionAddr returns the virtual address of s: that in its header, or in a
// relocatable file the one that the library chose.
func (f *File) SectionAddr(s *Section) uint64 {
	if f.Type != stdelf.ET_REL {
		return s.Addr
	}
	f.layout.once.Do(f.arrange)
	return f.layout.addrs[s.Index]
}

func (f *File) arrange() {
	f.layout.addrs = make(map[int]uint64)
	var loaded []*Section
	var largest *Section
	for _, s := range f.Sections {
		if !s.IsLoaded() {
			continue
		}
		loaded = append(loaded, s)
		if s.IsCode() && (largest == nil || s.Size > largest.Size) {
			largest = s
		}
	}
	rank := func(s *Section) int {
		switch {
		case s == largest:
			return 0
		case s.IsCode():
			return 1
		}
		return 2
	}
	slices.SortStableFunc(loaded, func(a, b *Section) int { return rank(a) - rank(b) })
	next := uint64(0)
	for _, s := range loaded {
		f.layout.addrs[s.Index] = next
		end := next + s.Size
		if end < next || end > 1<<62 {
			continue // a size that is a lie takes no room
		}
		next = (end + layoutAlign) &^ (layoutAlign - 1)
	}
}

// IsCode reports whether s holds instructions.
func (s *Section) IsCode() bool { return s.Flags&stdelf.SHF_EXECINSTR != 0 }

// IsLoaded reports whether s is part of the image in memory.
func (s *Section) IsLoaded() bool { return s.Flags&stdelf.SHF_ALLOC != 0 }

// CodeRanges returns the virtual addresses that hold instructions, sorted and
// disjoint: those of the sections that do, also where a debug companion has
// no bytes for them, or of the executable segments where no section says.
func (f *File) CodeRanges() []debuginfo.Range {
	var ranges []debuginfo.Range
	for _, s := range f.Sections {
		if s.IsLoaded() && s.IsCode() {
			start := f.SectionAddr(s)
			ranges = append(ranges, debuginfo.Range{Start: start, End: start + s.Size})
		}
	}
	if len(ranges) == 0 {
		for _, s := range f.Segments {
			if s.Type == stdelf.PT_LOAD && s.Flags&stdelf.PF_X != 0 {
				ranges = append(ranges, debuginfo.Range{Start: s.Addr, End: s.Addr + s.Memory})
			}
		}
	}
	return debuginfo.NormalizeRanges(ranges)
}
