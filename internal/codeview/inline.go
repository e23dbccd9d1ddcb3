package codeview

import (
	"slices"
	"sort"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// A task is one inlined call that is still to be written: the part of a site
// that is called from one position.
type task struct {
	site   int32
	parent int32 // index in Function.Inlines
	ranges []debuginfo.Range
	call   position
}

// A cut is a piece of the code of a site, and which of the positions that the
// site is called from it belongs to.
type cut struct {
	debuginfo.Range
	call int32 // index in layout.calls
}

// inlines writes the function's inlined calls in pre-order.
//
// CodeView does not say where a call was made. The rows of the caller do: they
// go on in the code that was inlined into it. So a call whose code lies in
// several rows of its caller becomes several calls, one per position. Calls
// for which the function has no pieces left are left out.
func (l *layout) inlines(b *Builder) {
	out := b.out.Inlines[:0]
	l.tasks, l.ranges = l.tasks[:0], l.ranges[:0]
	var whole [8]debuginfo.Range
	chunks := whole[:0]
	for _, c := range b.fn.chunks {
		chunks = append(chunks, debuginfo.Range{Start: c.start, End: c.end()})
	}
	chunks = join(chunks)
	for i := range l.sites {
		if b.fn.sites[i].parent < 0 {
			l.split(int32(i), -1, chunks, l.base)
		}
	}
	slices.Reverse(l.tasks)
	for len(l.tasks) > 0 {
		t := l.tasks[len(l.tasks)-1]
		l.tasks = l.tasks[:len(l.tasks)-1]
		out = append(out, debuginfo.Inline{
			Parent: t.parent, Lang: b.lang, Name: b.fn.sites[t.site].name, Ranges: t.ranges,
			CallFile: t.call.file, CallLine: t.call.line, CallCol: t.call.column,
		})
		first := len(l.tasks)
		for k := l.sites[t.site].child; k >= 0; k = l.sites[k].next {
			l.split(k, int32(len(out)-1), t.ranges, l.sites[t.site].own)
		}
		slices.Reverse(l.tasks[first:])
	}
	b.out.Inlines = out
}

// split adds tasks for the part of a site that lies within its parent, whose
// own rows are given.
func (l *layout) split(s, parent int32, within []debuginfo.Range, rows []seg) {
	l.calls, l.cuts = l.calls[:0], l.cuts[:0]
	for _, r := range l.sites[s].cover {
		i := sort.Search(len(within), func(i int) bool { return within[i].End > r.Start })
		for ; i < len(within) && within[i].Start < r.End && l.splits > 0; i++ {
			l.pieceOf(debuginfo.Range{Start: max(r.Start, within[i].Start), End: min(r.End, within[i].End)}, rows)
		}
	}
	for i, call := range l.calls {
		first := len(l.ranges)
		for _, c := range l.cuts {
			if int(c.call) == i {
				l.ranges = append(l.ranges, c.Range)
			}
		}
		l.tasks = append(l.tasks, task{s, parent, l.ranges[first:len(l.ranges):len(l.ranges)], call})
	}
}

// pieceOf cuts r where the caller's rows change and notes from which position
// each piece is called.
func (l *layout) pieceOf(r debuginfo.Range, rows []seg) {
	i := sort.Search(len(rows), func(i int) bool { return rows[i].end > r.Start })
	for ; r.Start < r.End && l.splits > 0; l.splits-- {
		call, end := nowhere, r.End
		switch {
		case i < len(rows) && rows[i].start <= r.Start:
			call, end = rows[i].position, min(end, rows[i].end)
		case i > 0:
			call = rows[i-1].position // a gap: the caller went on from here
		case len(rows) > 0:
			call = rows[0].position
		}
		if i < len(rows) && rows[i].start > r.Start {
			end = min(end, rows[i].start)
		}
		l.add(call, debuginfo.Range{Start: r.Start, End: end})
		r.Start = end
		if i < len(rows) && rows[i].end <= end {
			i++
		}
	}
}

// add notes that r is called from a position.
func (l *layout) add(call position, r debuginfo.Range) {
	k := slices.Index(l.calls, call)
	if k < 0 && len(l.calls) == maxCalls {
		k = 0
	}
	if k < 0 {
		k = len(l.calls)
		l.calls = append(l.calls, call)
	}
	if n := len(l.cuts); n > 0 && l.cuts[n-1].End == r.Start && int(l.cuts[n-1].call) == k {
		l.cuts[n-1].End = r.End
		return
	}
	l.cuts = append(l.cuts, cut{r, int32(k)})
}

// mapTo moves the function from the linker's addresses to those of the image.
func (l *layout) mapTo(f *debuginfo.Function, entry uint64) {
	slices.SortFunc(l.pieces, func(a, b Piece) int {
		switch {
		case a.From < b.From:
			return -1
		case a.From > b.From:
			return 1
		}
		return 0
	})
	f.Entry = l.pieces[0].To
	k := 0
	for i, p := range l.pieces {
		f.Ranges = append(f.Ranges, debuginfo.Range{Start: p.To, End: p.To + p.Size})
		if entry >= p.From && entry-p.From < p.Size {
			f.Entry = p.To + (entry - p.From)
		}
		if i > 0 && l.pieces[i-1].From+l.pieces[i-1].Size > p.From {
			continue // overlaps the piece before, which has the rows
		}
		for k < len(l.lines) && l.lines[k].Addr <= p.From {
			k++
		}
		if k > 0 {
			row := l.lines[k-1]
			row.Addr = p.To
			if l.lines[k-1].Addr >= p.From || row.Line != 0 {
				f.Lines = append(f.Lines, row)
			}
		}
		for ; k < len(l.lines) && l.lines[k].Addr-p.From < p.Size; k++ {
			row := l.lines[k]
			row.Addr = p.To + (row.Addr - p.From)
			f.Lines = append(f.Lines, row)
		}
	}
	if len(l.pieces) == 1 {
		p := l.pieces[0]
		for i := range f.Inlines {
			for j := range f.Inlines[i].Ranges {
				r := &f.Inlines[i].Ranges[j]
				start, end := max(r.Start, p.From), min(r.End, p.From+p.Size)
				*r = debuginfo.Range{Start: start - p.From + p.To, End: max(start, end) - p.From + p.To}
			}
		}
		return
	}
	l.mapped = l.mapped[:0]
	for i := range f.Inlines {
		first := len(l.mapped)
		for _, r := range f.Inlines[i].Ranges {
			l.mapped = l.appendMapped(l.mapped, r)
		}
		f.Inlines[i].Ranges = l.mapped[first:len(l.mapped):len(l.mapped)]
	}
}

// appendMapped appends the parts of r that are in the image.
func (l *layout) appendMapped(dst []debuginfo.Range, r debuginfo.Range) []debuginfo.Range {
	i := sort.Search(len(l.pieces), func(i int) bool { return l.pieces[i].From+l.pieces[i].Size > r.Start })
	for ; i < len(l.pieces) && l.pieces[i].From < r.End; i++ {
		p := l.pieces[i]
		start, end := max(r.Start, p.From), min(r.End, p.From+p.Size)
		if start < end {
			dst = append(dst, debuginfo.Range{Start: start - p.From + p.To, End: end - p.From + p.To})
		}
	}
	return dst
}
