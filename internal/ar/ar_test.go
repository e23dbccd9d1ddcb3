package ar

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blakesmith/ar"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
	"github.com/gosymbolic/symbolic/internal/source"
)

// entry returns a member as it stands in an archive.
func entry(name, contents string) string {
	e := fmt.Sprintf("%-16s%-12d%-6d%-6d%-8s%-10d`\n", name, 0, 0, 0, "644", len(contents)) + contents
	if len(e)%2 == 1 {
		e += "\n"
	}
	return e
}

// list returns the members of an archive in the form "name=contents".
func list(data string) (members []string, errs []error) {
	for m, err := range Members(source.FromBytes([]byte(data))) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		members = append(members, m.Name+"="+data[m.Offset:m.Offset+m.Size])
	}
	return members, errs
}

func TestMembers(t *testing.T) {
	long := strings.Repeat("long", 10) + ".o"
	names := long + "/\nsecond name.o/\n"
	a := entry("a.o/", "AAA")
	tests := []struct {
		name string
		data string
		want []string
		err  error
		off  uint64
	}{
		{name: "empty", data: magic},
		{name: "GNU", data: magic + entry("/", "table") + entry("//", names) + a + entry("/0", "B") + entry(fmt.Sprint("/", len(long)+2), "CC"),
			want: []string{"a.o=AAA", long + "=B", "second name.o=CC"}},
		{name: "GNU, 64 bit", data: magic + entry("/SYM64/", "table") + a, want: []string{"a.o=AAA"}},
		{name: "BSD", data: magic + entry("__.SYMDEF SORTED", "table") + entry("#1/8", "b c.o\x00\x00\x00BB") + entry("plain.o", "C"),
			want: []string{"b c.o=BB", "plain.o=C"}},
		{name: "BSD, long table", data: magic + entry("#1/20", "__.SYMDEF_64\x00\x00\x00\x00\x00\x00\x00\x00table") + a, want: []string{"a.o=AAA"}},
		{name: "Microsoft", data: magic + entry("/", "first") + entry("/", "second") + entry("//", "x\\y.obj\x00") + entry("/<ECSYMBOLS>/", "t") + entry("/0", "M"),
			want: []string{`x\y.obj=M`}},
		{name: "no contents", data: magic + entry("a.o/", "") + entry("b.o/", ""), want: []string{"a.o=", "b.o="}},
		{name: "padding missing at the end", data: magic + a[:len(a)-1], want: []string{"a.o=AAA"}},
		{name: "one byte too many", data: magic + a + "\n", want: []string{"a.o=AAA"}},
		{name: "nothing", err: io.ErrUnexpectedEOF},
		{name: "other magic", data: "!<arcx>\n" + a, err: errMagic},
		{name: "thin", data: thinMagic + a, err: debuginfo.ErrUnsupported},
		{name: "cut header", data: magic + a + a[:59], want: []string{"a.o=AAA"}, err: io.ErrUnexpectedEOF, off: 72},
		{name: "cut contents", data: magic + a + a[:62], want: []string{"a.o=AAA"}, err: errSize, off: 72 + 48},
		{name: "no header behind", data: magic + a + strings.Repeat("x", 60), want: []string{"a.o=AAA"}, err: errHeaderEnd, off: 72 + 58},
		{name: "size of letters", data: magic + strings.Replace(a, "3  ", "x  ", 1), err: errNumber, off: 8 + 48},
		{name: "size of blanks", data: magic + strings.Replace(a, "3  ", "   ", 1), err: errNumber, off: 8 + 48},
		{name: "huge size", data: magic + strings.Replace(a, "3         ", "9999999999", 1), err: errSize, off: 8 + 48},
		{name: "name outside the table", data: magic + entry("//", names) + entry("/99", "B") + a, want: []string{"a.o=AAA"}, err: errName, off: 8 + uint64(len(entry("//", names)))},
		{name: "no table", data: magic + entry("/0", "BB") + a, want: []string{"a.o=AAA"}, err: errName, off: 8},
		{name: "name longer than the member", data: magic + entry("#1/3", "BB") + a, want: []string{"a.o=AAA"}, err: errNameSize, off: 8},
		{name: "name without an end", data: magic + entry("//", strings.Repeat("n", 5000)) + entry("/1", "BB") + a, want: []string{"a.o=AAA"}, err: errNameSize, off: 5068},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, errs := list(tt.data)
			if !slices.Equal(got, tt.want) {
				t.Errorf("members %q, want %q", got, tt.want)
			}
			if tt.err == nil {
				if errs != nil {
					t.Error(errs)
				}
				return
			}
			if len(errs) != 1 || !errors.Is(errs[0], tt.err) {
				t.Fatalf("errors %v, want %v", errs, tt.err)
			}
			if fe, ok := errors.AsType[*debuginfo.FormatError](errs[0]); !ok || fe.Offset != tt.off {
				t.Errorf("err at %d, want %d", fe.Offset, tt.off)
			}
		})
	}
}

