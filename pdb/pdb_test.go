package pdb

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/codeview"
)

// proc returns the fields of a procedure record.
func proc(name string, typ, offset, size uint32) buffer {
	return buffer(nil).u32(0, 0, 0, size, 0, 0, typ, offset).u16(1).u8(0).text(name)
}

// site returns the fields of an inlined call.
func site(id uint32, program ...byte) buffer { return buffer(nil).u32(0, 0, id).u8(program...) }

// simple is a database with a function outer at 0x1010 in a.c, into which
// inner of b.h is inlined.
//
//	lines of outer  0x00 line 10, 0x08 line 11, 0x10 line 12, up to 0x20
//	inner           0x04 to 0x0c, line 101: called from lines 10 and 11
func simple() database {
	lines := buffer(nil).subsection(codeview.SubsectionChecksums, buffer(nil).u32(1).u8(0, 0).align().u32(5).u8(0, 0).align())
	rows := buffer(nil).u32(0x10).u16(1, 0).u32(0x20)
	rows = rows.u32(0, 3, 12+3*8).u32(0, 10, 8, 11, 0x10, 12)
	lines = lines.subsection(codeview.SubsectionLines, rows)
	lines = lines.subsection(codeview.SubsectionInlinees, buffer(nil).u32(0, 0x1000, 8, 100))
	symbols := buffer(nil).
		record(codeview.GlobalProc, proc("ns::outer", 0x1001, 0x10, 0x20)).
		// Line + 1 and offset + 4 in one; length 8.
		record(codeview.InlineSite, site(0x1000, 11, 1<<5|4, 4, 8)).
		record(codeview.InlineSiteEnd, nil).
		record(codeview.End, nil)
	types := buffer(nil).
		record(codeview.TypeArgList, buffer(nil).u32(2, 0x74, 0x670)).                     // 0x1000 (int, char*)
		record(codeview.TypeProcedure, buffer(nil).u32(0x03).u8(0, 0).u16(2).u32(0x1000)). // 0x1001
		record(codeview.TypeArgList, buffer(nil).u32(0))                                   // 0x1002
	ids := buffer(nil).record(codeview.IDFunction, buffer(nil).u32(0, 0x1001).text("inner"))
	return database{
		symbols: symbols, lines: lines, types: types, ids: ids,
		names: "a.c\x00c:\\src\\b.h\x00",
	}
}

