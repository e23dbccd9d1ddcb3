package codeview

import (
	"cmp"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// A seg is a stretch of code that comes from one position.
type seg struct {
	start, end uint64
	position
}

// A layout is the scratch memory in which a function is put together.
type layout struct {
	decoded []annotated
	base    []seg     // of the function itself, sorted
	sites   []siteMap // parallel to function.sites; part of pool
	pool    []siteMap
	leaves  []leaf
	active  []leaf
	tasks   []task
	calls   []position // of the site that is being split
	cuts    []cut
	ranges  []debuginfo.Range // arena of the ranges of inlined calls
	mapped  []debuginfo.Range // the same for mapped ones
	pieces  []Piece
	lines   []debuginfo.Line
	budget  int // rows and pieces that the module may still cause
	splits  int // pieces of inlined calls that the function may still cause
}

// A siteMap is where an inlined call lies.
type siteMap struct {
	own         []seg             // its own rows, sorted and disjoint
	cover       []debuginfo.Range // its rows and those of all inside it
	child, next int32             // first call inside it, next one in its parent; -1 for none
}

// Bounds that keep the work linear. Compilers stay far below: functions of a
// module do not share code, and an inlined call has a handful of callers' lines.
const (
	rowSize     = 2 // bytes of a module that pay for a row or piece of a function; compilers use 8
	rowsBase    = 1 << 12
	splitFactor = 3 // pieces of a function's inlined calls, per row and call; compilers need less than 1
	splitBase   = 1 << 10
	maxCalls    = 64 // positions from which one call is made
)

// flush hands the function that was gathered to yield.
func (b *Builder) flush(yield func(*debuginfo.Function, error) bool) bool {
	if !b.fnOpen {
		return true
	}
	b.fnOpen = false
	l := &b.layout
	f := &b.out
	f.Name, f.Lang = b.fn.name, b.lang
	f.Ranges, f.Lines, f.Inlines = f.Ranges[:0], f.Lines[:0], f.Inlines[:0]
	l.pieces = l.pieces[:0]
	for _, c := range b.fn.chunks {
		l.pieces = b.Map.AppendRanges(l.pieces, uint16(c.start>>32), uint32(c.start), c.size)
	}
	if len(l.pieces) == 0 || len(l.pieces) > l.budget {
		return true
	}
	l.budget -= len(l.pieces)
	l.rows(b)
	l.sitesOf(b)
	l.covers()
	l.inlines(b)
	l.sweep(b)
	l.mapTo(f, b.fn.chunks[0].start)
	if !b.norm.Normalize(f) {
		return true
	}
	return yield(f, nil)
}

// rows gathers the function's own rows.
func (l *layout) rows(b *Builder) {
	l.base = l.base[:0]
	for _, c := range b.fn.chunks {
		rows := b.table.between(c.start, c.end())
		if len(rows) > l.budget {
			continue
		}
		l.budget -= len(rows)
		for i, r := range rows {
			end := c.end()
			if i+1 < len(rows) {
				end = min(end, rows[i+1].addr)
			}
			if start := max(r.addr, c.start); start < end && !r.end {
				l.base = append(l.base, seg{start, end, r.position})
			}
		}
	}
	slices.SortStableFunc(l.base, compareSegs)
	l.splits = splitFactor*(len(l.base)+len(b.fn.sites)) + splitBase
}

func compareSegs(a, b seg) int { return cmp.Compare(a.start, b.start) }

// sitesOf decodes the rows of all inlined calls and links calls to what is
// inside them.
func (l *layout) sitesOf(b *Builder) {
	fn := &b.fn
	for len(l.pool) < len(fn.sites) {
		l.pool = append(l.pool, siteMap{})
	}
	l.sites = l.pool[:len(fn.sites)]
	for i := range fn.sites {
		l.own(b, i)
		l.splits += splitFactor * len(l.sites[i].own)
	}
	for i := range l.sites {
		l.sites[i].child, l.sites[i].next = -1, -1
	}
	for i := len(fn.sites) - 1; i >= 0; i-- {
		if p := fn.sites[i].parent; p >= 0 {
			l.sites[i].next = l.sites[p].child
			l.sites[p].child = int32(i)
		}
	}
}

// own decodes the rows of inlined call i.
func (l *layout) own(b *Builder, i int) {
	s := &b.fn.sites[i]
	out := l.sites[i].own[:0]
	in, known := b.table.inlinees[s.inlinee]
	l.decoded = annotations(l.decoded[:0], s.program, in.file, in.line)
	lastNumber, lastFile := ^uint32(0), uint32(debuginfo.NoFile)
	for k, a := range l.decoded {
		at := s.chunk
		if a.chunk != 0 {
			if a.chunk >= uint32(len(b.fn.chunks)) {
				continue
			}
			at = int(a.chunk)
		}
		c := b.fn.chunks[at]
		size := uint64(a.size)
		if size == 0 {
			size = 1
			if k+1 < len(l.decoded) && l.decoded[k+1].chunk == a.chunk && l.decoded[k+1].offset > a.offset {
				size = uint64(l.decoded[k+1].offset - a.offset)
			}
		}
		g := seg{start: c.start + uint64(a.offset)}
		g.end = min(g.start+size, c.end())
		if g.start >= g.end {
			continue
		}
		g.position = nowhere
		if known && a.line <= 0xffffff {
			if a.file != lastNumber {
				lastNumber, lastFile = a.file, b.table.file(a.file)
			}
			g.position = position{lastFile, a.line, a.column}
		}
		out = append(out, g)
	}
	if !slices.IsSortedFunc(out, compareSegs) {
		slices.SortStableFunc(out, compareSegs)
	}
	// Of two rows at one address the last counts, and a row ends where the
	// next begins.
	kept := out[:0]
	for k, g := range out {
		if k+1 < len(out) {
			g.end = min(g.end, out[k+1].start)
		}
		if g.start < g.end {
			kept = append(kept, g)
		}
	}
	l.sites[i].own = kept
}

// covers finds the code of each call: its rows and those of all inside it.
// MSVC leaves the code of inner calls out of the outer ones.
func (l *layout) covers() {
	budget := l.splits
	for i := len(l.sites) - 1; i >= 0; i-- {
		s := &l.sites[i]
		s.cover = s.cover[:0]
		for _, g := range s.own {
			s.cover = append(s.cover, debuginfo.Range{Start: g.start, End: g.end})
		}
		for k := s.child; k >= 0; k = l.sites[k].next {
			s.cover = append(s.cover, l.sites[k].cover...)
		}
		s.cover = join(s.cover)
		budget -= len(s.cover)
		if budget < 0 && len(s.cover) > 1 {
			s.cover[0].End = s.cover[len(s.cover)-1].End
			s.cover = s.cover[:1]
		}
	}
}

// join sorts ranges and joins those that touch.
func join(ranges []debuginfo.Range) []debuginfo.Range {
	byStart := func(a, b debuginfo.Range) int { return cmp.Compare(a.Start, b.Start) }
	if !slices.IsSortedFunc(ranges, byStart) {
		slices.SortFunc(ranges, byStart)
	}
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

// A leaf is a row that competes for the code it covers; the deepest wins.
type leaf struct {
	seg
	depth int32
	order int32
}

// sweep makes the function's lines: at each address those of the innermost
// inlined call.
func (l *layout) sweep(b *Builder) {
	l.leaves = l.leaves[:0]
	for _, g := range l.base {
		l.leaves = append(l.leaves, leaf{g, 0, int32(len(l.leaves))})
	}
	for i := range l.sites {
		for _, g := range l.sites[i].own {
			l.leaves = append(l.leaves, leaf{g, b.fn.sites[i].depth, int32(len(l.leaves))})
		}
	}
	slices.SortFunc(l.leaves, func(a, b leaf) int {
		if a.start != b.start {
			return cmp.Compare(a.start, b.start)
		}
		return cmp.Compare(a.order, b.order)
	})
	l.lines = l.lines[:0]
	l.active = l.active[:0]
	at := uint64(0)
	for i := 0; i < len(l.leaves) || len(l.active) > 0; {
		for len(l.active) > 0 && l.active[0].end <= at {
			l.active = pop(l.active)
		}
		for i < len(l.leaves) && l.leaves[i].start <= at {
			l.active = push(l.active, l.leaves[i])
			i++
		}
		for len(l.active) > 0 && l.active[0].end <= at {
			l.active = pop(l.active)
		}
		pos, next := nowhere, ^uint64(0)
		if len(l.active) > 0 {
			pos, next = l.active[0].position, l.active[0].end
		}
		l.line(at, pos)
		if i < len(l.leaves) {
			next = min(next, l.leaves[i].start)
		}
		at = next
	}
}

// line adds a row unless it says what the row before says.
func (l *layout) line(at uint64, p position) {
	if last := len(l.lines) - 1; last >= 0 {
		if r := &l.lines[last]; r.File == p.file && r.Line == p.line && r.Column == p.column {
			return
		}
	} else if p == nowhere {
		return
	}
	l.lines = append(l.lines, debuginfo.Line{Addr: at, File: p.file, Line: p.line, Column: p.column})
}

// before reports whether a wins over b: the deeper one, then the first.
func (a *leaf) before(b *leaf) bool {
	if a.depth != b.depth {
		return a.depth > b.depth
	}
	return a.order < b.order
}

// push and pop keep a heap of leaves, the winner first.
func push(h []leaf, v leaf) []leaf {
	h = append(h, v)
	for i := len(h) - 1; i > 0; {
		up := (i - 1) / 2
		if !h[i].before(&h[up]) {
			break
		}
		h[i], h[up] = h[up], h[i]
		i = up
	}
	return h
}

func pop(h []leaf) []leaf {
	last := len(h) - 1
	h[0] = h[last]
	h = h[:last]
	for i := 0; ; {
		down := 2*i + 1
		if down >= last {
			return h
		}
		if down+1 < last && h[down+1].before(&h[down]) {
			down++
		}
		if !h[down].before(&h[i]) {
			return h
		}
		h[i], h[down] = h[down], h[i]
		i = down
	}
}
