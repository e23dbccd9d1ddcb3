package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	script  = "function n(){throw new Error(\"no\")}n();\n//# sourceMappingURL=maps/a.js.map\n"
	mapText = `{"version":3,"sources":["hello.js"],"sourcesContent":["function fail() {\n  throw new Error(\"no\");\n}\nfail();\n"],` +
		`"names":["fail","Error"],"mappings":"AAAA,SAASA,IACP,MAAM,IAAIC,MAAM,KAClB,CACAD"}`
)

// write makes a folder with a script and its map.
func write(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "maps"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"a.js": script, "maps/a.js.map": mapText} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestAnswer(t *testing.T) {
	name := filepath.Join(write(t), "maps", "a.js.map")
	var out strings.Builder
	err := answer(&out, strings.NewReader("1:9\n1:19\n\n2:0\n0:0\n"), name)
	const want = "hello.js:1:9 fail\nhello.js:2:8 -\n-\n-\n"
	if err != nil || out.String() != want {
		t.Errorf("got %q, %v; want %q", out.String(), err, want)
	}
	if err := answer(&out, strings.NewReader("one\n"), name); err == nil {
		t.Error("a line that is no position is no error")
	}
}

func TestRemap(t *testing.T) {
	dir := write(t)
	for _, tt := range []struct {
		in      string
		context contextFlag
		want    string
	}{
		{"Error: no\n    at n (http://e.com/js/a.js?v=1:1:20)\n    at b.js:1:1\n", contextFlag{},
			"Error: no\n    at fail (hello.js:2:9)\n    at b.js:1:1\n"},
		{"n@http://e.com/a.js:1:20\n", contextFlag{on: true, lines: 1},
			"fail@hello.js:2:9\n        1 | function fail() {\n  >     2 |   throw new Error(\"no\");\n        3 | }\n"},
	} {
		var out strings.Builder
		if err := remap(&out, tt.in, dir, tt.context); err != nil || out.String() != tt.want {
			t.Errorf("got\n%s%v\nwant\n%s", out.String(), err, tt.want)
		}
	}
}

func TestJoinContext(t *testing.T) {
	for in, want := range map[string]string{
		"-context 3 a:1:2": "-context=3 a:1:2", "-context a:1:2": "-context a:1:2", "-context": "-context", "-context=2": "-context=2",
	} {
		if got := strings.Join(joinContext(strings.Fields(in)), " "); got != want {
			t.Errorf("%q = %q, want %q", in, got, want)
		}
	}
}
