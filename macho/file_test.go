package macho

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/testfile"
)

// shapes are the four combinations of word size and byte order.
var shapes = []struct {
	name      string
	is32, big bool
}{
	{"64-bit little-endian", false, false},
	{"64-bit big-endian", false, true},
	{"32-bit little-endian", true, false},
	{"32-bit big-endian", true, true},
}

const codeFlags = 0x80000400

// sample returns a file with a bit of everything.
func sample(is32, big bool) testfile.MachO {
	uuid := []byte{0xdf, 0xb8, 0xe4, 0x3a, 0xf2, 0x42, 0x3d, 0x73, 0xa4, 0x53, 0xae, 0xb6, 0xa7, 0x77, 0xef, 0x75}
	build := (&testfile.Asm{Big: big}).U32(2, 13<<16|4<<8|1, 14<<16, 0).Bytes()
	starts := (&testfile.Asm{}).ULEB(0x100, 0x20, 0).Bytes()
	return testfile.MachO{
		Is32: is32, Big: big,
		Segments: []testfile.MachOSegment{
			{Name: "__PAGEZERO", Memory: 0x1000},
			{Name: "__TEXT", Addr: 0x1000, Memory: 0x1000, Sections: []testfile.MachOSection{
				{Name: "__text", Segment: "__TEXT", Addr: 0x1100, Data: make([]byte, 0x40), Flags: codeFlags},
				{Name: "__const", Segment: "__TEXT", Addr: 0x1140, Data: []byte("data")},
			}},
			{Name: "__DATA", Addr: 0x2000, Memory: 0x1000, Sections: []testfile.MachOSection{
				{Name: "__bss", Segment: "__DATA", Addr: 0x2000, Size: 0x100, Flags: 1},
			}},
			{Name: "__DWARF", Addr: 0x3000, Memory: 0x1000, Sections: []testfile.MachOSection{
				{Name: "__debug_str_offs", Segment: "__DWARF", Addr: 0x3000, Data: []byte("offsets")},
			}},
		},
		Commands: []testfile.MachOCommand{
			{Kind: cmdUUID, Body: uuid},
			{Kind: cmdBuildVersion, Body: build},
			{Kind: cmdFunctionStarts, Data: starts},
			{Kind: cmdCodeSignature, Data: []byte("signature")},
			{Kind: cmdEncryption, Body: (&testfile.Asm{Big: big}).U32(0, 0x1000, 1).Bytes()},
			{Kind: cmdIDDylib, Body: (&testfile.Asm{Big: big}).U32(24, 0, 0, 0).Str("@rpath/lib.dylib").Bytes()},
			{Kind: cmdDyldExportsTrie, Data: sampleTrie},
		},
		Symbols: []testfile.MachOSymbol{
			{Name: "/src/main.c", Type: stabSource},
			{Name: "_main", Type: 0x0f, Sect: 1, Value: 0x1100},
			{Name: "_table", Type: 0x0e, Sect: 2, Value: 0x1140},
			{Name: "__hidden#3_", Type: 0x0e, Sect: 1, Value: 0x1120},
			{Name: "_printf", Type: 0x01},
		},
	}
}

