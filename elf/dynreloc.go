package elf

import (
	stdelf "debug/elf"
	"iter"
)

// RelativePointers yields the virtual addresses of the pointers that the loader
// sets in a position-independent file, each with the virtual address that it
// points to before the file is moved. They are the relative relocations with an
// addend; those without one (SHT_REL, SHT_RELR) have the pointer in place.
func (f *File) RelativePointers() iter.Seq2[uint64, uint64] {
	return func(yield func(uint64, uint64) bool) {
		typ, ok := relativeTypes[f.Machine]
		d := f.dynamic()
		if !ok || d.rela == 0 || !f.is64() {
			return
		}
		c := f.at(d.rela)
		const entry = 24 // Elf64_Rela
		for n := min(d.relasz, uint64(c.Len())) / entry; n > 0; n-- {
			place, info, addend := c.U64(), c.U64(), c.U64()
			if uint32(info) == typ && !yield(place, addend) {
				return
			}
		}
	}
}

// relativeTypes are the relocations that add the load address to the addend.
var relativeTypes = map[stdelf.Machine]uint32{
	stdelf.EM_X86_64:    uint32(stdelf.R_X86_64_RELATIVE),
	stdelf.EM_AARCH64:   uint32(stdelf.R_AARCH64_RELATIVE),
	stdelf.EM_S390:      uint32(stdelf.R_390_RELATIVE),
	stdelf.EM_RISCV:     uint32(stdelf.R_RISCV_RELATIVE),
	stdelf.EM_PPC64:     uint32(stdelf.R_PPC64_RELATIVE),
	stdelf.EM_LOONGARCH: uint32(stdelf.R_LARCH_RELATIVE),
}
