package objfile

import (
	"bytes"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
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
			compareObject(t, o, fidelity.Read(t, filepath.Join(root, "mac-dsym/main"+answersLLVM)))
		})
	}
}

// A memoryLocator finds companions in memory, by the end of their name, and
// remembers what it was asked for.
type memoryLocator struct {
	files map[string][]byte
	asked *[]Request
}

func (l memoryLocator) Locate(r Request) iter.Seq2[*Companion, error] {
	return func(yield func(*Companion, error) bool) {
		if l.asked != nil {
			*l.asked = append(*l.asked, r)
		}
		for name, data := range l.files {
			if strings.HasSuffix(r.Name, name) && !yield(&Companion{ReaderAt: bytes.NewReader(data), Size: int64(len(data)), Path: name}, nil) {
				return
			}
		}
	}
}

func readTestdata(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

const testDSYM = "inline.dylib.dSYM/Contents/Resources/DWARF/inline.dylib"

// archive returns a plain archive of the given files.
func archive(names []string, files ...[]byte) []byte {
	out := []byte("!<arch>\n")
	for i, data := range files {
		header := []byte(strings.Repeat(" ", 60))
		copy(header, names[i])
		copy(header[48:], itoa(len(data)))
		copy(header[58:], "`\n")
		out = append(append(out, header...), data...)
		if len(out)%2 != 0 {
			out = append(out, '\n')
		}
	}
	return out
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// answers returns what the slices of a file know of their code, byte for byte.
func answers(t *testing.T, data []byte, opts *Options) (out [][]fidelity.Frame, errs []error) {
	t.Helper()
	f, err := Parse(data, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for o, err := range f.Objects() {
		if err != nil {
			t.Fatal(err)
		}
		session, err := o.Session()
		if err != nil {
			t.Fatal(err)
		}
		a := fidelity.NewAnswerer(t, session, nil)
		errs = append(errs, a.Errors...)
		for _, r := range o.CodeRanges() {
			for addr := r.Start; addr < r.End; addr++ {
				out = append(out, a.Frames(addr))
			}
		}
	}
	return out, errs
}

// TestDebugMapTestdata compares, for both architectures, what is read from
// object files with what dsymutil made of them.
func TestDebugMapTestdata(t *testing.T) {
	arm64, amd64 := readTestdata(t, "inline-arm64.o"), readTestdata(t, "inline-x86_64.o")
	want, errs := answers(t, readTestdata(t, testDSYM), nil)
	if len(errs) > 0 || len(want) < 100 {
		t.Fatalf("%d addresses, %v", len(want), errs)
	}
	tests := []struct {
		name    string
		library []byte
		files   map[string][]byte
	}{
		{"object files", readTestdata(t, "inline.dylib"), map[string][]byte{"inline-arm64.o": arm64, "inline-x86_64.o": amd64}},
		{"wrong candidates first", readTestdata(t, "inline.dylib"), map[string][]byte{
			"inline-arm64.o": arm64, "inline-x86_64.o": amd64, ".o": []byte("no object"), "64.o": readTestdata(t, "inline.o"),
		}},
		{"members", archived(readTestdata(t, "inline.dylib")), map[string][]byte{
			"lib-arm.a(i.o)":  archive([]string{"x.o", "i.o", "i.o"}, amd64, amd64, arm64),
			"lib-x86_.a(i.o)": archive([]string{"i.o"}, amd64),
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, errs := answers(t, tt.library, &Options{Locator: memoryLocator{files: tt.files}})
			if len(errs) > 0 {
				t.Error(errs)
			}
			if len(got) != len(want) {
				t.Fatalf("%d addresses, want %d", len(got), len(want))
			}
			for i := range want {
				if !slices.Equal(got[i], want[i]) {
					t.Fatalf("byte %d of the code: got %v, want %v", i, got[i], want[i])
				}
			}
		})
	}
}

// archived returns a library whose debug map names members of archives, by
// names as long as those in the file.
func archived(library []byte) []byte {
	library = bytes.ReplaceAll(library, []byte("inline-arm64.o\x00"), []byte("lib-arm.a(i.o)\x00"))
	return bytes.ReplaceAll(library, []byte("inline-x86_64.o\x00"), []byte("lib-x86_.a(i.o)\x00"))
}

// TestDebugMapMissing: objects that cannot be found are no errors when none is
// there, and one error each when others are.
func TestDebugMapMissing(t *testing.T) {
	library := readTestdata(t, "inline.dylib")
	var asked []Request
	if _, errs := answers(t, library, &Options{Locator: memoryLocator{asked: &asked}}); len(errs) > 0 {
		t.Error(errs)
	}
	kinds := make(map[CompanionKind][]string)
	for _, r := range asked {
		kinds[r.Kind] = append(kinds[r.Kind], r.Name)
	}
	if got := kinds[CompanionDSYM]; !slices.Equal(got, []string{"inline.dylib", "inline.dylib"}) {
		t.Errorf("dSYMs asked for: %q", got)
	}
	objects := kinds[CompanionObject]
	slices.Sort(objects)
	if !slices.Equal(objects, []string{"inline-arm64.o", "inline-x86_64.o"}) {
		t.Errorf("objects asked for: %q", objects)
	}

	main := readCorpus(t, "macho/samply/simple-example/mac-oso/main")
	object := readCorpus(t, "macho/samply/simple-example/mac-oso/main.o")
	_, errs := answers(t, main, &Options{Locator: memoryLocator{files: map[string][]byte{"main.o": object}}})
	if len(errs) != 3 {
		t.Errorf("got %v, want an error for each of three objects", errs)
	}
	for _, err := range errs {
		if fe, ok := errors.AsType[*debuginfo.FormatError](err); !ok || !errors.Is(err, debuginfo.ErrNotFound) || !strings.HasPrefix(fe.Section, "/") {
			t.Errorf("error is %#v", err)
		}
	}
}

func readCorpus(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(corpus.Path(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestDebugMapSplit: the sessions of a split yield what one session does.
func TestDebugMapSplit(t *testing.T) {
	dir := corpus.Path(t, "macho/samply/simple-example/mac-oso")
	f, err := Open(filepath.Join(dir, "main"), &Options{Locator: Dirs{dir}})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	o, err := f.Object()
	if err != nil {
		t.Fatal(err)
	}
	names := func(n int) (out []string) {
		session, err := o.Session()
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range session.Split(n) {
			for fn, err := range s.Functions() {
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, fn.Name)
				for _, l := range fn.Lines {
					if l.Line > 0 && s.File(l.File).Name == "" {
						t.Fatalf("line %v of %s has no file", l, fn.Name)
					}
				}
			}
		}
		return out
	}
	want := names(1)
	for _, n := range []int{2, 3, 100} {
		if got := names(n); !slices.Equal(got, want) || len(got) < 5 {
			t.Errorf("%d sessions: got %q, want %q", n, got, want)
		}
	}
}

// FuzzDebugMap reads the functions of a damaged library from a damaged object.
func FuzzDebugMap(f *testing.F) {
	library, object := readTestdata(f, "inline.dylib"), readTestdata(f, "inline-arm64.o")
	f.Add(library[0x4000:], object)
	f.Add(library, object)
	f.Fuzz(func(t *testing.T, library, object []byte) {
		file, err := Parse(library, &Options{Locator: memoryLocator{files: map[string][]byte{"": object}}})
		if err != nil {
			return
		}
		for o, err := range file.Objects() {
			if err != nil {
				continue
			}
			session, err := o.Session()
			if err != nil {
				continue
			}
			lines := 0
			for fn, err := range session.Functions() {
				if err != nil {
					continue
				}
				if err := fn.Check(); err != nil {
					t.Fatalf("%s: %v", fn.Name, err)
				}
				lines += len(fn.Lines)
			}
			if lines > 64*(len(library)+len(object))+1<<20 {
				t.Fatalf("%d lines", lines)
			}
		}
	})
}
