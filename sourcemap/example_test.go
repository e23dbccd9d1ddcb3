package sourcemap_test

import (
	"bytes"
	"fmt"
	"log"
	"strings"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/sourcemap"
)

const minified = `function n(){throw new Error("no")}n();`

const mapText = `{"version":3,"sources":["hello.js"],
	"sourcesContent":["function fail() {\n  throw new Error(\"no\");\n}\nfail();\n"],
	"names":["fail","Error"],"mappings":"AAAA,SAASA,IACP,MAAM,IAAIC,MAAM,KAClB,CACAD"}`

func ExampleDecode() {
	m, err := sourcemap.Decode([]byte(mapText), nil)
	if err != nil {
		log.Fatal(err)
	}
	tok, ok := m.Lookup(0, 9)
	fmt.Println(ok, tok.SourceName(), tok.Original.Line, tok.Original.Column, tok.NameText())
	// Output: true hello.js 0 9 fail
}

func ExampleWriteCache() {
	m, err := sourcemap.Decode([]byte(mapText), nil)
	if err != nil {
		log.Fatal(err)
	}
	var file bytes.Buffer
	if _, err := sourcemap.WriteCache(&file, m, []byte(minified)); err != nil {
		log.Fatal(err)
	}
	c, err := sourcemap.ParseCache(file.Bytes())
	if err != nil {
		log.Fatal(err)
	}
	loc, ok, err := c.Lookup(0, 19)
	if err != nil || !ok {
		log.Fatal(ok, err)
	}
	line, _, err := c.Line(loc.File, loc.Line)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s:%d in %s: %s", loc.Source, loc.Line+1, loc.Function, strings.TrimLeft(line, " "))
	// Output: hello.js:2 in fail: throw new Error("no");
}

func ExampleRemapper() {
	r := sourcemap.Remapper{Load: func(url string, _ debugid.ID) (sourcemap.Locator, error) {
		m, err := sourcemap.Decode([]byte(mapText), nil)
		if err != nil {
			return nil, err
		}
		return sourcemap.NewScript(m, []byte(minified))
	}}
	trace := sourcemap.ParseTrace("Error: no\n    at n (http://example.com/a.js:1:20)\n")
	fmt.Print(trace.Text(r.Remap(trace)))
	// Output:
	// Error: no
	//     at fail (hello.js:2:9)
}