func functions(t *testing.T, f *File) (out []*debuginfo.Function, errs []error) {
	t.Helper()
	for fn, err := range f.Session().Functions() {
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

func parse(t *testing.T, data []byte) *File {
	t.Helper()
	f, err := Parse(data, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestInlinedCall(t *testing.T) {
	f := parse(t, simple().build())
	if f.Arch() != debuginfo.ArchAMD64 || f.DebugID().String() != "04030201-0605-0807-090a-0b0c0d0e0f10-3" {
		t.Errorf("arch %v, id %v", f.Arch(), f.DebugID())
	}
	fns, errs := functions(t, f)
	if len(fns) != 1 || errs != nil {
		t.Fatalf("%d functions, errors %v", len(fns), errs)
	}
	fn, s := fns[0], f.Session()
	if fn.Name != "ns::outer(int, char*)" || fn.Entry != 0x1010 {
		t.Errorf("function %s at %#x", fn.Name, fn.Entry)
	}
	type answer struct {
		name, path string
		line       uint32
	}
	outer, inner := "ns::outer(int, char*)", "inner(int, char*)"
	for addr, want := range map[uint64][]answer{
		0x1010: {{outer, "a.c", 10}},
		0x1014: {{inner, `c:\src\b.h`, 101}, {outer, "a.c", 10}},
		0x1018: {{inner, `c:\src\b.h`, 101}, {outer, "a.c", 11}},
		0x101c: {{outer, "a.c", 11}},
		0x102f: {{outer, "a.c", 12}},
		0x1030: nil,
	} {
		var got []answer
		for fr := range fn.Resolve(addr) {
			got = append(got, answer{fr.Name, s.File(fr.File).Path(), fr.Line})
		}
		if !slices.Equal(got, want) {
			t.Errorf("%#x: got %v, want %v", addr, got, want)
		}
	}
}

// TestModuleData reads the tables of a module one by one.
func TestModuleData(t *testing.T) {
	f := parse(t, simple().build())
	for m, err := range f.Modules() {
		if err != nil || m.Name != "a.obj" || m.Stream != testModule {
			t.Fatalf("module %+v, error %v", m, err)
		}
		d, err := f.Data(m)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for row, err := range d.Lines() {
			got = append(got, fmt.Sprintln(row.Section, row.Offset, f.String(row.File), row.Line, row.End, err))
		}
		for in := range d.Inlinees() {
			got = append(got, fmt.Sprintf("%#x %s %d", in.ID, f.String(in.File), in.Line))
		}
		for file := range d.Files() {
			got = append(got, f.String(file.Name))
		}
		want := []string{
			"1 16 a.c 10 false <nil>\n", "1 24 a.c 11 false <nil>\n", "1 32 a.c 12 false <nil>\n", "1 48  0 true <nil>\n",
			`0x1000 c:\src\b.h 100`, "a.c", `c:\src\b.h`,
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %q\nwant %q", got, want)
		}
	}
	types, err := f.Types()
	if err != nil || types.Len() != 3 {
		t.Errorf("%d types, error %v", types.Len(), err)
	}
	if got := f.FunctionName("g", 0x1001); got != "g(int, char*)" {
		t.Errorf("FunctionName = %s", got)
	}
}

// TestInlineDepth checks that calls below the limit are left out, with their
// code left to the call around them.
func TestInlineDepth(t *testing.T) {
	d := simple()
	d.symbols = buffer(nil).record(codeview.GlobalProc, proc("outer", 0, 0x10, 0x20))
	for range 5 {
		d.symbols = d.symbols.record(codeview.InlineSite, site(0x1000, 3, 4, 4, 8))
	}
	for depth, want := range map[int]int{0: 5, 1: 1, 3: 3, 9: 5} {
		f, err := Parse(d.build(), &debuginfo.Limits{MaxInlineDepth: depth})
		if err != nil {
			t.Fatal(err)
		}
		fns, _ := functions(t, f)
		got := 0
		for range fns[0].Resolve(0x1014) {
			got++
		}
		if got != want+1 {
			t.Errorf("limit %d: %d frames, want %d", depth, got, want+1)
		}
	}
}

func TestSeparatedCode(t *testing.T) {
	d := simple()
	d.symbols = d.symbols.record(codeview.SepCode, buffer(nil).u32(0, 0, 0x10, 0, 0x80, 0x10).u16(1, 1)).
		record(codeview.InlineSite, site(0x1000, 11, 1<<5|2, 4, 2)).
		record(codeview.InlineSiteEnd, nil).
		record(codeview.End, nil)
	fns, _ := functions(t, parse(t, d.build()))
	if len(fns) != 1 {
		t.Fatalf("%d functions", len(fns))
	}
	want := []debuginfo.Range{{Start: 0x1010, End: 0x1030}, {Start: 0x1080, End: 0x1090}}
	if !slices.Equal(fns[0].Ranges, want) {
		t.Errorf("ranges %x, want %x", fns[0].Ranges, want)
	}
	last := fns[0].Inlines[len(fns[0].Inlines)-1]
	if want := []debuginfo.Range{{Start: 0x1082, End: 0x1084}}; !slices.Equal(last.Ranges, want) {
		t.Errorf("call in the separated part at %x, want %x", last.Ranges, want)
	}
}

func TestOMAP(t *testing.T) {
	d := simple()
	// The first half of the function moves up, the second is removed, the
	// bytes between stay.
	d.omap = buffer(nil).u32(0x1000, 0x1000, 0x1010, 0x1800, 0x1018, 0x1018, 0x1020, 0)
	fns, _ := functions(t, parse(t, d.build()))
	if len(fns) != 1 {
		t.Fatalf("%d functions", len(fns))
	}
	want := []debuginfo.Range{{Start: 0x1018, End: 0x1020}, {Start: 0x1800, End: 0x1808}}
	if !slices.Equal(fns[0].Ranges, want) || fns[0].Entry != 0x1800 {
		t.Errorf("ranges %x, entry %x", fns[0].Ranges, fns[0].Entry)
	}
	var lines []uint32
	for _, addr := range []uint64{0x1018, 0x1801, 0x1805} {
		for fr := range fns[0].Resolve(addr) {
			lines = append(lines, fr.Line)
		}
	}
	if want := []uint32{101, 11, 10, 101, 10}; !slices.Equal(lines, want) {
		t.Errorf("lines %v, want %v", lines, want)
	}
}

// TestOriginalAddr goes back through OMAP in a database that tools reordered.
func TestOriginalAddr(t *testing.T) {
	f := load(t, "breakpad/omap_reorder_funcs.pdb")
	// DIA has main at 0x41e2, the linker had it at 0x1000.
	for addr, want := range map[uint64]uint64{0x41e2: 0x1000, 0x4235: 0x1053, 0x2b6a: 0x1070} {
		if got, ok := f.OriginalAddr(addr); got != want || !ok {
			t.Errorf("OriginalAddr(%#x) = %#x, %v, want %#x", addr, got, ok, want)
		}
	}
	if _, ok := f.OriginalAddr(0); ok {
		t.Error("address 0 has an origin")
	}
}

func TestFastLink(t *testing.T) {
	d := simple()
	d.features = []uint32{20140508, featureMinimal}
	f := parse(t, d.build())
	_, errs := functions(t, f)
	if !f.FastLink() || len(errs) != 1 || !errors.Is(errs[0], debuginfo.ErrUnsupported) {
		t.Errorf("FastLink = %v, errors %v", f.FastLink(), errs)
	}
}

// TestCodeWithoutProcedure checks code of an assembler: lines and public
// symbols, around a procedure with lines of its own.
func TestCodeWithoutProcedure(t *testing.T) {
	d := simple()
	rows := buffer(nil).u32(0).u16(1, 0).u32(0x60)
	rows = rows.u32(0, 2, 12+2*8).u32(0, 1, 0x40, 2)
	d.lines = d.lines.subsection(codeview.SubsectionLines, rows)
	for _, name := range []string{"first", "second"} {
		at := uint32(8)
		if name == "second" {
			at = 0x48
		}
		d.globals = d.globals.record(codeview.Public, buffer(nil).u32(2, at).u16(1).text(name))
	}
	fns, errs := functions(t, parse(t, d.build()))
	var got []string
	for _, fn := range fns {
		got = append(got, fmt.Sprintf("%s %x", fn.Name, fn.Ranges))
	}
	want := []string{"ns::outer(int, char*) [{1010 1030}]", "first [{1008 1010}]", "first [{1040 1048}]", "second [{1048 1060}]"}
	if !slices.Equal(got, want) || errs != nil {
		t.Errorf("functions %q, want %q; errors %v", got, want, errs)
	}
}

// TestDamage checks that damage costs what is damaged.
func TestDamage(t *testing.T) {
	t.Run("record of length 0", func(t *testing.T) {
		d := simple()
		d.symbols = d.symbols.u16(0, 0)
		fns, errs := functions(t, parse(t, d.build()))
		fe, ok := errors.AsType[*debuginfo.FormatError](errors.Join(errs...))
		if len(fns) != 1 || !ok || fe.Section != "module a.obj" || fe.Offset != uint64(len(simple().symbols))+moduleHead {
			t.Errorf("%d functions, error %+v", len(fns), fe)
		}
	})
	t.Run("lines cut", func(t *testing.T) {
		d := simple()
		d.lines = d.lines.u32(codeview.SubsectionLines, 1<<30)
		fns, errs := functions(t, parse(t, d.build()))
		if len(fns) != 1 || len(fns[0].Lines) == 0 || len(errs) != 1 || !errors.Is(errs[0], io.ErrUnexpectedEOF) {
			t.Errorf("%d functions, errors %v", len(fns), errs)
		}
	})
	t.Run("type of itself", func(t *testing.T) {
		d := simple()
		d.types = buffer(nil).
			record(codeview.TypeArgList, buffer(nil).u32(1, 0x1002)).
			record(codeview.TypeProcedure, buffer(nil).u32(0x03).u8(0, 0).u16(1).u32(0x1000)).
			record(codeview.TypePointer, buffer(nil).u32(0x1002, 0x1000c))
		fns, _ := functions(t, parse(t, d.build()))
		if len(fns) != 1 || fns[0].Name != "ns::outer(…)" {
			t.Errorf("functions %+v", fns)
		}
	})
	t.Run("no section headers", func(t *testing.T) {
		d := simple()
		d.sections = buffer{}
		f := parse(t, d.build())
		if fns, errs := functions(t, f); len(fns) != 0 || errs != nil {
			t.Errorf("%d functions, errors %v", len(fns), errs)
		}
		f = f.WithSections([]Section{{Name: ".text", Addr: 0x1000, Size: 0x1000, Characteristics: codeFlags}})
		if fns, errs := functions(t, f); len(fns) != 1 || errs != nil {
			t.Errorf("with those of the image %d functions, errors %v", len(fns), errs)
		}
	})
}

func TestSymbols(t *testing.T) {
	d := simple()
	public := func(section uint16, offset uint32, name string) buffer {
		return buffer(nil).u32(2, offset).u16(section).text(name)
	}
	d.sections = append(testSection(".text", 0x1000, 0x1000, codeFlags), testSection(".data", 0x2000, 0x100, 0x40000040)...)
	d.globals = buffer(nil).
		record(codeview.Public, public(1, 0x10, "?outer@ns@@YAXHPEAD@Z")).
		record(codeview.Public, public(2, 0, "data")).
		record(codeview.Public, public(0, 0, "absolute")).
		record(codeview.Public, public(1, 0x5000, "outside")).
		record(codeview.Public, public(1, 0x20, "_c"))
	var got []debuginfo.Symbol
	for s, err := range parse(t, d.build()).Symbols() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, s)
	}
	want := []debuginfo.Symbol{{Addr: 0x1010, Name: "?outer@ns@@YAXHPEAD@Z"}, {Addr: 0x1020, Name: "_c"}}
	if !slices.Equal(got, want) {
		t.Errorf("symbols %v, want %v", got, want)
	}
}

func TestContainer(t *testing.T) {
	big := bytes.Repeat([]byte("0123456789abcdef"), 1<<10)
	for _, pageSize := range []int{512, 1024, 4096, 32768, 65536} {
		d := simple()
		d.pageSize = pageSize
		d.names += string(big)
		f := parse(t, d.build())
		if got, err := f.Stream(testNames); err != nil || !bytes.HasSuffix(got, big) {
			t.Errorf("page size %d: %d bytes, error %v", pageSize, len(got), err)
		}
		if got, err := f.Stream(0); err != nil || len(got) != 0 {
			t.Errorf("page size %d: nil stream has %d bytes, error %v", pageSize, len(got), err)
		}
	}
	good := simple().build()
	change := func(off int, v uint32) []byte {
		b := slices.Clone(good)
		copy(b[off:], buffer(nil).u32(v))
		return b
	}
	for _, tt := range []struct {
		name string
		data []byte
		err  error
		off  uint64
	}{
		{"empty", nil, debuginfo.ErrUnknownFormat, 0},
		{"version 2.00", append([]byte(magic2), make([]byte, 64)...), debuginfo.ErrUnsupported, 0},
		{"cut superblock", good[:40], io.ErrUnexpectedEOF, 36},
		{"page size 0", change(32, 0), errPageSize, 32},
		{"page size 768", change(32, 768), errPageSize, 32},
		{"directory of 4 GiB", change(44, 0xffffffff), errDirSize, 44},
		{"directory beyond the file", change(52, 1<<30), errPage, 0},
		{"directory in the superblock", change(52, 0), errPage, 0},
	} {
		f, err := Parse(tt.data, nil)
		if f != nil || !errors.Is(err, tt.err) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.err)
		}
		if fe, ok := errors.AsType[*debuginfo.FormatError](err); ok && fe.Offset != tt.off {
			t.Errorf("%s: error at %#x, want %#x", tt.name, fe.Offset, tt.off)
		}
	}
}

