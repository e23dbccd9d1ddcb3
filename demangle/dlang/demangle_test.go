package dlang

import (
	"errors"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

func TestNames(t *testing.T) {
	tests := []struct{ about, name, want string }{
		{"main", "_Dmain", "D main"},
		{"data of the compiler", "_D3mod3fooZ", "mod.foo"},
		{"variable", "_D3mod3fooi", "mod.foo"},
		{"anonymous symbol", "_D3mod04test0Z", "mod.test"},
		{"fake parent", "_D3mod4__S14testZ", "mod.test"},
		{"not a fake parent", "_D3mod4__Sx4testZ", "mod.__Sx.test"},
		{"initializer", "_D3mod1S6__initZ", "initializer for mod.S"},
		{"vtable", "_D3mod1S6__vtblZ", "vtable for mod.S"},
		{"class info", "_D3mod1S7__ClassZ", "ClassInfo for mod.S"},
		{"interface", "_D3mod1S11__InterfaceZ", "Interface for mod.S"},
		{"module info", "_D3mod12__ModuleInfoZ", "ModuleInfo for mod"},
		{"symbol of the compiler within", "_D3mod6__init1xi", "mod.__init.x"},
		{"repeated symbol", "_D3modQe1ai", "mod.mod.a"},
		{"repeated type", "_D3mod4ABCi1aQd", "mod.ABCi.a"},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			for style := StyleLLVM; style <= StyleGNU; style++ {
				got, err := Demangle(test.name, Options{Style: style})
				if got != test.want || err != nil {
					t.Errorf("%s in style %d\n got %q, %v\nwant %q", test.name, style, got, err, test.want)
				}
			}
		})
	}
}

