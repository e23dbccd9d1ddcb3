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
	nameOnly string // the original's text without parameters and result
}

// readRows reads a list of names.
func readRows(t testing.TB, file string) []row {
	t.Helper()
	f, err := os.Open(corpus.Path(t, "demangle/"+file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows []row
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		if strings.HasPrefix(sc.Text(), "#") {
			continue
		}
		cols := strings.Split(sc.Text(), "\t")
		if len(cols) < 3 {
			continue
		}
		r := row{name: cols[0], want: cols[1]}
		if r.want == "!ERR" || r.want == r.name {
			r.want = ""
		}
		if len(cols) > 4 {
			r.nameOnly = cols[4]
		}
		rows = append(rows, r)
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

func check(t *testing.T, rows []row, opts Options, floor float64) {
	t.Helper()
	good := 0
	for _, r := range rows {
		got, err := Demangle(r.name, opts)
		if err != nil {
			got = ""
		}
		if got == r.want {
			good++
			continue
		}
		t.Logf("%s\n got %q\nwant %q (%v)", r.name, got, r.want, err)
	}
	share := 100 * float64(good) / float64(len(rows))
	t.Logf("%d of %d: %.2f %%", good, len(rows), share)
	if share < floor {
		t.Errorf("%.2f %% as expected, want %.2f %%", share, floor)
	}
}

func TestFullCorpus(t *testing.T) { check(t, readRows(t, "swift-manglings.tsv"), Options{}, 99) }

func TestSimplifiedCorpus(t *testing.T) {
	check(t, readRows(t, "swift-simplified.tsv"), Options{Simplified: true}, 99)
}

func TestLibraryCorpus(t *testing.T) { check(t, readRows(t, "swift-lib.tsv"), Options{}, 80) }

func TestRealSymbols(t *testing.T) {
	check(t, readRows(t, "real-swift.tsv"), Options{NoSugar: true}, 99)
}

func TestRealSymbolsNameOnly(t *testing.T) {
	rows := readRows(t, "real-swift.tsv")
	for i := range rows {
		rows[i].want = rows[i].nameOnly
	}
	check(t, rows, Options{Simplified: true, Parameters: ParametersNone}, 99)
}
