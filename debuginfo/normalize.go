package debuginfo

import (
	"cmp"
	"container/heap"
	"slices"
)

// A Normalizer makes functions keep the rules of [Function.Check], whatever a
// compiler or an attacker wrote. Its zero value is ready; it keeps scratch
// memory between calls and must not be shared by goroutines.
type Normalizer struct {
	spans []span
	stack []span
	queue spanQueue
}

// A span is one range of one inlined call.
type span struct {
	start, end uint64
	call       int32 // index in Function.Inlines
}

func (a span) compare(b span) int {
	if c := cmp.Compare(a.start, b.start); c != 0 {
		return c
	}
	return cmp.Compare(a.call, b.call)
}

// Normalize sorts and merges f's ranges, sorts its lines (of several at one
// address the last counts), drops lines outside the ranges, and trims inlined
// calls: to their parent, and behind siblings that began before them. A call
// of which nothing is left is dropped with all that is inlined into it.
//
// Inlines must be in pre-order; a call whose Parent breaks that is dropped.
// Normalize changes the slices of f in place. It reports whether f has any
// code left; if not, f is to be thrown away.
func (n *Normalizer) Normalize(f *Function) bool {
	f.Ranges = NormalizeRanges(f.Ranges)
	if len(f.Ranges) == 0 {
		return false
	}
	f.Lines = normalizeLines(f.Lines, f.Ranges)
	for i := range f.Inlines {
		f.Inlines[i].Ranges = NormalizeRanges(f.Inlines[i].Ranges)
	}
	if !n.nested(f) {
		n.trim(f)
	}
	return true
}

// NormalizeRanges sorts ranges, drops empty ones and joins those that overlap
// or touch, in place, and returns what is left of the slice.
func NormalizeRanges(ranges []Range) []Range {
	clean := true
	for i, r := range ranges {
		if r.Start >= r.End || i > 0 && r.Start <= ranges[i-1].End {
			clean = false
			break
		}
	}
	if clean {
		return ranges
	}
	ranges = slices.DeleteFunc(ranges, func(r Range) bool { return r.Start >= r.End })
	slices.SortFunc(ranges, func(a, b Range) int { return cmp.Compare(a.Start, b.Start) })
	out := ranges[:0]
	for _, r := range ranges {
		if last := len(out) - 1; last >= 0 && r.Start <= out[last].End {
			out[last].End = max(out[last].End, r.End)
		} else {
			out = append(out, r)
		}
	}
	return out
}

// normalizeLines sorts lines stably, keeps the last of each address, and drops
// those outside ranges, in place.
func normalizeLines(lines []Line, ranges []Range) []Line {
	byAddr := func(a, b Line) int { return cmp.Compare(a.Addr, b.Addr) }
	if !slices.IsSortedFunc(lines, byAddr) {
		slices.SortStableFunc(lines, byAddr)
	}
	out := lines[:0]
	for _, row := range lines {
		for len(ranges) > 0 && ranges[0].End <= row.Addr {
			ranges = ranges[1:]
		}
		switch last := len(out) - 1; {
		case len(ranges) == 0:
			return out
		case row.Addr < ranges[0].Start:
		case last >= 0 && out[last].Addr == row.Addr:
			out[last] = row
		default:
			out = append(out, row)
		}
	}
	return out
}

// collect gathers the spans of all inlined calls in the order in which a sweep
// over the addresses meets them, outer calls before inner ones.
func (n *Normalizer) collect(f *Function) {
	n.spans = n.spans[:0]
	for i := range f.Inlines {
		for _, r := range f.Inlines[i].Ranges {
			n.spans = append(n.spans, span{r.Start, r.End, int32(i)})
		}
	}
	if !slices.IsSortedFunc(n.spans, span.compare) {
		slices.SortFunc(n.spans, span.compare)
	}
}

