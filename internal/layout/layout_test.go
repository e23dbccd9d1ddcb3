// Package layout tests the rules that hold for the whole module: which package
// may import which, what every package must have, and what none may do.
package layout

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/gosymbolic/symbolic"

// layers maps packages to their layer. A package may import only packages of
// lower layers; those below a named one, such as demangle/msvc below demangle,
// may be imported by it.
var layers = map[string]int{
	"debugid":            0,
	"internal/bounded":   0,
	"internal/textbuf":   0,
	"debuginfo":          1,
	"internal/cursor":    2,
	"internal/source":    2,
	"internal/unpack":    2,
	"internal/xz":        2,
	"internal/ar":        2,
	"internal/cachefile": 2,
	"internal/jsscope":   2,
	"internal/dwarf":     3,
	"internal/codeview":  3,
	"internal/gopcln":    3,
	"elf":                4,
	"macho":              4,
	"pe":                 4,
	"pdb":                4,
	"breakpad":           4,
	"sourcemap":          4,
	"proguard":           4,
	"demangle":           4,
	"demangle/itanium":   4,
	"demangle/rust":      4,
	"demangle/dlang":     4,
	"demangle/msvc":      4,
	"demangle/swift":     4,
	"objfile":            5,
	"symcache":           6,
	"internal/corpus":    testOnly,
	"internal/fidelity":  testOnly,
	"internal/layout":    testOnly,
	"internal/testfile":  testOnly,
	"internal/hostile":   testOnly,
}

// testOnly is the layer of packages that only tests import.
const testOnly = 99

// sameLayer lists imports within a layer.
var sameLayer = map[string][]string{
	"internal/unpack":    {"internal/xz", "internal/cursor"},
	"internal/xz":        {"internal/cursor"},
	"internal/ar":        {"internal/cursor", "internal/source"},
	"internal/cachefile": {"internal/source", "internal/cursor"},
	"internal/jsscope":   {"internal/cursor"},
}

// alone are packages that use no layer above this one, so that they can be
// taken out.
var alone = map[string]int{"sourcemap": 2, "proguard": 2, "demangle": 2}

// openers are the packages that may open files; see docs/architecture.md.
var openers = map[string]bool{"internal/source": true}

// A source is a parsed file of a package that is not a test.
type goFile struct {
	pkg, name string
	ast       *ast.File
	lines     int
}

func goFiles(t *testing.T) []goFile {
	t.Helper()
	root := filepath.Join("..", "..")
	var out []goFile
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && path != root) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, text, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		out = append(out, goFile{
			pkg:   filepath.ToSlash(filepath.Dir(rel)),
			name:  filepath.ToSlash(rel),
			ast:   f,
			lines: strings.Count(string(text), "\n"),
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func imports(f goFile) []string {
	var out []string
	for _, spec := range f.ast.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		out = append(out, path)
	}
	return out
}

func TestLayers(t *testing.T) {
	for _, f := range goFiles(t) {
		if strings.HasPrefix(f.pkg, "examples/") {
			continue
		}
		layer, ok := layers[f.pkg]
		if !ok {
			t.Errorf("%s: package has no layer; add it to the table", f.name)
			continue
		}
		for _, path := range imports(f) {
			target, ok := strings.CutPrefix(path, module+"/")
			if !ok || layer == testOnly {
				continue
			}
			if layers[target] >= layer && !strings.HasPrefix(target, f.pkg+"/") && !contains(sameLayer[f.pkg], target) {
				t.Errorf("%s: layer %d imports %s of layer %d", f.name, layer, target, layers[target])
			}
			top, _, _ := strings.Cut(f.pkg, "/")
			if most, ok := alone[top]; ok && layers[target] > most && !strings.HasPrefix(target, top+"/") {
				t.Errorf("%s: imports %s, but %s stands alone", f.name, target, top)
			}
		}
	}
}

func contains(list []string, s string) bool {
	for _, e := range list {
		if e == s {
			return true
		}
	}
	return false
}

// TestNoSideEffects checks that parsers open no files, talk to nobody, print
// nothing and hide no panics.
func TestNoSideEffects(t *testing.T) {
	for _, f := range goFiles(t) {
		if layers[f.pkg] == testOnly || strings.HasPrefix(f.pkg, "examples/") {
			continue
		}
		for _, path := range imports(f) {
			switch {
			case path == "unsafe" && f.name != "internal/cursor/text.go",
				path == "os" && !openers[f.pkg] && f.pkg != "objfile",
				path == "net" || strings.HasPrefix(path, "net/") && path != "net/url",
				path == "log" || strings.HasPrefix(path, "log/"), path == "reflect", path == "C":
				t.Errorf("%s: imports %s", f.name, path)
			}
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if id, ok := call.Fun.(*ast.Ident); ok && (id.Name == "panic" || id.Name == "recover") {
				t.Errorf("%s: calls %s", f.name, id.Name)
			}
			return true
		})
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name == "init" && fn.Recv == nil {
				t.Errorf("%s: has an init function", f.name)
			}
		}
	}
}

// TestShape checks what every package must have.
func TestShape(t *testing.T) {
	documented := make(map[string]bool)
	packages := make(map[string]bool)
	for _, f := range goFiles(t) {
		packages[f.pkg] = true
		documented[f.pkg] = documented[f.pkg] || f.ast.Doc != nil
		if f.lines > 700 {
			t.Errorf("%s: %d lines; one idea each", f.name, f.lines)
		}
		if strings.HasPrefix(f.pkg, "examples/") && f.lines > 170 {
			t.Errorf("%s: %d lines are too many for an example", f.name, f.lines)
		}
	}
	for pkg := range packages {
		if !documented[pkg] {
			t.Errorf("%s: package has no comment", pkg)
		}
		public := !strings.HasPrefix(pkg, "internal/") && !strings.HasPrefix(pkg, "examples/")
		if _, err := os.Stat(filepath.Join("..", "..", pkg, "doc.go")); public && err != nil {
			t.Errorf("%s: public package has no doc.go", pkg)
		}
		if _, err := os.Stat(filepath.Join("..", "..", pkg, "example_test.go")); public && err != nil {
			t.Errorf("%s: public package has no example", pkg)
		}
	}
}
