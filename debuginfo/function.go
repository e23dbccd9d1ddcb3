package debuginfo

import "slices"

// A Range is the half-open range of addresses from Start to End.
type Range struct {
	Start, End uint64
}

// Contains reports whether addr lies in r.
func (r Range) Contains(addr uint64) bool { return r.Start <= addr && addr < r.End }

// NoFile is the file index of code whose source file is not known.
const NoFile = ^uint32(0)

// A Function is a piece of code with a name, its line table and the calls that
// were inlined into it. See [Function.Check] for what holds of it.
type Function struct {
	// Name is the linkage name if there is one, else the qualified name. It is
	// empty for code that only a line table knows, such as the padding between
	// functions.
	Name   string
	Lang   Language // of the function's own source, also when inlined elsewhere
	Entry  uint64   // address at which calls arrive
	Ranges []Range  // sorted and disjoint; a split function has several
	// Lines are the leaf positions, sorted by address. They are those of the
	// innermost inlined call at their address, not of the function.
	Lines []Line
	// Inlines are the inlined calls in pre-order: a call comes after the call
	// it was inlined into and before its next sibling.
	Inlines []Inline
}

// A Line is the source position of the code from Addr up to the next Line or
// the end of the function's range, whichever is first. Line 0 says that the
// compiler knows no line for this code.
type Line struct {
	Addr   uint64
	File   uint32 // for Session.File; NoFile if unknown
	Line   uint32 // counted from 1; 0 if unknown
	Column uint32 // counted from 1; 0 if unknown
}

// An Inline is one call that was inlined.
type Inline struct {
	Parent   int32 // index in Function.Inlines of the call around it, -1 for the function
	Lang     Language
	Name     string  // of the inlined function
	Ranges   []Range // sorted, disjoint, within those of Parent
	CallFile uint32  // where Parent calls it, for Session.File; NoFile if unknown
	CallLine uint32  // counted from 1; 0 if unknown
	CallCol  uint32  // counted from 1; 0 if unknown
}

// Clone returns a copy of f that shares no slice with f.
func (f *Function) Clone() *Function {
	c := *f
	c.Ranges = slices.Clone(f.Ranges)
	c.Lines = slices.Clone(f.Lines)
	c.Inlines = slices.Clone(f.Inlines)
	for i := range c.Inlines {
		c.Inlines[i].Ranges = slices.Clone(c.Inlines[i].Ranges)
	}
	return &c
}

// contains reports whether addr lies in one of ranges, which are sorted and
// disjoint.
func contains(ranges []Range, addr uint64) bool {
	_, ok := find(ranges, addr)
	return ok
}

// find returns the range of ranges, which are sorted and disjoint, that
// contains addr.
func find(ranges []Range, addr uint64) (Range, bool) {
	i, _ := slices.BinarySearchFunc(ranges, addr, func(r Range, addr uint64) int {
		if r.End <= addr {
			return -1
		}
		return 1
	})
	if i < len(ranges) && ranges[i].Start <= addr {
		return ranges[i], true
	}
	return Range{}, false
}
