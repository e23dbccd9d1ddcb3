package pe

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
)

// An image says what buildImage makes: one section .text at 0x1000 that holds
// data, which directories point into.
type image struct {
	magic           uint16 // 0 means PE32+
	machine         Machine
	characteristics uint16
	data            []byte
	directories     map[int]Directory
	sections        int // what the header says; 0 means 1
}

const (
	testHeader = 0x40
	testOffset = 0x400 // of the section in the file
)

func (im image) build() []byte {
	b := make([]byte, testHeader)
	copy(b, "MZ")
	binary.LittleEndian.PutUint32(b[signatureOffset:], testHeader)
	put16 := func(v ...uint16) {
		for _, n := range v {
			b = binary.LittleEndian.AppendUint16(b, n)
		}
	}
	put32 := func(v ...uint32) {
		for _, n := range v {
			b = binary.LittleEndian.AppendUint32(b, n)
		}
	}
	if im.machine == 0 {
		im.machine = MachineAMD64
	}
	if im.sections == 0 {
		im.sections = 1
	}
	if im.magic == 0 {
		im.magic = magicPE32Plus
	}
	b = append(b, "PE\x00\x00"...)
	optional := 112 + 16*8
	if im.magic == magicPE32 {
		optional = 96 + 16*8
	}
	put16(uint16(im.machine), uint16(im.sections))
	put32(0x5f000001, 0, 0)
	put16(uint16(optional), im.characteristics)
	put16(im.magic, 0)
	put32(0, 0, 0, 0x1000, 0)
	if im.magic == magicPE32 {
		put32(0, 0x400000)
	} else {
		put32(0x40000000, 1)
	}
	put32(0x1000, 0x200, 0, 0, 0, 0, 0x3000, testOffset, 0)
	put16(2, 0)
	if im.magic == magicPE32 {
		put32(0, 0, 0, 0)
	} else {
		put32(0, 0, 0, 0, 0, 0, 0, 0)
	}
	put32(0, 16)
	for i := range 16 {
		put32(im.directories[i].Addr, im.directories[i].Size)
	}
	b = append(b, ".text\x00\x00\x00"...)
	put32(uint32(len(im.data)), 0x1000, uint32(len(im.data)), testOffset, 0, 0, 0, SectionCode|SectionExecute)
	return append(append(b, make([]byte, testOffset-len(b))...), im.data...)
}

