package proguard

import (
	"strings"
	"testing"
)

// retraceCases show what a text becomes; verbose is left out where it says
// the same as plain.
var retraceCases = []struct {
	name    string
	mapping string
	text    string
	plain   string
	verbose string
}{
	{
		name: "source lines that cannot be told apart, with a caller",
		mapping: "p.Tool -> a.a:\n" +
			"  1:1:void inner(int):42:44 -> a\n" +
			"  1:1:void middle(int, int):32 -> a\n" +
			"  1:1:void outer(int, int):10 -> a\n",
		text: "    at a.a.a(Unknown Source:1)\n",
		plain: "    at p.Tool.inner(Tool.java:42)\n" +
			"    <OR> at p.Tool.inner(Tool.java:43)\n" +
			"    <OR> at p.Tool.inner(Tool.java:44)\n" +
			"    at p.Tool.middle(Tool.java:32)\n" +
			"    at p.Tool.outer(Tool.java:10)\n",
		verbose: "    at p.Tool.void inner(int)(Tool.java:42)\n" +
			"    <OR> at p.Tool.void inner(int)(Tool.java:43)\n" +
			"    <OR> at p.Tool.void inner(int)(Tool.java:44)\n" +
			"    at p.Tool.void middle(int,int)(Tool.java:32)\n" +
			"    at p.Tool.void outer(int,int)(Tool.java:10)\n",
	},
	{
		name:    "methods without lines keep the line shown, sorted by name",
		mapping: "p.Tool -> a.a:\n  void second(int) -> a\n  void first(int, int) -> a\n",
		text:    "\tat a.a.a(Unknown Source:7)\n\tat a.a.a(Unknown Source)\n",
		plain: "\tat p.Tool.first(Tool.java:7)\n\t<OR> at p.Tool.second(Tool.java:7)\n" +
			"\tat p.Tool.first(Tool.java)\n\t<OR> at p.Tool.second(Tool.java)\n",
		verbose: "\tat p.Tool.void first(int,int)(Tool.java:7)\n\t<OR> at p.Tool.void second(int)(Tool.java:7)\n" +
			"\tat p.Tool.void first(int,int)(Tool.java)\n\t<OR> at p.Tool.void second(int)(Tool.java)\n",
	},
	{
		name: "overloads differ in verbose text only",
		mapping: "p.In -> p.In:\n  10:10:void f(int):10:10 -> z\n  11:11:void f(int, int):11:11 -> z\n" +
			"  12:12:void f(int, boolean):12:12 -> z\n  13:13:boolean f(int, int):13:13 -> z\n",
		text:  "\tat p.In.z(Unknown)\n",
		plain: "\tat p.In.f(In.java)\n",
		verbose: "\tat p.In.boolean f(int,int)(In.java)\n\t<OR> at p.In.void f(int)(In.java)\n" +
			"\t<OR> at p.In.void f(int,boolean)(In.java)\n\t<OR> at p.In.void f(int,int)(In.java)\n",
	},
	{
		name:    "circular references, with and without a blank",
		mapping: "foo.Baz -> A.A:\nfoo.Qux -> A.B:\n",
		text: "   [CIRCULAR REFERENCE: A.A]\n [CIRCULAR REFERENCE:A.B]\n  [CIRCULAR REFERENCE: A.A: msg]\n" +
			"  [CIRCULAR REFERENCE: No.such.one]\n  [CIRCULAR REFERENCE: A.A] \n  [CIRCU:AA]\n" +
			"  [CIRCULAR REFERENCE: A.A\n  [CIRCULAR REFERENCE: ]\n  [CIRCULAR REFERENCE: A A A]\n",
		plain: "   [CIRCULAR REFERENCE: foo.Baz]\n [CIRCULAR REFERENCE:foo.Qux]\n  [CIRCULAR REFERENCE: foo.Baz: msg]\n" +
			"  [CIRCULAR REFERENCE: No.such.one]\n  [CIRCULAR REFERENCE: foo.Baz] \n  [CIRCU:AA]\n" +
			"  [CIRCULAR REFERENCE: foo.Baz\n  [CIRCULAR REFERENCE: ]\n  [CIRCULAR REFERENCE: A A A]\n",
	},
	{
		name: "inlined from other classes, a line of zero is not printed",
		mapping: "p.Main -> p.Main:\n    3:3:void foo.Bar$Baz.baz(long):0:0 -> main\n    3:3:void Foo$Bar.bar(int):2 -> main\n" +
			"    3:3:void p.Main$Foo.m(java.lang.String):8 -> main\n    3:3:void main(java.lang.String[]):7 -> main\n",
		text: "\tat p.Main.main(Main.dummy:3)\n",
		plain: "\tat foo.Bar$Baz.baz(Bar.java)\n\tat Foo$Bar.bar(Foo.java:2)\n" +
			"\tat p.Main$Foo.m(Main.java:8)\n\tat p.Main.main(Main.java:7)\n",
		verbose: "\tat foo.Bar$Baz.void baz(long)(Bar.java)\n\tat Foo$Bar.void bar(int)(Foo.java:2)\n" +
			"\tat p.Main$Foo.void m(java.lang.String)(Main.java:8)\n\tat p.Main.void main(java.lang.String[])(Main.java:7)\n",
	},
	{
		name: "an inlined method in an outline, and a call site with inlining",
		mapping: "# { id: 'com.android.tools.r8.mapping', version: '2.0' }\nout.Line -> a:\n  1:2:int some.inlinee():75:76 -> a\n" +
			"  1:2:int outline():0 -> a\n# { 'id':'com.android.tools.r8.outline' }\nsome.Class -> b:\n" +
			"  5:5:int foo.caller(int):98:98 -> s\n  5:5:int outer(int):24 -> s\n  27:27:int outer(int):0:0 -> s\n" +
			"# { 'id':'com.android.tools.r8.outlineCallsite', 'positions': { '1': 4, '2': 5 } }\n",
		text:  "x.E: m\n\tat a.a(:2)\n\tat b.s(:27)\n",
		plain: "x.E: m\n\tat some.inlinee(some.java:76)\n\tat foo.caller(foo.java:98)\n\tat some.Class.outer(Class.java:24)\n",
		verbose: "x.E: m\n\tat some.int inlinee()(some.java:76)\n\tat foo.int caller(int)(foo.java:98)\n" +
			"\tat some.Class.int outer(int)(Class.java:24)\n",
	},
	{
		name: "an outline that calls an outline",
		mapping: "out1 -> a:\n  4:4:int outline():0:0 -> a\n# { 'id':'com.android.tools.r8.outline' }\n" +
			"out2 -> b:\n  6:6:int outline():0:0 -> a\n# { 'id':'com.android.tools.r8.outlineCallsite', 'positions': { '4': 43 } }\n" +
			"  42:43:int outline():0:0 -> a\n# { 'id':'com.android.tools.r8.outline' }\n" +
			"some.Class -> c:\n  10:11:int caller(int):98:98 -> a\n  28:28:int caller(int):0:0 -> a\n" +
			"# { 'id':'com.android.tools.r8.outlineCallsite', 'positions': { '42': 10, '43': 11 } }\n",
		text:    "x.E\n\tat a.a(:4)\n\tat b.a(:6)\n\tat c.a(:28)\n",
		plain:   "x.E\n\tat some.Class.caller(Class.java:98)\n",
		verbose: "x.E\n\tat some.Class.int caller(int)(Class.java:98)\n",
	},
	{
		name: "a rewrite rule holds for the first frame of its exception only",
		mapping: "foo.Class -> A:\n    1:5:void inlinable():90:90 -> a\n    1:5:void caller():97 -> a\n" +
			"      # {'id':'com.android.tools.r8.rewriteFrame','conditions':['throws(Ljava/lang/NullPointerException;)']," +
			"'actions':['removeInnerFrames(1)']}\n    1:5:void outer():107 -> a\n",
		text: "java.lang.NullPointerException\n\tat A.a(SourceFile:1)\n\tat A.a(SourceFile:1)\n" +
			"java.lang.Error\n\tat A.a(SourceFile:1)\n",
		plain: "java.lang.NullPointerException\n\tat foo.Class.caller(Class.java:97)\n\tat foo.Class.outer(Class.java:107)\n" +
			"\tat foo.Class.inlinable(Class.java:90)\n\tat foo.Class.caller(Class.java:97)\n\tat foo.Class.outer(Class.java:107)\n" +
			"java.lang.Error\n\tat foo.Class.inlinable(Class.java:90)\n\tat foo.Class.caller(Class.java:97)\n\tat foo.Class.outer(Class.java:107)\n",
		verbose: "java.lang.NullPointerException\n\tat foo.Class.void caller()(Class.java:97)\n\tat foo.Class.void outer()(Class.java:107)\n" +
			"\tat foo.Class.void inlinable()(Class.java:90)\n\tat foo.Class.void caller()(Class.java:97)\n\tat foo.Class.void outer()(Class.java:107)\n" +
			"java.lang.Error\n\tat foo.Class.void inlinable()(Class.java:90)\n\tat foo.Class.void caller()(Class.java:97)\n\tat foo.Class.void outer()(Class.java:107)\n",
	},
	{
		name: "several rewrite rules, of which one asks for too much",
		mapping: "foo.Class -> A:\n    1:1:void one():90:90 -> a\n    1:1:void two():91 -> a\n    1:1:void three():97 -> a\n" +
			"      # {'id':'com.android.tools.r8.rewriteFrame','conditions':['throws(La;)'],'actions':['removeInnerFrames(1)']}\n" +
			"      # {'id':'com.android.tools.r8.rewriteFrame','conditions':['throws(Lx/Ex;)'],'actions':['removeInnerFrames(1)','unknown(2)']}\n" +
			"      # {'id':'com.android.tools.r8.rewriteFrame','conditions':['throws(Ln/b;)'],'actions':['removeInnerFrames(4)']}\n" +
			"      # {'id':'com.android.tools.r8.rewriteFrame','conditions':['throws(Ln/c;)'],'actions':['removeInnerFrames(3)']}\n" +
			"      # {'id':'com.android.tools.r8.rewriteFrame','conditions':['throws(Ln/d;)', 'other()'],'actions':['removeInnerFrames(1)']}\n" +
			"x.Ex -> a:\n",
		text: "a: both\n\tat A.a(S:1)\nn.b\n\tat A.a(S:1)\nn.c: all\n\tat A.a(S:1)\nn.d: other\n\tat A.a(S:1)\n",
		plain: "x.Ex: both\n\tat foo.Class.three(Class.java:97)\nn.b\n\tat foo.Class.one(Class.java:90)\n\tat foo.Class.two(Class.java:91)\n\tat foo.Class.three(Class.java:97)\n" +
			"n.c: all\nn.d: other\n\tat foo.Class.one(Class.java:90)\n\tat foo.Class.two(Class.java:91)\n\tat foo.Class.three(Class.java:97)\n",
		verbose: "x.Ex: both\n\tat foo.Class.void three()(Class.java:97)\nn.b\n\tat foo.Class.void one()(Class.java:90)\n\tat foo.Class.void two()(Class.java:91)\n\tat foo.Class.void three()(Class.java:97)\n" +
			"n.c: all\nn.d: other\n\tat foo.Class.void one()(Class.java:90)\n\tat foo.Class.void two()(Class.java:91)\n\tat foo.Class.void three()(Class.java:97)\n",
	},
	{
		name:    "a range that runs backwards",
		mapping: "p.Main -> p.Main:\n    5:3:void main(java.lang.String[]) -> main\n",
		text:    "\tat p.Main.main(Main.dummy:3)\n",
		plain:   "\tat p.Main.main(Main.java:3)\n",
		verbose: "\tat p.Main.void main(java.lang.String[])(Main.java:3)\n",
	},
	{
		name: "a comment on one record of a method holds for all of them",
		mapping: "p.Base$B -> f.b:\n    1:1:void in(java.util.C):0:0 -> x\n    1:1:void x$s(java.util.C):0:0 -> x\n" +
			"    2:2:void in(java.util.C):206:206 -> x\n    2:2:void x$s(java.util.C):0:0 -> x\n" +
			"      # {\"id\":\"com.android.tools.r8.synthesized\"}\n    4:4:void in(java.util.C):208:208 -> x\n" +
			"    4:4:void x$s(java.util.C):0 -> x\n",
		text:    "\tat f.b.x(Base.java:2)\n\tat f.b.x(Base.java:4)\n",
		plain:   "\tat p.Base$B.in(Base.java:206)\n\tat p.Base$B.in(Base.java:208)\n",
		verbose: "\tat p.Base$B.void in(java.util.C)(Base.java:206)\n\tat p.Base$B.void in(java.util.C)(Base.java:208)\n",
	},
	{
		name: "no line shown: a range from zero, spread or not, and single lines",
		mapping: "p.Main -> foo.a:\n    0:0:void method1(java.lang.String):42:42 -> a\n    0:0:void main(java.lang.String[]):28 -> a\n" +
			"    1:1:void main(java.lang.String[]):153 -> a\n" +
			"    0:0:void method2(java.lang.String):42:44 -> b\n    0:0:void main2(java.lang.String[]):29 -> b\n" +
			"    void method3(java.lang.String):72:72 -> c\n    void main3(java.lang.String[]):30 -> c\n" +
			"    void main4(java.lang.String[]):153 -> d\n    void method5():42:43 -> e\n",
		text: "\tat foo.a.a(Unknown Source)\n\tat foo.a.b(Unknown Source)\n\tat foo.a.c(Unknown Source)\n" +
			"\tat foo.a.d(Unknown Source)\n\tat foo.a.e(Unknown Source)\n",
		plain: "\tat p.Main.method1(Main.java:42)\n\tat p.Main.main(Main.java:28)\n" +
			"\tat p.Main.method2(Main.java)\n\tat p.Main.main2(Main.java)\n" +
			"\tat p.Main.main3(Main.java)\n\t<OR> at p.Main.method3(Main.java)\n\tat p.Main.main4(Main.java:153)\n" +
			"\tat p.Main.method5(Main.java)\n",
		verbose: "\tat p.Main.void method1(java.lang.String)(Main.java:42)\n\tat p.Main.void main(java.lang.String[])(Main.java:28)\n" +
			"\tat p.Main.void method2(java.lang.String)(Main.java:42)\n\t<OR> at p.Main.void method2(java.lang.String)(Main.java:43)\n" +
			"\t<OR> at p.Main.void method2(java.lang.String)(Main.java:44)\n\tat p.Main.void main2(java.lang.String[])(Main.java:29)\n" +
			"\tat p.Main.void main3(java.lang.String[])(Main.java:30)\n\t<OR> at p.Main.void method3(java.lang.String)(Main.java:72)\n" +
			"\tat p.Main.void main4(java.lang.String[])(Main.java:153)\n" +
			"\tat p.Main.void method5()(Main.java:42)\n\t<OR> at p.Main.void method5()(Main.java:43)\n",
	},
	{
		name: "no line shown: overloads and methods that share a name",
		mapping: "p.Main -> p.Main:\n    void main(java.lang.String):3 -> main\n    void defined():7 -> defined\n" +
			"    void defined(java.lang.String):11 -> defined\n    void over1():7 -> over\n    void over2(java.lang.String):11 -> over\n",
		text: "\tat p.Main.main(Unknown Source)\n\tat p.Main.over(Unknown Source)\n\tat p.Main.defined(Unknown Source)\n",
		plain: "\tat p.Main.main(Main.java:3)\n\tat p.Main.over1(Main.java)\n\t<OR> at p.Main.over2(Main.java)\n" +
			"\tat p.Main.defined(Main.java)\n",
		verbose: "\tat p.Main.void main(java.lang.String)(Main.java:3)\n\tat p.Main.void over1()(Main.java:7)\n" +
			"\t<OR> at p.Main.void over2(java.lang.String)(Main.java:11)\n\tat p.Main.void defined()(Main.java:7)\n" +
			"\t<OR> at p.Main.void defined(java.lang.String)(Main.java:11)\n",
	},
	{
		name: "no line shown: inlined methods are not assumed",
		mapping: "retrace.Main -> a:\n    1:1:void method1(java.lang.String):0:0 -> foo\n    1:1:void main(java.lang.String[]):0 -> foo\n" +
			"    2:2:void method2(int):0:0 -> foo\n    2:2:void main(java.lang.String[]):0 -> foo\n",
		text:    "\tat a.foo(Unknown Source)\n",
		plain:   "\tat retrace.Main.main(Main.java)\n",
		verbose: "\tat retrace.Main.void main(java.lang.String[])(Main.java)\n",
	},
	{
		name: "source files of both classes",
		mapping: "foo.Bar -> a:\n# {\"id\":\"sourceFile\",\"fileName\":\"One.kt\"}\nfoo.Baz -> b:\n" +
			"# {\"id\":\"sourceFile\",\"fileName\":\"Two.kt\"}\n    1:1:void foo.Bar.method():22:22 -> c\n    1:1:void main(java.lang.String[]):32 -> c\n",
		text:    "  at b.c(Unknown Source:1)",
		plain:   "  at foo.Bar.method(One.kt:22)\n  at foo.Baz.main(Two.kt:32)",
		verbose: "  at foo.Bar.void method()(One.kt:22)\n  at foo.Baz.void main(java.lang.String[])(Two.kt:32)",
	},
	{
		name:    "logcat",
		mapping: "p.Header -> a:\n  1:1:void changed():586 -> b\nfoo.Null -> c.d:\n",
		text: "09-16 15:43:01.249 23316 23316 E AndroidRuntime: FATAL EXCEPTION: main\r\n" +
			"09-16 15:43:01.249 23316 23316 E AndroidRuntime: c.d: Attempt to invoke 'boolean c.d(c.d)' on null\r\n" +
			"09-16 15:43:01.249 23316 23316 E AndroidRuntime:        at a.b(PG:1)\r\n" +
			"AndroidRuntime: c.d: unprefixed tag\r\nE/App(12): c.d\r\n" +
			"W/System.err: Caused by: c.d: x\r\n\t... 12 more\r\n",
		plain: "09-16 15:43:01.249 23316 23316 E AndroidRuntime: FATAL EXCEPTION: main\r\n" +
			"09-16 15:43:01.249 23316 23316 E AndroidRuntime: foo.Null: Attempt to invoke 'boolean c.d(c.d)' on null\r\n" +
			"09-16 15:43:01.249 23316 23316 E AndroidRuntime:        at p.Header.changed(Header.java:586)\r\n" +
			"AndroidRuntime: foo.Null: unprefixed tag\r\nE/App(12): foo.Null\r\n" +
			"W/System.err: Caused by: foo.Null: x\r\n\t... 12 more\r\n",
		verbose: "09-16 15:43:01.249 23316 23316 E AndroidRuntime: FATAL EXCEPTION: main\r\n" +
			"09-16 15:43:01.249 23316 23316 E AndroidRuntime: foo.Null: Attempt to invoke 'boolean c.d(c.d)' on null\r\n" +
			"09-16 15:43:01.249 23316 23316 E AndroidRuntime:        at p.Header.void changed()(Header.java:586)\r\n" +
			"AndroidRuntime: foo.Null: unprefixed tag\r\nE/App(12): foo.Null\r\n" +
			"W/System.err: Caused by: foo.Null: x\r\n\t... 12 more\r\n",
	},
	{
		name:    "a class name in a message stays",
		mapping: "foo.baz -> net:\n",
		text: "E Tycho.crl: Exception\n" +
			"E Tycho.crl: java.util.concurrent.ExecutionException: ary: eu: Exception in Request: net::ERR_CLOSED, Code=5\n",
		plain: "E Tycho.crl: Exception\n" +
			"E Tycho.crl: java.util.concurrent.ExecutionException: ary: eu: Exception in Request: net::ERR_CLOSED, Code=5\n",
	},
	{
		name:    "class loaders, modules, archives and native frames",
		mapping: "p.Main -> a:\n  1:1:void run():7:7 -> b\n",
		text: "\tat java.base/a.b(Unknown Source:1)\n\tat app//a.b(SourceFile:1) ~[app.jar:1.0]\n\tat a.b(SourceFile:1) [app.jar:?]\n" +
			"\tat a.b(Native Method)\n\tat java.base@17.0.1/a.c(SourceFile:3)\n\tat a$$Lambda$14/0x0000800.run(Unknown Source)\n",
		plain: "\tat java.base/p.Main.run(Main.java:7)\n\tat app//p.Main.run(Main.java:7) ~[app.jar:1.0]\n\tat p.Main.run(Main.java:7) [app.jar:?]\n" +
			"\tat p.Main.run(Native Method)\n\tat java.base@17.0.1/p.Main.c(Main.java:3)\n\tat a$$Lambda$14/0x0000800.run(Unknown Source)\n",
		verbose: "\tat java.base/p.Main.void run()(Main.java:7)\n\tat app//p.Main.void run()(Main.java:7) ~[app.jar:1.0]\n\tat p.Main.void run()(Main.java:7) [app.jar:?]\n" +
			"\tat p.Main.void run()(Native Method)\n\tat java.base@17.0.1/p.Main.c(Main.java:3)\n\tat a$$Lambda$14/0x0000800.run(Unknown Source)\n",
	},
	{
		name:    "coroutines and suppressed exceptions",
		mapping: "p.Main -> a:\n  1:1:java.lang.Object invokeSuspend(java.lang.Object):7:7 -> n\np.Bad -> b:\n",
		text: "b: boom\n\tat _COROUTINE._BOUNDARY._(CoroutineDebugging.kt:46)\n\tat a.n(SourceFile:1)\n" +
			"\t(Coroutine boundary)\n\tSuppressed: b: inner\n\t\tat a.n(SourceFile:1)\n\tCaused by: b\n\t\t... 1 more\n",
		plain: "p.Bad: boom\n\tat _COROUTINE._BOUNDARY._(CoroutineDebugging.kt:46)\n\tat p.Main.invokeSuspend(Main.java:7)\n" +
			"\t(Coroutine boundary)\n\tSuppressed: p.Bad: inner\n\t\tat p.Main.invokeSuspend(Main.java:7)\n\tCaused by: p.Bad\n\t\t... 1 more\n",
		verbose: "p.Bad: boom\n\tat _COROUTINE._BOUNDARY._(CoroutineDebugging.kt:46)\n\tat p.Main.java.lang.Object invokeSuspend(java.lang.Object)(Main.java:7)\n" +
			"\t(Coroutine boundary)\n\tSuppressed: p.Bad: inner\n\t\tat p.Main.java.lang.Object invokeSuspend(java.lang.Object)(Main.java:7)\n\tCaused by: p.Bad\n\t\t... 1 more\n",
	},
	{
		name:    "odd source names",
		mapping: "some.Class -> a:\n# {\"id\":\"sourceFile\",\"fileName\":\"Class.kt\"}\n    1:3:int berry(int):99:101 -> s\n",
		text:    "  at a.s(:foo::bar:1)\n  at a.s(Blåbærgrød.jàvà:2)\n  at a.s (x:3)\n  at a.s()\n",
		plain:   "  at some.Class.berry(Class.kt:99)\n  at some.Class.berry(Class.kt:100)\n  at some.Class.berry (Class.kt:101)\n  at some.Class.berry(Class.kt)\n",
		verbose: "  at some.Class.int berry(int)(Class.kt:99)\n  at some.Class.int berry(int)(Class.kt:100)\n  at some.Class.int berry(int) (Class.kt:101)\n  at some.Class.int berry(int)(Class.kt)\n",
	},
}

