package xz

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// text is easy to compress, noise is not.
var text = bytes.Repeat([]byte("debug information "), 20000)

func noise(n int) []byte {
	rnd := rand.New(rand.NewPCG(1, 2))
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(rnd.Uint32())
	}
	return out
}

// pack makes a stream with another implementation.
func pack(t testing.TB, data []byte, cfg xz.WriterConfig) []byte {
	t.Helper()
	var buf bytes.Buffer
	w, err := cfg.NewWriter(&buf)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(data)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func unpack(src []byte) ([]byte, error) {
	r, err := NewReader(src)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func TestReader(t *testing.T) {
	plain := pack(t, text, xz.WriterConfig{})
	tests := []struct {
		name string
		src  []byte
		want []byte
	}{
		{"crc64", plain, text},
		{"crc32", pack(t, text, xz.WriterConfig{CheckSum: xz.CRC32}), text},
		{"sha256", pack(t, text, xz.WriterConfig{CheckSum: xz.SHA256}), text},
		{"no check", pack(t, text, xz.WriterConfig{NoCheckSum: true}), text},
		{"nothing", pack(t, nil, xz.WriterConfig{}), nil},
		{"incompressible", pack(t, noise(300000), xz.WriterConfig{}), noise(300000)},
		{"several blocks", pack(t, text, xz.WriterConfig{BlockSize: 70000}), text},
		{"several streams", slicesConcat(plain, plain, make([]byte, 8), plain), slicesConcat(text, text, text)},
		{"padding at the end", slicesConcat(plain, make([]byte, 4)), text},
		{"largest dictionary", assemble(prop64M, []byte{1, 0, 2, 'a', 'b', 'c', 0}, 3), []byte("abc")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := unpack(tt.src)
			if err != nil || !bytes.Equal(got, tt.want) {
				t.Errorf("%d bytes, %v, want %d", len(got), err, len(tt.want))
			}
		})
	}
}

func slicesConcat(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

const prop64M = 28 // of a dictionary of 64 MiB

// assemble returns a stream without a check that has one block of the given
// LZMA2 chunks, which hold size bytes.
func assemble(prop byte, chunks []byte, size uint64) []byte {
	var out []byte
	sealed := func(part []byte) {
		out = append(out, part...)
		out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(part))
	}
	padded := func(part []byte) []byte {
		return append(part, make([]byte, -len(part)&3)...)
	}
	out = append(out, headerMagic...)
	sealed([]byte{0, checkNone})
	header := []byte{2, 0, filterLZMA2, 1, prop, 0, 0, 0}
	sealed(header)
	out = append(out, padded(bytes.Clone(chunks))...)
	index := []byte{0, 1}
	index = binary.AppendUvarint(index, uint64(len(header)+4+len(chunks)))
	index = padded(binary.AppendUvarint(index, size))
	sealed(index)
	footer := binary.LittleEndian.AppendUint32(nil, uint32(len(index)/4))
	footer = append(footer, 0, checkNone)
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(footer))
	return append(append(out, footer...), footerMagic...)
}

func TestErrors(t *testing.T) {
	abc := []byte{1, 0, 2, 'a', 'b', 'c', 0}
	good := assemble(0, abc, 3)
	block := uint64(12) // offset of the first block
	with := func(src []byte, off int, b byte) []byte {
		src = bytes.Clone(src)
		src[(off+len(src))%len(src)] = b
		return src
	}
	filters := assemble(0, abc, 3)
	copy(filters[12:], []byte{2, 0, 4, 0, filterLZMA2, 1, 0, 0}) // x86 machine code
	filters[13] = 1
	binary.LittleEndian.PutUint32(filters[20:], crc32.ChecksumIEEE(filters[12:20]))
	tests := []struct {
		name string
		src  []byte
		want string // contents before the error
		err  error
		off  uint64
	}{
		{"empty", nil, "", io.ErrUnexpectedEOF, 0},
		{"not xz", with(good, 0, 'x'), "", errMagic, 0},
		{"stream flags damaged", with(good, 7, 1), "", errChecksum, 0},
		{"block header damaged", with(good, 16, 1), "", errChecksum, block},
		{"cut in the block", good[:28], "", io.ErrUnexpectedEOF, 27},
		{"cut in the index", good[:34], "abc", io.ErrUnexpectedEOF, 34},
		{"cut in the footer", good[:len(good)-1], "abc", io.ErrUnexpectedEOF, uint64(len(good) - 2)},
		{"padding of the block", with(good, 31, 1), "", errPadding, 31},
		{"another size in the index", assemble(0, abc, 4), "abc", errIndex, 32},
		{"no such chunk", assemble(0, []byte{3, 0, 0, 0}, 3), "", errChunk, 24},
		{"no dictionary reset", assemble(0, []byte{2, 0, 2, 'a', 'b', 'c', 0}, 3), "", errAny, block},
		{"properties", assemble(0, []byte{0xe0, 0, 0, 0, 0, 225, 0, 0}, 3), "", errProperties, 24},
		{"size of the dictionary", assemble(41, abc, 3), "", errDictionary, block},
		{"filter for machine code", filters, "", debuginfo.ErrUnsupported, block},
		{"reserved byte before the footer magic", with(good, -4, 1), "abc", errFooter, 40},
		{"footer damaged", with(good, -12, 1), "abc", errChecksum, 40},
		{"junk behind", append(bytes.Clone(good), "not another stream"...), "abc", errMagic, uint64(len(good))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := unpack(tt.src)
			if string(got) != tt.want {
				t.Errorf("contents %q, want %q", got, tt.want)
			}
			fe, ok := errors.AsType[*debuginfo.FormatError](err)
			if !ok || tt.err != errAny && !errors.Is(err, tt.err) {
				t.Fatalf("err = %v, want %v", err, tt.err)
			}
			if fe.Offset != tt.off {
				t.Errorf("err at %d, want %d", fe.Offset, tt.off)
			}
		})
	}
}

