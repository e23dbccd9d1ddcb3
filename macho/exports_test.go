package macho

import (
	"errors"
	"io"
	"slices"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/testfile"
)

// sampleTrie exports _a at 0x100, _ab at 0x120, and _b, which another library
// defines.
var sampleTrie = (&testfile.Asm{}).
	U8(0, 1).Str("_").U8(5).        // 0: no export; "_" leads to 5
	U8(0, 2).Str("a").U8(13).       // 5: "a" leads to 13,
	Str("b").U8(26).                //    "b" to 26
	U8(3, 0, 0x80, 2, 1).Str("b").  // 13: _a;
	U8(21).                         //     "b" leads to 21
	U8(3, 0, 0xa0, 2, 0).           // 21: _ab
	U8(3, exportReexport, 1, 0, 0). // 26: _b
	Bytes()

func TestExports(t *testing.T) {
	tests := []struct {
		name string
		trie []byte
		want []Export
		err  error
		off  uint64 // of the error in the trie
	}{
		{"empty", []byte{0, 0}, nil, nil, 0},
		{"child outside", (&testfile.Asm{}).U8(0, 1).Str("x").U8(100).Bytes(), nil, errTrieNode, 2},
		{"child of itself", (&testfile.Asm{}).U8(0, 1).Str("x").U8(0).Bytes(), nil, errTrieLoop, 2},
		{"two names of one node", (&testfile.Asm{}).U8(0, 2).Str("x").U8(8).Str("y").U8(8).U8(2, 0, 4, 0).Bytes(), []Export{{"x", 0x1004}}, errTrieLoop, 5},
		{"cut name", []byte{0, 1, 'x'}, nil, io.ErrUnexpectedEOF, 2},
		{"cut export", []byte{9, 0, 4}, nil, io.ErrUnexpectedEOF, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := exporter(t, testfile.MachOCommand{Kind: cmdDyldExportsTrie, Data: tt.trie})
			_, base, err := f.linkedit(exportsPlace, cmdDyldExportsTrie)
			if err != nil {
				t.Fatal(err)
			}
			got, err := f.Exports()
			if !slices.Equal(got, tt.want) || !errors.Is(err, tt.err) {
				t.Fatalf("got %v, %v, want %v, %v", got, err, tt.want, tt.err)
			}
			if fe, ok := errors.AsType[*debuginfo.FormatError](err); ok && fe.Offset != base+tt.off {
				t.Errorf("error at %#x, want %#x", fe.Offset, base+tt.off)
			}
		})
	}
}

// TestExportsCommands reads the same trie through the newer and the older command.
func TestExportsCommands(t *testing.T) {
	for _, cmd := range []testfile.MachOCommand{
		{Kind: cmdDyldExportsTrie, Data: sampleTrie},
		{Kind: cmdDyldInfoOnly, Body: make([]byte, 32), Data: sampleTrie},
		{Kind: cmdDyldInfo, Body: make([]byte, 32), Data: sampleTrie},
	} {
		got, err := exporter(t, cmd).Exports()
		if want := []Export{{"_a", 0x1100}, {"_ab", 0x1120}}; err != nil || !slices.Equal(got, want) {
			t.Errorf("command %#x: got %#x, %v, want %#x", cmd.Kind, got, err, want)
		}
	}
}

func exporter(t *testing.T, cmd testfile.MachOCommand) *File {
	t.Helper()
	in := testfile.MachO{
		Segments: []testfile.MachOSegment{{Name: "__TEXT", Addr: 0x1000}},
		Commands: []testfile.MachOCommand{cmd},
	}
	f, err := Parse(in.Bytes(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestFunctionStartsErrors: what precedes the damage is returned.
func TestFunctionStartsErrors(t *testing.T) {
	tests := []struct {
		name string
		data []byte
		want []uint64
		err  error
	}{
		{"ends without zero", []byte{4, 8}, []uint64{0x1004, 0x100c}, nil},
		{"zero ends", []byte{4, 0, 8}, []uint64{0x1004}, nil},
		{"cut number", []byte{4, 0x80}, []uint64{0x1004}, io.ErrUnexpectedEOF},
		{"wraps around", []byte{4, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}, []uint64{0x1004}, nil},
	}
	for _, tt := range tests {
		f := exporter(t, testfile.MachOCommand{Kind: cmdFunctionStarts, Data: tt.data})
		got, err := f.FunctionStarts()
		if !slices.Equal(got, tt.want) || !errors.Is(err, tt.err) {
			t.Errorf("%s: got %#x, %v", tt.name, got, err)
		}
	}
}