func TestDeclarations(t *testing.T) {
	tests := []struct{ about, name, want string }{
		{"function", "_D3mod1fFaZv", "mod.f(char)"},
		{"C function", "_D3mod1fUbZv", "mod.f(bool)"},
		{"typed variadic", "_D3mod1fFAiXv", "mod.f(int[]...)"},
		{"C variadic", "_D3mod1fFziYv", "mod.f(cent, ...)"},
		{"attributes", "_D3mod1fFNaNbNiNfiZv", "mod.f(int)"},
		{"storage classes", "_D3mod1fFKiJjLkMImMNkAiZv", "mod.f(ref int, out ireal, lazy uint, scope in ulong, scope return int[])"},
		{"pointer to function", "_D3mod1fFPFNaiZvZv", "mod.f(void(int) pure function)"},
		{"pointer to C function", "_D3mod1fFPUiZvZv", "mod.f(extern(C) void(int) function)"},
		{"delegate", "_D3mod1fFDxFNbiZvZv", "mod.f(void(int) nothrow delegate const)"},
		{"arrays", "_D3mod1fFHiAaG42bZv", "mod.f(char[][int], bool[42])"},
		{"qualified types", "_D3mod1fFOxyfNgxlNhG4fZv", "mod.f(shared(const(immutable(float))), inout(const(long)), __vector(float[4]))"},
		{"tuple", "_D3mod1fFB2ikZv", "mod.f(Tuple!(int, uint))"},
		{"bottom type", "_D3mod1fFNnZv", "mod.f(typeof(*null))"},
		{"user types", "_D3mod1fFS3mod1SC3mod1CE3mod1EZv", "mod.f(mod.S, mod.C, mod.E)"},
		{"constructor", "_D3mod1C6__ctorMFZC3mod1C", "mod.C.this()"},
		{"destructor", "_D3mod1C6__dtorMFZv", "mod.C.~this()"},
		{"postblit", "_D3mod1S10__postblitMFZv", "mod.S.this(this)"},
		{"modifiers of the object", "_D3mod1C1fMNgOFZi", "mod.C.f() inout shared"},
		{"variable of function type", "_D3mod1fPFiZv", "mod.f"},
		{"nested function", "_D3mod1fFiZ1gFkZv", "mod.f(int).g(uint)"},
		{"template", "_D3mod__T1tTiTkZQh1fFZv", "mod.t!(int, uint).t.f()"},
		{"template with a length", "_D3mod10__T1tTiTkZ1fFZv", "mod.t!(int, uint).f()"},
		{"specialized template", "_D3mod__T1tHTiZ1fFZv", "mod.t!(int).f()"},
		{"integers", "_D3mod__T1tVki5Vli5Vmi5ViN5Vbi1Vbi0Z1fFZv", "mod.t!(5u, 5L, 5uL, -5, true, false).f()"},
		{"characters", "_D3mod__T1tVai97Vai10Vui960Vwi65536Z1fFZv", `mod.t!('a', '\x0a', '\u03c0', '\U00010000').f()`},
		{"reals", "_D3mod__T1tVde0A8P6VdeNFFP2VdeNANVdeINFVdeNINFZ1fFZv", "mod.t!(0x0.A8p6, -0xF.Fp2, NaN, Inf, -Inf).f()"},
		{"complex number", "_D3mod__T1tVrc0A8P6c0B8P2Z1fFZv", "mod.t!(0x0.A8p6+0x0.B8p2i).f()"},
		{"strings", "_D3mod__T1tVAyaa3_616263VAywd2_6127VAyaa1_0aZ1fFZv", `mod.t!("abc", "a'"d, "\n").f()`},
		{"null", "_D3mod__T1tVPinZ1fFZv", "mod.t!(null).f()"},
		{"compound values", "_D3mod__T1tVAiA2i1i2VHiiA2i1i2i3i4VS3mod1SS2i1i2Z1fFZv", "mod.t!([1, 2], [1:2, 3:4], mod.S(1, 2)).f()"},
		{"symbols", "_D3mod__T1tS3mod1gS_D3mod1gFiZvZ1fFZv", "mod.t!(mod.g, mod.g(int)).f()"},
		{"symbol behind its length", "_D3mod__T1tS103std5stdioZ1fFZv", "mod.t!(std.stdio).f()"},
		{"foreign symbol", "_D3mod__T1tX4abcdZ1fFZv", "mod.t!(abcd).f()"},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			got, err := Demangle(test.name, Options{Style: StyleGNU})
			if got != test.want || err != nil {
				t.Errorf("%s\n got %q, %v\nwant %q", test.name, got, err, test.want)
			}
		})
	}
}

func TestPartsLeftOut(t *testing.T) {
	const name = "_D3mod__T1tTiZ1CMxFkZ1gFAiZv"
	tests := []struct {
		about string
		opts  Options
		want  string
	}{
		{"nothing", Options{Style: StyleGNU}, "mod.t!(int).C(uint) const.g(int[])"},
		{"parameters", Options{Style: StyleGNU, NoParameters: true}, "mod.t!(int).C.g"},
		{"template arguments", Options{Style: StyleGNU, NoTemplateArgs: true}, "mod.t.C(uint) const.g(int[])"},
		{"both", Options{Style: StyleGNU, NoTemplateArgs: true, NoParameters: true}, "mod.t.C.g"},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			if got, err := Demangle(name, test.opts); got != test.want || err != nil {
				t.Errorf("got %q, %v\nwant %q", got, err, test.want)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	tests := []struct {
		about  string
		name   string
		style  Style
		offset uint64
		rule   error
	}{
		{"no type", "_D3mod3foo", StyleGNU, 10, errSyntax},
		{"symbol past the end", "_D3mod4foo", StyleGNU, 6, errSyntax},
		{"unknown type", "_D3mod3foo!", StyleGNU, 10, errSyntax},
		{"rest", "_D3mod3fooii", StyleGNU, 11, errSyntax},
		{"function for LLVM", "_D3mod3fooFZv", StyleLLVM, 10, errSyntax},
		{"template for LLVM", "_D3mod__T1tTiZ1xi", StyleLLVM, 6, errSyntax},
		{"symbol that repeats itself", "_D3mod5recurQa", StyleGNU, 12, errSyntax},
		{"back reference before the name", "_D3mod3fooQXXXx", StyleGNU, 10, errSyntax},
		{"template of another length", "_D3mod9__T1tTiTkZ1fFZv", StyleGNU, 17, errSyntax},
		{"type within itself", "_D3mod1xAQb", StyleGNU, 9, errSyntax},
		{"no text", "_D00Z", StyleGNU, 5, errEmpty},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			got, err := Demangle(test.name, Options{Style: test.style})
			var format *debuginfo.FormatError
			if got != "" || !errors.As(err, &format) {
				t.Fatalf("%s gives %q, %v", test.name, got, err)
			}
			if format.Offset != test.offset || format.Err != test.rule {
				t.Errorf("%s: %v at %d, want %v at %d", test.name, format.Err, format.Offset, test.rule, test.offset)
			}
		})
	}
	for _, name := range []string{"", "main", "_D", "_DDD", "_DATA", "_Dmain2", "_Z3foov", "_RNvC1a1b", "$s4main", "?f@@YAXXZ"} {
		if got, err := Demangle(name, Options{}); got != "" || !errors.Is(err, debuginfo.ErrUnknownFormat) {
			t.Errorf("%q gives %q, %v", name, got, err)
		}
	}
}

