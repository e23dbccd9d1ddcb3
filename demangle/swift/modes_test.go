package swift

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

// TestOriginalOptions runs the rows whose note says under which options the
// original gave the text.
func TestOriginalOptions(t *testing.T) {
	f, err := os.Open(corpus.Path(t, "demangle/symbolic-tests.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		cols := strings.Split(sc.Text(), "\t")
		if len(cols) < 3 || !strings.Contains(cols[2], "lang=Swift") {
			continue
		}
		opts := Options{NoSugar: true}
		if _, set, _ := strings.Cut(cols[2], "opts="); !strings.HasPrefix(set, "DemangleOptions::complete()") || strings.Contains(set, "false") {
			opts = Options{Simplified: true, Parameters: ParametersNone}
			if strings.Contains(set, "parameters(true)") {
				opts.Parameters = ParametersTypes
			}
			if strings.Contains(set, "return_type(true)") {
				opts.ReturnType = ReturnTypeShow
			}
		}
		n++
		want := cols[1]
		if want == "!SAME" || want == "!ERR" || want == cols[0] {
			want = ""
		}
		if got, err := Demangle(cols[0], opts); got != want {
			t.Errorf("%s (%s)\n got %q\nwant %q (%v)", cols[0], cols[2], got, want, err)
		}
	}
	if n == 0 {
		t.Error("no rows")
	}
	t.Log(n, "rows")
}

// TestDetectionCorpus runs the hand-made Swift names through the four sets of
// options of the original. It gives back names that it cannot read, and
// cannot read the manglings before Swift 4; we refuse the first and read the
// second.
func TestDetectionCorpus(t *testing.T) {
	f, err := os.Open(corpus.Path(t, "demangle/detection.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sets := []Options{
		{NoSugar: true},
		{Simplified: true, Parameters: ParametersNone},
		{Simplified: true, Parameters: ParametersTypes},
		{Simplified: true, Parameters: ParametersNone, ReturnType: ReturnTypeShow},
	}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		cols := strings.Split(sc.Text(), "\t")
		if len(cols) < 6 || strings.HasPrefix(cols[0], "#") {
			continue
		}
		if got, want := IsMangled(cols[0]), cols[1] == "Swift"; got != want {
			t.Errorf("IsMangled(%q) = %t", cols[0], got)
		}
		if cols[1] != "Swift" || prefixLen(cols[0]) == 0 {
			continue
		}
		for i, opts := range sets {
			want := cols[2+i]
			if want == cols[0] {
				want = ""
			}
			if got, _ := Demangle(cols[0], opts); got != want {
				t.Errorf("%s, options %d\n got %q\nwant %q", cols[0], i, got, want)
			}
		}
	}
}
