package msvc

import "testing"

// Options in the full form, one at a time and together.
func TestOptions(t *testing.T) {
	const (
		method   = "?find@List@@MEGBAP6AHH@ZP6GXPEAVNode@@@Z@_E"
		variable = "?head@List@@1P6AHH@ZEA"
		static   = "?make@List@@SAPEAV1@XZ"
		local    = "?n@?1??find@List@@QEAAHXZ@4HA"
		types    = "??$f@$1?head@List@@2HA$1?g@List@@QEAAXXZ@@YAXV?$A@$$A6AXXZ@@@Z"
		thunk    = "?run@Task@@W7EAAXXZ"
		restrict = "?x@@3PEIFAHEIFA"
	)
	tests := []struct {
		label string
		name  string
		opts  Options
		want  string
	}{
		{"all", method, Options{}, "protected: virtual int (__cdecl * __cdecl List::find(void (__stdcall *)(class Node *)) const noexcept &)(int)"},
		{"no access", method, Options{NoAccess: true}, "virtual int (__cdecl * __cdecl List::find(void (__stdcall *)(class Node *)) const noexcept &)(int)"},
		{"no member type", method, Options{NoMemberType: true}, "protected: int (__cdecl * __cdecl List::find(void (__stdcall *)(class Node *)) const noexcept &)(int)"},
		{"no calling convention", method, Options{NoCallingConvention: true}, "protected: virtual int (__cdecl * List::find(void (__stdcall *)(class Node *)) const noexcept &)(int)"},
		{"no return type", method, Options{NoReturnType: true}, "protected: virtual __cdecl List::find(void (__stdcall *)(class Node *)) const noexcept &"},
		{"no tags", method, Options{NoTagSpecifier: true}, "protected: virtual int (__cdecl * __cdecl List::find(void (__stdcall *)(Node *)) const noexcept &)(int)"},
		{"no this", method, Options{NoThisQualifiers: true}, "protected: virtual int (__cdecl * __cdecl List::find(void (__stdcall *)(class Node *)) noexcept)(int)"},
		{"no throw", method, Options{NoThrow: true}, "protected: virtual int (__cdecl * __cdecl List::find(void (__stdcall *)(class Node *)) const &)(int)"},
		{"no keywords", method, Options{NoMSKeywords: true}, "protected: virtual int (* List::find(void (*)(class Node *)) const noexcept &)(int)"},
		{"no underscores", method, Options{NoUnderscores: true}, "protected: virtual int (cdecl * cdecl List::find(void (stdcall *)(class Node *)) const noexcept &)(int)"},
		{"no arguments", method, Options{NoArguments: true, NoReturnType: true, NoThrow: true}, "protected: virtual __cdecl List::find const &"},
		{"name only", method, Options{NameOnly: true}, "List::find"},

		{"variable", variable, Options{}, "protected: static int (__cdecl *List::head)(int)"},
		{"variable without type", variable, Options{NoVariableType: true}, "protected: static List::head"},
		{"variable without access", variable, Options{NoAccess: true}, "static int (__cdecl *List::head)(int)"},
		{"variable without member type", variable, Options{NoMemberType: true}, "protected: int (__cdecl *List::head)(int)"},
		{"name of a variable", variable, Options{NameOnly: true}, "List::head"},
		{"static method", static, Options{NoMemberType: true, NoTagSpecifier: true}, "public: List * __cdecl List::make(void)"},

		// What is left out of a symbol stays in the functions around local names.
		{"enclosing function", local, Options{NoAccess: true, NoCallingConvention: true, NoVariableType: true}, "`public: int __cdecl List::find(void)'::`2'::n"},
		{"enclosing function in short", local, Options{Short: true, NoReturnType: true}, "`List::find(void)'::`2'::n"},

		{"types", types, Options{NoReturnType: true, NoAccess: true}, "__cdecl f<&static int List::head, &__cdecl List::g(void)>(class A<__cdecl(void)>)"},
		{"types without tags", types, Options{NameOnly: true, NoTagSpecifier: true}, "f<&List::head, &List::g>"},
		{"types without arguments", types, Options{NoTemplateArguments: true}, "void __cdecl f(class A)"},
		{"constructor without arguments", "??$?0H@?$List@D@@QEAA@H@Z", Options{NoTemplateArguments: true}, "public: __cdecl List::List(int)"},
		{"conversion without arguments", "??$?BH@List@@QEBAHXZ", Options{Short: true, NoTemplateArguments: true}, "public: int List::operator int(void) const"},
		{"short types", types, Options{Short: true, NoReturnType: true}, "f<&List::head, void (List::g::*)(void)>(A<void (void)>)"},

		{"thunk", thunk, Options{NoReturnType: true}, "[thunk]: public: virtual __cdecl Task::run`adjustor{8}'(void)"},
		{"name of a thunk", thunk, Options{NameOnly: true}, "Task::run"},
		{"short thunk", thunk, Options{Short: true, NoReturnType: true}, "Task::run(void)"},
		{"keywords", restrict, Options{}, "int __unaligned *__restrict x"},
		{"keywords without underscores", restrict, Options{NoUnderscores: true}, "int unaligned *restrict x"},
		{"extern C", "?c@@$$J0YAXXZ", Options{NoMemberType: true}, "void __cdecl c(void)"},
		{"table", "??_7List@@6B@", Options{NameOnly: true}, "List::`vftable'"},
		{"name of a type descriptor", "??_R0?AVList@@@8", Options{NameOnly: true}, "class List `RTTI Type Descriptor'"},
		{"type descriptor", "??_R0?AVList@@@8", Options{NoVariableType: true}, "`RTTI Type Descriptor'"},
	}
	for _, tt := range tests {
		t.Run(tt.label, func(t *testing.T) {
			if got, err := Demangle(tt.name, tt.opts); got != tt.want {
				t.Errorf("\n got %s\nwant %s\n%v", got, tt.want, err)
			}
		})
	}
}

