package proguard

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

// TestR8Cases retraces the cases of R8's own tests, plain and verbose.
func TestR8Cases(t *testing.T) {
	dirs, err := filepath.Glob(filepath.Join(corpus.Path(t, "proguard/r8-cases"), "*"))
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			read := func(name string) string {
				data, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				return string(data)
			}
			mapping := read("mapping.txt")
			if !strings.Contains(mapping, "->") && strings.TrimSpace(mapping) != "" {
				t.Skip("the case has the hash of its mapping only, which lies in a store of R8's own")
			}
			m, err := Parse([]byte(mapping), nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range []struct {
				name    string
				verbose bool
			}{{"retraced.txt", false}, {"retraced-verbose.txt", true}} {
				got, err := m.RetraceText(read("obfuscated.txt"), &TraceOptions{Verbose: c.verbose})
				if err != nil {
					t.Fatal(err)
				}
				if want := read(c.name); got != want {
					t.Errorf("%s:\ngot\n%s\nwant\n%s", c.name, got, want)
				}
				if again, err := m.RetraceText(got, &TraceOptions{Verbose: c.verbose}); err != nil || again != got {
					t.Errorf("%s: retraced twice it becomes\n%s", c.name, again)
				}
			}
		})
	}
}
