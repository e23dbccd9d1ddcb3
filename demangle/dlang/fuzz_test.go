package dlang

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// FuzzDemangle checks that no text exceeds its limit under any options, that
// every refusal is of a declared type, that leaving parts out never makes a
// text longer, and that GNU's style answers whatever LLVM's does, but for
// templates, which LLVM takes for plain symbols.
func FuzzDemangle(f *testing.F) {
	seeds, err := os.ReadFile("testdata/seeds.txt")
	if err != nil {
		f.Fatal(err)
	}
	for seed := range strings.Lines(string(seeds)) {
		f.Add(strings.TrimSuffix(seed, "\n"), uint16(0))
	}
	f.Add(exponential(30, "i"), uint16(0))
	f.Fuzz(func(t *testing.T, name string, limit uint16) {
		strict, refused := check(t, name, Options{MaxLength: int(limit)})
		full, err := check(t, name, Options{Style: StyleGNU, MaxLength: int(limit)})
		var format *debuginfo.FormatError
		templates := strings.Contains(name, "__T") || strings.Contains(name, "__U")
		if refused == nil && errors.As(err, &format) && !templates {
			t.Errorf("%q: %q in LLVM's style but %v", name, strict, err)
		}
		for parts := range 3 {
			opts := Options{Style: StyleGNU, MaxLength: int(limit), NoParameters: parts != 0, NoTemplateArgs: parts != 1}
			short, shortErr := check(t, name, opts)
			if err == nil && shortErr == nil && len(short) > len(full) {
				t.Errorf("%q with %+v gives %q, longer than %q", name, opts, short, full)
			}
		}
	})
}

// check demangles name and checks what holds under all options.
func check(t *testing.T, name string, opts Options) (string, error) {
	got, err := Demangle(name, opts)
	max := opts.MaxLength
	if max == 0 {
		max = DefaultMaxLength
	}
	var format *debuginfo.FormatError
	var limit *debuginfo.LimitError
	switch {
	case err == nil && (got == "" || len(got) > max):
		t.Errorf("%q with %+v gives %d bytes", name, opts, len(got))
	case err == nil:
	case got != "":
		t.Errorf("%q with %+v gives both %q and %v", name, opts, got, err)
	case errors.As(err, &format):
		if format.Offset > uint64(len(name)) {
			t.Errorf("%q: offset of %v is past the end", name, err)
		}
	case !errors.As(err, &limit) && err != debuginfo.ErrUnknownFormat:
		t.Errorf("%q: %v is of no declared type", name, err)
	}
	return got, err
}
