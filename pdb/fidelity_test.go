package pdb

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
)

// corpusFiles are the databases of the corpus, and how many percent of the
// answers of each kind must be equal; 0 where there are none to trust.
var corpusFiles = []struct {
	name    string
	lookups float64 // of a cache that symbolic built
	walk    float64 // symbolic's functions, every row
	llvm    float64 // llvm-symbolizer, positions of every frame
	sym     float64 // Microsoft's DIA, every row
}{
	{name: "breakpad/omap_reorder_funcs.pdb", sym: 99},
	{name: "bzip2-pdb-x64/bzip2.pdb", lookups: 100, llvm: 100},
	{name: "lz4-msvc-aarch64/lz4.pdb", lookups: 100, llvm: 100},
	{name: "lz4-msvc-x86_64/lz4.pdb", lookups: 100, llvm: 100},
	{name: "mozilla/dump_syms_regtest64.pdb", lookups: 100, sym: 99},
	{name: "node-pty-x64/conpty_console_list.pdb", lookups: 100},
	{name: "radare2/SimplePDB.pdb", walk: 100},
	{name: "radare2/minimal.pdb", walk: 100},
	{name: "samply/WriteArgument.pdb", lookups: 100, walk: 100},
	{name: "symbolic/CrashWithException.pdb", lookups: 100, walk: 100},
	// llvm-symbolizer gives 2 of 193 rows the file of the row before.
	{name: "tinyxml2-msvcabi-x86_64/tinyxml2.pdb", lookups: 100, llvm: 98.9},
	{name: "tinyxml2-pdb-i686/tinyxml2.pdb", lookups: 100, llvm: 100},
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
	t.Helper()
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

// A frame is one line of an answer, with everything in the form of the file.
type frame struct {
	name, path string
	line       uint32
}

// at returns the answers of all functions at addr, innermost frame first.
// Functions that the linker folded into one give several.
func (r *resolver) at(addr uint64) [][]frame {
	var out [][]frame
	for _, fn := range r.funcs {
		var frames []frame
		for fr := range fn.Resolve(addr) {
			frames = append(frames, frame{fr.Name, rawPath(r.s.File(fr.File)), fr.Line})
		}
		if len(frames) > 0 {
			out = append(out, frames)
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

func samePath(a, b string) bool {
	return strings.EqualFold(strings.ReplaceAll(a, "/", `\`), strings.ReplaceAll(b, "/", `\`))
}

// A score counts equal answers.
type score struct{ good, total int }

func (s *score) add(t *testing.T, ok bool, format string, args ...any) {
	s.total++
	if ok {
		s.good++
	} else {
		t.Logf(format, args...)
	}
}

func (s *score) check(t *testing.T, floor float64) {
	t.Helper()
	t.Logf("%d of %d", s.good, s.total)
	if s.total == 0 || 100*float64(s.good) < floor*float64(s.total) {
		t.Errorf("%d of %d answers are equal, less than %v %%", s.good, s.total, floor)
	}
}

func TestLookupsOfSymbolic(t *testing.T) {
	for _, tt := range corpusFiles {
		if tt.lookups == 0 {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			r := newResolver(t, load(t, tt.name))
			var s score
			for _, row := range corpus.Rows(t, corpus.Path(t, "pdb/"+tt.name+".symbolic.tsv.gz")) {
				addr, _ := strconv.ParseUint(row[0], 0, 64)
				answers := r.at(addr)
				// Without debug information there is a public symbol or nothing.
				ok := len(answers) == 0 && (row[1] == "-" || strings.HasSuffix(row[1], "||0"))
				for _, got := range answers {
					ok = ok || sameLookup(got, row[1])
				}
				s.add(t, ok, "%#x\n  got  %v\n  want %s", addr, answers, row[1])
			}
			s.check(t, tt.lookups)
		})
	}
}

// sameLookup compares an answer with one of symbolic's caches. Those lose
// inlined calls whose caller has no lines, and an underscore of C names.
func sameLookup(got []frame, want string) bool {
	calls := strings.Split(want, " <- ")
	if last := got[len(got)-1]; len(calls) == 1 && last.path == "" {
		got = got[len(got)-1:]
	}
	if len(got) != len(calls) {
		return false
	}
	for i, call := range calls {
		w := strings.Split(call, "|")
		if g := got[i]; g.name != w[0] && g.name != "_"+w[0] || !samePath(g.path, w[1]) || fmt.Sprint(g.line) != w[2] {
			return false
		}
	}
	return true
}

func TestPositionsOfLLVM(t *testing.T) {
	for _, tt := range corpusFiles {
		if tt.llvm == 0 {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			answers, _ := filepath.Glob(strings.TrimSuffix(corpus.Path(t, "pdb/"+tt.name), ".pdb") + "*.addr.tsv.gz")
			r := newResolver(t, load(t, tt.name))
			var s score
			for rows := corpus.Rows(t, answers[0]); len(rows) > 0; {
				n := 1
				for n < len(rows) && rows[n][0] == rows[0][0] {
					n++
				}
				want := rows[:n]
				rows = rows[n:]
				if want[0][4] == "??" {
					continue
				}
				addr, _ := strconv.ParseUint(want[0][1], 0, 64)
				got, ok := r.at(addr), false
				for _, g := range got {
					same := len(g) == len(want)
					for i := 0; same && i < n; i++ {
						same = samePath(g[i].path, want[i][4]) && fmt.Sprint(g[i].line) == want[i][5]
					}
					ok = ok || same
				}
				s.add(t, ok, "%#x\n  got  %v\n  want %v", addr, got, want)
			}
			s.check(t, tt.llvm)
		})
	}
}

// TestWalkOfSymbolic compares every row of every function and inlined call.
func TestWalkOfSymbolic(t *testing.T) {
	for _, tt := range corpusFiles {
		if tt.walk == 0 {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			r := newResolver(t, load(t, tt.name))
			var s score
			for _, fn := range readWalk(t, corpus.Path(t, "pdb/"+tt.name+".symbolic-functions.txt.gz")) {
				for _, row := range fn {
					for _, addr := range []uint64{row.start, row.end - 1} {
						want := deepest(fn, addr)
						if want.frames == nil {
							continue
						}
						ok := false
						got := r.at(addr)
						for _, g := range got {
							same := len(g) == len(want.frames)
							for i := 0; same && i < len(g); i++ {
								same = g[i].name == want.frames[i]
							}
							ok = ok || same && (want.path == "" || samePath(g[0].path, want.path) && g[0].line == want.line)
						}
						s.add(t, ok, "%#x\n  got  %v\n  want %v", addr, got, want)
					}
				}
			}
			s.check(t, tt.walk)
		})
	}
}

// A walkRow is a row of code and the functions it is in, innermost first.
type walkRow struct {
	start, end uint64
	frames     []string
	path       string
	line       uint32
}

// deepest returns the row at addr that is in the most inlined calls.
func deepest(rows []walkRow, addr uint64) walkRow {
	var best walkRow
	for _, row := range rows {
		if row.start <= addr && addr < row.end && len(row.frames) >= len(best.frames) {
			best = row
		}
	}
	return best
}

// readWalk reads lines of the forms
//
//	FUNC start size name
//	  INLINE start size name     (indented by its depth)
//	    LINE start size line file
func readWalk(t *testing.T, path string) [][]walkRow {
	var out [][]walkRow
	var stack []string
	for _, columns := range corpus.Rows(t, path) {
		text := strings.TrimLeft(columns[0], " ")
		depth := (len(columns[0]) - len(text)) / 2
		f := strings.SplitN(text, " ", 5)
		start, _ := strconv.ParseUint(f[1], 16, 64)
		size, _ := strconv.ParseUint(f[2], 16, 64)
		row := walkRow{start: start, end: start + size}
		if f[0] == "LINE" {
			line, _ := strconv.ParseUint(f[3], 10, 32)
			row.line, row.path = uint32(line), f[4]
			for i := depth - 1; i >= 0; i-- {
				row.frames = append(row.frames, stack[i])
			}
			out[len(out)-1] = append(out[len(out)-1], row)
			continue
		}
		stack = append(stack[:depth], strings.SplitN(text, " ", 4)[3])
		if depth == 0 {
			row.frames = []string{stack[0]}
			out = append(out, []walkRow{row})
		}
	}
	return out
}

// TestRowsOfDIA compares every row that Microsoft's own reader found. It knows
// no inlined calls, so the caller's position counts where there are some.
func TestRowsOfDIA(t *testing.T) {
	for _, tt := range corpusFiles {
		if tt.sym == 0 {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			r := newResolver(t, load(t, tt.name))
			text, err := os.ReadFile(strings.TrimSuffix(corpus.Path(t, "pdb/"+tt.name), ".pdb") + ".sym")
			if err != nil {
				t.Fatal(err)
			}
			files := map[string]string{}
			name := ""
			var s score
			for line := range strings.Lines(string(text)) {
				f := strings.Fields(line)
				switch f[0] {
				case "FILE":
					files[f[1]] = strings.TrimSpace(strings.SplitN(line, " ", 3)[2])
					continue
				case "FUNC":
					name = baseName(strings.TrimSpace(strings.SplitN(line, " ", 5)[4]))
					continue
				case "PUBLIC", "MODULE", "INFO", "STACK":
					continue
				}
				if f[1] == "0" {
					continue // another row follows at the same address
				}
				addr, _ := strconv.ParseUint(f[0], 16, 64)
				ok := false
				got := r.at(addr)
				for _, g := range got {
					last := g[len(g)-1]
					if baseName(last.name) != name {
						continue
					}
					for _, fr := range g {
						ok = ok || samePath(fr.path, files[f[3]]) && fmt.Sprint(fr.line) == f[2]
					}
				}
				s.add(t, ok, "%#x\n  got  %v\n  want %s %s:%s", addr, got, name, files[f[3]], f[2])
			}
			s.check(t, tt.sym)
		})
	}
}

// baseName returns the last part of a qualified name, without parameters.
func baseName(s string) string {
	if i := strings.IndexByte(s, '('); i > 0 {
		s = s[:i]
	}
	return s[strings.LastIndexAny(s, ": ")+1:]
}
