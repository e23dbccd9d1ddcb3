package swift

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// nameTests cover every part of the grammar with hand-written names.
var nameTests = []struct{ what, name, full, simple string }{
	{"function", "$s3app5startyyF", "app.start() -> ()", "start()"},
	{"function with underscore before the prefix", "_$s3app5startyyF", "app.start() -> ()", "start()"},
	{"Swift 4.2", "$S3app5startyyF", "app.start() -> ()", "start()"},
	{"Swift 4.0", "_T03app4loadySi4size_tF", "app.load(size: Swift.Int) -> ()", "load(size:)"},
	{"embedded Swift", "$e3app5startyyF", "app.start() -> ()", "start()"},
	{"labels", "$s3app4load4size_S2i_SitF", "app.load(size: Swift.Int, _: Swift.Int) -> Swift.Int", "load(size:_:)"},
	{"async throws", "$s3app4loadyyYaKF", "app.load() async throws -> ()", "load()"},
	{"typed throws", "$s3app4loadyyAA3BadOYKF", "app.load() throws(app.Bad) -> ()", "load()"},
	{"words of identifiers", "$s3app9LoadQueueC05startC0yyF", "app.LoadQueue.startQueue() -> ()", "LoadQueue.startQueue()"},
	{"initializer", "$s3app4ListCACycfC", "app.List.__allocating_init() -> app.List", "List.__allocating_init()"},
	{"initializer of a structure", "$s3app4ListVACycfC", "app.List.init() -> app.List", "List.init()"},
	{"deinitializer", "$s3app4ListCfD", "app.List.__deallocating_deinit", "List.__deallocating_deinit"},
	{"getter", "$s3app4ListV5countSivg", "app.List.count.getter : Swift.Int", "List.count.getter"},
	{"modify accessor", "$s3app4ListV5countSivM", "app.List.count.modify : Swift.Int", "List.count.modify"},
	{"subscript", "$s3app4ListVyS2icig", "app.List.subscript.getter : (Swift.Int) -> Swift.Int", "List.subscript.getter"},
	{"static method", "$s3app4ListV4makeyyFZ", "static app.List.make() -> ()", "static List.make()"},
	{"operator", "$s3app4ListV2eeoiySbAC_ACtFZ", "static app.List.== infix(app.List, app.List) -> Swift.Bool", "static List.== infix(_:_:)"},
	{"private name", "$s3app4list33_0123456789ABCDEF0123456789ABCDEFLLyyF", "app.(list in _0123456789ABCDEF0123456789ABCDEF)() -> ()", "list()"},
	{"local function", "$s3app5startyyF5innerL_yyF", "inner #1 () -> () in app.start() -> ()", "inner #1 () in start()"},
	{"closure", "$s3app5startyyFyycfU0_", "closure #2 () -> () in app.start() -> ()", "closure #2 in start()"},
	{"default argument", "$s3app4load4sizeySi_tFfA_", "default argument 0 of app.load(size: Swift.Int) -> ()", "default argument 0 of load(size:)"},
	{"partial apply", "$s3app5startyyFyycfU_TA", "partial apply forwarder for closure #1 () -> () in app.start() -> ()", "partial apply for closure #1 in start()"},
	{"resume function", "$s3app4loadyyYaFTQ1_", "(2) await resume partial function for app.load() async -> ()", "load()"},
	{"generic function", "$s3app3mapyq_xSHRzr0_lF", "app.map<A, B where A: Swift.Hashable>(A) -> B", "map<A, B>(_:)"},
	{"parameter pack", "$s3app3allyyxxQpRvzlF", "app.all<each A>(repeat A) -> ()", "all<each A>(_:)"},
	{"same type", "$s3app3all1xyx_tSTRzSi7ElementRtzlF", "app.all<A where A: Swift.Sequence, A.Element == Swift.Int>(x: A) -> ()", "all<A>(x:)"},
	{"extension", "$sSa3appE5firstxSgvg", "(extension in app):Swift.Array.first.getter : A?", "Array.first.getter"},
	{"sugar", "$s3app1xSaySDySSSiSgGGvp", "app.x : [[Swift.String : Swift.Int?]]", "x"},
	{"function in an optional", "$s3app1xyycSgvp", "app.x : (() -> ())?", "x"},
	{"tuple with labels", "$s3app1xSi1a_SS1btvp", "app.x : (a: Swift.Int, b: Swift.String)", "x"},
	{"existential types", "$s3app1xyXlvp", "app.x : Swift.AnyObject", "x"},
	{"composition", "$s3app1xSH_SEpvp", "app.x : Swift.Hashable & Swift.Encodable", "x"},
	{"metatype of an existential", "$s3app1xypmvp", "app.x : Any.Protocol", "x"},
	{"constrained existential", "$s3app1xSl_pSi7ElementSTRts_XPvp", "app.x : any Swift.Collection<Self.Swift.Sequence.Element == Swift.Int>", "x"},
	{"opaque result", "$s3app4makeQryF", "app.make() -> some", "make()"},
	{"type metadata accessor", "$s3app4ListVMa", "type metadata accessor for app.List", "type metadata accessor for List"},
	{"conformance", "$s3app4ListVSHAAMc", "protocol conformance descriptor for app.List : Swift.Hashable in app", "protocol conformance descriptor for List"},
	{"protocol witness", "$s3app4ListVSHAASH9hashValueSivgTW", "protocol witness for Swift.Hashable.hashValue.getter : Swift.Int in conformance app.List : Swift.Hashable in app", "protocol witness for Hashable.hashValue.getter in conformance List"},
	{"reabstraction thunk", "$sIeg_IyB_TR", "reabstraction thunk helper from @escaping @callee_guaranteed () -> () to @callee_unowned @convention(block) () -> ()", "thunk for @escaping @callee_guaranteed () -> ()"},
	{"generic specialisation", "$s3app3mapyxxlFSi_Tg5", "generic specialization <Swift.Int> of app.map<A>(A) -> A", "specialized map<A>(_:)"},
	{"dead argument", "$s3app3mapyS2iFTf4d_n", "function signature specialization <Arg[0] = Dead> of app.map(Swift.Int) -> Swift.Int", "specialized map(_:)"},
	{"constant in a structure", "$s3app3mapyS2iFSiTf4pSi42_n", "function signature specialization <Arg[0] = [Constant Propagated Struct : Swift.Int][Constant Propagated Integer : 42]> of app.map(Swift.Int) -> Swift.Int", "specialized map(_:)"},
	{"objc", "$s3app4ListC4loadyyFTo", "@objc app.List.load() -> ()", "@objc List.load()"},
	{"dispatch thunk", "$s3app4ListC4loadyyFTj", "dispatch thunk of app.List.load() -> ()", "dispatch thunk of List.load()"},
	{"dynamic replacement", "$s3app4loadyyFTX", "dynamically replaceable variable for app.load() -> ()", "load()"},
	{"one-time initializer", "$s3app4list_WZ", "one-time initialization function for list", "one-time initialization function for list"},
	{"outlined copy", "$s3app4ListVWOy", "outlined copy of app.List", "outlined copy of List"},
	{"value witness", "$s3app4ListVwca", "assignWithCopy value witness for app.List", "assignWithCopy for List"},
	{"macro", "@__swiftmacro_3app5startyyF4logsfMf_", "freestanding macro expansion #1 of logs in app.start() -> ()", "freestanding macro expansion #1 of logs in start()"},
	{"attached macro", "@__swiftmacro_3app4ListV4load5asyncfMp_", "peer macro @async expansion #1 of load in app.List", "peer macro @async expansion #1 of load in List"},
	{"Punycode", "$s3app009bcher_kvayyF", "app.bücher() -> ()", "bücher()"},
	{"suffix", "$s3app5startyyF.llvm.42", `app.start() -> () with unmangled suffix ".llvm.42"`, "start()"},
	{"suffix with odd bytes", "$s3app5startyyF.\"\n\x01", `app.start() -> () with unmangled suffix ".\"\n\x01"`, "start()"},
	{"C module", "$sSo8NSStringCD", "__C.NSString", "NSString"},
	{"module descriptor", "$s3appMXM", "module descriptor app", "module descriptor "},
	{"anonymous descriptor", "$s3app4ListVMXX", "anonymous descriptor app.List", "anonymous descriptor List"},
	{"extension descriptor", "$sSa3appEMXE", "extension descriptor (extension in app):Swift.Array", "extension descriptor Array"},
	{"key path equality", "$sSiSSTH", "key path index equality operator for (Swift.Int, Swift.String)", "key path index equality operator for (Int, String)"},
	{"key path setter", "$s3app4ListV5countSivpACTk", "key path setter for app.List.count : Swift.Int : app.List", "key path setter for List.count : List"},
	{"sugared optional", "$sSiXSqD", "Swift.Int?", "Int?"},
	{"sugared array", "$sSiXSaD", "[Swift.Int]", "[Int]"},
	{"sugared inline array", "$s$3_SiXSAD", "[4 of Swift.Int]", "[4 of Int]"},
	{"sugared dictionary", "$sSSSiXSDD", "[Swift.String : Swift.Int]", "[String : Int]"},
	{"sugared parentheses", "$sSiXSpD", "(Swift.Int)", "(Int)"},
	{"thin metatype", "$sSiXMtD", "@thin Swift.Int.Type", "@thin Int.Type"},
	{"thick existential metatype", "$sypXmTD", "@thick Any.Type", "@thick Any.Type"},
	{"weak reference", "$s3app4ListCXwD", "weak app.List", "weak List"},
	{"box", "$sSiz_SSXxD", "{ var Swift.Int, let Swift.String }", "{ var Int, let String }"},
	{"completion handler", "$sIeg_SiTz0_", "@objc completion handler block implementation for @escaping @callee_guaranteed () -> () with result type Swift.Int nonzero on error", "@objc completion handler block implementation for @escaping @callee_guaranteed () -> () with result type Int nonzero on error"},
	{"pack", "$sSi_SSQPD", "Pack{Swift.Int, Swift.String}", "Pack{Int, String}"},
	{"lowered pack", "$sSi_SSQSdD", "@direct Pack{Swift.Int, Swift.String}", "@direct Pack{Int, String}"},
	{"conformance of a parameter", "$sx3app4LoadPHD1_", "dependent root protocol conformance #0 A to app.Load", "dependent root protocol conformance #0 A to Load"},
	{"closure of another argument", "$s3app3mapyS2iFTf4C1_n", "function signature specialization <Arg[0] = [Same As Argument 1]> of app.map(Swift.Int) -> Swift.Int", "specialized map(_:)"},
	{"option set", "$s3app3mapyS2iFTf4dGX_n", "function signature specialization <Arg[0] = Dead and Owned To Guaranteed and Exploded> of app.map(Swift.Int) -> Swift.Int", "specialized map(_:)"},
	{"value parameter", "$s3app3mapyyxSiRVzlF", "app.map<let A: Swift.Int>(A) -> ()", "map<let A: Int>(_:)"},
	{"layout", "$s3app3mapyyxRlzClF", "app.map<A where A: AnyObject>(A) -> ()", "map<A>(_:)"},
	{"builtin vector", "$sBi8_Bv4_D", "Builtin.Vec4xInt8", "Builtin.Vec4xInt8"},
	{"integer argument", "$s3app4ListVy$3_SiGD", "app.List<4, Swift.Int>", "List<4, Int>"},
	{"Objective-C class name", "_TtC3app4List", "app.List", "List"},
	{"Objective-C protocol name", "_TtP3app4Load_", "app.Load", "Load"},
	{"old function", "_TF3app4loadFT4sizeSi_T_", "app.load(size: Swift.Int) -> ()", "load(size:)"},
	{"old closure", "_TFF3app4loadFT_T_U0_FT_T_", "closure #2 () -> () in app.load() -> ()", "closure #2 in load()"},
	{"old generic", "_TF3app3mapu0_RxS_4LoadrFxq_", "app.map<A, B where A: app.Load>(A) -> B", "map<A, B>(_:)"},
	{"old thunk", "_TTRXFo_iSi_dSi_XFo_dSi_dSi_", "reabstraction thunk helper from @callee_owned (@unowned Swift.Int) -> (@unowned Swift.Int) to @callee_owned (@in Swift.Int) -> (@unowned Swift.Int)", "thunk for @callee_owned (@unowned Int) -> (@unowned Int)"},
	{"old suffix", "_TF3app4loadFT_T_more", `app.load() -> () with unmangled suffix "more"`, "load()"},
	{"nothing", "$s", "", ""},
	{"not finished", "$s3app5startyy", "", ""},
	{"too short", "$s30app", "", ""},
	{"rubbish", "$sgarbage!!", "", ""},
	{"zero byte", "$s3app5startyyF\x00", "", ""},
	{"symbolic reference", "$s\x01abcdD", "", ""},
	{"unknown substitution", "$s3appAZ_F", "", ""},
}

