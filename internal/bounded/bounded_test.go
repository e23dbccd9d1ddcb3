package bounded

import (
	"bytes"
	"errors"
	"io"
	"math"
	"testing"
)

func TestCap(t *testing.T) {
	for _, tt := range []struct {
		count         uint64
		left, minSize int
		want          int
	}{
		{3, 100, 10, 3}, {11, 100, 10, 10}, {math.MaxUint64, 7, 1, 7}, {5, 0, 1, 0}, {5, -1, 1, 0},
	} {
		if got := Cap(tt.count, tt.left, tt.minSize); got != tt.want {
			t.Errorf("Cap(%d, %d, %d) = %d, want %d", tt.count, tt.left, tt.minSize, got, tt.want)
		}
	}
}

func TestReadAt(t *testing.T) {
	data := bytes.Repeat([]byte("0123456789"), 300_000)
	r := bytes.NewReader(data)
	for _, tt := range []struct {
		off, n uint64
		ok     bool
	}{
		{0, 0, true}, {0, 10, true}, {5, uint64(len(data)) - 5, true},
		{5, uint64(len(data)), false}, {0, 1 << 40, false}, {1 << 40, 1, false},
		{math.MaxUint64, 1, false}, {1, math.MaxUint64, false}, {math.MaxInt64, 1, false},
	} {
		got, err := ReadAt(r, tt.off, tt.n)
		switch {
		case tt.ok && (err != nil || !bytes.Equal(got, data[tt.off:tt.off+tt.n])):
			t.Errorf("ReadAt(%d, %d): %d bytes, %v", tt.off, tt.n, len(got), err)
		case !tt.ok && (!errors.Is(err, io.ErrUnexpectedEOF) || got != nil):
			t.Errorf("ReadAt(%d, %d): %d bytes, %v", tt.off, tt.n, len(got), err)
		}
	}
}

func TestBudget(t *testing.T) {
	b := NewBudget(10)
	if !b.Take(7) || b.Take(4) || !b.Take(3) || b.Take(1) {
		t.Error("Take is wrong")
	}
	b.Give(2)
	if b.Left() != 2 || b.Max() != 10 {
		t.Errorf("%d of %d left", b.Left(), b.Max())
	}
	if new(Budget).Take(1) {
		t.Error("the zero Budget is not empty")
	}
}
