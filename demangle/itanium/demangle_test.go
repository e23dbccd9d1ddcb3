package itanium

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// names has a name or more for each construct of the grammar. They are the
// seeds of the fuzz target, too.
var names = []struct{ construct, name, want string }{
	// Encodings and names.
	{"function", "_Z3fooi", "foo(int)"},
	{"function without parameters", "_Z3foov", "foo()"},
	{"variable", "_ZN2ns1xE", "ns::x"},
	{"extra underscore", "__Z3foov", "foo()"},
	{"block", "___Z3fooi_block_invoke", "invocation function for block in foo(int)"},
	{"numbered block", "____Z3fooi_block_invoke_2", "invocation function for block in foo(int)"},
	{"block number without underscore", "___Z3fooi_block_invoke14", "invocation function for block in foo(int)"},
	{"clone", "_Z3foov.isra.0.cold", "foo() (.isra.0.cold)"},
	{"std", "_ZSt4sortv", "std::sort()"},
	{"anonymous namespace", "_ZN12_GLOBAL__N_13fooEv", "(anonymous namespace)::foo()"},
	{"internal linkage", "_ZL3foov", "foo()"},
	{"const member", "_ZNK1A1fEv", "A::f() const"},
	{"volatile && member", "_ZNVO1A1fEv", "A::f() volatile &&"},
	{"explicit object", "_ZNH1A1fES_", "A::f(this A)"},
	{"constructor", "_ZN2ns1AC1Ev", "ns::A::A()"},
	{"destructor", "_ZN1AD0Ev", "A::~A()"},
	{"constructor of a template", "_ZN1AIiEC2ERKS0_", "A<int>::A(A<int> const&)"},
	{"inheriting constructor", "_ZN1BCI11AEi", "B::B(int)"},
	{"constructor of std::string", "_ZNSsC1Ev", "std::basic_string<char, std::char_traits<char>, std::allocator<char>>::basic_string()"},
	{"operators", "_ZplRK1AS1_", "operator+(A const&, A const&)"},
	{"operator new", "_Znwm", "operator new(unsigned long)"},
	{"operator delete[]", "_ZdaPv", "operator delete[](void*)"},
	{"spaceship", "_ZN1AssERKS_", "A::operator<=>(A const&)"},
	{"co_await", "_ZN1AawEv", "A::operator co_await()"},
	{"literal operator", "_Zli3_kmy", "operator\"\" _km(unsigned long long)"},
	{"vendor operator", "_Zv23foo1AS_", "operator foo(A, A)"},
	{"conversion", "_ZNK1AcvbEv", "A::operator bool() const"},
	{"conversion to a parameter", "_ZN1AcvPT_IiEEv", "A::operator int*<int>()"},
	{"abi tag", "_Z1fB5cxx11v", "f[abi:cxx11]()"},
	{"structured binding", "_ZDC1a1bE", "[a, b]"},
	{"module", "_ZW3Foo3barv", "bar@Foo()"},
	{"module partition", "_ZW3FooWP4part1fv", "f@Foo:part()"},
	{"friend", "_ZN1AF1fEv", "A::friend f()"},
	{"local name", "_ZZ3foovE1x", "foo()::x"},
	{"numbered local name", "_ZZ3foovE1x_0", "foo()::x"},
	{"local class of a const member", "_ZZNK1A1fEvEN1B1gEv", "A::f() const::B::g()"},
	{"string literal", "_ZZ3foovEs", "foo()::string literal"},
	{"default argument", "_ZZ3fooiEd_1x", "foo(int)::x"},
	{"lambda", "_ZZ3foovENKUlvE_clEv", "foo()::'lambda'()::operator()() const"},
	{"second lambda", "_ZZ3foovENKUliE0_clEi", "foo()::'lambda0'(int)::operator()(int) const"},
	{"generic lambda", "_ZZ3foovENKUlT_E_clIiEEDaS_", "auto foo()::'lambda'(auto)::operator()<int>(auto) const"},
	{"lambda with template parameters", "_ZZ3foovENKUlTyT_E_clIiEEDaS_", "auto foo()::'lambda'<typename $T>($T)::operator()<int>($T) const"},
	{"unnamed type", "_ZN1AUt_C1Ev", "A::'unnamed'::()"},
	{"unnamed type member", "_ZN1AUt0_1fEv", "A::'unnamed0'::f()"},

	// Special names.
	{"vtable", "_ZTV1A", "vtable for A"},
	{"VTT", "_ZTT1A", "VTT for A"},
	{"typeinfo", "_ZTI1A", "typeinfo for A"},
	{"typeinfo name", "_ZTSPK1A", "typeinfo name for A const*"},
	{"construction vtable", "_ZTC1A16_1B", "construction vtable for B-in-A"},
	{"thunk", "_ZThn16_N1A1fEv", "non-virtual thunk to A::f()"},
	{"virtual thunk", "_ZTv0_n24_N1A1fEv", "virtual thunk to A::f()"},
	{"covariant thunk", "_ZTch0_h16_N1A1fEv", "covariant return thunk to A::f()"},
	{"guard", "_ZGVZ3foovE1x", "guard variable for foo()::x"},
	{"reference temporary", "_ZGR1x_", "reference temporary for x"},
	{"numbered reference temporary", "_ZGRN1A1xE1_", "reference temporary for A::x"},
	{"thread wrapper", "_ZTW1x", "thread-local wrapper routine for x"},
	{"thread init", "_ZTH1x", "thread-local initialization routine for x"},
	{"module initializer", "_ZGIW3Foo", "initializer for module Foo"},
	{"template parameter object", "_ZTAXtl1ALi1EEE", "template parameter object for A{1}"},

	// Types.
	{"builtin types", "_Z1fbcahstijlmxynofdegwz", "f(bool, char, signed char, unsigned char, short, unsigned short, int, unsigned int, long, unsigned long, long long, unsigned long long, __int128, unsigned __int128, float, double, long double, __float128, wchar_t, ...)"},
	{"builtin types with D", "_Z1fDdDeDfDhDiDsDuDaDcDn", "f(decimal64, decimal128, decimal32, half, char32_t, char16_t, char8_t, auto, decltype(auto), std::nullptr_t)"},
	{"_FloatN", "_Z1fDF32_DF64xDF16b", "f(_Float32, _Float64x, std::bfloat16_t)"},
	{"_BitInt", "_Z1fDB8_DU16_", "f(_BitInt(8), unsigned _BitInt(16))"},
	{"fixed point", "_Z1fDAsDRmDSDAi", "f(short _Accum, unsigned long _Fract, _Sat _Accum)"},
	{"vendor type", "_Z1fu6__half", "f(__half)"},
	{"type transformation", "_Z1fu9__add_ptrIiE", "f(__add_ptr(int))"},
	{"qualifiers", "_Z1fPrVKi", "f(int const volatile restrict*)"},
	{"vendor qualifier", "_Z1fPU3AS1i", "f(int AS1*)"},
	{"vendor qualifier with arguments", "_Z1fPU3ASnILi1EEi", "f(int ASn<1>*)"},
	{"ObjC protocol", "_Z1fPU11objcproto1P11objc_object", "f(id<P>)"},
	{"references", "_Z1fRiOi", "f(int&, int&&)"},
	{"reference collapsing", "_Z1fIRiEvOT_", "void f<int&>(int&)"},
	{"array", "_Z1fRA3_i", "f(int (&) [3])"},
	{"array of arrays", "_Z1fPA3_A4_i", "f(int (*) [3][4])"},
	{"array of unknown size", "_Z1fPA_i", "f(int (*) [])"},
	{"function pointer", "_Z1fPFivE", "f(int (*)())"},
	{"pointer to function pointer", "_Z1fPPFviE", "f(void (**)(int))"},
	{"function returning a function pointer", "_Z1fIiEPFvvET_", "void (*f<int>(int))()"},
	{"noexcept function", "_Z1fPDoFvvE", "f(void (*)() noexcept)"},
	{"computed noexcept", "_Z1fPDOLb1EEFvvE", "f(void (*)() noexcept(true))"},
	{"throw specification", "_Z1fPDwiEFvvE", "f(void (*)() throw(int))"},
	{"member pointer", "_Z1fM1Ai", "f(int A::*)"},
	{"member function pointer", "_Z1fM1AKFvvE", "f(void (A::*)() const)"},
	{"member function pointer with &&", "_Z1fM1AFvvOE", "f(void (A::*)() &&)"},
	{"complex", "_Z1fCdGf", "f(double complex, float imaginary)"},
	{"vector", "_Z1fDv4_f", "f(float vector[4])"},
	{"pixel vector", "_Z1fDv8_p", "f(pixel vector[8])"},
	{"elaborated", "_Z1fTs1ATu1BTe1C", "f(struct A, union B, enum C)"},
	{"decltype", "_Z1fIiEDTcvT_Li0EES0_", "decltype((int)(0)) f<int>(int)"},
	{"constrained auto", "_Z1fDk1C", "f(C auto)"},

	// Templates and substitutions.
	{"template", "_Z1fIiEvT_", "void f<int>(int)"},
	{"nested closers", "_Z1f1AI1BIiEE", "f(A<B<int>>)"},
	{"standard abbreviations", "_Z1fSaIcESbIwESsSiSoSd", "f(std::allocator<char>, std::basic_string<wchar_t>, std::string, std::istream, std::ostream, std::iostream)"},
	{"substitutions", "_Z1fN1a1bES0_S_", "f(a::b, a::b, a)"},
	{"pack", "_Z1fIJicEEvDpT_", "void f<int, char>(int, char)"},
	{"pack of GCC 4.4", "_Z1fIIicEEvDpT_", "void f<int, char>(int, char)"},
	{"empty pack", "_Z1fIiJEEvT_DpT0_", "void f<int>(int)"},
	{"pack of references", "_Z1fIJicEEvDpRKT_", "void f<int, char>(int const&, char const&)"},
	{"template template parameter", "_Z1fI1AEvT_IiE", "void f<A>(A<int>)"},
	{"function address", "_Z1fIXadL_Z1gvEEEvv", "void f<&g()>()"},
	{"literals", "_Z1fILi1ELj2ELl3ELm4ELx5ELy6ELs7ELc65ELb1ELin8ELDnEEvv", "void f<1, 2u, 3l, 4ul, 5ll, 6ull, (short)7, (char)65, true, -8, nullptr>()"},
	{"enumerator", "_Z1fIL1E1EEvv", "void f<(E)1>()"},
	{"float", "_Z1fILf3fc00000EEvv", "void f<0x1.8p+0f>()"},
	{"double", "_Z1fILdbff8000000000000EEvv", "void f<-0x1.8p+0>()"},
	{"x87 double", "_Z1fILe3fffc000000000000000EEvv", "void f<0x1.8p+0L>()"},
	{"quad", "_Z1fILe3fff8000000000000000000000000000EEvv", "void f<0x1.8p+0L>()"},
	{"char array", "_Z1fIXtl1AtlA4_cLc97ELc1ELc49ELc34EEEEEvv", `void f<A{"a\1""1\""}>()`},
	{"enable_if", "_Z1fUa9enable_ifIXLb1EEEv", "f() [enable_if:true]"},
	{"constraint", "_Z1fIiEvT_Q1CIS0_E", "void f<int>(int) requires C<int>"},

	// Expressions.
	{"sum of products", "_Z1fIXplLi1EmlLi2ELi3EEEvv", "void f<1 + 2 * 3>()"},
	{"product of sums", "_Z1fIXmlLi1EplLi2ELi3EEEvv", "void f<1 * (2 + 3)>()"},
	{"greater in arguments", "_Z1fIXgtLi1ELi2EEEvv", "void f<(1 > 2)>()"},
	{"greater in parentheses", "_Z1fIXcvbgtLi1ELi2EEEvv", "void f<(bool)(1 > 2)>()"},
	{"sizeof", "_Z1fIiEvRAszLi1E_c", "void f<int>(char (&) [sizeof (1)])"},
	{"sizeof...", "_Z1fIJicEEvRAsZT__c", "void f<int, char>(char (&) [sizeof...(int, char)])"},
	{"call", "_Z1fIiEDTcl1gfp_EET_", "decltype(g(fp)) f<int>(int)"},
	{"member", "_Z1fI1AEDTdtfp_1xET_", "decltype(fp.x) f<A>(A)"},
	{"arrow", "_Z1fIP1AEDTptfp_1xET_", "decltype(fp->x) f<A*>(A*)"},
	{"conditional", "_Z1fILb1EEvRAquT_Li1ELi2E_c", "void f<true>(char (&) [true ? 1 : 2])"},
	{"new", "_Z1fIiEDTnw_T_piLi1EEES0_", "decltype(new int(1)) f<int>(int)"},
	{"global array delete", "_Z1fIPiEDTgsdafp_ET_", "decltype(::delete[] fp) f<int*>(int*)"},
	{"static_cast", "_Z1fIiEDTscT_Li1EES0_", "decltype(static_cast<int>(1)) f<int>(int)"},
	{"fold", "_Z1fIJLi1ELi2EEEvRAflplT__c", "void f<1, 2>(char (&) [(... + (1, 2))])"},
	{"fold with value", "_Z1fIJLi1ELi2EEEvRAfRplT_Li0E_c", "void f<1, 2>(char (&) [((1, 2) + ... + 0)])"},
	{"unresolved name", "_Z1fI1AEDTsrT_1xES0_", "decltype(A::x) f<A>(A)"},
	{"unresolved name in namespaces", "_Z1fIiEDTclsr2ns3subE1gEET_", "decltype(ns::sub::g()) f<int>(int)"},
	{"dependent destructor", "_Z1fI1AEDTcldtfp_dnT_EES0_", "decltype(fp.~A()) f<A>(A)"},
	{"initializer list", "_Z1fI1AEDTtlT_Li1ELi2EEES0_", "decltype(A{1, 2}) f<A>(A)"},
	{"designated initializer", "_Z1fIXtl1Adi1xLi1Edi1yLi2EEEEvv", "void f<A{.x = 1, .y = 2}>()"},
	{"requires", "_Z1fIiEvT_QrqXfp_Xfp_NE", "void f<int>(int) requires requires { fp; {fp} noexcept; }"},
	{"noexcept", "_Z1fIiEvRAnxLi1E_c", "void f<int>(char (&) [noexcept (1)])"},
	{"throw", "_Z1fIiEDTtwLi1EET_", "decltype(throw 1) f<int>(int)"},
	{"subobject", "_Z1fIXadsoKcL_Z1xE4EEEvv", "void f<&x.<char const at offset 4>>()"},
	{"vendor expression", "_Z1fIiEDTu3fooT_EES0_", "decltype(foo(int)) f<int>(int)"},
}

