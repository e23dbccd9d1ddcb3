package demangle_test

import (
	"fmt"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/demangle"
)

func ExampleDemangle() {
	for _, name := range []string{
		"_ZN2ns3FooIiE3barIcEEvT_",
		"?bar@Foo@ns@@QEAAXPEAH@Z",
		"_ZN4core3fmt5write17h0123456789abcdefE",
		"$s4main3FooV3baryySiF",
		"main",
	} {
		text, ok := demangle.Demangle(name, demangle.Options{Form: demangle.Short, NoReturnType: true})
		fmt.Println(text, ok)
	}
	// Output:
	// ns::Foo<int>::bar<char>(char) true
	// ns::Foo::bar(int*) true
	// core::fmt::write true
	// Foo.bar(_:) true
	// main false
}

func ExampleDemangle_statedLanguage() {
	// The debug file says that this function is C, so its name is its name.
	text, ok := demangle.Demangle("_Z3foov", demangle.Options{Language: debuginfo.LanguageC})
	fmt.Println(text, ok)
	// Output: _Z3foov false
}

func ExampleDetect() {
	fmt.Println(demangle.Detect("_RNvC5crate3foo"), demangle.Detect("-[Foo bar]"), demangle.Detect("memcpy"))
	// Output: rust objc unknown
}
