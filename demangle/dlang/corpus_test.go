package dlang

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

// rows reads a list of the corpus: names and their expected texts.
func rows(t testing.TB, file string) (names, wants []string) {
	t.Helper()
	f, err := os.Open(corpus.Path(t, "demangle/"+file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		columns := strings.Split(lines.Text()+"\t", "\t")
		if columns[0] != "" && !strings.HasPrefix(columns[0], "#") {
			names = append(names, columns[0])
			wants = append(wants, columns[1])
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return names, wants
}

// agree demangles names and checks that the texts are the expected ones. The
// lists have no exceptions; floor is the share of names, in percent, below
// which the test fails for a reference whose versions differ.
func agree(t *testing.T, names, wants []string, opts Options, floor float64) {
	t.Helper()
	right := 0
	for i, name := range names {
		got, err := Demangle(name, opts)
		if err != nil {
			got = "!ERR"
		}
		switch {
		case got == wants[i]:
			right++
		case floor == 100:
			t.Errorf("%s\n got %s (%v)\nwant %s", name, got, err, wants[i])
		default:
			t.Logf("%s\n got %s (%v)\nwant %s", name, got, err, wants[i])
		}
	}
	share := 100 * float64(right) / float64(len(names))
	t.Logf("%d of %d names (%.2f %%)", right, len(names), share)
	if share < floor {
		t.Errorf("%.2f %% of the names agree, below %.2f %%", share, floor)
	}
}

func TestCorpus(t *testing.T) {
	for _, file := range []string{"llvm21-d.tsv", "real-d.tsv"} {
		t.Run(file, func(t *testing.T) {
			names, wants := rows(t, file)
			agree(t, names, wants, Options{}, 100)
		})
	}
}

// TestGNU compares the whole declarations with those of c++filt, where that is
// installed.
func TestGNU(t *testing.T) {
	filter, err := exec.LookPath("c++filt")
	if err != nil {
		t.Skip("c++filt of the GNU binutils is not installed")
	}
	names, _ := rows(t, "real-d.tsv")
	run := exec.Command(filter, "-s", "dlang")
	run.Stdin = strings.NewReader(strings.Join(names, "\n") + "\n")
	out, err := run.Output()
	if err != nil {
		t.Skipf("c++filt knows no D: %v", err)
	}
	wants := strings.Split(strings.TrimSuffix(string(bytes.ReplaceAll(out, []byte("\r"), nil)), "\n"), "\n")
	if len(wants) != len(names) {
		t.Fatalf("c++filt answered %d of %d names", len(wants), len(names))
	}
	for i, want := range wants {
		if want == names[i] {
			wants[i] = "!ERR"
		}
	}
	agree(t, names, wants, Options{Style: StyleGNU}, 99)
}
