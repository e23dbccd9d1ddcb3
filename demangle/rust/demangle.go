package rust

import (
	"errors"
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// DefaultMaxLength is the longest text, in bytes, that a zero Options allows.
const DefaultMaxLength = 64 << 10

// maxName is the length in bytes from which a name is refused unread. The
// longest names of real libraries are a few tens of kilobytes.
const maxName = 1 << 20

// A Style chooses between the two texts in common use.
type Style uint8

const (
	// StyleLLVM is the text of llvm-cxxfilt for v0 names and of c++filt for
	// legacy names. Malformed names are refused.
	StyleLLVM Style = iota
	// StyleRustc is the text of Rust's own tools. It differs in suffixes
	// (".cold" is kept, ".llvm.1A2B" dropped), in lifetimes beyond 'z, in
	// non-ASCII character constants (printed as they are), and in names that
	// are damaged behind a back reference (placeholders).
	StyleRustc
)

// Hashes says whether the parts of a name that only compilers need are
// printed: the trailing hash of legacy names (::h0123456789abcdef), the
// disambiguators of crates (core[846817f741e54dfd]) and the types of
// constants (3usize).
type Hashes uint8

const (
	// DefaultHashes shows the hash of legacy names and nothing in v0 names
	// under StyleLLVM, and everything under StyleRustc.
	DefaultHashes Hashes = iota
	// HideHashes prints none of them, as stack traces do.
	HideHashes
	// ShowHashes prints all of them.
	ShowHashes
)

// Options says how a name is printed. The zero value prints as LLVM does and
// allows a text of DefaultMaxLength bytes.
type Options struct {
	Style  Style
	Hashes Hashes
	// NoGenericArgs leaves out generic arguments: core::mem::swap instead of
	// core::mem::swap::<u8>.
	NoGenericArgs bool
	// MaxLength is the longest text returned, in bytes; 0 means
	// DefaultMaxLength. A name that needs more is refused with a
	// *debuginfo.LimitError.
	MaxLength int
}

// Demangle returns the readable form of a legacy or v0 name. A name of neither
// scheme gives debuginfo.ErrUnknownFormat, a malformed one a
// *debuginfo.FormatError whose offset is that of the first byte that does not
// fit, a name that exceeds a budget a *debuginfo.LimitError. The text is empty
// when the error is not nil.
//
// Any nested name made of plain identifiers, such as _ZN3foo3barE, is accepted
// as a legacy name; use IsLegacy to tell Rust from C++. Goroutines may call it
// at the same time.
func Demangle(name string, opts Options) (string, error) {
	if len(name) > maxName {
		return "", &debuginfo.LimitError{What: "bytes of a Rust name", Want: uint64(len(name)), Max: maxName}
	}
	if opts.MaxLength <= 0 {
		opts.MaxLength = DefaultMaxLength
	}
	if body, ok := v0Body(name); ok {
		return demangleV0(name, body, opts)
	}
	if body, ok := legacyBody(name); ok {
		return demangleLegacy(name, body, opts)
	}
	return "", debuginfo.ErrUnknownFormat
}

// IsMangled reports whether name looks like a Rust name of either scheme.
func IsMangled(name string) bool { return IsV0(name) || IsLegacy(name) }

// IsV0 reports whether name begins like a v0 name: _R, or R and __R as on
// Windows and macOS, and the tag of a path. It reads no further.
func IsV0(name string) bool {
	_, ok := v0Body(name)
	return ok
}

// IsLegacy reports whether name is a nested name whose last element is a hash
// as rustc makes them: h and 16 lower-case hexadecimal digits. C++ names do
// not look like that.
func IsLegacy(name string) bool {
	body, ok := legacyBody(name)
	if !ok {
		return false
	}
	const element = "17h0123456789abcdef"
	for {
		i := strings.Index(body, "17h")
		if i < 0 || len(body)-i <= len(element) {
			return false
		}
		if body[i+len(element)] == 'E' && isLowerHex(body[i+len("17h"):i+len(element)]) {
			return true
		}
		body = body[i+len("17h"):]
	}
}

// v0Body cuts the prefix of a v0 name.
func v0Body(name string) (string, bool) {
	body, ok := strings.CutPrefix(name, "_R")
	if !ok {
		if body, ok = strings.CutPrefix(name, "R"); !ok {
			if body, ok = strings.CutPrefix(name, "__R"); !ok {
				return "", false
			}
		}
	}
	return body, body != "" && strings.IndexByte("CMXYNIB", body[0]) >= 0
}

// legacyBody cuts the prefix of a legacy name.
func legacyBody(name string) (string, bool) {
	body, ok := strings.CutPrefix(name, "_ZN")
	if !ok {
		if body, ok = strings.CutPrefix(name, "ZN"); !ok {
			if body, ok = strings.CutPrefix(name, "__ZN"); !ok {
				return "", false
			}
		}
	}
	return body, body != "" && isDigit(body[0])
}

// The rules that a name can break.
var (
	errSyntax = errors.New("not of the grammar of Rust names")
	errSuffix = errors.New("text after the name is not a suffix")
	errEmpty  = errors.New("name of no characters")
)

// refusal returns the error for a name that breaks rule at off.
func refusal(scheme string, off int, rule error) error {
	return &debuginfo.FormatError{Format: "rust", Section: scheme, Offset: uint64(off), Err: rule}
}

// tooLong returns the error for a text longer than max.
func tooLong(max int) error {
	return &debuginfo.LimitError{What: "bytes of a demangled name", Want: uint64(max) + 1, Max: uint64(max)}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLowerHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isDigit(c) && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
