package debugid_test

import (
	"fmt"

	"github.com/gosymbolic/symbolic/debugid"
)

func Example() {
	id, err := debugid.Parse("DFB8E43AF2423D73A453AEB6A777EF75a")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(id)
	fmt.Println(id.Breakpad())
	fmt.Println(id.Appendix())
	// Output:
	// dfb8e43a-f242-3d73-a453-aeb6a777ef75-a
	// DFB8E43AF2423D73A453AEB6A777EF75a
	// 10
}
