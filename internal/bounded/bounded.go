// Package bounded keeps counts and sizes that come from a file from turning
// into allocations before the file has shown that it has the bytes.
//
// [Cap] turns a count into a capacity, [ReadAt] lets a false size meet the end
// of the file before it meets the allocator, and a [Budget] adds up what one file may make the library hold.
package bounded

import (
	"io"
	"math"
	"sync/atomic"
)

// Cap returns a capacity for count items read from left bytes, each item at
// least minSize bytes long. It never exceeds what the bytes can hold, so it is
// safe to pass to make. minSize must be positive.
func Cap(count uint64, left, minSize int) int {
	return int(min(count, uint64(max(left, 0)/minSize)))
}

// chunk is how much ReadAt allocates without asking whether there is more.
const chunk = 1 << 20

// ReadAt reads n bytes at off into fresh memory. Before it allocates much it
// makes sure that the last of them is there, so a size that the reader cannot
// serve costs next to nothing. A short read is io.ErrUnexpectedEOF.
func ReadAt(r io.ReaderAt, off, n uint64) ([]byte, error) {
	if off > math.MaxInt64 || n > math.MaxInt64-off || n > math.MaxInt {
		return nil, io.ErrUnexpectedEOF
	}
	if n > chunk {
		var last [1]byte
		if _, err := readFull(r, last[:], int64(off+n-1)); err != nil {
			return nil, err
		}
	}
	return readFull(r, make([]byte, n), int64(off))
}

// readFull fills p, or fails.
func readFull(r io.ReaderAt, p []byte, off int64) ([]byte, error) {
	n, err := r.ReadAt(p, off)
	if n == len(p) {
		return p, nil
	}
	if err == nil || err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return nil, err
}

// A Budget is an amount that shrinks as it is used, shared by all that one
// file causes. The zero Budget is empty. Goroutines may share it.
type Budget struct {
	left atomic.Int64
	max  uint64
}

// NewBudget returns a Budget of n units.
func NewBudget(n uint64) *Budget {
	b := &Budget{max: n}
	b.left.Store(int64(min(n, math.MaxInt64)))
	return b
}

// Take takes n units and reports whether they were there. When they were not,
// nothing is taken.
func (b *Budget) Take(n uint64) bool {
	for {
		left := b.left.Load()
		if n > uint64(left) {
			return false
		}
		if b.left.CompareAndSwap(left, left-int64(n)) {
			return true
		}
	}
}

// Give returns n units that were taken and not used.
func (b *Budget) Give(n uint64) { b.left.Add(int64(n)) }

// Left returns how many units remain.
func (b *Budget) Left() uint64 { return uint64(b.left.Load()) }

// Max returns what the Budget began with.
func (b *Budget) Max() uint64 { return b.max }
