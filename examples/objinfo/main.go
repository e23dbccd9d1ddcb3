// Objinfo prints what an object file is: the ids, architecture, kind and
// features of each object in it.
//
//	objinfo FILE...
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/gosymbolic/symbolic/objfile"
)

func main() {
	if len(os.Args) < 2 || strings.HasPrefix(os.Args[1], "-") {
		fmt.Fprintln(os.Stderr, "usage: objinfo FILE...")
		os.Exit(2)
	}
	status := 0
	for _, name := range os.Args[1:] {
		if err := printFile(name); err != nil {
			fmt.Fprintf(os.Stderr, "objinfo: %s: %v\n", name, err)
			status = 1
		}
	}
	os.Exit(status)
}

// printFile prints the objects of the named file. An object that cannot be
// read is reported in its place.
func printFile(name string) error {
	file, err := objfile.Open(name, nil)
	if err != nil {
		return err
	}
	defer file.Close()
	fmt.Printf("%s: %s\n", name, file.Format())
	for object, err := range file.Objects() {
		if err != nil {
			fmt.Printf("  error: %v\n", err)
			continue
		}
		printObject(object)
	}
	return nil
}

func printObject(o objfile.Object) {
	fmt.Printf("  object:      %s %s %s\n", o.Format(), o.Arch(), o.Kind())
	if o.Name() != "" {
		fmt.Printf("  name:        %s\n", o.Name())
	}
	fmt.Printf("  debug id:    %s\n", o.DebugID())
	fmt.Printf("  breakpad id: %s\n", o.DebugID().Breakpad())
	code := o.CodeID().String()
	if code == "" {
		code = "-"
	}
	fmt.Printf("  code id:     %s\n", code)
	fmt.Printf("  image base:  %#x\n", o.ImageBase())
	has := o.Features()
	fmt.Printf("  features:    symbols=%t debug_info=%t unwind_info=%t sources=%t\n",
		has.Symbols, has.DebugInfo, has.Unwind, has.Sources)
	for _, err := range o.Damage() {
		fmt.Printf("  damage:      %v\n", err)
	}
}
