package rust

import (
	"errors"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// FuzzDemangle checks that no text exceeds its limit under any options, that
// every refusal is of a declared type, that names come out as UTF-8, and that
// Rust's own style reads whatever the strict one does.
func FuzzDemangle(f *testing.F) {
	seeds, err := os.ReadFile("testdata/seeds.txt")
	if err != nil {
		f.Fatal(err)
	}
	for seed := range strings.Lines(string(seeds)) {
		f.Add(strings.TrimSuffix(seed, "\n"), uint16(0))
	}
	f.Add(exponential(30, "C1a"), uint16(0))
	f.Add(exponential(30, "C0"), uint16(99))
	f.Fuzz(func(t *testing.T, name string, limit uint16) {
		var strict error
		for style := StyleLLVM; style <= StyleRustc; style++ {
			for hashes := DefaultHashes; hashes <= ShowHashes; hashes++ {
				for _, noArgs := range []bool{false, true} {
					opts := Options{style, hashes, noArgs, int(limit)}
					err := check(t, name, opts)
					if hashes != HideHashes || noArgs {
						continue
					}
					var format *debuginfo.FormatError
					if style == StyleLLVM {
						strict = err
					} else if strict == nil && errors.As(err, &format) && !strings.Contains(name, ".") {
						t.Errorf("%q: accepted by the strict style but %v", name, err)
					}
				}
			}
		}
	})
}

// check demangles name and checks what holds under all options.
func check(t *testing.T, name string, opts Options) error {
	got, err := Demangle(name, opts)
	max := opts.MaxLength
	if max == 0 {
		max = DefaultMaxLength
	}
	var format *debuginfo.FormatError
	var limit *debuginfo.LimitError
	switch {
	case err == nil && len(got) > max:
		t.Errorf("%q with %+v gives %d bytes", name, opts, len(got))
	case err == nil && !utf8.ValidString(got):
		t.Errorf("%q with %+v gives invalid UTF-8: %q", name, opts, got)
	case err == nil && got == "" && opts.Style == StyleLLVM:
		t.Errorf("%q with %+v gives nothing", name, opts)
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
	return err
}
