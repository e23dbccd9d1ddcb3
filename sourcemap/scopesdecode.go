package sourcemap

import "errors"

// The scopes field is a list of items separated by commas. An item begins
// with a tag, an unsigned VLQ number; what follows are unsigned and signed
// ones. First come the scopes of each source as a tree in pre-order, an item
// at the start and one at the end of each scope, an empty item for a source
// without scopes; then the generated ranges in the same way. Positions are
// differences to the position before, columns only if the line is the same.

const (
	tagEmpty     = 0
	tagScope     = 1
	tagScopeEnd  = 2
	tagVariables = 3
	tagRange     = 4
	tagRangeEnd  = 5
	tagBindings  = 6
	tagSubRange  = 7
	tagCallSite  = 8
)

const (
	scopeHasName    = 1
	scopeHasKind    = 2
	scopeStackFrame = 4

	rangeHasLine       = 1
	rangeHasDefinition = 2
	rangeStackFrame    = 4
	rangeHidden        = 8
)

// maxScopeDepth bounds the nesting of scopes and of ranges, and with it what a
// lookup has to walk. Programs nest a few dozen deep.
const maxScopeDepth = 1024

var (
	errScopes       = errors.New("scopes is not a string")
	errScopeItem    = errors.New("item of scopes lacks a field")
	errScopeEnd     = errors.New("scope or range ends that has not begun")
	errScopeLate    = errors.New("scope follows the generated ranges")
	errScopeOpen    = errors.New("scope or range does not end")
	errScopeName    = errors.New("scope refers to a name that does not exist")
	errScopeBounds  = errors.New("position of a scope is too large")
	errScopeNumber  = errors.New("range refers to a scope that does not exist")
	errScopeCall    = errors.New("call site has no range")
	errScopeSources = errors.New("scopes are about more sources than there are")
	errScopeDepth   = errors.New("scopes or ranges are nested too deep")
	errScopeOrder   = errors.New("scope or range begins or ends before the one around it began")
)

// scopes reads the scopes in either form. Damage in them means no scopes.
func (r *reader) scopes(m *Map, f *fields) error {
	var s *Scopes
	var off int
	var err error
	switch {
	case f.scopes.end > 0:
		if !r.isString(f.scopes) {
			return r.breach(f.scopes.off, errScopes)
		}
		text, base := r.vlqText(f.scopes)
		d := &scopeDecoder{item: items{s: text}, m: m, out: &Scopes{}}
		s, err = d.decode()
		off = base + d.item.i
		if err == nil {
			s.json[0] = r.text(f.scopes)
		}
	case f.originals.end > 0 && !r.isNull(f.originals):
		if s, off, err = r.oldScopes(m, f); err != nil && off < 0 {
			return err
		}
	default:
		return nil
	}
	if err != nil {
		return r.run.breach(off, err)
	}
	if len(s.Scopes) > 0 || len(s.Ranges) > 0 || s.json[0] != nil {
		m.scopes = s
	}
	return nil
}

// items walks numbers within items.
type items struct {
	s []byte
	i int
}

// more reports whether the current item has another number.
func (it *items) more() bool { return it.i < len(it.s) && digits[it.s[it.i]] != digitSep }

// done reports whether there is no further item.
func (it *items) done() bool { return it.i >= len(it.s) }

func (it *items) unsigned() (int64, error) {
	if !it.more() {
		return 0, errScopeItem
	}
	v, end, err := unsigned(it.s, it.i)
	it.i = end
	return int64(v), err
}

func (it *items) signed() (int64, error) {
	if !it.more() {
		return 0, errScopeItem
	}
	v, end, err := signed(it.s, it.i)
	it.i = end
	return v, err
}

// rest passes over what is left of the item and the comma behind it.
func (it *items) rest() {
	for it.more() {
		it.i++
	}
	it.i++
}

// A place is a running position, kept in 64 bits until it is checked.
type place struct{ line, col int64 }

func (p *place) move(line, col int64) {
	if line != 0 {
		p.col = 0
	}
	p.line += line
	p.col += col
}

func (p place) position() (Position, error) {
	if uint64(p.line) >= noIndex || uint64(p.col) >= noIndex {
		return Position{}, errScopeBounds
	}
	return Position{uint32(p.line), uint32(p.col)}, nil
}

type scopeDecoder struct {
	item items
	m    *Map
	out  *Scopes

	at               place
	name, kind, vars int64
	definition       int64
	open             []int // indices of scopes or ranges not yet ended
	inRanges         bool
}

func (d *scopeDecoder) decode() (*Scopes, error) {
	for !d.item.done() {
		tag, err := d.item.unsigned()
		if err != nil {
			return nil, err
		}
		switch tag {
		case tagEmpty:
			if d.inRanges || len(d.open) > 0 {
				return nil, errScopeOpen
			}
			d.out.Sources = append(d.out.Sources, nil)
		case tagScope:
			err = d.scope()
		case tagScopeEnd:
			err = d.scopeEnd()
		case tagVariables:
			err = d.variables()
		case tagRange:
			err = d.begin()
		case tagRangeEnd:
			err = d.end()
		case tagCallSite:
			err = d.callSite()
		case tagBindings, tagSubRange:
			// Values of variables, which stack traces do not show.
		}
		if err != nil {
			return nil, err
		}
		if len(d.open) > maxScopeDepth {
			return nil, errScopeDepth
		}
		d.item.rest()
	}
	switch {
	case len(d.open) > 0:
		return nil, errScopeOpen
	case len(d.out.Sources) > len(d.m.sources):
		return nil, errScopeSources
	}
	return d.out, nil
}

