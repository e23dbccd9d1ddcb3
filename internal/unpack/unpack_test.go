package unpack

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// pack compresses data with method m.
func pack(t testing.TB, m Method, data []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	var w io.WriteCloser
	var err error
	switch m {
	case Zlib:
		w = zlib.NewWriter(&buf)
	case Flate:
		w, err = flate.NewWriter(&buf, 9)
	case Gzip:
		w = gzip.NewWriter(&buf)
	case Zstd:
		w, err = zstd.NewWriter(&buf)
	case Xz:
		w, err = xz.NewWriter(&buf)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

var methods = map[string]Method{"zlib": Zlib, "flate": Flate, "gzip": Gzip, "zstd": Zstd, "xz": Xz}

func TestBytes(t *testing.T) {
	text := bytes.Repeat([]byte("debug information "), 50000)
	for name, m := range methods {
		packed := pack(t, m, text)
		c := NewContext(nil, 1<<20)
		got, err := c.Bytes(m, packed, uint64(len(text)))
		if err != nil || !bytes.Equal(got, text) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
		if used := c.budget.Max() - c.budget.Left(); used != uint64(len(text)) {
			t.Errorf("%s: charged %d bytes for %d", name, used, len(text))
		}
		if got, err := c.All(m, packed); err != nil || !bytes.Equal(got, text) {
			t.Errorf("%s: All: %d bytes, %v", name, len(got), err)
		}
		if _, err := c.Bytes(m, packed, uint64(len(text))-1); !errors.Is(err, errLong) {
			t.Errorf("%s: declared one less: %v", name, err)
		}
		if _, err := c.Bytes(m, packed, uint64(len(text))+1); !errors.Is(err, errShort) {
			t.Errorf("%s: declared one more: %v", name, err)
		}
		if _, err := c.Bytes(m, packed[:len(packed)/2], uint64(len(text))); err == nil {
			t.Errorf("%s: cut stream gave no error", name)
		}
	}
}

func TestLimits(t *testing.T) {
	zeros := make([]byte, 8<<20)
	for name, m := range methods {
		bomb := pack(t, m, zeros)
		for what, limits := range map[string]*debuginfo.Limits{
			"section": {MaxSection: 1 << 20},
			"file":    {MaxDecompressed: 1 << 20},
		} {
			c := NewContext(limits, uint64(len(bomb)))
			if _, ok := errors.AsType[*debuginfo.LimitError](second(c.Bytes(m, bomb, uint64(len(zeros))))); !ok {
				t.Errorf("%s, %s: no LimitError", name, what)
			}
			if _, ok := errors.AsType[*debuginfo.LimitError](second(c.All(m, bomb))); !ok {
				t.Errorf("%s, %s: All: no LimitError", name, what)
			}
		}
		// The budget is shared: the third section no longer fits.
		c := NewContext(&debuginfo.Limits{MaxDecompressed: 20 << 20}, 0)
		for i := range 3 {
			_, err := c.Bytes(m, bomb, uint64(len(zeros)))
			if (err != nil) != (i == 2) {
				t.Errorf("%s: section %d: %v", name, i, err)
			}
		}
	}
	// A declared size alone allocates nothing.
	tiny := pack(t, Zlib, []byte("x"))
	c := NewContext(&debuginfo.Limits{MaxDecompressed: 1 << 40}, 0)
	if n := testing.AllocsPerRun(1, func() { c.Bytes(Zlib, tiny, 1<<32-1) }); n > 50 {
		t.Errorf("%v allocations", n)
	}
}

func second(_ []byte, err error) error { return err }

// FuzzBytes checks that what comes out has the declared size and that no more
// than the budget is charged.
func FuzzBytes(f *testing.F) {
	for _, m := range methods {
		f.Add(uint8(m), pack(f, m, []byte("seed seed seed seed")), uint64(19))
	}
	f.Fuzz(func(t *testing.T, m uint8, data []byte, size uint64) {
		c := NewContext(&debuginfo.Limits{MaxDecompressed: 1 << 22}, 0)
		out, err := c.Bytes(Method(m%5), data, size)
		if err == nil && uint64(len(out)) != size {
			t.Fatalf("%d bytes, declared %d", len(out), size)
		}
		if err != nil && out != nil {
			t.Fatal("output came with an error")
		}
	})
}
