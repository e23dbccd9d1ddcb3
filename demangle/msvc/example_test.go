package msvc_test

import (
	"fmt"

	"github.com/gosymbolic/symbolic/demangle/msvc"
)

func ExampleDemangle() {
	const name = "?insert@?$Map@HV?$Set@D@@@@QEAAPEAVNode@1@_KABH@Z"
	for _, opts := range []msvc.Options{
		{},
		{Short: true},
		{Short: true, NoReturnType: true},
		{Short: true, NameOnly: true},
	} {
		text, err := msvc.Demangle(name, opts)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(text)
	}
	// Output:
	// public: class Map<int, class Set<char>>::Node * __cdecl Map<int, class Set<char>>::insert(unsigned __int64, int const &)
	// public: Map<int, Set<char> >::Node* Map<int, Set<char> >::insert(uint64_t, int const&)
	// Map<int, Set<char> >::insert(uint64_t, int const&)
	// Map<int, Set<char> >::insert
}

func ExampleUndnameOptions() {
	opts := msvc.UndnameOptions(msvc.UndnameNoMSKeywords | msvc.UndnameNoAccessSpecifiers)
	text, err := msvc.Demangle("?get@List@@QEBAPEAHXZ", opts)
	fmt.Println(text, err)
	// Output: int * List::get(void) const <nil>
}
