package dwarf

import (
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// An openFunction is a function whose entry is being walked. Addresses in it
// are those of the file. It is reused for the next function at its depth.
type openFunction struct {
	name   functionName
	entry  uint64
	ranges []debuginfo.Range
	calls  []openCall
	spans  []debuginfo.Range // ranges of all calls, each call's together
}

// An openCall is an inlined call of an openFunction.
type openCall struct {
	parent      int32
	name        functionName
	first, last int // its ranges in spans
	file        uint64
	line, col   uint32
}

// openEntry opens the function that s.entry describes, if it has code.
func (s *session) openEntry(u *unit, off uint64) bool {
	n := len(s.open)
	if n < cap(s.open) {
		s.open = s.open[:n+1]
	} else {
		s.open = append(s.open, openFunction{})
	}
	f := &s.open[n]
	e := &s.entry
	f.calls, f.spans = f.calls[:0], f.spans[:0]
	f.ranges = s.appendCode(f.ranges[:0], u, e)
	if len(f.ranges) == 0 {
		s.open = s.open[:n]
		return false
	}
	f.entry = f.ranges[0].Start
	if pc, ok := s.entryPC(u, e); ok {
		f.entry = pc
	}
	f.name = s.nameOf(u, off, e, s.levels)
	return true
}

// entryPC returns the address at which calls of e arrive, if it states one
// that lies in its code.
func (s *session) entryPC(u *unit, e *entry) (uint64, bool) {
	pc, ok := u.addr(e[slotEntryPC])
	if !ok {
		return 0, false
	}
	for _, r := range s.open[len(s.open)-1].ranges {
		if r.Contains(pc) {
			return pc, true
		}
	}
	return 0, false
}

// appendCode appends the code ranges of e, whose addresses are those of the
// file. Lists that cannot be read end where they are damaged.
func (s *session) appendCode(dst []debuginfo.Range, u *unit, e *entry) []debuginfo.Range {
	if e[slotRanges].form != 0 {
		dst, err := u.appendRanges(dst, e[slotRanges], &s.rangesLeft)
		if err != nil {
			s.report(err)
		}
		return dst
	}
	low, ok := u.addr(e[slotLow])
	if !ok || e[slotHigh].form == 0 {
		return dst
	}
	var high uint64
	if e[slotHigh].isAddress() {
		if high, ok = u.addr(e[slotHigh]); !ok {
			return dst
		}
	} else {
		n, _ := e[slotHigh].number()
		if high = low + n; high < low {
			return dst
		}
	}
	dst, err := u.appendRange(dst, low, high, &s.rangesLeft)
	if err != nil {
		s.report(err)
	}
	return dst
}

// inline adds the call that s.entry describes to the function around it and
// moves in to the call, unless the call has no code or is too deep.
func (s *session) inline(u *unit, in *level) {
	f := &s.open[in.function]
	e := &s.entry
	if int(in.depth) >= u.data.cfg.MaxInlineDepth {
		return
	}
	first := len(f.spans)
	f.spans = s.appendCode(f.spans, u, e)
	if len(f.spans) == first {
		// What is inlined into a call without code has none either, or is
		// clipped to what is around.
		return
	}
	call := openCall{parent: in.call, first: first, last: len(f.spans)}
	if origin, ok := u.ref(e[slotOrigin]); ok {
		call.name = s.originName(origin)
	} else {
		name, ok := u.str(e[slotLinkage])
		if !ok {
			name, _ = u.str(e[slotName])
		}
		call.name = functionName{name: cut(name), lang: s.lang}
	}
	call.file = noFile
	if n, ok := e[slotCallFile].number(); ok {
		call.file = n
	}
	call.line, call.col = e[slotCallLine].number32(), e[slotCallColumn].number32()
	f.calls = append(f.calls, call)
	in.call = int32(len(f.calls)) - 1
	in.depth++
}

const noFile = ^uint64(0)

// finish yields the innermost open function and closes it. A function whose
// parts the linker knows under several names becomes several functions: what a
// compiler moved out of the way is called f.cold.
func (s *session) finish(u *unit, yield yielder) bool {
	f := &s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1] // f stays as it is until the next openEntry
	s.covered = append(s.covered, f.ranges...)
	base := u.data.cfg.ImageBase
	symbols := u.data.cfg.Symbols
	own := debuginfo.Symbol{Addr: f.entry - base, Name: f.name.name}
	if symbols == nil || s.ignoreSymbols {
		s.build(u, f, f.ranges, own)
		return s.emit(yield)
	}
	if sym, ok := symbols.At(own.Addr); ok {
		own = sym
	}
	if len(f.ranges) == 1 {
		s.build(u, f, f.ranges, own)
		return s.emit(yield)
	}
	rest := s.rest[:0]
	var parts []debuginfo.Range
	for _, r := range f.ranges {
		if !r.Contains(f.entry) {
			if sym, ok := symbols.At(r.Start - base); ok && sym.Name != own.Name {
				parts = append(parts, r)
				continue
			}
		}
		rest = append(rest, r)
	}
	s.rest = rest
	s.build(u, f, rest, own)
	if !s.emit(yield) {
		return false
	}
	for i := range parts {
		sym, _ := symbols.At(parts[i].Start - base)
		s.build(u, f, parts[i:i+1], sym)
		if !s.emit(yield) {
			return false
		}
	}
	return true
}

