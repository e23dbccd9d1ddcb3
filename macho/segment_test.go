package macho

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"io"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/testfile"
)

// A farFile is head, then zeros, then tail at offset at.
type farFile struct {
	head, tail []byte
	at         int64
}

func (f farFile) ReadAt(p []byte, off int64) (int, error) {
	for i := range p {
		switch at := off + int64(i); {
		case at < int64(len(f.head)):
			p[i] = f.head[at]
		case at >= f.at && at < f.at+int64(len(f.tail)):
			p[i] = f.tail[at-f.at]
		case at >= f.at+int64(len(f.tail)):
			return i, io.EOF
		default:
			p[i] = 0
		}
	}
	return len(p), nil
}

// TestFarSection reads a section beyond 4 GiB, whose header holds only the
// lower half of its offset.
func TestFarSection(t *testing.T) {
	const far = 5<<32 + 0x2000
	in := testfile.MachO{Segments: []testfile.MachOSegment{
		{Name: "__DWARF", Addr: 0x10000, Memory: 8 << 32, Offset: 0x1000, Sections: []testfile.MachOSection{
			{Name: "__debug_info", Segment: "__DWARF", Addr: 0x10000 + far - 0x1000, Size: 4},
		}},
	}}
	head := in.Bytes()
	binary.LittleEndian.PutUint32(head[header64+72+48:], far&0xffffffff) // the offset field
	file := farFile{head, []byte("info"), far}
	f, err := New(file, far+4, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := f.DebugSection("debug_info")
	if s == nil || s.Offset != far {
		t.Fatalf("section is %+v", s)
	}
	if data, err := s.Data(); err != nil || string(data) != "info" {
		t.Errorf("got %q, %v", data, err)
	}
}

func compress(t *testing.T, data string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(data))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return append(binary.BigEndian.AppendUint64([]byte("ZLIB"), uint64(len(data))), b.Bytes()...)
}

func TestSectionData(t *testing.T) {
	packed := compress(t, "contents")
	lying := bytes.Clone(packed)
	lying[11]++
	bomb := bytes.Clone(packed)
	bomb[4] = 0x7f
	tests := []struct {
		name   string
		data   []byte
		want   string
		failed bool
		limit  bool
	}{
		{"__debug_line", []byte("plain"), "plain", false, false},
		{"__debug_line", packed, string(packed), false, false}, // the name says that it is not compressed
		{"__zdebug_line", packed, "contents", false, false},
		{"__zdebug_line", []byte("ZLIB"), "ZLIB", false, false},
		{"__zdebug_line", []byte("no magic there"), "no magic there", false, false},
		{"__zdebug_line", lying, "", true, false},
		{"__zdebug_line", packed[:20], "", true, false},
		{"__zdebug_line", bomb, "", true, true},
	}
	for _, tt := range tests {
		in := testfile.MachO{Segments: []testfile.MachOSegment{
			{Name: "__DWARF", Sections: []testfile.MachOSection{{Name: tt.name, Segment: "__DWARF", Data: tt.data}}},
		}}
		f, err := Parse(in.Bytes(), nil)
		if err != nil {
			t.Fatal(err)
		}
		data, err := f.DebugSection("debug_line").Data()
		if string(data) != tt.want || (err != nil) != tt.failed {
			t.Errorf("%s %q: got %q, %v", tt.name, tt.data, data, err)
		}
		if _, ok := errors.AsType[*debuginfo.LimitError](err); ok != tt.limit {
			t.Errorf("%s %q: got %v", tt.name, tt.data, err)
		}
	}
}

// TestSectionBeyondFile: a section whose contents are not there costs only
// itself.
func TestSectionBeyondFile(t *testing.T) {
	in := sample(false, false)
	data := in.Bytes()
	f, err := Parse(data, nil)
	if err != nil {
		t.Fatal(err)
	}
	f.Section("__text").Size = 1 << 40
	if _, err := f.Section("__text").Data(); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
	if data, err := f.Section("__const").Data(); err != nil || string(data) != "data" {
		t.Errorf("got %q, %v", data, err)
	}
}

// TestRelocations applies relocations to a debug section of an object file.
func TestRelocations(t *testing.T) {
	for _, shape := range shapes {
		t.Run(shape.name, func(t *testing.T) {
			info := func(symbol, log2, kind uint32, extern bool) uint32 {
				x := uint32(0)
				if extern {
					x = 1
				}
				if shape.big {
					return symbol<<8 | log2<<5 | x<<4 | kind
				}
				return symbol | log2<<25 | x<<27 | kind<<28
			}
			cpu := uint32(CPUAMD64)
			if shape.is32 {
				cpu = uint32(CPUX86)
			}
			in := testfile.MachO{
				Is32: shape.is32, Big: shape.big, CPU: cpu, Sub: 3, Type: uint32(TypeObject),
				Segments: []testfile.MachOSegment{{Sections: []testfile.MachOSection{
					{Name: "__text", Segment: "__TEXT", Addr: 0, Size: 0x40, Flags: codeFlags},
					{Name: "__debug_info", Segment: "__DWARF", Addr: 0x40,
						Data: (&testfile.Asm{Big: shape.big}).U32(1, 2, 3, 100, 5).Bytes(),
						Relocations: [][2]uint32{
							{0, info(0, 2, 0, true)},   // + _f
							{4, info(1, 2, 0, false)},  // against a section: in place already
							{8, info(1, 2, 0, true)},   // undefined
							{12, info(0, 2, 5, true)},  // - _f on x86-64
							{12, info(2, 2, 0, true)},  // + _g
							{18, info(0, 2, 0, true)},  // beyond the end
							{16, info(99, 2, 0, true)}, // no such symbol
						}},
				}}},
				Symbols: []testfile.MachOSymbol{
					{Name: "_f", Type: 0x0f, Sect: 1, Value: 0x10},
					{Name: "_u", Type: 0x01},
					{Name: "_g", Type: 0x0f, Sect: 1, Value: 0x30},
				},
			}
			f, err := Parse(in.Bytes(), nil)
			if err != nil {
				t.Fatal(err)
			}
			got, err := f.DebugSection("debug_info").RelocatedData()
			if err != nil {
				t.Fatal(err)
			}
			third := uint32(100 + 0x30)
			if !shape.is32 {
				third -= 0x10
			}
			want := (&testfile.Asm{Big: shape.big}).U32(0x11, 2, 3, third, 5).Bytes()
			if !bytes.Equal(got, want) {
				t.Errorf("got %x, want %x", got, want)
			}
			damage := f.Damage()
			if len(damage) != 1 || !errors.Is(damage[0], errRelocPlace) {
				t.Errorf("damage is %v", damage)
			}
		})
	}
}
