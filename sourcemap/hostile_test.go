package sourcemap

import (
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// TestHostile decodes inputs made to exhaust the decoder. Each must end in an
// error of the kinds promised, or in a map no larger than the input allows.
func TestHostile(t *testing.T) {
	deepSections := strings.Repeat(`{"version":3,"sections":[{"offset":{"line":0,"column":0},"map":`, 5000) +
		`{"version":3,"sources":[],"names":[],"mappings":""}` + strings.Repeat(`}]}`, 5000)
	plain := func(mappings string) string {
		return `{"version":3,"sources":["a"],"names":["n"],"mappings":"` + mappings + `"}`
	}
	tests := []struct {
		name, data string
		strict     bool // fails in strict mode
		lenient    bool // fails in lenient mode
	}{
		{"sections without end", deepSections, true, true},
		{"a million brackets", strings.Repeat("[", 1e6), true, true},
		{"a million braces", strings.Repeat(`{"a":`, 1e6), true, true},
		{"brackets in a field", `{"version":3,"x":` + strings.Repeat("[", 1e6), true, true},
		{"VLQ overflow", plain("AAAAgggggggggggB"), true, true},
		{"VLQ overflow by one bit", plain("gggggggI"), true, true},
		{"long but small VLQ", plain("A" + "AAg" + strings.Repeat("g", 1e6) + "A"), false, false},
		{"negative column", plain("D"), true, false},
		{"negative source", plain("ADAA"), true, false},
		{"negative line", plain("AADA"), true, false},
		{"huge source", plain("A+////DAA"), true, false},
		{"huge name", plain("AAAA+////D"), true, false},
		{"sums beyond 64 bits", plain(strings.Repeat("A+////DAA,", 1e5) + "AAAA"), true, false},
		{"columns beyond 32 bits", plain(strings.Repeat("+/////D,", 1e5) + "A"), true, false},
		{"unsorted columns", plain(strings.Repeat("+//D,+//F,", 1e5) + "A"), true, false},
		{"only semicolons", plain(strings.Repeat(";", 1e8)), false, false},
		{"only commas", plain(strings.Repeat(",", 1e6)), true, false},
		{"invalid UTF-8", "{\"version\":3,\"sources\":[\"\xff\xfe\"],\"names\":[],\"mappings\":\"\"}", true, false},
		{"lone surrogate", `{"version":3,"sources":["\ud800x"],"names":[],"mappings":""}`, true, false},
		{"six fields", plain("AAAAAA"), true, true},
		{"not base64", plain("AA-A"), true, true},
		{"digits cut short", plain("AAAg"), true, true},
		{"escapes in mappings", plain(`\u0041AAA`), false, false},
		{"data behind", plain("") + "{}", true, true},
		{"trailing comma", `{"version":3,}`, true, true},
		{"no JSON", "function f(){}", true, true},
		{"empty", "", true, true},
		{"junk without end", ")]}'" + strings.Repeat("x", 1e6), true, true},
		{"gzip without end", "\x1f\x8b\x08\x00", true, true},
		{"scopes nested deep", `{"version":3,"sources":["a"],"names":[],"mappings":"","scopes":"` + strings.Repeat("BAAA,", 1e5) + `"}`, true, false},
		{"ranges beyond", `{"version":3,"sources":["a"],"names":[],"mappings":"AAAA","rangeMappings":"` + strings.Repeat(";", 1e6) + `B"}`, true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, strict := range []bool{true, false} {
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				m, err := Decode([]byte(tt.data), &Options{Strict: strict})
				runtime.ReadMemStats(&after)
				if max := uint64(64<<20 + 16*len(tt.data)); after.TotalAlloc-before.TotalAlloc > max {
					t.Errorf("strict %v: %d bytes allocated for %d", strict, after.TotalAlloc-before.TotalAlloc, len(tt.data))
				}
				want := tt.lenient
				if strict {
					want = tt.strict
				}
				if (err != nil) != want {
					t.Errorf("strict %v: error %v", strict, err)
				}
				if err != nil {
					_, isFormat := errors.AsType[*debuginfo.FormatError](err)
					_, isLimit := errors.AsType[*debuginfo.LimitError](err)
					if !isFormat && !isLimit || m != nil {
						t.Errorf("strict %v: %T %v", strict, err, err)
					}
				}
			}
		})
	}
}

// TestErrorOffsets checks that errors point at their cause.
func TestErrorOffsets(t *testing.T) {
	for _, tt := range []struct {
		data, at string // at is the text that the offset must point to
		err      error
	}{
		{`{"version":4,"sources":[],"mappings":""}`, `4,`, errVersion},
		{`{"version":3,"sources":[],"mappings":"AA!A"}`, `!A`, errVLQChar},
		{`{"version":3,"sources":["a"],"mappings":"AAAA,CCAA"}`, `CCAA`, errSourceRange},
		{`{"version":3,"sources":["a"],"mappings":"AAAA,,CAAA"}`, `,CAAA`, errSegmentEmpty},
		{`{"version":3,"sources":["a"],"mappings":"AAAA","ignoreList":[0, 1]}`, `1]`, errIgnoreList},
		{`{"version":3,"sections":[{"offset":{"line":0,"column":0},"map":{"version":3,"sources":5}}]}`, `5}`, errSources},
		{")]}'\n" + `{"version":3,"sources":[],"names":[7],"mappings":""}`, `7]`, errName},
	} {
		_, err := Decode([]byte(tt.data), &Options{Strict: true})
		fe, ok := errors.AsType[*debuginfo.FormatError](err)
		if !ok || !errors.Is(err, tt.err) || !strings.HasPrefix(tt.data[min(fe.Offset, uint64(len(tt.data))):], tt.at) {
			t.Errorf("%s: %v, want %v at %q", tt.data, err, tt.err, tt.at)
		}
	}
}

// TestReports checks that lenient decoding tells what it passes over.
func TestReports(t *testing.T) {
	var got []error
	m, err := Decode([]byte(`{"version":2,"sources":["a",5],"names":[null],"mappings":"AAAA,CEAA,,AAAAC","debugId":"x"}`),
		&Options{Report: func(err error) { got = append(got, err) }})
	if err != nil {
		t.Fatal(err)
	}
	want := []error{errVersion, errSource, errName, errDebugID, errSourceRange, errSegmentEmpty, errSourceRange}
	if len(got) != len(want) {
		t.Fatalf("reports %v, want %v", got, want)
	}
	for i := range want {
		if !errors.Is(got[i], want[i]) {
			t.Errorf("report %d: %v, want %v", i, got[i], want[i])
		}
	}
	if m.NumTokens() != 3 {
		t.Errorf("%d tokens", m.NumTokens())
	}
	many := 0
	Decode([]byte(`{"version":3,"sources":[],"mappings":"`+strings.Repeat("AAAA,", 5000)+`A"}`),
		&Options{Report: func(error) { many++ }})
	if many != MaxReports {
		t.Errorf("%d reports, want %d", many, MaxReports)
	}
}

// TestLongRoot checks that a source root is not multiplied by many sources.
func TestLongRoot(t *testing.T) {
	data := `{"version":3,"sourceRoot":"` + strings.Repeat("r", 1<<20) + `","sources":[` +
		strings.TrimSuffix(strings.Repeat(`"a",`, 20_000), ",") + `],"mappings":""}`
	if _, err := Decode([]byte(data), nil); err == nil {
		t.Error("a root of 1 MiB was put before 20,000 sources")
	} else if _, ok := errors.AsType[*debuginfo.LimitError](err); !ok {
		t.Errorf("err = %v", err)
	}
}
