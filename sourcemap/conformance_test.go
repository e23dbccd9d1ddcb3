package sourcemap

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

// The conformance suite of ECMA-426, and that of the range mappings proposal.
type suite struct {
	Tests []struct {
		Name             string
		SourceMapFile    string
		SourceMapIsValid bool
		TestActions      []action
	}
}

type action struct {
	ActionType                     string
	GeneratedLine, GeneratedColumn uint32
	OriginalSource                 *string
	OriginalLine, OriginalColumn   *uint32
	MappedName                     *string
	IntermediateMaps, Present      []string
}

func TestConformance(t *testing.T) {
	for _, s := range []struct{ tests, folder string }{
		{"source-map-spec-tests.json", "resources"},
		{"range-mappings-proposal-tests.json", "resources/proposals/range-mappings"},
	} {
		root := corpus.Path(t, "sourcemap/tc39")
		var tests suite
		if err := json.Unmarshal(readFile(t, filepath.Join(root, s.tests)), &tests); err != nil {
			t.Fatal(err)
		}
		folder := filepath.Join(root, filepath.FromSlash(s.folder))
		for _, tt := range tests.Tests {
			t.Run(tt.Name, func(t *testing.T) {
				m, err := Decode(readFile(t, filepath.Join(folder, tt.SourceMapFile)), &Options{Strict: true})
				if (err == nil) != tt.SourceMapIsValid {
					t.Fatalf("Decode: %v, but the map is valid: %v", err, tt.SourceMapIsValid)
				}
				for _, a := range tt.TestActions {
					a.run(t, folder, m)
				}
			})
		}
		if len(tests.Tests) == 0 {
			t.Errorf("%s: no tests", s.tests)
		}
	}
}

func (a *action) run(t *testing.T, folder string, m *Map) {
	t.Helper()
	switch a.ActionType {
	case "checkIgnoreList":
		for _, want := range a.Present {
			found := false
			for i := range m.NumSources() {
				found = found || m.Source(i) == want && m.Ignored(i)
			}
			if !found {
				t.Errorf("%s is not ignored", want)
			}
		}
	case "checkMapping":
		tok, ok := m.Lookup(a.GeneratedLine, a.GeneratedColumn)
		a.check(t, tok, ok)
	case "checkMappingTransitive":
		tok, ok := m.Lookup(a.GeneratedLine, a.GeneratedColumn)
		for _, name := range a.IntermediateMaps {
			next, err := Decode(readFile(t, filepath.Join(folder, name)), &Options{Strict: true})
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				break
			}
			tok, ok = next.Lookup(tok.Original.Line, tok.Original.Column)
		}
		a.check(t, tok, ok)
	default:
		t.Errorf("unknown action %q", a.ActionType)
	}
}

func (a *action) check(t *testing.T, tok Token, ok bool) {
	t.Helper()
	if a.OriginalLine == nil {
		if ok && tok.Mapped() {
			t.Errorf("%d:%d: mapped to %v", a.GeneratedLine, a.GeneratedColumn, tok.Original)
		}
		return
	}
	want := Position{*a.OriginalLine, *a.OriginalColumn}
	if !ok || tok.Original != want {
		t.Errorf("%d:%d = %v, %v; want %v", a.GeneratedLine, a.GeneratedColumn, tok.Original, ok, want)
		return
	}
	source := ""
	if a.OriginalSource != nil {
		source = *a.OriginalSource
	}
	if tok.SourceName() != source {
		t.Errorf("%d:%d: source %q, want %q", a.GeneratedLine, a.GeneratedColumn, tok.SourceName(), source)
	}
	if a.ActionType == "checkMapping" && a.MappedName != nil && tok.NameText() != *a.MappedName {
		t.Errorf("%d:%d: name %q, want %q", a.GeneratedLine, a.GeneratedColumn, tok.NameText(), *a.MappedName)
	}
}
