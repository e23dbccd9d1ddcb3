package sourcemap

import (
	"strings"
	"testing"
)

func TestText(t *testing.T) {
	// Lines end in LF, CRLF and CR; 𝕏 is a surrogate pair, é two bytes.
	text := NewText([]byte("ab\n𝕏é𝕏x\r\n\rlast"))
	if text.NumLines() != 4 {
		t.Fatalf("%d lines", text.NumLines())
	}
	for i, want := range []string{"ab", "𝕏é𝕏x", "", "last"} {
		if got := string(text.Line(i)); got != want {
			t.Errorf("line %d = %q, want %q", i, got, want)
		}
	}
	for _, tt := range []struct {
		p      Position
		offset int
		back   Position // of the offset
	}{
		{Position{0, 0}, 0, Position{0, 0}},
		{Position{0, 2}, 2, Position{0, 2}},
		{Position{0, 99}, 2, Position{0, 2}},
		{Position{1, 0}, 3, Position{1, 0}},
		{Position{1, 1}, 3, Position{1, 0}}, // between surrogates
		{Position{1, 2}, 7, Position{1, 2}},
		{Position{1, 3}, 9, Position{1, 3}},
		{Position{1, 4}, 9, Position{1, 3}},
		{Position{1, 5}, 13, Position{1, 5}},
		{Position{1, 6}, 14, Position{1, 6}},
		{Position{1, noIndex}, 14, Position{1, 6}},
		{Position{2, 0}, 16, Position{2, 0}},
		{Position{3, 4}, 21, Position{3, 4}},
	} {
		got, ok := text.Offset(tt.p)
		if !ok || got != tt.offset {
			t.Errorf("Offset(%v) = %d, %v; want %d", tt.p, got, ok, tt.offset)
		}
		if back := text.Position(tt.offset); back != tt.back {
			t.Errorf("Position(%d) = %v, want %v", tt.offset, back, tt.back)
		}
	}
	if _, ok := text.Offset(Position{4, 0}); ok {
		t.Error("there is no line 4")
	}
	if got := text.Position(5); got != (Position{1, 0}) {
		t.Errorf("position within a character = %v", got)
	}
}

// TestTextMarks checks positions far into a long line, against counting.
func TestTextMarks(t *testing.T) {
	line := strings.Repeat("aé𝕏\xff", 2000)
	text := NewText([]byte("x\n" + line + "\ny"))
	units := uint32(0)
	for i, r := range line {
		p := Position{1, units}
		if off, ok := text.Offset(p); !ok || off != i+2 {
			t.Fatalf("Offset(%v) = %d, want %d", p, off, i+2)
		}
		if got := text.Position(i + 2); got != p {
			t.Fatalf("Position(%d) = %v, want %v", i+2, got, p)
		}
		if i%500 == 0 {
			if got := UTF16Column(line, i); got != units {
				t.Fatalf("UTF16Column(%d) = %d, want %d", i, got, units)
			}
			if got := ByteColumn(line, units); got != i {
				t.Fatalf("ByteColumn(%d) = %d, want %d", units, got, i)
			}
		}
		units += unitsOf(r)
	}
	if off, _ := text.Offset(Position{2, 1}); off != len(line)+4 {
		t.Errorf("last line is at %d", off)
	}
}

func TestColumns(t *testing.T) {
	const line = "a𝕏b"
	for _, tt := range []struct {
		col uint32
		off int
	}{{0, 0}, {1, 1}, {2, 1}, {3, 5}, {4, 6}, {9, 6}} {
		if got := ByteColumn(line, tt.col); got != tt.off {
			t.Errorf("ByteColumn(%d) = %d, want %d", tt.col, got, tt.off)
		}
	}
	for _, tt := range []struct {
		off int
		col uint32
	}{{0, 0}, {1, 1}, {2, 1}, {4, 1}, {5, 3}, {6, 4}, {9, 4}} {
		if got := UTF16Column(line, tt.off); got != tt.col {
			t.Errorf("UTF16Column(%d) = %d, want %d", tt.off, got, tt.col)
		}
	}
}
