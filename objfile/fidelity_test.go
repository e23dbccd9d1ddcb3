package objfile

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
	"github.com/gosymbolic/symbolic/internal/fidelity"
)

// floor is the share of the sampled addresses, in percent, that must agree
// with the reference.
const floor = 99.5

// Suffixes of the tables of reference answers.
const (
	answersLLVM      = ".addr.tsv.gz"
	answersAddr2line = ".addr2line.tsv.gz"
)

func TestELFFidelity(t *testing.T) {
	root := corpus.Path(t, "elf")
	exceptions := readExceptions(t, "testdata/elf-exceptions.tsv")
	for _, path := range corpusFiles(t, root) {
		rel, _ := filepath.Rel(root, path)
		rel = filepath.ToSlash(rel)
		t.Run(rel, func(t *testing.T) {
			dir := filepath.Dir(path)
			f, err := Open(path, &Options{Locator: Dirs{dir, filepath.Join(dir, "dwo"), filepath.Join(dir, ".."), filepath.Join(dir, "..", "..")}})
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			o, err := f.Object()
			if err != nil {
				t.Fatal(err)
			}
			session, err := o.Session()
			if err != nil {
				t.Fatal(err)
			}
			symbols, symbolsErr := o.Symbols()
			a := fidelity.NewAnswerer(t, session, symbols)
			var tables [][]fidelity.Sample
			for _, suffix := range []string{answersLLVM, answersAddr2line} {
				if _, err := os.Stat(path + suffix); err == nil {
					tables = append(tables, codeSamples(o, fidelity.Read(t, path+suffix)))
				}
			}
			if strings.Contains(rel, "dwz") || strings.Contains(rel, "ls-linux") {
				// The references do not look for names in supplementary files.
				forgetUnknown(tables)
			}
			score := fidelity.Compare(a.Frames, tables...)
			reason, excepted := exceptions[rel]
			delete(exceptions, rel)
			errs := a.Errors
			if symbolsErr != nil {
				errs = append(errs, symbolsErr)
			}
			switch good := score.Percent() >= floor && len(errs) == 0; {
			case good && excepted:
				t.Errorf("%.2f%% agree without an error: no longer an exception", score.Percent())
			case !good && !excepted:
				t.Errorf("%.2f%% of %d agree: %v%v%v", score.Percent(), score.Total, score.Differences, score.Examples, errs)
			case excepted:
				t.Logf("%.2f%% of %d agree: %s", score.Percent(), score.Total, reason)
			}
		})
	}
	for rel := range exceptions {
		t.Errorf("exception %s names no file", rel)
	}
}

// forgetUnknown lets frames of which a reference knows only the line have any
// function.
func forgetUnknown(tables [][]fidelity.Sample) {
	for _, table := range tables {
		for _, sample := range table {
			for i := range sample.Frames {
				if f := &sample.Frames[i]; f.Function == "??" && f.Line > 0 {
					f.Function = fidelity.AnyFunction
				}
			}
		}
	}
}

// codeSamples returns the samples within o's code: what tools say of other
// addresses is about variables.
func codeSamples(o Object, samples []fidelity.Sample) []fidelity.Sample {
	code := o.CodeRanges()
	return slices.DeleteFunc(samples, func(s fidelity.Sample) bool {
		return !slices.ContainsFunc(code, func(r debuginfo.Range) bool { return r.Contains(s.Addr) })
	})
}

// corpusFiles returns the files below root that have reference answers.
func corpusFiles(t *testing.T, root string) []string {
	var files []string
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		for _, suffix := range []string{answersLLVM, answersAddr2line} {
			if name, ok := strings.CutSuffix(path, suffix); ok && !slices.Contains(files, name) {
				files = append(files, name)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	return files
}

// readExceptions reads a table of files that differ from their reference for a
// reason.
func readExceptions(t *testing.T, name string) map[string]string {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := make(map[string]string)
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if path, reason, ok := strings.Cut(sc.Text(), "\t"); ok && !strings.HasPrefix(path, "#") {
			out[path] = reason
		}
	}
	return out
}
