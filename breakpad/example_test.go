package breakpad_test

import (
	"fmt"

	"github.com/gosymbolic/symbolic/breakpad"
)

func Example() {
	f, err := breakpad.Parse([]byte(`MODULE Linux x86_64 18B180F90887D8F8B5C35D185444AF4C0 a.out
FILE 0 /src/main.c
INLINE_ORIGIN 0 square
FUNC 1000 20 0 main
INLINE 0 4 0 0 1008 8
1000 8 3 0
1008 8 12 0
1010 10 5 0
`), nil)
	if err != nil {
		panic(err)
	}
	session, err := f.Session()
	if err != nil {
		panic(err)
	}
	for function, err := range session.Functions() {
		if err != nil {
			fmt.Println(err)
			continue
		}
		for frame := range function.Resolve(0x1009) {
			fmt.Printf("%s at %s:%d\n", frame.Name, session.File(frame.File).Path(), frame.Line)
		}
	}
	// Output:
	// square at /src/main.c:12
	// main at /src/main.c:4
}
