package dwarf

import "github.com/gosymbolic/symbolic/debuginfo"

// gaps yields the code of u that has lines but no function. Assemblers write
// no functions; the linker's symbols name that code. What no symbol covers,
// such as the padding between functions, becomes a function without a name,
// so that its lines are not lost.
func (s *session) gaps(u *unit, yield yielder) bool {
	if u.kind == unitPartial {
		return true
	}
	code := debuginfo.NormalizeRanges(s.appendCode(s.unitCode[:0], u, &u.root().code))
	s.unitCode = code
	if len(code) == 0 {
		return true
	}
	t := s.lines(u)
	if t == nil {
		return true
	}
	s.covered = debuginfo.NormalizeRanges(s.covered)
	covered := s.covered
	for _, seq := range t.sequences {
		for len(code) > 0 && code[0].End <= seq.start {
			code = code[1:]
		}
		for i := 0; i < len(code) && code[i].Start < seq.end; i++ {
			at, end := max(code[i].Start, seq.start), min(code[i].End, seq.end)
			for at < end {
				for len(covered) > 0 && covered[0].End <= at {
					covered = covered[1:]
				}
				stop := end
				if len(covered) > 0 {
					if covered[0].Start <= at {
						at = covered[0].End
						continue
					}
					stop = min(stop, covered[0].Start)
				}
				if !s.gap(u, debuginfo.Range{Start: at, End: stop}, yield) {
					return false
				}
				at = stop
			}
		}
	}
	return true
}

// gap yields the code in r, cut where symbols begin and end.
func (s *session) gap(u *unit, r debuginfo.Range, yield yielder) bool {
	base := u.data.cfg.ImageBase
	symbols := u.data.cfg.Symbols
	f := openFunction{name: functionName{lang: s.lang}}
	for r.Start < r.End {
		part := r
		own := debuginfo.Symbol{Addr: part.Start - base}
		if symbols != nil {
			at := own.Addr
			if sym, ok := symbols.Find(at); ok {
				own = sym
				if sym.Size > 0 && sym.Addr+sym.Size > sym.Addr {
					part.End = min(part.End, sym.Addr+sym.Size+base)
				}
			}
			if next := symbols.After(at); next < r.End-base {
				part.End = min(part.End, next+base)
			}
		}
		f.ranges = append(f.ranges[:0], part)
		s.build(u, &f, f.ranges, own)
		if !s.emit(yield) {
			return false
		}
		r.Start = part.End
	}
	return true
}
