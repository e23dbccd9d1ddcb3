package sourcemap

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
)

// writeCache builds a cache of m in memory.
func writeCache(t testing.TB, m *Map, minified []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	n, err := WriteCache(&buf, m, minified)
	if err != nil || n != int64(buf.Len()) {
		t.Fatalf("WriteCache = %d, %v for %d bytes", n, err, buf.Len())
	}
	return buf.Bytes()
}

// checkCache compares a cache with the map it was made from, at each token and
// beside it, read from memory and through a reader.
func checkCache(t *testing.T, m *Map, data []byte) {
	t.Helper()
	mem, err := ParseCache(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := mem.Verify(); err != nil {
		t.Fatal(err)
	}
	reader, err := NewCache(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	flat, err := m.Flatten()
	if err != nil {
		t.Fatal(err)
	}
	if mem.NumFiles() != flat.NumSources() {
		t.Fatalf("%d files, map has %d", mem.NumFiles(), flat.NumSources())
	}
	for i := range flat.NumSources() {
		want, wantOK := flat.Content(i)
		got, ok, err := mem.Content(i)
		if got != want || ok != wantOK || err != nil {
			t.Fatalf("content of %s differs: %v", flat.Source(i), err)
		}
	}
	n := 0
	for tok := range flat.Tokens() {
		p := tok.Generated
		for _, p := range []Position{p, {p.Line, p.Column + 1}, {p.Line, p.Column - min(p.Column, 1)}, {p.Line + 1, 0}} {
			want, ok := flat.Lookup(p.Line, p.Column)
			ok = ok && want.Mapped()
			caches := []*Cache{mem, reader}
			if n++; n%16 != 0 {
				caches = caches[:1]
			}
			for _, c := range caches {
				got, gotOK, err := c.Lookup(p.Line, p.Column)
				if err != nil || gotOK != ok {
					t.Fatalf("%v: %v, %v; map says %v", p, gotOK, err, ok)
				}
				if ok && (got.Source != want.SourceName() || got.Line != want.Original.Line ||
					got.Column != want.Original.Column || got.Name != want.NameText()) {
					t.Fatalf("%v: cache says %+v, map %+v", p, got, want)
				}
			}
		}
	}
}

// minifiedOf returns the minified file beside a map, nil if there is none.
func minifiedOf(path string) []byte {
	data, _ := os.ReadFile(strings.TrimSuffix(path, ".map"))
	return data
}

func TestCorpusCache(t *testing.T) {
	root, names := corpusMaps(t)
	for _, name := range names {
		path := filepath.Join(root, name)
		m, err := Decode(readFile(t, path), nil)
		if err != nil {
			continue
		}
		if _, err := m.Flatten(); err != nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			data := writeCache(t, m, minifiedOf(path))
			checkCache(t, m, data)
			if again := writeCache(t, m, minifiedOf(path)); !bytes.Equal(data, again) {
				t.Error("the same map gives different bytes")
			}
		})
	}
}

func TestCacheFunctions(t *testing.T) {
	type want struct {
		line, col uint32
		source    string
		srcLine   uint32
		function  string // "" for none, "-" for an anonymous one
		text      string // the source line, "" to leave it out
	}
	for _, tt := range []struct {
		minified, m string
		want        []want
	}{
		{"symbolic/simple/minified.js", "symbolic/simple/minified.js.map", []want{
			{0, 10, "tests/fixtures/simple/original.js", 1, "abcd", "function abcd() {}\n"}}},
		{"symbolic/inlining/module.js", "symbolic/inlining/module.js.map", []want{
			{0, 62, "../src/app.js", 2, "buttonCallback", ""},
			{0, 46, "../src/bar.js", 3, "bar", ""},
			{0, 33, "../src/foo.js", 1, "foo", ""}}},
		{"", "symbolic/hermes-metro/react-native-hermes.map", []want{
			{0, 11939, "module.js", 1, "foo", "    throw new Error(\"lets throw!\");\n"},
			{0, 11857, "input.js", 2, "<global>", "foo();\n"}}},
		{"symbolic/hermes-metro/react-native-metro.js", "symbolic/hermes-metro/react-native-metro.js.map", []want{
			{6, 100, "module.js", 1, "foo", "    throw new Error(\"lets throw!\");\n"},
			{5, 43, "input.js", 2, "<global>", "foo();\n"}}},
	} {
		t.Run(tt.m, func(t *testing.T) {
			root := corpus.Path(t, "sourcemap")
			m, err := Decode(readFile(t, filepath.Join(root, tt.m)), nil)
			if err != nil {
				t.Fatal(err)
			}
			var minified []byte
			if tt.minified != "" {
				minified = readFile(t, filepath.Join(root, tt.minified))
			}
			c, err := ParseCache(writeCache(t, m, minified))
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range tt.want {
				loc, ok, err := c.Lookup(w.line, w.col)
				if err != nil || !ok || loc.Source != w.source || loc.Line != w.srcLine || loc.Function != w.function {
					t.Errorf("%d:%d = %+v, %v, %v; want %+v", w.line, w.col, loc, ok, err, w)
				}
				if text, _, err := c.Line(loc.File, loc.Line); w.text != "" && text != w.text {
					t.Errorf("%d:%d: line %q, %v; want %q", w.line, w.col, text, err, w.text)
				}
			}
		})
	}
}

