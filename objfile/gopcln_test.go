package objfile

import (
	"debug/gosym"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/elf"
	"github.com/gosymbolic/symbolic/internal/corpus"
	"github.com/gosymbolic/symbolic/internal/fidelity"
	"github.com/gosymbolic/symbolic/internal/gopcln"
)

// goObject opens a Go program and returns what its two kinds of debug
// information say; the second is nil where DWARF was stripped.
func goObject(t *testing.T, name string) (table, dwarf *goAnswers) {
	t.Helper()
	f, err := Open(name, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	o, err := f.Object()
	if err != nil {
		t.Fatal(err)
	}
	var data *gopcln.Table
	hasDWARF := false
	limits := (*debuginfo.Limits)(nil).WithDefaults(0)
	switch o := o.(type) {
	case *elfObject:
		data, err = elfGoTable(o.file, &limits)
		hasDWARF = o.file.DebugSection(".debug_info") != nil
	case *machoObject:
		data, err = machoGoTable(o.file, &limits)
		hasDWARF = o.file.DebugSection("debug_info") != nil
	case *peObject:
		data, err = peGoTable(o.file, &limits)
		hasDWARF = o.file.DebugSection(".debug_info") != nil
	}
	if err != nil || data == nil {
		t.Fatalf("no table: %v", err)
	}
	table = newGoAnswers(t, data.Session())
	if hasDWARF {
		session, err := o.Session()
		if err != nil {
			t.Fatal(err)
		}
		dwarf = newGoAnswers(t, session)
	}
	return table, dwarf
}

// goAnswers are the functions of a session.
type goAnswers struct {
	*fidelity.Answerer
	functions, inlines int
	ranges             []debuginfo.Range
}

func newGoAnswers(t *testing.T, session debuginfo.Session) *goAnswers {
	t.Helper()
	a := &goAnswers{Answerer: fidelity.NewAnswerer(t, session, nil)}
	for _, err := range a.Errors {
		t.Error(err)
	}
	for f := range session.Functions() {
		a.functions++
		a.inlines += len(f.Inlines)
		a.ranges = append(a.ranges, f.Ranges...)
	}
	return a
}

// TestGoRuntime compares the answers for the running program, from which go
// test strips DWARF and symbols, with those of the runtime.
func TestGoRuntime(t *testing.T) {
	name, err := os.Executable()
	if err != nil || runtime.GOOS != "linux" {
		t.Skip("not an ELF system")
	}
	table, _ := goObject(t, name)
	if table.functions < 3000 || table.inlines < 5000 {
		t.Errorf("only %d functions and %d inlined calls", table.functions, table.inlines)
	}
	// The image may be moved: compare the address of a function.
	self := uint64(reflect.ValueOf(TestGoRuntime).Pointer())
	base := self
	for _, r := range table.ranges {
		if frames := table.Frames(r.Start); frames[len(frames)-1].Function == "github.com/gosymbolic/symbolic/objfile.TestGoRuntime" {
			base = self - r.Start
		}
	}
	if base == self {
		t.Fatal("the test itself was not found")
	}
	total, wrong := 0, 0
	for _, r := range table.ranges {
		for addr := r.Start; addr+1 < r.End; addr += 9 {
			// The runtime takes a return address and says the innermost frame.
			f, _ := runtime.CallersFrames([]uintptr{uintptr(base + addr + 1)}).Next()
			want := fidelity.Frame{Function: f.Function, File: strings.TrimPrefix(f.File, "?"), Line: uint32(max(f.Line, 0))}
			got := table.Frames(addr)
			if want.Function == "" {
				continue // the runtime does not print the first name of the table
			}
			total++
			if len(got) == 0 || typeArgs(got[0].Function) != typeArgs(want.Function) || got[0].File != debuginfo.CleanPath(want.File) || got[0].Line != want.Line {
				if wrong++; wrong < 10 {
					t.Logf("%#x: got %v, want %v", addr, got, want)
				}
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d of %d addresses differ", wrong, total)
	}
}

// TestGoDWARF compares the table with the DWARF of the same file.
func TestGoDWARF(t *testing.T) {
	for _, name := range []string{"elf/go-hello-linux-amd64/hello", "macho/go-hello-darwin-arm64/hello"} {
		t.Run(name, func(t *testing.T) { compareGo(t, corpus.Path(t, name)) })
	}
}

// TestGoTruncated cuts a program, so that the headers or names of its sections
// are lost: it keeps its functions, and its inlined calls while the data of the
// runtime is there.
func TestGoTruncated(t *testing.T) {
	data := []byte(readFile(t, corpus.Path(t, "elf/go-hello-linux-amd64/hello")))
	whole, err := elf.Parse(data, nil)
	if err != nil {
		t.Fatal(err)
	}
	limits := (*debuginfo.Limits)(nil).WithDefaults(0)
	module := whole.Section(".go.module")
	table := goSection(whole)
	for _, tt := range []struct {
		name    string
		size    uint64
		inlines bool
	}{
		{"last byte", uint64(len(data)) - 1, true},
		{"debug information", module.Offset + 1<<18, true},
		{"data", module.Offset, false},
	} {
		f, err := elf.Parse(data[:tt.size], nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := elfGoTable(f, &limits)
		if err != nil || got == nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		a := newGoAnswers(t, got.Session())
		if a.functions < 1900 || tt.inlines != (a.inlines > 5000) {
			t.Errorf("%s: %d functions, %d inlined calls", tt.name, a.functions, a.inlines)
		}
	}
	if f, err := elf.Parse(data[:table.Offset], nil); err == nil {
		if got, err := elfGoTable(f, &limits); got != nil || err != nil {
			t.Errorf("without the table: %v, %v", got, err)
		}
	}
}

// TestGoBuild compares the table with the DWARF of programs for several
// architectures. It takes minutes, to compile the runtime for each.
func TestGoBuild(t *testing.T) {
	if os.Getenv("SYMBOLIC_FULL") == "" {
		t.Skip("builds programs; set SYMBOLIC_FULL=1")
	}
	for _, target := range []string{"linux/amd64", "linux/386", "linux/arm", "linux/arm64", "linux/mips", "linux/mips64",
		"linux/ppc64le", "linux/riscv64", "linux/s390x", "linux/loong64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/386"} {
		t.Run(target, func(t *testing.T) {
			system, arch, _ := strings.Cut(target, "/")
			name := filepath.Join(t.TempDir(), "program")
			cmd := exec.Command("go", "build", "-o", name, "testdata/goprogram.go")
			cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+arch, "CGO_ENABLED=0")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			compareGo(t, name)
		})
	}
}

// compareGo compares every few addresses of a file that has both kinds of
// debug information.
func compareGo(t *testing.T, name string) {
	table, dwarf := goObject(t, name)
	if table.inlines != dwarf.inlines {
		t.Errorf("%d inlined calls, want %d", table.inlines, dwarf.inlines)
	}
	total, wrong := 0, 0
	for _, r := range dwarf.ranges {
		for addr := r.Start; addr < r.End; addr += 7 {
			total++
			got, want := goFrames(table.Frames(addr)), goFrames(dwarf.Frames(addr))
			if got != want {
				if wrong++; wrong < 10 {
					t.Logf("%#x:\n\tgot  %s\n\twant %s", addr, got, want)
				}
			}
		}
	}
	t.Logf("%d of %d addresses differ", wrong, total)
	// A handful of addresses in the runtime differ: at a call or behind it.
	if wrong*1000 > total {
		t.Errorf("%d of %d addresses differ", wrong, total)
	}
}

// goFrames returns frames as text, without what only one kind of debug
// information says: type arguments, the ABI in a name, middle dots, generated code.
func goFrames(frames []fidelity.Frame) string {
	text := ""
	for _, f := range frames {
		if f.File == "" || f.File == "<autogenerated>" || f.File == "go.go" {
			f.File, f.Line = "", 0
		}
		text += fmt.Sprintf("%s %s:%d\n", typeArgs(strings.ReplaceAll(strings.TrimSuffix(f.Function, ".abi0"), "·", ".")), f.File, f.Line)
	}
	return text
}

// goProgram returns the program of the benchmarks: $SYMBOLIC_BENCH, or the
// running one.
func goProgram(b *testing.B) *elf.File {
	name := os.Getenv("SYMBOLIC_BENCH")
	if name == "" {
		name = "/proc/self/exe"
	}
	data, err := os.ReadFile(name)
	if err != nil {
		b.Skip(err)
	}
	f, err := elf.Parse(data, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(goSection(f).Size))
	return f
}

// BenchmarkGoTable reads all functions with their lines and inlined calls.
func BenchmarkGoTable(b *testing.B) {
	f := goProgram(b)
	limits := (*debuginfo.Limits)(nil).WithDefaults(0)
	b.ReportAllocs()
	for b.Loop() {
		table, err := elfGoTable(f, &limits)
		if err != nil {
			b.Fatal(err)
		}
		rows := 0
		for f := range table.Session().Functions() {
			rows += len(f.Lines)
		}
		b.ReportMetric(float64(rows), "rows")
	}
}

// BenchmarkGosym is what the standard library needs for the functions alone and
// one line of each.
func BenchmarkGosym(b *testing.B) {
	f := goProgram(b)
	data, err := goSection(f).Data()
	if err != nil {
		b.Fatal(err)
	}
	text := f.Section(".text").Addr
	b.ReportAllocs()
	for b.Loop() {
		table, err := gosym.NewTable(nil, gosym.NewLineTable(data, text))
		if err != nil {
			b.Fatal(err)
		}
		for i := range table.Funcs {
			table.PCToLine(table.Funcs[i].End - 1)
		}
	}
}

var typeArgsPattern = regexp.MustCompile(`\[.*\]`)

// typeArgs returns name without type arguments, which the table abbreviates.
func typeArgs(name string) string { return typeArgsPattern.ReplaceAllString(name, "[...]") }
