package msvc

import (
	"os"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

// corpusRow is a row of a list of names: the name, LLVM's text, a note, and
// the two short texts of the original.
type corpusRow struct{ name, full, note, complete, nameOnly string }

// refused marks a name that must be refused, or that the other tool refuses.
const refused = "!ERR"

func corpusRows(t testing.TB, file string) []corpusRow {
	t.Helper()
	data, err := os.ReadFile(corpus.Path(t, "demangle/"+file))
	if err != nil {
		t.Fatal(err)
	}
	unescape := strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\r`, "\r", `\\`, `\`)
	_ = unescape
	var rows []corpusRow
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cols := strings.Split(line, "\t")
		for len(cols) < 5 {
			cols = append(cols, "")
		}
		rows = append(rows, corpusRow{cols[0], cols[1], cols[2], cols[3], cols[4]})
	}
	return rows
}

func TestDiff(t *testing.T) {
	for _, file := range []string{"llvm21-ms.tsv", "llvm21-ms-invalid.tsv", "real-msvc.tsv", "pdb-msvc.tsv", "msvc-demangler-rust.tsv"} {
		var n, ok [3]int
		for _, r := range corpusRows(t, file) {
			check := func(i int, want string, opts Options) {
				if want == "" || i > 0 && (want == refused || want == r.name && !strings.HasPrefix(want, "??@")) {
					return
				}
				n[i]++
				got, err := Demangle(r.name, opts)
				if err != nil {
					got = refused
				}
				if got == want {
					ok[i]++
				} else {
					t.Logf("%s %d\n in  %.300s\n got %.400s\nwant %.400s %v", file, i, r.name, got, want, err)
				}
			}
			if file != "msvc-demangler-rust.tsv" {
				check(0, r.full, Options{})
			}
			check(1, r.complete, Options{Short: true})
			check(2, r.nameOnly, Options{Short: true, NameOnly: true})
		}
		t.Log(file, ok, n)
	}
}
