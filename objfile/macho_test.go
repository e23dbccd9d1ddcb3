package objfile

import (
	"bufio"
	stdmacho "debug/macho"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
	"github.com/gosymbolic/symbolic/internal/testfile"
)

// TestMachOObjects compares ids, architecture, kind and features of all objects
// with what the original reports.
func TestMachOObjects(t *testing.T) {
	list := corpus.Path(t, "objects.tsv")
	f, err := os.Open(list)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want := make(map[string][]string) // lines by file
	for sc := bufio.NewScanner(f); sc.Scan(); {
		name, text, ok := strings.Cut(sc.Text(), "\t")
		if ok && strings.HasPrefix(name, "macho/") && strings.HasPrefix(text, "OBJECT ") {
			want[name] = append(want[name], text)
		}
	}
	if len(want) < 50 {
		t.Fatalf("only %d files are listed", len(want))
	}
	for name, lines := range want {
		if strings.HasPrefix(name, "macho/go-") {
			// The original does not see compressed sections of Mach-O files.
			lines[0] = strings.Replace(lines[0], "debug_info=false unwind_info=false", "debug_info=true unwind_info=true", 1)
		}
		t.Run(name, func(t *testing.T) {
			f, err := Open(filepath.Join(filepath.Dir(list), filepath.FromSlash(name)), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			var got []string
			for o, err := range f.Objects() {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, describe(len(got), o))
			}
			for i := range max(len(got), len(lines)) {
				if i >= len(got) || i >= len(lines) || got[i] != lines[i] {
					t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(lines, "\n"))
					break
				}
			}
		})
	}
}

// describe returns what is known of o in the form of objects.tsv.
func describe(i int, o Object) string {
	has := o.Features()
	code := o.CodeID().String()
	if code == "" {
		code = "-"
	}
	return fmt.Sprintf("OBJECT %d format=%s arch=%s kind=%s debug_id=%s debug_id_breakpad=%s code_id=%s symbols=%t debug_info=%t unwind_info=%t sources=%t malformed=%t load_address=%x",
		i, o.Format(), o.Arch(), o.Kind(), o.DebugID(), o.DebugID().Breakpad(), code,
		has.Symbols, has.DebugInfo, has.Unwind, has.Sources, len(o.Damage()) > 0, o.ImageBase())
}

func TestOpenDSYM(t *testing.T) {
	root := corpus.Path(t, "macho")
	tests := []struct {
		name string
		want string // debug id
	}{
		{"symbolic/macos/crash.dSYM", "67e9247c-814e-392b-a027-dbde6748fcbf"}, // with a text file beside it
		{"bzip2-x86_64-macos-lld/bzip2.dSYM", "4c4c44a0-5555-3144-a1cb-4d6685e0c3d6"},
		{"symbolic/macos/overlapping_funcs.dSYM", "546d0132-0e06-3b7a-8640-be4046513445"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Open(filepath.Join(root, filepath.FromSlash(tt.name)), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			var ids []string
			for o, err := range f.Objects() {
				if err != nil {
					t.Fatal(err)
				}
				ids = append(ids, o.DebugID().String())
			}
			if len(ids) != 1 || ids[0] != tt.want || f.Format() != FormatMachO {
				t.Errorf("got %v, format %s", ids, f.Format())
			}
		})
	}
}

