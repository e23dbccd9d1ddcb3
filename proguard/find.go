package proguard

// spanWindow is how many records are looked at in one read of the index.
const spanWindow = 48

// find looks for the records of a method that answer for a line, and adds them
// to a.chains. outline is the line of the outline that the method called, or
// 0. It returns the line of the method that counts.
//
// What answers is, in each partition: with a line, the first chain whose range
// has it, and if no partition has one, the records without a range; without a
// line, the first chain whose range begins at 0, or else the first record
// without a range, and if there is none, the name of the method alone.
func (m *Mapper) find(a *answer, c *classEntry, method string, line, outline uint32) (uint32, error) {
	lo, hi, err := m.idx.group(c, method)
	if err != nil || lo == hi {
		return line, err
	}
	if err := m.findLine(a, lo, hi, line); err != nil {
		return line, err
	}
	if len(a.chains) == 0 && line > 0 {
		if err := m.findRangeless(a, lo, hi, line); err != nil {
			return line, err
		}
	}
	if outline > 0 {
		moved, err := m.callsite(a, outline)
		if err != nil {
			return line, err
		}
		if moved > 0 {
			line = moved
			a.chains = a.chains[:0]
			if err := m.findLine(a, lo, hi, line); err != nil {
				return line, err
			}
		}
	}
	if len(a.chains) == 0 && line == 0 {
		if err := m.findNames(a, lo, hi); err != nil {
			return line, err
		}
	}
	a.ambiguous = len(a.chains) > 1
	return line, nil
}

// callsite returns the line that stands for a line of an outline in the method
// that called it, or 0 if the chains found do not call one.
func (m *Mapper) callsite(a *answer, outline uint32) (uint32, error) {
	for _, ch := range a.chains {
		text, ok, err := m.idx.info(ch.hi-1, InfoOutlineCallsite, 0)
		if err != nil {
			return 0, err
		}
		var info Info
		if ok && parseInfo([]byte(text), &info) {
			return info.rewriteLine(outline), nil
		}
	}
	return 0, nil
}

// walk calls visit for each method record from lo up to hi until it returns
// false, and for at most maxScan of them.
func (m *Mapper) walk(a *answer, lo, hi uint32, visit func(i uint32, s *span) bool) error {
	hi = min(hi, lo+min(hi-lo, maxScan))
	for lo < hi {
		spans, err := m.idx.spans(lo, hi, a.spans[:])
		if err != nil {
			return err
		}
		for i := range spans {
			if spans[i].flags&flagField != 0 || !visit(lo+uint32(i), &spans[i]) {
				return nil
			}
		}
		lo += uint32(len(spans))
	}
	return nil
}

// findLine adds the first chain of each partition that has the line. For line
// 0 a record without a range stands in if no chain has it.
func (m *Mapper) findLine(a *answer, lo, hi, line uint32) error {
	hi = min(hi, lo+min(hi-lo, maxScan))
	var (
		open  bool  // the last chain is still growing
		done  bool  // the partition has its chain
		spare chain // the first record of the partition without a range
	)
	for at := lo; at < hi; {
		spans, err := m.idx.spans(at, hi, a.spans[:])
		if err != nil {
			return err
		}
		if at == lo && spans[0].flags&flagOrdered != 0 && hi-lo > spanWindow {
			return m.bisect(a, lo, hi, line)
		}
		for i := range spans {
			s := &spans[i]
			if s.flags&flagField != 0 {
				hi = at // fields come last
				break
			}
			if s.flags&flagPartition != 0 {
				a.settle(done, spare)
				done, spare = false, chain{}
			}
			if s.flags&flagChain == 0 {
				if open {
					a.chains[len(a.chains)-1].hi++
				}
				continue
			}
			open = false
			switch rec := at + uint32(i); {
			case done:
			case s.contains(line):
				a.chains = append(a.chains, chain{lo: rec, hi: rec + 1, line: line})
				open, done = true, true
			case line == 0 && s.flags&flagRange == 0 && spare.hi == 0:
				spare = chain{lo: rec, hi: rec + 1}
			}
		}
		at += uint32(len(spans))
	}
	a.settle(done, spare)
	return nil
}

// settle ends a partition: spare stands in if it has no chain.
func (a *answer) settle(done bool, spare chain) {
	if !done && spare.hi > 0 {
		a.chains = append(a.chains, spare)
	}
}

// bisect is findLine for a group whose ranges ascend: one chain at most has
// the line.
func (m *Mapper) bisect(a *answer, lo, hi, line uint32) error {
	var err error
	at := func(i uint32) span {
		s, e := m.idx.spans(i, i+1, a.spans[:1])
		if e != nil {
			err = e
			return span{}
		}
		return s[0]
	}
	// The last record that starts at or before the line.
	l, h := lo, hi
	for l < h && err == nil {
		if mid := l + (h-l)/2; at(mid).start <= line {
			l = mid + 1
		} else {
			h = mid
		}
	}
	if err != nil || l == lo {
		return err
	}
	end := l
	last := at(l - 1)
	if !last.contains(line) {
		return err
	}
	for l--; l > lo && last.flags&flagChain == 0 && end-l < maxScan && err == nil; {
		l--
		last = at(l)
	}
	if err == nil {
		a.chains = append(a.chains, chain{lo: l, hi: end, line: line})
	}
	return err
}

// findRangeless adds the records without a range.
func (m *Mapper) findRangeless(a *answer, lo, hi, line uint32) error {
	return m.walk(a, lo, hi, func(i uint32, s *span) bool {
		if s.flags&flagRange == 0 {
			a.chains = append(a.chains, chain{lo: i, hi: i + 1, line: line})
		}
		return true
	})
}

// findNames adds each method of the group by its name alone.
func (m *Mapper) findNames(a *answer, lo, hi uint32) error {
	return m.walk(a, lo, hi, func(i uint32, s *span) bool {
		if n := len(a.chains); n > 0 && s.flags&flagPartition == 0 {
			a.chains[n-1].hi = i + 1
		} else {
			a.chains = append(a.chains, chain{lo: i, hi: i + 1, bare: true})
		}
		return true
	})
}