func mustParse(t *testing.T, data []byte) *File {
	t.Helper()
	f, err := Parse(data, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func words(v ...uint32) (b []byte) {
	for _, n := range v {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return b
}

func TestHeaders(t *testing.T) {
	tests := []struct {
		name string
		im   image
		arch debuginfo.Arch
		kind debuginfo.Kind
		base uint64
	}{
		{"PE32+ for amd64", image{}, debuginfo.ArchAMD64, debuginfo.KindExecutable, 0x140000000},
		{"PE32 for x86", image{magic: magicPE32, machine: MachineX86}, debuginfo.ArchX86, debuginfo.KindExecutable, 0x400000},
		{"library for ARM64", image{machine: MachineARM64, characteristics: ImageFileDLL}, debuginfo.ArchARM64, debuginfo.KindLibrary, 0x140000000},
		{"PE32 for ARM", image{magic: magicPE32, machine: MachineARMNT}, debuginfo.ArchARM, debuginfo.KindExecutable, 0x400000},
		{"unknown machine", image{machine: 0x1234}, debuginfo.ArchUnknown, debuginfo.KindExecutable, 0x140000000},
	}
	for _, tt := range tests {
		tt.im.data = []byte{0xc3}
		f := mustParse(t, tt.im.build())
		if f.Arch() != tt.arch || f.Kind() != tt.kind || f.ImageBase() != tt.base {
			t.Errorf("%s: %v, %v, %#x", tt.name, f.Arch(), f.Kind(), f.ImageBase())
		}
		if got := f.CodeID().String(); got != "5f0000013000" {
			t.Errorf("%s: code id %s", tt.name, got)
		}
		if want := []debuginfo.Range{{Start: 0x1000, End: 0x1001}}; !slices.Equal(f.CodeRanges(), want) || f.Damage() != nil {
			t.Errorf("%s: code %x, damage %v", tt.name, f.CodeRanges(), f.Damage())
		}
	}
}

// TestARM64EC checks an image for amd64 whose load configuration points to
// ARM64 code.
func TestARM64EC(t *testing.T) {
	config := make([]byte, 0xd0)
	binary.LittleEndian.PutUint32(config, 0xd0)
	config[0xc8] = 1
	im := image{data: config, directories: map[int]Directory{DirectoryConfig: {0x1000, 0xd0}}}
	if arch := mustParse(t, im.build()).Arch(); arch != debuginfo.ArchARM64ec {
		t.Errorf("arch %v", arch)
	}
	binary.LittleEndian.PutUint32(config, 0xa0) // one that ends before
	if arch := mustParse(t, im.build()).Arch(); arch != debuginfo.ArchAMD64 {
		t.Errorf("arch %v with a short configuration", arch)
	}
}

func TestCodeView(t *testing.T) {
	guid := "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10"
	tests := []struct {
		name   string
		record string
		minor  uint32
		id     string
		path   string
	}{
		{"RSDS", "RSDS" + guid + "\x02\x00\x00\x00C:\\a.pdb\x00pad", 0, "04030201-0605-0807-090a-0b0c0d0e0f10-2", `C:\a.pdb`},
		{"without a zero", "RSDS" + guid + "\x02\x00\x00\x00a.pdb", 0, "04030201-0605-0807-090a-0b0c0d0e0f10-2", "a.pdb"},
		{"portable", "RSDS" + guid + "\x01\x00\x00\x00a.pdb\x00", portableMinor << 16, "04030201-0605-0807-090a-0b0c0d0e0f10-fedcba98", "a.pdb"},
		{"NB10", "NB10\x00\x00\x00\x00\x78\x56\x34\x12\x03\x00\x00\x00a.pdb\x00", 0, "12345678-3", "a.pdb"},
		{"unknown", "XXXX" + guid, 0, "00000000-0000-0000-0000-000000000000", ""},
		{"cut", "RSDS" + guid[:8], 0, "00000000-0000-0000-0000-000000000000", ""},
	}
	for _, tt := range tests {
		entry := words(0, 0xfedcba98, tt.minor, DebugCodeView, uint32(len(tt.record)), 0, testOffset+debugEntrySize)
		im := image{data: append(entry, tt.record...), directories: map[int]Directory{DirectoryDebug: {0x1000, debugEntrySize}}}
		f := mustParse(t, im.build())
		cv, _ := f.CodeView()
		if f.DebugID().String() != tt.id || cv.Path != tt.path {
			t.Errorf("%s: %s %q, want %s %q", tt.name, f.DebugID(), cv.Path, tt.id, tt.path)
		}
	}
}

func TestExports(t *testing.T) {
	data := make([]byte, exportHeadSize)
	binary.LittleEndian.PutUint32(data[16:], 5) // base
	copy(data[20:], words(3, 2, 0x1000+40, 0x1000+52, 0x1000+60))
	data = append(data, words(0x2000, 0x1000+72, 0x2100)...)     // functions: code, forward, code
	data = append(data, words(0x1000+64, 0x1000+66)...)          // names
	data = append(data, "\x00\x00\x01\x00f\x00g\x00........"...) // ordinals, names
	copy(data[68:], "\x00\x00\x00\x00b.x\x00")
	im := image{data: data, directories: map[int]Directory{DirectoryExport: {0x1000, uint32(len(data))}}}
	got := slices.Collect(mustParse(t, im.build()).Exports())
	want := []Export{{Name: "f", Ordinal: 5, Addr: 0x2000}, {Name: "g", Ordinal: 6, Forward: "b.x"}, {Ordinal: 7, Addr: 0x2100}}
	if !slices.Equal(got, want) {
		t.Errorf("exports %+v, want %+v", got, want)
	}
}

func TestDamage(t *testing.T) {
	good := image{data: []byte{0xc3}}.build()
	tests := []struct {
		name string
		data []byte
		err  error
		off  uint64
	}{
		{"empty", nil, debuginfo.ErrUnknownFormat, 0},
		{"cut stub", good[:62], io.ErrUnexpectedEOF, 60},
		{"signature beyond the file", good[:testHeader], io.ErrUnexpectedEOF, testHeader},
		{"no signature", append([]byte("MZ"), make([]byte, 100)...), errSignature, 0},
		{"cut optional header", good[:testHeader+4+fileHeaderSize+20], io.ErrUnexpectedEOF, testHeader + 4 + fileHeaderSize},
	}
	for _, tt := range tests {
		f, err := Parse(tt.data, nil)
		if f != nil || !errors.Is(err, tt.err) {
			t.Errorf("%s: error %v, want %v", tt.name, err, tt.err)
		}
		if fe, ok := errors.AsType[*debuginfo.FormatError](err); ok && fe.Offset != tt.off {
			t.Errorf("%s: error at %#x, want %#x", tt.name, fe.Offset, tt.off)
		}
	}
	f := mustParse(t, image{data: []byte{0xc3}, sections: 65535}.build())
	if len(f.Damage()) != 1 || len(f.Sections) == 0 || f.Section(".text") == nil {
		t.Errorf("65535 sections: %d, damage %v", len(f.Sections), f.Damage())
	}
}

func TestObjects(t *testing.T) {
	tests := []struct {
		name string
		arch debuginfo.Arch
		big  bool
	}{
		{"pdb/lz4-msvc-x86_64/lz4hc.obj", debuginfo.ArchAMD64, false},
		{"pdb/lz4-msvc-aarch64/lz4hc.obj", debuginfo.ArchARM64, false},
		{"pe/object-testfiles/base-bigobj.obj", debuginfo.ArchX86, true},
		{"pe/object-testfiles/base-bigobj.o", debuginfo.ArchAMD64, true},
		{"pe/object-testfiles/base.obj", debuginfo.ArchX86, false},
	}
	for _, tt := range tests {
		data, err := os.ReadFile(corpus.Path(t, tt.name))
		if err != nil {
			t.Fatal(err)
		}
		f := mustParse(t, data)
		if f.Arch() != tt.arch || f.BigObj != tt.big || f.Kind() != debuginfo.KindRelocatable || f.Damage() != nil {
			t.Errorf("%s: %v, bigobj %v, %v, damage %v", tt.name, f.Arch(), f.BigObj, f.Kind(), f.Damage())
		}
		symbols := 0
		for s, err := range f.Symbols() {
			if err != nil {
				t.Errorf("%s: %v", tt.name, err)
			} else if _, ok := f.CodeAddr(s); ok {
				symbols++
			}
		}
		if symbols == 0 {
			t.Errorf("%s: no functions among the symbols", tt.name)
		}
	}
}

func TestEmbeddedDatabase(t *testing.T) {
	data, err := os.ReadFile(corpus.Path(t, "ppdb/symbolic/Sentry.Samples.Console.Basic-embedded-ppdb.dll"))
	if err != nil {
		t.Fatal(err)
	}
	f := mustParse(t, data)
	db, err := f.EmbeddedDatabase()
	if err != nil || string(db[:4]) != "BSJB" {
		t.Errorf("embedded database %.4q, error %v", db, err)
	}
	if name, sum, ok := f.DatabaseChecksum(); name != "SHA256" || len(sum) != 32 || !ok {
		t.Errorf("checksum %s, %d bytes, %v", name, len(sum), ok)
	}
	small := &debuginfo.Limits{MaxDecompressed: 100}
	f, err = Parse(data, small)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.EmbeddedDatabase(); !isLimit(err) {
		t.Errorf("within 100 bytes: %v", err)
	}
}

func isLimit(err error) bool {
	_, ok := errors.AsType[*debuginfo.LimitError](err)
	return ok
}

// FuzzParse checks that sections and tables never give more bytes or entries
// than the file has.
func FuzzParse(f *testing.F) {
	f.Add(image{data: make([]byte, 64), directories: map[int]Directory{DirectoryExport: {0x1000, 64}, DirectoryDebug: {0x1000, 56}}}.build())
	f.Add(append([]byte("\x64\x86\x01\x00\x00\x00\x00\x00\x3c\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00.debug$S"), make([]byte, 64)...))
	if data, err := os.ReadFile("../pdb/testdata/hello.dll"); err == nil {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse(data, nil)
		if err != nil {
			return
		}
		for _, s := range file.Sections {
			if b, err := s.Raw(); err == nil && len(b) > len(data) {
				t.Fatalf("section of %d bytes in a file of %d", len(b), len(data))
			}
			s.Data()
		}
		n := 0
		for range file.Exports() {
			n++
		}
		for range file.ExceptionEntries() {
			n++
		}
		for e := range file.DebugEntries() {
			file.DebugData(e)
			n++
		}
		for range file.Symbols() {
			n++
		}
		if n > len(data) {
			t.Fatalf("%d entries in %d bytes", n, len(data))
		}
		file.CodeView()
		file.EmbeddedDatabase()
		if err := checkRanges(file.CodeRanges()); err != nil {
			t.Fatal(err)
		}
	})
}

func checkRanges(ranges []debuginfo.Range) error {
	if len(ranges) == 0 {
		return nil
	}
	return (&debuginfo.Function{Ranges: ranges}).Check()
}

func TestUndecorate(t *testing.T) {
	for name, want := range map[string]string{
		"_main":              "main",
		"___mingw_vfprintf":  "__mingw_vfprintf",
		"_WinMain@16":        "WinMain",
		"@fast@8":            "fast",
		"vector@@16":         "vector",
		"?f@@YAXXZ":          "?f@@YAXXZ",
		"main":               "main",
		"_":                  "_",
		"@":                  "@",
		"":                   "",
		"a@b":                "a@b",
		"_initp_heap(void*)": "_initp_heap(void*)",
		"_local$fin$1":       "local$fin$1",
		"operator new(int)":  "operator new(int)",
		"@feat.00":           "@feat.00",
		"_f@":                "f@",
	} {
		if got := Undecorate(name); got != want {
			t.Errorf("Undecorate(%q) = %q, want %q", name, got, want)
		}
	}
}
