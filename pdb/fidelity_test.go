package pdb

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
)

// corpusFiles are the databases of the corpus.
var corpusFiles = []string{
	"breakpad/omap_reorder_funcs.pdb", "bzip2-pdb-x64/bzip2.pdb", "lz4-msvc-aarch64/lz4.pdb",
	"lz4-msvc-x86_64/lz4.pdb", "mozilla/dump_syms_regtest64.pdb", "node-pty-x64/conpty_console_list.pdb",
	"radare2/SimplePDB.pdb", "radare2/minimal.pdb", "samply/WriteArgument.pdb",
	"symbolic/CrashWithException.pdb", "tinyxml2-msvcabi-x86_64/tinyxml2.pdb", "tinyxml2-pdb-i686/tinyxml2.pdb",
}

func load(t testing.TB, name string) *File {
	t.Helper()
	data, err := os.ReadFile(corpus.Path(t, "pdb/"+name))
	if err != nil {
		t.Fatal(err)
	}
	f, err := Parse(data, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A resolver answers addresses from a session.
type resolver struct {
	s     *Session
	funcs []*debuginfo.Function
}

func newResolver(t testing.TB, f *File) *resolver {
	r := &resolver{s: f.Session()}
	for fn, err := range r.s.Functions() {
		if err != nil {
			t.Errorf("functions: %v", err)
			continue
		}
		if err := fn.Check(); err != nil {
			t.Errorf("%s: %v", fn.Name, err)
		}
		r.funcs = append(r.funcs, fn.Clone())
	}
	return r
}

// at returns the answers of all functions at addr, innermost frame first.
func (r *resolver) at(addr uint64) []string {
	var out []string
	for _, fn := range r.funcs {
		var frames []string
		for fr := range fn.Resolve(addr) {
			frames = append(frames, fmt.Sprintf("%s|%s|%d", fr.Name, rawPath(r.s.File(fr.File)), fr.Line))
		}
		if len(frames) > 0 {
			out = append(out, strings.Join(frames, " <- "))
		}
	}
	return out
}

// rawPath joins the parts of f as they were in the file.
func rawPath(f debuginfo.File) string {
	switch {
	case f.Dir == "":
		return f.Name
	case strings.Contains(f.Dir, `\`) || len(f.Dir) == 2 && f.Dir[1] == ':':
		return strings.TrimSuffix(f.Dir, `\`) + `\` + f.Name
	}
	return strings.TrimSuffix(f.Dir, "/") + "/" + f.Name
}

func TestAgainstSymbolicLookups(t *testing.T) {
	for _, name := range corpusFiles {
		t.Run(name, func(t *testing.T) {
			path := corpus.Path(t, "pdb/"+name+".symbolic.tsv.gz")
			if _, err := os.Stat(path); err != nil {
				t.Skip("no answers")
			}
			r := newResolver(t, load(t, name))
			total, good := 0, 0
			for _, row := range corpus.Rows(t, path) {
				addr, _ := strconv.ParseUint(row[0], 0, 64)
				got := r.at(addr)
				total++
				ok := len(got) == 0 && (row[1] == "-" || strings.HasSuffix(row[1], "||0"))
				for _, g := range got {
					ok = ok || norm(g) == norm(row[1])
				}
				if ok {
					good++
				} else {
					t.Logf("%#x\n  got  %s\n  want %s", addr, strings.Join(got, "\n       "), row[1])
				}
			}
			t.Logf("%d of %d", good, total)
		})
	}
}

func norm(s string) string { return strings.ReplaceAll(strings.ToLower(s), "/", `\`) }

func TestAgainstSymbolicWalk(t *testing.T) {
	for _, name := range corpusFiles {
		t.Run(name, func(t *testing.T) {
			path := corpus.Path(t, "pdb/"+name+".symbolic-functions.txt.gz")
			if _, err := os.Stat(path); err != nil {
				t.Skip("no answers")
			}
			want := map[string]bool{}
			for _, row := range corpus.Rows(t, path) {
				if strings.HasPrefix(row[0], "FUNC") {
					want[row[0]] = true
				}
			}
			r := newResolver(t, load(t, name))
			good := 0
			var odd []string
			for _, fn := range r.funcs {
				k := fmt.Sprintf("FUNC %x %x %s", fn.Ranges[0].Start, fn.Ranges[0].End-fn.Ranges[0].Start, fn.Name)
				if want[k] {
					good++
					delete(want, k)
				} else {
					odd = append(odd, "got  "+k)
				}
			}
			for k := range want {
				odd = append(odd, "want "+k)
			}
			sort.Slice(odd, func(i, j int) bool { return odd[i][5:] < odd[j][5:] })
			t.Logf("%d of %d\n%s", good, good+len(want), strings.Join(odd, "\n"))
		})
	}
}

func TestAgainstLLVM(t *testing.T) {
	for _, name := range corpusFiles {
		t.Run(name, func(t *testing.T) {
			matches, _ := filepath.Glob(strings.TrimSuffix(corpus.Path(t, "pdb/"+name), ".pdb") + "*.addr.tsv.gz")
			if len(matches) == 0 {
				t.Skip("no answers")
			}
			r := newResolver(t, load(t, name))
			total, good := 0, 0
			rows := corpus.Rows(t, matches[0])
			for len(rows) > 0 {
				n := 1
				for n < len(rows) && rows[n][0] == rows[0][0] {
					n++
				}
				addr, _ := strconv.ParseUint(rows[0][1], 0, 64)
				var want []string
				for _, row := range rows[:n] {
					want = append(want, row[4]+"|"+row[5])
				}
				rows = rows[n:]
				w := strings.Join(want, " <- ")
				if w == "??|0" {
					continue
				}
				total++
				var got []string
				ok := false
				for _, g := range r.at(addr) {
					var short []string
					for _, fr := range strings.Split(g, " <- ") {
						p := strings.Split(fr, "|")
						short = append(short, p[1]+"|"+p[2])
					}
					gs := strings.Join(short, " <- ")
					got = append(got, g)
					ok = ok || norm(gs) == norm(w)
				}
				if ok {
					good++
				} else {
					t.Logf("%#x\n  got  %s\n  want %s", addr, strings.Join(got, "\n       "), w)
				}
			}
			t.Logf("%d of %d", good, total)
		})
	}
}
