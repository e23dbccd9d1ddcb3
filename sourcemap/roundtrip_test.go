package sourcemap

import (
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
)

// difference returns what two maps differ in, "" if they are equal.
func difference(a, b *Map) string {
	switch {
	case (a == nil) != (b == nil):
		return "presence"
	case a == nil:
		return ""
	case a.file != b.file:
		return "file"
	case a.sourceRoot != b.sourceRoot && !a.IsIndex():
		return "source root"
	case a.debugID != b.debugID:
		return "debug id"
	case a.IsIndex() != b.IsIndex():
		return "kind"
	case len(a.sections) != len(b.sections):
		return "number of sections"
	case len(a.sources) != len(b.sources):
		return "number of sources"
	case !slices.Equal(a.names, b.names):
		return "names"
	}
	for i := range a.sections {
		s, t := a.sections[i], b.sections[i]
		if s.Offset != t.Offset || s.URL != t.URL {
			return "sections"
		}
		if d := difference(s.Map, t.Map); d != "" {
			return "section: " + d
		}
	}
	for i := range a.sources {
		s, t := &a.sources[i], &b.sources[i]
		c, okc := a.Content(i)
		d, okd := b.Content(i)
		if s.raw != t.raw || s.null != t.null || s.path != t.path || s.ignored != t.ignored || c != d || okc != okd {
			return "source " + s.raw
		}
	}
	return tokenDifference(a, b)
}

func tokenDifference(a, b *Map) string {
	s, t := &a.tokens, &b.tokens
	switch {
	case !slices.Equal(s.cols, t.cols), !slices.Equal(s.lines, t.lines), !slices.Equal(s.first, t.first):
		return "generated positions"
	case !slices.Equal(s.packed, t.packed), !slices.Equal(s.wide, t.wide), !slices.Equal(s.src, t.src):
		return "original positions"
	case !slices.Equal(s.ranges, t.ranges):
		return "ranges"
	case len(a.hermes) != len(b.hermes):
		return "function maps"
	}
	for i := range a.hermes {
		f, g := a.hermes[i], b.hermes[i]
		if (f == nil) != (g == nil) || f != nil && (!slices.Equal(f.names, g.names) || !slices.Equal(f.starts, g.starts)) {
			return "function map"
		}
	}
	if (a.scopes == nil) != (b.scopes == nil) ||
		a.scopes != nil && (len(a.scopes.Scopes) != len(b.scopes.Scopes) || !slices.Equal(a.scopes.Ranges, b.scopes.Ranges)) {
		return "scopes"
	}
	return ""
}

// checkRoundTrip encodes m and decodes it again.
func checkRoundTrip(t *testing.T, m *Map) {
	t.Helper()
	text := m.AppendJSON(nil)
	again, err := Decode(text, nil)
	if err != nil {
		t.Fatalf("Decode of what was encoded: %v\n%.500s", err, text)
	}
	if d := difference(m, again); d != "" {
		t.Fatalf("round trip changes %s\n%.500s", d, text)
	}
	if b := again.AppendJSON(nil); !bytes.Equal(b, text) {
		t.Fatalf("second encoding differs\n%.500s\n%.500s", text, b)
	}
}

// checkFlatten compares lookups in an index map and its flattened form, at
// each token and beside it.
func checkFlatten(t *testing.T, m *Map) {
	t.Helper()
	flat, err := m.Flatten()
	if errors.Is(err, debuginfo.ErrNotFound) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for tok := range flat.Tokens() {
		p := tok.Generated
		for _, p := range []Position{p, {p.Line, p.Column + 1}, {p.Line, p.Column - min(p.Column, 1)}, {p.Line + 1, 0}, {p.Line, noIndex}} {
			want, ok1 := m.Lookup(p.Line, p.Column)
			got, ok2 := flat.Lookup(p.Line, p.Column)
			if (ok1 && want.Mapped()) != (ok2 && got.Mapped()) {
				t.Fatalf("%v: index map finds %v %v, flat map %v %v", p, ok1, want, ok2, got)
			}
			if ok1 && want.Mapped() && (want.Generated != got.Generated || want.Original != got.Original ||
				want.SourceName() != got.SourceName() || want.NameText() != got.NameText()) {
				t.Fatalf("%v: index map finds %v, flat map %v", p, want, got)
			}
		}
	}
}

func TestCorpusRoundTrip(t *testing.T) {
	root, names := corpusMaps(t)
	for _, name := range names {
		m, err := Decode(readFile(t, filepath.Join(root, name)), nil)
		if err != nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			checkRoundTrip(t, m)
			checkFlatten(t, m)
			flat, err := m.Flatten()
			if err != nil {
				return
			}
			checkRoundTrip(t, flat)
			same, err := m.Rewrite(RewriteOptions{})
			if err != nil {
				t.Fatal(err)
			}
			checkRoundTrip(t, same)
			for tok := range flat.Tokens() {
				got, ok := same.Lookup(tok.Generated.Line, tok.Generated.Column)
				want, _ := flat.Lookup(tok.Generated.Line, tok.Generated.Column)
				if !ok || got.Original != want.Original || got.SourceName() != want.SourceName() || got.NameText() != want.NameText() {
					t.Fatalf("%v: rewritten map finds %v, not %v", tok.Generated, got, want)
				}
			}
		})
	}
}

// TestCorpusAdjust composes the maps of injected snippets with those of the
// bundles they were injected into.
func TestCorpusAdjust(t *testing.T) {
	dir := corpus.Path(t, "sourcemap/rust-sourcemap/adjust_mappings")
	decode := func(name string) *Map {
		m, err := Decode(readFile(t, filepath.Join(dir, name)), nil)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for _, bundler := range []string{"esbuild", "rollup", "rspack", "vite", "webpack"} {
		t.Run(bundler, func(t *testing.T) {
			m := decode(bundler + ".bundle.js.map")
			got, err := m.Adjust(decode(bundler + "-injected.bundle.js.map"))
			if err != nil {
				t.Fatal(err)
			}
			want := decode(bundler + "-composed.bundle.js.map")
			if d := tokenDifference(got, want); d != "" {
				t.Errorf("adjusted map differs in %s", d)
			}
			checkRoundTrip(t, got)
		})
	}
}
