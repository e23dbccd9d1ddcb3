package itanium_test

import (
	"fmt"

	"github.com/gosymbolic/symbolic/demangle/itanium"
)

func ExampleDemangle() {
	const name = "_ZNK2ns3MapIiE4findIcEEPiT_"
	text, err := itanium.Demangle(name, itanium.Options{})
	fmt.Println(text, err)

	text, err = itanium.Demangle(name, itanium.Options{NoParameters: true, NoReturnType: true})
	fmt.Println(text, err)

	_, err = itanium.Demangle("_ZN2ns3Ma", itanium.Options{})
	fmt.Println(err)
	// Output:
	// int* ns::Map<int>::find<char>(char) const <nil>
	// ns::Map<int>::find<char> <nil>
	// itanium: offset 0x7: not of the grammar of C++ names
}
