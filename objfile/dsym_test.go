package objfile

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/testfile"
)

// writeTree puts files below a fresh directory and returns it.
func writeTree(t *testing.T, files map[string][]byte) string {
	t.Helper()
	root := t.TempDir()
	for name, data := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// TestFindDSYM finds the dSYM of a library in the layouts of builds and of
// symbol stores.
func TestFindDSYM(t *testing.T) {
	library, dsym := readTestdata(t, "inline.dylib"), readTestdata(t, testDSYM)
	other := slices.Clone(dsym)
	for i := range other[:len(other)-16] { // another UUID
		if string(other[i:i+2]) == "\x4c\x4c" && string(other[i+4:i+6]) == "\x55\x55" {
			other[i]++
		}
	}
	tests := []struct {
		name    string
		library string
		dsym    string
		data    []byte
		want    int // slices with debug information
	}{
		{"beside it", "inline.dylib", "inline.dylib.dSYM/Contents/Resources/DWARF/inline.dylib", dsym, 2},
		{"beside the app", "out/A.app/Contents/MacOS/inline.dylib", "out/A.app.dSYM/Contents/Resources/DWARF/inline.dylib", dsym, 2},
		{"in the directory of the app", "out/A.app/Contents/MacOS/inline.dylib", "A.app.dSYM/Contents/Resources/DWARF/inline.dylib", dsym, 2},
		{"beside the framework", "F.framework/Versions/A/inline.dylib", "F.framework.dSYM/Contents/Resources/DWARF/inline.dylib", dsym, 2},
		{"store of one slice", "inline.dylib", "4C4C/44C1/5555/3144/A149/7BC8B9BAA13E", dsym, 1},
		{"unified store", "inline.dylib", "4c/4c443755553144a1b89c8ab7ea394e/debuginfo", dsym, 1},
		{"symstore", "inline.dylib", "_.dwarf/mach-uuid-sym-4c4c443755553144a1b89c8ab7ea394e/_.dwarf", dsym, 1},
		{"another UUID", "inline.dylib", "inline.dylib.dSYM/Contents/Resources/DWARF/inline.dylib", other, 0},
		{"no Mach-O file", "inline.dylib", "inline.dylib.dSYM/Contents/Resources/DWARF/inline.dylib", []byte("text"), 0},
		{"none", "inline.dylib", "readme", nil, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := writeTree(t, map[string][]byte{tt.library: library, tt.dsym: tt.data})
			f, err := Open(filepath.Join(root, filepath.FromSlash(tt.library)), &Options{Locator: Dirs{root}})
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			got := 0
			for o, err := range f.Objects() {
				if err != nil {
					t.Fatal(err)
				}
				session, err := o.Session()
				if err != nil {
					t.Fatal(err)
				}
				for fn, err := range session.Functions() {
					if err != nil {
						t.Fatal(err)
					}
					if fn.Name == "distance" && len(fn.Inlines) == 3 {
						got++
					}
				}
			}
			if got != tt.want {
				t.Errorf("%d slices with debug information, want %d", got, tt.want)
			}
		})
	}
}