func TestRetrace(t *testing.T) {
	for _, tt := range retraceCases {
		t.Run(tt.name, func(t *testing.T) {
			m := parse(t, tt.mapping)
			for _, verbose := range []bool{false, true} {
				want := tt.plain
				if verbose && tt.verbose != "" {
					want = tt.verbose
				}
				got, err := m.RetraceText(tt.text, &TraceOptions{Verbose: verbose})
				if err != nil {
					t.Fatal(err)
				}
				if got != want {
					t.Errorf("verbose %v:\ngot\n%s\nwant\n%s", verbose, got, want)
				}
			}
		})
	}
}

// parse reads a mapping that has no bad line.
func parse(t testing.TB, mapping string) *Mapping {
	t.Helper()
	m, err := Parse([]byte(mapping), &Options{Report: func(err error) { t.Errorf("bad line: %v", err) }})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestRetraceLongLine(t *testing.T) {
	m := parse(t, "p.Main -> a:\n  1:1:void run():7:7 -> b\n")
	long := strings.Repeat("x", 3*maxLine) + " at a.b(SourceFile:1)\n"
	got, err := m.RetraceText(long+"\tat a.b(SourceFile:1)\n", nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := long + "\tat p.Main.run(Main.java:7)\n"; got != want {
		t.Errorf("got %d bytes that end in %q", len(got), got[len(got)-40:])
	}
}

// TestRetraceRepeats prints a frame that comes again, behind exceptions and
// outlines or not, as it did before.
func TestRetraceRepeats(t *testing.T) {
	for _, tt := range retraceCases {
		t.Run(tt.name, func(t *testing.T) {
			if !strings.HasSuffix(tt.text, "\n") {
				return
			}
			const n = 100
			got, err := parse(t, tt.mapping).RetraceText(strings.Repeat(tt.text, n), nil)
			if err != nil || got != strings.Repeat(tt.plain, n) {
				t.Errorf("%v\n%s", err, got[max(0, len(got)-2*len(tt.plain)):])
			}
		})
	}
}
