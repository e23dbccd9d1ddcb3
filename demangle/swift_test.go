package demangle

import (
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

var swiftTests = []demangleTest{
	{"$s4main3fooyyF", full, "main.foo() -> ()"},
	{"_$s4main3fooyyF", short, "foo()"},
	{"_T04main3fooyyF", only, "foo"},
	{"$s8mangling14varargsVsArray3arr1nySaySiG_SStF", short, "varargsVsArray(arr:n:)"},
	{"$s8mangling14varargsVsArray3arr1nySaySiG_SStF", trace, "varargsVsArray(arr: [Int], n: String)"},
	{"$s8mangling14varargsVsArray3arr1nySaySiG_SStF", Options{NoSugar: true}, "mangling.varargsVsArray(arr: Swift.Array<Swift.Int>, n: Swift.String) -> ()"},
	{"__T04main3fooyyF", in(debuginfo.LanguageSwift), "main.foo() -> ()"},
	{"__T04main3fooyyF", full, same},
	{"$sgarbage!!", full, same},
	{"$s4main3fooyyF", Options{MaxLength: len("main.foo() -> ()")}, "main.foo() -> ()"},
	{"$s4main3fooyyF", Options{MaxLength: len("main.foo() -> ()") - 1}, same},
}

func TestDemangleSwift(t *testing.T) {
	for _, tt := range swiftTests {
		tt.check(t)
	}
}

func TestCorpusSwift(t *testing.T) {
	for _, l := range []list{
		{"swift-manglings.tsv", colText, Options{}, 99},
		{"swift-simplified.tsv", colText, short, 99},
		{"real-swift.tsv", colText, Options{NoSugar: true}, 99},
		{"real-swift.tsv", colSymbolicName, only, 99},
	} {
		t.Run(l.file, func(t *testing.T) { l.check(t) })
	}
}
