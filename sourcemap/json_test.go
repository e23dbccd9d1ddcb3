package sourcemap

import (
	"encoding/json"
	"testing"
	"unicode/utf8"
)

var jsonSamples = []string{
	`{}`, `[]`, ` [1, -2.5e+10, 0, "x", null, true, false, {"a": [ ] , "b":{}}] `, `"a\u00e9\ud83d\ude00\n\"\\\/"`, `0.5`, `-0`, `1E9`,
	``, ` `, `{`, `[`, `"`, `"\`, `"\u12`, `[1,]`, `{"a":1,}`, `{,}`, `{"a"}`, `{1:2}`, `[1 2]`, `{"a":1]`, `[}`, `01`, `1.`, `.5`, `-`, `1e`, `+1`,
	`tru`, `nulll`, `"\x"`, "\"a\nb\"", "\"\x00\"", "[\x00]", `"\ud800"`, `"\ude00\ud800"`, "\"\xff\"", `"12345678\"90"`, `[[[[]]]]`, `]`, `1,`,
}

// checkJSON compares what skip accepts with what the standard library does.
func checkJSON(t *testing.T, data []byte) {
	t.Helper()
	r := newReader(data, 0, &run{opt: &Options{}})
	err := r.skip()
	if err == nil {
		err = r.end()
	}
	if want := json.Valid(data); (err == nil) != want {
		t.Fatalf("%q: %v, but valid is %v", data, err, want)
	}
	if r.off > len(data) {
		t.Fatalf("%q: at %d", data, r.off)
	}
	strict := newReader(data, 0, &run{opt: &Options{Strict: true}})
	if strict.skip() == nil && (err != nil && strict.end() == nil || !utf8.Valid(data[:strict.off])) {
		t.Fatalf("%q: strict mode accepts it", data)
	}
}

func TestJSON(t *testing.T) {
	for _, s := range jsonSamples {
		checkJSON(t, []byte(s))
	}
	for _, s := range []string{`"\ud800"`, `"\ude00"`, `"\ud800\u0041"`, "\"\xff\""} {
		r := newReader([]byte(s), 0, &run{opt: &Options{Strict: true}})
		if r.skip() == nil {
			t.Errorf("%q: strict mode accepts it", s)
		}
	}
}

func FuzzJSON(f *testing.F) {
	for _, s := range jsonSamples {
		f.Add([]byte(s))
	}
	f.Fuzz(checkJSON)
}
