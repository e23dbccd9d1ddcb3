package dlang_test

import (
	"fmt"

	"github.com/gosymbolic/symbolic/demangle/dlang"
)

func ExampleDemangle() {
	text, err := dlang.Demangle("_D3std5stdio4File6__initZ", dlang.Options{})
	fmt.Println(text, err)
	name := "_D3std3uni__T8spaceForVmi7ZQoFNaNbNiNfmZm"
	text, err = dlang.Demangle(name, dlang.Options{Style: dlang.StyleGNU})
	fmt.Println(text, err)
	text, err = dlang.Demangle(name, dlang.Options{Style: dlang.StyleGNU, NoTemplateArgs: true, NoParameters: true})
	fmt.Println(text, err)
	// Output:
	// initializer for std.stdio.File <nil>
	// std.uni.spaceFor!(7uL).spaceFor(ulong) <nil>
	// std.uni.spaceFor.spaceFor <nil>
}
