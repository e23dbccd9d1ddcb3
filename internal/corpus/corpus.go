// Package corpus finds the corpus of real files and reference answers that
// lies beside the project, for tests.
package corpus

import (
	"bufio"
	"compress/gzip"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// Path returns the path of a file or folder of the corpus, given with forward
// slashes. It skips the test when the corpus is absent, or when tests run in
// short mode.
func Path(t testing.TB, name string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("corpus tests are left out in short mode")
	}
	root := root()
	if _, err := os.Stat(root); err != nil {
		t.Skip("the corpus is not beside the project (../shared/corpus); set SYMBOLIC_CORPUS to its folder")
	}
	return filepath.Join(root, filepath.FromSlash(name))
}

// root returns the corpus folder: $SYMBOLIC_CORPUS, or shared/corpus beside
// the module.
func root() string {
	if dir := os.Getenv("SYMBOLIC_CORPUS"); dir != "" {
		return dir
	}
	_, here, _, _ := runtime.Caller(0)
	module := filepath.Dir(filepath.Dir(filepath.Dir(here)))
	return filepath.Join(filepath.Dir(module), "shared", "corpus")
}

// Rows reads a gzip-compressed table of tab-separated columns, the form of the
// corpus's reference answers. Lines that begin with '#' are left out.
func Rows(t testing.TB, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zr, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	sc := bufio.NewScanner(zr)
	sc.Buffer(nil, 64<<20)
	for sc.Scan() {
		if line := sc.Text(); line != "" && !strings.HasPrefix(line, "#") {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}
