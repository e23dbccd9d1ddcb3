package breakpad

import (
	"bytes"
	"cmp"
	"container/heap"
	"math"
	"slices"
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// inline reads an INLINE record behind its keyword and adds it to the tree of
// the function under way.
func (s *session) inline(rec []byte) bool {
	t := &s.tree
	mark, call := len(t.spans), int32(len(t.records))
	depth, _, at := scanNumber(rec, 0)
	line, negLine, at2 := scanNumber(rec, at)
	third, negThird, at3 := scanNumber(rec, at2)
	if at == 0 || at2 == at || at3 == at2 || line > math.MaxUint32 {
		return false
	}
	if negLine {
		line = 0
	}
	in := debuginfo.Inline{CallLine: uint32(line), CallFile: debuginfo.NoFile}
	if origin, neg, at4 := scanNumber(rec, at3); at4 > at3 && t.addRanges(rec[at4:], depth, call, s.maxDepth) {
		if !negThird {
			in.CallFile = s.fileIndex(third)
		}
		in.Name = s.originName(origin, neg)
	} else if t.spans = t.spans[:mark]; t.addRanges(rec[at3:], depth, call, s.maxDepth) {
		in.Name = withoutFile(s.originName(third, negThird))
	} else {
		t.spans = t.spans[:mark]
		return false
	}
	t.records = append(t.records, in)
	return true
}

// originName returns the name of the origin with the given number.
func (s *session) originName(number uint64, neg bool) string {
	i, ok := s.index.originIndex.get(number)
	if !ok || neg {
		return ""
	}
	return nameOr(s.index.origins[i], unknown)
}

// withoutFile takes the number of a file from the name of an origin that an
// INLINE record without a file refers to: such files have both.
func withoutFile(name string) string {
	number, rest, ok := strings.Cut(name, " ")
	if !ok || strings.Trim(number, "-0123456789") != "" {
		return name
	}
	return strings.TrimLeft(rest, " \t")
}

// A span is one range of an INLINE record.
type span struct {
	start, end uint64
	depth      int32
	record     int32 // index in inlineTree.records
}

func (a span) compare(b span) int {
	switch {
	case a.start != b.start:
		return cmp.Compare(a.start, b.start)
	case a.depth != b.depth:
		return int(a.depth) - int(b.depth)
	}
	return int(a.record) - int(b.record)
}

// An inlineTree makes the inlined calls of a function of its INLINE records.
// These give a depth and no caller: the caller of a range is whatever has the
// depth above at its start.
type inlineTree struct {
	records []debuginfo.Inline // without Parent and Ranges
	spans   []span

	nodes   []node
	pieces  []piece
	latest  []int32   // by record: the node that its last range went to, or -1
	open    []piece   // by depth: what is open at the current address
	pending spanQueue // rests of ranges that were cut
	ranges  []debuginfo.Range
	order   []int32
}

// A node is an inlined call: the ranges of a record within one caller.
type node struct {
	record, parent      int32
	firstRange, nRanges int32
	lastPiece           int32 // index in inlineTree.pieces
	child, last, next   int32 // first and last call within this one, next sibling; -1
}

// A piece is a range of a node.
type piece struct {
	node       int32
	start, end uint64
}

func (t *inlineTree) reset() {
	t.records, t.spans = t.records[:0], t.spans[:0]
}

// addRanges reads the pairs of addresses and sizes that end an INLINE record.
// It reports false if they are malformed or there are none.
func (t *inlineTree) addRanges(rec []byte, depth uint64, record int32, maxDepth int) bool {
	some := false
	for i := 0; ; some = true {
		addr, j := scanHex(rec, i)
		if j == i {
			return some && len(bytes.Trim(rec[i:], " \t")) == 0
		}
		size, k := scanHex(rec, j)
		if k == j {
			return false
		}
		if i = k; size > 0 && depth < uint64(maxDepth) {
			t.spans = append(t.spans, span{addr, addSize(addr, size), int32(depth), record})
		}
	}
}

// maxCuts bounds how many rests of cut ranges are taken up again, as a
// multiple of the number of ranges. Compilers seldom need one; ranges that all
// overlap would cost their number squared.
const maxCuts = 8

// build appends the calls within the function's range in pre-order, siblings
// by address. They keep the rules of debuginfo.Function.Check.
func (t *inlineTree) build(out []debuginfo.Inline, within debuginfo.Range) []debuginfo.Inline {
	if len(t.spans) == 0 {
		return out
	}
	for i := range t.spans {
		s := &t.spans[i]
		s.start, s.end = max(s.start, within.Start), min(s.end, within.End)
	}
	if !slices.IsSortedFunc(t.spans, span.compare) {
		slices.SortFunc(t.spans, span.compare)
	}
	t.nodes, t.pieces, t.open, t.pending = t.nodes[:0], t.pieces[:0], t.open[:0], t.pending[:0]
	t.latest = t.latest[:0]
	for range t.records {
		t.latest = append(t.latest, -1)
	}
	cuts := maxCuts*len(t.spans) + 64
	for rest := t.spans; len(rest) > 0 || len(t.pending) > 0; {
		var s span
		if len(t.pending) > 0 && (len(rest) == 0 || t.pending[0].compare(rest[0]) < 0) {
			s = heap.Pop(&t.pending).(span)
		} else {
			s, rest = rest[0], rest[1:]
		}
		if s.start >= s.end {
			continue
		}
		if tail, ok := t.place(s); ok && cuts > 0 {
			cuts--
			heap.Push(&t.pending, tail)
		}
	}
	return t.flatten(out)
}

// place puts a range below the call that is open one level up. It returns the
// rest of the range if that has to be looked at again: it begins within a
// sibling, or reaches beyond the caller.
func (t *inlineTree) place(s span) (tail span, ok bool) {
	for n := len(t.open) - 1; n >= 0 && t.open[n].end <= s.start; n-- {
		t.open = t.open[:n]
	}
	depth := int(s.depth)
	if depth > len(t.open) {
		return span{}, false // nobody calls it
	}
	if depth < len(t.open) {
		tail = s
		tail.start = t.open[depth].end
		return tail, tail.start < tail.end
	}
	parent := int32(-1)
	if depth > 0 {
		up := &t.open[depth-1]
		parent = up.node
		if s.end > up.end {
			tail, ok = s, true
			tail.start = up.end
			s.end = up.end
		}
	}
	n := t.latest[s.record]
	if n < 0 || t.nodes[n].parent != parent {
		n = int32(len(t.nodes))
		t.latest[s.record] = n
		t.nodes = append(t.nodes, node{record: s.record, parent: parent, child: -1, last: -1, next: -1})
	}
	p := piece{n, s.start, s.end}
	t.open = append(t.open, p)
	if at := &t.nodes[n]; at.nRanges > 0 && t.pieces[at.lastPiece].end == s.start {
		t.pieces[at.lastPiece].end = s.end
	} else {
		at.nRanges++
		at.lastPiece = int32(len(t.pieces))
		t.pieces = append(t.pieces, p)
	}
	return tail, ok
}

// flatten appends the calls in pre-order.
func (t *inlineTree) flatten(out []debuginfo.Inline) []debuginfo.Inline {
	t.ranges = slices.Grow(t.ranges[:0], len(t.pieces))[:len(t.pieces)]
	at := int32(0)
	for i := range t.nodes {
		n := &t.nodes[i]
		n.firstRange = at
		at += n.nRanges
		n.nRanges = 0
	}
	for _, p := range t.pieces {
		n := &t.nodes[p.node]
		t.ranges[n.firstRange+n.nRanges] = debuginfo.Range{Start: p.start, End: p.end}
		n.nRanges++
	}
	root, last := int32(-1), int32(-1)
	for i := range t.nodes {
		n := &t.nodes[i]
		first, prev := &root, &last
		if n.parent >= 0 {
			first, prev = &t.nodes[n.parent].child, &t.nodes[n.parent].last
		}
		if *prev < 0 {
			*first = int32(i)
		} else {
			t.nodes[*prev].next = int32(i)
		}
		*prev = int32(i)
	}
	t.order = slices.Grow(t.order[:0], len(t.nodes))[:len(t.nodes)] // node to index in out
	for i := root; i >= 0; {
		n := &t.nodes[i]
		call := t.records[n.record]
		call.Parent = -1
		if n.parent >= 0 {
			call.Parent = t.order[n.parent]
		}
		call.Ranges = t.ranges[n.firstRange : n.firstRange+n.nRanges : n.firstRange+n.nRanges]
		t.order[i] = int32(len(out))
		out = append(out, call)
		if n.child >= 0 {
			i = n.child
			continue
		}
		for i >= 0 && t.nodes[i].next < 0 {
			i = t.nodes[i].parent
		}
		if i >= 0 {
			i = t.nodes[i].next
		}
	}
	return out
}

// A spanQueue is a heap of spans, the first on top.
type spanQueue []span

func (q spanQueue) Len() int           { return len(q) }
func (q spanQueue) Less(i, j int) bool { return q[i].compare(q[j]) < 0 }
func (q spanQueue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *spanQueue) Push(x any)        { *q = append(*q, x.(span)) }
func (q *spanQueue) Pop() any {
	last := len(*q) - 1
	s := (*q)[last]
	*q = (*q)[:last]
	return s
}
