package rust_test

import (
	"fmt"

	"github.com/gosymbolic/symbolic/demangle/rust"
)

func ExampleDemangle() {
	name := "_RINvNtC3std3mem4swapNtNtC5alloc6string6StringE"
	text, err := rust.Demangle(name, rust.Options{})
	fmt.Println(text, err)
	text, err = rust.Demangle(name, rust.Options{NoGenericArgs: true})
	fmt.Println(text, err)
	text, err = rust.Demangle("_ZN3std2io5stdio6_print17hb852888e1c51bc65E", rust.Options{Hashes: rust.HideHashes})
	fmt.Println(text, err)
	// Output:
	// std::mem::swap::<alloc::string::String> <nil>
	// std::mem::swap <nil>
	// std::io::stdio::_print <nil>
}