// TestOpenBundle opens directories that are and that are not bundles.
func TestOpenBundle(t *testing.T) {
	dsym := readTestdata(t, testDSYM)
	object := readTestdata(t, "inline-arm64.o")
	damaged := slices.Clone(object)[:20]
	tests := []struct {
		name   string
		files  map[string][]byte
		bundle string
		format Format
		want   []string // architectures, or "error"
		err    error
	}{
		{"universal", map[string][]byte{"x.dSYM/Contents/Resources/DWARF/x": dsym}, "x.dSYM", FormatFat, []string{"x86_64", "arm64"}, nil},
		{"two files, its own first", map[string][]byte{
			"x.app.dSYM/Contents/Resources/DWARF/a": dsym, "x.app.dSYM/Contents/Resources/DWARF/x": object,
		}, "x.app.dSYM", FormatFat, []string{"arm64", "x86_64", "arm64"}, nil},
		{"other files", map[string][]byte{
			"x.dSYM/Contents/Resources/DWARF/x": object, "x.dSYM/Contents/Resources/DWARF/.DS_Store": object,
			"x.dSYM/Contents/Resources/DWARF/notes": []byte("text"), "x.dSYM/Contents/Resources/DWARF/y.elf": readTestdata(t, "inline.elf"),
			"x.dSYM/Contents/Resources/DWARF/sub/z": object,
		}, "x.dSYM", FormatMachO, []string{"arm64"}, nil},
		{"damaged file", map[string][]byte{
			"x.dSYM/Contents/Resources/DWARF/x": damaged, "x.dSYM/Contents/Resources/DWARF/y": object,
		}, "x.dSYM", FormatMachO, []string{"error", "arm64"}, nil},
		{"no Mach-O file", map[string][]byte{"x.dSYM/Contents/Resources/DWARF/x": []byte("text")}, "x.dSYM", "", nil, debuginfo.ErrUnknownFormat},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := writeTree(t, tt.files)
			f, err := Open(filepath.Join(root, tt.bundle), nil)
			if !errors.Is(err, tt.err) {
				t.Fatal(err)
			}
			if err != nil {
				return
			}
			var got []string
			for o, err := range f.Objects() {
				if err != nil {
					got = append(got, "error")
					continue
				}
				got = append(got, o.Arch().String())
			}
			if f.Format() != tt.format || !slices.Equal(got, tt.want) {
				t.Errorf("got %s %v, want %s %v", f.Format(), got, tt.format, tt.want)
			}
			if err := f.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	if _, err := Open(t.TempDir(), nil); err == nil {
		t.Error("a directory that is no bundle was opened")
	}
}

// TestBundle reads the property lists of a bundle.
func TestBundle(t *testing.T) {
	const uuid = `<plist version="1.0"><dict><key>DBGOriginalUUID</key><string>C8374B6D-6E96-34D8-AE38-EFAA5FEC424F</string></dict></plist>`
	root := writeTree(t, map[string][]byte{
		"x.dSYM/Contents/Info.plist":                                           readTestdata(t, "inline.dylib.dSYM/Contents/Info.plist"),
		"x.dSYM/Contents/Resources/DWARF/x":                                    readTestdata(t, "inline-arm64.o"),
		"x.dSYM/Contents/Resources/2D10C42F-591D-3265-B147-78BA0868073F.plist": []byte(uuid),
		"x.dSYM/Contents/Resources/2D10C42F-591D-3265-B147-000000000000.plist": []byte("damaged"),
		"x.dSYM/Contents/Resources/other.plist":                                []byte(uuid),
		"y.dSYM/Contents/Resources/DWARF/y":                                    readTestdata(t, "inline-arm64.o"),
	})
	f, err := Open(filepath.Join(root, "x.dSYM"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b := f.Bundle()
	if b == nil || b.Identifier != "com.apple.xcode.dsym.inline.dylib" || b.Version != "1" || b.ShortVersion != "1.0" {
		t.Errorf("got %+v", b)
	}
	id, err := debugid.Parse("2d10c42f-591d-3265-b147-78ba0868073f")
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Originals) != 1 || b.Originals[id].String() != "c8374b6d-6e96-34d8-ae38-efaa5fec424f" {
		t.Errorf("originals are %v", b.Originals)
	}
	plain, err := Open(filepath.Join(root, "y.dSYM"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	if b := plain.Bundle(); b == nil || b.Identifier != "" || len(b.Originals) != 0 {
		t.Errorf("without lists: got %+v", b)
	}
	file, err := Open(filepath.Join(root, "y.dSYM/Contents/Resources/DWARF/y"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if file.Bundle() != nil {
		t.Error("a plain file is a bundle")
	}
}

// TestFat opens slices of all kinds.
func TestFat(t *testing.T) {
	object := readTestdata(t, "inline-arm64.o")
	members := archive([]string{"a.o", "b.o"}, object, object)
	nested := readTestdata(t, "inline.dylib")
	fat := &testfile.Asm{Big: true}
	parts := [][]byte{object, members, []byte("something else that is not an object"), nested, object}
	off := 8 + 20*(len(parts)+1)
	fat.U32(0xcafebabe, uint32(len(parts)+1))
	for _, p := range parts {
		fat.U32(0x0100000c, 0, uint32(off), uint32(len(p)), 0)
		off += len(p)
	}
	fat.U32(0x0100000c, 0, 0x7fffffff, 1, 0)
	for _, p := range parts {
		fat.Raw(p)
	}
	f, err := Parse(fat.Bytes(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for o, err := range f.Objects() {
		switch {
		case errors.Is(err, debuginfo.ErrUnknownFormat):
			got = append(got, "unknown")
		case errors.Is(err, debuginfo.ErrUnsupported):
			got = append(got, "unsupported")
		case err != nil:
			got = append(got, "error")
		default:
			got = append(got, string(o.Format())+o.Name())
		}
	}
	want := []string{"macho", "machoa.o", "machob.o", "unknown", "unsupported", "macho", "error"}
	if f.Format() != FormatFat || !slices.Equal(got, want) {
		t.Errorf("got %s %v, want %v", f.Format(), got, want)
	}
}
