package jsscope

import (
	"errors"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

func FuzzScan(f *testing.F) {
	f.Add("class A extends b({x(){}}){static#p=`${()=>1}`;get[k](){}}var a=async x=>x?/[/]/g:{m(){}}.n")
	f.Add("export default async function*(){for await(let a of b)yield a/2}")
	f.Fuzz(func(t *testing.T, src string) {
		scopes, err := Scan([]byte(src))
		if err != nil {
			fe, isFormat := errors.AsType[*debuginfo.FormatError](err)
			_, isLimit := errors.AsType[*debuginfo.LimitError](err)
			if !isFormat && !isLimit || isFormat && fe.Offset > uint64(len(src)) {
				t.Fatalf("error %v", err)
			}
			return
		}
		var open []Scope
		for i, s := range scopes {
			if s.Start < 0 || s.End > len(src) || s.Start >= s.End {
				t.Fatalf("scope %d: %d to %d of %d bytes", i, s.Start, s.End, len(src))
			}
			if len(s.Name) > maxParts+1 {
				t.Fatalf("scope %d: name of %d parts", i, len(s.Name))
			}
			for _, p := range s.Name {
				if p.Offset >= 0 && !strings.HasPrefix(src[p.Offset:], p.Text) {
					t.Fatalf("scope %d: part %q is not at %d", i, p.Text, p.Offset)
				}
			}
			for len(open) > 0 && open[len(open)-1].End <= s.Start {
				open = open[:len(open)-1]
			}
			if len(open) > 0 && s.End > open[len(open)-1].End {
				t.Fatalf("scope %d: %d to %d crosses one that ends at %d", i, s.Start, s.End, open[len(open)-1].End)
			}
			open = append(open, s)
		}
	})
}

// TestDeep checks that nesting beyond the limit is an error, not a stack
// overflow, and that work stays linear.
func TestDeep(t *testing.T) {
	for _, src := range []string{"(", "[", "{", "a=>", "`${", "class{a(){", "a?", "({a:", "function(a=", "class A extends "} {
		_, err := Scan([]byte(strings.Repeat(src, 100_000)))
		if err == nil && src != "a?" && src != "class A extends " {
			t.Errorf("%q repeated: no error", src)
		}
	}
}