// TestWriter reads what another implementation writes.
func TestWriter(t *testing.T) {
	var buf bytes.Buffer
	w := ar.NewWriter(&buf)
	if err := w.WriteGlobalHeader(); err != nil {
		t.Fatal(err)
	}
	for _, contents := range []string{"odd", "even", ""} {
		if err := w.WriteHeader(&ar.Header{Name: contents + ".o", ModTime: time.Unix(1, 0), Mode: 0o644, Size: int64(len(contents))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(contents)); err != nil {
			t.Fatal(err)
		}
	}
	got, errs := list(buf.String())
	if want := []string{"odd.o=odd", "even.o=even", ".o="}; !slices.Equal(got, want) || errs != nil {
		t.Errorf("members %q, %v, want %q", got, errs, want)
	}
}

func TestCorpus(t *testing.T) {
	tests := map[string][]string{
		"elf/archive/libbz2.a":                            {"blocksort.o", "bzip2.o", "bzlib.o", "compress.o", "crctable.o", "decompress.o", "huffman.o", "randtable.o"},
		"elf/rlib/libminiz_oxide.rlib":                    {"lib.rmeta", "miniz_oxide-5ad929a15a8e6727.miniz_oxide.b662226d77c6ee8e-cgu.0.rcgu.o"},
		"elf/samply/simple-with-dwo/libfile23.a":          {"file2.o", "file3.o"},
		"macho/samply/simple-example/mac-oso/libfile23.a": {"file2.o", "file3.o"},
	}
	for name, want := range tests {
		data, err := os.ReadFile(corpus.Path(t, name))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for m, err := range Members(source.FromBytes(data)) {
			if err != nil {
				t.Error(err)
			}
			got = append(got, m.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// FuzzMembers checks that members do not overlap, lie within the file, and
// that the bytes between them are all accounted for.
func FuzzMembers(f *testing.F) {
	f.Add([]byte(magic + entry("/", "table") + entry("//", "a long name.o/\n") + entry("/0", "B") + entry("c.o/", "CC")))
	f.Add([]byte(magic + entry("#1/20", "__.SYMDEF_64\x00\x00\x00\x00\x00\x00\x00\x00table") + entry("#1/8", "b c.o\x00\x00\x00BB")))
	f.Add([]byte(thinMagic + entry("a.o/", "")))
	f.Fuzz(func(t *testing.T, data []byte) {
		end := uint64(len(magic))
		var last error
		for m, err := range Members(source.FromBytes(data)) {
			if m == (Member{}) {
				if err == nil || last != nil {
					t.Fatal("a member without place and error, or a second fatal error")
				}
				last = err
				continue
			}
			if last != nil {
				t.Fatal("the iteration went on behind a bad header")
			}
			if m.Header < end || m.Header%2 != 0 || m.Offset < m.Header+headerSize || m.Size > uint64(len(data))-m.Offset {
				t.Fatalf("%+v behind %d of %d bytes", m, end, len(data))
			}
			if err != nil && m.Name != "" || len(m.Name) > maxName {
				t.Fatalf("name %q with error %v", m.Name, err)
			}
			if string(data[m.Header+58:m.Header+60]) != headerEnd {
				t.Fatalf("no header at %d", m.Header)
			}
			end = m.Offset + m.Size
		}
	})
}
