package swift

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

// A row of a list of the corpus.
type row struct {
	name     string
	want     string // the readable form; "" if the name must be refused
	complete string // the original's text without sugar; "" if it refuses the name
	nameOnly string // the original's text without parameters and result
}

// readColumns reads the columns of a list.
func readColumns(t testing.TB, file string) [][]string {
	t.Helper()
	f, err := os.Open(corpus.Path(t, "demangle/"+file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows [][]string
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		if !strings.HasPrefix(sc.Text(), "#") {
			rows = append(rows, strings.Split(sc.Text(), "\t"))
		}
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	if len(rows) == 0 {
		t.Fatalf("%s is empty", file)
	}
	return rows
}

// readRows reads a list of names with their readable forms.
func readRows(t testing.TB, file string) []row {
	t.Helper()
	var rows []row
	for _, cols := range readColumns(t, file) {
		if len(cols) < 3 {
			continue
		}
		r := row{name: cols[0], want: cols[1]}
		if r.want == "!ERR" || r.want == r.name {
			r.want = ""
		}
		if len(cols) > 4 {
			r.complete, r.nameOnly = cols[3], cols[4]
			if r.complete == r.name {
				r.complete, r.nameOnly = "", ""
			}
		}
		rows = append(rows, r)
	}
	return rows
}

// check compares the names of a list. Rows that differ must be listed as
// exceptions, and the share of the others must not fall below floor percent.
func check(t *testing.T, file string, rows []row, opts Options, floor float64) {
	t.Helper()
	good := 0
	for _, r := range rows {
		got, err := Demangle(r.name, opts)
		if (got == r.want) != (exceptions[file+" "+r.name] == "") {
			t.Errorf("%s\n got %q, %v\nwant %q\nexception: %q", r.name, got, err, r.want, exceptions[file+" "+r.name])
		}
		if got == r.want {
			good++
		}
	}
	share := 100 * float64(good) / float64(len(rows))
	t.Logf("%d of %d: %.2f %%", good, len(rows), share)
	if share < floor {
		t.Errorf("%.2f %% as expected, want %.2f %%", share, floor)
	}
}

// TestCorpusFull compares the full form with the list of swift-demangle.
func TestCorpusFull(t *testing.T) {
	const file = "swift-manglings.tsv"
	check(t, file, readRows(t, file), Options{}, 99.5)
}

// TestCorpusSimplified compares the simplified form with its list.
func TestCorpusSimplified(t *testing.T) {
	const file = "swift-simplified.tsv"
	check(t, file, readRows(t, file), Options{Simplified: true}, 99.5)
}

// TestCorpusLibrary compares with names from other tests of the Swift project.
func TestCorpusLibrary(t *testing.T) {
	const file = "swift-lib.tsv"
	check(t, file, readRows(t, file), Options{}, 80)
}

// TestCorpusReal compares with the original's complete text of real symbols.
func TestCorpusReal(t *testing.T) {
	const file = "real-swift.tsv"
	check(t, file, readRows(t, file), Options{NoSugar: true}, 99.9)
}

// TestCorpusRealNames compares with the original's names of real symbols.
func TestCorpusRealNames(t *testing.T) {
	const file = "real-swift.tsv"
	rows := readRows(t, file)
	for i := range rows {
		rows[i].want = rows[i].nameOnly
	}
	check(t, file, rows, Options{Simplified: true, Parameters: ParametersNone}, 99.9)
}

// TestCorpusOriginal compares the list of swift-demangle with the original's
// texts. It cannot read manglings before Swift 4.
func TestCorpusOriginal(t *testing.T) {
	var complete, nameOnly []row
	for _, r := range readRows(t, "swift-manglings.tsv") {
		if prefixLen(r.name) > 0 {
			complete = append(complete, row{name: r.name, want: r.complete})
			nameOnly = append(nameOnly, row{name: r.name, want: r.nameOnly})
		}
	}
	check(t, "original", complete, Options{NoSugar: true}, 99.5)
	check(t, "original", nameOnly, Options{Simplified: true, Parameters: ParametersNone}, 99.5)
}
