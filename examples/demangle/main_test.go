package main

import (
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/demangle"
)

func TestFilter(t *testing.T) {
	tests := []struct {
		name, text string
		opts       demangle.Options
		want       string
	}{
		{"plain text", "nothing to see\n", demangle.Options{}, "nothing to see\n"},
		{"nm", "0000000000001139 T _Z3fooi\n", demangle.Options{}, "0000000000001139 T foo(int)\n"},
		{"version", "U _ZSt4endlIcE@@GLIBCXX_3.4\n", demangle.Options{}, "U std::endl<char>@@GLIBCXX_3.4\n"},
		{"sentence", "It crashed in _Z3foov. (_Z3barv, \"_Z3bazv\")", demangle.Options{}, `It crashed in foo(). (bar(), "baz()")`},
		{"clone", "_Z3foov.cold+0x12", demangle.Options{}, "foo() (.cold)+0x12"},
		{"within a word", "x_Z3foov 1_Z3foov", demangle.Options{}, "x_Z3foov 1_Z3foov"},
		{"arrow", "a->_Z3foov", demangle.Options{}, "a->foo()"},
		{"Microsoft", "<?foo@@YAXH@Z>", demangle.Options{}, "<void __cdecl foo(int)>"},
		{"Microsoft short", "?foo@@YAXH@Z,", demangle.Options{Form: demangle.Short}, "void foo(int),"},
		{"question", "what? why?? @?", demangle.Options{}, "what? why?? @?"},
		{"Swift", "($s4main3fooyyF)", demangle.Options{}, "(main.foo() -> ())"},
		{"Swift name", "$s4main3fooyyF", demangle.Options{Form: demangle.NameOnly}, "foo"},
		{"Rust", "_RNvC1a1b _ZN3foo3bar17h0123456789abcdefE", demangle.Options{Form: demangle.Short}, "a::b foo::bar"},
		{"language", "_Z3foov _RNvC1a1b RNvC1c1d", demangle.Options{Language: debuginfo.LanguageRust}, "_Z3foov a::b c::d"},
		{"address at name", "f@_Z3foov", demangle.Options{}, "f@foo()"},
		{"no line end", "_Z3foov", demangle.Options{}, "foo()"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			if err := run(strings.NewReader(tt.text), &out, nil, tt.opts); err != nil || out.String() != tt.want {
				t.Errorf("%q, %v, want %q", out.String(), err, tt.want)
			}
		})
	}
}

func TestArguments(t *testing.T) {
	var out strings.Builder
	names := []string{"_Z3foov", "RNvC1a1b", "main", "see _Z3barv", "-[Foo bar:]"}
	if err := run(nil, &out, names, demangle.Options{}); err != nil {
		t.Fatal(err)
	}
	const want = "foo()\na::b\nmain\nsee bar()\n-[Foo bar:]\n"
	if out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
}
