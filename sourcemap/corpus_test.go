package sourcemap

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
)

// corpusMaps returns the paths of all maps of the corpus, relative to its
// sourcemap folder.
func corpusMaps(t testing.TB) (root string, names []string) {
	root = corpus.Path(t, "sourcemap")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".map") {
			name, _ := filepath.Rel(root, path)
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return root, names
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestCorpusAnswers compares every sampled position with what two other
// libraries answer: one that looks up within the line, one that does not.
func TestCorpusAnswers(t *testing.T) {
	root, names := corpusMaps(t)
	for _, oracle := range []struct {
		suffix string
		answer func(*Map, Position) string
		want   func(row []string) string
		floor  int // positions that must be equal
	}{
		{onLine, answerOnLine, func(row []string) string { return strings.Join(row[2:], "\t") }, 17020},
		{anyLine, answerAnyLine, func(row []string) string { return row[2] }, 17070},
	} {
		t.Run(oracle.suffix, func(t *testing.T) {
			positions, same, excused := 0, 0, 0
			for _, name := range names {
				path := filepath.Join(root, name)
				if _, err := os.Stat(path + oracle.suffix); err != nil {
					continue
				}
				m, err := Decode(readFile(t, path), nil)
				if err != nil {
					if answerExceptions[name+oracle.suffix] == "" {
						t.Errorf("%s: %v", name, err)
					}
					continue
				}
				reason, differs := answerExceptions[name+oracle.suffix], 0
				for _, row := range corpus.Rows(t, path+oracle.suffix) {
					line, _ := strconv.ParseUint(row[0], 10, 32)
					col, _ := strconv.ParseUint(row[1], 10, 32)
					positions++
					got := oracle.answer(m, Position{uint32(line - 1), uint32(col)})
					want := oracle.want(row)
					switch {
					case got == want:
						same++
					case reason != "":
						excused++
						differs++
					default:
						differs++
						if differs <= 3 {
							t.Errorf("%s: %s:%s = %q, want %q", name, row[0], row[1], got, want)
						}
					}
				}
				if reason != "" && differs == 0 {
					t.Errorf("%s: listed as an exception but does not differ", name)
				}
			}
			t.Logf("%d positions: %d equal, %d listed as exceptions", positions, same, excused)
			if same < oracle.floor {
				t.Errorf("%d positions equal, want %d", same, oracle.floor)
			}
		})
	}
}

// answerOnLine writes an answer the way of the tables of lookups within the
// line: source, line from 1, column, name.
func answerOnLine(m *Map, p Position) string {
	t, ok := m.Lookup(p.Line, p.Column)
	if !ok || !t.Mapped() {
		return "-\t-\t-\t-"
	}
	name := "-"
	if t.Name >= 0 {
		name = t.NameText()
	}
	return fmt.Sprintf("%s\t%d\t%d\t%s", withoutDots(t.SourceName()), t.Original.Line+1, t.Original.Column, name)
}

// withoutDots removes the dot segments of a URL or path, as the library
// behind the tables does.
func withoutDots(s string) string {
	prefix := ""
	if i := strings.Index(s, "://"); i >= 0 {
		host := strings.IndexByte(s[i+3:], '/')
		if host < 0 {
			return s
		}
		prefix, s = s[:i+3+host+1], s[i+3+host+1:]
	}
	var out []string
	parts := strings.Split(s, "/")
	for i, part := range parts {
		last := i == len(parts)-1
		switch {
		case part == ".":
			if last {
				out = append(out, "")
			}
		case part == ".." && len(out) > 0 && out[len(out)-1] != "..":
			out = out[:len(out)-1]
			if last {
				out = append(out, "")
			}
		case part == ".." && prefix != "":
		default:
			out = append(out, part)
		}
	}
	return prefix + strings.Join(out, "/")
}

// answerAnyLine writes an answer the way of the other tables: source, line
// from 0, column, name, all in one.
func answerAnyLine(m *Map, p Position) string {
	t, ok := m.LookupBias(p.Line, p.Column, BeforeAnyLine)
	if !ok {
		return "-"
	}
	if !t.Mapped() {
		return "-:-1:-1:-"
	}
	name := "-"
	if t.Name >= 0 {
		name = t.NameText()
	}
	return fmt.Sprintf("%s:%d:%d:%s", t.SourceName(), t.Original.Line, t.Original.Column, name)
}

// TestCorpusErrors checks that whatever is wrong with a map of the corpus is
// an error of the kinds promised, with an offset within the file.
func TestCorpusErrors(t *testing.T) {
	root, names := corpusMaps(t)
	for _, name := range names {
		data := readFile(t, filepath.Join(root, name))
		for _, strict := range []bool{false, true} {
			_, err := Decode(data, &Options{Strict: strict})
			if err == nil {
				continue
			}
			fe, ok := errors.AsType[*debuginfo.FormatError](err)
			if !ok || fe.Offset > uint64(len(data)) {
				t.Errorf("%s (strict %v): %v", name, strict, err)
			}
		}
	}
}
