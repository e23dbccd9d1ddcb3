package symcache

import (
	"encoding/binary"
	"errors"
	"iter"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// A Frame is a function that is active at an address, and where in its source
// the address is.
type Frame struct {
	Name   string // linkage name if there is one
	Lang   debuginfo.Language
	Entry  uint64         // of the function that holds the code, for every frame of a chain
	File   debuginfo.File // zero if unknown
	Line   uint32         // counted from 1; 0 if unknown
	Column uint32         // counted from 1; 0 if unknown
}

var (
	errBlock     = errors.New("block lies outside its section or is too large")
	errAscending = errors.New("addresses of blocks do not ascend")
)

// Lookup yields the frames at addr, the innermost inlined call first and the
// function itself last. It yields nothing if nothing is known of addr. The
// address is relative to the image base; of a return address, take 1 away
// before. An error ends the iteration; it says that the cache is damaged or
// cannot be read.
func (c *Cache) Lookup(addr uint64) iter.Seq2[Frame, error] {
	return func(yield func(Frame, error) bool) {
		frames, err := c.AppendFrames(nil, addr)
		if err != nil {
			yield(Frame{}, err)
			return
		}
		for _, f := range frames {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// AppendFrames appends what Lookup yields to dst. If the cache is in memory
// and dst has room, it allocates nothing but the strings that no lookup gave
// out before. After an error it returns dst as it was.
func (c *Cache) AppendFrames(dst []Frame, addr uint64) ([]Frame, error) {
	at, err := c.search(addr)
	if err != nil || at < 0 {
		return dst, err
	}
	d, _ := c.scratch.Get().(*decoder)
	if d == nil {
		d = new(decoder)
	}
	out, err := c.appendFrames(dst, d, uint64(at), addr)
	c.scratch.Put(d)
	if err != nil {
		return dst, err
	}
	return out, nil
}

func (c *Cache) appendFrames(dst []Frame, d *decoder, block, addr uint64) ([]Frame, error) {
	if err := c.load(d, block); err != nil {
		return nil, err
	}
	d.run(addr, maxRows)
	if d.err != nil {
		return nil, d.err
	}
	if d.n == 0 {
		return dst, nil
	}
	return c.chain(dst, d, d.rows[d.n-1])
}

// chain appends the frames of a state of the block in d.
func (c *Cache) chain(dst []Frame, d *decoder, s state) ([]Frame, error) {
	pos := s.pos
	for at := s.scope; at >= 0; {
		scope := &d.scopes[at]
		name, err := c.text(scope.name)
		if err != nil {
			return nil, err
		}
		file, err := c.sourceFile(pos.file)
		if err != nil {
			return nil, err
		}
		dst = append(dst, Frame{name, scope.lang, scope.entry, file, pos.line, pos.col})
		pos, at = scope.site, scope.parent
	}
	return dst, nil
}

// search returns the number of the block that holds addr, or -1 if addr lies
// before the first.
func (c *Cache) search(addr uint64) (int64, error) {
	index, err := c.index.load(c, secIndex)
	if err != nil {
		return 0, err
	}
	aw := int(c.header.addrWidth)
	entry := aw + int(c.header.offWidth)
	n := int(c.header.Blocks)
	if n == 0 || wideUint(index, 0, aw) > addr {
		return -1, nil
	}
	// Entry lo is not above addr, entry lo+n is, or there is none.
	lo := 0
	for n > 1 {
		half := n / 2
		if wideUint(index, (lo+half)*entry, aw) <= addr {
			lo += half
		}
		n -= half
	}
	return int64(lo), nil
}

// wideUint reads the n-byte number at b[at:], which has as many bytes.
func wideUint(b []byte, at, n int) uint64 {
	if at+8 <= len(b) {
		shift := uint(64-8*n) & 63
		return binary.LittleEndian.Uint64(b[at:]) << shift >> shift
	}
	return loadUint(b[at:], n)
}

// load points d at a block.
func (c *Cache) load(d *decoder, block uint64) error {
	index, err := c.index.load(c, secIndex)
	if err != nil {
		return err
	}
	aw, ow := int(c.header.addrWidth), int(c.header.offWidth)
	at := int(block) * (aw + ow)
	addr := wideUint(index, at, aw)
	start := wideUint(index, at+aw, ow)
	end := c.file.Size(secRows)
	if block+1 < c.header.Blocks {
		end = wideUint(index, at+aw+ow+aw, ow)
	}
	if start > end || end-start > maxBlock || end > c.file.Size(secRows) {
		return c.file.Error(secIndex, uint64(at), errBlock)
	}
	data, ok := c.file.View(secRows, start, end-start)
	if !ok {
		d.buf = slices.Grow(d.buf[:0], int(end-start))[:end-start]
		if err := c.file.ReadAt(secRows, d.buf, start); err != nil {
			return err
		}
		data = d.buf
	}
	d.reset(c, data, addr, start)
	return nil
}
