package rust

import (
	"errors"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

func TestDemangle(t *testing.T) {
	plain := Options{Hashes: HideHashes}
	shown := Options{Hashes: ShowHashes}
	rustc := Options{Style: StyleRustc}
	trace := Options{Style: StyleRustc, Hashes: HideHashes}
	short := Options{Hashes: HideHashes, NoGenericArgs: true}
	tests := []struct {
		about string
		name  string
		opts  Options
		want  string
	}{
		{"legacy keeps its hash", "_ZN3foo3bar17h0123456789abcdefE", Options{}, "foo::bar::h0123456789abcdef"},
		{"legacy without its hash", "_ZN3foo3bar17h0123456789abcdefE", plain, "foo::bar"},
		{"legacy of macOS", "__ZN3foo3bar17h0123456789abcdefE", plain, "foo::bar"},
		{"legacy of Windows", "ZN3foo3bar17h0123456789abcdefE", plain, "foo::bar"},
		{"a hash within is a name", "_ZN17h0123456789abcdef3fooE", plain, "h0123456789abcdef::foo"},
		{"legacy escapes", "_ZN35_$LT$A$u20$as$u20$m..B$LT$C$GT$$GT$1fE", plain, "<A as m::B<C>>::f"},
		{"unknown escapes stay", "_ZN8a$XX$b.cE", plain, "a$XX$b.c"},
		{"control characters stay escaped", "_ZN5$u0a$E", plain, "$u0a$"},
		{"legacy without arguments", "_ZN35_$LT$A$u20$as$u20$m..B$LT$C$GT$$GT$1fE", short, "<A as m::B>::f"},
		{"legacy number suffix", "_ZN3fooE.4711", Options{}, "foo"},
		{"legacy number suffix by rustc", "_ZN3fooE.4711", trace, "foo.4711"},
		{"legacy word suffix", "_ZN3fooE.cold", Options{}, "foo.cold"},
		{"legacy LLVM suffix", "_ZN3fooE.llvm.12AB@@16", Options{}, "foo"},

		{"crate", "_RCs2_5hello", Options{}, "hello"},
		{"crate with disambiguator", "_RCs2_5hello", shown, "hello[4]"},
		{"large disambiguator", "_RCsZZZZZZZZZZ_5hello", shown, "hello[ba5ca5392cb0401]"},
		{"crate by rustc", "_RCs2_5hello", rustc, "hello[4]"},
		{"path of Windows", "RNvC1a1b", Options{}, "a::b"},
		{"path of macOS", "__RNvC1a1b", Options{}, "a::b"},
		{"instantiating crate", "_RNvC1a1bC3foo", Options{}, "a::b"},
		{"empty identifier", "_RNvNtC1a01b", Options{}, "a::b"},
		{"closure", "_RNCNvC1a1bs0_0", Options{}, "a::b::{closure#2}"},
		{"named shim", "_RNSNvC1a1b6vtable", Options{}, "a::b::{shim:vtable#0}"},
		{"impl", "_RNvMs_C1aNtB4_1T1f", Options{}, "<a::T>::f"},
		{"trait impl", "_RNvXC1aNtC1b1TNtC1c1U1f", Options{}, "<b::T as c::U>::f"},
		{"generic function", "_RINvC1a1fhTtmEE", Options{}, "a::f::<u8, (u16, u32)>"},
		{"generic function without arguments", "_RINvC1a1fhTtmEE", short, "a::f"},
		{"arguments of a type", "_RNvMC1aINtC1b1ThE1f", Options{}, "<b::T<u8>>::f"},
		{"arguments of a type left out", "_RNvMC1aINtC1b1ThE1f", short, "<b::T>::f"},
		{"trait object without arguments", "_RINvC1a1fDINtC1b1ThEp1OtEL_E", short, "a::f"},
		{"back reference", "_RINvC1a1fNtB2_1TE", Options{}, "a::f::<a::T>"},
		{"references", "_RINvC1a1fRhQtRL_mE", Options{}, "a::f::<&u8, &mut u16, &u32>"},
		{"pointers, slice and array", "_RINvC1a1fPhOtSmAyj10_E", Options{}, "a::f::<*const u8, *mut u16, [u32], [u64; 16]>"},
		{"function", "_RINvC1a1fFUKChEtE", Options{}, `a::f::<unsafe extern "C" fn(u8) -> u16>`},
		{"calling convention", "_RINvC1a1fFK11vector_callEuE", Options{}, `a::f::<extern "vector-call" fn()>`},
		{"binder", "_RINvC1a1fFG0_RL0_hRL1_tEuE", Options{}, "a::f::<for<'a, 'b> fn(&'b u8, &'a u16)>"},
		{"trait object", "_RINvC1a1fDNtC1b1TNtC1b1Up1OhEL_E", Options{}, "a::f::<dyn b::T + b::U<O = u8>>"},
		{"object lifetime", "_RINvC1a1fFG_DNtC1b1TEL0_EuE", Options{}, "a::f::<for<'a> fn(dyn b::T + 'a)>"},
		{"constant of a trait object", "_RINvC1a1fDNtC1b1Tp1NKj3_EL_E", Options{}, "a::f::<dyn b::T<N = 3>>"},
		{"pattern type", "_RINvC1a1fWmORm1_m2_Rm5_m6_EE", Options{}, "a::f::<u32 is 1..=2 | 5..=6>"},
		{"constants", "_RINvC1a1fKb1_Kc61_Kin7_E", Options{}, "a::f::<true, 'a', -7>"},
		{"types of constants", "_RINvC1a1fKj7_E", shown, "a::f::<7usize>"},
		{"large constant", "_RINvC1a1fKo10000000000000000_E", Options{}, "a::f::<0x10000000000000000>"},
		{"character", "_RINvC1a1fKc1f40d_E", Options{}, `a::f::<'\u{1f40d}'>`},
		{"character by rustc", "_RINvC1a1fKc1f40d_E", trace, "a::f::<'🐍'>"},
		{"string", "_RINvC1a1fKRe22c3bc0a_E", Options{}, `a::f::<"\"ü\n">`},
		{"compound constants", "_RINvC1a1fKTRh1_Ab0_EEE", Options{}, "a::f::<{(&1, [false])}>"},
		{"struct", "_RINvC1a1fKVNtC1b1SS1xh1_1yh2_EE", Options{}, "a::f::<{b::S { x: 1, y: 2 }}>"},
		{"Punycode", "_RNvC8punycodeu7_1lqs71d", Options{}, "punycode::東京"},
		{"Punycode with ASCII", "_RNtCu8Gdel_5qa4Bach", Options{}, "Gödel::Bach"},
		{"v0 suffix", "_RNvC1a1b.llvm.123", Options{}, "a::b (.llvm.123)"},
		{"v0 LLVM suffix by rustc", "_RNvC1a1b.llvm.123", trace, "a::b"},
		{"v0 word suffix by rustc", "_RNvC1a1b.cold", trace, "a::b.cold"},
		{"damage behind a back reference", "_RINvC4a_B_1fB5_E", trace, "a_B_::f::<{invalid syntax}>"},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			got, err := Demangle(test.name, test.opts)
			if got != test.want || err != nil {
				t.Errorf("%s\n got %q, %v\nwant %q", test.name, got, err, test.want)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	tests := []struct {
		about  string
		name   string
		offset uint64
		rule   error
	}{
		{"end of the name", "_RNvC1a", 7, errSyntax},
		{"identifier past the end", "_RNvC1a5main", 8, errSyntax},
		{"unknown tag of a path", "_RNvZ1a1b", 5, errSyntax},
		{"namespace", "_RN_C1a1b", 4, errSyntax},
		{"rest", "_RNvC1a1b1c", 9, errSyntax},
		{"dollar in an identifier", "_RNvC2a$1c", 7, errSyntax},
		{"unbound lifetime", "_RINvC1a1fL0_E", 13, errSyntax},
		{"leading zero", "_RINvC1a1fKj01_E", 15, errSyntax},
		{"forward reference", "_RINvC1a1fB9_E", 13, errSyntax},
		{"surrogate in Punycode", "_RCu4p2Sa", 9, errSyntax},
		{"disambiguator beyond 64 bits", "_RCszzzzzzzzzzz_1a", 4, errSyntax},
		{"disambiguator of too many zeros", "_RCs" + strings.Repeat("0", 40) + "_1a", 4, errSyntax},
		{"Punycode without code", "_RCu2B_", 7, errSyntax},
		{"suffix with a blank", "_RNvC1a1b.a b", 9, errSuffix},
		{"no text", "_RC0", 2, errEmpty},
		{"legacy element past the end", "_ZN4tesE", 8, errSyntax},
		{"legacy without end", "_ZN4test", 8, errSyntax},
		{"legacy with a C++ function", "_ZN3foo3barEv", 12, errSuffix},
		{"legacy outside of ASCII", "_ZN3f\u00f6E", 5, errSyntax},
		{"legacy thread-local", "_ZN3fooE$tlv$init", 8, errSuffix},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			got, err := Demangle(test.name, Options{})
			var format *debuginfo.FormatError
			if got != "" || !errors.As(err, &format) {
				t.Fatalf("%s gives %q, %v", test.name, got, err)
			}
			if format.Offset != test.offset || format.Err != test.rule {
				t.Errorf("%s: %v at %d, want %v at %d", test.name, format.Err, format.Offset, test.rule, test.offset)
			}
		})
	}
	for _, name := range []string{"", "main", "_Z3foov", "_R", "_Rust", "R2D2", "Read", "_ZNK3foo3barEv", "?f@@YAXXZ", "$s4main"} {
		if got, err := Demangle(name, Options{}); got != "" || !errors.Is(err, debuginfo.ErrUnknownFormat) {
			t.Errorf("%q gives %q, %v", name, got, err)
		}
	}
}

func TestLimits(t *testing.T) {
	damaged := "_RMC4a_B_TB3_" + exponential(40, "C0")[len("_RMC0"):] + "E"
	tests := []struct {
		about string
		name  string
		opts  Options
		max   uint64
	}{
		{"text", "_RNvC1a1b", Options{MaxLength: 3}, 3},
		{"text of a legacy name", "_ZN3foo3barE", Options{MaxLength: 7}, 7},
		{"default text", exponential(40, "C99"+strings.Repeat("a", 99)), Options{}, DefaultMaxLength},
		{"work without text", exponential(40, "C0"), Options{}, nodesFloor + nodesPerByte*uint64(len(exponential(40, "C0"))-2)},
		{"depth", "_RMC0" + strings.Repeat("R", maxDepth) + "u", Options{}, maxDepth},
		{"depth by back references", "_RNvB_1a", Options{}, maxDepth},
		{"work behind damage", damaged, Options{Style: StyleRustc}, nodesFloor + nodesPerByte*uint64(len(damaged)-2)},
		{"binder", "_RMC0FGzzzzz_Eu", Options{Style: StyleRustc}, DefaultMaxLength},
		{"name", "_R" + strings.Repeat("C", maxName), Options{}, maxName},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			got, err := Demangle(test.name, test.opts)
			var limit *debuginfo.LimitError
			if got != "" || !errors.As(err, &limit) {
				t.Fatalf("gives %d bytes, %v", len(got), err)
			}
			if limit.Max != test.max {
				t.Errorf("%v, want a limit of %d", err, test.max)
			}
		})
	}
	if got, err := Demangle("_RNvC1a1b", Options{MaxLength: 4}); got != "a::b" || err != nil {
		t.Errorf("a text as long as the limit gives %q, %v", got, err)
	}
}