func TestDemangle(t *testing.T) {
	for _, tt := range names {
		t.Run(tt.construct, func(t *testing.T) {
			got, err := Demangle(tt.name, Options{})
			if err != nil || got != tt.want {
				t.Errorf("Demangle(%s) = %q, %v, want %q", tt.name, got, err, tt.want)
			}
		})
	}
}

func TestOptions(t *testing.T) {
	const (
		local    = "_ZZ1fIiEvT_ENKUlvE_clEv"
		member   = "_ZNK1AIiE1fIcEEvT_"
		thunk    = "_ZThn16_NK1A1fEv"
		clone    = "_Z3foov.cold"
		returned = "_Z1fIiEPFvvET_"
		ofString = "_ZNSsC1Ev"
	)
	tests := []struct {
		name string
		opts Options
		want string
	}{
		{member, Options{}, "void A<int>::f<char>(char) const"},
		{member, Options{NoParameters: true}, "void A<int>::f<char>"},
		{member, Options{NoReturnType: true}, "A<int>::f<char>(char) const"},
		{member, Options{NoTemplateArgs: true}, "void A::f(char) const"},
		{member, Options{NoParameters: true, NoReturnType: true, NoTemplateArgs: true}, "A::f"},
		{local, Options{}, "void f<int>(int)::'lambda'()::operator()() const"},
		{local, Options{NoParameters: true, NoReturnType: true}, "f<int>(int)::'lambda'()::operator()"},
		{thunk, Options{NoParameters: true}, "non-virtual thunk to A::f"},
		{clone, Options{NoReturnType: true}, "foo() (.cold)"},
		{clone, Options{NoParameters: true}, "foo"},
		{returned, Options{NoReturnType: true}, "f<int>(int)"},
		{returned, Options{NoParameters: true}, "void (*f<int>)()"},
		{ofString, Options{NoTemplateArgs: true}, "std::basic_string::basic_string()"},
		{"_Z3fooi", Options{MaxLength: 8}, "foo(int)"},
	}
	for _, tt := range tests {
		got, err := Demangle(tt.name, tt.opts)
		if err != nil || got != tt.want {
			t.Errorf("Demangle(%s, %+v) = %q, %v, want %q", tt.name, tt.opts, got, err, tt.want)
		}
	}
}

