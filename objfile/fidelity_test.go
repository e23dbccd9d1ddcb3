package objfile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
	"github.com/gosymbolic/symbolic/internal/fidelity"
)

func TestELFFidelity(t *testing.T) {
	root := corpus.Path(t, "elf")
	var files []string
	filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if strings.HasSuffix(path, ".addr.tsv.gz") {
			files = append(files, strings.TrimSuffix(path, ".addr.tsv.gz"))
		}
		return err
	})
	for _, path := range files {
		rel, _ := filepath.Rel(root, path)
		t.Run(rel, func(t *testing.T) {
			f, err := Open(path, &Options{Locator: Dirs{filepath.Dir(path), root, filepath.Join(filepath.Dir(path), "..", "..", "..")}})
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
			symbols, err := o.Symbols()
			if err != nil {
				t.Error(err)
			}
			a := fidelity.NewAnswerer(t, session, symbols)
			for _, err := range a.Errors {
				t.Error(err)
			}
			score := fidelity.Compare(fidelity.Read(t, path+".addr.tsv.gz"), a.Frames)
			t.Logf("%.2f%% of %d", score.Percent(), score.Total)
			if score.Percent() < 99.5 {
				t.Errorf("%s: %.2f%% %v %v", rel, score.Percent(), score.Differences, score.Examples)
			}
		})
	}
}
