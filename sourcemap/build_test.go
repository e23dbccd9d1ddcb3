package sourcemap

import (
	"errors"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

func decodeString(t *testing.T, text string) *Map {
	t.Helper()
	m, err := Decode([]byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestBuilder(t *testing.T) {
	b := &Builder{}
	b.SetFile("out.js")
	x, y := b.AddSource("x.js"), b.AddSource("y.js")
	if again := b.AddSource("x.js"); again != x {
		t.Errorf("same source is %d and %d", x, again)
	}
	b.SetContent(x, "a \"quoted\"\n\xff")
	b.SetIgnored(y)
	n := b.AddName("n")
	// Out of order, two at one place.
	b.Add(Token{Generated: Position{1, 0}, Original: Position{2, 3}, Source: y, Name: n})
	b.Add(Token{Generated: Position{0, 5}, Source: -1, Name: -1})
	b.Add(Token{Generated: Position{0, 0}, Original: Position{0, 0}, Source: x, Name: -1, Range: true})
	b.Add(Token{Generated: Position{0, 5}, Original: Position{0, 7}, Source: x, Name: -1})
	m, err := b.Map()
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"version":3,"file":"out.js","sources":["x.js","y.js"],"sourcesContent":["a \"quoted\"\n` + "\ufffd" +
		`"],"ignoreList":[1],"names":["n"],"mappings":"AAAA,K,AAAO;ACEJA","rangeMappings":"B"}`
	if got := string(m.AppendJSON(nil)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	checkRoundTrip(t, m)
}

func TestBuilderErrors(t *testing.T) {
	for _, tt := range []struct {
		name string
		tok  Token
		want error
	}{
		{"source", Token{Source: 5, Name: -1}, errTokenSource},
		{"name", Token{Source: 0, Name: 5}, errTokenName},
		{"line", Token{Generated: Position{noIndex, 0}, Source: -1, Name: -1}, errTokenPlace},
		{"column", Token{Original: Position{0, noIndex}, Source: 0, Name: -1}, errTokenPlace},
	} {
		b := &Builder{}
		b.AddSource("a")
		b.Add(Token{Source: -1, Name: -1})
		b.Add(tt.tok)
		_, err := b.Map()
		fe, ok := errors.AsType[*debuginfo.FormatError](err)
		if !errors.Is(err, tt.want) || !ok || fe.Offset != 1 {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestNewIndexErrors(t *testing.T) {
	m := decodeString(t, tiny)
	if _, err := NewIndex("", []Section{{Offset: Position{1, 0}, Map: m}, {Map: m}}); !errors.Is(err, errBadIndex) {
		t.Errorf("out of order: %v", err)
	}
	deep, err := m, error(nil)
	for range MaxNesting {
		if deep, err = NewIndex("", []Section{{Map: deep}}); err != nil {
			t.Fatal(err)
		}
	}
	checkFlatten(t, deep)
	checkRoundTrip(t, deep)
	if _, err := NewIndex("", []Section{{Map: deep}}); !errors.Is(err, errBadIndex) {
		t.Errorf("too deep: %v", err)
	}
}

func TestRewrite(t *testing.T) {
	m := decodeString(t, `{"version":3,"sourceRoot":"/home/me/app","sources":["src/a.js","/home/me/lib/b.js","unused.js","c.js"],
		"sourcesContent":["A"],"names":["x","y"],"mappings":"AAAA,CCAAC,CECA","ignoreList":[1]}`)
	for _, tt := range []struct {
		name string
		opts RewriteOptions
		want string
	}{
		{"plain", RewriteOptions{}, `{"version":3,"sources":["/home/me/app/src/a.js","/home/me/lib/b.js","/home/me/app/c.js"],` +
			`"sourcesContent":["A"],"ignoreList":[1],"names":["y"],"mappings":"AAAA,CCAAA,CCCA"}`},
		{"without", RewriteOptions{DropNames: true, DropContents: true}, `{"version":3,"sources":["/home/me/app/src/a.js",` +
			`"/home/me/lib/b.js","/home/me/app/c.js"],"ignoreList":[1],"names":[],"mappings":"AAAA,CCAA,CCCA"}`},
		{"strip", RewriteOptions{StripPrefixes: []string{"/home/me/app/", "/home"}}, `{"version":3,"sources":["src/a.js","me/lib/b.js","c.js"],` +
			`"sourcesContent":["A"],"ignoreList":[1],"names":["y"],"mappings":"AAAA,CCAAA,CCCA"}`},
		{"strip shared", RewriteOptions{StripPrefixes: []string{"~"}}, `{"version":3,"sources":["app/src/a.js","lib/b.js","app/c.js"],` +
			`"sourcesContent":["A"],"ignoreList":[1],"names":["y"],"mappings":"AAAA,CCAAA,CCCA"}`},
		{"load", RewriteOptions{LoadContent: func(s string) (string, bool) { return "text of " + s, s == "/home/me/app/c.js" }},
			`{"version":3,"sources":["/home/me/app/src/a.js","/home/me/lib/b.js","/home/me/app/c.js"],` +
				`"sourcesContent":["A",null,"text of /home/me/app/c.js"],"ignoreList":[1],"names":["y"],"mappings":"AAAA,CCAAA,CCCA"}`},
	} {
		got, err := m.Rewrite(tt.opts)
		if err != nil || string(got.AppendJSON(nil)) != tt.want {
			t.Errorf("%s: %v\ngot  %s\nwant %s", tt.name, err, got.AppendJSON(nil), tt.want)
		}
	}
}

func TestCompose(t *testing.T) {
	// min.js comes from mid.js and other.js, mid.js from a.ts.
	outer := decodeString(t, `{"version":3,"file":"min.js","sources":["mid.js","other.js"],"names":["m"],
		"mappings":"AAAA,CAAIA,CAAU,CCAA,C"}`)
	inner := decodeString(t, `{"version":3,"sources":["a.ts"],"sourcesContent":["text"],"names":["orig"],
		"mappings":"AACE,IAAIA,E"}`)
	got, err := outer.Compose(func(source string) *Map {
		if source == "mid.js" {
			return inner
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"version":3,"file":"min.js","sources":["a.ts","other.js"],"sourcesContent":["text"],"names":["orig"],` +
		`"mappings":"AACE,CAAIA,C,CCDQ,C"}`
	if text := string(got.AppendJSON(nil)); text != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
	// Composing with maps of themselves changes nothing.
	same, err := outer.Compose(func(string) *Map { return nil })
	if err != nil || difference(same, outer) != "" {
		t.Errorf("%v, differs in %s", err, difference(same, outer))
	}
}

// TestAdjust moves tokens along with a change of the code.
func TestAdjust(t *testing.T) {
	// A snippet of one line and 3 columns goes before line 1, column 2.
	m := decodeString(t, `{"version":3,"sources":["a"],"names":[],"mappings":"AAAA;AACA,IAAI;AACA"}`)
	change := decodeString(t, `{"version":3,"sources":["old.js"],"names":[],"mappings":"AAAA;AACA;GAAE;AACF"}`)
	got, err := m.Adjust(change)
	if err != nil {
		t.Fatal(err)
	}
	if text, want := string(got.appendMappings(nil)), "AAAA;AACA;GAAA,EAAI;AACA"; text != want {
		t.Errorf("mappings %s, want %s", text, want)
	}
}
