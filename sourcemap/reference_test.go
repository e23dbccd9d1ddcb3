package sourcemap

import "testing"

func TestReference(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"x\n//# sourceMappingURL=a.js.map\n", "a.js.map"},
		{"//@ sourceMappingURL=a.map", "a.map"},
		{"x//# sourceMappingURL=a.map y", "a.map"},
		{"//# sourceMappingURL=a.map\n//# sourceMappingURL=b.map\n//# other=c", "b.map"},
		{"//# sourceMappingURL= \ta.map", "a.map"},
		{"//# sourceMappingURL=a.map?v=1#x", "a.map"},
		{"//# sourceMappingURL=a.map#x?y", "a.map"},
		{"a{}/*# sourceMappingURL=a.css.map */", "a.css.map"},
		{"a{}/*# sourceMappingURL=a.css.map*/", "a.css.map"},
		{"//# sourceMappingURL=data:application/json;base64,e30=?x", "data:application/json;base64,e30=?x"},
		{`"sourceMappingURL=no"; //# sourceMappingURL=a.map` + "\nvar s='sourceMappingURL=b'", "a.map"},
		{"/// sourceMappingURL=no", ""},
		{"//# sourceMappingURL=", ""},
		{"//# sourceMappingURL=\n", ""},
		{"# sourceMappingURL=a", ""},
		{"", ""},
	} {
		got, ok := Reference([]byte(tt.text))
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("Reference(%q) = %q, %v; want %q", tt.text, got, ok, tt.want)
		}
	}
}

func TestScriptDebugID(t *testing.T) {
	const id = "1aad9d9e-2b50-454f-a5f2-0dd5e95c154c"
	for _, tt := range []struct{ text, want string }{
		{"x\n//# debugId=" + id, id},
		{"//# debugId=1AAD9D9E-2B50-454F-A5F2-0DD5E95C154C\n", id},
		{"//@ debugId=" + id, ""},
		{"//# debugId=nonsense", ""},
		{"", ""},
	} {
		got, ok := ScriptDebugID([]byte(tt.text))
		if ok != (tt.want != "") || ok && got.String() != tt.want {
			t.Errorf("ScriptDebugID(%q) = %v, %v; want %q", tt.text, got, ok, tt.want)
		}
	}
}

func TestResolveURL(t *testing.T) {
	for _, tt := range []struct{ base, ref, want string }{
		{"http://e.com/js/a.js", "a.js.map", "http://e.com/js/a.js.map"},
		{"http://e.com/js/a.js?v=1", "../maps/a.map", "http://e.com/maps/a.map"},
		{"http://e.com/js/a.js", "/a.map", "http://e.com/a.map"},
		{"http://e.com/js/a.js", "//cdn.com/a.map", "http://cdn.com/a.map"},
		{"http://e.com/js/a.js", "https://cdn.com/a.map", "https://cdn.com/a.map"},
		{"/srv/js/a.js", "a.js.map", "/srv/js/a.js.map"},
		{"/srv/js/a.js", "./a.js.map", "/srv/js/a.js.map"},
		{"/srv/js/a.js", "../maps/a%20b.map", "/srv/maps/a b.map"},
		{"/srv/js/a.js", "/a.map", "/a.map"},
		{"a.js", "../a.map", "../a.map"},
		{"C:/js/a.js", "a.map", "C:/js/a.map"},
		{"a.js", "data:application/json;base64,e30=", "data:application/json;base64,e30="},
	} {
		got, err := ResolveURL(tt.base, tt.ref)
		if got != tt.want || err != nil {
			t.Errorf("ResolveURL(%q, %q) = %q, %v; want %q", tt.base, tt.ref, got, err, tt.want)
		}
	}
}

func TestIsSourceMap(t *testing.T) {
	for _, tt := range []struct {
		data string
		want bool
	}{
		{`{"version":3,"sources":[],"mappings":""}`, true},
		{`{"file":"a","names":[],"mappings":""}`, true},
		{")]}'\n" + `{"mappings":"","version":3,"sourceRoot":""}`, true},
		{`{"sections":[]}`, true},
		{`{"version":3,"mappings":""}`, false},
		{`{"sources":[],"mappings":""}`, false},
		{`{"version":3,"sources":[]}`, false},
		{`[]`, false},
		{`function f(){}`, false},
		{`{"version":3,`, false},
		{``, false},
	} {
		if got := IsSourceMap([]byte(tt.data)); got != tt.want {
			t.Errorf("IsSourceMap(%q) = %v", tt.data, got)
		}
	}
}
