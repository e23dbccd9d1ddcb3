package itanium

import (
	"os"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

// refused stands in the lists for names that must not be demangled.
const refused = "!ERR"

// readList returns the names of a list of the corpus and their texts.
func readList(t testing.TB, file string) (rows [][2]string) {
	t.Helper()
	text, err := os.ReadFile(corpus.Path(t, "demangle/"+file))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(columns) >= 2 && !strings.HasPrefix(line, "#") {
			rows = append(rows, [2]string{columns[0], columns[1]})
		}
	}
	return rows
}

// readExceptions returns the names of a list that are known to differ.
func readExceptions(t *testing.T, file string) map[string]bool {
	t.Helper()
	text, err := os.ReadFile("testdata/exceptions.tsv")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(columns) == 3 && columns[0] == file {
			names[columns[1]] = true
		}
	}
	return names
}

func TestCorpus(t *testing.T) {
	for _, list := range []struct {
		file  string
		floor float64 // percent that has to agree, the exceptions among what does not
	}{
		{"llvm21-itanium.tsv", 99.95},
		{"real-cxx.tsv", 99.95},
	} {
		t.Run(list.file, func(t *testing.T) {
			rows := readList(t, list.file)
			exceptions := readExceptions(t, list.file)
			right := 0
			for _, row := range rows {
				got, err := Demangle(row[0], Options{})
				if err != nil {
					got = refused
				}
				switch {
				case got == row[1]:
					right++
				case !exceptions[row[0]]:
					t.Errorf("%s\n got %s\nwant %s", row[0], got, row[1])
				}
			}
			share := 100 * float64(right) / float64(len(rows))
			t.Logf("%d of %d names (%.3f %%)", right, len(rows), share)
			if share < list.floor {
				t.Errorf("%.3f %% of the names agree, below %.3f %%", share, list.floor)
			}
		})
	}
}
