package sourcemap

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debugid"
)

// describe writes what was read of a frame.
func (f *Frame) describe() string {
	if f == nil {
		return "text"
	}
	s := fmt.Sprintf("%s|%s|%d:%d", f.Function, f.URL, f.Line, f.Column)
	for _, flag := range []struct {
		set  bool
		name string
	}{{f.Async, "async"}, {f.New, "new"}, {f.Native, "native"}, {f.Bytecode, "bytecode"}, {f.Wasm, "wasm"}} {
		if flag.set {
			s += "|" + flag.name
		}
	}
	if f.Eval != nil {
		s += "|eval in " + f.Eval.describe()
	}
	return s
}

func TestParseTrace(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		// V8
		{"TypeError: x is not a function", "text"},
		{"    at foo (http://example.com/a.js:12:34)", "foo|http://example.com/a.js|12:34"},
		{"    at http://example.com/a.js:12:34", "|http://example.com/a.js|12:34"},
		{"    at new Foo (a.js:1:2)", "Foo|a.js|1:2|new"},
		{"    at async foo (file:///a/b.mjs:1:2)", "foo|file:///a/b.mjs|1:2|async"},
		{"    at async file:///a/b.mjs:1:2", "|file:///a/b.mjs|1:2|async"},
		{"    at async Promise.all (index 0)", "Promise.all||0:0|async|native"},
		{"    at Array.map (<anonymous>)", "Array.map|<anonymous>|0:0"},
		{"    at Array.forEach (native)", "Array.forEach|native|0:0|native"},
		{"    at Object.m [as alias] (a.js:1:2)", "Object.m [as alias]|a.js|1:2"},
		{"    at node:internal/main/run_main_module:23:47", "|node:internal/main/run_main_module|23:47"},
		{"    at C:\\dir\\a (1).js:3:4", "|C:\\dir\\a (1).js|3:4"},
		{"    at foo (C:\\dir (x86)\\a.js:3:4)", "foo|C:\\dir (x86)\\a.js|3:4"},
		{"    at eval (eval at foo (http://e.com/a.js:1:20), <anonymous>:3:4)",
			"eval|<anonymous>|3:4|eval in foo|http://e.com/a.js|1:20"},
		{"    at eval (eval at b (eval at c (http://e.com/a.js:5:6)), <anonymous>:1:2)",
			"eval|<anonymous>|1:2|eval in c|http://e.com/a.js|5:6"},
		{"    at wasm-function[12] (wasm://wasm/0abc:wasm-function[12]:0x1a2)", "wasm-function[12]|wasm://wasm/0abc|1:419|wasm"},
		// Hermes
		{"    at foo (address at index.bundle:1:11940)", "foo|index.bundle|1:11940|bytecode"},
		{"    at apply (native)", "apply|native|0:0|native"},
		// SpiderMonkey
		{"foo@http://example.com/a.js:12:34", "foo|http://example.com/a.js|12:34"},
		{"@http://example.com/a.js:12:34", "|http://example.com/a.js|12:34"},
		{"foo/bar<@http://example.com/@scope/a.js:1:2", "foo/bar<|http://example.com/@scope/a.js|1:2"},
		{"async*foo@http://example.com/a.js:1:2", "foo|http://example.com/a.js|1:2|async"},
		{"setTimeout handler*foo@http://example.com/a.js:1:2", "foo|http://example.com/a.js|1:2|async"},
		{"foo@http://example.com/a.js line 5 > eval:1:2", "foo|<anonymous>|1:2|eval in |http://example.com/a.js|5:0"},
		{"anonymous@http://e.com/a.js line 5 > eval line 1 > Function:3:4", "anonymous|<anonymous>|3:4|eval in |http://e.com/a.js|5:0"},
		{"foo@http://example.com/a.wasm:wasm-function[3]:0x10", "foo|http://example.com/a.wasm|1:17|wasm"},
		// JavaScriptCore
		{"foo@[native code]", "foo|[native code]|0:0|native"},
		{"[native code]", "|[native code]|0:0|native"},
		{"global code@http://example.com/a.js:1:2", "global code|http://example.com/a.js|1:2"},
		{"http://example.com/a.js:1:2", "|http://example.com/a.js|1:2"},
		{"<?>.wasm-function[3]@[wasm code]", "<?>.wasm-function[3]|[wasm code]|0:0|wasm"},
		// Text
		{"", "text"},
		{"Error: mail to me@example.com:25", "text"},
		{"    at", "text"},
		{"    at the station", "text"},
		{"see http://example.com:80 for more", "text"},
		{"    at foo (http://e.com/a.js:99999999999:1)", "foo|http://e.com/a.js:99999999999|1:0"},
	} {
		got := ParseTrace(tt.line + "\r\n")
		if tt.line == "" {
			got = ParseTrace("\n")
		}
		if len(got.Lines) != 1 || got.Lines[0].Text != tt.line || got.Lines[0].Frame.describe() != tt.want {
			t.Errorf("%q = %q, want %q", tt.line, got.Lines[0].Frame.describe(), tt.want)
		}
	}
}

