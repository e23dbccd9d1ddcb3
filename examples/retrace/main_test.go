package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const mapping = "p.Main -> a:\n  1:1:void run(int):7:7 -> b\n"

func TestRetrace(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	maps, trace := write("mapping.txt", mapping), write("trace.txt", "x: y\n\tat a.b(SourceFile:1)\n")
	cache := filepath.Join(dir, "cache")
	const plain, verbose = "x: y\n\tat p.Main.run(Main.java:7)\n", "x: y\n\tat p.Main.void run(int)(Main.java:7)\n"
	tests := []struct {
		name  string
		args  []string
		stdin string
		code  int
		out   string
		err   string // what standard error contains
	}{
		{name: "file", args: []string{maps, trace}, out: plain},
		{name: "standard input", args: []string{maps}, stdin: "\tat a.b(X:1)", out: "\tat p.Main.run(Main.java:7)"},
		{name: "verbose", args: []string{"-verbose", maps, trace}, out: verbose},
		{name: "verbose behind the files", args: []string{maps, trace, "--verbose"}, out: verbose},
		{name: "write a cache", args: []string{"-cache", cache, maps}},
		{name: "read a cache", args: []string{cache, trace}, out: plain},
		{name: "bad line", args: []string{write("bad.txt", mapping+"  oops\n"), trace}, out: plain, err: "line 3"},
		{name: "no mapping", args: nil, code: 2, err: "usage"},
		{name: "too many", args: []string{"a", "b", "c"}, code: 2, err: "usage"},
		{name: "unknown option", args: []string{"-regex", "x", maps}, code: 2, err: "-regex"},
		{name: "absent mapping", args: []string{filepath.Join(dir, "absent")}, code: 1, err: "absent"},
		{name: "absent trace", args: []string{maps, filepath.Join(dir, "absent")}, code: 1, err: "absent"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			code := run(tt.args, strings.NewReader(tt.stdin), &out, &errs)
			if code != tt.code || out.String() != tt.out || !strings.Contains(errs.String(), tt.err) {
				t.Errorf("code %d, out %q, err %q", code, out.String(), errs.String())
			}
			if tt.err == "" && errs.Len() > 0 {
				t.Errorf("err %q", errs.String())
			}
		})
	}
}