func TestRefused(t *testing.T) {
	tests := []struct {
		construct, name string
		offset          uint64
	}{
		{"nothing", "_Z", 2},
		{"cut in a name", "_Z4foo", 3},
		{"length of zero", "_Z0v", 2},
		{"huge length", "_Z99999999999999999999foov", 3},
		{"unknown type", "_Z1f?", 4},
		{"text after the end", "_Z3foov1", 7},
		{"no such substitution", "_Z1fS0_", 7},
		{"no such template parameter", "_Z1fT_", 6},
		{"constructor of nothing", "_ZC1v", 2},
		{"arguments of arguments", "_ZN1fIiEIiEEvv", 8},
		{"no end of nested name", "_ZN1a1b", 7},
		{"block without suffix", "___Z3foov", 9},
		{"unnumbered block", "___Z3foov_block_invoke_", 23},
		{"operator that is no name", "_Zstv", 4},
		{"literal of a template parameter", "_Z1fILT_1EEvv", 6},
		{"float with capitals", "_Z1fILf3FC00000EEvv", 8},
		{"float that is too short", "_Z1fILf3fc0EEvv", 11},
	}
	for _, tt := range tests {
		t.Run(tt.construct, func(t *testing.T) {
			got, err := Demangle(tt.name, Options{})
			var fe *debuginfo.FormatError
			if got != "" || !errors.As(err, &fe) {
				t.Fatalf("Demangle(%s) = %q, %v, want a FormatError", tt.name, got, err)
			}
			if fe.Offset != tt.offset {
				t.Errorf("Demangle(%s): offset %d, want %d", tt.name, fe.Offset, tt.offset)
			}
		})
	}
	for _, name := range []string{"", "_", "Z", "main", "_main", "_____Z3foov", "_R1a", "?f@@YAXXZ", "i"} {
		if got, err := Demangle(name, Options{}); got != "" || err != debuginfo.ErrUnknownFormat {
			t.Errorf("Demangle(%q) = %q, %v, want ErrUnknownFormat", name, got, err)
		}
	}
}