// locator answers from a table by line.
type locator map[uint32]Location

func (l locator) Lookup(line, _ uint32) (Location, bool, error) {
	loc, ok := l[line]
	return loc, ok, nil
}

func (l locator) Context(Location, int) ([]string, uint32, error) { return nil, 0, nil }

func TestRemap(t *testing.T) {
	named := func(line uint32, fn, token string) Location {
		return Location{Source: "webpack:///./src/a.ts", Line: line, Column: 2, Function: fn, Scope: NamedScope, Name: token}
	}
	script := locator{
		0: named(10, "inner", ""),
		1: {Source: "b.ts", Line: 20, Scope: AnonymousScope},
		2: named(30, "__webpack_require__", "callee"),
		3: {Source: "c.ts", Line: 40, Name: "handler"},
		4: named(50, "a.a.a.b", "x"),
		5: {Source: "d.dart", Name: "fetch", Scope: NamedScope, Function: "f"},
	}
	var loads []string
	r := &Remapper{
		DebugIDs: map[string]debugid.ID{"http://e.com/a.js": {}},
		Load: func(url string, _ debugid.ID) (Locator, error) {
			loads = append(loads, url)
			if url == "http://e.com/a.js" {
				return script, nil
			}
			return nil, nil
		},
	}
	in := strings.Join([]string{
		"Error: message",
		"    at n (http://e.com/a.js:1:5)",
		"    at t (http://e.com/a.js:2:5)",
		"    at r (http://e.com/a.js:3:5)",
		"    at async e (http://e.com/a.js:4:5)",
		"    at new o (http://e.com/a.js:5:5)",
		"    at Array.map (<anonymous>)",
		"    at x (http://other.com/b.js:1:1)",
		"    at $async$f (http://e.com/a.js:6:1)",
		"    at eval (eval at n (http://e.com/a.js:1:5), <anonymous>:1:1)",
		"n@http://e.com/a.js:1:5",
		"    at gone (http://e.com/a.js:9:9)",
	}, "\n")
	want := strings.Join([]string{
		"Error: message",
		"    at inner (./src/a.ts:11:3)",
		"    at callee (b.ts:21:1)",  // anonymous: what the caller calls it
		"    at r (./src/a.ts:31:3)", // a useless name, and an await is no call
		"    at async x (c.ts:41:1)", // no scope known
		"    at new {a#3}.b (./src/a.ts:51:3)",
		"    at Array.map (<anonymous>)",
		"    at x (http://other.com/b.js:1:1)",
		"    at fetch (d.dart:1:1)",
		"    at inner (./src/a.ts:11:3)",
		"inner@./src/a.ts:11:3",
		"    at gone (http://e.com/a.js:9:9)",
	}, "\n") + "\n"
	trace := ParseTrace(in)
	if got := trace.Text(r.Remap(trace)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(loads) != 2 {
		t.Errorf("loads %q, want each script once", loads)
	}
}

func TestFixSource(t *testing.T) {
	for in, want := range map[string]string{
		"webpack:///./src/a.js":           "./src/a.js",
		"webpack:////abs/a.js":            "/abs/a.js",
		"webpack://name/./src/a.js":       "./src/a.js",
		"webpack:///../lib/a.js":          "../lib/a.js",
		"webpack:///./~/react/index.js":   "~/react/index.js",
		"turbopack:///[project]/src/a.js": "./src/a.js",
		"src/a.js":                        "src/a.js",
	} {
		if got := FixSource(in); got != want {
			t.Errorf("FixSource(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFoldName(t *testing.T) {
	for in, want := range map[string]string{
		"a.a.a.b": "{a#3}.b", "a.b.b": "a.{b#2}", "a.b": "a.b", "a": "a", "": "", "...": "...", "a.a.b.b": "{a#2}.{b#2}",
	} {
		if got := FoldName(in); got != want {
			t.Errorf("FoldName(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTrimLine(t *testing.T) {
	long := strings.Repeat("0123456789", 30)
	for _, tt := range []struct {
		line string
		col  uint32
		want string
	}{
		{"short\r\n", 2, "short"},
		{long[:150], 0, long[:150]},
		{long, 0, long[:140] + " {snip}"},
		{long, 150, "{snip} " + long[90:230] + " {snip}"},
		{long, 299, "{snip} " + long[160:]},
		{long, 9999, "{snip} " + long[160:]},
	} {
		if got := TrimLine(tt.line, tt.col); got != tt.want {
			t.Errorf("TrimLine(%d chars, %d) = %q, want %q", len(tt.line), tt.col, got, tt.want)
		}
	}
}
