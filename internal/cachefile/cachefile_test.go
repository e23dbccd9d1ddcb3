package cachefile

import (
	"bytes"
	"errors"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/source"
)

var kind = &Kind{Format: "test", Magic: "TEST", Version: 3, Sections: []string{"head", "body", "tail"}}

func sample(t testing.TB) []byte {
	var buf bytes.Buffer
	n, err := kind.Write(&buf, [][]byte{[]byte("abc"), nil, []byte("0123456789")})
	if err != nil || n != int64(buf.Len()) {
		t.Fatalf("Write = %d, %v for %d bytes", n, err, buf.Len())
	}
	return buf.Bytes()
}

func TestRoundTrip(t *testing.T) {
	data := sample(t)
	for name, src := range map[string]*source.Source{
		"memory":    source.FromBytes(data),
		"reader at": source.New(bytes.NewReader(data), int64(len(data))),
	} {
		f, err := kind.Open(src)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if f.Size(0) != 3 || f.Size(1) != 0 || f.Size(2) != 10 {
			t.Errorf("%s: sizes %d %d %d", name, f.Size(0), f.Size(1), f.Size(2))
		}
		b, err := f.Bytes(2, 4, 3)
		if err != nil || string(b) != "456" {
			t.Errorf("%s: Bytes = %q, %v", name, b, err)
		}
		if _, err := f.Bytes(2, 8, 3); err == nil {
			t.Errorf("%s: read beyond the section", name)
		}
		if err := f.Verify(); err != nil {
			t.Errorf("%s: Verify: %v", name, err)
		}
	}
}

// TestEveryByteCounts flips each byte of a cache in turn: Open or Verify must
// notice, and Verify must name the section.
func TestEveryByteCounts(t *testing.T) {
	good := sample(t)
	for i := range good {
		data := bytes.Clone(good)
		data[i] ^= 0x41
		f, err := kind.Open(source.FromBytes(data))
		if err == nil {
			err = f.Verify()
		}
		fe, ok := errors.AsType[*debuginfo.FormatError](err)
		if !ok {
			t.Errorf("byte %d: err = %v", i, err)
			continue
		}
		if i >= len(good)-10 && fe.Section != "tail" {
			t.Errorf("byte %d: error %v does not name the section", i, err)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	good := sample(t)
	version := bytes.Clone(good)
	version[4] = 4
	for _, tt := range []struct {
		name string
		data []byte
		want error
		off  uint64
	}{
		{"other magic", append([]byte("ELSE"), good[4:]...), debuginfo.ErrUnknownFormat, 0},
		{"newer version", version, debuginfo.ErrUnsupported, 4},
		{"cut", good[:len(good)-1], errSize, 8},
		{"trailing byte", append(bytes.Clone(good), 0), errSize, 8},
	} {
		_, err := kind.Open(source.FromBytes(tt.data))
		fe, ok := errors.AsType[*debuginfo.FormatError](err)
		if !errors.Is(err, tt.want) || !ok || fe.Offset != tt.off {
			t.Errorf("%s: err = %v, want %v at %d", tt.name, err, tt.want, tt.off)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(sample(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := kind.Open(source.FromBytes(data))
		if err != nil {
			return
		}
		if c.Verify() != nil {
			return
		}
		// A cache that verifies is what Write makes of its sections.
		var sections [][]byte
		for i := range kind.Sections {
			b, err := c.Bytes(i, 0, c.Size(i))
			if err != nil {
				t.Fatal(err)
			}
			sections = append(sections, b)
		}
		var buf bytes.Buffer
		if _, err := kind.Write(&buf, sections); err != nil {
			t.Fatal(err)
		}
		// Bytes 24 to 31 are reserved; everything else is determined.
		if !bytes.Equal(buf.Bytes()[32:], data[32:]) || !bytes.Equal(buf.Bytes()[:20], data[:20]) {
			t.Fatal("written cache differs from the one read")
		}
	})
}
