package sourcemap

import (
	"bytes"
	"errors"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// seeds are maps that have a bit of everything.
var seeds = []string{
	`{"version":3,"file":"a.js","sourceRoot":"r","sources":["a","b",null],"sourcesContent":["x\ny",null],"names":["f","g"],"mappings":"AAAA,IAAIA,EAAEC,EAAI;;CCAA,C;ADCA","ignoreList":[1],"debugId":"1aad9d9e-2b50-454f-a5f2-0dd5e95c154c"}`,
	`{"version":3,"sources":["a"],"names":[],"mappings":"AAAA,EAAE;;GACG,E","rangeMappings":"BB;;B"}`,
	`{"version":3,"sources":["a"],"names":[],"mappings":"AAAA,EAAE;;GACG,E","rangeMappings":"D"}`,
	`{"version":3,"sections":[{"offset":{"line":0,"column":0},"map":{"version":3,"sources":["a"],"names":["n"],"mappings":"CAAAA,E;C"}},{"offset":{"line":1,"column":5},"map":{"version":3,"sections":[{"offset":{"line":0,"column":2},"map":{"version":3,"sources":["a","b"],"names":[],"mappings":"CACA;A","rangeMappings":"B"}}]}},{"offset":{"line":9,"column":0},"url":"u"}]}`,
	`{"version":3,"sources":["a"],"names":["f"],"mappings":"AAAA","x_facebook_sources":[[{"names":["<global>","f"],"mappings":"AAA;ACA"}]]}`,
	`{"version":3,"sources":["a","b"],"names":["f","function"],"mappings":"AAAA","scopes":"BHAAAC,DA,BCCAA,CAB,CCA,A,ECAA,IAAA,FK"}`,
	`{"version":3,"sources":["a"],"names":["f","function"],"mappings":"AAAA","originalScopes":["AAGAC,KK"],"generatedRanges":"ACAA,K"}`,
	")]}'\n" + `{"version":3,"sources":[],"mappings":";;;A,C","names":[1,null]}`,
	`data:application/json;base64,eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbXSwibWFwcGluZ3MiOiIifQ==`,
}

func addSeeds(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
}

func TestSeeds(t *testing.T) {
	for _, s := range seeds {
		if _, err := Decode([]byte(s), &Options{Report: func(err error) {
			if !bytes.Contains([]byte(s), []byte("null")) {
				t.Errorf("%s: %v", s, err)
			}
		}}); err != nil {
			t.Errorf("%s: %v", s, err)
		}
	}
}

// FuzzDecode checks that errors are of the kinds promised, that tokens come in
// order and refer to what exists, that each token is found where it is, and
// that what strict mode accepts, lenient mode reads alike.
func FuzzDecode(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Decode(data, nil)
		if err != nil {
			fe, isFormat := errors.AsType[*debuginfo.FormatError](err)
			_, isLimit := errors.AsType[*debuginfo.LimitError](err)
			if m != nil || !isFormat && !isLimit {
				t.Fatalf("map %v, error %v", m != nil, err)
			}
			if isFormat && !bytes.HasPrefix(data, []byte("data:")) && fe.Offset > uint64(len(data)) && data[0] != 0x1f && data[0] != 0x28 {
				t.Fatalf("error beyond the input: %v", err)
			}
			return
		}
		strict, err := Decode(data, &Options{Strict: true})
		if err == nil {
			if d := difference(m, strict); d != "" {
				t.Fatalf("strict mode reads another %s", d)
			}
		}
		n := 0
		last := Position{}
		for tok := range m.Tokens() {
			n++
			if tok.Generated.Before(last) {
				t.Fatalf("token at %v after one at %v", tok.Generated, last)
			}
			last = tok.Generated
			if tok.Source >= tok.Map().NumSources() || tok.Name >= tok.Map().NumNames() || !tok.Mapped() && tok.Name >= 0 {
				t.Fatalf("token %+v refers to nothing", tok)
			}
			got, ok := m.Lookup(last.Line, last.Column)
			if !ok || got.Generated != last {
				t.Fatalf("token at %v, but lookup finds %v, %v", last, got.Generated, ok)
			}
			tok.Function()
		}
		if n > m.NumTokens() || n > len(data)+1 {
			t.Fatalf("%d of %d tokens in %d bytes", n, m.NumTokens(), len(data))
		}
	})
}

func FuzzRoundTrip(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := Decode(data, nil); err == nil {
			checkRoundTrip(t, m)
		}
	})
}

func FuzzFlatten(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := Decode(data, nil); err == nil {
			checkFlatten(t, m)
		}
	})
}

func FuzzCacheEqualsMap(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s), []byte("function f(){}\nvar g=()=>{}"))
	}
	f.Fuzz(func(t *testing.T, data, minified []byte) {
		m, err := Decode(data, nil)
		if err != nil {
			return
		}
		if _, err := m.Flatten(); err != nil {
			return
		}
		cache := writeCache(t, m, minified)
		checkCache(t, m, cache)
		script, err := NewScript(m, minified)
		if err != nil {
			t.Fatal(err)
		}
		c, err := ParseCache(cache)
		if err != nil {
			t.Fatal(err)
		}
		for tok := range m.Tokens() {
			want, ok, _ := script.Lookup(tok.Generated.Line, tok.Generated.Column)
			got, gotOK, err := c.Lookup(tok.Generated.Line, tok.Generated.Column)
			if err != nil || ok != gotOK || got.Function != want.Function || got.Scope != want.Scope {
				t.Fatalf("%v: cache says %+v %v, script %+v %v", tok.Generated, got, err, want, ok)
			}
		}
	})
}

// FuzzCacheRead opens what may be a damaged cache: lookups and contexts must
// not fail in other ways than with errors of the kinds promised.
func FuzzCacheRead(f *testing.F) {
	for _, s := range seeds {
		if m, err := Decode([]byte(s), nil); err == nil {
			if _, err := m.Flatten(); err == nil {
				f.Add(writeCache(f, m, []byte("function f(){}")), uint32(0), uint32(5))
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, line, col uint32) {
		repair(data)
		c, err := ParseCache(data)
		if err != nil {
			return
		}
		loc, ok, err := c.Lookup(line, col)
		if _, isFormat := errors.AsType[*debuginfo.FormatError](err); err != nil && (!isFormat || ok) {
			t.Fatalf("Lookup: %v, %v", ok, err)
		}
		if ok && len(loc.Source)+len(loc.Name)+len(loc.Function) > 3*len(data) {
			t.Fatal("names longer than the cache")
		}
		lines, _, err := c.Context(loc, 3)
		if _, isFormat := errors.AsType[*debuginfo.FormatError](err); err != nil && !isFormat || len(lines) > 7 {
			t.Fatalf("Context: %d lines, %v", len(lines), err)
		}
		r, err := NewCache(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		loc2, ok2, _ := r.Lookup(line, col)
		if loc != loc2 || ok != ok2 {
			t.Fatalf("%+v %v in memory, %+v %v through a reader", loc, ok, loc2, ok2)
		}
	})
}
