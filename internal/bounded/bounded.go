// Package bounded keeps counts and sizes that come from a file from turning
// into allocations before the file has shown that it has the bytes.
//
// [Cap] turns a count into a capacity, [ReadAt] reads in chunks so that a
// false size meets the end of the file before it meets the allocator, and a
// [Budget] adds up what one file may make the library hold.
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

// chunk is how much ReadAt allocates ahead of the bytes it has seen.
const chunk = 1 << 20

// ReadAt reads n bytes at off into fresh memory. It allocates in chunks, so a
// size that the reader cannot serve costs at most one chunk too much. A short
// read is io.ErrUnexpectedEOF.
func ReadAt(r io.ReaderAt, off, n uint64) ([]byte, error) {
	if off > math.MaxInt64 || n > math.MaxInt64-off || n > math.MaxInt {
		return nil, io.ErrUnexpectedEOF
	}
	buf := make([]byte, min(n, chunk))
	for done := uint64(0); ; {
		got, err := r.ReadAt(buf[done:], int64(off+done))
		done += uint64(got)
		if done == n {
			return buf, nil
		}
		if done < uint64(len(buf)) {
			if err == nil || err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		grown := make([]byte, min(n, 2*done))
		copy(grown, buf)
		buf = grown
	}
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
