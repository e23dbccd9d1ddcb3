package elf

import (
	"bytes"
	stdelf "debug/elf"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/testfile"
)

const code = stdelf.SHF_ALLOC | stdelf.SHF_EXECINSTR

// forms calls do for every word size and byte order.
func forms(t *testing.T, do func(t *testing.T, is32, big bool)) {
	for _, is32 := range []bool{false, true} {
		for _, big := range []bool{false, true} {
			t.Run(fmt.Sprintf("32 bit %v, big endian %v", is32, big), func(t *testing.T) { do(t, is32, big) })
		}
	}
}

// sample describes a library with code, symbols and a build id.
func sample(is32, big bool) testfile.ELF {
	names := "\x00first\x00second\x00label\x00inner\x00a.c\x00undefined\x00"
	off := func(name string) uint32 { return uint32(bytes.Index([]byte(names), []byte(name))) }
	syms := &testfile.Asm{Big: big}
	syms.ELFSym(is32, 0, 0, 0, 0, 0, 0)
	syms.ELFSym(is32, off("a.c"), 0, 0, stdelf.STT_FILE, stdelf.STB_LOCAL, uint16(stdelf.SHN_ABS))
	syms.ELFSym(is32, off("label"), 0x1030, 0, stdelf.STT_NOTYPE, stdelf.STB_LOCAL, 1)
	syms.ELFSym(is32, off("inner"), 0x1008, 0, stdelf.STT_NOTYPE, stdelf.STB_LOCAL, 1)
	syms.ELFSym(is32, off("second"), 0x1010, 0x10, stdelf.STT_FUNC, stdelf.STB_LOCAL, 1)
	syms.ELFSym(is32, off("first"), 0x1000, 0x10, stdelf.STT_FUNC, stdelf.STB_GLOBAL, 1)
	syms.ELFSym(is32, off("undefined"), 0, 0, stdelf.STT_FUNC, stdelf.STB_GLOBAL, 0)
	note := &testfile.Asm{Big: big}
	note.U32(4, 4, 3).Str("GNU").U32(0x01020304)
	return testfile.ELF{
		Is32: is32, Big: big,
		Sections: []testfile.ELFSection{
			{Name: ".text", Flags: code, Addr: 0x1000, Data: make([]byte, 0x40)},
			{Name: ".symtab", Type: stdelf.SHT_SYMTAB, Link: 3, Data: syms.Bytes()},
			{Name: ".strtab", Type: stdelf.SHT_STRTAB, Data: []byte(names)},
			{Name: ".note.gnu.build-id", Type: stdelf.SHT_NOTE, Align: 4, Data: note.Bytes()},
		},
		Segments: []testfile.ELFSegment{
			{Type: stdelf.PT_LOAD, Flags: stdelf.PF_X, Addr: 0x1000, Section: 0},
			{Type: stdelf.PT_NOTE, Section: 3, Align: 4},
		},
	}
}

