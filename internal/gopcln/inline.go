package gopcln

import (
	"cmp"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A call is the record of an inlined call.
type call struct {
	name      uint32 // offset in names
	at        uint32 // offset from the entry of an instruction at the place of the call
	startLine int32
}

// callSize is the size of the record of an inlined call.
const callSize = 16

// call reads record number i of the table at offset tree of trees.
func (t *Table) call(trees []byte, tree uint32, i int32) (call, bool) {
	c := cursor.New(nil, 0, trees, t.big)
	c.Seek(uint64(tree) + callSize*uint64(uint32(i)))
	c.U8() // kind of function
	padding := c.U24()
	r := call{c.U32(), c.U32(), int32(c.U32())}
	return r, c.Err() == nil && padding == 0
}

// A node is an inlined call of the function under way.
type node struct {
	number int32 // in the table of the function
	parent int32 // index in nodes, -1 for the function itself
	depth  int32 // 1 for calls of the function itself, 0 for those left out
	child  int32 // first of the calls inlined into it, or -1
	next   int32 // sibling, or -1
	index  int32 // in Function.Inlines
	call   call
	ranges []debuginfo.Range
}

// visitShare and visitBase bound the ranges that are added to the inlined calls
// of one function, per run of its code. Compilers nest below ten on average.
const visitShare, visitBase = 64, 1024

// inlines appends the inlined calls of f to out. It needs the runs of d.
func (s *session) inlines(f *function, d *decoder, out *debuginfo.Function) error {
	d.nodes = d.nodes[:0]
	clear(d.byNumber)
	for _, r := range d.calls {
		d.node(r.value)
	}
	for i := 0; i < len(d.nodes); i++ {
		c, ok := s.t.call(s.t.trees, f.tree, d.nodes[i].number)
		if !ok {
			continue
		}
		parent := d.node(valueAt(d.calls, uint64(c.at))) // may move the nodes
		n := &d.nodes[i]
		n.call, n.parent, n.depth = c, parent, unknownDepth
	}
	d.measure(int32(s.t.img.MaxInlineDepth))

	visits := visitShare*len(d.calls) + visitBase
	left, start := visits, uint64(0)
	for _, r := range d.calls {
		code := debuginfo.Range{Start: f.entry - s.t.img.ImageBase + start, End: f.entry - s.t.img.ImageBase + r.end}
		start = r.end
		if r.value < 0 || code.Start >= code.End {
			continue
		}
		for at := d.node(r.value); at >= 0; at = d.nodes[at].parent {
			if left--; left < 0 {
				return &debuginfo.LimitError{What: "ranges of inlined calls", Want: uint64(visits) + 1, Max: uint64(visits)}
			}
			n := &d.nodes[at]
			if last := len(n.ranges) - 1; last >= 0 && n.ranges[last].End == code.Start {
				n.ranges[last].End = code.End
			} else {
				n.ranges = append(n.ranges, code)
			}
		}
	}
	s.emitInlines(f, d, out)
	return nil
}

// node returns the index of the node of an inlined call, -1 for number -1.
func (d *decoder) node(number int32) int32 {
	if number < 0 {
		return -1
	}
	if i, ok := d.byNumber[number]; ok {
		return i
	}
	i := int32(len(d.nodes))
	d.byNumber[number] = i
	if cap(d.nodes) > len(d.nodes) {
		d.nodes = d.nodes[:i+1]
		d.nodes[i] = node{ranges: d.nodes[i].ranges[:0]}
	} else {
		d.nodes = append(d.nodes, node{})
	}
	n := &d.nodes[i]
	n.number, n.parent, n.child, n.next = number, -1, -1, -1
	return i
}

// measure finds how deep each node is. A node on a cycle becomes a call of the
// function itself; nodes deeper than most are left out, with their code left to
// the calls around them.
func (d *decoder) measure(most int32) {
	for i := range d.nodes {
		d.path = d.path[:0]
		at := int32(i)
		for at >= 0 && d.nodes[at].depth == unknownDepth {
			d.nodes[at].depth = onPath
			d.path = append(d.path, at)
			if up := d.nodes[at].parent; up >= 0 && d.nodes[up].depth == onPath {
				d.nodes[at].parent = -1
			}
			at = d.nodes[at].parent
		}
		depth := int32(0)
		if at >= 0 {
			depth = d.nodes[at].depth
		}
		for j := len(d.path) - 1; j >= 0; j-- {
			n := &d.nodes[d.path[j]]
			for n.parent >= 0 && d.nodes[n.parent].depth == 0 {
				n.parent = d.nodes[n.parent].parent
			}
			if depth++; depth > most {
				n.depth, depth = 0, depth-1
				continue
			}
			n.depth = depth
		}
	}
}

// Depths that are not known yet: of a node that was not measured, and of one on
// the way up from the one that is being measured.
const (
	unknownDepth = -1
	onPath       = -2
)

// emitInlines appends the nodes that have code to out in pre-order.
func (s *session) emitInlines(f *function, d *decoder, out *debuginfo.Function) {
	d.order = d.order[:0]
	for i := range d.nodes {
		if n := &d.nodes[i]; n.depth > 0 && len(n.ranges) > 0 {
			d.order = append(d.order, int32(i))
		}
	}
	// Later siblings are put in front of earlier ones, so begin with the last.
	slices.SortFunc(d.order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(d.nodes[b].ranges[0].Start, d.nodes[a].ranges[0].Start), cmp.Compare(d.nodes[b].number, d.nodes[a].number))
	})
	top := int32(-1)
	for _, i := range d.order {
		head := &top
		if up := d.nodes[i].parent; up >= 0 {
			head = &d.nodes[up].child
		}
		d.nodes[i].next, *head = *head, i
	}
	for at := top; at >= 0; {
		n := &d.nodes[at]
		n.index = int32(len(out.Inlines))
		in := debuginfo.Inline{Parent: -1, Lang: debuginfo.LanguageGo, Name: textAt(s.t.names, n.call.name), Ranges: n.ranges}
		if n.parent >= 0 {
			in.Parent = d.nodes[n.parent].index
		}
		in.CallFile, in.CallLine = s.position(f, d, uint64(n.call.at))
		out.Inlines = append(out.Inlines, in)
		if at = n.child; at >= 0 {
			continue
		}
		for up := n; ; up = &d.nodes[up.parent] {
			if at = up.next; at >= 0 || up.parent < 0 {
				break
			}
		}
	}
}
