package symcache_test

import (
	"bytes"
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/macho"
	"github.com/gosymbolic/symbolic/objfile"
	"github.com/gosymbolic/symbolic/symcache"
)

// TestSymbolMap makes a cache of a file with hidden names, and has the names
// back that the symbol map of the build knows.
func TestSymbolMap(t *testing.T) {
	text, err := os.ReadFile("../testdata/hidden.bcsymbolmap")
	if err != nil {
		t.Fatal(err)
	}
	names, err := macho.ParseSymbolMap(text)
	if err != nil {
		t.Fatal(err)
	}
	f, err := objfile.Open("../testdata/hidden.o", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	o, err := f.Object()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name      string
		transform symcache.Transformer
		want      string // functions and files
	}{
		{"hidden", nil, "__hidden#2_ __hidden#3_/__hidden#4_, __hidden#1_ __hidden#3_/__hidden#4_, other __hidden#3_/__hidden#4_"},
		{"resolved", names, "twice /src/app/Sources/hidden.c, start /src/app/Sources/hidden.c, other /src/app/Sources/hidden.c"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var data bytes.Buffer
			if err := symcache.Build(context.Background(), &data, o, &symcache.Options{Transform: tt.transform}); err != nil {
				t.Fatal(err)
			}
			cache, err := symcache.Parse(data.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range o.CodeRanges() {
				for addr := r.Start; addr < r.End; addr += 4 {
					frames, err := cache.AppendFrames(nil, addr)
					if err != nil {
						t.Fatal(err)
					}
					for _, fr := range frames {
						if line := fr.Name + " " + fr.File.Path(); !slices.Contains(got, line) {
							got = append(got, line)
						}
					}
				}
			}
			if text := strings.Join(got, ", "); text != tt.want {
				t.Errorf("got  %s\nwant %s", text, tt.want)
			}
		})
	}
}
