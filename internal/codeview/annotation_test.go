package codeview

import (
	"slices"
	"testing"
)

func TestAnnotations(t *testing.T) {
	tests := []struct {
		name    string
		program []byte
		want    []annotated
	}{
		{name: "empty"},
		{name: "offset and line", program: []byte{11, 2<<5 | 4},
			want: []annotated{{offset: 4, line: 102, file: 8}}},
		{name: "line going back", program: []byte{6, 3, 3, 5},
			want: []annotated{{offset: 5, line: 99, file: 8}}},
		{name: "length ends a row and moves on", program: []byte{3, 1, 4, 7, 3, 2},
			want: []annotated{{offset: 1, size: 7, line: 100, file: 8}, {offset: 10, line: 100, file: 8}}},
		{name: "length and offset", program: []byte{12, 6, 9},
			want: []annotated{{offset: 9, size: 6, line: 100, file: 8}}},
		{name: "file and column", program: []byte{5, 0x80, 0xff, 9, 3, 3, 1},
			want: []annotated{{offset: 1, line: 100, file: 0xff, column: 3}}},
		{name: "four-byte number", program: []byte{3, 0xc0, 1, 0, 0},
			want: []annotated{{offset: 0x10000, line: 100, file: 8}}},
		{name: "separated chunk", program: []byte{3, 1, 2, 1, 3, 2},
			want: []annotated{{offset: 1, line: 100, file: 8}, {chunk: 1, offset: 2, line: 100, file: 8}}},
		{name: "zero pads", program: []byte{3, 1, 0, 0, 3, 1},
			want: []annotated{{offset: 1, line: 100, file: 8}}},
		{name: "unknown operation", program: []byte{3, 1, 14, 0, 3, 1},
			want: []annotated{{offset: 1, line: 100, file: 8}}},
		{name: "cut operand", program: []byte{3, 1, 3, 0x80},
			want: []annotated{{offset: 1, line: 100, file: 8}}},
		{name: "reserved prefix", program: []byte{3, 0xe0, 0, 0, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := annotations(nil, tt.program, 8, 100); !slices.Equal(got, tt.want) {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

// FuzzAnnotations checks that a program yields at most a row for two bytes.
func FuzzAnnotations(f *testing.F) {
	f.Add([]byte{11, 2<<5 | 4, 4, 7, 12, 6, 9})
	f.Add([]byte{5, 0x80, 0xff, 9, 3, 3, 0xc0, 1, 0, 0})
	f.Fuzz(func(t *testing.T, program []byte) {
		rows := annotations(nil, program, 0, 0)
		if 2*len(rows) > len(program) {
			t.Fatalf("%d rows from %d bytes", len(rows), len(program))
		}
	})
}
