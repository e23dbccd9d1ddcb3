package elf

import (
	"bytes"
	stdelf "debug/elf"
	"errors"
	"io"
	"slices"
	"testing"

	"github.com/ulikunitz/xz"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/testfile"
)

// withMini returns a file with two functions of code, of which the dynamic
// symbols name one, and the given .gnu_debugdata.
func withMini(mini []byte) []byte {
	return symbolFile(stdelf.SHT_DYNSYM, "public", 0x1000,
		testfile.ELFSection{Name: ".text", Flags: stdelf.SHF_ALLOC | stdelf.SHF_EXECINSTR, Addr: 0x1000, Data: make([]byte, 64)},
		testfile.ELFSection{Name: ".gnu_debugdata", Data: mini})
}

func mini() []byte {
	return symbolFile(stdelf.SHT_SYMTAB, "private", 0x1020,
		testfile.ELFSection{Name: ".text", Type: stdelf.SHT_NOBITS, Flags: stdelf.SHF_ALLOC | stdelf.SHF_EXECINSTR, Addr: 0x1000, Size: 64})
}

// symbolFile returns a file with one function in its first section.
func symbolFile(table stdelf.SectionType, name string, addr uint64, sections ...testfile.ELFSection) []byte {
	var syms, names testfile.Asm
	syms.ELFSym(false, 0, 0, 0, 0, 0, 0)
	syms.ELFSym(false, 1, addr, 16, stdelf.STT_FUNC, stdelf.STB_GLOBAL, 1)
	names.Str("").Str(name)
	return testfile.ELF{Sections: append(sections,
		testfile.ELFSection{Name: ".symbols", Type: table, Link: uint32(len(sections) + 2), Data: syms.Bytes()},
		testfile.ELFSection{Name: ".names", Type: stdelf.SHT_STRTAB, Data: names.Bytes()})}.Bytes()
}

func packXz(t testing.TB, data []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w, err := xz.NewWriter(&buf)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(data)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestMiniDebugInfo(t *testing.T) {
	packed := packXz(t, mini())
	bomb := packXz(t, make([]byte, 32<<20))
	tests := []struct {
		name string
		data []byte
		want []string
		err  error
	}{
		{"sound", packed, []string{"private", "public"}, nil},
		{"not compressed", mini(), []string{"public"}, errAny},
		{"cut", packed[:len(packed)-1], []string{"public"}, io.ErrUnexpectedEOF},
		{"not ELF inside", packXz(t, []byte("something else")), []string{"public"}, debuginfo.ErrUnknownFormat},
		{"too large", bomb, []string{"public"}, errLimit},
		{"inside itself", packXz(t, withMini(packed)), []string{"public"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Parse(withMini(tt.data), nil)
			if err != nil {
				t.Fatal(err)
			}
			symbols, err := f.FunctionSymbols()
			var got []string
			for _, s := range symbols {
				got = append(got, s.Name)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("symbols %q, want %q", got, tt.want)
			}
			fe, ok := errors.AsType[*debuginfo.FormatError](err)
			_, limit := errors.AsType[*debuginfo.LimitError](err)
			switch {
			case tt.err == nil && err == nil:
			case !ok || fe.Section != ".gnu_debugdata" || tt.err == errLimit && !limit:
				t.Errorf("err = %v, want %v", err, tt.err)
			case tt.err != errLimit && tt.err != errAny && !errors.Is(err, tt.err):
				t.Errorf("err = %v, want %v", err, tt.err)
			}
		})
	}
}

var (
	errAny   = errors.New("any FormatError")
	errLimit = errors.New("any LimitError")
)
