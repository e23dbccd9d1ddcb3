package breakpad_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gosymbolic/symbolic/breakpad"
	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
)

// FuzzFile reads a file, writes it and reads it again. Functions must keep the
// rules of Check, all sessions must agree, and what was written once must be
// read and written without a change.
func FuzzFile(f *testing.F) {
	seeds, err := filepath.Glob("testdata/*.sym")
	if err != nil || len(seeds) == 0 {
		f.Fatal(seeds, err)
	}
	for _, name := range seeds {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := breakpad.Parse(data, nil)
		if err != nil {
			return
		}
		whole := read(t, file, 1)
		if d := sameFunctions(whole, read(t, file, 3)); d != "" {
			t.Fatal(d)
		}
		first := rewrite(t, file)
		again, err := breakpad.Parse(first, nil)
		if err != nil {
			t.Fatalf("%v\n%s", err, first)
		}
		if s, _ := again.Session(); s != nil {
			for _, err := range s.Functions() {
				if err != nil {
					t.Fatalf("%v\n%s", err, first)
				}
			}
		}
		if _, err := again.Symbols(); err != nil {
			t.Fatalf("%v\n%s", err, first)
		}
		for range again.StackCFI() {
		}
		// What only functions refer to that are written once, since another has
		// their range, is gone the second time; then nothing changes any more.
		second := rewrite(t, again)
		last, err := breakpad.Parse(second, nil)
		if err != nil {
			t.Fatalf("%v\n%s", err, second)
		}
		if third := rewrite(t, last); !bytes.Equal(second, third) {
			t.Fatal(cmp.Diff(string(second), string(third)))
		}
		if d := sameFunctions(read(t, again, 1), read(t, last, 1)); d != "" {
			t.Fatal(d)
		}
	})
}

// object adds to a File what Write wants of an object.
type object struct{ *breakpad.File }

func (o object) Name() string { return o.Module.Name }

func (o object) Symbols() (*debuginfo.SymbolMap, error) {
	symbols, err := o.File.Symbols()
	return debuginfo.NewSymbolMap(symbols, 0), err
}

func (o object) DebugID() debugid.ID { return o.Module.ID }

func rewrite(t *testing.T, f *breakpad.File) []byte {
	var out bytes.Buffer
	if err := breakpad.Write(context.Background(), &out, object{f}, &breakpad.WriteOptions{OS: f.Module.OS}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A readFunction is a function with paths instead of the numbers of files.
type readFunction struct {
	Function debuginfo.Function
	Paths    []string // of lines, then of calls
}

// read returns the functions of f through n sessions.
func read(t *testing.T, f *breakpad.File, n int) (out []readFunction) {
	t.Helper()
	s, err := f.Session()
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range s.Split(n) {
		for fn, err := range part.Functions() {
			if err != nil {
				continue
			}
			if err := fn.Check(); err != nil {
				t.Fatalf("%s: %v", fn.Name, err)
			}
			r := readFunction{Function: *fn.Clone()}
			for i := range r.Function.Lines {
				r.Paths = append(r.Paths, part.File(r.Function.Lines[i].File).Path())
				r.Function.Lines[i].File = 0
			}
			for i := range r.Function.Inlines {
				r.Paths = append(r.Paths, part.File(r.Function.Inlines[i].CallFile).Path())
				r.Function.Inlines[i].CallFile = 0
			}
			out = append(out, r)
		}
	}
	return out
}

// sameFunctions reports how two readings differ.
func sameFunctions(a, b []readFunction) string { return cmp.Diff(a, b, cmpopts.EquateEmpty()) }

// TestLineEndings checks that a file says the same whatever ends its lines.
func TestLineEndings(t *testing.T) {
	data, err := os.ReadFile("testdata/all.sym")
	if err != nil {
		t.Fatal(err)
	}
	var want []readFunction
	var wantText []byte
	for _, eol := range []string{"\n", "\r\n", "\r", "\r\r\n", "\n\n"} {
		f, err := breakpad.Parse(bytes.ReplaceAll(data, []byte("\n"), []byte(eol)), nil)
		if err != nil {
			t.Fatal(err)
		}
		got, text := read(t, f, 1), rewrite(t, f)
		if want == nil {
			want, wantText = got, text
		}
		if d := sameFunctions(want, got); d != "" || len(got) != 2 {
			t.Errorf("%q: %s", eol, d)
		}
		if !bytes.Equal(wantText, text) {
			t.Errorf("%q: %s", eol, cmp.Diff(string(wantText), string(text)))
		}
	}
}