func TestFile(t *testing.T) {
	for _, shape := range shapes {
		t.Run(shape.name, func(t *testing.T) {
			in := sample(shape.is32, shape.big)
			f, err := Parse(in.Bytes(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if d := f.Damage(); d != nil {
				t.Errorf("damage: %v", d)
			}
			if f.Is64 == shape.is32 || f.BigEndian != shape.big || f.Arch() != debuginfo.ArchAMD64 || f.Kind() != debuginfo.KindExecutable {
				t.Errorf("got %v %v %v %v", f.Is64, f.BigEndian, f.Arch(), f.Kind())
			}
			if got := f.DebugID().String(); got != "dfb8e43a-f242-3d73-a453-aeb6a777ef75" {
				t.Errorf("debug id is %s", got)
			}
			if got := f.CodeID().String(); got != "dfb8e43af2423d73a453aeb6a777ef75" {
				t.Errorf("code id is %s", got)
			}
			if f.ImageBase() != 0x1000 {
				t.Errorf("image base is %#x", f.ImageBase())
			}
			if got := f.CodeRanges(); !slices.Equal(got, []debuginfo.Range{{Start: 0x1100, End: 0x1140}}) {
				t.Errorf("code is %v", got)
			}
			if got := f.Builds(); len(got) != 1 || got[0] != (Build{PlatformIOS, 13<<16 | 4<<8 | 1, 14 << 16}) {
				t.Errorf("builds are %v", got)
			}
			if !f.IsSigned() || !f.IsEncrypted() || f.InstallName() != "@rpath/lib.dylib" {
				t.Errorf("signed %v, encrypted %v, name %q", f.IsSigned(), f.IsEncrypted(), f.InstallName())
			}
			if got, err := f.FunctionStarts(); err != nil || !slices.Equal(got, []uint64{0x1100, 0x1120}) {
				t.Errorf("function starts are %#x, %v", got, err)
			}
			s := f.DebugSection("debug_str_offsets")
			if s == nil {
				t.Fatal("no section for debug_str_offsets")
			}
			if data, err := s.Data(); err != nil || string(data) != "offsets" || !s.IsDebug() {
				t.Errorf("got %q, %v", data, err)
			}
			if s := f.Section("__bss"); s != nil {
				t.Errorf("__bss has contents: %+v", s)
			}
		})
	}
}

// TestNames checks what is written of versions and platforms.
func TestNames(t *testing.T) {
	if got := Version(13<<16 | 4<<8 | 1).String(); got != "13.4.1" {
		t.Error(got)
	}
	if got := Version(14 << 16).String(); got != "14.0" {
		t.Error(got)
	}
	if got := PlatformVisionOS.String() + " " + Platform(99).String(); got != "visionos unknown" {
		t.Error(got)
	}
}

func TestArch(t *testing.T) {
	tests := []struct {
		cpu  CPU
		sub  uint32
		want string
	}{
		{CPUX86, 3, "x86"}, {CPUX86, 4, "x86_unknown"},
		{CPUAMD64, 3, "x86_64"}, {CPUAMD64, 0x80000003, "x86_64"}, {CPUAMD64, 8, "x86_64h"}, {CPUAMD64, 9, "x86_64_unknown"},
		{CPUARM, 9, "armv7"}, {CPUARM, 12, "armv7k"}, {CPUARM, 6, "armv6"}, {CPUARM, 99, "arm_unknown"},
		{CPUARM64, 0, "arm64"}, {CPUARM64, 0x80000002, "arm64e"}, {CPUARM6432, 1, "arm64_32_v8"},
		{CPUPPC, 10, "ppc"}, {CPUPPC64, 0, "ppc64"}, {CPU(99), 0, "unknown"},
	}
	for _, tt := range tests {
		if got := Arch(tt.cpu, tt.sub).String(); got != tt.want {
			t.Errorf("Arch(%#x, %#x) = %s, want %s", tt.cpu, tt.sub, got, tt.want)
		}
	}
}

func TestKind(t *testing.T) {
	want := map[Type]string{
		TypeObject: "rel", TypeExecute: "exe", TypeFVMLib: "lib", TypeCore: "dump", TypePreload: "exe", TypeDylib: "lib",
		TypeDylinker: "exe", TypeBundle: "lib", TypeDylibStub: "other", TypeDSYM: "dbg", TypeKextBundle: "lib", TypeFileset: "other",
	}
	for typ, kind := range want {
		if got := (&File{Type: typ}).Kind().String(); got != kind {
			t.Errorf("type %d is %s, want %s", typ, got, kind)
		}
	}
}

func TestHeaderErrors(t *testing.T) {
	in := sample(false, false)
	whole := in.Bytes()
	tests := []struct {
		name string
		data []byte
		want error
	}{
		{"empty", nil, debuginfo.ErrUnknownFormat},
		{"other magic", []byte("\x7fELF0123456789abcdef0123456789ab"), debuginfo.ErrUnknownFormat},
		{"cut header", whole[:20], nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Parse(tt.data, nil)
			if f != nil || err == nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("got %v, %v", f, err)
			}
			if fe, ok := errors.AsType[*debuginfo.FormatError](err); !ok || fe.Format != Format {
				t.Errorf("error is %#v", err)
			}
		})
	}
}

// TestCommandErrors damages the load commands. What precedes the damage must
// stay.
func TestCommandErrors(t *testing.T) {
	const second = header64 + 72 // offset of the second load command
	tests := []struct {
		name     string
		off      int
		value    uint32
		want     error
		at       uint64
		segments int
	}{
		{"size 0", second + 4, 0, errCommandSize, second, 1},
		{"size 4", second + 4, 4, errCommandSize, second, 1},
		{"size not aligned", second + 4, 0x51, errCommandSize, second, 1},
		{"size beyond the area", second + 4, 0x10000, errCommandCount, second, 1},
		{"too many", 16, 0xffffffff, errCommandCount, 0, 4},
		{"area beyond the file", 20, 0xfffffff0, errCommandArea, header64, 4},
		{"too many sections", second + 64, 0xffffffff, errSectionCount, 0, 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := sample(false, false)
			data := in.Bytes()
			binary.LittleEndian.PutUint32(data[tt.off:], tt.value)
			f, err := Parse(data, nil)
			if err != nil {
				t.Fatal(err)
			}
			damage := f.Damage()
			i := slices.IndexFunc(damage, func(err error) bool { return errors.Is(err, tt.want) })
			if i < 0 {
				t.Fatalf("damage is %v, want %v", damage, tt.want)
			}
			if fe, ok := errors.AsType[*debuginfo.FormatError](damage[i]); tt.at != 0 && (!ok || fe.Offset != tt.at) {
				t.Errorf("offset of %v is not %#x", damage[i], tt.at)
			}
			if len(f.Segments) != tt.segments {
				t.Errorf("%d segments, want %d", len(f.Segments), tt.segments)
			}
		})
	}
}

// TestShortUUID: the first LC_UUID that is long enough counts.
func TestShortUUID(t *testing.T) {
	in := testfile.MachO{Commands: []testfile.MachOCommand{
		{Kind: cmdUUID, Body: []byte("short...")},
		{Kind: cmdUUID, Body: []byte("0123456789abcdef")},
	}}
	f, err := Parse(in.Bytes(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if uuid, ok := f.UUID(); !ok || string(uuid[:]) != "0123456789abcdef" {
		t.Errorf("got %q, %v", uuid, ok)
	}
}

// TestNoUUID: without a UUID, and with one of zeros, there is no id.
func TestNoUUID(t *testing.T) {
	for _, body := range []string{"", strings.Repeat("\x00", 16)} {
		in := testfile.MachO{Commands: []testfile.MachOCommand{{Kind: cmdUUID, Body: []byte(body)}}}
		f, err := Parse(in.Bytes(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if !f.DebugID().IsZero() || !f.CodeID().IsZero() {
			t.Errorf("got %v, %v", f.DebugID(), f.CodeID())
		}
	}
}