func TestNames(t *testing.T) {
	for _, c := range nameTests {
		t.Run(c.what, func(t *testing.T) {
			if got, err := Demangle(c.name, Options{}); got != c.full || (err == nil) != (c.full != "") {
				t.Errorf("full form\n got %q, %v\nwant %q", got, err, c.full)
			}
			if got, err := Demangle(c.name, Options{Simplified: true}); got != c.simple || (err == nil) != (c.simple != "") {
				t.Errorf("simplified form\n got %q, %v\nwant %q", got, err, c.simple)
			}
		})
	}
}

func TestGoroutines(t *testing.T) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, c := range nameTests {
				if got, _ := Demangle(c.name, Options{}); got != c.full {
					t.Errorf("%s\n got %q\nwant %q", c.what, got, c.full)
				}
			}
		})
	}
	wg.Wait()
}

func TestOptions(t *testing.T) {
	const name = "$s3app4load4sizeSaySiGSi_tYaKF" // app.load(size: Swift.Int) async throws -> [Swift.Int]
	tests := []struct {
		what string
		opts Options
		want string
	}{
		{"zero value", Options{}, "app.load(size: Swift.Int) async throws -> [Swift.Int]"},
		{"no sugar", Options{NoSugar: true}, "app.load(size: Swift.Int) async throws -> Swift.Array<Swift.Int>"},
		{"labels", Options{Parameters: ParametersLabels}, "app.load(size:) async throws -> [Swift.Int]"},
		{"no result", Options{ReturnType: ReturnTypeHide}, "app.load(size: Swift.Int)"},
		{"simplified", Options{Simplified: true}, "load(size:)"},
		{"simplified without parameters", Options{Simplified: true, Parameters: ParametersNone}, "load"},
		{"simplified with types", Options{Simplified: true, Parameters: ParametersTypes}, "load(size: Int)"},
		{"simplified with result", Options{Simplified: true, Parameters: ParametersNone, ReturnType: ReturnTypeShow}, "load async throws -> [Int]"},
		{"limit reached exactly", Options{Simplified: true, MaxLength: len("load(size:)")}, "load(size:)"},
	}
	for _, c := range tests {
		t.Run(c.what, func(t *testing.T) {
			if got, err := Demangle(name, c.opts); got != c.want || err != nil {
				t.Errorf("got %q, %v\nwant %q", got, err, c.want)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	tests := []struct {
		what   string
		name   string
		opts   Options
		offset uint64 // of a FormatError
		limit  string // what a LimitError limits
	}{
		{"other language", "_ZN3fooE", Options{}, 0, ""},
		{"empty name", "", Options{}, 0, ""},
		{"bad operator", "$s3app!", Options{}, 7, ""},
		{"length beyond the end", "$s3app9listyyF", Options{}, 7, ""},
		{"missing operand", "$s3app5startF", Options{}, 13, ""},
		{"old name cut off", "_TF3app4load", Options{}, 12, ""},
		{"long text", "$s3app5startyyF", Options{MaxLength: 4}, 0, "bytes of a demangled name"},
		{"long name", "$s" + strings.Repeat("x", MaxNameLength), Options{}, 0, "bytes of a mangled name"},
		{"many nodes", "$s" + strings.Repeat("S2000i", 10), Options{}, 0, "nodes of a mangled name"},
		{"deep old name", "_Tt" + strings.Repeat("M", 300) + "Si", Options{}, 0, "nesting of a mangled name"},
		{"many visits", doubling(25), Options{}, 0, "nodes of a demangled name"},
	}
	for _, c := range tests {
		t.Run(c.what, func(t *testing.T) {
			got, err := Demangle(c.name, c.opts)
			if got != "" {
				t.Errorf("got %q", got)
			}
			var format *debuginfo.FormatError
			var limit *debuginfo.LimitError
			switch {
			case c.limit != "":
				if !errors.As(err, &limit) || limit.What != c.limit {
					t.Errorf("got %v, want a limit of %s", err, c.limit)
				}
			case !errors.As(err, &format) || format.Offset != c.offset:
				t.Errorf("got %v, want offset %#x", err, c.offset)
			}
		})
	}
}

func TestIsMangled(t *testing.T) {
	for name, want := range map[string]bool{
		"$s4main3fooyyF":      true,
		"_$s4main3fooyyF":     true,
		"$S4main3fooyyF":      true,
		"_$S4main3fooyyF":     true,
		"$e4main3fooyyF":      true,
		"_$e4main3fooyyF":     true,
		"_T04main3fooyyF":     true,
		"_TtC4main3Foo":       true,
		"@__swiftmacro_4main": true,
		"":                    false,
		"main":                false,
		"_ZN4mainE":           false,
		"__$s4main3fooyyF":    false,
		"?main@@YAXXZ":        false,
	} {
		if got := IsMangled(name); got != want {
			t.Errorf("IsMangled(%q) = %t", name, got)
		}
	}
}
