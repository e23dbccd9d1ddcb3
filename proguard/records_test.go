package proguard

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

func TestRecords(t *testing.T) {
	mapping := "\xef\xbb\xbf# compiler: R8\r\nx.A -> a:\r# {\"id\":\"sourceFile\",\"fileName\":\"A.kt\"}\n\n" +
		"    1:2:void y.B.m(int, z.C[]):3 -> b\n  bad\n    int f -> c\n" +
		"# {'id':'com.android.tools.r8.outlineCallsite', positions: {'1': 4, '2': 5}, outline: 'La;a()I'}\n" +
		"# {\"id\":\"com.android.tools.r8.rewriteFrame\",\"conditions\":[\"throws(La;)\"],\"actions\":[\"removeInnerFrames(1)\"]}\n" +
		"# {\"id\":\"other\",\"nested\":{\"a\":[1,{\"b\":null}]}}\n" + strings.Repeat("x", 70_000) + "\nx.B -> b:"
	want := []Record{
		{Kind: RecordHeader, Line: 1, Header: Header{"compiler", "R8"}},
		{Kind: RecordClass, Line: 2, Original: "x.A", Obfuscated: "a"},
		{Kind: RecordInfo, Line: 3, Info: Info{Kind: InfoSourceFile, ID: "sourceFile", FileName: "A.kt"}},
		{Kind: RecordMethod, Line: 5, Original: "m", Obfuscated: "b", Owner: "y.B", Type: "void", Params: "int,z.C[]",
			Start: 1, End: 2, First: 3, Last: 3, HasRange: true, Numbers: 1},
		{},
		{Kind: RecordField, Line: 7, Original: "f", Obfuscated: "c", Type: "int"},
		{Kind: RecordInfo, Line: 8, Info: Info{Kind: InfoOutlineCallsite, ID: "com.android.tools.r8.outlineCallsite",
			Outline: "La;a()I", Positions: []OutlinePosition{{1, 4}, {2, 5}}}},
		{Kind: RecordInfo, Line: 9, Info: Info{Kind: InfoRewriteFrame, ID: "com.android.tools.r8.rewriteFrame",
			Conditions: []string{"throws(La;)"}, Actions: []string{"removeInnerFrames(1)"}}},
		{Kind: RecordInfo, Line: 10, Info: Info{ID: "other"}},
		{},
		{Kind: RecordClass, Line: 12, Original: "x.B", Obfuscated: "b"},
	}
	for name, r := range map[string]io.Reader{
		"whole":           strings.NewReader(mapping),
		"byte for byte":   iotest.OneByteReader(strings.NewReader(mapping)),
		"data with error": iotest.DataErrReader(strings.NewReader(mapping)),
	} {
		t.Run(name, func(t *testing.T) {
			i := 0
			var bad []int
			for rec, err := range Records(r) {
				var le *LineError
				if errors.As(err, &le) {
					bad = append(bad, le.Line)
				} else if err != nil {
					t.Fatal(err)
				}
				if i >= len(want) || !reflect.DeepEqual(rec, want[i]) {
					t.Fatalf("record %d = %+v", i, rec)
				}
				i++
			}
			if i != len(want) || !reflect.DeepEqual(bad, []int{6, 11}) {
				t.Errorf("%d records, bad lines %v", i, bad)
			}
		})
	}
	t.Run("broken reader", func(t *testing.T) {
		broken := errors.New("broken")
		var last error
		for _, err := range Records(io.MultiReader(strings.NewReader("x.A -> a:\n"), iotest.ErrReader(broken))) {
			last = err
		}
		if !errors.Is(last, broken) {
			t.Errorf("err = %v", last)
		}
	})
}

func TestJSON(t *testing.T) {
	tests := []struct {
		text string
		ok   bool
		file string
	}{
		{`{"id":"sourceFile","fileName":"A.kt"}`, true, "A.kt"},
		{`{ 'id' : 'sourceFile' , fileName : A.kt }`, true, "A.kt"},
		{`{"id":"sourceFile","fileName":"\u0041\n\"\ud83d\ude00\\"}`, true, "A\n\"\U0001f600\\"},
		{`{"id":"x","a":[],"b":{},"c":[[],{"d":{}}],"fileName":"F"}`, true, "F"},
		{`{"id":"x","a":` + strings.Repeat("[", 15) + strings.Repeat("]", 15) + `}`, true, ""},
		{`{"id":"x","a":` + strings.Repeat("[", 17) + strings.Repeat("]", 17) + `}`, false, ""},
		{`{"id":"x","a":` + strings.Repeat(`{"b":`, 60_000), false, ""},
		{`{}`, false, ""},
		{`{"id":}`, false, ""},
		{`{"id":"x"`, false, ""},
		{`{"id":"x"} y`, false, ""},
		{`{"id":"x",}`, false, ""},
		{`{"id" "x"}`, false, ""},
		{`{"id":"x","a":[1 2]}`, false, ""},
		{`{"id":"x","a":[1}`, false, ""},
		{`{"id":"x`, false, ""},
		{`{"id":"com.android.tools.r8.outlineCallsite","positions":{"a":1}}`, false, ""},
		{`{"id":"com.android.tools.r8.rewriteFrame","conditions":"x"}`, false, ""},
	}
	for _, tt := range tests {
		var info Info
		if ok := parseInfo([]byte(tt.text), &info); ok != tt.ok || ok && info.FileName != tt.file {
			t.Errorf("%.60s: %v, %q", tt.text, ok, info.FileName)
		}
	}
}
