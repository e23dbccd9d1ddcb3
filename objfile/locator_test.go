package objfile

import (
	"bytes"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
)

// write makes a file below root whose text is its own path.
func write(t *testing.T, root, rel string) {
	t.Helper()
	name := filepath.Join(root, filepath.FromSlash(rel))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(rel), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestDirs(t *testing.T) {
	root := t.TempDir()
	outside := t.TempDir()
	write(t, outside, "secret")
	for _, rel := range []string{
		".build-id/ab/cdef.debug", "bin/prog", "bin/.debug/prog.debug", "bin/prog.debug", "unit.dwo", "build/obj/other.dwo",
		"prog.pdb/DFB8E43AF2423D73A453AEB6A777EF75A/prog.pdb", ".dwz/common.debug", "prog.dwp",
	} {
		write(t, root, rel)
	}
	id, err := debugid.Parse("dfb8e43a-f242-3d73-a453-aeb6a777ef75-a")
	if err != nil {
		t.Fatal(err)
	}
	prog := filepath.Join(root, "bin", "prog")
	for _, tt := range []struct {
		name string
		r    Request
		want []string // of those that exist
	}{
		{"build id before name", Request{Kind: CompanionDebug, Name: "prog.debug", BuildID: []byte{0xab, 0xcd, 0xef}, From: prog},
			[]string{".build-id/ab/cdef.debug", "bin/prog.debug", "bin/.debug/prog.debug"}},
		{"beside the file, under its own name", Request{Kind: CompanionDebug, BuildID: []byte{1, 2}, Name: "12.debug", From: prog}, []string{"bin/prog.debug"}},
		{"split unit by its base name", Request{Kind: CompanionDWO, Name: "/somewhere/else/unit.dwo"}, []string{"unit.dwo"}},
		{"split unit below its directory", Request{Kind: CompanionDWO, Name: "obj/other.dwo", Dir: "/home/me/build"}, []string{"build/obj/other.dwo"}},
		{"symbol store", Request{Kind: CompanionPDB, Name: `C:\out\prog.pdb`, DebugID: id}, []string{"prog.pdb/DFB8E43AF2423D73A453AEB6A777EF75A/prog.pdb"}},
		{"shared parts", Request{Kind: CompanionAlt, Name: "../.dwz/common.debug", From: prog}, []string{".dwz/common.debug"}},
		{"package", Request{Kind: CompanionDWP, Name: "prog.dwp", From: prog}, []string{"prog.dwp"}},
		{"a name that leads out", Request{Kind: CompanionAlt, Name: "../../../../../.." + filepath.ToSlash(outside) + "/secret", From: prog}, nil},
		{"nothing asked for", Request{}, nil},
	} {
		var got []string
		for c, err := range (Dirs{root}).Locate(tt.r) {
			if err != nil {
				t.Errorf("%s: %v", tt.name, err)
				continue
			}
			text := make([]byte, c.Size)
			if _, err := c.ReadAt(text, 0); err != nil {
				t.Error(err)
			}
			got = append(got, string(text))
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: found %q, want %q", tt.name, got, tt.want)
		}
	}
}

// A refuser yields what nobody can use and counts what is closed.
type refuser struct{ opened, closed int }

func (r *refuser) Locate(Request) iter.Seq2[*Companion, error] {
	return func(yield func(*Companion, error) bool) {
		junk := []byte("not an ELF file, whatever its name says")
		for range 3 {
			r.opened++
			c := &Companion{ReaderAt: bytes.NewReader(junk), Size: int64(len(junk)), Close: func() error { r.closed++; return nil }}
			if !yield(c, nil) || !yield(nil, errors.New("server is down")) {
				return
			}
		}
	}
}

// TestUselessCompanions checks that candidates that do not fit are closed, and
// that a file without its companion still gives what it has.
func TestUselessCompanions(t *testing.T) {
	data, err := os.ReadFile("../testdata/inline.elf")
	if err != nil {
		t.Fatal(err)
	}
	stripped := bytes.ReplaceAll(data, []byte(".debug_info"), []byte(".nodbg_info"))
	r := &refuser{}
	f, err := Parse(stripped, &Options{Locator: r})
	if err != nil {
		t.Fatal(err)
	}
	o, err := f.Object()
	if err != nil {
		t.Fatal(err)
	}
	if symbols, err := o.Symbols(); err != nil || len(symbols.Symbols()) != 2 {
		t.Errorf("symbols: %v, %v", symbols, err)
	}
	session, err := o.Session()
	if err != nil {
		t.Fatal(err)
	}
	for fn, err := range session.Functions() {
		t.Errorf("function %v, %v", fn, err)
	}
	if r.opened == 0 || r.opened != r.closed {
		t.Errorf("%d candidates were opened, %d closed", r.opened, r.closed)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

func TestOpenErrors(t *testing.T) {
	if _, err := Open(filepath.Join(t.TempDir(), "none"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	for _, data := range [][]byte{nil, []byte("hello"), make([]byte, 1000)} {
		if _, err := Parse(data, nil); !errors.Is(err, debuginfo.ErrUnknownFormat) {
			t.Errorf("%d bytes: %v", len(data), err)
		}
	}
}
