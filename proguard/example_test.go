package proguard_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/gosymbolic/symbolic/proguard"
)

const mapping = `# compiler: R8
com.example.Parser -> a.a:
# {"id":"sourceFile","fileName":"Parser.kt"}
    1:3:char next():20:22 -> a
    1:3:int parse(java.lang.String):41 -> a
    4:4:int parse(java.lang.String):45:45 -> a
com.example.ParseException -> a.b:
`

func Example() {
	m, err := proguard.Parse([]byte(mapping), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	trace := strings.NewReader("Caused by: a.b: unexpected end\n\tat a.a.a(SourceFile:2)\n\t... 3 more\n")
	if err := m.Retrace(os.Stdout, trace, nil); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Caused by: com.example.ParseException: unexpected end
	// 	at com.example.Parser.next(Parser.kt:21)
	// 	at com.example.Parser.parse(Parser.kt:41)
	// 	... 3 more
}

func ExampleMapper_Frame() {
	m, err := proguard.Parse([]byte(mapping), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := m.Frame(nil, proguard.Frame{Class: "a.a", Method: "a", Line: 4})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range result.Frames() {
		fmt.Println(f.Class, f.Method, f.Params, f.File, f.Line)
	}
	// Output:
	// com.example.Parser parse java.lang.String Parser.kt 45
}

func ExampleParseCache() {
	m, err := proguard.Parse([]byte(mapping), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	var file strings.Builder
	if err := m.WriteCache(&file); err != nil {
		fmt.Println(err)
		return
	}
	c, err := proguard.ParseCache([]byte(file.String()))
	if err != nil {
		fmt.Println(err)
		return
	}
	class, ok, err := c.Class("a.b")
	fmt.Println(class.Original, ok, err)
	// Output:
	// com.example.ParseException true <nil>
}
