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

// agree demangles names and checks that all are answered as expected; no list
// has exceptions.
func agree(t *testing.T, names, wants []string, opts Options) {
	t.Helper()
	right := 0
	for i, name := range names {
		got, err := Demangle(name, opts)
		if err != nil {
			got = "!ERR"
		}
		if got == wants[i] {
			right++
		} else {
			t.Errorf("%s\n got %s (%v)\nwant %s", name, got, err, wants[i])
		}
	}
	t.Logf("%d of %d names", right, len(names))
}

func TestCorpus(t *testing.T) {
	for _, file := range []string{"llvm21-d.tsv", "real-d.tsv"} {
		t.Run(file, func(t *testing.T) {
			names, wants := rows(t, file)
			agree(t, names, wants, Options{})
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
	agree(t, names, wants, Options{Style: StyleGNU})
}
