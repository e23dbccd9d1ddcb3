package proguard

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

const traceMapping = "p.Main -> a:\n  1:1:void inner():7:7 -> b\n  1:1:void run():9 -> b\n" +
	"p.Made -> c:\n  1:1:void lambda():3:3 -> d\n  # {\"id\":\"com.android.tools.r8.synthesized\"}\np.Bad -> e:\n"

func TestParseTrace(t *testing.T) {
	const text = "noise\nException in thread \"main\" e: first\n  second line\n\tat app//a.b(SourceFile:1)\n\tat x.Y.z(Native Method)\n" +
		"\tSuppressed: e: hidden\n\t\tat a.b(Unknown Source)\n\t\t... 2 more\n\tCaused by: f.G\n\t\t... 3 more\n" +
		"Caused by: e: deep\n\tat c.d(SourceFile:1)\n\t... 1 more\n\t[CIRCULAR REFERENCE: e: first]\n"
	want := Trace{Thread: "main", Throwables: []Throwable{
		{Kind: Thrown, Parent: -1, Class: "e", Message: "first\n  second line", Frames: []Frame{
			{Class: "a", Method: "b", File: "SourceFile", Line: 1, Module: "app//"},
			{Class: "x.Y", Method: "z", File: "Native Method"},
		}},
		{Kind: Suppressed, Parent: 0, Class: "e", Message: "hidden", Frames: []Frame{{Class: "a", Method: "b", File: "Unknown Source"}}, More: 2},
		{Kind: Cause, Parent: 1, Class: "f.G", More: 3},
		{Kind: Cause, Parent: 0, Class: "e", Message: "deep", Frames: []Frame{{Class: "c", Method: "d", File: "SourceFile", Line: 1}}, More: 1},
		{Kind: Circular, Parent: 3, Class: "e", Message: "first"},
	}}
	got, ok := ParseTrace(text)
	if !ok || !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %+v\nwant %+v", got, want)
	}
	out, err := parse(t, traceMapping).Trace(got)
	if err != nil {
		t.Fatal(err)
	}
	const printed = "Exception in thread \"main\" p.Bad: first\n  second line\n\tat app//p.Main.inner(Main.java:7)\n\tat app//p.Main.run(Main.java:9)\n\tat x.Y.z(Native Method)\n" +
		"\tSuppressed: p.Bad: hidden\n\t\tat p.Main.run(Main.java)\n\t\t... 2 more\n\tCaused by: f.G\n\t\t... 3 more\n" +
		"Caused by: p.Bad: deep\n\t... 1 more\n\t[CIRCULAR REFERENCE: p.Bad: first]\n"
	if s := out.String(); s != printed {
		t.Errorf("got\n%s\nwant\n%s", s, printed)
	}
	again, err := parse(t, traceMapping+"z.Z -> p.Main:\nz.Y -> p.Bad:\n").Trace(out)
	if err != nil || !reflect.DeepEqual(again, out) {
		t.Errorf("remapped twice: %+v, %v", again, err)
	}
}

