package elf

import (
	"bytes"
	"os"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// FuzzFile reads everything of a file twice, from memory and through an
// io.ReaderAt, and checks that both agree and that nothing grows beyond the
// limits.
func FuzzFile(f *testing.F) {
	for _, is32 := range []bool{false, true} {
		f.Add(sample(is32, is32).Bytes())
	}
	for _, name := range []string{"inline-clang.elf", "inline.o"} {
		data, err := os.ReadFile("../testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	limits := &debuginfo.Limits{MaxDecompressed: 1 << 20}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := Parse(data, limits)
		b, err2 := New(bytes.NewReader(data), int64(len(data)), limits)
		if (err == nil) != (err2 == nil) {
			t.Fatalf("from memory %v, from a reader %v", err, err2)
		}
		if err != nil {
			return
		}
		if a.DebugID() != b.DebugID() || a.CodeID() != b.CodeID() || a.SONAME() != b.SONAME() {
			t.Fatal("ids differ")
		}
		total := 0
		for i, s := range a.Sections {
			one, err := a.RelocatedData(s)
			two, err2 := b.RelocatedData(b.Sections[i])
			if (err == nil) != (err2 == nil) || !bytes.Equal(one, two) {
				t.Fatalf("section %d: %d bytes, %v and %d bytes, %v", i, len(one), err, len(two), err2)
			}
			if s.Type != 8 && uint64(len(one)) > s.Size {
				total += len(one)
			}
		}
		if total > 1<<20 {
			t.Fatalf("%d bytes were decompressed", total)
		}
		symbols, _ := a.FunctionSymbols()
		if len(symbols) > len(data)/sym32 {
			t.Fatalf("%d symbols in %d bytes", len(symbols), len(data))
		}
		a.DebugLink()
		a.AltLink()
		a.CodeRanges()
	})
}