// text returns name i of the map.
func (d *scopeDecoder) text(i int64) (string, error) {
	if uint64(i) >= uint64(len(d.m.names)) {
		return "", errScopeName
	}
	return d.m.names[i], nil
}

// numbers reads an unsigned number into each of v.
func (d *scopeDecoder) numbers(v ...*int64) error {
	for _, v := range v {
		n, err := d.item.unsigned()
		if err != nil {
			return err
		}
		*v = n
	}
	return nil
}

func (d *scopeDecoder) scope() error {
	var flags, line, col int64
	if err := d.numbers(&flags, &line, &col); err != nil {
		return err
	}
	if d.inRanges {
		return errScopeLate
	}
	if len(d.open) == 0 {
		d.at = place{}
		d.out.Sources = append(d.out.Sources, nil)
	}
	d.at.move(line, col)
	start, err := d.at.position()
	if err != nil {
		return err
	}
	o := OriginalScope{Start: start, StackFrame: flags&scopeStackFrame != 0,
		Parent: -1, Source: len(d.out.Sources) - 1}
	if flags&scopeHasName != 0 {
		if o.Name, err = d.indexed(&d.name); err != nil {
			return err
		}
	}
	if flags&scopeHasKind != 0 {
		if o.Kind, err = d.indexed(&d.kind); err != nil {
			return err
		}
	}
	d.out.push(o, &d.open)
	return nil
}

// push appends a scope within those that are open.
func (s *Scopes) push(o OriginalScope, open *[]int) {
	i := len(s.Scopes)
	if n := len(*open); n > 0 {
		o.Parent = (*open)[n-1]
	} else {
		s.Sources[o.Source] = append(s.Sources[o.Source], i)
	}
	s.Scopes = append(s.Scopes, o)
	*open = append(*open, i)
}

// indexed reads a difference of name indices.
func (d *scopeDecoder) indexed(i *int64) (string, error) {
	n, err := d.item.signed()
	if err != nil {
		return "", err
	}
	*i += n
	return d.text(*i)
}

func (d *scopeDecoder) scopeEnd() error {
	var line, col int64
	if err := d.numbers(&line, &col); err != nil {
		return err
	}
	if len(d.open) == 0 || d.inRanges {
		return errScopeEnd
	}
	d.at.move(line, col)
	end, err := d.at.position()
	if err != nil {
		return err
	}
	last := len(d.open) - 1
	d.out.Scopes[d.open[last]].End = end
	d.open = d.open[:last]
	return nil
}

func (d *scopeDecoder) variables() error {
	if len(d.open) == 0 || d.inRanges {
		return errScopeEnd
	}
	o := &d.out.Scopes[d.open[len(d.open)-1]]
	for d.item.more() {
		name, err := d.indexed(&d.vars)
		if err != nil {
			return err
		}
		o.Variables = append(o.Variables, name)
	}
	return nil
}

// begin reads the start of a generated range.
func (d *scopeDecoder) begin() error {
	if !d.inRanges {
		if len(d.open) > 0 {
			return errScopeOpen
		}
		d.inRanges = true
		d.at = place{}
	}
	var flags, line, col int64
	if err := d.numbers(&flags); err != nil {
		return err
	}
	if flags&rangeHasLine != 0 {
		if err := d.numbers(&line); err != nil {
			return err
		}
	}
	if err := d.numbers(&col); err != nil {
		return err
	}
	d.at.move(line, col)
	start, err := d.at.position()
	if err != nil {
		return err
	}
	g := GeneratedRange{Start: start, Scope: -1, Parent: -1, CallSource: -1,
		StackFrame: flags&rangeStackFrame != 0, Hidden: flags&rangeHidden != 0}
	if flags&rangeHasDefinition != 0 {
		n, err := d.item.signed()
		if err != nil {
			return err
		}
		d.definition += n
		if uint64(d.definition) >= uint64(len(d.out.Scopes)) {
			return errScopeNumber
		}
		g.Scope = int(d.definition)
	}
	d.out.pushRange(g, &d.open)
	return nil
}

// pushRange appends a range within those that are open.
func (s *Scopes) pushRange(g GeneratedRange, open *[]int) {
	if n := len(*open); n > 0 {
		g.Parent = (*open)[n-1]
	}
	*open = append(*open, len(s.Ranges))
	s.Ranges = append(s.Ranges, g)
}

// end reads the end of a generated range: a column, or a line and a column.
func (d *scopeDecoder) end() error {
	var line, col int64
	if err := d.numbers(&col); err != nil {
		return err
	}
	if d.item.more() {
		line = col
		if err := d.numbers(&col); err != nil {
			return err
		}
	}
	if len(d.open) == 0 || !d.inRanges {
		return errScopeEnd
	}
	d.at.move(line, col)
	end, err := d.at.position()
	if err != nil {
		return err
	}
	last := len(d.open) - 1
	d.out.Ranges[d.open[last]].End = end
	d.open = d.open[:last]
	return nil
}

// callSite reads where the range begun last was called from.
func (d *scopeDecoder) callSite() error {
	var source, line, col int64
	if err := d.numbers(&source, &line, &col); err != nil {
		return err
	}
	if len(d.open) == 0 || !d.inRanges {
		return errScopeCall
	}
	p, err := place{line, col}.position()
	if err != nil {
		return err
	}
	if source >= int64(len(d.m.sources)) {
		return errSourceRange
	}
	g := &d.out.Ranges[d.open[len(d.open)-1]]
	g.CallSource, g.Call = int(source), p
	return nil
}