// TestStreamsThatSharePages checks that streams cannot make a file larger than
// it is.
func TestStreamsThatSharePages(t *testing.T) {
	m := &msf{pageSize: 512, pages: 10}
	dir := buffer(nil).u32(2, 6*512, 6*512)
	for range 2 {
		dir = dir.u32(3, 4, 5, 6, 7, 8)
	}
	if err := m.readDirectory(dir); err != nil {
		t.Fatal(err)
	}
	if m.streams[0].bad || !m.streams[1].bad {
		t.Errorf("bad = %v, %v; want false, true", m.streams[0].bad, m.streams[1].bad)
	}
}

// TestSplit checks that the functions do not depend on the number of sessions.
func TestSplit(t *testing.T) {
	f := load(t, "symbolic/CrashWithException.pdb")
	names := func(sessions []debuginfo.Session) (out []string) {
		for _, s := range sessions {
			for fn, err := range s.Functions() {
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, fn.Name)
			}
		}
		return out
	}
	want := names([]debuginfo.Session{f.Session()})
	for _, n := range []int{1, 2, 3, 8, 1000} {
		parts := f.Session().Split(n)
		if got := names(parts); !slices.Equal(got, want) || len(parts) > n {
			t.Errorf("%d of %d sessions give %d functions, want %d", len(parts), n, len(got), len(want))
		}
	}
}

