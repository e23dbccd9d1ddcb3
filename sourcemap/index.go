package sourcemap

import (
	"errors"
	"slices"
	"strconv"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// sections reads the sections of an index map within depth others.
func (r *reader) sections(depth int) ([]Section, error) {
	list := []Section{}
	off := r.offset()
	switch r.kind() {
	case '[':
	case 'n':
		if err := r.breach(off, errSections); err != nil {
			return nil, err
		}
		return nil, r.skip()
	default:
		return nil, r.errorAt(off, errSections)
	}
	if depth >= MaxNesting {
		return nil, r.errorAt(off, &debuginfo.LimitError{
			What: "nested index maps", Want: uint64(depth) + 1, Max: MaxNesting})
	}
	if err := r.open(); err != nil {
		return nil, err
	}
	for {
		more, err := r.more()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		off := r.offset()
		if r.kind() != '{' {
			return nil, r.errorAt(off, errSection)
		}
		s, err := r.section(off, depth)
		if err != nil {
			return nil, err
		}
		if n := len(list); n > 0 && !list[n-1].Offset.Before(s.Offset) {
			if err := r.breach(off, errSectionOrder); err != nil {
				return nil, err
			}
		}
		list = append(list, s)
	}
	slices.SortStableFunc(list, func(a, b Section) int { return comparePositions(a.Offset, b.Offset) })
	return slices.Clip(list), nil
}

// section reads one section, which begins at off.
func (r *reader) section(off, depth int) (s Section, err error) {
	if err := r.open(); err != nil {
		return s, err
	}
	hasOffset := false
	for {
		more, err := r.more()
		if err != nil {
			return s, err
		}
		if !more {
			break
		}
		key, err := r.key()
		if err != nil {
			return s, err
		}
		kind := r.kind()
		switch name := key; {
		case name == "offset":
			hasOffset = true
			s.Offset, err = r.sectionOffset()
		case name == "map" && kind == '{':
			s.Map, err = r.decodeMap(depth + 1)
		case name == "map" && kind != 'n':
			err = r.errorAt(r.offset(), errSectionMap)
		case name == "url":
			s.URL, err = r.text1(errSectionURL, "")
		default:
			err = r.skip()
		}
		if err != nil {
			return s, err
		}
	}
	if !hasOffset {
		if err := r.breach(off, errSectionOffset); err != nil {
			return s, err
		}
	}
	if s.Map == nil {
		s.Map, err = r.resolve(s.URL, off, depth)
	}
	return s, err
}

// sectionOffset reads {"line": L, "column": C}.
func (r *reader) sectionOffset() (Position, error) {
	v, err := r.next()
	if err != nil {
		return Position{}, err
	}
	if r.data[v.off] != '{' {
		return Position{}, r.breach(v.off, errSectionOffset)
	}
	var p Position
	seen := 0
	o := r.sub(v)
	if err := o.open(); err != nil {
		return p, err
	}
	for {
		more, err := o.more()
		if err != nil {
			return p, err
		}
		if !more {
			break
		}
		key, err := o.key()
		if err != nil {
			return p, err
		}
		num, err := o.next()
		if err != nil {
			return p, err
		}
		n, err := strconv.ParseUint(string(o.text(num)), 10, 32)
		switch key {
		case "line":
			p.Line = uint32(n)
			seen |= 1
		case "column":
			p.Column = uint32(n)
			seen |= 2
		default:
			continue
		}
		if err != nil {
			if err := o.breach(num.off, errSectionOffset); err != nil {
				return p, err
			}
		}
	}
	if seen != 3 {
		return p, r.breach(v.off, errSectionOffset)
	}
	return p, nil
}

// completeIndex checks what an index map must not have.
func (r *reader) completeIndex(m *Map, f *fields) error {
	if f.seen["mappings"] {
		if err := r.breach(f.mappings.off, errSectionBoth); err != nil {
			return err
		}
	}
	m.sources, m.names = nil, nil
	return r.metro(m, f)
}

// resolve returns the map of a section that has none of its own, nil if there
// is no way to have it.
func (r *reader) resolve(url string, off, depth int) (*Map, error) {
	switch {
	case url == "":
		return nil, r.errorAt(off, errSectionEmpty)
	case r.run.opt.Resolve == nil:
		return nil, nil
	case r.run.remote:
		return nil, r.breach(off, errNestedURL)
	}
	data, err := r.run.opt.Resolve(url)
	if errors.Is(err, debuginfo.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, r.errorAt(off, err)
	}
	remote := *r.run
	remote.remote = true
	m, err := decode(data, &remote, depth+1)
	r.run.reports = remote.reports
	return m, err
}
