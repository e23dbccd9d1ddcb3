package objfile

import (
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
	"github.com/gosymbolic/symbolic/internal/fidelity"
)

// sliceAnswers is the end of the name of answers for one slice of a universal
// file.
var sliceAnswers = regexp.MustCompile(`^(.*)\.(x86_64|i386|arm64)$`)

func TestMachOFidelity(t *testing.T) {
	root := corpus.Path(t, "macho")
	filepath.WalkDir(root, func(path string, _ fs.DirEntry, _ error) error {
		if !strings.HasSuffix(path, ".addr.tsv.gz") {
			return nil
		}
		rel, _ := filepath.Rel(root, path)
		t.Run(strings.TrimSuffix(filepath.ToSlash(rel), ".addr.tsv.gz"), func(t *testing.T) {
			name := strings.TrimSuffix(path, ".addr.tsv.gz")
			arch := debuginfo.ArchUnknown
			if m := sliceAnswers.FindStringSubmatch(name); m != nil {
				name = m[1]
				arch, _ = debuginfo.ParseArch(m[2])
			}
			opts := &Options{Locator: Dirs{filepath.Dir(path)}}
			if strings.Contains(path, "mac-oso") {
				opts = nil // the reference does not follow the debug map
			}
			f, err := Open(name, opts)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			samples := fidelity.Read(t, path)
			for o, err := range f.Objects() {
				if err != nil {
					t.Fatal(err)
				}
				if arch != debuginfo.ArchUnknown && o.Arch() != arch {
					continue
				}
				compareObject(t, o, samples)
			}
		})
		return nil
	})
}

func compareObject(t *testing.T, o Object, samples []fidelity.Sample) {
	t.Helper()
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
	score := fidelity.Compare(a.Frames, samples)
	t.Logf("%.2f%% of %d", score.Percent(), score.Total)
	if score.Percent() < 99.5 {
		t.Errorf("%.2f%% %v %v", score.Percent(), score.Differences, score.Examples)
	}
}
