package sourcemap

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

// outline writes scopes as nested lists: name or kind, place, variables.
func (s *Scopes) outline() []string {
	var out []string
	for _, o := range s.Scopes {
		depth := 0
		for p := o.Parent; p >= 0; p = s.Scopes[p].Parent {
			depth++
		}
		line := fmt.Sprintf("%s%d %s/%s %d:%d-%d:%d", strings.Repeat(" ", depth), o.Source, o.Name, o.Kind,
			o.Start.Line, o.Start.Column, o.End.Line, o.End.Column)
		if o.StackFrame {
			line += " frame"
		}
		if o.Variables != nil {
			line += " " + strings.Join(o.Variables, ",")
		}
		out = append(out, line)
	}
	return out
}

func TestCorpusScopes(t *testing.T) {
	root := corpus.Path(t, "sourcemap/tc39/decoding/scopes")
	for name, want := range map[string][]string{
		"nil-scopes":                             nil,
		"empty-scopes-field":                     nil,
		"single-root-original-scope":             {"0 /global 0:0-10:0"},
		"multiple-root-original-scopes-with-nil": {"0 /global 0:0-10:0", "2 /global 0:0-10:0"},
		"close-start-end-position-scopes":        {"0 / 0:0-1:0", " 0 / 0:0-0:1", " 0 / 0:1-0:2", " 0 / 0:3-0:5"},
		"nested-scopes": {
			"0 / 0:0-28:0", " 0 originalFunctionFoo/ 10:0-27:0 frame",
			"  0 innerOriginalFunction/ 15:2-26:2 frame", "   0 /block 20:4-25:4"},
		"sibling-scopes": {
			"0 / 0:0-50:0", " 0 toplevelFunction1/function 10:5-18:1 frame", " 0 toplevelFunction2/function 20:5-28:1 frame",
			" 0 toplevelFunction3/function 30:5-38:1 frame", " 0 toplevelFunction4/function 40:5-48:1 frame"},
		"scope-variables": {
			"0 /global 0:0-31:0 GLOBAL_CONSTANT1,GLOBAL_CONSTANT2",
			" 0 toplevelFunction1/function 10:5-19:1 frame functionScopedVariable1,functionScopedVariable2,functionScopedVariable3",
			" 0 toplevelFunction2/function 25:5-30:1 frame functionScopedVariable1",
			"  0 /block 26:8-29:5 blockScopedVariable1,blockScopedVariable2"},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := Decode(readFile(t, filepath.Join(root, name+".map")), &Options{Strict: true})
			if err != nil {
				t.Fatal(err)
			}
			if m.Scopes() == nil {
				t.Fatal("no scopes")
			}
			if got := m.Scopes().outline(); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestScopes(t *testing.T) {
	// Source b has the function f from 1:0 to 5:1, and in it g from 2:2 to 3:4;
	// the generated code is f, into which g was inlined at 1:0 of b.
	const head = `{"version":3,"sources":["a","b"],"names":["f","g","function"],"mappings":"ACCA,QACE,QAEA",`
	for name, fields := range map[string]string{
		"new": `"scopes":"A,BHBAAE,BHBCCA,CBE,CCB,EGAA,EGEC,IBBA,FE,FE"}`,
		"old": `"originalScopes":["","CAOAE,CEOCA,CI,EC"],"generatedRanges":"AKCA,EOACCCA,I,I"}`,
	} {
		t.Run(name, func(t *testing.T) {
			m, err := Decode([]byte(head+fields), &Options{Strict: true})
			if err != nil {
				t.Fatal(err)
			}
			want := []string{"1 f/function 1:0-5:1 frame", " 1 g/function 2:2-3:4 frame"}
			if got := m.Scopes().outline(); !slices.Equal(got, want) {
				t.Fatalf("got %q, want %q", got, want)
			}
			for _, tt := range []struct {
				p    Position
				name string
				ok   bool
			}{
				{Position{0, 9}, "", false}, {Position{1, 0}, "f", true}, {Position{2, 1}, "f", true},
				{Position{2, 2}, "g", true}, {Position{3, 3}, "g", true}, {Position{3, 4}, "f", true}, {Position{5, 1}, "", false},
			} {
				got, ok := m.Scopes().FunctionAt(1, tt.p)
				if got != tt.name || ok != tt.ok {
					t.Errorf("FunctionAt(%v) = %q, %v", tt.p, got, ok)
				}
			}
			if _, ok := m.Scopes().FunctionAt(0, Position{1, 0}); ok {
				t.Error("source without scopes has a function")
			}
			if tok, _ := m.Lookup(0, 8); tok.SourceName() != "b" {
				t.Fatalf("token %+v", tok)
			} else if fn, ok := tok.Function(); fn != "g" || !ok {
				t.Errorf("function %q, %v", fn, ok)
			}
			ranges := m.Scopes().Ranges
			if len(ranges) != 2 || ranges[0].Scope != 0 || ranges[1].Scope != 1 || ranges[1].Parent != 0 ||
				ranges[1].CallSource != 1 || ranges[1].Call != (Position{1, 0}) || ranges[0].CallSource != -1 {
				t.Errorf("ranges %+v", ranges)
			}
			if i, ok := m.Scopes().RangeAt(ranges[1].Start); !ok || i != 1 {
				t.Errorf("RangeAt = %d, %v", i, ok)
			}
			checkRoundTrip(t, m)
		})
	}
}

// TestFunctionMaps follows the function maps of Metro, also through
// flattening.
func TestFunctionMaps(t *testing.T) {
	const regular = `{"version":3,"sources":["a","b"],"names":[],"mappings":"AAAA,IACE,ICFF",
		"x_facebook_sources":[[{"names":["<global>","f"],"mappings":"AAA;ECC"}],null]}`
	m, err := Decode([]byte(regular), nil)
	if err != nil {
		t.Fatal(err)
	}
	index, err := NewIndex("x", []Section{{Map: m}, {Offset: Position{7, 0}, Map: m}})
	if err != nil {
		t.Fatal(err)
	}
	flat, err := index.Flatten()
	if err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string]*Map{"regular": m, "index": index, "flat": flat} {
		for _, tt := range []struct {
			col  uint32
			want string
			ok   bool
		}{{0, "<global>", true}, {4, "f", true}, {8, "", false}} {
			tok, _ := m.Lookup(0, tt.col)
			if got, ok := tok.Function(); got != tt.want || ok != tt.ok {
				t.Errorf("%s: column %d: %q, %v; want %q", name, tt.col, got, ok, tt.want)
			}
		}
	}
	// A damaged function map counts as absent, or is an error in strict mode.
	damaged := strings.Replace(regular, "ECC", "E!C", 1)
	if m, err := Decode([]byte(damaged), nil); err != nil || m.HasFunctions() {
		t.Errorf("damaged: %v", err)
	}
	if _, err := Decode([]byte(damaged), &Options{Strict: true}); err == nil {
		t.Error("damaged: no error in strict mode")
	}
}