func TestParseTraceWithoutTrace(t *testing.T) {
	for _, text := range []string{"", "hello\n", "09-16 E AndroidRuntime: FATAL EXCEPTION: main\n", "\t... 3 more\n", "see: nothing here\n"} {
		if got, ok := ParseTrace(text); ok && len(got.Throwables[0].Frames) > 0 {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestFrameResult(t *testing.T) {
	m := parse(t, traceMapping)
	r, err := m.Frame(nil, Frame{Class: "c", Method: "d", Line: 1})
	want := Frame{Class: "p.Made", Method: "lambda", File: "Made.java", Line: 3, Type: "void", Remapped: true, Synthesized: true}
	if err != nil || len(r.Alternatives) != 1 || r.Alternatives[0][0] != want || len(r.Frames()) != 0 || !r.Class || !r.Method {
		t.Errorf("synthesized: %+v, %v", r, err)
	}
	r, err = m.Frame(nil, Frame{Class: "a", Method: "zz", Line: 5})
	want = Frame{Class: "p.Main", Method: "zz", File: "Main.java", Line: 5, Remapped: true}
	if err != nil || r.Alternatives[0][0] != want || !r.Class || r.Method {
		t.Errorf("class only: %+v, %v", r, err)
	}
	r, err = m.Frame(nil, Frame{Class: "no.Such", Method: "zz", File: "F", Line: 5})
	want = Frame{Class: "no.Such", Method: "zz", File: "F", Line: 5, Remapped: true}
	if err != nil || r.Alternatives[0][0] != want || r.Class || r.Method || r.IsAmbiguous() {
		t.Errorf("nothing: %+v, %v", r, err)
	}
}

// TestLimits asks for more than an answer may have.
func TestLimits(t *testing.T) {
	var deep strings.Builder
	deep.WriteString("p.Deep -> d:\n")
	for i := range 3 * maxInline {
		fmt.Fprintf(&deep, "  1:1:void m%d():%d -> a\n", i, i+1)
	}
	var wide strings.Builder
	wide.WriteString("p.Wide -> w:\n")
	for i := range 2 * maxScan {
		fmt.Fprintf(&wide, "  void m%d() -> a\n", i)
	}
	m := parse(t, "p.Spread -> s:\n  void all():1:4294967295 -> a\n  void some():1:100 -> b\n  1:2:void t():5:4294967295 -> c\n"+deep.String()+wide.String())
	tests := []struct {
		class, method string
		line          uint32
		alternatives  int
		depth         int
		outermost     string
	}{
		{"s", "a", 7, 1, 1, "all"},
		{"s", "b", 7, 100, 1, "some"},
		{"s", "c", 1, 1, 1, "t"},
		{"d", "a", 1, 1, maxInline, fmt.Sprintf("m%d", 3*maxInline-1)},
		{"w", "a", 1, maxScan, 1, "m0"},
	}
	for _, tt := range tests {
		r, err := m.Frame(nil, Frame{Class: tt.class, Method: tt.method, Line: tt.line})
		if err != nil || len(r.Alternatives) != tt.alternatives || len(r.Alternatives[0]) != tt.depth ||
			r.Alternatives[0][tt.depth-1].Method != tt.outermost {
			t.Errorf("%s.%s: %d alternatives of %d frames, %v", tt.class, tt.method, len(r.Alternatives), len(r.Alternatives[0]), err)
		}
	}
	frames, err := m.AppendFrames(nil, nil, Frame{Class: "s", Method: "a", Line: 7})
	if err != nil || len(frames) != 1 || frames[0].Line != 1 {
		t.Errorf("a range that is too long: %+v, %v", frames, err)
	}
	// A long text may not become one frame after the other what one frame may.
	text := strings.Repeat("\tat w.a(SourceFile:1)\n", 1000)
	out, err := m.RetraceText(text, nil)
	if n := strings.Count(out, "\n"); err != nil || n > 2*maxFrames || n < 1000 {
		t.Errorf("%d lines, %v", n, err)
	}
}

// TestLongPrefix keeps a long line from being repeated for each alternative.
func TestLongPrefix(t *testing.T) {
	m := parse(t, "p.Spread -> s:\n  void all():1:60000 -> a\n")
	line := strings.Repeat("x", 60_000) + " at s.a(SourceFile:3)\n"
	out, err := m.RetraceText(strings.Repeat(line, 10), nil)
	if err != nil || len(out) > 2*maxText || strings.Count(out, "\n") < 10 {
		t.Errorf("%d bytes, %v", len(out), err)
	}
}

func TestAllocations(t *testing.T) {
	m := parse(t, traceMapping+"p.Kot -> k:\n# {\"id\":\"sourceFile\",\"fileName\":\"Kot.kt\"}\n  1:1:void run():9:9 -> b\n")
	c, _ := cacheOf(t, m)
	dst := make([]Frame, 0, 8)
	for name, mapper := range map[string]*Mapper{"memory": &m.Mapper, "cache": &c.Mapper} {
		if n := testing.AllocsPerRun(200, func() {
			dst, _ = mapper.AppendFrames(dst[:0], nil, Frame{Class: "k", Method: "b", File: "SourceFile", Line: 1})
		}); n >= 1 {
			t.Errorf("%s: %v allocations for a frame", name, n)
		}
	}
	rt := m.NewRetracer(nil)
	var out []byte
	line := []byte("\tat k.b(SourceFile:1)\n")
	if n := testing.AllocsPerRun(200, func() { out, _ = rt.AppendLine(out[:0], line) }); n >= 1 {
		t.Errorf("%v allocations for a line", n)
	}
}
