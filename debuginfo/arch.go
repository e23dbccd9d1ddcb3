package debuginfo

import "strings"

// An Arch is an instruction set with its variant. The numbers are stable and
// are stored in caches; the hundreds digit names the family.
type Arch uint32

// The architectures. A name that ends in Unknown is a variant of the family
// that the file names and this library does not know.
const (
	ArchUnknown        Arch = 0
	ArchX86            Arch = 101
	ArchX86Unknown     Arch = 199
	ArchAMD64          Arch = 201
	ArchAMD64h         Arch = 202
	ArchAMD64Unknown   Arch = 299
	ArchARM            Arch = 301
	ArchARMv5          Arch = 302
	ArchARMv6          Arch = 303
	ArchARMv6m         Arch = 304
	ArchARMv7          Arch = 305
	ArchARMv7f         Arch = 306
	ArchARMv7s         Arch = 307
	ArchARMv7k         Arch = 308
	ArchARMv7m         Arch = 309
	ArchARMv7em        Arch = 310
	ArchARMUnknown     Arch = 399
	ArchARM64          Arch = 401
	ArchARM64v8        Arch = 402
	ArchARM64e         Arch = 403
	ArchARM64ec        Arch = 404
	ArchARM64Unknown   Arch = 499
	ArchPPC            Arch = 501
	ArchPPC64          Arch = 601
	ArchMIPS           Arch = 701
	ArchMIPS64         Arch = 801
	ArchARM6432        Arch = 901
	ArchARM6432v8      Arch = 902
	ArchARM6432Unknown Arch = 999
	ArchWasm32         Arch = 1001
	ArchWasm64         Arch = 1002
	ArchRISCV32        Arch = 1101
	ArchRISCV64        Arch = 1201
	ArchS390           Arch = 1301
	ArchS390X          Arch = 1401
	ArchLoongArch32    Arch = 1501
	ArchLoongArch64    Arch = 1601
	ArchSPARC          Arch = 1701
	ArchSPARC64        Arch = 1801
	ArchIA64           Arch = 1901
	ArchBPF            Arch = 2001
)

var archNames = map[Arch]string{
	ArchUnknown: "unknown", ArchX86: "x86", ArchX86Unknown: "x86_unknown", ArchAMD64: "x86_64",
	ArchAMD64h: "x86_64h", ArchAMD64Unknown: "x86_64_unknown", ArchARM: "arm",
	ArchARMv5: "armv5", ArchARMv6: "armv6", ArchARMv6m: "armv6m", ArchARMv7: "armv7",
	ArchARMv7f: "armv7f", ArchARMv7s: "armv7s", ArchARMv7k: "armv7k", ArchARMv7m: "armv7m",
	ArchARMv7em: "armv7em", ArchARMUnknown: "arm_unknown", ArchARM64: "arm64", ArchARM64v8: "arm64v8",
	ArchARM64e: "arm64e", ArchARM64ec: "arm64ec", ArchARM64Unknown: "arm64_unknown", ArchPPC: "ppc",
	ArchPPC64: "ppc64", ArchMIPS: "mips", ArchMIPS64: "mips64", ArchARM6432: "arm64_32",
	ArchARM6432v8: "arm64_32_v8", ArchARM6432Unknown: "arm64_32_unknown", ArchWasm32: "wasm32",
	ArchWasm64: "wasm64", ArchRISCV32: "riscv32", ArchRISCV64: "riscv64", ArchS390: "s390",
	ArchS390X: "s390x", ArchLoongArch32: "loongarch32", ArchLoongArch64: "loongarch64",
	ArchSPARC: "sparc", ArchSPARC64: "sparc64", ArchIA64: "ia64", ArchBPF: "bpf",
}

var archAliases = map[string]Arch{
	"i386": ArchX86, "amd64": ArchAMD64, "x86-64": ArchAMD64, "arm-64": ArchARM64, "aarch64": ArchARM64,
}

// String returns the usual lower-case name of a, "unknown" for a number that
// has none.
func (a Arch) String() string {
	if name, ok := archNames[a]; ok {
		return name
	}
	return archNames[ArchUnknown]
}

// ParseArch returns the architecture of a name that String gives, or of the
// aliases i386, amd64, x86-64, arm-64 and aarch64. Case does not matter.
func ParseArch(name string) (Arch, bool) {
	name = strings.ToLower(name)
	if a, ok := archAliases[name]; ok {
		return a, true
	}
	for a, n := range archNames {
		if n == name {
			return a, true
		}
	}
	return ArchUnknown, false
}

// PointerSize returns the size of an address in bytes, 4 or 8, or 0 for an
// unknown architecture.
func (a Arch) PointerSize() int {
	switch a / 100 {
	case 1, 3, 5, 7, 9, 11, 13, 15, 17:
		return 4
	case 2, 4, 6, 8, 12, 14, 16, 18, 19, 20:
		return 8
	case 10:
		if a == ArchWasm64 {
			return 8
		}
		return 4
	}
	return 0
}

// InstructionAlign returns the alignment of instructions in bytes, 1 where
// they have none.
func (a Arch) InstructionAlign() int {
	switch a / 100 {
	case 3, 11, 12, 13, 14:
		return 2
	case 4, 5, 6, 7, 8, 9, 15, 16, 17, 18:
		return 4
	case 20:
		return 8
	case 19:
		return 16
	}
	return 1
}
