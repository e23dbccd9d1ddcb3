package sourcemap

import (
	"errors"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

const urlIndex = `{"version":3,"sections":[{"offset":{"line":0,"column":0},"map":` + tiny + `},
	{"offset":{"line":2,"column":4},"url":"http://e.com/b.map"}]}`

func TestSectionURL(t *testing.T) {
	m, err := Decode([]byte(urlIndex), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := m.Lookup(2, 4); ok {
		t.Error("a section without a map has a token")
	}
	if _, err := m.Flatten(); !errors.Is(err, debuginfo.ErrNotFound) {
		t.Errorf("Flatten: %v", err)
	}
	asked := ""
	m, err = Decode([]byte(urlIndex), &Options{Resolve: func(url string) ([]byte, error) {
		asked = url
		return []byte(strings.ReplaceAll(tiny, "a.js", "b.js")), nil
	}})
	if err != nil || asked != "http://e.com/b.map" {
		t.Fatalf("asked for %q, %v", asked, err)
	}
	tok, ok := m.Lookup(2, 5)
	if !ok || tok.SourceName() != "b.js" || tok.Generated != (Position{2, 4}) {
		t.Errorf("2:5 = %+v, %v", tok, ok)
	}
	if _, ok := m.Lookup(2, 3); ok {
		t.Error("code before the section has a token")
	}
	flat, err := m.Flatten()
	if err != nil || flat.NumSources() != 2 {
		t.Errorf("Flatten: %v", err)
	}
	broken := errors.New("broken")
	for _, want := range []error{broken, debuginfo.ErrNotFound} {
		_, err = Decode([]byte(urlIndex), &Options{Resolve: func(string) ([]byte, error) { return nil, want }})
		if want == broken && !errors.Is(err, broken) || want != broken && err != nil {
			t.Errorf("resolver fails with %v: %v", want, err)
		}
	}
	// A map behind a URL cannot ask for another.
	asks := 0
	_, err = Decode([]byte(urlIndex), &Options{Resolve: func(string) ([]byte, error) {
		asks++
		return []byte(urlIndex), nil
	}})
	if err != nil || asks != 1 {
		t.Errorf("asked %d times, %v", asks, err)
	}
}

// TestFlattenFence checks that code at the start of a section does not belong
// to the last token of the section before.
func TestFlattenFence(t *testing.T) {
	m, err := Decode([]byte(`{"version":3,"sections":[
		{"offset":{"line":0,"column":0},"map":{"version":3,"sources":["a"],"names":[],"mappings":"AAAA,gBAAgB"}},
		{"offset":{"line":0,"column":10},"map":{"version":3,"sources":["b"],"names":[],"mappings":"EAAA"}}]}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	flat, err := m.Flatten()
	if err != nil {
		t.Fatal(err)
	}
	// The token of a at column 16 lies beyond its section.
	if got, want := string(flat.appendMappings(nil)), "AAAA,U,ECAA"; got != want {
		t.Errorf("mappings %s, want %s", got, want)
	}
	checkFlatten(t, m)
	shifted, ok := m.ShiftSections(3)
	if tok, found := shifted.Lookup(3, 12); !ok || !found || tok.SourceName() != "b" {
		t.Errorf("shifted: %+v, %v, %v", tok, ok, found)
	}
	if _, ok := m.ShiftSections(noIndex); !ok {
		t.Error("shift to the last line fails")
	}
	if _, ok := shifted.ShiftSections(noIndex); ok {
		t.Error("shift beyond the last line succeeds")
	}
}