// nested reports whether f's inlined calls keep the rules of Check, given that
// the ranges of each are sorted, disjoint and not empty, if there are any.
func (n *Normalizer) nested(f *Function) bool {
	for i := range f.Inlines {
		if in := &f.Inlines[i]; len(in.Ranges) == 0 || !preorder(f.Inlines, i) {
			return false
		}
	}
	n.collect(f)
	n.stack = n.stack[:0]
	ranges := f.Ranges
	for _, s := range n.spans {
		for len(n.stack) > 0 && n.stack[len(n.stack)-1].end <= s.start {
			n.stack = n.stack[:len(n.stack)-1]
		}
		parent := f.Inlines[s.call].Parent
		if top := len(n.stack) - 1; top >= 0 {
			if n.stack[top].call != parent || s.end > n.stack[top].end {
				return false
			}
		} else {
			for len(ranges) > 0 && ranges[0].End <= s.start {
				ranges = ranges[1:]
			}
			if parent >= 0 || len(ranges) == 0 || s.start < ranges[0].Start || s.end > ranges[0].End {
				return false
			}
		}
		n.stack = append(n.stack, s)
	}
	return true
}

// preorder reports whether call i comes where pre-order wants it: directly
// after its parent or after something below its parent.
func preorder(calls []Inline, i int) bool {
	parent := calls[i].Parent
	if parent < -1 || int(parent) >= i {
		return false
	}
	for up := int32(i) - 1; up != parent; up = calls[up].Parent {
		if up < parent {
			return false
		}
	}
	return true
}

// maxRequeue bounds how often trim puts the rest of a span back, as a multiple
// of the number of spans. Compilers need it once in thousands of functions;
// without a bound, spans that all overlap would cost their number squared.
const maxRequeue = 8

// trim rebuilds the ranges of f's inlined calls so that they nest.
func (n *Normalizer) trim(f *Function) {
	n.collect(f)
	keep := make([][]Range, len(f.Inlines))
	n.queue = append(n.queue[:0], n.spans...) // sorted, so a heap already
	requeues := maxRequeue*len(n.spans) + 64
	requeue := func(s span) {
		if s.start < s.end && requeues > 0 {
			requeues--
			heap.Push(&n.queue, s)
		}
	}
	n.stack = n.stack[:0]
	ranges := f.Ranges
	for len(n.queue) > 0 {
		s := heap.Pop(&n.queue).(span)
		for len(n.stack) > 0 && n.stack[len(n.stack)-1].end <= s.start {
			n.stack = n.stack[:len(n.stack)-1]
		}
		parent := f.Inlines[s.call].Parent
		if parent < -1 || parent >= s.call {
			continue
		}
		outer, level := Range{}, 0 // the parent's range here, and the stack's height above it
		if parent < 0 {
			for len(ranges) > 0 && ranges[0].End <= s.start {
				ranges = ranges[1:]
			}
			if len(ranges) == 0 {
				continue
			}
			outer = ranges[0]
		} else {
			level = slices.IndexFunc(n.stack, func(o span) bool { return o.call == parent }) + 1
			if level == 0 {
				continue
			}
			outer = Range{n.stack[level-1].start, n.stack[level-1].end}
		}
		switch {
		case s.start < outer.Start:
			requeue(span{outer.Start, s.end, s.call})
			continue
		case level < len(n.stack):
			requeue(span{n.stack[level].end, s.end, s.call})
			continue
		case s.end > outer.End:
			requeue(span{outer.End, s.end, s.call})
			s.end = outer.End
		}
		keep[s.call] = append(keep[s.call], Range{s.start, s.end})
		n.stack = append(n.stack, s)
	}
	f.Inlines = compactInlines(f.Inlines, keep)
}

// compactInlines gives each call the ranges in keep and drops those that have
// none, or whose parent was dropped.
func compactInlines(calls []Inline, keep [][]Range) []Inline {
	moved := make([]int32, len(calls))
	out := calls[:0]
	for i := range calls {
		in := calls[i]
		moved[i] = -2
		in.Ranges = NormalizeRanges(keep[i])
		if len(in.Ranges) == 0 {
			continue
		}
		if in.Parent >= 0 {
			in.Parent = moved[in.Parent]
		}
		if in.Parent == -2 {
			continue
		}
		calls[len(out)] = in
		if !preorder(calls, len(out)) {
			continue
		}
		moved[i] = int32(len(out))
		out = calls[:len(out)+1]
	}
	return out
}

// A spanQueue is a heap of spans, the first in sweep order on top.
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