// unfold returns a name whose type mentions the one before it twice, n times
// over, so that its text doubles each time.
func unfold(n int) string {
	var b strings.Builder
	b.WriteString("_Z1f1A1BIS_S_E") // S_ is A, S0_ is B, S1_ is B<A, A>
	for i := range n {
		id := seqID(i + 2)
		b.WriteString("S0_I" + id + id + "E")
	}
	return b.String()
}

// seqID returns the substitution of candidate i.
func seqID(i int) string {
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	if i == 0 {
		return "S_"
	}
	i--
	id := ""
	for {
		id = digits[i%36:i%36+1] + id
		if i /= 36; i == 0 {
			return "S" + id + "_"
		}
	}
}

func TestLimits(t *testing.T) {
	tests := []struct {
		construct, name string
		opts            Options
		what            string // "" if the name is within the limits
	}{
		{"text of the limit", "_Z3fooi", Options{MaxLength: 8}, ""},
		{"text beyond the limit", "_Z3fooi", Options{MaxLength: 7}, "bytes of a demangled name"},
		{"name of the limit", "_Z1048567" + strings.Repeat("x", MaxInput-9), Options{MaxLength: MaxInput}, ""},
		{"name beyond the limit", "_Z1048568" + strings.Repeat("x", MaxInput-8), Options{}, "bytes of a C++ name"},
		{"pointers", "_Z1f" + strings.Repeat("P", 250) + "i", Options{}, ""},
		{"too many pointers", "_Z1f" + strings.Repeat("P", 100000) + "i", Options{}, "depth of a C++ name"},
		{"too many qualifiers", "_Z1f" + strings.Repeat("VK", 50000) + "i", Options{}, "depth of a C++ name"},
		{"too many nested functions", "_Z" + strings.Repeat("Z1fvE", 20000) + "1x", Options{}, "depth of a C++ name"},
		{"too many negations", "_Z1fIX" + strings.Repeat("ng", 100000) + "Li1EEEvv", Options{}, "depth of a C++ name"},
		{"too many scopes", "_ZN" + strings.Repeat("1a", 60000) + "Ev", Options{}, "depth of a demangled name"},
		{"too many tags", "_Z1f" + strings.Repeat("B1x", 50000) + "v", Options{}, "depth of a demangled name"},
		{"pointers through substitutions", func() string {
			name := "_Z1fPi"
			for i := range 2000 {
				name += "P" + seqID(i)
			}
			return name
		}(), Options{MaxLength: 1 << 30}, "parts of a demangled name"},
		{"unfolds a little", unfold(6), Options{}, ""},
		{"unfolds without end", unfold(40), Options{}, "parts of a demangled name"},
		{"unfolds without end, long", unfold(1000), Options{}, "bytes of a demangled name"},
		{"unfolds without end, no limit of the text", unfold(1000), Options{MaxLength: 1 << 30}, "parts of a demangled name"},
		{"erased again and again", "_Z1fIJEEvDp1AI60000" + strings.Repeat("x", 60000) + "T_E" + strings.Repeat("S2_", 5000), Options{}, ""},
		{"refers to itself", "_ZN1AcvT_I" + strings.Repeat("R", 100) + "S0_EEv", Options{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.construct, func(t *testing.T) {
			got, err := Demangle(tt.name, tt.opts)
			if tt.what == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			var le *debuginfo.LimitError
			if got != "" || !errors.As(err, &le) || le.What != tt.what {
				t.Errorf("%.40q, %v, want a LimitError about %s", got, err, tt.what)
			}
		})
	}
}

func TestAllocations(t *testing.T) {
	const name = "_ZNSt6vectorIN2ns4TypeESaIS1_EE9push_backERKS1_"
	Demangle(name, Options{})
	if n := testing.AllocsPerRun(100, func() { Demangle(name, Options{}) }); n > 1 {
		t.Errorf("%v allocations for a name, want 1", n)
	}
}

// TestConcurrent demangles from several goroutines, which share memory that is
// kept between names.
func TestConcurrent(t *testing.T) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, tt := range names {
				if got, err := Demangle(tt.name, Options{}); err != nil || got != tt.want {
					t.Errorf("Demangle(%s) = %q, %v, want %q", tt.name, got, err, tt.want)
				}
				Demangle(tt.name[:len(tt.name)-1], Options{MaxLength: 10}) // leave by other ways, too
			}
		})
	}
	wg.Wait()
}
