package msvc

import (
	"errors"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// optionsOf makes options from the bits of a number, so that a fuzzer reaches
// all of them.
func optionsOf(bits uint16, maxLength int) Options {
	on := func(i int) bool { return bits>>i&1 != 0 }
	return Options{
		Short: on(0), NameOnly: on(1), NoArguments: on(2), NoReturnType: on(3),
		NoVariableType: on(4), NoAccess: on(5), NoMemberType: on(6),
		NoCallingConvention: on(7), NoTagSpecifier: on(8), NoThisQualifiers: on(9),
		NoThrow: on(10), NoMSKeywords: on(11), NoUnderscores: on(12),
		NoTemplateArguments: on(13),
		MaxLength:           maxLength,
	}
}

// FuzzDemangle checks that a text keeps within its budget under any options,
// that the budget alone decides between text and *debuginfo.LimitError, that
// errors are typed and lie within the name, and that Append agrees.
func FuzzDemangle(f *testing.F) {
	for _, tt := range nameTests {
		f.Add(tt.name, uint16(0), 0)
		f.Add(tt.name, uint16(1), 20)
	}
	for _, tt := range errorTests {
		f.Add(tt.name, uint16(0), 0)
	}
	for _, tt := range hostileNames() {
		if len(tt.name) < 4096 {
			f.Add(tt.name, uint16(0), 0)
		}
	}
	f.Fuzz(func(t *testing.T, name string, bits uint16, maxLength int) {
		maxLength %= 2 * DefaultMaxLength
		opts := optionsOf(bits, maxLength)
		text, err := Demangle(name, opts)

		max := DefaultMaxLength
		if maxLength > 0 {
			max = maxLength
		}
		if len(text) > max || len(text) > growthBase+growth*len(name) {
			t.Fatalf("%d bytes of text from %d bytes with MaxLength %d", len(text), len(name), maxLength)
		}
		if err != nil {
			checkError(t, name, text, err)
		}

		const before = "before "
		appended, appendErr := Append([]byte(before), name, opts)
		if (appendErr == nil) != (err == nil) || string(appended) != before+text {
			t.Fatalf("Append = %q, %v; Demangle = %q, %v", appended, appendErr, text, err)
		}

		if err == nil && text != "" {
			// One byte less of room is one too few; as much as needed is enough.
			opts.MaxLength = len(text)
			if again, err := Demangle(name, opts); again != text {
				t.Fatalf("%q with room for exactly the text: %q, %v", text, again, err)
			}
			opts.MaxLength--
			if again, err := Demangle(name, opts); opts.MaxLength > 0 && err == nil {
				t.Fatalf("%q with too little room: %q", text, again)
			}
		}
	})
}

// checkError checks the error that Demangle returned for name.
func checkError(t *testing.T, name, text string, err error) {
	t.Helper()
	if text != "" {
		t.Fatalf("text %q and error %v", text, err)
	}
	if limit, ok := errors.AsType[*debuginfo.LimitError](err); ok {
		if limit.Want <= limit.Max {
			t.Fatalf("limit of %d exceeded by %d", limit.Max, limit.Want)
		}
		return
	}
	format, ok := errors.AsType[*debuginfo.FormatError](err)
	if !ok {
		t.Fatalf("error of type %T: %v", err, err)
	}
	if format.Offset > uint64(len(name)) {
		t.Fatalf("error at %d of %d: %v", format.Offset, len(name), err)
	}
}