func TestCacheContext(t *testing.T) {
	b := &Builder{}
	src := b.AddSource("a.js")
	b.SetContent(src, "zero\none\r\ntwo\nthree\n")
	empty := b.AddSource("empty.js")
	b.SetContent(empty, "")
	b.AddSource("none.js")
	b.Add(Token{Generated: Position{0, 0}, Original: Position{1, 0}, Source: src, Name: -1})
	m, err := b.Map()
	if err != nil {
		t.Fatal(err)
	}
	c, err := ParseCache(writeCache(t, m, []byte("x")))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		file, n int
		line    uint32
		first   uint32
		want    string // joined with bars
	}{
		{0, 0, 1, 1, "one\r\n"},
		{0, 1, 1, 0, "zero\n|one\r\n|two\n"},
		{0, 1, 0, 0, "zero\n|one\r\n"},
		{0, 5, 4, 0, "zero\n|one\r\n|two\n|three\n|"},
		{0, 1, 9, 8, ""},
		{1, 3, 0, 0, ""},
		{2, 3, 0, 0, ""},
	} {
		lines, first, err := c.Context(Location{File: tt.file, Line: tt.line}, tt.n)
		if got := strings.Join(lines, "|"); got != tt.want || first != tt.first || err != nil {
			t.Errorf("Context(%d:%d, %d) = %q from %d, %v; want %q from %d", tt.file, tt.line, tt.n, got, first, err, tt.want, tt.first)
		}
	}
	if n, err := c.NumLines(1); n != 1 || err != nil {
		t.Errorf("empty file has %d lines, %v", n, err)
	}
	if n, err := c.NumLines(2); n != 0 || err != nil {
		t.Errorf("file without text has %d lines, %v", n, err)
	}
}

// countingReader counts reads.
type countingReader struct {
	bytes.Reader
	reads int
}

func (r *countingReader) ReadAt(p []byte, off int64) (int, error) {
	r.reads++
	return r.Reader.ReadAt(p, off)
}

func TestCacheReads(t *testing.T) {
	m, err := Decode(syntheticMap(200_000, 12, 1<<20), nil)
	if err != nil {
		t.Fatal(err)
	}
	data := writeCache(t, m, nil)
	r := &countingReader{Reader: *bytes.NewReader(data)}
	c, err := NewCache(r, int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if r.reads > 2 {
		t.Errorf("opening takes %d reads", r.reads)
	}
	for line := uint32(0); line < 16000; line += 777 {
		r.reads = 0
		if _, _, err := c.Lookup(line, 40); err != nil {
			t.Fatal(err)
		}
		if r.reads > 7 {
			t.Errorf("a lookup takes %d reads", r.reads)
		}
	}
	mem, err := ParseCache(data)
	if err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(100, func() { mem.Lookup(777, 40) }); n != 0 {
		t.Errorf("a lookup in memory allocates %v times", n)
	}
}

// TestCacheDamage flips each byte of a cache: opening or verifying it must
// fail, and lookups in what still opens must not panic.
func TestCacheDamage(t *testing.T) {
	m, err := Decode(syntheticMap(600, 12, 2000), nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &Builder{}
	in := b.lazyIntern(m)
	for tok := range m.Tokens() {
		b.Add(in.token(tok))
	}
	if m, err = b.Map(); err != nil {
		t.Fatal(err)
	}
	good := writeCache(t, m, []byte("function a(){}"))
	for i := range good {
		data := bytes.Clone(good)
		data[i] ^= 0x55
		c, err := ParseCache(data)
		if err == nil {
			for line := range uint32(4) {
				loc, ok, _ := c.Lookup(line*10, 30)
				if ok {
					c.Context(loc, 2)
				}
			}
			err = c.Verify()
		}
		if _, ok := errors.AsType[*debuginfo.FormatError](err); !ok {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
}
