package objfile

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
	"github.com/gosymbolic/symbolic/internal/fidelity"
)

// open opens a file of the corpus and returns its first object.
func openCorpus(t *testing.T, name string, opts *Options) Object {
	t.Helper()
	f, err := Open(corpus.Path(t, name), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	o, err := f.Object()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestWindowsIdentity compares what the corpus's list of objects says of every
// image and database.
func TestWindowsIdentity(t *testing.T) {
	text, err := os.ReadFile(corpus.Path(t, "objects.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(string(text)) {
		name, facts, _ := strings.Cut(strings.TrimSpace(line), "\t")
		want := map[string]string{}
		for _, fact := range strings.Fields(facts) {
			k, v, _ := strings.Cut(fact, "=")
			want[k] = v
		}
		if want["format"] != "pe" && want["format"] != "pdb" {
			continue
		}
		seen++
		t.Run(name, func(t *testing.T) {
			o := openCorpus(t, name, nil)
			features := o.Features()
			got := map[string]string{
				"format": string(o.Format()), "arch": o.Arch().String(), "kind": o.Kind().String(),
				"debug_id": o.DebugID().String(), "debug_id_breakpad": o.DebugID().Breakpad(),
				"code_id": o.CodeID().String(), "load_address": strconv.FormatUint(o.ImageBase(), 16),
				"debug_info": strconv.FormatBool(features.DebugInfo), "unwind_info": strconv.FormatBool(features.Unwind),
				"symbols": strconv.FormatBool(features.Symbols), "sources": strconv.FormatBool(features.Sources),
			}
			for k, v := range got {
				if k == "code_id" && v == "" {
					v = "-"
				}
				// symbolic knows no COFF symbols.
				if v != want[k] && !(k == "symbols" && v == "true" && want["format"] == "pe") {
					t.Errorf("%s = %s, want %s", k, v, want[k])
				}
			}
			if d := o.Damage(); len(d) > 0 {
				t.Errorf("damage: %v", d)
			}
		})
	}
	if seen < 30 {
		t.Errorf("%d images and databases in the list", seen)
	}
}

// windowsFloors are the images whose answers differ from llvm-symbolizer's on
// more than 1 % of the addresses, with how many percent must be equal.
var windowsFloors = map[string]float64{
	// llvm names code after the local labels .l_startw and .l_end within it.
	"object-testfiles/base-gnu.exe": 98.5,
	"symbolic/hello-dwarf.exe":      98.3,
	// llvm ends a symbol at an export without a name, and takes exports of
	// other images for places in this one.
	"object-testfiles/export.dll": 55,
}

// TestWindowsDWARF compares images with DWARF with llvm-symbolizer.
func TestWindowsDWARF(t *testing.T) {
	paths, _ := filepath.Glob(filepath.Join(corpus.Path(t, "pe"), "*", "*.addr.tsv.gz"))
	for _, path := range paths {
		path = strings.TrimSuffix(path, ".addr.tsv.gz")
		rel, _ := filepath.Rel(filepath.Dir(filepath.Dir(path)), path)
		t.Run(rel, func(t *testing.T) {
			o := openCorpus(t, "pe/"+filepath.ToSlash(rel), nil)
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
			score := fidelity.Compare(a.Frames, codeSamples(o, fidelity.Read(t, path+".addr.tsv.gz")))
			t.Logf("%.2f%% of %d %v %v", score.Percent(), score.Total, score.Differences, score.Examples)
			floor, ok := windowsFloors[filepath.ToSlash(rel)]
			if !ok {
				floor = 99
			}
			if score.Percent() < floor {
				t.Errorf("%.2f%%", score.Percent())
			}
		})
	}
}

// TestLocatorFindsDatabase opens images whose database lies beside them.
func TestLocatorFindsDatabase(t *testing.T) {
	for _, pair := range [][2]string{
		{"lz4-msvc-aarch64/lz4.dll", "lz4-msvc-aarch64/lz4.pdb"},
		{"tinyxml2-pdb-i686/tinyxml2.exe", "tinyxml2-pdb-i686/tinyxml2.pdb"},
		{"node-pty-x64/conpty_console_list.node", "node-pty-x64/conpty_console_list.pdb"},
	} {
		t.Run(pair[0], func(t *testing.T) {
			dir := filepath.Dir(corpus.Path(t, "pdb/"+pair[0]))
			want := countFunctions(t, openCorpus(t, "pdb/"+pair[1], nil))
			if got := countFunctions(t, openCorpus(t, "pdb/"+pair[0], &Options{Locator: Dirs{dir}})); got != want || got == 0 {
				t.Errorf("%d functions beside the image, %d in the database", got, want)
			}
			if got := countFunctions(t, openCorpus(t, "pdb/"+pair[0], nil)); got != 0 {
				t.Errorf("%d functions without a Locator", got)
			}
		})
	}
}

func countFunctions(t *testing.T, o Object) int {
	t.Helper()
	s, err := o.Session()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for f, err := range s.Functions() {
		if err != nil {
			t.Error(err)
			continue
		}
		if err := f.Check(); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		n++
	}
	return n
}

// TestObjectFiles reads the functions of COFF object files, with DWARF and
// with CodeView.
func TestObjectFiles(t *testing.T) {
	for name, want := range map[string]int{
		"pdb/bzip2-pdb-x64/blocksort.o":       4,
		"pdb/lz4-msvc-x86_64/lz4hc.obj":       39,
		"pdb/lz4-msvc-aarch64/lz4hc.obj":      39,
		"pe/bzip2-dwarf-x64/blocksort.o":      8,
		"pe/object-testfiles/base-bigobj.obj": 0, // no debug information
		"pe/object-testfiles/base-bigobj.o":   0,
		"pe/object-testfiles/comdat.obj":      0,
	} {
		t.Run(name, func(t *testing.T) {
			o := openCorpus(t, name, nil)
			if got := countFunctions(t, o); got != want {
				t.Errorf("%d functions, want %d", got, want)
			}
		})
	}
}
