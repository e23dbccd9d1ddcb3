package rust

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

// A row is a line of a list of names: what is expected of one name.
type row struct {
	name, want, note, symbolic string
}

// rows reads a list of the corpus.
func rows(t testing.TB, file string) []row {
	t.Helper()
	f, err := os.Open(corpus.Path(t, "demangle/"+file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []row
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		columns := strings.Split(lines.Text()+"\t\t\t", "\t")
		if strings.HasPrefix(columns[0], "#") || columns[0] == "" {
			continue
		}
		list = append(list, row{columns[0], columns[1], columns[2], columns[3]})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

const refused = "!ERR"

// agree counts the rows that Demangle answers as expected. It reports the
// others unless they are listed exceptions.
func agree(t *testing.T, file string, list []row, options func(row) Options, floor float64) {
	t.Helper()
	exceptions := readExceptions(t, file)
	right := 0
	for _, r := range list {
		got, err := Demangle(r.name, options(r))
		if err != nil {
			got = refused
		}
		if got == r.want {
			right++
			continue
		}
		if !exceptions[r.name] {
			t.Errorf("%s\n got %s\nwant %s", r.name, got, r.want)
		}
	}
	share := 100 * float64(right) / float64(len(list))
	t.Logf("%s: %d of %d names (%.2f %%)", file, right, len(list), share)
	if share < floor {
		t.Errorf("%s: %.2f %% of the names agree, below %.2f %%", file, share, floor)
	}
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

func zero(row) Options { return Options{} }

// stackTrace returns the options for the text that Rust's backtraces print.
func stackTrace(row) Options { return Options{Style: StyleRustc, Hashes: HideHashes} }

func TestRealV0(t *testing.T) {
	list := rows(t, "real-rust-v0.tsv")
	agree(t, "real-rust-v0.tsv", list, zero, 99.9)
	for i, r := range list {
		list[i].want = r.symbolic
	}
	agree(t, "real-rust-v0.tsv", list, stackTrace, 99.9)
}

func TestLLVM(t *testing.T) {
	agree(t, "llvm21-rust.tsv", rows(t, "llvm21-rust.tsv"), zero, 99.5)
}

func TestRealLegacy(t *testing.T) {
	list := rows(t, "bin-rust-legacy.tsv")
	agree(t, "bin-rust-legacy.tsv", list, zero, 99.5)
	for i, r := range list {
		list[i].want = r.symbolic
		if r.symbolic == r.name {
			list[i].want = refused
		}
	}
	agree(t, "bin-rust-legacy.tsv", list, stackTrace, 99.5)
}

func TestRustc(t *testing.T) {
	agree(t, "rustc-demangle.tsv", rows(t, "rustc-demangle.tsv"), func(r row) Options {
		if strings.Contains(r.note, "{} form") {
			return Options{Style: StyleRustc}
		}
		return stackTrace(r)
	}, 99.5)
}

// TestNamesOfAllLanguages checks names of all languages: those that are Rust's are
// demangled, and those of other languages refused, but for C++, whose plain
// nested names cannot be told from Rust's.
func TestNamesOfAllLanguages(t *testing.T) {
	var list []row
	for _, r := range rows(t, "detection.tsv") {
		switch r.want {
		case "Rust":
			list = append(list, row{name: r.name, want: r.note})
		case "Cpp":
		default:
			list = append(list, row{name: r.name, want: refused})
		}
	}
	agree(t, "detection.tsv", list, stackTrace, 100)
}

func TestRustcAgainstFuzzFinds(t *testing.T) {
	var list []row
	for _, r := range rows(t, "rust-v0-real.tsv") {
		if strings.HasPrefix(r.want, "!SIZE") {
			// The text is not in the list; the name must only keep its budgets.
			got, _ := Demangle(r.name, Options{Style: StyleRustc, MaxLength: 4096})
			if len(got) > 4096 {
				t.Errorf("%s gives %d bytes", r.name, len(got))
			}
			continue
		}
		list = append(list, r)
	}
	agree(t, "rust-v0-real.tsv", list, stackTrace, 99.5)
}
