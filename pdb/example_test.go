package pdb_test

import (
	"fmt"
	"log"
	"os"

	"github.com/gosymbolic/symbolic/pdb"
)

// List the modules of a database and what the symbols of each begin with.
func ExampleFile_Modules() {
	data, err := os.ReadFile("testdata/hello.pdb")
	if err != nil {
		log.Fatal(err)
	}
	f, err := pdb.Parse(data, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(f.Arch())
	for m, err := range f.Modules() {
		if err != nil {
			log.Fatal(err)
		}
		data, err := f.Data(m)
		if err != nil {
			log.Fatal(err)
		}
		for rec, err := range data.Records() {
			if err != nil {
				log.Fatal(err)
			}
			if p, ok := rec.Proc(); ok {
				fmt.Printf("%s: %s, %d bytes\n", m.Name, p.Name, p.Size)
			}
		}
	}
	// Output:
	// x86_64
	// C:\src\hello.obj: square, 6 bytes
	// C:\src\hello.obj: start, 34 bytes
}

// Print the line table of a database and the checksums of its files.
func ExampleModuleData_Lines() {
	data, err := os.ReadFile("testdata/hello.pdb")
	if err != nil {
		log.Fatal(err)
	}
	f, err := pdb.Parse(data, nil)
	if err != nil {
		log.Fatal(err)
	}
	for m := range f.Modules() {
		data, err := f.Data(m)
		if err != nil {
			log.Fatal(err)
		}
		for file := range data.Files() {
			fmt.Printf("%s %x\n", f.String(file.Name), file.Checksum)
		}
		for row, err := range data.Lines() {
			if err != nil {
				log.Fatal(err)
			}
			if !row.End {
				fmt.Printf("%d:%#x line %d\n", row.Section, row.Offset, row.Line)
			}
		}
	}
	// Output:
	// C:\src\hello.c e6509c4597ff7c8bd6542a1f2a74fc9d
	// 1:0x0 line 8
	// 1:0x10 line 10
	// 1:0x18 line 11
	// 1:0x1b line 12
	// 1:0x28 line 12
}

// Print the functions of a database with their inlined calls.
func ExampleFile_Session() {
	data, err := os.ReadFile("testdata/hello.pdb")
	if err != nil {
		log.Fatal(err)
	}
	f, err := pdb.Parse(data, nil)
	if err != nil {
		log.Fatal(err)
	}
	s := f.Session()
	for fn, err := range s.Functions() {
		if err != nil {
			log.Print(err) // about one module or function
			continue
		}
		fmt.Printf("%#x %s\n", fn.Entry, fn.Name)
		for _, in := range fn.Inlines {
			fmt.Printf("\t%s at line %d of %s\n", in.Name, in.CallLine, s.File(in.CallFile).Path())
		}
	}
	// Output:
	// 0x1000 square(int)
	// 0x1010 start(int)
	// 	twice(int) at line 11 of C:\src\hello.c
	// 	twice(int) at line 12 of C:\src\hello.c
}
