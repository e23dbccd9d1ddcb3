package macho_test

import (
	"fmt"
	"log"
	"os"

	"github.com/gosymbolic/symbolic/macho"
)

func Example() {
	data, err := os.ReadFile("../testdata/inline-arm64.o")
	if err != nil {
		log.Fatal(err)
	}
	f, err := macho.Parse(data, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(f.Arch(), f.Kind())
	symbols, err := f.FunctionSymbols()
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range symbols {
		if s.Name[0] == '_' {
			fmt.Printf("%#x %s\n", s.Value, macho.LinkageName(s.Name))
		}
	}
	// Output:
	// arm64 rel
	// 0x0 distance
	// 0x30 entry
}

// Names that were hidden when Apple built an app from bitcode come back with
// the symbol map of the original build.
func ExampleSymbolMap() {
	text := "BCSymbolMap Version: 2.0\n_start\nstart\n/src/app\nmain.c\n"
	m, err := macho.ParseSymbolMap([]byte(text))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m.Name("__hidden#0_"), m.Resolve("__hidden#3_"))
	// Output: start main.c
}
