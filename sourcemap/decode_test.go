package sourcemap

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

const tiny = `{"version":3,"sources":["a.js"],"names":[],"mappings":"AAAA"}`

func TestWrappings(t *testing.T) {
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	w.Write([]byte(tiny))
	w.Close()
	enc, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	zst := enc.EncodeAll([]byte(tiny), nil)
	b64 := base64.StdEncoding.EncodeToString([]byte(tiny))
	for name, data := range map[string]string{
		"plain":          tiny,
		"byte order":     "\ufeff" + tiny,
		"white space":    " \n\t" + tiny + "\r\n",
		"junk":           ")]}'\n" + tiny,
		"junk and CRLF":  ")]}',garbage\r\n" + tiny,
		"gzip":           gz.String(),
		"zstd":           string(zst),
		"data URL":       "data:application/json;base64," + b64,
		"with charset":   "data:application/json;charset=utf-8;base64," + b64,
		"with charset 2": "data:application/json;charset=utf8;base64," + b64,
		"unpadded":       "data:application/json;base64," + strings.TrimRight(b64, "="),
		"percent":        "data:application/json," + strings.ReplaceAll(tiny, `"`, "%22"),
		"gzip in base64": "data:application/json;base64," + base64.StdEncoding.EncodeToString(gz.Bytes()),
	} {
		m, err := Decode([]byte(data), nil)
		if err != nil || m.Source(0) != "a.js" || m.NumTokens() != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, data := range map[string]string{
		"bare carriage return": ")]}'\r" + tiny,
		"not base64":           "data:application/json;base64,!!!!",
		"other media type":     "data:text/plain;base64," + b64,
		"cut gzip":             gz.String()[:gz.Len()-9],
		"percent cut":          "data:application/json,%2",
	} {
		_, err := Decode([]byte(data), nil)
		if _, ok := errors.AsType[*debuginfo.FormatError](err); !ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	bomb := enc.EncodeAll(bytes.Repeat([]byte(" "), 64<<20), nil)
	for name, data := range map[string]string{
		"zstd bomb": string(bomb),
		"in base64": "data:application/json;base64," + base64.StdEncoding.EncodeToString(bomb),
	} {
		if _, err := Decode([]byte(data), nil); err == nil {
			t.Errorf("%s: no error", name)
		} else if _, ok := errors.AsType[*debuginfo.LimitError](err); !ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Decode([]byte("not json"), nil); !errors.Is(err, debuginfo.ErrUnknownFormat) {
		t.Errorf("text: %v", err)
	}
}

func TestFields(t *testing.T) {
	m, err := Decode([]byte(`{"version":3,"file":"out.js","sourceRoot":"/root/","sources":["a","/b","http://c","",null],
		"sourcesContent":["A\n\u00e9",null,"C"],"names":["n",5,null],"mappings":"AAAAA,CCAAC,CAAAC","x_google_ignoreList":[1],
		"debugId":"1AAD9D9E-2B50-454F-A5F2-0DD5E95C154C","debug_id":"00000000-2B50-454F-A5F2-0DD5E95C154C"}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	if m.File() != "out.js" || m.SourceRoot() != "/root/" || m.DebugID().String() != "1aad9d9e-2b50-454f-a5f2-0dd5e95c154c" {
		t.Errorf("file %q, root %q, id %v", m.File(), m.SourceRoot(), m.DebugID())
	}
	for i, want := range []string{"/root/a", "/b", "http://c", "/root/", "/root/", ""} {
		if got := m.Source(i); got != want {
			t.Errorf("source %d = %q, want %q", i, got, want)
		}
	}
	if raw, ok := m.RawSource(4); raw != "" || ok {
		t.Errorf("null source = %q, %v", raw, ok)
	}
	for i, want := range []string{"A\né", "", "C", "", ""} {
		got, ok := m.Content(i)
		if got != want || ok != (want != "") || ok != m.HasContent(i) {
			t.Errorf("content %d = %q, %v", i, got, ok)
		}
	}
	if m.Ignored(0) || !m.Ignored(1) {
		t.Error("ignore list")
	}
	for i, want := range []string{"n", "5", "", ""} {
		if got := m.Name(i); got != want {
			t.Errorf("name %d = %q, want %q", i, got, want)
		}
	}
}

func TestIgnoreListPrecedence(t *testing.T) {
	for _, fields := range []string{
		`"ignoreList":[0],"x_google_ignoreList":[1]`, `"x_google_ignoreList":[1],"ignoreList":[0]`,
	} {
		m, err := Decode([]byte(`{"version":3,"sources":["a","b"],"names":[],"mappings":"",`+fields+`}`), nil)
		if err != nil || !m.Ignored(0) || m.Ignored(1) {
			t.Errorf("%s: %v", fields, err)
		}
	}
}

func TestLookup(t *testing.T) {
	m, err := Decode([]byte(`{"version":3,"sources":["a"],"names":["x"],"mappings":"EAAA,EAAE,AAAE,E;;EACCA"}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	// Tokens: 0:2 from 0:0, 0:4 from 0:2 and 0:4, 0:6 from nowhere, 2:2 from 1:5.
	for _, tt := range []struct {
		line, col uint32
		bias      Bias
		gen, orig Position
		ok        bool
	}{
		{0, 1, Before, Position{}, Position{}, false},
		{0, 2, Before, Position{0, 2}, Position{0, 0}, true},
		{0, 3, Before, Position{0, 2}, Position{0, 0}, true},
		{0, 4, Before, Position{0, 4}, Position{0, 2}, true}, // the first there
		{0, 5, Before, Position{0, 4}, Position{0, 4}, true}, // the last before
		{0, 99, Before, Position{0, 6}, Position{noIndex, noIndex}, true},
		{1, 0, Before, Position{}, Position{}, false},
		{2, 1, Before, Position{}, Position{}, false},
		{2, 3, Before, Position{2, 2}, Position{1, 5}, true},
		{3, 0, Before, Position{}, Position{}, false},
		{0, 0, After, Position{0, 2}, Position{0, 0}, true},
		{0, 4, After, Position{0, 4}, Position{0, 4}, true}, // the last there
		{0, 5, After, Position{0, 6}, Position{noIndex, noIndex}, true},
		{0, 7, After, Position{}, Position{}, false},
		{1, 0, After, Position{}, Position{}, false},
		{0, 1, BeforeAnyLine, Position{}, Position{}, false},
		{1, 0, BeforeAnyLine, Position{0, 6}, Position{noIndex, noIndex}, true},
		{99, 0, BeforeAnyLine, Position{2, 2}, Position{1, 5}, true},
	} {
		tok, ok := m.LookupBias(tt.line, tt.col, tt.bias)
		if ok != tt.ok || tok.Generated != tt.gen || tok.Original != tt.orig {
			t.Errorf("%d:%d (bias %d) = %v from %v, %v", tt.line, tt.col, tt.bias, tok.Generated, tok.Original, ok)
		}
	}
	if n := testing.AllocsPerRun(100, func() { m.Lookup(0, 5) }); n != 0 {
		t.Errorf("a lookup allocates %v times", n)
	}
}

// TestLongLine compares lookups in a line with buckets with a linear search.
func TestLongLine(t *testing.T) {
	for name, width := range map[string]func(i int) uint32{
		"even":     func(i int) uint32 { return uint32(i) * 7 },
		"skewed":   func(i int) uint32 { return uint32(i) * uint32(i) },
		"repeated": func(i int) uint32 { return uint32(i / 5) },
	} {
		b := &Builder{}
		src := b.AddSource("a")
		for i := range 5000 {
			b.Add(Token{Generated: Position{0, width(i)}, Original: Position{uint32(i), 0}, Source: src, Name: -1})
		}
		m, err := b.Map()
		if err != nil {
			t.Fatal(err)
		}
		if len(m.tokens.long) != 1 {
			t.Errorf("%s: no buckets", name)
		}
		for i := range 5000 {
			for _, col := range []uint32{width(i), width(i) + 1, width(i) - min(1, width(i))} {
				want := lastBefore(m.tokens.cols, col)
				tok, ok := m.Lookup(0, col)
				if ok != (want >= 0) || ok && tok.Original.Line != uint32(want) {
					t.Fatalf("%s: column %d: token %v, want %d", name, col, tok, want)
				}
			}
		}
	}
}

func TestRangeForms(t *testing.T) {
	text := func(ranges string) []byte {
		return []byte(`{"version":3,"sources":["a"],"names":[],"mappings":"AAAA,IAAI,IAAI;AACA","rangeMappings":"` + ranges + `"}`)
	}
	for _, tt := range []struct {
		ranges string
		strict bool   // valid in strict mode
		want   string // a digit for each token: 1 for a range
	}{
		{"B", true, "1000"},
		{"BC", true, "1010"},
		{"C;B", true, "0101"},
		{"", true, "0000"},
		{"AB", false, "0000"},  // flags: the seventh segment
		{"H", false, "1110"},   // flags of three
		{"G;B", false, "0111"}, // 6 is beyond: flags
		{"!", false, "0000"},   // damaged: absent
	} {
		m, err := Decode(text(tt.ranges), nil)
		if err != nil {
			t.Errorf("%q: %v", tt.ranges, err)
			continue
		}
		got := ""
		for tok := range m.Tokens() {
			got += map[bool]string{true: "1", false: "0"}[tok.Range]
		}
		if got != tt.want {
			t.Errorf("%q: ranges %s, want %s", tt.ranges, got, tt.want)
		}
		if _, err := Decode(text(tt.ranges), &Options{Strict: true}); (err == nil) != tt.strict {
			t.Errorf("%q in strict mode: %v", tt.ranges, err)
		}
	}
}
