package swift

import (
	"strings"
	"testing"
)

// TestOriginalOptions runs the rows whose note says under which options the
// original gave the text.
func TestOriginalOptions(t *testing.T) {
	n := 0
	for _, cols := range readColumns(t, "symbolic-tests.tsv") {
		if len(cols) < 3 || !strings.Contains(cols[2], "lang=Swift") {
			continue
		}
		_, set, _ := strings.Cut(cols[2], "opts=")
		opts := Options{NoSugar: true}
		if !strings.HasPrefix(set, "DemangleOptions::complete()") || strings.Contains(set, "false") {
			opts = Options{Simplified: true, Parameters: ParametersNone}
			if strings.Contains(set, "parameters(true)") {
				opts.Parameters = ParametersTypes
			}
			if strings.Contains(set, "return_type(true)") {
				opts.ReturnType = ReturnTypeShow
			}
		}
		want := cols[1]
		if want == "!SAME" || want == "!ERR" || want == cols[0] {
			want = ""
		}
		if got, err := Demangle(cols[0], opts); got != want {
			t.Errorf("%s (%s)\n got %q, %v\nwant %q", cols[0], cols[2], got, err, want)
		}
		n++
	}
	if n == 0 {
		t.Error("no rows for Swift")
	}
}

// TestDetectionCorpus runs the hand-made Swift names through the four sets of
// options of the original. It gives back names that it cannot read, and
// cannot read the manglings before Swift 4; we refuse the first and read the
// second.
func TestDetectionCorpus(t *testing.T) {
	sets := []Options{
		{NoSugar: true},
		{Simplified: true, Parameters: ParametersNone},
		{Simplified: true, Parameters: ParametersTypes},
		{Simplified: true, Parameters: ParametersNone, ReturnType: ReturnTypeShow},
	}
	for _, cols := range readColumns(t, "detection.tsv") {
		if len(cols) < 6 {
			continue
		}
		name, language, texts := cols[0], cols[1], cols[2:]
		if got, want := IsMangled(name), language == "Swift"; got != want {
			t.Errorf("IsMangled(%q) = %t", name, got)
		}
		if language != "Swift" || prefixLen(name) == 0 {
			continue
		}
		for i, opts := range sets {
			want := texts[i]
			if want == name {
				want = ""
			}
			if got, err := Demangle(name, opts); got != want {
				t.Errorf("%s, options %d\n got %q, %v\nwant %q", name, i, got, err, want)
			}
		}
	}
}