func TestUndnameOptions(t *testing.T) {
	const name = "?find@List@@MEGBAPEAVNode@@H@_E"
	tests := []struct {
		flags uint32
		want  string
	}{
		{0, "protected: virtual class Node * __cdecl List::find(int) const noexcept &"},
		{UndnameNoLeadingUnderscores, "protected: virtual class Node * cdecl List::find(int) const noexcept &"},
		{UndnameNoMSKeywords, "protected: virtual class Node * List::find(int) const noexcept &"},
		{UndnameNoFunctionReturns, "protected: virtual __cdecl List::find(int) const noexcept &"},
		{UndnameNoAllocationModel, "protected: virtual class Node * __cdecl List::find(int) const noexcept &"},
		{UndnameNoAllocationLanguage, "protected: virtual class Node * List::find(int) const noexcept &"},
		{UndnameNoMSThisType, "protected: virtual class Node * __cdecl List::find(int) const noexcept &"},
		{UndnameNoCVThisType, "protected: virtual class Node * __cdecl List::find(int) noexcept"},
		{UndnameNoAccessSpecifiers, "virtual class Node * __cdecl List::find(int) const noexcept &"},
		{UndnameNoThrowSignatures, "protected: virtual class Node * __cdecl List::find(int) const &"},
		{UndnameNoMemberType, "protected: class Node * __cdecl List::find(int) const noexcept &"},
		{UndnameNameOnly, "List::find"},
		{UndnameNoArguments, "protected: virtual class Node * __cdecl List::find const noexcept &"},
		{UndnameNoComplexType, "protected: virtual Node * __cdecl List::find(int) const noexcept &"},
	}
	for _, tt := range tests {
		if got, err := Demangle(name, UndnameOptions(tt.flags)); got != tt.want {
			t.Errorf("flags %#x:\n got %s\nwant %s\n%v", tt.flags, got, tt.want, err)
		}
	}
}