func TestSourceServer(t *testing.T) {
	s := parseSourceServer([]byte("SRCSRV: ini -----\r\nVERSION=2\r\nVERCTRL=perforce\r\n" +
		"SRCSRV: variables ----\r\nP4_EDITOR=\r\nSRCSRV: source files ---\r\n" +
		"c:\\Build\\a.c*P4*//depot/src/a.c*1234\r\nc:\\build\\b.c*P4*//depot/b.c*\r\nSRCSRV: end ----\r\nc:\\x.c*P4*//x*1"))
	for _, tt := range []struct{ path, depot, revision string }{
		{`C:\BUILD\A.C`, "depot/src/a.c", "1234"},
		{`c:\build\b.c`, "depot/b.c", ""},
		{`c:\x.c`, "", ""},
	} {
		depot, revision, ok := s.Perforce(tt.path)
		if depot != tt.depot || revision != tt.revision || ok != (tt.depot != "") {
			t.Errorf("%s: %q %q %v", tt.path, depot, revision, ok)
		}
	}
}

// FuzzParse checks that whatever a database says, functions keep the rules of
// the model and no stream is larger than the file.
func FuzzParse(f *testing.F) {
	f.Add(simple().build())
	if data, err := os.ReadFile("testdata/hello.pdb"); err == nil {
		f.Add(data)
	}
	d := simple()
	d.omap = buffer(nil).u32(0x1000, 0x1000, 0x1010, 0x1800, 0x1018, 0)
	d.globals = buffer(nil).record(codeview.Public, buffer(nil).u32(2, 0).u16(1).text("f"))
	f.Add(d.build())
	f.Fuzz(func(t *testing.T, data []byte) {
		db, err := Parse(data, nil)
		if err != nil {
			return
		}
		for n := range db.NumStreams() {
			if s, err := db.Stream(n); err == nil && len(s) > len(data) {
				t.Fatalf("stream %d has %d bytes in a file of %d", n, len(s), len(data))
			}
		}
		s := db.Session()
		for fn, err := range s.Functions() {
			if err != nil {
				continue
			}
			if err := fn.Check(); err != nil {
				t.Fatal(err)
			}
			for _, row := range fn.Lines {
				s.File(row.File)
			}
		}
		for range db.Symbols() {
		}
		for range db.EmbeddedFiles() {
		}
	})
}
