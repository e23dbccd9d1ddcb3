package macho

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// seed adds files of testdata.
func seed(f *testing.F, names ...string) {
	f.Helper()
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join("..", "testdata", filepath.FromSlash(name)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
}

// FuzzFile reads everything in a file. What is found must lie within the file
// and cost no more than it has paid for.
func FuzzFile(f *testing.F) {
	for _, shape := range shapes {
		in := sample(shape.is32, shape.big)
		f.Add(in.Bytes())
	}
	seed(f, "inline-arm64.o", "inline-x86_64.o")
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse(data, nil)
		if err != nil {
			if file != nil {
				t.Fatal("a file came with an error")
			}
			return
		}
		if n := len(file.Segments)*56 + len(file.Sections)*section32; n > len(data) {
			t.Fatalf("%d segments and %d sections in %d bytes", len(file.Segments), len(file.Sections), len(data))
		}
		seen := make(map[string]bool)
		for i, s := range file.Sections {
			if s.Index != i+1 || len(s.Name) > nameSize {
				t.Fatalf("section %d is %+v", i, s)
			}
			if seen[s.Name] || len(seen) > 20 {
				continue
			}
			seen[s.Name] = true
			plain, err := s.Data()
			moved, _ := s.RelocatedData()
			if err == nil && len(plain) != len(moved) {
				t.Fatalf("relocations changed the size of %s", s.Name)
			}
		}
		names, failed := 0, false
		for s, err := range file.Symbols() {
			if failed {
				t.Fatal("a symbol came after an error")
			}
			failed = err != nil
			names += len(s.Name)
		}
		if names > nameShare*len(data)+nameBase {
			t.Fatalf("%d bytes of names in %d bytes", names, len(data))
		}
		functions, _ := file.FunctionSymbols()
		for _, s := range functions {
			if s.Value < file.ImageBase() || s.Section == 0 || int(s.Section) > len(file.Sections) {
				t.Fatalf("function %+v", s)
			}
		}
		objects, _ := file.DebugMap()
		if len(objects)*nlist32 > len(data) {
			t.Fatalf("%d objects", len(objects))
		}
		exports, _ := file.Exports()
		if len(exports) > len(data) {
			t.Fatalf("%d exports", len(exports))
		}
		starts, _ := file.FunctionStarts()
		for i := 1; i < len(starts); i++ {
			if starts[i] <= starts[i-1] {
				t.Fatal("function starts do not rise")
			}
		}
		ranges := file.CodeRanges()
		for i, r := range ranges {
			if r.Start >= r.End || i > 0 && r.Start <= ranges[i-1].End {
				t.Fatalf("code ranges are %v", ranges)
			}
		}
		file.DebugID()
		file.CodeID()
		file.Builds()
		file.InstallName()
		file.IsEncrypted()
		for _, err := range file.Damage() {
			if err == nil {
				t.Fatal("damage without an error")
			}
		}
	})
}

// FuzzExports reads an exports trie: each name comes once, and the names of
// exports are bounded by its size.
func FuzzExports(f *testing.F) {
	f.Add(sampleTrie)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 {
			return
		}
		exports, _ := new(File).readTrie(data, 0)
		total := 0
		for _, e := range exports {
			total += len(e.Name)
		}
		if len(exports) > len(data) || total > nameShare*len(data)+nameBase {
			t.Fatalf("%d exports with %d bytes of names in %d bytes", len(exports), total, len(data))
		}
	})
}

// FuzzSlices reads the header of a universal file: good slices lie within the
// file and apart from each other.
func FuzzSlices(f *testing.F) {
	f.Add(append(big().U32(magicFat32, 2, 7, 3, 0x40, 0x20, 0, 12, 0, 0x60, 0x10, 0).Bytes(), make([]byte, 100)...))
	f.Add(append(big().U32(magicFat64, 1, 7, 3).U64(0x48, 0x20).U32(0, 0).Bytes(), make([]byte, 100)...))
	f.Fuzz(func(t *testing.T, data []byte) {
		slices, err := Slices(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			if slices != nil || IsFat(data) {
				t.Fatalf("%d slices came with %v", len(slices), err)
			}
			return
		}
		total := uint64(0)
		for _, s := range slices {
			if s.Err == nil {
				if s.Offset > uint64(len(data)) || s.Size > uint64(len(data))-s.Offset {
					t.Fatalf("slice %+v", s)
				}
				total += s.Size
			}
		}
		if total > uint64(len(data)) {
			t.Fatalf("slices of %d bytes in %d bytes", total, len(data))
		}
	})
}

// FuzzSymbolMap resolves names with any map: what comes out is a line of the
// map, the name itself, or bounded.
func FuzzSymbolMap(f *testing.F) {
	f.Add([]byte(sampleMap), "__hidden#2_::__hidden#4_")
	f.Add([]byte(symbolMapHeader), "__hidden#0_")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		m, err := ParseSymbolMap(data)
		if err != nil {
			return
		}
		if got := m.Resolve(name); got != name && !bytes.Contains(data, []byte(got)) {
			t.Fatalf("Resolve(%q) = %q", name, got)
		}
		got := m.Name(name)
		if !strings.Contains(name, hiddenPrefix) && got != name {
			t.Fatalf("Name(%q) = %q", name, got)
		}
		if len(got) > len(name)+len(data)+maxName {
			t.Fatalf("Name(%q) has %d bytes", name, len(got))
		}
		m.Position(debuginfo.File{CompDir: name, Name: name}, 1)
	})
}

// FuzzPlist reads property lists: the strings cannot be longer than the list.
func FuzzPlist(f *testing.F) {
	seed(f, "inline.dylib.dSYM/Contents/Info.plist")
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := ReadPlist(data)
		if err != nil && entries != nil {
			t.Fatal("entries came with an error")
		}
		total := 0
		for k, v := range entries {
			total += len(k) + len(v)
		}
		if total > len(data) {
			t.Fatalf("%d bytes of text in %d bytes", total, len(data))
		}
		ParseUUIDMap(data)
	})
}
