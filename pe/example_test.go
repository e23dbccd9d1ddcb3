package pe_test

import (
	"fmt"
	"log"
	"os"

	"github.com/gosymbolic/symbolic/pe"
)

// Print how crash reports name an image, its database and its exports.
func Example() {
	data, err := os.ReadFile("../pdb/testdata/hello.dll")
	if err != nil {
		log.Fatal(err)
	}
	f, err := pe.Parse(data, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(f.Arch(), f.Kind(), f.CodeID())
	if cv, ok := f.CodeView(); ok {
		fmt.Println(cv.Path, cv.ID())
	}
	for e := range f.Exports() {
		fmt.Printf("%#x %s\n", e.Addr, e.Name)
	}
	// Output:
	// x86_64 lib 38f0a7bc5000
	// hello.pdb 3f7a1a5e-a7f2-c363-4c4c-44205044422e-1
	// 0x1010 start
}
