package objfile

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
)

// arFile returns an archive of members, given as names and contents in turn.
func arFile(members ...string) string {
	out := "!<arch>\n"
	for i := 0; i < len(members); i += 2 {
		out += fmt.Sprintf("%-16s%-12d%-6d%-6d%-8s%-10d`\n%s", members[i]+"/", 0, 0, 0, "644", len(members[i+1]), members[i+1])
		if len(out)%2 == 1 {
			out += "\n"
		}
	}
	return out
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// functionNames returns the names of the functions of an object, and fails if
// there is an error.
func functionNames(t *testing.T, o Object) []string {
	t.Helper()
	session, err := o.Session()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for f, err := range session.Functions() {
		if err != nil {
			t.Error(err)
			continue
		}
		out = append(out, f.Name)
	}
	return out
}

func TestArchive(t *testing.T) {
	good := readFile(t, "../testdata/inline.o")
	bad := good[:4] + "\xff" + good[5:] // a class that does not exist
	inner := arFile("in.o", good)
	sound := arFile("a.o", good, "lib.rmeta", "rust\x00\x00\x00\x08 metadata", "b.o", good)
	tests := []struct {
		name string
		data string
		want []string // names of objects
		errs int
	}{
		{"sound", sound, []string{"a.o", "b.o"}, 0},
		{"bad member", arFile("a.o", good, "bad.o", bad, "b.o", good), []string{"a.o", "b.o"}, 1},
		{"cut member", arFile("a.o", good, "cut.o", good[:40], "b.o", good), []string{"a.o", "b.o"}, 1},
		{"cut archive", sound[:len(sound)-100], []string{"a.o"}, 1},
		{"nothing", arFile(), nil, 0},
		{"nothing but text", arFile("a.txt", "text"), nil, 0},
		{"archive inside", arFile("a.o", good, "in.a", inner, "b.o", good), []string{"a.o", "in.o", "b.o"}, 0},
		{"archive inside an archive inside", arFile("a.o", good, "in.a", arFile("in.a", inner), "b.o", good), []string{"a.o", "b.o"}, 1},
		{"thin archive inside", arFile("a.o", good, "thin.a", "!<thin>\n"+inner[8:]), []string{"a.o"}, 1},
		{"compressed member", arFile("a.o", good, "b.o.gz", pack(t, "gzip", good)), []string{"a.o"}, 0},
	}
	o, err := Parse([]byte(good), nil)
	if err != nil {
		t.Fatal(err)
	}
	only, _ := o.Object()
	want := functionNames(t, only)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Parse([]byte(tt.data), nil)
			if err != nil {
				t.Fatal(err)
			}
			if f.Format() != FormatArchive {
				t.Errorf("format %q", f.Format())
			}
			var got []string
			errs := 0
			for o, err := range f.Objects() {
				if err != nil {
					if _, ok := errors.AsType[*debuginfo.FormatError](err); !ok {
						t.Errorf("%v is no FormatError", err)
					}
					errs++
					continue
				}
				got = append(got, o.Name())
				if o.Format() != FormatELF || !slices.Equal(functionNames(t, o), want) {
					t.Errorf("%s: %s with %q, want %q", o.Name(), o.Format(), functionNames(t, o), want)
				}
			}
			if !slices.Equal(got, tt.want) || errs != tt.errs {
				t.Errorf("%q and %d errors, want %q and %d", got, errs, tt.want, tt.errs)
			}
		})
	}
	if _, err := Parse([]byte("!<thin>\n"+sound[8:]), nil); !errors.Is(err, debuginfo.ErrUnsupported) {
		t.Errorf("thin archive: %v", err)
	}
}

func TestArchiveCorpus(t *testing.T) {
	tests := []struct {
		name      string
		functions map[string]int // of each member; symbols where there are none
	}{
		{"elf/archive/libbz2.a", map[string]int{"blocksort.o": 5, "bzip2.o": 37, "bzlib.o": 59, "compress.o": 5,
			"crctable.o": 0, "decompress.o": 1, "huffman.o": 5, "randtable.o": 0}},
		// No debug information, but symbols; the metadata is wrapped in an object of its own.
		{"elf/rlib/libminiz_oxide.rlib", map[string]int{"lib.rmeta": 0, "miniz_oxide-5ad929a15a8e6727.miniz_oxide.b662226d77c6ee8e-cgu.0.rcgu.o": 17}},
		{"elf/samply/simple-with-dwo/libfile23.a", map[string]int{"file2.o": 3, "file3.o": 3}},
	}
	for _, tt := range tests {
		f, err := Open(corpus.Path(t, tt.name), &Options{Locator: Dirs{corpus.Path(t, "elf/samply/simple-with-dwo")}})
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		got := make(map[string]int)
		for o, err := range f.Objects() {
			if err != nil {
				t.Error(err)
				continue
			}
			if got[o.Name()] = len(functionNames(t, o)); got[o.Name()] > 0 {
				continue
			}
			symbols, err := o.Symbols()
			if err != nil {
				t.Error(err)
			}
			got[o.Name()] = len(symbols.Symbols())
		}
		if !maps.Equal(got, tt.functions) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.functions)
		}
	}
	if _, err := Open(corpus.Path(t, "elf/archive/libbz2thin.a"), nil); !errors.Is(err, debuginfo.ErrUnsupported) {
		t.Errorf("thin archive: %v", err)
	}
}

