package proguard

import (
	"reflect"
	"testing"
)

const membersMapping = "p.Main -> a:\n# {\"id\":\"sourceFile\",\"fileName\":\"Main.kt\"}\n" +
	"  q.Type field -> f\n  # {\"id\":\"com.android.tools.r8.residualsignature\",\"signature\":\"Lb;\"}\n" +
	"  # {\"id\":\"com.android.tools.r8.synthesized\"}\n  int field2 -> f\n" +
	"  1:3:void q.Type.inlined():9:9 -> m\n  1:3:void run(int, q.Type):20 -> m\n" +
	"  # {\"id\":\"com.android.tools.r8.residualsignature\",\"signature\":\"(ILb;)V\"}\n" +
	"  4:5:void run(int, q.Type):30:31 -> m\n  6:6:boolean other(q.Type[]):40 -> m\n" +
	"q.Type -> b:\n# {\"id\":\"com.android.tools.r8.synthesized\"}\n"

func TestMembers(t *testing.T) {
	run := Member{Class: "p.Main", Name: "run", Type: "void", Params: "int,q.Type", Line: 20, Residual: "(ILb;)V"}
	other := Member{Class: "p.Main", Name: "other", Type: "boolean", Params: "q.Type[]", Line: 40}
	field := Member{Class: "p.Main", Name: "field", Type: "q.Type", Residual: "Lb;", Synthesized: true}
	field2 := Member{Class: "p.Main", Name: "field2", Type: "int"}
	tests := []struct {
		name string
		ask  func(m *Mapper) ([]Member, error)
		want []Member
	}{
		{"methods", func(m *Mapper) ([]Member, error) { return m.Methods("a", "m") }, []Member{run, other}},
		{"by parameters", func(m *Mapper) ([]Member, error) { return m.MethodsByParams("a", "m", "int, q.Type") }, []Member{run}},
		{"by parameters of the inlined method", func(m *Mapper) ([]Member, error) { return m.MethodsByParams("a", "m", "") }, nil},
		{"by residual signature", func(m *Mapper) ([]Member, error) { return m.MethodsByDescriptor("a", "m", "(ILb;)V") }, []Member{run}},
		{"by remapped descriptor", func(m *Mapper) ([]Member, error) { return m.MethodsByDescriptor("a", "m", "([Lb;)Z") }, []Member{other}},
		{"by unknown descriptor", func(m *Mapper) ([]Member, error) { return m.MethodsByDescriptor("a", "m", "()V") }, nil},
		{"by broken descriptor", func(m *Mapper) ([]Member, error) { return m.MethodsByDescriptor("a", "m", "(") }, nil},
		{"fields", func(m *Mapper) ([]Member, error) { return m.Fields("a", "f") }, []Member{field, field2}},
		{"field by residual signature", func(m *Mapper) ([]Member, error) { return m.FieldsByDescriptor("a", "f", "Lb;") }, []Member{field}},
		{"field by type", func(m *Mapper) ([]Member, error) { return m.FieldsByDescriptor("a", "f", "I") }, []Member{field2}},
		{"no such member", func(m *Mapper) ([]Member, error) { return m.Methods("a", "f") }, nil},
		{"no such class", func(m *Mapper) ([]Member, error) { return m.Fields("x", "f") }, nil},
	}
	mapping := parse(t, membersMapping)
	cache, _ := cacheOf(t, mapping)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, m := range []*Mapper{&mapping.Mapper, &cache.Mapper} {
				got, err := tt.ask(m)
				if err != nil || !reflect.DeepEqual(got, tt.want) {
					t.Errorf("got %+v, %v\nwant %+v", got, err, tt.want)
				}
			}
		})
	}
}

