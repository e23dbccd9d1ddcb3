package elf

import stdelf "debug/elf"

// A relocOp is what a relocation does to its place.
type relocOp uint8

const (
	opAbs     relocOp = iota // symbol + addend
	opRel                    // symbol + addend - address of the place
	opSet                    // symbol + addend, in part of the place
	opAdd                    // place + symbol + addend
	opSub                    // place - symbol - addend
	opSetULEB                // symbol + addend, as a LEB128 number
	opSubULEB                // place - symbol - addend, likewise
)

// A relocKind is a relocation type that debug sections use.
type relocKind struct {
	op   relocOp
	size uint8 // of the place in bytes
	bits uint8 // of the place that change, if not all
}

var (
	abs32 = relocKind{op: opAbs, size: 4}
	abs64 = relocKind{op: opAbs, size: 8}
	rel32 = relocKind{op: opRel, size: 4}
	rel64 = relocKind{op: opRel, size: 8}
)

// relocationKinds returns the types of a machine, from the supplement of its
// ABI. Types that are not here do not occur in the sections that are read.
func relocationKinds(m stdelf.Machine) map[uint32]relocKind { return relocKinds[m] }

var relocKinds = map[stdelf.Machine]map[uint32]relocKind{
	stdelf.EM_X86_64: {
		uint32(stdelf.R_X86_64_64): abs64, uint32(stdelf.R_X86_64_32): abs32, uint32(stdelf.R_X86_64_32S): abs32,
		uint32(stdelf.R_X86_64_PC32): rel32, uint32(stdelf.R_X86_64_PC64): rel64,
	},
	stdelf.EM_386:     {uint32(stdelf.R_386_32): abs32, uint32(stdelf.R_386_PC32): rel32},
	stdelf.EM_AARCH64: {257: abs64, 258: abs32, 259: {op: opAbs, size: 2}, 260: rel64, 261: rel32, 1: abs32, 3: rel32},
	stdelf.EM_ARM:     {uint32(stdelf.R_ARM_ABS32): abs32, uint32(stdelf.R_ARM_REL32): rel32, uint32(stdelf.R_ARM_TARGET1): abs32},
	stdelf.EM_RISCV: {
		1: abs32, 2: abs64, 57: rel32,
		33: {op: opAdd, size: 1}, 34: {op: opAdd, size: 2}, 35: {op: opAdd, size: 4}, 36: {op: opAdd, size: 8},
		37: {op: opSub, size: 1}, 38: {op: opSub, size: 2}, 39: {op: opSub, size: 4}, 40: {op: opSub, size: 8},
		52: {op: opSub, size: 1, bits: 6}, 53: {op: opSet, size: 1, bits: 6},
		54: {op: opSet, size: 1}, 55: {op: opSet, size: 2}, 56: {op: opSet, size: 4},
		60: {op: opSetULEB}, 61: {op: opSubULEB},
	},
	stdelf.EM_LOONGARCH: {
		1: abs32, 2: abs64, 99: rel32, 109: rel64,
		47: {op: opAdd, size: 1}, 48: {op: opAdd, size: 2}, 50: {op: opAdd, size: 4}, 51: {op: opAdd, size: 8},
		52: {op: opSub, size: 1}, 53: {op: opSub, size: 2}, 55: {op: opSub, size: 4}, 56: {op: opSub, size: 8},
		105: {op: opAdd, size: 1, bits: 6}, 106: {op: opSub, size: 1, bits: 6},
		107: {op: opSetULEB}, 108: {op: opSubULEB},
	},
	stdelf.EM_PPC:         {uint32(stdelf.R_PPC_ADDR32): abs32, 24: abs32, uint32(stdelf.R_PPC_REL32): rel32},
	stdelf.EM_PPC64:       {uint32(stdelf.R_PPC64_ADDR64): abs64, uint32(stdelf.R_PPC64_ADDR32): abs32, 24: abs32, 43: abs64, uint32(stdelf.R_PPC64_REL32): rel32, 44: rel64},
	stdelf.EM_MIPS:        {uint32(stdelf.R_MIPS_32): abs32, uint32(stdelf.R_MIPS_64): abs64, 248: rel32},
	stdelf.EM_S390:        {uint32(stdelf.R_390_32): abs32, uint32(stdelf.R_390_64): abs64, uint32(stdelf.R_390_PC32): rel32, uint32(stdelf.R_390_PC64): rel64},
	stdelf.EM_SPARC:       {3: abs32, 23: abs32, 6: rel32},
	stdelf.EM_SPARC32PLUS: {3: abs32, 23: abs32, 6: rel32},
	stdelf.EM_SPARCV9:     {3: abs32, 23: abs32, 32: abs64, 54: abs64, 6: rel32, 46: rel64},
	stdelf.EM_BPF:         {2: abs64, 3: abs32, 4: abs32},
	stdelf.EM_68K:         {1: abs32, 4: rel32},
	stdelf.EM_SH:          {1: abs32, 2: rel32},
	stdelf.EM_IA_64:       {0x24: {op: opAbs, size: 4}, 0x25: abs32, 0x26: abs64, 0x27: abs64},
}