// TestArchiveNames checks that a member undecorates names as its object does.
func TestArchiveNames(t *testing.T) {
	for o, err := range openAll(t, "pe/object-testfiles/import_msvc.lib") {
		if err != nil {
			t.Error(err)
			continue
		}
		want := "_f@8"
		if o.Arch() == debuginfo.ArchX86 {
			want = "f"
		}
		if got := o.(memberObject).SourceName("_f@8"); got != want {
			t.Errorf("%s: %s, want %s", o.Name(), got, want)
		}
	}
}

func openAll(t *testing.T, name string) iter.Seq2[Object, error] {
	t.Helper()
	f, err := Open(corpus.Path(t, name), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f.Objects()
}

// pack compresses text.
func pack(t testing.TB, method, text string) string {
	t.Helper()
	var buf bytes.Buffer
	var err error
	switch method {
	case "gzip":
		w := gzip.NewWriter(&buf)
		w.Write([]byte(text))
		err = w.Close()
	case "zstd":
		w, _ := zstd.NewWriter(&buf)
		w.Write([]byte(text))
		err = w.Close()
	case "xz":
		w, _ := xz.NewWriter(&buf)
		w.Write([]byte(text))
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func TestCompressedFile(t *testing.T) {
	object := readFile(t, "../testdata/inline.o")
	for _, method := range []string{"gzip", "zstd", "xz"} {
		packed := pack(t, method, object)
		f, err := Parse([]byte(packed), nil)
		if err != nil {
			t.Errorf("%s: %v", method, err)
			continue
		}
		o, err := f.Object()
		if err != nil || f.Format() != FormatELF || len(functionNames(t, o)) == 0 {
			t.Errorf("%s: %v, %s", method, err, f.Format())
		}
		f, err = Parse([]byte(pack(t, method, arFile("a.o", object, "b.o", object))), nil)
		if err != nil || f.Format() != FormatArchive {
			t.Errorf("%s of an archive: %v", method, err)
		}
		bomb := pack(t, method, string(make([]byte, 20<<20)))
		tests := []struct {
			name string
			data string
			want error
		}{
			{"twice", pack(t, "gzip", packed), debuginfo.ErrUnsupported},
			{"something else inside", pack(t, method, "text"), debuginfo.ErrUnknownFormat},
			{"bomb", bomb, errLimit},
			{"cut", packed[:len(packed)-9], errFormat},
		}
		for _, tt := range tests {
			_, err := Parse([]byte(tt.data), nil)
			_, limit := errors.AsType[*debuginfo.LimitError](err)
			_, format := errors.AsType[*debuginfo.FormatError](err)
			if !errors.Is(err, tt.want) && !(tt.want == errLimit && limit) && !(tt.want == errFormat && format) {
				t.Errorf("%s, %s: %v", method, tt.name, err)
			}
		}
		limits := debuginfo.Limits{MaxDecompressed: uint64(len(object))}
		if _, err := Parse([]byte(packed), &Options{Limits: limits}); err != nil {
			t.Errorf("%s: %v", method, err)
		}
		limits.MaxDecompressed--
		_, err = Parse([]byte(packed), &Options{Limits: limits})
		if _, ok := errors.AsType[*debuginfo.LimitError](err); !ok {
			t.Errorf("%s: %v with one byte less", method, err)
		}
	}
}

// TestCompressedLimits checks that the contents of a compressed file share its
// limits: a section that fits by itself does not when the file was unpacked.
func TestCompressedLimits(t *testing.T) {
	data := readFile(t, corpus.Path(t, "elf/go-hello-linux-amd64/hello")) // compressed sections
	info := func(data string, limit uint64) error {
		f, err := Parse([]byte(data), &Options{Limits: debuginfo.Limits{MaxDecompressed: limit}})
		if err != nil {
			t.Fatal(err)
		}
		o, err := f.Object()
		if err != nil {
			t.Fatal(err)
		}
		session, err := o.Session()
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range session.Functions() {
			if err != nil {
				return err
			}
		}
		return nil
	}
	limit := uint64(len(data)) + 1000
	if err := info(data, limit); err != nil {
		t.Errorf("by itself: %v", err)
	}
	if _, ok := errors.AsType[*debuginfo.LimitError](info(pack(t, "zstd", data), limit)); !ok {
		t.Error("compressed: no LimitError")
	}
}

var (
	errLimit  = errors.New("any LimitError")
	errFormat = errors.New("any FormatError")
)

func TestShare(t *testing.T) {
	const most = 1<<64 - 1
	for _, tt := range []struct{ total, size, all, want uint64 }{
		{1000, 10, 100, 100}, {1000, 100, 100, 1000}, {1000, 0, 100, 1}, {most, most, most, most}, {most, 1, 2, most / 2}, {1, 1, most, 1},
	} {
		if got := share(tt.total, tt.size, tt.all); got != tt.want {
			t.Errorf("share(%d, %d, %d) = %d, want %d", tt.total, tt.size, tt.all, got, tt.want)
		}
	}
}
