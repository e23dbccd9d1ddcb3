package symcache_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/symcache"
)

// A session is what a debug file gives; this one has a single function.
type session struct{}

func (session) Functions() iter.Seq2[*debuginfo.Function, error] {
	return func(yield func(*debuginfo.Function, error) bool) {
		yield(&debuginfo.Function{
			Name: "main", Lang: debuginfo.LanguageC, Entry: 0x1000,
			Ranges: []debuginfo.Range{{Start: 0x1000, End: 0x1020}},
			Lines:  []debuginfo.Line{{Addr: 0x1000, Line: 3}, {Addr: 0x1008, Line: 12}},
			Inlines: []debuginfo.Inline{{
				Parent: -1, Name: "square", Lang: debuginfo.LanguageC,
				Ranges: []debuginfo.Range{{Start: 0x1008, End: 0x1010}}, CallLine: 4,
			}},
		}, nil)
	}
}

func (session) File(uint32) debuginfo.File      { return debuginfo.File{Dir: "/src", Name: "main.c"} }
func (s session) Split(int) []debuginfo.Session { return []debuginfo.Session{s} }
func (session) Source(uint32) ([]byte, error)   { return nil, debuginfo.ErrNotFound }

func Example() {
	b := symcache.NewBuilder(symcache.Info{Arch: debuginfo.ArchAMD64, Name: "main"}, nil)
	if err := b.AddSession(context.Background(), session{}); err != nil {
		panic(err)
	}
	var file bytes.Buffer
	if _, err := b.WriteTo(&file); err != nil {
		panic(err)
	}

	c, err := symcache.Parse(file.Bytes())
	if err != nil {
		panic(err)
	}
	for frame, err := range c.Lookup(0x1009) {
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s at %s:%d\n", frame.Name, frame.File.Path(), frame.Line)
	}
	// Output:
	// square at /src/main.c:12
	// main at /src/main.c:4
}