// build makes s.out the function f as far as it lies in ranges, which are some
// of f.ranges. own gives its name and entry, and the file of code whose file
// the line table does not know.
func (s *session) build(u *unit, f *openFunction, ranges []debuginfo.Range, own debuginfo.Symbol) {
	out := &s.out
	base := u.data.cfg.ImageBase
	out.Name, out.Lang, out.Entry = own.Name, f.name.lang, own.Addr
	out.Ranges, out.Lines, out.Inlines = out.Ranges[:0], out.Lines[:0], out.Inlines[:0]
	lines := s.lines(u)
	for _, r := range ranges {
		out.Ranges = append(out.Ranges, debuginfo.Range{Start: r.Start - base, End: r.End - base})
		n := len(out.Lines)
		if own.File != "" {
			out.Lines = append(out.Lines, debuginfo.Line{Addr: r.Start, File: noFileNumber})
		}
		if lines == nil {
			continue
		}
		out.Lines = s.appendLines(out.Lines, lines, r)
		if len(out.Lines) > n+1 && out.Lines[n+1].Addr == r.Start {
			out.Lines = slices.Delete(out.Lines, n, n+1)
		}
	}
	for i := range out.Lines {
		row := &out.Lines[i]
		row.Addr -= base
		row.File = s.file(u, lines, uint64(row.File))
	}
	s.buildCalls(u, f, ranges, lines)
	if own.File != "" {
		s.fillFile(debuginfo.File{Name: own.File})
	}
}

// fillFile sets the file of the lines of s.out that have none and are not of
// an inlined call.
func (s *session) fillFile(file debuginfo.File) {
	index := s.intern(file, source{})
	for i := range s.out.Lines {
		row := &s.out.Lines[i]
		inlined := func(in debuginfo.Inline) bool {
			return in.Parent < 0 && slices.ContainsFunc(in.Ranges, func(r debuginfo.Range) bool { return r.Contains(row.Addr) })
		}
		if row.File == debuginfo.NoFile && !slices.ContainsFunc(s.out.Inlines, inlined) {
			row.File = index
		}
	}
}

// buildCalls fills s.out.Inlines with the calls of f that have code in ranges.
func (s *session) buildCalls(u *unit, f *openFunction, ranges []debuginfo.Range, lines *lineTable) {
	out := &s.out
	base := u.data.cfg.ImageBase
	whole := len(ranges) == len(f.ranges)
	s.spans = s.spans[:0]
	s.moved = s.moved[:0]
	for i := range f.calls {
		call := &f.calls[i]
		parent := call.parent
		if parent >= 0 {
			parent = s.moved[parent]
		}
		first := len(s.spans)
		if parent != dropped {
			for _, r := range f.spans[call.first:call.last] {
				if whole || within(ranges, r) {
					s.spans = append(s.spans, debuginfo.Range{Start: r.Start - base, End: r.End - base})
				}
			}
		}
		if len(s.spans) == first {
			s.moved = append(s.moved, dropped)
			continue
		}
		s.moved = append(s.moved, int32(len(out.Inlines)))
		out.Inlines = append(out.Inlines, debuginfo.Inline{
			Parent: parent, Lang: call.name.lang, Name: call.name.name,
			Ranges:   s.spans[first:len(s.spans):len(s.spans)],
			CallFile: s.file(u, lines, call.file), CallLine: call.line, CallCol: call.col,
		})
	}
}

// dropped marks a call that has no code in the part that is built.
const dropped = -2

// within reports whether r begins in one of ranges.
func within(ranges []debuginfo.Range, r debuginfo.Range) bool {
	for _, o := range ranges {
		if o.Contains(r.Start) {
			return true
		}
	}
	return false
}
