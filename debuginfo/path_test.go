package debuginfo

import "testing"

func TestJoinPath(t *testing.T) {
	for _, tt := range [][3]string{
		{"", "a", "a"},
		{"a", "", "a"},
		{"/a", "b", "/a/b"},
		{"/a/", "b", "/a/b"},
		{"/a", "/b", "/b"},
		{"/a", "<built-in>", "<built-in>"},
		{"/a", `c:\b`, `c:\b`},
		{"/a", `c:/b`, `c:/b`},
		{`c:\a`, `b`, `c:\a\b`},
		{`c:\a`, `\b`, `c:\b`},
		{`c:\a`, `b/c`, `c:\a\b/c`},
		{`c:`, `b`, `c:\b`},
		{`\\server\share`, "a", `\\server\share\a`},
		{"a", `b\c`, `a\b\c`},
		{"/a", `b\c`, `/a/b\c`},
		{"C:/a", "b", `C:/a\b`},
	} {
		if got := JoinPath(tt[0], tt[1]); got != tt[2] {
			t.Errorf("JoinPath(%q, %q) = %q, want %q", tt[0], tt[1], got, tt[2])
		}
	}
}

func TestCleanPath(t *testing.T) {
	for in, want := range map[string]string{
		"":                     "",
		".":                    ".",
		"./":                   ".",
		"/":                    "/",
		"//":                   "/",
		"a":                    "a",
		"/a/b":                 "/a/b",
		"/a/./b":               "/a/b",
		"/a//b/":               "/a/b",
		"/a/../b":              "/b",
		"/../../b":             "/b",
		"../a":                 "../a",
		"../../a/../b":         "../../b",
		"a/..":                 ".",
		"a/../..":              "..",
		"./a/b":                "a/b",
		".hidden/a":            ".hidden/a",
		"/a/.hidden":           "/a/.hidden",
		"/a/..b":               "/a/..b",
		`c:\a\..\b`:            `c:\b`,
		`c:\..\b`:              `c:\b`,
		`C:/a/./b`:             `C:\a\b`,
		`c:`:                   `c:`,
		`\\srv\share\..\x`:     `\\srv\x`,
		`a\.\b`:                `a\b`,
		`a/b\c`:                `a/b\c`,
		"<built-in>":           "<built-in>",
		"./build-debug/../M/x": "M/x",
	} {
		if got := CleanPath(in); got != want {
			t.Errorf("CleanPath(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSplitPath(t *testing.T) {
	for _, tt := range [][3]string{
		{"a", "", "a"}, {"/a", "/", "a"}, {"/a/b", "/a", "b"}, {"a/b/", "a/b", ""},
		{`c:\a`, `c:\`, "a"}, {`c:\a\b`, `c:\a`, "b"}, {`c:\a/b`, `c:\a`, "b"}, {`a/b\c`, "a", `b\c`}, {"", "", ""},
	} {
		if dir, name := SplitPath(tt[0]); dir != tt[1] || name != tt[2] {
			t.Errorf("SplitPath(%q) = %q, %q, want %q, %q", tt[0], dir, name, tt[1], tt[2])
		}
	}
}

func TestFilePath(t *testing.T) {
	for _, tt := range []struct {
		file File
		want string
	}{
		{File{"/src", "lib/..", "a.c"}, "/src/a.c"},
		{File{"/src", "/usr/include", "stdio.h"}, "/usr/include/stdio.h"},
		{File{"/src", "", "/x/a.c"}, "/x/a.c"},
		{File{`c:\src`, `lib`, `a.c`}, `c:\src\lib\a.c`},
		{File{}, ""},
	} {
		if got := tt.file.Path(); got != tt.want {
			t.Errorf("%+v: Path = %q, want %q", tt.file, got, tt.want)
		}
	}
}

func FuzzCleanPath(f *testing.F) {
	f.Add("/a/../b/./c")
	f.Add(`c:\..\x`)
	f.Fuzz(func(t *testing.T, path string) {
		clean := CleanPath(path)
		// What is left of a path may look like one of the other system.
		if again := CleanPath(clean); again != clean && isWindows(path) == isWindows(clean) {
			t.Fatalf("CleanPath(%q) = %q, cleaned again %q", path, clean, again)
		}
		if len(clean) > len(path)+1 {
			t.Fatalf("CleanPath(%q) = %q grew", path, clean)
		}
	})
}