func parse(t testing.TB, data []byte) *File {
	t.Helper()
	f, err := Parse(data, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestSample(t *testing.T) {
	forms(t, func(t *testing.T, is32, big bool) {
		for _, many := range []bool{false, true} {
			e := sample(is32, big)
			e.ManySections = many
			f := parse(t, e.Bytes())
			if f.Damage() != nil {
				t.Errorf("damage: %v", f.Damage())
			}
			if len(f.Sections) != 6 || f.Sections[2].Name != ".symtab" || f.Section(".text").Size != 0x40 {
				t.Errorf("sections %v", f.Sections)
			}
			if f.ImageBase() != 0x1000 || f.Kind() != debuginfo.KindLibrary {
				t.Errorf("base %#x, kind %v", f.ImageBase(), f.Kind())
			}
			want := "01020304"
			if !big {
				want = "04030201"
			}
			if got := f.CodeID().String(); got != want {
				t.Errorf("code id %s, want %s", got, want)
			}
			symbols, err := f.FunctionSymbols()
			if err != nil {
				t.Error(err)
			}
			got := ""
			for _, s := range symbols {
				got += fmt.Sprintf("%s %#x %d %s;", s.Name, s.Value, s.Size, s.File)
			}
			if want := "label 0x1030 0 a.c;second 0x1010 16 a.c;first 0x1000 16 ;"; got != want {
				t.Errorf("symbols %s, want %s", got, want)
			}
		}
	})
}

func TestDebugID(t *testing.T) {
	id := bytes.Repeat([]byte{0x10, 0x32, 0x54, 0x76}, 5)
	for _, big := range []bool{false, true} {
		note := &testfile.Asm{Big: big}
		note.U32(3, 3, 4).Str("Go").U8(0, 'x', 'y', 'z', 0) // Go's own note comes first
		note.U32(4, 20, 3).Str("GNU").Raw(id)
		e := testfile.ELF{Big: big, Sections: []testfile.ELFSection{
			{Name: ".note", Type: stdelf.SHT_NOTE, Data: note.Bytes()},
		}}
		f := parse(t, e.Bytes())
		want := "76543210-3210-7654-1032-547610325476"
		if big {
			want = "10325476-1032-5476-1032-547610325476"
		}
		if got := f.DebugID().String(); got != want {
			t.Errorf("big %v: %s, want %s", big, got, want)
		}
		if got := f.GoBuildID(); got != "xyz" {
			t.Errorf("Go's id %q", got)
		}
	}
	// Without a build id the code is folded.
	text := make([]byte, 5000)
	text[0], text[17], text[4999] = 1, 2, 3 // the last lies behind what counts
	f := parse(t, testfile.ELF{Sections: []testfile.ELFSection{{Name: ".text", Flags: code, Data: text}}}.Bytes())
	if got := f.DebugID().String(); got != "00000201-0000-0000-0000-000000000000" {
		t.Errorf("folded id %s", got)
	}
	if !f.CodeID().IsZero() {
		t.Error("folded id counts as code id")
	}
}

func TestKind(t *testing.T) {
	text := testfile.ELFSection{Name: ".text", Flags: code, Data: []byte{1}}
	hollow := testfile.ELFSection{Name: ".text", Type: stdelf.SHT_NOBITS, Flags: code, Size: 16}
	for _, tt := range []struct {
		typ     stdelf.Type
		section testfile.ELFSection
		want    debuginfo.Kind
	}{
		{stdelf.ET_REL, text, debuginfo.KindRelocatable},
		{stdelf.ET_EXEC, text, debuginfo.KindExecutable},
		{stdelf.ET_EXEC, hollow, debuginfo.KindDebug},
		{stdelf.ET_DYN, text, debuginfo.KindLibrary},
		{stdelf.ET_DYN, hollow, debuginfo.KindDebug},
		{stdelf.ET_CORE, text, debuginfo.KindDump},
		{0xfe10, text, debuginfo.KindExecutable},
		{0xfe18, text, debuginfo.KindLibrary},
		{0x1234, text, debuginfo.KindOther},
	} {
		f := parse(t, testfile.ELF{Type: tt.typ, Sections: []testfile.ELFSection{tt.section}}.Bytes())
		if got := f.Kind(); got != tt.want {
			t.Errorf("%v: %v, want %v", tt.typ, got, tt.want)
		}
	}
}

func TestLinks(t *testing.T) {
	forms(t, func(t *testing.T, is32, big bool) {
		link := &testfile.Asm{Big: big}
		link.Str("a.debug").Align(4).U32(0xcafef00d)
		alt := &testfile.Asm{}
		alt.Str("../dwz/common").U8(1, 2, 3)
		f := parse(t, testfile.ELF{Is32: is32, Big: big, Sections: []testfile.ELFSection{
			{Name: ".gnu_debuglink", Data: link.Bytes()},
			{Name: ".gnu_debugaltlink", Data: alt.Bytes()},
		}}.Bytes())
		if l, err := f.DebugLink(); err != nil || l != (DebugLink{"a.debug", 0xcafef00d}) {
			t.Errorf("DebugLink = %v, %v", l, err)
		}
		if l, err := f.AltLink(); err != nil || l.Name != "../dwz/common" || !bytes.Equal(l.BuildID, []byte{1, 2, 3}) {
			t.Errorf("AltLink = %v, %v", l, err)
		}
	})
	for name, tt := range map[string]struct {
		data []byte
		err  error
	}{
		"no zero":  {[]byte("abcd"), io.ErrUnexpectedEOF},
		"no crc":   {[]byte("abc\x00\x01"), io.ErrUnexpectedEOF},
		"no name":  {[]byte("\x00\x00\x00\x00\x01\x02\x03\x04"), errNoName},
		"empty":    {[]byte{}, io.ErrUnexpectedEOF},
		"only crc": {[]byte("a\x00\x00\x00\x01\x02\x03"), nil},
	} {
		f := parse(t, testfile.ELF{Sections: []testfile.ELFSection{{Name: ".gnu_debuglink", Data: tt.data}}}.Bytes())
		if _, err := f.DebugLink(); !errors.Is(err, tt.err) {
			t.Errorf("%s: %v, want %v", name, err, tt.err)
		}
	}
}

func TestErrors(t *testing.T) {
	good := sample(false, false).Bytes()
	change := func(off int, b ...byte) []byte {
		data := bytes.Clone(good)
		copy(data[off:], b)
		return data
	}
	for _, tt := range []struct {
		name string
		data []byte
		err  error
		off  uint64
	}{
		{"empty", nil, debuginfo.ErrUnknownFormat, 0},
		{"other magic", change(0, 'x'), debuginfo.ErrUnknownFormat, 0},
		{"class", change(4, 3), errClass, 4},
		{"byte order", change(5, 0), errData, 5},
		{"cut header", good[:20], io.ErrUnexpectedEOF, 20},
	} {
		_, err := Parse(tt.data, nil)
		fe, ok := errors.AsType[*debuginfo.FormatError](err)
		if !errors.Is(err, tt.err) || !ok || fe.Offset != tt.off {
			t.Errorf("%s: %v, want %v at %d", tt.name, err, tt.err, tt.off)
		}
	}
	// Damage elsewhere leaves the rest.
	for _, tt := range []struct {
		name string
		data []byte
		err  error
	}{
		{"section headers behind the end", change(40, 0xff, 0xff, 0xff), errTableBounds},
		{"section header size", change(58, 8, 0), errEntrySize},
		{"cut section headers", good[:len(good)-10], errTableBounds},
		{"names in a section that is not there", change(62, 77), errNames},
		{"program headers behind the end", change(32, 0xff, 0xff, 0xff), errTableBounds},
	} {
		f, err := Parse(tt.data, nil)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if !errors.Is(errors.Join(f.Damage()...), tt.err) {
			t.Errorf("%s: damage %v, want %v", tt.name, f.Damage(), tt.err)
		}
		if f.Machine != stdelf.EM_X86_64 {
			t.Errorf("%s: machine %v", tt.name, f.Machine)
		}
	}
	// A symbol table that is cut yields what is before the cut.
	e := sample(false, false)
	e.Sections[1].Data = e.Sections[1].Data[:24*6+10]
	symbols, err := parse(t, e.Bytes()).FunctionSymbols()
	if len(symbols) != 3 || err != nil {
		t.Errorf("cut symbols: %v, %v", symbols, err)
	}
}
