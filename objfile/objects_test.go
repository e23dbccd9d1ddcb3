package objfile

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
)

// TestObjects compares ids, architectures, kinds and image bases with those
// that the corpus states for every object.
func TestObjects(t *testing.T) {
	f, err := os.Open(corpus.Path(t, "objects.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	exceptions := readExceptions(t, "testdata/object-exceptions.tsv")
	want := make(map[string][]string)
	var order []string
	for sc := bufio.NewScanner(f); sc.Scan(); {
		path, row, ok := strings.Cut(sc.Text(), "\t")
		if !ok || strings.HasPrefix(path, "#") || !strings.HasPrefix(row, "OBJECT") {
			continue
		}
		if want[path] == nil {
			order = append(order, path)
		}
		want[path] = append(want[path], row)
	}
	for _, path := range order {
		f, err := Open(corpus.Path(t, path), nil)
		if errors.Is(err, debuginfo.ErrUnknownFormat) && (strings.HasPrefix(path, "wasm/") || strings.HasPrefix(path, "ppdb/")) {
			continue // formats that the library does not read yet
		}
		if err != nil {
			if _, ok := exceptions[path]; !ok {
				t.Errorf("%s: %v", path, err)
			}
			delete(exceptions, path)
			continue
		}
		var got []string
		for o, err := range f.Objects() {
			if err != nil {
				got = append(got, "error "+err.Error())
				continue
			}
			got = append(got, objectLine(len(got), o))
		}
		f.Close()
		differ := false
		for i, row := range want[path] {
			mine := ""
			if i < len(got) {
				mine = got[i]
			}
			if d := differences(mine, row); d != "" {
				differ = true
				if _, ok := exceptions[path]; !ok {
					t.Errorf("%s: object %d: %s", path, i, d)
				}
			}
		}
		if _, ok := exceptions[path]; ok && !differ {
			t.Errorf("%s: no longer an exception", path)
		}
		delete(exceptions, path)
	}
	for path := range exceptions {
		t.Errorf("exception %s names no file", path)
	}
}

// objectLine describes o in the words of the corpus.
func objectLine(i int, o Object) string {
	code := o.CodeID().String()
	if code == "" {
		code = "-"
	}
	return fmt.Sprintf("OBJECT %d format=%s arch=%s kind=%s debug_id=%s debug_id_breakpad=%s code_id=%s load_address=%#x",
		i, o.Format(), o.Arch(), o.Kind(), o.DebugID(), o.DebugID().Breakpad(), code, o.ImageBase())
}

// differences returns the fields of want that got has otherwise. Architectures
// that the corpus calls unknown do not count.
func differences(got, want string) string {
	fields := make(map[string]string)
	for _, f := range strings.Fields(got) {
		if key, value, ok := strings.Cut(f, "="); ok {
			fields[key] = value
		}
	}
	var out []string
	for _, f := range strings.Fields(want) {
		key, value, ok := strings.Cut(f, "=")
		if _, known := fields[key]; !ok || !known && got != "" {
			continue
		}
		if key == "load_address" && strings.TrimPrefix(value, "0x") == strings.TrimPrefix(fields[key], "0x") {
			continue
		}
		if fields[key] != value && !(key == "arch" && value == "unknown") {
			out = append(out, fmt.Sprintf("%s is %q, want %q", key, fields[key], value))
		}
	}
	return strings.Join(out, ", ")
}
