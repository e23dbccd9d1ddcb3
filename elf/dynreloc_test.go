package elf

import (
	stdelf "debug/elf"
	"maps"
	"testing"

	"github.com/gosymbolic/symbolic/internal/testfile"
)

func TestRelativePointers(t *testing.T) {
	var relocs, dynamic testfile.Asm
	relocs.U64(0x3000, uint64(stdelf.R_X86_64_RELATIVE), 0x1234)
	relocs.U64(0x3008, 1<<32|uint64(stdelf.R_X86_64_64), 0)
	relocs.U64(0x3010, uint64(stdelf.R_X86_64_RELATIVE), 0x5678)
	dynamic.U64(uint64(stdelf.DT_RELA), 0x2000, uint64(stdelf.DT_RELASZ), uint64(relocs.Len()), 0, 0)
	file := func(machine stdelf.Machine, cut int) map[uint64]uint64 {
		e := testfile.ELF{Machine: machine, Sections: []testfile.ELFSection{
			{Name: ".rela.dyn", Type: stdelf.SHT_RELA, Data: relocs.Bytes()[:relocs.Len()-cut]},
			{Name: ".dynamic", Type: stdelf.SHT_DYNAMIC, Data: dynamic.Bytes()},
		}, Segments: []testfile.ELFSegment{
			{Type: stdelf.PT_LOAD, Addr: 0x2000, Section: 0},
			{Type: stdelf.PT_DYNAMIC, Addr: 0x2800, Section: 1},
		}}
		f, err := Parse(e.Bytes(), nil)
		if err != nil {
			t.Fatal(err)
		}
		return maps.Collect(f.RelativePointers())
	}
	tests := []struct {
		name    string
		machine stdelf.Machine
		cut     int
		want    map[uint64]uint64
	}{
		{"sound", stdelf.EM_X86_64, 0, map[uint64]uint64{0x3000: 0x1234, 0x3010: 0x5678}},
		{"last one cut", stdelf.EM_X86_64, 1, map[uint64]uint64{0x3000: 0x1234}},
		{"of no known machine", stdelf.EM_68K, 0, map[uint64]uint64{}},
	}
	for _, tt := range tests {
		if got := file(tt.machine, tt.cut); !maps.Equal(got, tt.want) {
			t.Errorf("%s: %x, want %x", tt.name, got, tt.want)
		}
	}
}
