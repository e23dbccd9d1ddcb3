package objfile_test

import (
	"fmt"

	"github.com/gosymbolic/symbolic/objfile"
)

func Example() {
	file, err := objfile.Open("../testdata/inline.elf", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()
	for object, err := range file.Objects() {
		if err != nil {
			fmt.Println(err)
			continue
		}
		session, err := object.Session()
		if err != nil {
			fmt.Println(err)
			continue
		}
		for f, err := range session.Functions() {
			if err != nil {
				fmt.Println(err)
				continue
			}
			if f.Name != "distance" {
				continue
			}
			for frame := range f.Resolve(f.Entry + 9) {
				fmt.Printf("%s %s:%d\n", frame.Name, session.File(frame.File).Path(), frame.Line)
			}
		}
	}
	// Output:
	// distance /src/inline.c:18
}
