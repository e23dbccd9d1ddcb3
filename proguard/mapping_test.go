package proguard

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
)

func TestParseMember(t *testing.T) {
	tests := []struct {
		line string
		want memberLine
		err  error
	}{
		{line: " int f -> a", want: memberLine{typ: []byte("int"), name: []byte("f"), obf: []byte("a")}},
		{line: "\tint x.y.f -> a ", want: memberLine{typ: []byte("int"), name: []byte("x.y.f"), obf: []byte("a")}},
		{line: " void m() -> a", want: memberLine{typ: []byte("void"), name: []byte("m"), params: []byte{}, obf: []byte("a")}},
		{line: " 1:2:a.b[] x.m(int, c.d):3:4 -> <init>", want: memberLine{typ: []byte("a.b[]"), name: []byte("x.m"), params: []byte("int, c.d"),
			obf: []byte("<init>"), hasRange: true, start: 1, end: 2, first: 3, last: 4, original: 2}},
		{line: " 2:1:void m():4:3 -> a", want: memberLine{typ: []byte("void"), name: []byte("m"), params: []byte{}, obf: []byte("a"),
			hasRange: true, start: 1, end: 2, first: 3, last: 4, original: 2}},
		{line: " void m():7 -> a", want: memberLine{typ: []byte("void"), name: []byte("m"), params: []byte{}, obf: []byte("a"),
			first: 7, last: 7, original: 1}},
		{line: " 0:4294967295:void m() -> a", want: memberLine{typ: []byte("void"), name: []byte("m"), params: []byte{}, obf: []byte("a"),
			hasRange: true, end: math.MaxUint32}},
		{line: " 0:4294967296:void m() -> a", err: errNumber},
		{line: " void m():99999999999999999999 -> a", err: errNumber},
		{line: " 1:void m() -> a", err: errRange},
		{line: " 1:2:int f -> a", err: errFieldRange},
		{line: " void m( -> a", err: errParams},
		{line: " void m():x -> a", err: errTrailing},
		{line: " void m():1: -> a", err: errTrailing},
		{line: " void m():1:2:3 -> a", err: errTrailing},
		{line: " int f g -> a", err: errTrailing},
		{line: " void () -> a", err: errEmptyName},
		{line: " m -> a", err: errNoType},
		{line: " void m()", err: errNoArrow},
		{line: " void m() ->", err: errNoArrow},
		{line: " void m()-> a", err: errNoArrow},
		{line: " int f -> \ta", want: memberLine{typ: []byte("int"), name: []byte("f"), obf: []byte("a")}},
		{line: " -> a", err: errNoArrow},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			var got memberLine
			err := parseMember([]byte(tt.line), &got)
			if !errors.Is(err, tt.err) || err == nil && tt.err != nil {
				t.Fatalf("err = %v, want %v", err, tt.err)
			}
			if got.sig = nil; err == nil && !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestParseClass(t *testing.T) {
	tests := []struct {
		line, original, obf string
		err                 error
	}{
		{line: "a.b.C -> d:", original: "a.b.C", obf: "d"},
		{line: "a.package-info -> a.package-info: ", original: "a.package-info", obf: "a.package-info"},
		{line: "a.b.C -> d", err: errClassColon},
		{line: "a.b.C:", err: errNoArrow},
		{line: "a b -> d:", err: errNoArrow},
		{line: " -> d:", err: errNoArrow},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			original, obf, err := parseClass([]byte(tt.line))
			if !errors.Is(err, tt.err) || err == nil && (string(original) != tt.original || string(obf) != tt.obf) {
				t.Errorf("%q, %q, %v", original, obf, err)
			}
		})
	}
}

// TestLineEnds reads one mapping with every line end and wants the same index.
func TestLineEnds(t *testing.T) {
	const mapping = "# compiler: R8\nx.A -> a:\n# {\"id\":\"sourceFile\",\"fileName\":\"A.kt\"}\n\n    1:2:void m():3:4 -> b\n      oops\n\tint f -> c\n"
	for _, end := range []string{"\n", "\r\n", "\r"} {
		for _, last := range []string{end, ""} {
			data := strings.TrimSuffix(strings.ReplaceAll(mapping, "\n", end), end) + last
			var bad []int
			m, err := Parse([]byte(data), &Options{Report: func(err error) {
				var e *LineError
				if errors.As(err, &e) {
					bad = append(bad, e.Line)
				}
			}})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(bad, []int{6}) {
				t.Errorf("%q: bad lines %v", end, bad)
			}
			frames, _ := m.AppendFrames(nil, nil, Frame{Class: "a", Method: "b", Line: 2})
			if len(frames) != 1 || frames[0].String() != "at x.A.m(A.kt:4)" {
				t.Errorf("%q: frames = %v", end, frames)
			}
			fields, _ := m.Fields("a", "c")
			if len(fields) != 1 || fields[0].Name != "f" {
				t.Errorf("%q: fields = %v", end, fields)
			}
		}
	}
}

