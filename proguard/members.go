package proguard

import (
	"cmp"
	"strings"
)

// A Class is what a mapping says about a class.
type Class struct {
	Obfuscated  string
	Original    string
	SourceFile  string // "" if the mapping does not say
	Synthesized bool   // made by the compiler
}

// Class returns the class that the program calls name, and whether the mapping
// has it.
func (m *Mapper) Class(name string) (Class, bool, error) {
	var c classEntry
	found, err := m.idx.class(name, &c)
	if err != nil || !found {
		return Class{}, false, err
	}
	return Class{c.obfuscated, c.original, c.file, c.synthesized}, true, nil
}

// ClassName returns the original name of the class that the program calls
// name, or name if the mapping does not have it.
func (m *Mapper) ClassName(name string) (string, error) {
	var c classEntry
	found, err := m.idx.class(name, &c)
	if !found {
		return name, err
	}
	return c.original, nil
}

// A Member is a method or field of the source.
type Member struct {
	Class  string
	Name   string
	Type   string // return type of a method, type of a field
	Params string // of a method: types separated by "," without blanks
	// Line is the first source line that the mapping names, or 0.
	Line uint32
	// Residual is the descriptor of the member in the program, if the mapping
	// says it: "(La/b;I)V", "La/b;".
	Residual    string
	Synthesized bool // made by the compiler
	Outline     bool // code moved out of several methods
}

// Methods returns the methods that may stand behind a method of the program,
// in the order of the mapping, each once. Methods that were only inlined into
// it are not among them.
func (m *Mapper) Methods(class, method string) ([]Member, error) {
	return m.members(class, method, false, nil)
}

// Fields returns the fields that may stand behind a field of the program, in
// the order of the mapping.
func (m *Mapper) Fields(class, field string) ([]Member, error) {
	return m.members(class, field, true, nil)
}

// MethodName returns the original class and name of a method, if all methods
// that may stand behind it have the same name.
func (m *Mapper) MethodName(class, method string) (originalClass, name string, ok bool, err error) {
	list, err := m.Methods(class, method)
	if err != nil || len(list) == 0 {
		return "", "", false, err
	}
	for _, e := range list[1:] {
		if e.Name != list[0].Name {
			return "", "", false, nil
		}
	}
	c, _, err := m.Class(class)
	return c.Original, list[0].Name, err == nil, err
}

// MethodsByParams is Methods for a method whose parameter types are known:
// their original names, separated by ",".
func (m *Mapper) MethodsByParams(class, method, params string) ([]Member, error) {
	params = cleanParams(params)
	return m.members(class, method, false, func(e *Member) (bool, error) { return e.Params == params, nil })
}

// MethodsByDescriptor is Methods for a method whose descriptor in the program
// is known, "(La/b;I)V". Where the mapping has no residual signature the
// classes in the descriptor are remapped and compared with the original types.
func (m *Mapper) MethodsByDescriptor(class, method, descriptor string) ([]Member, error) {
	sig, ok, err := m.Signature(descriptor)
	if err != nil {
		return nil, err
	}
	params := strings.Join(sig.Params, ",")
	return m.members(class, method, false, func(e *Member) (bool, error) {
		if e.Residual != "" {
			return e.Residual == descriptor, nil
		}
		return ok && e.Params == params && e.Type == cmp.Or(sig.Return, "void"), nil
	})
}

// FieldsByDescriptor is Fields for a field whose descriptor in the program is
// known, "La/b;".
func (m *Mapper) FieldsByDescriptor(class, field, descriptor string) ([]Member, error) {
	typ, err := m.Descriptor(descriptor)
	if err != nil {
		return nil, err
	}
	return m.members(class, field, true, func(e *Member) (bool, error) {
		if e.Residual != "" {
			return e.Residual == descriptor, nil
		}
		return e.Type == typ, nil
	})
}

// FramesByParams remaps a method whose parameter types are known, but not its
// line: each of MethodsByParams as a frame, at its first line.
func (m *Mapper) FramesByParams(class, method, params string) ([]Frame, error) {
	list, err := m.MethodsByParams(class, method, params)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	var c classEntry
	if _, err := m.idx.class(class, &c); err != nil {
		return nil, err
	}
	frames := make([]Frame, len(list))
	for i, e := range list {
		file, err := m.file(&c, e.Class, "")
		if err != nil {
			return nil, err
		}
		frames[i] = Frame{Class: e.Class, Method: e.Name, File: file, Line: e.Line, Type: e.Type, Params: e.Params,
			Remapped: true, Synthesized: e.Synthesized, Outline: e.Outline, SynthesizedClass: c.synthesized}
	}
	return frames, nil
}

// members returns the methods or fields of an obfuscated name that keep
// accepts, each once.
func (m *Mapper) members(class, name string, fields bool, keep func(*Member) (bool, error)) ([]Member, error) {
	var c classEntry
	found, err := m.idx.class(class, &c)
	if err != nil || !found {
		return nil, err
	}
	lo, hi, err := m.idx.group(&c, name)
	if err != nil {
		return nil, err
	}
	hi = min(hi, lo+min(hi-lo, maxScan))
	type identity struct{ class, name, typ, params string }
	var (
		list []Member
		seen map[identity]int // where it is in list, counted from 1
		buf  [spanWindow]span
		e    memberEntry
	)
	for lo < hi {
		spans, err := m.idx.spans(lo, min(hi, lo+spanWindow), buf[:])
		if err != nil {
			return nil, err
		}
		for i := range spans {
			rec := lo + uint32(i)
			if field := spans[i].flags&flagField != 0; field != fields {
				continue
			}
			outermost, err := m.isOutermost(spans, i, rec, hi)
			if err != nil {
				return nil, err
			}
			if !outermost {
				continue
			}
			if err := m.idx.member(rec, &e); err != nil {
				return nil, err
			}
			member := Member{
				Class:       cmp.Or(e.owner, c.original),
				Name:        e.name,
				Type:        e.typ,
				Params:      cleanParams(e.params),
				Line:        e.first,
				Synthesized: e.flags&flagSynthesized != 0,
				Outline:     e.flags&flagOutline != 0,
			}
			if e.flags&flagInfo != 0 {
				if member.Residual, _, err = m.idx.info(rec, InfoResidualSignature, 0); err != nil {
					return nil, err
				}
			}
			id := identity{member.Class, member.Name, member.Type, member.Params}
			if n := seen[id]; n > 0 {
				// R8 gives the descriptor once.
				list[n-1].Residual = cmp.Or(list[n-1].Residual, member.Residual)
				continue
			}
			if keep != nil {
				if ok, err := keep(&member); err != nil || !ok {
					if err != nil {
						return nil, err
					}
					continue
				}
			}
			if seen == nil {
				seen = make(map[identity]int)
			}
			list = append(list, member)
			seen[id] = len(list)
		}
		lo += uint32(len(spans))
	}
	return list, nil
}

// isOutermost reports whether a record is the last of its chain. spans[i] is
// the record rec of a group that ends at hi.
func (m *Mapper) isOutermost(spans []span, i int, rec, hi uint32) (bool, error) {
	if i+1 < len(spans) {
		return spans[i+1].flags&flagChain != 0, nil
	}
	if rec+1 >= hi {
		return true, nil
	}
	var buf [1]span
	next, err := m.idx.spans(rec+1, rec+2, buf[:])
	if err != nil {
		return false, err
	}
	return next[0].flags&flagChain != 0, nil
}