// TestResidualOnLaterRecord finds the descriptor that R8 gave behind another
// record of the method.
func TestResidualOnLaterRecord(t *testing.T) {
	m := parse(t, "p.A -> a:\n  1:1:void m(p.B):1:1 -> g\n  2:2:void m(p.B):2:2 -> g\n"+
		"  # {'id':'com.android.tools.r8.residualsignature','signature':'(LX;)V'}\n  3:3:void m(p.B):3:3 -> g\n")
	list, err := m.Methods("a", "g")
	if err != nil || len(list) != 1 || list[0].Residual != "(LX;)V" || list[0].Line != 1 {
		t.Errorf("%+v, %v", list, err)
	}
	list, err = m.MethodsByDescriptor("a", "g", "(LX;)V")
	if err != nil || len(list) != 1 || list[0].Name != "m" {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestMethodName(t *testing.T) {
	m := parse(t, membersMapping+"p.Other -> c:\n  void one() -> x\n  1:2:void one(int):3 -> x\n")
	if _, _, ok, err := m.MethodName("a", "m"); ok || err != nil {
		t.Errorf("two names count as one: %v", err)
	}
	class, name, ok, err := m.MethodName("c", "x")
	if class != "p.Other" || name != "one" || !ok || err != nil {
		t.Errorf("%q %q %v %v", class, name, ok, err)
	}
	if _, _, ok, err := m.MethodName("c", "y"); ok || err != nil {
		t.Errorf("ok = %v, %v", ok, err)
	}
}

func TestClass(t *testing.T) {
	m := parse(t, membersMapping)
	c, ok, err := m.Class("b")
	if want := (Class{Obfuscated: "b", Original: "q.Type", Synthesized: true}); c != want || !ok || err != nil {
		t.Errorf("got %+v, %v, %v", c, ok, err)
	}
	if c, ok, err := m.Class("x"); ok || err != nil {
		t.Errorf("got %+v, %v", c, err)
	}
	if name, err := m.ClassName("x"); name != "x" || err != nil {
		t.Errorf("name = %q, %v", name, err)
	}
}

func TestFramesByParams(t *testing.T) {
	m := parse(t, membersMapping)
	got, err := m.FramesByParams("a", "m", "int,q.Type")
	want := []Frame{{Class: "p.Main", Method: "run", File: "Main.kt", Line: 20, Type: "void", Params: "int,q.Type", Remapped: true}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
	if got, err := m.FramesByParams("a", "m", "long"); got != nil || err != nil {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestSignature(t *testing.T) {
	m := parse(t, membersMapping)
	tests := []struct {
		desc string
		want string
		ok   bool
	}{
		{"()V", "()", true},
		{"()", "()", true},
		{"(ILb;[[J)Lb;", "(int, q.Type, long[][]): q.Type", true},
		{"(Lx/y;)[Lb;", "(x.y): q.Type[]", true},
		{"(ZBCSIJFD)Z", "(boolean, byte, char, short, int, long, float, double): boolean", true},
		{"(I?J)V", "(int, long)", true},
		{"(Lb)V", "", false},
		{"([)V", "", false},
		{"(I)Lb", "", false},
		{"(I)VV", "", false},
		{"I)V", "", false},
		{"(I", "", false},
		{"", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.desc, func(t *testing.T) {
			s, ok, err := m.Signature(tt.desc)
			if ok != tt.ok || err != nil || ok && s.String() != tt.want {
				t.Errorf("got %q, %v, %v", s, ok, err)
			}
		})
	}
	for in, want := range map[string]string{"b": "q.Type", "b[][]": "q.Type[][]", "int": "int", "x.y": "x.y", "": "", "[]": "[]"} {
		if got, err := m.Type(in); got != want || err != nil {
			t.Errorf("Type(%q) = %q, %v", in, got, err)
		}
	}
	for in, want := range map[string]string{"Lb;": "q.Type", "[I": "int[]", "Lb;I": "", "L;": "", "": "", "X": ""} {
		if got, err := m.Descriptor(in); got != want || err != nil {
			t.Errorf("Descriptor(%q) = %q, %v", in, got, err)
		}
	}
}

func TestInferFile(t *testing.T) {
	tests := []struct{ class, shown, near, want string }{
		{"a.b.C", "", "", "C.java"},
		{"a.b.C$D", "", "", "C.java"},
		{"C", "kt", "", "C.kt"},
		{"C", "", "kt", "C.kt"},
		{"C", "dummy", "kt", "C.java"},
		{"a.MainKt", "", "", "Main.kt"},
		{"a.MainKt$run$1", "", "java", "Main.kt"},
		{"a.ComposableSingletons$MainKt$lambda-1", "", "", "Main.kt"},
		{"a.Kt", "", "", "Kt.java"},
		{"a.MainKt", "java", "", "MainKt.java"},
		{"a.$Odd$Name", "", "", "$Odd$Name.java"},
	}
	for _, tt := range tests {
		if got := inferFile(tt.class, tt.shown, tt.near); got != tt.want {
			t.Errorf("inferFile(%q, %q, %q) = %q, want %q", tt.class, tt.shown, tt.near, got, tt.want)
		}
	}
}
