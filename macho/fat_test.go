package macho

import (
	"bytes"
	"errors"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/testfile"
)

func big() *testfile.Asm { return &testfile.Asm{Big: true} }

func TestSlices(t *testing.T) {
	type slice struct {
		arch      string
		off, size uint64
		err       error
	}
	const amd64, arm64 = uint32(CPUAMD64), uint32(CPUARM64)
	body := make([]byte, 0x100)
	tests := []struct {
		name string
		head *testfile.Asm
		want []slice
	}{
		{"none", big().U32(magicFat32, 0), nil},
		{"two", big().U32(magicFat32, 2, amd64, 3, 0x40, 0x20, 0, arm64, 0, 0x60, 0x10, 0),
			[]slice{{"x86_64", 0x40, 0x20, nil}, {"arm64", 0x60, 0x10, nil}}},
		{"two of 64 bit", big().U32(magicFat64, 2, amd64, 8).U64(0x48, 0x20).U32(0, 0, arm64, 2).U64(0x68, 8).U32(0, 0),
			[]slice{{"x86_64h", 0x48, 0x20, nil}, {"arm64e", 0x68, 8, nil}}},
		{"outside, then good", big().U32(magicFat32, 2, amd64, 3, 0x4000, 0x20, 0, arm64, 0, 0x60, 0x10, 0),
			[]slice{{"x86_64", 0x4000, 0x20, errSlice}, {"arm64", 0x60, 0x10, nil}}},
		{"size beyond the end", big().U32(magicFat32, 1, amd64, 3, 0x40, 0xffffffff, 0), []slice{{"x86_64", 0x40, 0xdc, nil}}},
		{"the file itself", big().U32(magicFat32, 1, amd64, 3, 0, 0x20, 0), []slice{{"x86_64", 0, 0x20, errSlice}}},
		{"wraps around", big().U32(magicFat64, 1, amd64, 3).U64(^uint64(0)-15, 32).U32(0, 0), []slice{{"x86_64", ^uint64(0) - 15, 32, errSlice}}},
		{"overlap", big().U32(magicFat32, 2, amd64, 3, 0x40, 0x20, 0, arm64, 0, 0x5f, 0x10, 0),
			[]slice{{"x86_64", 0x40, 0x20, nil}, {"arm64", 0x5f, 0x10, errOverlap}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data := append(tt.head.Bytes(), body...)
			got, err := Slices(bytes.NewReader(data), int64(len(data)))
			if err != nil || len(got) != len(tt.want) {
				t.Fatalf("got %v, %v", got, err)
			}
			for i, w := range tt.want {
				g := got[i]
				if g.Arch().String() != w.arch || g.Offset != w.off || g.Err == nil && g.Size != w.size || !errors.Is(g.Err, w.err) {
					t.Errorf("got %+v, want %+v", g, w)
				}
			}
		})
	}
}

func TestSlicesErrors(t *testing.T) {
	cut := big().U32(magicFat32, 3, 1).Bytes()
	got, err := Slices(bytes.NewReader(cut), int64(len(cut)))
	if err != nil || len(got) != 1 || got[0].Err == nil {
		t.Errorf("cut table: %v, %v", got, err)
	}
	for name, data := range map[string][]byte{
		"java class":        big().U32(magicFat32, 52).Bytes(),
		"oldest java class": big().U32(magicFat32, 3<<16|45).Bytes(),
		"huge count":        big().U32(magicFat64, 1<<31).Bytes(),
		"short":             big().U32(magicFat32).Bytes(),
		"empty":             nil,
	} {
		if IsFat(data) {
			t.Errorf("%s counts as universal file", name)
		}
		if _, err := Slices(bytes.NewReader(data), int64(len(data))); !errors.Is(err, debuginfo.ErrUnknownFormat) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
