package msvc

import (
	_ "embed"
	"os"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

// corpusRow is a row of a list of names: the name, LLVM's text, and the two
// short texts of the original.
type corpusRow struct{ name, full, short, nameOnly string }

// refused stands for the text of a name that is to be refused.
const refused = "!ERR"

// corpusRows reads a list of names.
func corpusRows(t testing.TB, file string) []corpusRow {
	t.Helper()
	data, err := os.ReadFile(corpus.Path(t, "demangle/"+file))
	if err != nil {
		t.Fatal(err)
	}
	var rows []corpusRow
	for line := range strings.Lines(string(data)) {
		if cols := strings.Split(strings.TrimRight(line, "\n"), "\t"); len(cols) >= 5 && !strings.HasPrefix(line, "#") {
			rows = append(rows, corpusRow{cols[0], cols[1], cols[3], cols[4]})
		}
	}
	if len(rows) == 0 {
		t.Fatalf("no rows in %s", file)
	}
	return rows
}

//go:embed testdata/exceptions.tsv
var exceptionsFile string

// exceptions returns the names whose text may differ from a list, with the
// reason, for one form: full, short or nameonly.
func exceptions(t *testing.T, form string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	for line := range strings.Lines(exceptionsFile) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cols := strings.Split(strings.TrimSpace(line), "\t")
		if len(cols) != 3 || cols[2] == "" {
			t.Fatalf("malformed exception %q", line)
		}
		if cols[0] == form {
			found[cols[1]] = cols[2]
		}
	}
	return found
}

// tally compares texts with those of a list.
type tally struct {
	t          *testing.T
	exceptions map[string]string
	rows, same int
}

func (c *tally) check(name, want string, opts Options) {
	c.t.Helper()
	got, err := Demangle(name, opts)
	if err != nil {
		got = refused
	}
	c.rows++
	_, excepted := c.exceptions[name]
	switch {
	case got == want:
		c.same++
		if excepted {
			c.t.Errorf("%s is listed as an exception but agrees", name)
		}
	case !excepted:
		c.t.Errorf("%s\n got %s\nwant %s\n%v", name, got, want, err)
	}
}

// atLeast fails the test when less than the given percentage agrees.
func (c *tally) atLeast(percent float64) {
	c.t.Helper()
	got := 100 * float64(c.same) / float64(c.rows)
	c.t.Logf("%d of %d agree, %.2f %%", c.same, c.rows, got)
	if c.rows == 0 || got < percent {
		c.t.Errorf("%.2f %% agree, want %.2f %%", got, percent)
	}
}

func TestFullForm(t *testing.T) {
	for _, list := range []struct {
		file    string
		percent float64
	}{
		{"llvm21-ms.tsv", 99.9},
		{"llvm21-ms-invalid.tsv", 100},
		{"real-msvc.tsv", 99.9},
		{"pdb-msvc.tsv", 99.9},
	} {
		t.Run(list.file, func(t *testing.T) {
			c := tally{t: t, exceptions: exceptions(t, "full")}
			for _, r := range corpusRows(t, list.file) {
				c.check(r.name, r.full, Options{})
			}
			c.atLeast(list.percent)
		})
	}
}

func TestShortForm(t *testing.T) {
	for _, list := range []struct {
		file            string
		short, nameOnly float64
	}{
		{"llvm21-ms.tsv", 97, 98.5},
		{"real-msvc.tsv", 99.5, 100},
		{"pdb-msvc.tsv", 99.5, 0}, // has no texts with the name only
		{"msvc-demangler-rust.tsv", 99.5, 100},
	} {
		t.Run(list.file, func(t *testing.T) {
			short := tally{t: t, exceptions: exceptions(t, "short")}
			nameOnly := tally{t: t, exceptions: exceptions(t, "nameonly")}
			for _, r := range corpusRows(t, list.file) {
				// Where the original gives up, it prints !ERR or the name.
				isDigest := strings.HasPrefix(r.name, "??@")
				if r.short == refused || r.short == "" || r.short == r.name && !isDigest {
					continue
				}
				short.check(r.name, r.short, Options{Short: true})
				if r.nameOnly != "" {
					nameOnly.check(r.name, r.nameOnly, Options{Short: true, NameOnly: true})
				}
			}
			short.atLeast(list.short)
			if list.nameOnly > 0 {
				nameOnly.atLeast(list.nameOnly)
			}
		})
	}
}

// The original's own tests have names with parameters and without the rest.
func TestOriginalOptions(t *testing.T) {
	data, err := os.ReadFile(corpus.Path(t, "demangle/symbolic-tests.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for line := range strings.Lines(string(data)) {
		cols := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(cols) < 3 || !strings.HasPrefix(cols[0], "?") {
			continue
		}
		rows++
		opts := Options{Short: true, NameOnly: true}
		if strings.Contains(cols[2], "parameters(true)") {
			opts = Options{Short: true, NoReturnType: true}
		}
		if got, err := Demangle(cols[0], opts); got != cols[1] {
			t.Errorf("%s\n got %s\nwant %s\n%v", cols[0], got, cols[1], err)
		}
	}
	if rows == 0 {
		t.Error("no rows")
	}
}
