package elf_test

import (
	"fmt"
	"os"

	"github.com/gosymbolic/symbolic/elf"
)

func Example() {
	data, err := os.ReadFile("../testdata/inline.elf")
	if err != nil {
		fmt.Println(err)
		return
	}
	f, err := elf.Parse(data, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Arch(), f.Kind())
	symbols, err := f.FunctionSymbols()
	if err != nil {
		fmt.Println(err)
	}
	for _, s := range symbols {
		fmt.Printf("%#x %s\n", s.Value, s.Name)
	}
	// Output:
	// x86_64 lib
	// 0x1050 entry
	// 0x1020 distance
}
