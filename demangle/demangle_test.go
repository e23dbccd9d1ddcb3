package demangle

import (
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// same stands for a name that comes back as it was, with false.
const same = "\x00same"

var (
	full   = Options{}
	short  = Options{Form: Short}
	only   = Options{Form: NameOnly}
	trace  = Options{Form: Short, NoReturnType: true, ParameterTypes: true}
	noArgs = Options{NoTemplateArgs: true}
)

func in(l debuginfo.Language) Options { return Options{Language: l} }

// A demangleTest is a name and its text.
type demangleTest struct {
	name string
	opts Options
	want string
}

var demangleTests = []demangleTest{
	// Itanium C++.
	{"_ZN1AIiE1fIcEEvT_", full, "void A<int>::f<char>(char)"},
	{"_ZN1AIiE1fIcEEvT_", short, "void A<int>::f<char>(char)"},
	{"_ZN1AIiE1fIcEEvT_", trace, "A<int>::f<char>(char)"},
	{"_ZN1AIiE1fIcEEvT_", only, "A<int>::f<char>"},
	{"_ZN1AIiE1fIcEEvT_", noArgs, "void A::f(char)"},
	{"__ZN1A1fEv", full, "A::f()"},
	{"___Z1fv_block_invoke_2", full, "invocation function for block in f()"},
	{"___Z1fv", full, same},
	{"_Z1fv.isra.0", full, "f() (.isra.0)"},
	{"_Z1fv.llvm.123", only, "f"},
	{"_Z1fv.part.1.cold", full, "f() (.part.1.cold)"},
	{"_Z1fv$57c34bde3fedbd1a4bf6fbbe5453ff24", full, "f()"},
	{"_Z1fv$57c34bde3fedbd1a4bf6fbbe5453ff2g", full, same},
	{"_Z1fv$57c34bde3fedbd1a4bf6fbbe5453ff2", full, same},
	{"_Z1fv@@V1", full, same},
	{"_ZN12_GLOBAL__N_11fEv", in(debuginfo.LanguageCPlusPlus), "(anonymous namespace)::f()"},
	{"_Z", full, same},

	// Microsoft C++.
	{"?f@A@@QAEHPAH@Z", full, "public: int __thiscall A::f(int *)"},
	{"?f@A@@QAEHPAH@Z", short, "public: int A::f(int*)"},
	{"?f@A@@QAEHPAH@Z", trace, "A::f(int*)"},
	{"?f@A@@QAEHPAH@Z", only, "A::f"},
	{"?f@?$A@H@@QAEXXZ", noArgs, "public: void __thiscall A::f(void)"},
	{"??@8ba8d245c9eca390356129098dbe9f73@", full, "??@8ba8d245c9eca390356129098dbe9f73@"},
	{".?AVA@@", in(debuginfo.LanguageCPlusPlus), "class A `RTTI Type Descriptor Name'"},
	{"?", full, same},

	// Rust.
	{"_RNvC1a1b", full, "a::b"},
	{"__RNvC1a1b", full, "a::b"},
	{"_ZN1a1b17h0123456789abcdefE", full, "a::b::h0123456789abcdef"},
	{"_ZN1a1b17h0123456789abcdefE", short, "a::b"},
	{"__ZN1a1b17h0123456789abcdefE", only, "a::b"},
	{"_ZN1a1b17h0123456789abcdefE.llvm.12", short, "a::b"},
	{"_ZN13_$LT$a..B$GT$1cE", full, "<a::B>::c"},
	{"_ZN1a1bE", full, "a::b"},
	{"_ZN1a1b17h0123456789abcdefE", in(debuginfo.LanguageCPlusPlus), "a::b::h0123456789abcdef"},
	{"_RNvC1a", full, same},

	// Objective-C.
	{"-[Foo bar:baz:]", full, "-[Foo bar:baz:]"},
	{"+[Foo(Cat) bar]", only, "+[Foo(Cat) bar]"},
	{"+[Foo bar]", in(debuginfo.LanguageObjC), "+[Foo bar]"},
	{"-[Foo bar", full, same},
	{"_Z1fv", in(debuginfo.LanguageObjC), same},
	{"-[Foo bar]", in(debuginfo.LanguageObjCPlusPlus), "-[Foo bar]"},
	{"_Z1fv", in(debuginfo.LanguageObjCPlusPlus), "f()"},
	{"?f@@YAXXZ", in(debuginfo.LanguageObjCPlusPlus), same},

	// D.
	{"_Dmain", full, "D main"},
	{"_D8demangle4testZ", full, "demangle.test"},
	{"_D8demangle4testZ", in(debuginfo.LanguageD), "demangle.test"},
	{"__D8demangle4testZ", in(debuginfo.LanguageD), "demangle.test"},
	{"_Dnothing", full, same},

	// The stated language decides alone.
	{"_Z1fv", in(debuginfo.LanguageRust), same},
	{"_Z1fv", in(debuginfo.LanguageSwift), same},
	{"_Z1fv", in(debuginfo.LanguageC), same},
	{"_Z1fv", in(debuginfo.LanguageGo), same},
	{"_Z1fv", in(debuginfo.LanguageCSharp), same},
	{"a", in(debuginfo.LanguageCPlusPlus), same},
	{"a", in(debuginfo.LanguageRust), same},
	{"a", in(debuginfo.LanguageSwift), same},
	{"a", in(debuginfo.LanguageD), same},

	// No mangled names.
	{"", full, same},
	{"main", full, same},
	{"_main", full, same},
	{"R", full, same},
	{"Zebra", full, same},
	{"Running", full, same},
	{"go.main.func1", full, same},
	{"main.(*T).Method", full, same},
	{"caml_main__foo_123", full, same},
	{"_GLOBAL__sub_I_foo.cc", full, same},
	{"_foo@8", full, same},
	{"@foo@8", full, same},
	{"naïve\x00\xff", full, same},
}

func TestDemangle(t *testing.T) {
	for _, tt := range demangleTests {
		tt.check(t)
	}
}

func (tt *demangleTest) check(t *testing.T) {
	t.Helper()
	got, ok := Demangle(tt.name, tt.opts)
	want := tt.want
	if want == same {
		want = tt.name
	}
	if got != want || ok != (tt.want != same) {
		t.Errorf("Demangle(%q, %+v) = %q, %v, want %q", tt.name, tt.opts, got, ok, want)
	}
}

func TestMaxLength(t *testing.T) {
	for _, tt := range []struct{ name, text string }{
		{"_Z3fooi", "foo(int)"},
		{"?f@@YAXXZ", "void __cdecl f(void)"},
		{"_RNvC1a1b", "a::b"},
		{"_ZN1a1b17h0123456789abcdefE", "a::b::h0123456789abcdef"},
		{"_D8demangle4testZ", "demangle.test"},
		{"-[A b]", "-[A b]"},
	} {
		if got, ok := Demangle(tt.name, Options{MaxLength: len(tt.text)}); got != tt.text || !ok {
			t.Errorf("Demangle(%s) with just enough room = %q, %v", tt.name, got, ok)
		}
		if got, ok := Demangle(tt.name, Options{MaxLength: len(tt.text) - 1}); got != tt.name || ok {
			t.Errorf("Demangle(%s) with too little room = %q, %v", tt.name, got, ok)
		}
	}
}

func TestDetect(t *testing.T) {
	tests := []struct {
		name string
		want debuginfo.Language
	}{
		{"_Z1fv", debuginfo.LanguageCPlusPlus},
		{"____Zdamaged", debuginfo.LanguageCPlusPlus},
		{"_ZN4llvm3fooE", debuginfo.LanguageCPlusPlus},
		{"_ZN3foo5h1234E", debuginfo.LanguageCPlusPlus},
		{"?f@@YAXXZ", debuginfo.LanguageCPlusPlus},
		{"@?damaged", debuginfo.LanguageCPlusPlus},
		{"_ZN1a1b17h0123456789abcdefE", debuginfo.LanguageRust},
		{"_ZN1a1b17h0123456789abcdefE.cold", debuginfo.LanguageRust},
		{"ZN1a1b17h0123456789abcdefE", debuginfo.LanguageRust},
		{"_ZN13_$LT$a..B$GT$1cE", debuginfo.LanguageRust},
		{"_RNvC1a1b", debuginfo.LanguageRust},
		{"_Rdamaged", debuginfo.LanguageUnknown},
		{"$sdamaged", debuginfo.LanguageSwift},
		{"@__swiftmacro_4main", debuginfo.LanguageSwift},
		{"_TtC4main3Foo", debuginfo.LanguageSwift},
		{"-[A b]", debuginfo.LanguageObjC},
		{"_Dmain", debuginfo.LanguageD},
		{"_Ddamaged", debuginfo.LanguageUnknown},
		{"-", debuginfo.LanguageUnknown},
		{"", debuginfo.LanguageUnknown},
		{"memcpy", debuginfo.LanguageUnknown},
	}
	for _, tt := range tests {
		if got := Detect(tt.name); got != tt.want {
			t.Errorf("Detect(%q) = %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestDetectionCorpus compares with the detection of Rust's symbolic.
func TestDetectionCorpus(t *testing.T) {
	exceptions := map[string]string{
		"_Dmain": "D is not detected there; LLVM detects it",
	}
	for _, row := range readRows(t, "detection.tsv") {
		if got := Detect(row[0]).String(); got != strings.ToLower(row[1]) && exceptions[row[0]] == "" {
			t.Errorf("Detect(%q) = %s, want %s", row[0], got, row[1])
		}
	}
}

// TestAutoCorpus compares with LLVM's detection, in its tests.
func TestAutoCorpus(t *testing.T) {
	for _, row := range readRows(t, "llvm21-auto.tsv") {
		if got, _ := Demangle(row[0], Options{}); got != row[1] {
			t.Errorf("Demangle(%q) = %q, want %q", row[0], got, row[1])
		}
	}
}

func TestObjCCorpus(t *testing.T) {
	// LLVM, like Apple's compilers, writes id<P> for objc_object with a
	// protocol; the list has the name's inner form.
	const protocol = "_ZL29SupportsTextureSampleCountMTLPU19objcproto9MTLDevice11objc_objectm"
	for _, row := range readRows(t, "objc.tsv") {
		opts := Options{NoReturnType: true, NoParameters: strings.HasSuffix(row[2], "name_only()")}
		if strings.Contains(row[2], "lang=ObjCpp") {
			opts.Language = debuginfo.LanguageObjCPlusPlus
		}
		got, ok := Demangle(row[0], opts)
		switch {
		case row[0] == protocol && !opts.NoParameters:
			if want := "SupportsTextureSampleCountMTL(id<MTLDevice>, unsigned long)"; got != want {
				t.Errorf("Demangle(%q) = %q, want %q", row[0], got, want)
			}
		case row[1] == "!SAME" && (got != row[0] || !ok), row[1] == "!ERR" && ok,
			row[1][0] != '!' && got != row[1]:
			t.Errorf("Demangle(%q) = %q, %v, want %q", row[0], got, ok, row[1])
		}
	}
}
