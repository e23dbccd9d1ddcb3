package sourcemap

// Before the scopes field there were two: originalScopes, a list with a
// string for each source, and generatedRanges, a string with a line of items
// for each line of the generated code. All their numbers are signed; an item
// of two numbers (originalScopes) or one (generatedRanges) is an end.

// oldScopes reads the two older fields. off is -1 if err is one that ends
// decoding.
func (r *reader) oldScopes(m *Map, f *fields) (s *Scopes, off int, err error) {
	s = &Scopes{old: true}
	d := &oldDecoder{m: m, out: s}
	l := r.sub(f.originals)
	failedAt, failed := 0, error(nil)
	err = l.list(errScopes, func(v span) error {
		s.Sources = append(s.Sources, nil)
		d.numbering = append(d.numbering, nil)
		if failed != nil || !l.isString(v) {
			return nil
		}
		text, base := l.vlqText(v)
		d.item = items{s: text}
		if failed = d.source(len(s.Sources) - 1); failed != nil {
			failedAt = base + d.item.i
		}
		return nil
	})
	if err != nil {
		return nil, -1, err
	}
	s.json[0] = r.text(f.originals)
	if failed == nil && len(s.Sources) > len(m.sources) {
		failedAt, failed = r.base+f.originals.off, errScopeSources
	}
	if failed == nil && f.generated.end > 0 && r.isString(f.generated) {
		s.json[1] = r.text(f.generated)
		text, base := r.vlqText(f.generated)
		d.item = items{s: text}
		if failed = d.ranges(); failed != nil {
			failedAt = base + d.item.i
		}
	}
	return s, failedAt, failed
}

type oldDecoder struct {
	item      items
	m         *Map
	out       *Scopes
	numbering [][]int // for each source: the scope of each of its items, -1 for ends
}

// source reads the scopes of one source.
func (d *oldDecoder) source(source int) error {
	var at place
	var name, kind, vars int64
	var open []int
	for !d.item.done() {
		line, err := d.item.signed()
		if err != nil {
			return err
		}
		col, err := d.item.signed()
		if err != nil {
			return err
		}
		at.line += line
		at.col = col
		p, err := at.position()
		if err != nil {
			return err
		}
		if !d.item.more() {
			if len(open) == 0 {
				return errScopeEnd
			}
			d.out.Scopes[open[len(open)-1]].End = p
			open = open[:len(open)-1]
			d.numbering[source] = append(d.numbering[source], -1)
			d.item.rest()
			continue
		}
		flags, err := d.item.signed()
		if err != nil {
			return err
		}
		o := OriginalScope{Start: p, Parent: -1, Source: source, StackFrame: flags&scopeStackFrame != 0}
		if flags&scopeHasName != 0 {
			if o.Name, err = d.indexed(&name); err != nil {
				return err
			}
		}
		if flags&scopeHasKind != 0 {
			if o.Kind, err = d.indexed(&kind); err != nil {
				return err
			}
		}
		// The flag for stack frames is younger than the form; before it, what
		// had a name and was a function was one.
		o.StackFrame = o.StackFrame || o.Kind == "function"
		for d.item.more() {
			v, err := d.indexed(&vars)
			if err != nil {
				return err
			}
			o.Variables = append(o.Variables, v)
		}
		if n := len(d.out.Scopes); len(open) > 0 && p.Before(d.out.Scopes[n-1].Start) {
			return errScopeOrder
		}
		if len(open) >= maxScopeDepth {
			return errScopeDepth
		}
		d.numbering[source] = append(d.numbering[source], len(d.out.Scopes))
		d.out.push(o, &open)
		d.item.rest()
	}
	if len(open) > 0 {
		return errScopeOpen
	}
	return nil
}

// indexed reads a difference of name indices.
func (d *oldDecoder) indexed(i *int64) (string, error) {
	n, err := d.item.signed()
	if err != nil {
		return "", err
	}
	*i += n
	if uint64(*i) >= uint64(len(d.m.names)) {
		return "", errScopeName
	}
	return d.m.names[*i], nil
}

// ranges reads the generated ranges.
func (d *oldDecoder) ranges() error {
	var at place
	var source, scope int64
	var call struct{ source, line, col int64 }
	var open []int
	for !d.item.done() {
		switch d.item.s[d.item.i] {
		case ';':
			at.line++
			at.col = 0
			d.item.i++
			continue
		case ',':
			d.item.i++
			continue
		}
		col, err := d.item.signed()
		if err != nil {
			return err
		}
		at.col += col
		p, err := at.position()
		if err != nil {
			return err
		}
		if !d.item.more() {
			if len(open) == 0 {
				return errScopeEnd
			}
			d.out.Ranges[open[len(open)-1]].End = p
			open = open[:len(open)-1]
			continue
		}
		flags, err := d.item.signed()
		if err != nil {
			return err
		}
		g := GeneratedRange{Start: p, Scope: -1, Parent: -1, CallSource: -1,
			StackFrame: flags&4 != 0, Hidden: flags&8 != 0}
		if flags&1 != 0 {
			if g.Scope, err = d.definition(&source, &scope); err != nil {
				return err
			}
		}
		if flags&2 != 0 {
			if err := d.callSite(&g, &call.source, &call.line, &call.col); err != nil {
				return err
			}
		}
		if n := len(d.out.Ranges); n > 0 && p.Before(d.out.Ranges[n-1].Start) {
			return errScopeOrder
		}
		if len(open) >= maxScopeDepth {
			return errScopeDepth
		}
		d.out.pushRange(g, &open)
		for d.item.more() {
			d.item.i++ // values of variables
		}
	}
	if len(open) > 0 {
		return errScopeOpen
	}
	return nil
}

// definition reads which item of originalScopes a range is from. The number
// of the item is a difference only within the same source.
func (d *oldDecoder) definition(source, scope *int64) (int, error) {
	ds, err := d.item.signed()
	if err != nil {
		return -1, err
	}
	n, err := d.item.signed()
	if err != nil {
		return -1, err
	}
	if ds != 0 {
		*scope = 0
	}
	*source += ds
	*scope += n
	if uint64(*source) >= uint64(len(d.numbering)) ||
		uint64(*scope) >= uint64(len(d.numbering[*source])) {
		return -1, errScopeNumber
	}
	return d.numbering[*source][*scope], nil
}

// callSite reads where a range was called from. Line and column are
// differences only within the same source and line.
func (d *oldDecoder) callSite(g *GeneratedRange, source, line, col *int64) error {
	var v [3]int64
	for i := range v {
		n, err := d.item.signed()
		if err != nil {
			return err
		}
		v[i] = n
	}
	if v[0] != 0 {
		*line, *col = 0, 0
	}
	if v[1] != 0 {
		*col = 0
	}
	*source += v[0]
	*line += v[1]
	*col += v[2]
	p, err := place{*line, *col}.position()
	if err != nil {
		return err
	}
	if uint64(*source) >= uint64(len(d.m.sources)) {
		return errSourceRange
	}
	g.CallSource, g.Call = int(*source), p
	return nil
}
