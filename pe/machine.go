package pe

import "github.com/gosymbolic/symbolic/debuginfo"

// A Machine is a type of processor.
type Machine uint16

// Machine types.
const (
	MachineUnknown     Machine = 0
	MachineX86         Machine = 0x014c
	MachineARM         Machine = 0x01c0
	MachineThumb       Machine = 0x01c2
	MachineARMNT       Machine = 0x01c4
	MachinePowerPC     Machine = 0x01f0
	MachinePowerPCFP   Machine = 0x01f1
	MachineIA64        Machine = 0x0200
	MachineRISCV32     Machine = 0x5032
	MachineRISCV64     Machine = 0x5064
	MachineLoongArch32 Machine = 0x6232
	MachineLoongArch64 Machine = 0x6264
	MachineAMD64       Machine = 0x8664
	MachineARM64EC     Machine = 0xa641 // of object files; images say AMD64
	MachineARM64X      Machine = 0xa64e
	MachineARM64       Machine = 0xaa64
)

var machines = map[Machine]struct {
	name string
	arch debuginfo.Arch
}{
	MachineX86:         {"x86", debuginfo.ArchX86},
	MachineARM:         {"arm", debuginfo.ArchARM},
	MachineThumb:       {"thumb", debuginfo.ArchARM},
	MachineARMNT:       {"armnt", debuginfo.ArchARM},
	MachinePowerPC:     {"powerpc", debuginfo.ArchPPC},
	MachinePowerPCFP:   {"powerpcfp", debuginfo.ArchPPC},
	MachineIA64:        {"ia64", debuginfo.ArchIA64},
	MachineRISCV32:     {"riscv32", debuginfo.ArchRISCV32},
	MachineRISCV64:     {"riscv64", debuginfo.ArchRISCV64},
	MachineLoongArch32: {"loongarch32", debuginfo.ArchLoongArch32},
	MachineLoongArch64: {"loongarch64", debuginfo.ArchLoongArch64},
	MachineAMD64:       {"amd64", debuginfo.ArchAMD64},
	MachineARM64EC:     {"arm64ec", debuginfo.ArchARM64ec},
	MachineARM64X:      {"arm64x", debuginfo.ArchARM64},
	MachineARM64:       {"arm64", debuginfo.ArchARM64},
}

// String returns the usual lower-case name of m.
func (m Machine) String() string {
	if known, ok := machines[m]; ok {
		return known.name
	}
	return "unknown"
}
