package demangle

import (
	"os"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
)

// Columns of the lists of the corpus.
const (
	colName = iota
	colText
	_               // a note
	colSymbolic     // the text of Rust's symbolic
	colSymbolicName // and without parameters and return type
)

// refused stands in the lists for names that must not be demangled.
const refused = "!ERR"

// readRows returns the rows of a list of the corpus.
func readRows(t testing.TB, file string) (rows [][]string) {
	t.Helper()
	text, err := os.ReadFile(corpus.Path(t, "demangle/"+file))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") {
			rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
		}
	}
	return rows
}

// A list is a list of the corpus with the options that give its texts.
type list struct {
	file   string
	column int
	opts   Options
	floor  float64 // percent of the names
}

// TestCorpus demangles every list without saying of which language it is. The
// tests of the packages below look at the rows; here it is about the share
// that comes through detection.
func TestCorpus(t *testing.T) {
	for _, l := range []list{
		{"llvm21-itanium.tsv", colText, Options{}, 99.95},
		{"real-cxx.tsv", colText, Options{}, 99.95},
		{"llvm21-rust.tsv", colText, Options{}, 99.5},
		{"real-rust-v0.tsv", colText, Options{}, 99.9},
		{"real-rust-v0.tsv", colSymbolic, short, 99.5},
		{"bin-rust-legacy.tsv", colText, Options{}, 99.5},
		{"bin-rust-legacy.tsv", colSymbolic, short, 99.5},
		{"rustc-demangle.tsv", colSymbolic, Options{Language: debuginfo.LanguageRust, Form: Short}, 99},
		{"llvm21-ms.tsv", colText, Options{}, 99},
		{"llvm21-ms.tsv", colSymbolic, short, 97},
		{"llvm21-ms-invalid.tsv", colText, Options{}, 100},
		{"real-msvc.tsv", colText, Options{}, 99.5},
		{"real-msvc.tsv", colSymbolic, short, 99},
		{"real-msvc.tsv", colSymbolicName, only, 99},
		{"pdb-msvc.tsv", colText, Options{}, 99.5},
		{"llvm21-d.tsv", colText, Options{}, 99},
		{"real-d.tsv", colText, Options{}, 99},
	} {
		t.Run(l.file, func(t *testing.T) { l.check(t) })
	}
}

// check compares the texts of a list.
func (l list) check(t *testing.T) {
	right, all := 0, 0
	for _, row := range readRows(t, l.file) {
		want := row[l.column]
		if l.column != colText && (want == refused || want == row[colName]) {
			continue // the original refuses more than need be
		}
		all++
		got, ok := Demangle(row[colName], l.opts)
		if !ok {
			got = refused
		}
		if got == want || want == row[colName] && !ok {
			right++
		}
	}
	share := 100 * float64(right) / float64(all)
	t.Logf("%s, column %d: %d of %d names (%.3f %%)", l.file, l.column, right, all, share)
	if share < l.floor {
		t.Errorf("%.3f %% of the names agree, below %.3f %%", share, l.floor)
	}
}
