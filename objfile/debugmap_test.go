package objfile

import (
	"path/filepath"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
	"github.com/gosymbolic/symbolic/internal/fidelity"
)

// TestDebugMap reads functions from the object files that an executable was
// linked from. The reference are the answers for the same program with a dSYM.
func TestDebugMap(t *testing.T) {
	for _, name := range []string{"abstract-linkage-names", "simple-example"} {
		t.Run(name, func(t *testing.T) {
			root := corpus.Path(t, "macho/samply/"+name)
			dir := filepath.Join(root, "mac-oso")
			f, err := Open(filepath.Join(dir, "main"), &Options{Locator: Dirs{dir}})
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			o, err := f.Object()
			if err != nil {
				t.Fatal(err)
			}
			if o.(*machoObject).companions.locator == nil {
				t.Fatal("no locator")
			}
			compareObject(t, o, fidelity.Read(t, filepath.Join(root, "mac-dsym/main"+answersLLVM)))
		})
	}
}
