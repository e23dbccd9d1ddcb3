package elf

import (
	stdelf "debug/elf"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// File types and flags that debug/elf does not name.
const (
	typeSonyExec = stdelf.Type(0xfe10)
	typeSonyDyn  = stdelf.Type(0xfe18)

	flagMIPSArch = 0xf0000000 // EF_MIPS_ARCH
	mips3        = 0x20000000
	mips4        = 0x30000000
	mips5        = 0x40000000
	mips64       = 0x60000000
	mips64r2     = 0x80000000
	mips64r6     = 0xa0000000
)

// Kind returns what f is for. A file of executable type whose code sections
// have no contents is the debug companion of one. Position-independent
// executables count as libraries, as they do to the kernel.
func (f *File) Kind() debuginfo.Kind {
	switch f.Type {
	case stdelf.ET_NONE:
		return debuginfo.KindNone
	case stdelf.ET_REL:
		return debuginfo.KindRelocatable
	case stdelf.ET_CORE:
		return debuginfo.KindDump
	case stdelf.ET_EXEC, typeSonyExec:
		if f.stripped() {
			return debuginfo.KindDebug
		}
		return debuginfo.KindExecutable
	case stdelf.ET_DYN, typeSonyDyn:
		if f.stripped() {
			return debuginfo.KindDebug
		}
		return debuginfo.KindLibrary
	}
	return debuginfo.KindOther
}

// stripped reports whether f has sections, but no code in them: what
// objcopy --only-keep-debug leaves.
func (f *File) stripped() bool {
	if len(f.Sections) == 0 {
		return false
	}
	for _, s := range f.Sections {
		if s.Flags&stdelf.SHF_EXECINSTR != 0 && s.hasBytes() && s.Size > 0 {
			return false
		}
	}
	return true
}

// Arch returns the instruction set of f.
func (f *File) Arch() debuginfo.Arch {
	pick := func(narrow, wide debuginfo.Arch) debuginfo.Arch {
		if f.is64() {
			return wide
		}
		return narrow
	}
	switch f.Machine {
	case stdelf.EM_386, stdelf.EM_486:
		return debuginfo.ArchX86
	case stdelf.EM_X86_64:
		return debuginfo.ArchAMD64
	case stdelf.EM_ARM:
		return debuginfo.ArchARM
	case stdelf.EM_AARCH64:
		return pick(debuginfo.ArchARM6432, debuginfo.ArchARM64)
	case stdelf.EM_PPC:
		return debuginfo.ArchPPC
	case stdelf.EM_PPC64:
		return debuginfo.ArchPPC64
	case stdelf.EM_MIPS, stdelf.EM_MIPS_RS3_LE:
		if f.is64() {
			return debuginfo.ArchMIPS64
		}
		switch f.Flags & flagMIPSArch {
		case mips3, mips4, mips5, mips64, mips64r2, mips64r6:
			return debuginfo.ArchMIPS64
		}
		return debuginfo.ArchMIPS
	case stdelf.EM_RISCV:
		return pick(debuginfo.ArchRISCV32, debuginfo.ArchRISCV64)
	case stdelf.EM_S390:
		return pick(debuginfo.ArchS390, debuginfo.ArchS390X)
	case stdelf.EM_LOONGARCH:
		return pick(debuginfo.ArchLoongArch32, debuginfo.ArchLoongArch64)
	case stdelf.EM_SPARC, stdelf.EM_SPARC32PLUS:
		return debuginfo.ArchSPARC
	case stdelf.EM_SPARCV9:
		return debuginfo.ArchSPARC64
	case stdelf.EM_IA_64:
		return debuginfo.ArchIA64
	case stdelf.EM_BPF:
		return debuginfo.ArchBPF
	}
	return debuginfo.ArchUnknown
}
