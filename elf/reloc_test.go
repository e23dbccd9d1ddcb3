package elf

import (
	"bytes"
	stdelf "debug/elf"
	"testing"

	"github.com/gosymbolic/symbolic/internal/testfile"
)

// relocatable describes an object file with two sections of code, of which
// the second is larger, and a debug section to which table applies.
func relocatable(e testfile.ELF, typ stdelf.SectionType, debug, table []byte) testfile.ELF {
	syms := &testfile.Asm{Big: e.Big}
	syms.ELFSym(e.Is32, 0, 0, 0, 0, 0, 0)
	syms.ELFSym(e.Is32, 0, 0, 0, stdelf.STT_SECTION, stdelf.STB_LOCAL, 1)
	syms.ELFSym(e.Is32, 0, 4, 0, stdelf.STT_FUNC, stdelf.STB_GLOBAL, 2)
	syms.ELFSym(e.Is32, 0, 0, 0, stdelf.STT_FUNC, stdelf.STB_GLOBAL, 0)
	e.Type = stdelf.ET_REL
	e.Sections = []testfile.ELFSection{
		{Name: ".text", Flags: code, Data: make([]byte, 16)},
		{Name: ".text.big", Flags: code, Data: make([]byte, 32)},
		{Name: ".debug_x", Data: debug},
		{Name: ".rel.debug_x", Type: typ, Link: 5, Info: 3, Data: table},
		{Name: ".symtab", Type: stdelf.SHT_SYMTAB, Data: syms.Bytes()},
	}
	return e
}

func TestRelocations(t *testing.T) {
	const text = 4096 // where the library places the smaller section of code
	tests := []struct {
		name  string
		elf   testfile.ELF
		typ   stdelf.SectionType
		debug []byte
		table func(a *testfile.Asm)
		want  []byte
	}{
		{
			name: "x86-64 absolute and relative", typ: stdelf.SHT_RELA, debug: make([]byte, 16),
			table: func(a *testfile.Asm) {
				a.U64(0, 1<<32|uint64(stdelf.R_X86_64_64), 2)
				a.U64(8, 2<<32|uint64(stdelf.R_X86_64_32), 1)
				a.U64(12, 2<<32|uint64(stdelf.R_X86_64_PC32), 0)
			},
			want: []byte{2, text >> 8, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0xf8, 0xff, 0xff, 0xff},
		},
		{
			name: "undefined symbols and foreign types change nothing", typ: stdelf.SHT_RELA, debug: []byte{1, 2, 3, 4, 5, 6, 7, 8},
			table: func(a *testfile.Asm) {
				a.U64(0, 3<<32|uint64(stdelf.R_X86_64_32), 9)
				a.U64(4, 1<<32|uint64(stdelf.R_X86_64_GOT32), 9)
			},
			want: []byte{1, 2, 3, 4, 5, 6, 7, 8},
		},
		{
			name: "i386 addends at the place", elf: testfile.ELF{Is32: true, Machine: stdelf.EM_386}, typ: stdelf.SHT_REL, debug: []byte{7, 0, 0, 0},
			table: func(a *testfile.Asm) { a.U32(0, 1<<8|uint32(stdelf.R_386_32)) },
			want:  []byte{7, text >> 8, 0, 0},
		},
		{
			name: "MIPS big-endian", elf: testfile.ELF{Is32: true, Big: true, Machine: stdelf.EM_MIPS}, typ: stdelf.SHT_REL, debug: []byte{0, 0, 0, 7},
			table: func(a *testfile.Asm) { a.U32(0, 1<<8|uint32(stdelf.R_MIPS_32)) },
			want:  []byte{0, 0, text >> 8, 7},
		},
		{
			name: "MIPS64 little-endian", elf: testfile.ELF{Machine: stdelf.EM_MIPS}, typ: stdelf.SHT_RELA, debug: make([]byte, 8),
			table: func(a *testfile.Asm) { a.U64(0).U32(1).U8(0, 0, 0, uint8(stdelf.R_MIPS_64)).U64(3) },
			want:  []byte{3, text >> 8, 0, 0, 0, 0, 0, 0},
		},
		{
			name: "RISC-V differences", elf: testfile.ELF{Machine: stdelf.EM_RISCV}, typ: stdelf.SHT_RELA, debug: []byte{0, 0, 0, 0, 0xc0, 0x80, 0x80, 0x00},
			table: func(a *testfile.Asm) {
				a.U64(0, 1<<32|35, 9, 0, 1<<32|39, 4) // ADD32, SUB32
				a.U64(4, 2<<32|53, 0, 4, 2<<32|52, 3) // SET6, SUB6
				a.U64(5, 1<<32|60, 0, 5, 1<<32|61, 0) // SET_ULEB128, SUB_ULEB128
			},
			want: []byte{5, 0, 0, 0, 0xfd, 0x80, 0x80, 0},
		},
		{
			name: "compact", typ: sectionCREL, debug: make([]byte, 16),
			table: func(a *testfile.Asm) {
				a.ULEB(2<<3 | 4)          // two, with addends
				a.U8(0<<3 | 1 | 2 | 4)    // at 0: symbol, type and addend change
				a.SLEB(1).SLEB(1).SLEB(2) // R_X86_64_64
				a.U8(8 << 3)              // at 8: the same again
			},
			want: []byte{2, text >> 8, 0, 0, 0, 0, 0, 0, 2, text >> 8, 0, 0, 0, 0, 0, 0},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := &testfile.Asm{Big: tt.elf.Big}
			tt.table(a)
			f := parse(t, relocatable(tt.elf, tt.typ, tt.debug, a.Bytes()).Bytes())
			got, err := f.RelocatedData(f.Section(".debug_x"))
			if err != nil || !bytes.Equal(got, tt.want) {
				t.Errorf("got % x, %v, want % x", got, err, tt.want)
			}
			if raw, _ := f.Section(".debug_x").Data(); !bytes.Equal(raw, tt.debug) {
				t.Errorf("the section itself changed: % x", raw)
			}
		})
	}
	// A place outside the section is reported; the others count.
	a := &testfile.Asm{}
	a.U64(100, 1<<32|uint64(stdelf.R_X86_64_64), 2, 0, 1<<32|uint64(stdelf.R_X86_64_64), 2)
	f := parse(t, relocatable(testfile.ELF{}, stdelf.SHT_RELA, make([]byte, 8), a.Bytes()).Bytes())
	got, err := f.RelocatedData(f.Section(".debug_x"))
	if err != nil || got[1] != text>>8 || len(f.Damage()) != 1 {
		t.Errorf("got % x, %v, damage %v", got, err, f.Damage())
	}
}

func TestLayout(t *testing.T) {
	f := parse(t, relocatable(testfile.ELF{}, stdelf.SHT_RELA, nil, nil).Bytes())
	for name, want := range map[string]uint64{".text": 4096, ".text.big": 0} {
		if got := f.SectionAddr(f.Section(name)); got != want {
			t.Errorf("%s at %#x, want %#x", name, got, want)
		}
	}
	if got := f.CodeRanges(); len(got) != 2 || got[0].End != 32 || got[1].Start != 4096 || got[1].End != 4112 {
		t.Errorf("code %v", got)
	}
}