var errAny = errors.New("any FormatError")

func TestCheckMismatch(t *testing.T) {
	for _, kind := range []byte{xz.CRC32, xz.CRC64, xz.SHA256} {
		src := pack(t, []byte("some contents"), xz.WriterConfig{CheckSum: kind})
		i := bytes.Index(src, []byte("some"))
		if i < 0 {
			t.Fatal("contents are not stored as they are")
		}
		src[i] = 'S'
		if _, err := unpack(src); !errors.Is(err, errChecksum) {
			t.Errorf("check %d: %v", kind, err)
		}
	}
}

func TestLimits(t *testing.T) {
	tests := []struct {
		name string
		src  []byte
	}{
		{"dictionary of 96 MiB", assemble(prop64M+1, []byte{1, 0, 0, 'a', 0}, 1)},
		{"dictionary of 4 GiB", assemble(40, []byte{1, 0, 0, 'a', 0}, 1)},
		{"tiny chunks", assemble(0, append(bytes.Repeat([]byte{1, 0, 0, 'a'}, 100000), 0), 100000)},
	}
	for _, tt := range tests {
		_, err := unpack(tt.src)
		if _, ok := errors.AsType[*debuginfo.LimitError](err); !ok {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	// What a header asks for is not allocated: three bytes take no 64 MiB.
	src := assemble(prop64M, []byte{1, 0, 2, 'a', 'b', 'c', 0}, 3)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	unpack(src)
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 64<<10 {
		t.Errorf("%d bytes allocated", n)
	}
}

// TestTool compares with the xz tool, where it is installed.
func TestTool(t *testing.T) {
	tool, err := exec.LookPath("xz")
	if err != nil {
		t.Skip("xz is not installed")
	}
	data := slicesConcat(text, noise(200000), text[:1000])
	for _, args := range []string{"-0", "-6", "-9e", "--check=sha256", "--check=crc32 --lzma2=lc=0,lp=4,pb=0",
		"--block-size=65536", "-T2 --block-size=100000", "--lzma2=dict=4KiB"} {
		cmd := exec.Command(tool, append(strings.Fields(args), "-c")...)
		cmd.Stdin = bytes.NewReader(data)
		src, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		got, err := unpack(src)
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: %d bytes, %v", args, len(got), err)
		}
	}
}

// FuzzReader reads streams as they are and assembles others around LZMA2
// chunks. What it accepts must hold exactly what the chunks claim, and another
// implementation must read the same.
func FuzzReader(f *testing.F) {
	f.Add(pack(f, text[:5000], xz.WriterConfig{}), false)
	f.Add(pack(f, text[:5000], xz.WriterConfig{CheckSum: xz.SHA256, BlockSize: 1000}), false)
	f.Add(assemble(0, []byte{1, 0, 2, 'a', 'b', 'c', 0}, 3), false)
	f.Add([]byte{1, 0, 2, 'a', 'b', 'c', 0}, true)
	var chunks bytes.Buffer
	w, _ := lzma.NewWriter2(&chunks)
	w.Write(slicesConcat(text[:5000], noise(300)))
	w.Close()
	f.Add(chunks.Bytes(), true)
	f.Fuzz(func(t *testing.T, src []byte, payload bool) {
		if payload {
			var b block
			c := cursor.New(nil, 0, src, false)
			b.walk(&c)
			src = assemble(prop64M, src[:len(src)-c.Len()], b.size)
		}
		r, err := NewReader(src)
		if err != nil {
			return
		}
		got, err := io.ReadAll(io.LimitReader(r, 1<<24))
		if err != nil || len(got) == 1<<24 {
			return
		}
		if uint64(len(got)) != r.produced {
			t.Fatalf("%d bytes, claimed %d", len(got), r.produced)
		}
		other, err := xz.NewReader(bytes.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		want, err := io.ReadAll(other)
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%d bytes; another implementation: %d bytes, %v", len(got), len(want), err)
		}
	})
}

func BenchmarkReader(b *testing.B) {
	src := pack(b, slicesConcat(text, noise(100000)), xz.WriterConfig{})
	b.SetBytes(int64(len(text) + 100000))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := unpack(src); err != nil {
			b.Fatal(err)
		}
	}
}
