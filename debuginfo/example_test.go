package debuginfo_test

import (
	"fmt"

	"github.com/gosymbolic/symbolic/debuginfo"
)

func ExampleFunction_Resolve() {
	f := &debuginfo.Function{
		Name:   "main",
		Entry:  0x1000,
		Ranges: []debuginfo.Range{{Start: 0x1000, End: 0x1040}},
		Lines: []debuginfo.Line{
			{Addr: 0x1000, File: 0, Line: 10},
			{Addr: 0x1010, File: 1, Line: 3},
			{Addr: 0x1020, File: 0, Line: 12},
		},
		Inlines: []debuginfo.Inline{{
			Parent: -1, Name: "square", Ranges: []debuginfo.Range{{Start: 0x1010, End: 0x1020}},
			CallFile: 0, CallLine: 11,
		}},
	}
	for frame := range f.Resolve(0x1014) {
		fmt.Println(frame.Name, frame.File, frame.Line)
	}
	// Output:
	// square 1 3
	// main 0 11
}

func ExampleFile_Path() {
	f := debuginfo.File{CompDir: "/build/app", Dir: "../lib", Name: "list.c"}
	fmt.Println(f.Path())
	f = debuginfo.File{CompDir: `C:\build`, Dir: `src`, Name: "main.cpp"}
	fmt.Println(f.Path())
	// Output:
	// /build/lib/list.c
	// C:\build\src\main.cpp
}
