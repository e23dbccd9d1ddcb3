package breakpad

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
)

const module = "MODULE Linux x86_64 18B180F90887D8F8B5C35D185444AF4C0 lib a.so\n"

func parse(t testing.TB, text string) *File {
	t.Helper()
	f, err := Parse([]byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// functions returns the functions and errors of a file.
func functions(t testing.TB, f *File) (out []*debuginfo.Function, errs []error) {
	t.Helper()
	s, err := f.Session()
	if err != nil {
		t.Fatal(err)
	}
	for fn, err := range s.Functions() {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if err := fn.Check(); err != nil {
			t.Errorf("%s: %v", fn.Name, err)
		}
		out = append(out, fn.Clone())
	}
	return out, errs
}

func TestModule(t *testing.T) {
	id := debugid.FromUUID([16]byte{0x18, 0xb1, 0x80, 0xf9, 8, 0x87, 0xd8, 0xf8, 0xb5, 0xc3, 0x5d, 0x18, 0x54, 0x44, 0xaf, 0x4c}, 0)
	for _, tt := range []struct {
		name, text string
		want       Module
		err        error
	}{
		{"name with a blank", module, Module{"Linux", "x86_64", id, "lib a.so"}, nil},
		{"id without age", "MODULE mac  arm64\t18B180F90887D8F8B5C35D185444AF4C x", Module{"mac", "arm64", id, "x"}, nil},
		{"no name", "MODULE mac arm64 18B180F90887D8F8B5C35D185444AF4C0\r\n", Module{"mac", "arm64", id, unknown}, nil},
		{"CR", "MODULE mac arm64 18B180F90887D8F8B5C35D185444AF4C0 x\rINFO A b\r", Module{"mac", "arm64", id, "x"}, nil},
		{"no id", "MODULE mac arm64\n", Module{}, errModule},
		{"bad id", "MODULE mac arm64 xyz a\n", Module{}, errModuleID},
		{"other file", "MODULES\n", Module{}, errModule},
		{"empty", "", Module{}, errModule},
	} {
		f, err := Parse([]byte(tt.text), nil)
		if !errors.Is(err, tt.err) {
			t.Errorf("%s: err = %v, want %v", tt.name, err, tt.err)
		}
		if err == nil && f.Module != tt.want {
			t.Errorf("%s: module = %+v, want %+v", tt.name, f.Module, tt.want)
		}
	}
	f := parse(t, module+"INFO CODE_ID\nINFO CODE_ID 5D6AA5581AD000 ntdll.dll\nINFO GENERATOR a b\nFILE 0 a\nINFO X y\n")
	if f.CodeID().String() != "5d6aa5581ad000" || f.CodeFile() != "ntdll.dll" || f.Arch() != debuginfo.ArchAMD64 {
		t.Errorf("%v %q %v", f.CodeID(), f.CodeFile(), f.Arch())
	}
	if want := []Info{{"CODE_ID", ""}, {"CODE_ID", "5D6AA5581AD000 ntdll.dll"}, {"GENERATOR", "a b"}}; !slices.Equal(f.Info, want) {
		t.Errorf("info = %q", f.Info)
	}
}

func TestFunctions(t *testing.T) {
	const no = debuginfo.NoFile
	type lines = []debuginfo.Line
	tests := []struct {
		name, text string
		want       []debuginfo.Function
		err        error
		line       int // of the error, counted from 1 behind MODULE
	}{
		{name: "plain", text: "FILE 7 /a/b.c\nFUNC 1000 20 0 f(int, int)\n1000 8 3 7\n1008 18 4 7\n", want: []debuginfo.Function{{
			Name: "f(int, int)", Entry: 0x1000, Ranges: []debuginfo.Range{{Start: 0x1000, End: 0x1020}},
			Lines: lines{{Addr: 0x1000, Line: 3}, {Addr: 0x1008, Line: 4}}}}},
		{name: "marker, no name, blank lines, CRLF", text: "FUNC m 10  2 0\r\n\r\n10\t1 -5 0 \r\n", want: []debuginfo.Function{{
			Name: unknown, Entry: 0x10, Ranges: []debuginfo.Range{{Start: 0x10, End: 0x12}},
			Lines: lines{{Addr: 0x10, File: no}, {Addr: 0x11, File: no}}}}},
		{name: "gap, size 0, outside, unsorted", text: "FILE 0 a\nFUNC 10 10 0 f\n18 4 2 0\n10 4 1 0\n12 0 9 0\nc 8 9 0\n20 1 9 0\n", want: []debuginfo.Function{{
			Name: "f", Entry: 0x10, Ranges: []debuginfo.Range{{Start: 0x10, End: 0x20}},
			Lines: lines{{Addr: 0x10, Line: 1}, {Addr: 0x14, File: no}, {Addr: 0x18, Line: 2}, {Addr: 0x1c, File: no}}}}},
		{name: "a longer line goes on", text: "FILE 0 a\nFUNC 10 10 0 f\n10 10 1 0\n12 2 2 0\n", want: []debuginfo.Function{{
			Name: "f", Entry: 0x10, Ranges: []debuginfo.Range{{Start: 0x10, End: 0x20}},
			Lines: lines{{Addr: 0x10, Line: 1}, {Addr: 0x12, Line: 2}, {Addr: 0x14, Line: 1}}}}},
		{name: "inlines", text: "FILE 3 a\nFUNC 0 20 0 f\nINLINE 0 7 3 5 4 4 10 8\nINLINE 1 8 3 6 4 2 12 1\nINLINE_ORIGIN 5 g\nINLINE 2 1 1 1 1 1\n",
			want: []debuginfo.Function{{Name: "f", Ranges: []debuginfo.Range{{End: 0x20}},
				Inlines: []debuginfo.Inline{
					{Parent: -1, Name: "g", CallLine: 7, Ranges: []debuginfo.Range{{Start: 4, End: 8}, {Start: 0x10, End: 0x18}}},
					{Parent: 0, CallLine: 8, Ranges: []debuginfo.Range{{Start: 4, End: 6}, {Start: 0x12, End: 0x13}}},
				}}}},
		{name: "inlines without files", text: "INLINE_ORIGIN 0 -1 g()\nINLINE_ORIGIN 1 12 h()\nFUNC 0 20 0 f\nINLINE 0 7 0 4 4\nINLINE 1 8 1 4 2\n",
			want: []debuginfo.Function{{Name: "f", Ranges: []debuginfo.Range{{End: 0x20}},
				Inlines: []debuginfo.Inline{
					{Parent: -1, Name: "g()", CallFile: no, CallLine: 7, Ranges: []debuginfo.Range{{Start: 4, End: 8}}},
					{Parent: 0, Name: "h()", CallFile: no, CallLine: 8, Ranges: []debuginfo.Range{{Start: 4, End: 6}}},
				}}}},
		{name: "one record in two callers, beyond its caller, within a sibling",
			text: "FILE 0 a\nINLINE_ORIGIN 0 g\nFUNC 10 30 0 f\nINLINE 0 1 0 0 8 18\nINLINE 0 2 0 0 20 8\nINLINE 1 3 0 0 1c 8\nINLINE 1 4 0 0 1e 1\n",
			want: []debuginfo.Function{{Name: "f", Entry: 0x10, Ranges: []debuginfo.Range{{Start: 0x10, End: 0x40}},
				Inlines: []debuginfo.Inline{
					{Parent: -1, Name: "g", CallLine: 1, Ranges: []debuginfo.Range{{Start: 0x10, End: 0x20}}},
					{Parent: 0, Name: "g", CallLine: 3, Ranges: []debuginfo.Range{{Start: 0x1c, End: 0x20}}},
					{Parent: -1, Name: "g", CallLine: 2, Ranges: []debuginfo.Range{{Start: 0x20, End: 0x28}}},
					{Parent: 2, Name: "g", CallLine: 3, Ranges: []debuginfo.Range{{Start: 0x20, End: 0x24}}},
				}}}},
		{name: "ends at PUBLIC, goes on after STACK", text: "FUNC 0 2 0 f\nPUBLIC 8 0 p\nSTACK CFI INIT 0 2 x\nFUNC 4 2 0 g\n", want: []debuginfo.Function{
			{Name: "f", Ranges: []debuginfo.Range{{End: 2}}},
			{Name: "g", Entry: 4, Ranges: []debuginfo.Range{{Start: 4, End: 6}}}}},
		{name: "bad line", text: "FILE 0 a\nFUNC 0 2 0 f\n0 1 1\n1 1 2 0\n", err: errLine, line: 3, want: []debuginfo.Function{
			{Name: "f", Ranges: []debuginfo.Range{{End: 2}}, Lines: lines{{Addr: 1, Line: 2}}}}},
		{name: "bad function", text: "FUNC 0 x 0 f\n0 1 1 0\nFUNC 2 1 0 g\n", err: errFunction, line: 1, want: []debuginfo.Function{
			{Name: "g", Entry: 2, Ranges: []debuginfo.Range{{Start: 2, End: 3}}}}},
		{name: "bad inline", text: "FUNC 2 1 0 g\nINLINE 0 1 0 2 1\nINLINE 0 1 0\n", err: errInline, line: 3, want: []debuginfo.Function{
			{Name: "g", Entry: 2, Ranges: []debuginfo.Range{{Start: 2, End: 3}},
				Inlines: []debuginfo.Inline{{Parent: -1, CallLine: 1, CallFile: no, Ranges: []debuginfo.Range{{Start: 2, End: 3}}}}}}},
		{name: "line without function", text: "0 1 1 0\n", err: errNoFunction, line: 1},
		{name: "bad file", text: "FILE x y\n", err: errFile, line: 1},
		{name: "end of the address space", text: "FUNC fffffffffffffff0 20 0 f\n", want: []debuginfo.Function{
			{Name: "f", Entry: ^uint64(15), Ranges: []debuginfo.Range{{Start: ^uint64(15), End: ^uint64(0)}}}}},
		{name: "cut", text: "FILE 0 a\nFUNC 0 2 0 f\n0 1 1 0\n1 1", err: errLine, line: 4, want: []debuginfo.Function{
			{Name: "f", Ranges: []debuginfo.Range{{End: 2}}, Lines: lines{{Addr: 0, Line: 1}, {Addr: 1, File: no}}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, errs := functions(t, parse(t, module+tt.text))
			var want []*debuginfo.Function
			for i := range tt.want {
				want = append(want, &tt.want[i])
			}
			if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
				t.Error(d)
			}
			if tt.err == nil {
				if len(errs) > 0 {
					t.Error(errs)
				}
				return
			}
			if len(errs) != 1 || !errors.Is(errs[0], tt.err) {
				t.Fatalf("errors = %v, want %v", errs, tt.err)
			}
			off := len(module)
			for _, line := range strings.SplitAfter(tt.text, "\n")[:tt.line-1] {
				off += len(line)
			}
			if e, _ := errors.AsType[*debuginfo.FormatError](errs[0]); e == nil || e.Offset != uint64(off) {
				t.Errorf("error %v, want offset %#x", errs[0], off)
			}
		})
	}
}

func TestSymbols(t *testing.T) {
	f := parse(t, module+"PUBLIC 40 0 last\nPUBLIC m 10 8 a b\nPUBLIC 10 0 alias\nPUBLIC 14 0\nPUBLIC x\nFUNC 1a 6 0 f\nPUBLIC 1c 0 inner\n")
	got, err := f.Symbols()
	want := []debuginfo.Symbol{
		{Addr: 0x10, Size: 4, Name: "a b"}, {Addr: 0x10, Size: 4, Name: "alias"}, {Addr: 0x14, Size: 6, Name: unknown},
		{Addr: 0x1c, Size: 4, Name: "inner"}, {Addr: 0x40, Name: "last"},
	}
	if d := cmp.Diff(want, got); d != "" || !errors.Is(err, errPublic) {
		t.Error(err, d)
	}
}

func TestStack(t *testing.T) {
	f := parse(t, module+"STACK CFI INIT 1a70 3b0 .cfa: $rsp 16 +  .ra: .cfa -8 + ^\nSTACK WIN 4 41e2 54 6 0 8 0 14 0 1 $T0 $ebp = \n"+
		"STACK CFI 1a76 .cfa: $rsp 24 +\nSTACK WIN 0 10 20 1 2 3 4 5 6 0 1\nSTACK WIN 3 1 2 3\nSTACK CFI y\nSTACK WIN 9 1 1 10000 0 0 0 0 0 0 0\nSTACK\n")
	var cfi []StackCFI
	var errs []error
	for r, err := range f.StackCFI() {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		cfi = append(cfi, r)
	}
	var win []StackWin
	for r, err := range f.StackWin() {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		win = append(win, r)
	}
	if want := []StackCFI{{true, 0x1a70, 0x3b0, ".cfa: $rsp 16 +  .ra: .cfa -8 + ^"}, {Addr: 0x1a76, Rules: ".cfa: $rsp 24 +"}}; !slices.Equal(cfi, want) {
		t.Errorf("cfi = %+v", cfi)
	}
	if want := []StackWin{
		{Type: WinFrameData, Addr: 0x41e2, Size: 0x54, PrologSize: 6, ParamsSize: 8, LocalsSize: 0x14, Program: "$T0 $ebp = ", HasProgram: true},
		{Type: WinFPO, Addr: 0x10, Size: 0x20, PrologSize: 1, EpilogSize: 2, ParamsSize: 3, SavedRegsSize: 4, LocalsSize: 5, MaxStackSize: 6, UsesBasePtr: true},
	}; !slices.Equal(win, want) {
		t.Errorf("win = %+v", win)
	}
	if len(errs) != 3 || !errors.Is(errs[0], errCFI) || !errors.Is(errs[1], errWin) || !errors.Is(errs[2], errWin) {
		t.Errorf("errors = %v", errs)
	}
}

// TestSplit checks that sessions give the same functions in any number.
func TestSplit(t *testing.T) {
	text := module + "9 1 1 0\n"
	for i := range 20 {
		text += fmt.Sprintf("FUNC %x 10 0 f%d\n%x 8 %d 0\n", 16*i, i, 16*i, i)
	}
	f := parse(t, text)
	want, errs := functions(t, f)
	if len(want) != 20 || len(errs) != 1 {
		t.Fatal(len(want), errs)
	}
	s, _ := f.Session()
	for n := range 30 {
		var got []*debuginfo.Function
		failed := 0
		parts := s.Split(n)
		if len(parts) < 1 || len(parts) > max(n, 1) {
			t.Errorf("Split(%d) gives %d", n, len(parts))
		}
		for _, part := range parts {
			for fn, err := range part.Functions() {
				if err != nil {
					failed++
					continue
				}
				got = append(got, fn.Clone())
			}
		}
		if d := cmp.Diff(want, got); d != "" || failed != 1 {
			t.Errorf("Split(%d): %d errors, %s", n, failed, d)
		}
	}
}

// TestHostile reads files that are made to cost much.
func TestHostile(t *testing.T) {
	var deep, wide strings.Builder
	deep.WriteString(module + "FUNC 0 100000 0 f\n")
	wide.WriteString(module + "FUNC 0 100000 0 f\n")
	for i := range 20000 {
		fmt.Fprintf(&deep, "INLINE %d 1 0 0 %x %x\n", i, i, 0x100000-i)
		fmt.Fprintf(&wide, "INLINE 0 1 0 0 0 %x\n", i+1)
	}
	for name, text := range map[string]string{
		"deep": deep.String(), "wide": wide.String(),
		"long line":    module + "FUNC 0 1 0 " + strings.Repeat("x", 10<<20) + "\n0 1 " + strings.Repeat("1", 1<<20),
		"long module":  strings.TrimSpace(module) + strings.Repeat("y", 10<<20),
		"invalid UTF8": module + "FILE 0 \xff\xfe\nFUNC 0 1 0 \xc3\x28\xff\n0 1 1 0\n",
		"numbers":      module + "FILE 18446744073709551615 a\nFILE 99999999999 b\nINLINE_ORIGIN 4294967296 c\nFUNC 0 2 0 f\n0 1 4294967295 99999999999\n",
		"blank":        module + strings.Repeat("\n \r\n", 1<<20),
		"stray":        module + strings.Repeat("0 1 1 0\nPUBLIC\n", 1<<16),
	} {
		f := parse(t, text)
		out, errs := functions(t, f)
		depth := 0
		for _, fn := range out {
			for i := range fn.Inlines {
				d := 0
				for p := int32(i); p >= 0; p = fn.Inlines[p].Parent {
					d++
				}
				depth = max(depth, d)
			}
		}
		if depth > 1024 || len(errs) > maxErrors {
			t.Errorf("%s: depth %d, %d errors", name, depth, len(errs))
		}
		f.Symbols()
	}
}

// TestAllocs checks that functions are read without an allocation for each once a session
// has met the largest.
func TestAllocs(t *testing.T) {
	var b strings.Builder
	b.WriteString(module + "FILE 0 a\nINLINE_ORIGIN 0 g\n")
	for i := range 100 {
		fmt.Fprintf(&b, "FUNC %x 10 0 f\nINLINE 0 1 0 0 %x 4\n%x 8 1 0\n%x 8 2 0\n", 16*i, 16*i+2, 16*i, 16*i+8)
	}
	s, err := parse(t, b.String()).Session()
	if err != nil {
		t.Fatal(err)
	}
	read := func() {
		for range s.Functions() {
		}
	}
	read()
	if n := testing.AllocsPerRun(10, read); n > 5 {
		t.Errorf("%v allocations for 100 functions", n)
	}
}