// exponential returns a name whose text doubles levels times: nested tuples,
// each of which repeats its first member through a back reference.
func exponential(levels int, leaf string) string {
	name := "MC0" + strings.Repeat("T", levels)
	name += leaf
	for level := range levels {
		name += "B" + encode62(3+levels-1-level+1) + "E"
	}
	return "_R" + name
}

// encode62 writes a number as back references do.
func encode62(n int) string {
	const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	if n == 0 {
		return "_"
	}
	n--
	text := "_"
	for {
		text = digits[n%62:n%62+1] + text
		if n /= 62; n == 0 {
			return text
		}
	}
}

func TestDetection(t *testing.T) {
	tests := []struct {
		name       string
		v0, legacy bool
	}{
		{"_RNvC1a1b", true, false},
		{"RNvC1a1b", true, false},
		{"__RNvC1a1b", true, false},
		{"_Rust", false, false},
		{"_R", false, false},
		{"_ZN3foo17h0123456789abcdefE", false, true},
		{"__ZN3foo17h0123456789abcdefE.llvm.1", false, true},
		{"_ZN3foo17h0123456789ABCDEFE", false, false},
		{"_ZN3foo3barE", false, false},
		{"_ZN3foo17h0123456789abcdef", false, false},
		{"_ZNK3foo3barEv", false, false},
		{"", false, false},
	}
	for _, test := range tests {
		if got := IsV0(test.name); got != test.v0 {
			t.Errorf("IsV0(%q) = %v", test.name, got)
		}
		if got := IsLegacy(test.name); got != test.legacy {
			t.Errorf("IsLegacy(%q) = %v", test.name, got)
		}
		if got := IsMangled(test.name); got != (test.v0 || test.legacy) {
			t.Errorf("IsMangled(%q) = %v", test.name, got)
		}
	}
}

func TestAllocations(t *testing.T) {
	for _, name := range []string{
		"_RINvNtC3std3mem4swapNtNtC5alloc6string6StringE",
		"_RNvC8punycodeu30____7hkackfecea1cbdathfdh9hlq6y",
		"_ZN4core3ptr13drop_in_place17h0123456789abcdefE",
	} {
		if n := testing.AllocsPerRun(100, func() { Demangle(name, Options{}) }); n != 1 {
			t.Errorf("%s: %v allocations, want 1", name, n)
		}
	}
	if n := testing.AllocsPerRun(100, func() { Demangle("main", Options{}) }); n != 0 {
		t.Errorf("a name that is not Rust's: %v allocations, want 0", n)
	}
}
