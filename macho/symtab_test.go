package macho

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/testfile"
)

func TestSymbols(t *testing.T) {
	for _, shape := range shapes {
		t.Run(shape.name, func(t *testing.T) {
			in := sample(shape.is32, shape.big)
			f, err := Parse(in.Bytes(), nil)
			if err != nil {
				t.Fatal(err)
			}
			var symbols, stabs []string
			for s, err := range f.Symbols() {
				if err != nil {
					t.Fatal(err)
				}
				symbols = append(symbols, s.Name)
			}
			for s, err := range f.Stabs() {
				if err != nil {
					t.Fatal(err)
				}
				stabs = append(stabs, s.Name)
			}
			if !slices.Equal(symbols, []string{"_main", "_table", "__hidden#3_", "_printf"}) || !slices.Equal(stabs, []string{"/src/main.c"}) {
				t.Errorf("got %q and %q", symbols, stabs)
			}
			functions, err := f.FunctionSymbols()
			if err != nil || len(functions) != 2 || functions[0].Value != 0x1100 || functions[1].Value != 0x1120 {
				t.Errorf("functions are %v, %v", functions, err)
			}
		})
	}
}

func TestLinkageName(t *testing.T) {
	for name, want := range map[string]string{
		"_main": "main", "__ZN1aE": "_ZN1aE", "-[A b]": "-[A b]", "ltmp0": "ltmp0", "_": "", "": "",
		"__hidden#12_": "__hidden#12_", "___hidden": "__hidden",
	} {
		if got := LinkageName(name); got != want {
			t.Errorf("LinkageName(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestSymbolNames reads names from damaged string tables.
func TestSymbolNames(t *testing.T) {
	symbols := []testfile.MachOSymbol{{Name: "_a", Sect: 1, Type: 0xe}, {Name: "_b", Sect: 1, Type: 0xe}}
	tests := []struct {
		name    string
		strings []byte
		want    []string
	}{
		{"sound", []byte("\x00_a\x00_b\x00"), []string{"_a", "_b"}},
		{"last has no end", []byte("\x00_a\x00_b"), []string{"_a", "_b"}},
		{"second lies outside", []byte("\x00_a"), []string{"_a", ""}},
		{"empty", []byte{}, []string{"", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := testfile.MachO{Symbols: symbols, Strings: tt.strings}
			f, err := Parse(in.Bytes(), nil)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for s, err := range f.Symbols() {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, s.Name)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestSymbolTableCut reads as many entries as there are.
func TestSymbolTableCut(t *testing.T) {
	in := testfile.MachO{Commands: []testfile.MachOCommand{
		{Kind: cmdSymtab, Body: (&testfile.Asm{}).U32(header64, 1<<31, 0xfffffff0, 0xff).Bytes()},
	}}
	f, err := Parse(in.Bytes(), nil)
	if err != nil {
		t.Fatal(err)
	}
	n, failed := 0, error(nil)
	for _, err := range f.Symbols() {
		if n++; err != nil {
			failed = err
		}
	}
	// The command itself is one entry and a half; its first bytes make a STAB or not.
	if fe, ok := errors.AsType[*debuginfo.FormatError](failed); !ok || !errors.Is(fe, errTableBounds) || fe.Offset != header64 || n > 2 {
		t.Errorf("%d entries, %v", n, failed)
	}
}

// TestSymbolNameLimit: symbols that all point into one long name must not cost
// their number times its length.
func TestSymbolNameLimit(t *testing.T) {
	symbols := make([]testfile.MachOSymbol, 10000)
	for i := range symbols {
		symbols[i] = testfile.MachOSymbol{Name: "x", Type: 0xe, Sect: 1}
	}
	in := testfile.MachO{Symbols: symbols, Strings: []byte(strings.Repeat("a", 1<<16))}
	f, err := Parse(in.Bytes(), nil)
	if err != nil {
		t.Fatal(err)
	}
	total, failed := 0, error(nil)
	for s, err := range f.Symbols() {
		total += len(s.Name)
		failed = err
	}
	if _, ok := errors.AsType[*debuginfo.LimitError](failed); !ok || total > nameShare<<16+nameBase {
		t.Errorf("%d bytes of names, %v", total, failed)
	}
}

func TestDebugMap(t *testing.T) {
	stab := func(typ uint8, name string, value uint64) testfile.MachOSymbol {
		return testfile.MachOSymbol{Name: name, Type: typ, Value: value}
	}
	in := testfile.MachO{Symbols: []testfile.MachOSymbol{
		stab(stabFun, "_before", 1), // of no object
		stab(stabSource, "/src/", 0), stab(stabSource, "a.c", 0),
		stab(stabObject, "/obj/a.o", 1234),
		stab(0x2e, "", 0x1000), stab(stabFun, "_f", 0x1000), stab(stabFun, "", 0x20), stab(0x4e, "", 0x20),
		stab(stabFun, "_g", 0x1020), // without size
		stab(stabFun, "_h", 0x1040), stab(stabFun, "", 0x10), stab(stabFun, "", 0x99),
		stab(stabSource, "", 0),
		{Name: "_f", Type: 0xf, Sect: 1, Value: 0x1000},
		stab(stabObject, "/obj (1)/libx.a(b.o)", 5),
		stab(stabFun, "_k", 0x2000), stab(stabFun, "", 8),
	}}
	f, err := Parse(in.Bytes(), nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := f.DebugMap()
	want := []LinkedObject{
		{Path: "/obj/a.o", ModTime: 1234, Functions: []LinkedFunction{{"_f", 0x1000, 0x20}, {"_g", 0x1020, 0}, {"_h", 0x1040, 0x10}}},
		{Path: "/obj (1)/libx.a", Member: "b.o", ModTime: 5, Functions: []LinkedFunction{{"_k", 0x2000, 8}}},
	}
	if err != nil || len(got) != len(want) {
		t.Fatalf("got %v, %v", got, err)
	}
	for i := range want {
		g, w := got[i], want[i]
		if g.Path != w.Path || g.Member != w.Member || g.ModTime != w.ModTime || !slices.Equal(g.Functions, w.Functions) {
			t.Errorf("got %v, want %v", g, w)
		}
	}
}
