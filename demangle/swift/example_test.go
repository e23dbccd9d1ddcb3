package swift_test

import (
	"fmt"

	"github.com/gosymbolic/symbolic/demangle/swift"
)

func ExampleDemangle() {
	const name = "$s4main4ListC6append_2atyx_SitF"
	for _, opts := range []swift.Options{
		{},
		{Simplified: true},
		{Simplified: true, Parameters: swift.ParametersTypes},
		{Simplified: true, Parameters: swift.ParametersNone},
	} {
		text, err := swift.Demangle(name, opts)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(text)
	}
	// Output:
	// main.List.append(_: A, at: Swift.Int) -> ()
	// List.append(_:at:)
	// List.append(_: A, at: Int)
	// List.append
}
