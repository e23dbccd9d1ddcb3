package demangle

import (
	"slices"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// FuzzDemangle checks that every name, under any options, keeps its budget,
// that a refused name comes back as it was, and that detection and demangling
// agree.
func FuzzDemangle(f *testing.F) {
	for _, tt := range slices.Concat(demangleTests, swiftTests) {
		f.Add(tt.name, uint8(tt.opts.Language), uint8(tt.opts.Form), uint16(0))
	}
	f.Add("_Z3fooi", uint8(0), uint8(0), uint16(7))
	f.Fuzz(func(t *testing.T, name string, language, bits uint8, max uint16) {
		opts := Options{
			Language:       debuginfo.Language(language),
			Form:           Form(bits & 3),
			NoParameters:   bits&4 != 0,
			NoReturnType:   bits&8 != 0,
			NoTemplateArgs: bits&16 != 0,
			ParameterTypes: bits&32 != 0,
			NoSugar:        bits&64 != 0,
			MaxLength:      int(max),
		}
		text, ok := Demangle(name, opts)
		if !ok && text != name {
			t.Fatalf("refused %q comes back as %q", name, text)
		}
		limit := opts.MaxLength
		if limit == 0 {
			limit = DefaultMaxLength
		}
		if ok && len(text) > limit {
			t.Fatalf("%d bytes, limit %d", len(text), limit)
		}
		if again, ok2 := Demangle(name, opts); again != text || ok2 != ok {
			t.Fatalf("%q, %v, then %q, %v", text, ok, again, ok2)
		}
		l := Detect(name)
		if ok && opts.Language == debuginfo.LanguageUnknown && l == debuginfo.LanguageUnknown {
			t.Fatalf("%q is demangled and of no language", name)
		}
		// A name of a detected language gives the same when it is stated.
		if opts.Language == debuginfo.LanguageUnknown && l != debuginfo.LanguageUnknown {
			opts.Language = l
			if stated, ok2 := Demangle(name, opts); stated != text || ok2 != ok {
				t.Fatalf("%q, %v, but %q, %v as %v", text, ok, stated, ok2, l)
			}
		}
	})
}
