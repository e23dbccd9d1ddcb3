package proguard

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

// oracleAnswer is what an answer looks like in the reference tables: frames
// joined by " | ", sorted where there are several methods to choose from, for
// each tool has an order of its own.
//
// ProGuard takes no source files from the mapping and prints no line of zero
// where none was asked for; the Rust library prints every line.
func oracleAnswer(r *Result, tool string, line uint32) string {
	var frames []string
	for _, alt := range r.Alternatives {
		for _, f := range alt {
			if tool == "retrace" {
				f.File = inferFile(f.Class, "java", "java")
			}
			source := fmt.Sprintf("%s:%d", f.File, f.Line)
			if tool == "retrace" && line == 0 {
				source = f.File
			}
			frames = append(frames, fmt.Sprintf("at %s.%s(%s)", f.Class, f.Method, source))
		}
	}
	if r.IsAmbiguous() {
		slices.Sort(frames)
	}
	return strings.Join(frames, " | ")
}

// oracleWant brings a row of a reference table into the form of oracleAnswer.
// ProGuard names the class of an alternative only once.
func oracleWant(answer string, ambiguous bool) string {
	frames := strings.Split(answer, " | ")
	first, _, _ := strings.Cut(frames[0], "(")
	class := first[:strings.LastIndex(first, ".")+1]
	for i, f := range frames {
		if f != "" && !strings.HasPrefix(f, "at ") {
			frames[i] = class + f
		}
	}
	if ambiguous {
		slices.Sort(frames)
	}
	return strings.Join(frames, " | ")
}

// oracleDifferences reads testdata/oracle-differences.tsv: rows of the
// reference tables that the library answers otherwise, with the reason.
func oracleDifferences(t *testing.T) map[string]string {
	f, err := os.Open("testdata/oracle-differences.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list := make(map[string]string)
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if line := sc.Text(); line != "" && line[0] != '#' {
			i := strings.LastIndexByte(line, '\t')
			list[line[:i]] = line[i+1:]
		}
	}
	return list
}

// TestOracles compares with the answers of ProGuard's retrace and of the Rust
// library for every mapping of the corpus.
func TestOracles(t *testing.T) {
	known := oracleDifferences(t)
	seen := make(map[string]bool)
	rows, same := 0, 0
	for _, file := range corpusMappings(t) {
		m, err := Open(file, nil)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(filepath.Dir(file)) + "/" + filepath.Base(file)
		for _, tool := range []string{"retrace", "symbolic"} {
			for _, row := range corpus.Rows(t, file+"."+tool+".tsv.gz") {
				line, _ := strconv.ParseUint(row[2], 10, 32) // "-" is no line
				r, err := m.Frame(nil, Frame{Class: row[0], Method: row[1], Line: uint32(line)})
				if err != nil {
					t.Fatal(err)
				}
				rows++
				want := oracleWant(strings.Join(row[3:], ""), r.IsAmbiguous())
				got := oracleAnswer(&r, tool, uint32(line))
				key := strings.Join([]string{tool, name, row[0], row[1], row[2]}, "\t")
				seen[key] = true
				switch {
				case got == want && known[key] == "":
					same++
				case got == want:
					t.Errorf("%s is listed as a difference but is none", key)
				case known[key] == "":
					t.Errorf("%s:\ngot  %s\nwant %s", key, got, want)
				}
			}
		}
	}
	for key := range known {
		if !seen[key] {
			t.Errorf("%s is listed as a difference but not in the corpus", key)
		}
	}
	if share := float64(same) / float64(rows); share < 0.97 {
		t.Errorf("%d of %d answers agree, %.1f %%", same, rows, 100*share)
	}
	t.Logf("%d of %d answers agree, the others are listed with a reason", same, rows)
}
