package macho

import "github.com/gosymbolic/symbolic/debuginfo"

// A CPU is a CPU type, as mach/machine.h numbers them.
type CPU uint32

// The CPU types.
const (
	cpu64   = 0x01000000 // 64-bit ABI
	cpu6432 = 0x02000000 // 64-bit registers, 32-bit pointers

	CPUX86     CPU = 7
	CPUAMD64   CPU = 7 | cpu64
	CPUARM     CPU = 12
	CPUARM64   CPU = 12 | cpu64
	CPUARM6432 CPU = 12 | cpu6432
	CPUPPC     CPU = 18
	CPUPPC64   CPU = 18 | cpu64
)

// subMask leaves out the capability bits of a CPU subtype.
const subMask = 0x00ffffff

var archSubtypes = map[CPU]map[uint32]debuginfo.Arch{
	CPUX86:   {3: debuginfo.ArchX86},
	CPUAMD64: {3: debuginfo.ArchAMD64, 8: debuginfo.ArchAMD64h},
	CPUARM: {
		0: debuginfo.ArchARM, 6: debuginfo.ArchARMv6, 7: debuginfo.ArchARMv5, 9: debuginfo.ArchARMv7,
		10: debuginfo.ArchARMv7f, 11: debuginfo.ArchARMv7s, 12: debuginfo.ArchARMv7k,
		14: debuginfo.ArchARMv6m, 15: debuginfo.ArchARMv7m, 16: debuginfo.ArchARMv7em,
	},
	CPUARM64:   {0: debuginfo.ArchARM64, 1: debuginfo.ArchARM64v8, 2: debuginfo.ArchARM64e},
	CPUARM6432: {0: debuginfo.ArchARM6432, 1: debuginfo.ArchARM6432v8},
}

var archFallback = map[CPU]debuginfo.Arch{
	CPUX86: debuginfo.ArchX86Unknown, CPUAMD64: debuginfo.ArchAMD64Unknown, CPUARM: debuginfo.ArchARMUnknown,
	CPUARM64: debuginfo.ArchARM64Unknown, CPUARM6432: debuginfo.ArchARM6432Unknown,
	CPUPPC: debuginfo.ArchPPC, CPUPPC64: debuginfo.ArchPPC64,
}

// Arch returns the instruction set of a CPU type and subtype.
func Arch(cpu CPU, sub uint32) debuginfo.Arch {
	if a, ok := archSubtypes[cpu][sub&subMask]; ok {
		return a
	}
	return archFallback[cpu]
}

// Arch returns the instruction set of f.
func (f *File) Arch() debuginfo.Arch { return Arch(f.CPU, f.SubCPU) }

// A Type says what a file is for.
type Type uint32

// The file types.
const (
	TypeObject     Type = 1
	TypeExecute    Type = 2
	TypeFVMLib     Type = 3
	TypeCore       Type = 4
	TypePreload    Type = 5
	TypeDylib      Type = 6
	TypeDylinker   Type = 7
	TypeBundle     Type = 8
	TypeDylibStub  Type = 9
	TypeDSYM       Type = 10
	TypeKextBundle Type = 11
	TypeFileset    Type = 12
)

// Kind returns what f is for.
func (f *File) Kind() debuginfo.Kind {
	switch f.Type {
	case TypeObject:
		return debuginfo.KindRelocatable
	case TypeExecute, TypePreload, TypeDylinker:
		return debuginfo.KindExecutable
	case TypeDylib, TypeFVMLib, TypeBundle, TypeKextBundle:
		return debuginfo.KindLibrary
	case TypeCore:
		return debuginfo.KindDump
	case TypeDSYM:
		return debuginfo.KindDebug
	}
	return debuginfo.KindOther
}