// TestMachOSymbolCounts compares the number of functions in symbol tables with
// a count of our own over what debug/macho reads.
func TestMachOSymbolCounts(t *testing.T) {
	root := corpus.Path(t, "macho")
	for _, name := range []string{
		"bzip2-x86_64-macos-lld/bzip2", "bzip2-x86_64-macos-lld/bzip2.stripped", "lua-aarch64-macos-lld/lua",
		"lua-aarch64-macos-lld/lua.dSYM/Contents/Resources/DWARF/lua", "node-pty-x64/pty.node",
		"obj/xxhash-i386-apple-macos10.9.o", "radare2/PasswordCheck-swift", "symbolic/macos/crash",
		"tinyxml2-aarch64-macos-zig/tinyxml2", "xxhash-ios/xxhash-ios.dylib", "go-hello-darwin-arm64/hello",
		"radare2/TestRTTI-arm64", "samply/simple-example/mac-oso/file1.o",
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(root, filepath.FromSlash(name))
			std, err := stdmacho.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer std.Close()
			base := uint64(0)
			if text := std.Segment("__TEXT"); text != nil {
				base = text.Addr
			}
			want := make(map[uint64]bool)
			for _, s := range std.Symtab.Syms {
				if s.Type&0xe0 != 0 || s.Type&0xe != 0xe || s.Value < base || s.Sect == 0 {
					continue
				}
				if sec := std.Sections[s.Sect-1]; sec.Seg == "__TEXT" && (sec.Name == "__text" || sec.Name == "__stubs") {
					want[s.Value] = true
				}
			}
			f, err := Open(path, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			o, err := f.Object()
			if err != nil {
				t.Fatal(err)
			}
			symbols, err := o.Symbols()
			if err != nil {
				t.Fatal(err)
			}
			if got := len(symbols.Symbols()); got != len(want) || got == 0 {
				t.Errorf("got %d symbols, want %d", got, len(want))
			}
		})
	}
}

// TestMachOSymbolSizes: symbols end at the next one and with their section, and
// exports take their place where there are none.
func TestMachOSymbolSizes(t *testing.T) {
	const code = 0x80000400
	trie := (&testfile.Asm{}).
		U8(0, 2).Str("_f").U8(13).Str("_data").U8(18).
		U8(3, 0).ULEB(0x110).U8(0).
		U8(3, 0).ULEB(0x300).U8(0).
		Bytes()
	image := func(symbols ...testfile.MachOSymbol) []byte {
		in := testfile.MachO{
			Segments: []testfile.MachOSegment{{Name: "__TEXT", Addr: 0x1000, Memory: 0x1000, Sections: []testfile.MachOSection{
				{Name: "__text", Segment: "__TEXT", Addr: 0x1100, Size: 0x40, Flags: code},
				{Name: "__more", Segment: "__TEXT", Addr: 0x1180, Size: 0x40, Flags: code},
				{Name: "__const", Segment: "__TEXT", Addr: 0x1300, Size: 0x40},
			}}},
			Commands: []testfile.MachOCommand{
				{Kind: 0x80000033, Data: trie},
				{Kind: 0x26, Data: (&testfile.Asm{}).ULEB(0x100, 0x10, 0x18, 0).Bytes()},
			},
			Symbols: symbols,
		}
		return in.Bytes()
	}
	symbol := func(name string, section uint8, addr uint64) testfile.MachOSymbol {
		return testfile.MachOSymbol{Name: name, Type: 0x0f, Sect: section, Value: addr}
	}
	tests := []struct {
		name string
		data []byte
		want []debuginfo.Symbol
	}{
		{"table", image(
			symbol("_c", 2, 0x1190), symbol("_a", 1, 0x1100), symbol("_b", 1, 0x1120), symbol("_alias", 1, 0x1100),
			symbol("_beyond", 1, 0x1150), symbol("_data", 3, 0x1300), symbol("_nowhere", 9, 0x1100),
		), []debuginfo.Symbol{
			{Addr: 0x100, Size: 0x20, Name: "alias"}, {Addr: 0x120, Size: 0x20, Name: "b"},
			{Addr: 0x150, Size: 0x40, Name: "beyond"}, {Addr: 0x190, Size: 0x30, Name: "c"},
		}},
		{"exports", image(symbol("_data", 3, 0x1300)), []debuginfo.Symbol{{Addr: 0x110, Size: 0x18, Name: "f"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Parse(tt.data, nil)
			if err != nil {
				t.Fatal(err)
			}
			o, err := f.Object()
			if err != nil {
				t.Fatal(err)
			}
			symbols, err := o.Symbols()
			if err != nil {
				t.Fatal(err)
			}
			if got := symbols.Symbols(); !slices.Equal(got, tt.want) {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}
