package proguard

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

func TestOracleDraft(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(corpus.Path(t, "proguard"), "*", "mapping*.txt"))
	for _, file := range files {
		data, _ := os.ReadFile(file)
		m, _ := Parse(data, &Options{Report: func(err error) { t.Log(file, err) }})
		for _, kind := range []string{"retrace", "symbolic"} {
			rows := corpus.Rows(t, file+"."+kind+".tsv.gz")
			diff := 0
			for _, row := range rows {
				line, _ := strconv.Atoi(row[2])
				r, err := m.Frame(nil, Frame{Class: row[0], Method: row[1], Line: uint32(line), File: "SourceFile"})
				if err != nil {
					t.Fatal(err)
				}
				want := ""
				if len(row) > 3 {
					want = row[3]
				}
				var got []string
				for _, alt := range r.Alternatives {
					for _, f := range alt {
						if kind == "retrace" {
							f.File = inferFile(f.Class, "java", "java")
						}
						s := fmt.Sprintf("at %s.%s(%s:%d)", f.Class, f.Method, f.File, f.Line)
						if kind == "retrace" && line == 0 {
							s = fmt.Sprintf("at %s.%s(%s)", f.Class, f.Method, f.File)
						}
						got = append(got, s)
					}
				}
				if g := strings.Join(got, " | "); g != want {
					diff++
					if diff < 12 {
						t.Logf("%s %s\n  in   %v\n  got  %s\n  want %s", filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file), kind, row[:3], g, want)
					}
				}
			}
			t.Logf("%s %s: %d of %d differ", filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file), kind, diff, len(rows))
		}
	}
}