func TestBadLines(t *testing.T) {
	const mapping = "    int early -> a\n# {\"id\":\"com.android.tools.r8.synthesized\"}\nx.A -> a:\n  bad\n  # {\"id\":\"com.android.tools.r8.synthesized\"}\n" +
		"  int good -> b\n  # {broken\n# {\"no\":\"id\"}\nbad class\n  int lost -> c\n"
	want := []struct {
		line int
		off  uint64
		err  error
	}{
		{1, 0, errNoClass}, {2, 19, errInfoNoClass}, {4, 73, errNoArrow}, {7, 0, errBrokenJSON}, {8, 0, errBrokenJSON}, {9, 0, errClassColon}, {10, 0, errNoClass},
	}
	i := 0
	m, err := Parse([]byte(mapping), &Options{Report: func(err error) {
		var le *LineError
		var fe *debuginfo.FormatError
		if !errors.As(err, &le) || !errors.As(err, &fe) || le.Line != want[i].line || !errors.Is(err, want[i].err) {
			t.Errorf("report %d: %v", i, err)
		}
		if want[i].off > 0 && fe.Offset != want[i].off {
			t.Errorf("report %d: offset %d", i, fe.Offset)
		}
		i++
	}})
	if err != nil || m.BadLines() != len(want) || i != len(want) {
		t.Fatalf("%d reports, %d bad lines, %v", i, m.BadLines(), err)
	}
	if fields, _ := m.Fields("a", "b"); len(fields) != 1 || fields[0].Synthesized {
		t.Errorf("fields = %+v", fields)
	}
}

func TestReportsAreLimited(t *testing.T) {
	reports := 0
	m, err := Parse([]byte(strings.Repeat("bad\n", 5000)), &Options{Report: func(error) { reports++ }})
	if err != nil || reports != maxReports || m.BadLines() != 5000 {
		t.Errorf("%d reports, %d bad lines, %v", reports, m.BadLines(), err)
	}
}

func TestSummary(t *testing.T) {
	m := parse(t, "# compiler: R8\n# compiler_version: 8.3.36\n# min_api: 24\n# common_typos_disable\n"+
		"# {\"id\":\"com.android.tools.r8.mapping\",\"version\":\"2.2\"}\n# pg_map_id: 48ffd94\n# pg_map_hash: SHA-256 48ffd9\nx.A -> a:\n  int f -> a\n# compiler: other\n")
	want := Summary{Compiler: "R8", CompilerVersion: "8.3.36", MinAPI: "24", MapID: "48ffd94", MapHash: "SHA-256 48ffd9", MapVersion: "2.2",
		Headers: []Header{{"compiler", "R8"}, {"compiler_version", "8.3.36"}, {"min_api", "24"}, {"common_typos_disable", ""},
			{"pg_map_id", "48ffd94"}, {"pg_map_hash", "SHA-256 48ffd9"}, {"compiler", "other"}}}
	if got := m.Summary(); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if !m.IsValid() || m.HasLineInfo() {
		t.Errorf("valid %v, line info %v", m.IsValid(), m.HasLineInfo())
	}
}

func TestIsValid(t *testing.T) {
	tests := []struct {
		name, mapping string
		want          bool
	}{
		{"class and member", "x.A -> a:\n  int f -> a\n", true},
		{"class only", "x.A -> a:\n", false},
		{"text", "hello\nworld\n", false},
		{"empty", "", false},
		{"member on line 50", strings.Repeat("# c\n", 48) + "x.A -> a:\n  int f -> a\n", true},
		{"member on line 51", strings.Repeat("# c\n", 49) + "x.A -> a:\n  int f -> a\n", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := Parse([]byte(tt.mapping), nil)
			if err != nil || m.IsValid() != tt.want {
				t.Errorf("IsValid = %v, %v", m.IsValid(), err)
			}
		})
	}
}

