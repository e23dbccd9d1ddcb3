package breakpad_test

import (
	"bufio"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/breakpad"
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
	"github.com/gosymbolic/symbolic/objfile"
)

// TestCorpus reads every symbol file of the corpus and compares it with what
// another library says of it, with a simple reading of its lines, and with what
// is read of it after it was written.
func TestCorpus(t *testing.T) {
	root := corpus.Path(t, "")
	reference := objects(t, filepath.Join(root, "objects.tsv"))
	count := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".sym" {
			return err
		}
		count++
		rel, _ := filepath.Rel(root, path)
		rel = filepath.ToSlash(rel)
		t.Run(rel, func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			in, err := objfile.Parse(data, nil)
			if err != nil {
				t.Fatal(err)
			}
			o, err := in.Object()
			if err != nil {
				t.Fatal(err)
			}
			if want, ok := reference[rel]; ok {
				if got := describe(o); got != want {
					t.Errorf("got  %s\nwant %s", got, want)
				}
			}
			f, err := breakpad.Parse(data, nil)
			if err != nil {
				t.Fatal(err)
			}
			compareLines(t, f, string(data))
			text, _ := write(t, o)
			again, err := breakpad.Parse(text, nil)
			if err != nil {
				t.Fatal(err)
			}
			if d := sameFunctions(unique(read(t, f, 1)), read(t, again, 1)); d != "" {
				t.Error("written and read again:", d)
			}
			if a, b := slices.Collect(cfi(f)), slices.Collect(cfi(again)); !slices.Equal(a, b) {
				t.Errorf("%d STACK CFI records became %d", len(a), len(b))
			}
			if a, b := slices.Collect(win(f)), slices.Collect(win(again)); !slices.Equal(a, b) {
				t.Errorf("%d STACK WIN records became %d", len(a), len(b))
			}
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if count < 20 {
		t.Errorf("the corpus has %d symbol files", count)
	}
}

func cfi(f *breakpad.File) func(func(breakpad.StackCFI) bool) {
	return func(yield func(breakpad.StackCFI) bool) {
		for r, err := range f.StackCFI() {
			if err != nil || !yield(r) {
				return
			}
		}
	}
}

func win(f *breakpad.File) func(func(breakpad.StackWin) bool) {
	return func(yield func(breakpad.StackWin) bool) {
		for r, err := range f.StackWin() {
			if err != nil || !yield(r) {
				return
			}
		}
	}
}

// unique leaves out functions whose range an earlier one has, which Write does.
func unique(functions []readFunction) (out []readFunction) {
	seen := make(map[debuginfo.Range]bool)
	for _, f := range functions {
		if r := f.Function.Ranges[0]; !seen[r] {
			seen[r] = true
			out = append(out, f)
		}
	}
	return out
}

// objects returns what objects.tsv says of symbol files, up to the features.
func objects(t *testing.T, name string) map[string]string {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := make(map[string]string)
	for in := bufio.NewScanner(f); in.Scan(); {
		path, text, _ := strings.Cut(in.Text(), "\t")
		text, ok := strings.CutPrefix(text, "OBJECT 0 ")
		if end := strings.Index(text, " sources="); ok && end >= 0 && strings.HasSuffix(path, ".sym") {
			out[path] = text[:end]
		}
	}
	return out
}

func describe(o objfile.Object) string {
	code, has := o.CodeID().String(), o.Features()
	if code == "" {
		code = "-"
	}
	return "format=" + string(o.Format()) + " arch=" + o.Arch().String() + " kind=" + o.Kind().String() +
		" debug_id=" + o.DebugID().String() + " debug_id_breakpad=" + o.DebugID().Breakpad() + " code_id=" + code +
		" symbols=" + strconv.FormatBool(has.Symbols) + " debug_info=" + strconv.FormatBool(has.DebugInfo) +
		" unwind_info=" + strconv.FormatBool(has.Unwind)
}

// compareLines reads the FUNC and line records of text word by word and checks
// that functions resolve the first and last byte of each to what it says.
func compareLines(t *testing.T, f *breakpad.File, text string) {
	t.Helper()
	session, err := f.Session()
	if err != nil {
		t.Fatal(err)
	}
	var functions []*debuginfo.Function
	for fn, err := range session.Functions() {
		if err != nil {
			t.Error(err)
			continue
		}
		functions = append(functions, fn.Clone())
	}
	files := make(map[string]string)
	var fn *debuginfo.Function
	total, equal := 0, 0
	check := func(ok bool, format string, args ...any) {
		if total++; ok {
			equal++
		} else if total-equal <= 3 {
			t.Logf(format, args...)
		}
	}
	for line := range strings.Lines(text) {
		w := strings.Fields(line)
		switch {
		case len(w) == 0:
		case w[0] == "FILE":
			files[w[1]] = strings.TrimSpace(strings.SplitN(line, " ", 3)[2])
		case w[0] == "FUNC":
			if w[1] == "m" {
				w = w[1:]
			}
			start, _ := strconv.ParseUint(w[1], 16, 64)
			size, _ := strconv.ParseUint(w[2], 16, 64)
			if size == 0 {
				fn = nil
				continue
			}
			if len(functions) == 0 {
				t.Fatal("too few functions")
			}
			fn, functions = functions[0], functions[1:]
			name := strings.Join(w[4:], " ")
			check(strings.Join(strings.Fields(fn.Name), " ") == name && fn.Entry == start && fn.Ranges[0].End == start+size, "%s: got %+v", line, fn)
		case w[0] == "PUBLIC" || w[0] == "STACK":
			fn = nil
		case fn != nil && len(w) == 4 && w[0] != "INLINE":
			addr, _ := strconv.ParseUint(w[0], 16, 64)
			size, _ := strconv.ParseUint(w[1], 16, 64)
			number, _ := strconv.ParseUint(w[2], 10, 32)
			if size == 0 {
				continue
			}
			for _, at := range []uint64{addr, addr + size - 1} {
				for frame := range fn.Resolve(at) {
					path := session.File(frame.File).Path()
					check(uint64(frame.Line) == number && path == debuginfo.CleanPath(files[w[3]]), "%s: got %s:%d", line, path, frame.Line)
					break
				}
			}
		}
	}
	if len(functions) > 0 {
		t.Errorf("%d functions too many", len(functions))
	}
	if total > 0 && float64(equal) < 0.999*float64(total) {
		t.Errorf("%d of %d agree", equal, total)
	}
}
