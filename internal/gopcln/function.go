package gopcln

import (
	"errors"
	"sort"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

var (
	errOrder   = errors.New("functions are not sorted by their entries")
	errOutside = errors.New("function lies outside the code of the file")
	errEntry   = errors.New("record of a function has another entry")
	errStep    = errors.New("values of a function do not advance")
	errWide    = errors.New("value of a function exceeds 32 bits")
)

// A function is the record of a function, with virtual addresses.
type function struct {
	entry, end uint64
	name       uint32 // offset in names
	file, line uint32 // offsets in values
	unit       uint32 // index in units
	inlined    uint32 // offset in values; 0 for none
	tree       uint32 // offset from go:func.*, or noTree
}

// noTree says that a function has no inlined calls.
const noTree = ^uint32(0)

// Indices of further values and tables.
const (
	valueInlined = 2 // PCDATA_InlTreeIndex
	tableInlined = 3 // FUNCDATA_InlTree
)

// function reads the record of function number i, which is less than t.count.
// Assemblers leave functions without code, whose end is their entry.
func (t *Table) function(i int) (function, error) {
	c := cursor.New(inFunctions, 0, t.functions, t.big)
	at := uint64(i) * 8
	c.Seek(at)
	entry, record, next := c.U32(), c.U32(), c.U32()
	switch {
	case entry > next:
		return function{}, c.ErrorAt(at, errOrder)
	case entry == next:
		return function{entry: t.text + uint64(entry), end: t.text + uint64(entry), tree: noTree}, c.Err()
	}
	f := function{entry: t.text + uint64(entry), end: t.text + uint64(next), tree: noTree}
	code := sort.Search(len(t.img.Code), func(i int) bool { return t.img.Code[i].End > f.entry })
	if code == len(t.img.Code) || f.entry < t.img.Code[code].Start || f.entry < t.text {
		return function{}, c.ErrorAt(at, errOutside)
	}
	f.end = min(f.end, t.img.Code[code].End)

	c.Seek(uint64(record))
	if c.U32() != entry {
		c.FailAt(uint64(record), errEntry)
	}
	f.name = c.U32()
	c.Skip(12) // size of arguments, place of deferred returns, stack
	f.file, f.line = c.U32(), c.U32()
	values := c.U32()
	f.unit = c.U32()
	if !t.inlines {
		return f, c.Err()
	}
	c.Skip(4 + 3) // start line, kind and flags
	tables := c.U8()
	rest := c
	rest.Skip(4 * valueInlined)
	if values > valueInlined {
		f.inlined = rest.U32()
	}
	rest = c
	rest.Skip(4 * (uint64(values) + tableInlined))
	if tables > tableInlined && f.inlined != 0 {
		f.tree = rest.U32()
	}
	return f, c.Err()
}

// A run is a value that holds from the end of the run before it.
type run struct {
	end   uint64 // offset from the entry of the function
	value int32
}

// runs appends the values at offset off for a function of size bytes.
func (t *Table) runs(dst []run, off uint32, size uint64) ([]run, error) {
	if off == 0 {
		return dst, nil
	}
	c := cursor.New(inValues, 0, t.values, t.big)
	c.Seek(uint64(off))
	value, pc := int32(-1), uint64(0)
	for first := true; pc < size; first = false {
		change := c.Uleb()
		if change == 0 && !first {
			break
		}
		length := c.Uleb()
		switch {
		case c.Err() != nil:
		case length == 0:
			c.FailAt(uint64(off), errStep)
		case change > 1<<32-1 || length > 1<<32-1:
			c.FailAt(uint64(off), errWide)
		}
		if c.Err() != nil {
			break
		}
		value += int32(-(uint32(change) & 1) ^ uint32(change)>>1)
		pc += length * t.quantum
		dst = append(dst, run{min(pc, size), value})
	}
	return dst, c.Err()
}

// valueAt returns the value at an offset from the entry, -1 if there is none.
func valueAt(runs []run, off uint64) int32 {
	i := sort.Search(len(runs), func(i int) bool { return runs[i].end > off })
	if i == len(runs) {
		return -1
	}
	return runs[i].value
}

// filePath returns the offset of the path of file number n of a unit.
func (t *Table) filePath(unit uint32, n int32) (off uint32, ok bool) {
	c := cursor.New(nil, 0, t.units, t.big)
	c.Seek(4 * (uint64(unit) + uint64(uint32(n))))
	off = c.U32()
	return off, n >= 0 && c.Err() == nil && off != ^uint32(0)
}
