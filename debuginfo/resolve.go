package debuginfo

import (
	"iter"
	"sort"
)

// A Frame is one function that is active at an address: the function itself
// or one inlined into it, and where in its source the address is.
type Frame struct {
	Name   string
	Lang   Language
	Entry  uint64 // entry of the Function that holds the code, for every frame of a chain
	File   uint32 // for Session.File; NoFile if unknown
	Line   uint32 // counted from 1; 0 if unknown
	Column uint32 // counted from 1; 0 if unknown
}

// Resolve yields the frames at addr, the innermost inlined call first and the
// function itself last. It yields nothing if addr is not in f's ranges. It
// walks the model as it is and defines what every cache must answer.
//
// The position of the innermost frame is the last Line at or before addr
// within the same range, that of every other frame is where it calls the next
// one. Of sibling calls that claim the same address the first counts.
func (f *Function) Resolve(addr uint64) iter.Seq[Frame] {
	return func(yield func(Frame) bool) {
		within, ok := find(f.Ranges, addr)
		if !ok {
			return
		}
		frame := Frame{Entry: f.Entry, File: NoFile}
		if i := sort.Search(len(f.Lines), func(i int) bool { return f.Lines[i].Addr > addr }); i > 0 {
			if row := f.Lines[i-1]; row.Addr >= within.Start {
				frame.File, frame.Line, frame.Column = row.File, row.Line, row.Column
			}
		}
		at := int32(-1)
		for i := range f.Inlines {
			if in := &f.Inlines[i]; in.Parent == at && contains(in.Ranges, addr) {
				at = int32(i)
			}
		}
		for at >= 0 {
			in := &f.Inlines[at]
			frame.Name, frame.Lang = in.Name, in.Lang
			if !yield(frame) {
				return
			}
			frame.File, frame.Line, frame.Column = in.CallFile, in.CallLine, in.CallCol
			at = in.Parent
		}
		frame.Name, frame.Lang = f.Name, f.Lang
		yield(frame)
	}
}