// TestUUID has the ids that symbol servers give to two real files; line ends
// count.
func TestUUID(t *testing.T) {
	data, err := os.ReadFile(corpus.Path(t, "proguard/rust-proguard/mapping.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"lf", data, uuidOfRealMapping},
		{"crlf", bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n")), uuidOfRealMappingCRLF},
	} {
		m, err := Parse(tt.data, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.UUID().String(); got != tt.want {
			t.Errorf("%s: UUID = %s, want %s", tt.name, got, tt.want)
		}
	}
}

const (
	uuidOfRealMapping     = "5cd8e873-1127-5276-81b7-8ff25043ecfd"
	uuidOfRealMappingCRLF = "71d468f2-0dc4-5017-9f12-1a81081913ef"
)

func TestDuplicateClass(t *testing.T) {
	m := parse(t, "x.A -> a:\n  int f -> b\nx.B -> a:\n  int g -> b\nx.C -> a:\n")
	c, ok, err := m.Class("a")
	if !ok || err != nil || c.Original != "x.B" {
		t.Errorf("class = %+v, %v, %v: want the last with members", c, ok, err)
	}
}

// TestManyClasses looks each class and member up among many, some with equal
// hashes.
func TestManyClasses(t *testing.T) {
	var b strings.Builder
	const n = 20_000
	for i := range n {
		fmt.Fprintf(&b, "p.C%d -> c%d:\n  1:9:void run%d():%d -> a%d\n  void run():5 -> b\n", i, i, i, i, i%7)
	}
	m := parse(t, b.String())
	c, _ := cacheOf(t, m)
	for i := range n {
		for _, mapper := range []*Mapper{&m.Mapper, &c.Mapper} {
			frames, err := mapper.AppendFrames(nil, nil, Frame{Class: fmt.Sprintf("c%d", i), Method: fmt.Sprintf("a%d", i%7), Line: 4})
			if err != nil || len(frames) != 1 || frames[0].Method != fmt.Sprintf("run%d", i) || frames[0].Line != uint32(i) {
				t.Fatalf("class %d: %v, %v", i, frames, err)
			}
		}
	}
}

// TestOrderedGroup bisects the records of a method with many ranges.
func TestOrderedGroup(t *testing.T) {
	var b strings.Builder
	b.WriteString("p.C -> c:\n")
	for i := 1; i <= 1000; i++ {
		fmt.Fprintf(&b, "  %d:%d:void in%d():%d:%d -> a\n  %d:%d:void run():%d -> a\n", 10*i, 10*i+4, i, 7*i, 7*i+4, 10*i, 10*i+4, i)
	}
	b.WriteString("  int field -> a\n")
	m := parse(t, b.String())
	c, _ := cacheOf(t, m)
	sameAnswers(t, m, &c.Mapper)
	for i := 1; i <= 1000; i++ {
		frames, _ := m.AppendFrames(nil, nil, Frame{Class: "c", Method: "a", Line: uint32(10*i + 3)})
		if len(frames) != 2 || frames[0].Method != fmt.Sprintf("in%d", i) || frames[0].Line != uint32(7*i+3) || frames[1].Line != uint32(i) {
			t.Fatalf("line %d: %v", 10*i+3, frames)
		}
		r, _ := m.Frame(nil, Frame{Class: "c", Method: "a", Line: uint32(10*i + 7)})
		if r.Method {
			t.Fatalf("line %d: %+v", 10*i+7, r)
		}
	}
}

// TestMemory keeps the index within half of the file.
func TestMemory(t *testing.T) {
	data := bigMapping(t, "rust-proguard/mapping.txt", 4<<20)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	m, err := Parse(data, nil)
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if held := after.HeapAlloc - before.HeapAlloc; held > uint64(len(data))/2 {
		t.Errorf("index of %d bytes for a file of %d", held, len(data))
	}
	runtime.KeepAlive(m)
	runtime.KeepAlive(data)
}

// TestEqualHashes finds each of many members whose short hashes are equal, and
// a name with that hash which is not there.
func TestEqualHashes(t *testing.T) {
	var b strings.Builder
	var names []string
	want := shortHash("a")
	for i := 0; len(names) < 40; i++ {
		if name := fmt.Sprintf("n%d", i); shortHash(name) == want {
			names = append(names, name)
		}
	}
	absent := names[20]
	names = slices.Delete(names, 20, 21)
	b.WriteString("p.C -> c:\n")
	for i, name := range names {
		for line := range 3 * i {
			fmt.Fprintf(&b, "  %d:%d:void run%d():%d:%d -> %s\n", line, line, i, line, line, name)
		}
		fmt.Fprintf(&b, "  int field%d -> %s\n", i, name)
	}
	for i := range 3000 {
		fmt.Fprintf(&b, "  void big(x%d) -> %s\n", i, names[38])
	}
	m := parse(t, b.String())
	for i, name := range names {
		fields, err := m.Fields("c", name)
		if err != nil || len(fields) != 1 || fields[0].Name != fmt.Sprintf("field%d", i) {
			t.Errorf("%s: %+v, %v", name, fields, err)
		}
	}
	if methods, err := m.Methods("c", names[38]); len(methods) != 3001 || err != nil {
		t.Errorf("%d methods, %v", len(methods), err)
	}
	if fields, err := m.Fields("c", absent); len(fields) > 0 || err != nil {
		t.Errorf("%+v, %v", fields, err)
	}
}