func TestLimits(t *testing.T) {
	long := strings.Repeat("a", 99)
	tests := []struct {
		about string
		name  string
		opts  Options
		max   uint64
	}{
		{"text", "_D3mod3fooZ", Options{MaxLength: 6}, 6},
		{"text of the main function", "_Dmain", Options{MaxLength: 5}, 5},
		{"default text", exponential(40, "S99"+long), Options{Style: StyleGNU}, DefaultMaxLength},
		{"work without text", exponential(40, "i"), Options{Style: StyleGNU, NoParameters: true}, nodesFloor + nodesPerByte*uint64(len(exponential(40, "i")))},
		{"depth", "_D3mod3foo" + strings.Repeat("A", maxDepth) + "i", Options{Style: StyleGNU}, maxDepth},
		{"depth of templates", "_D" + strings.Repeat("__T", maxDepth), Options{Style: StyleGNU}, maxDepth},
		{"name", "_D" + strings.Repeat("1a", maxName/2), Options{}, maxName},
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
	if got, err := Demangle("_D3mod3fooZ", Options{MaxLength: 7}); got != "mod.foo" || err != nil {
		t.Errorf("a text as long as the limit gives %q, %v", got, err)
	}
}

// exponential returns a function whose parameter's text doubles levels times:
// each tuple repeats the type before it through a back reference.
func exponential(levels int, leaf string) string {
	name := "_D1fF" + leaf
	last := len("_D1fF")
	for range levels {
		at := len(name)
		name += "B2Q" + encode26(at+2-last)
		name += "Q" + encode26(len(name)-last)
		last = at
	}
	return name + "Zv"
}

// encode26 writes a distance as back references do.
func encode26(n int) string {
	text := string(rune('a' + n%26))
	for n /= 26; n > 0; n /= 26 {
		text = string(rune('A'+n%26)) + text
	}
	return text
}

func TestIsMangled(t *testing.T) {
	tests := map[string]bool{
		"_Dmain": true, "_D3mod1fZ": true, "_D__T1tZ": true,
		"": false, "_D": false, "_DYNAMIC": false, "_Dmain2": false, "D3mod": false, "_d3mod": false,
	}
	for name, want := range tests {
		if got := IsMangled(name); got != want {
			t.Errorf("IsMangled(%q) = %v", name, got)
		}
	}
}

func TestAllocations(t *testing.T) {
	const name = "_D3mod__T1tTiVAyaa3_616263Z1fFNaNbHiAaDFiZvZv"
	if n := testing.AllocsPerRun(100, func() { Demangle(name, Options{Style: StyleGNU}) }); n != 1 {
		t.Errorf("%v allocations, want 1", n)
	}
}
