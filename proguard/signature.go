package proguard

import "strings"

// A Signature is the types of a method as the source names them.
type Signature struct {
	Params []string // "int", "a.b.C[]"
	Return string   // "" for void
}

// String returns "(int, a.b.C[]): void" without the part for void.
func (s Signature) String() string {
	text := "(" + strings.Join(s.Params, ", ") + ")"
	if s.Return != "" {
		text += ": " + s.Return
	}
	return text
}

// Type remaps a type as the source writes it, "a.b[][]": the class if it is in
// the mapping, with the same dimensions.
func (m *Mapper) Type(name string) (string, error) {
	base, dims := name, ""
	if i := strings.IndexByte(name, '['); i > 0 {
		base, dims = name[:i], name[i:]
	}
	original, err := m.ClassName(base)
	if err != nil || original == base {
		return name, err
	}
	return original + dims, nil
}

// Descriptor remaps the descriptor of a type, "[La/b;", and returns the type
// as the source writes it, or "" if it is malformed.
func (m *Mapper) Descriptor(desc string) (string, error) {
	typ, rest, err := m.descriptor(desc)
	if rest != "" {
		return "", err
	}
	return typ, err
}

// Signature remaps the descriptor of a method, "(La/b;I[J)V". It reports false
// if the descriptor is malformed: without parentheses, or with a class name or
// return type that does not end. What is no type between the parentheses is
// left out.
func (m *Mapper) Signature(desc string) (Signature, bool, error) {
	var s Signature
	inner, ok := strings.CutPrefix(desc, "(")
	params, ret, closed := strings.Cut(inner, ")")
	if !ok || !closed {
		return s, false, nil
	}
	for params != "" {
		typ, rest, err := m.descriptor(params)
		switch {
		case err != nil:
			return Signature{}, false, err
		case typ != "":
			s.Params = append(s.Params, typ)
			params = rest
		case isOpen(params):
			return Signature{}, false, nil
		default:
			params = strings.TrimLeft(params, "[")[1:]
		}
	}
	if ret == "" || ret == "V" {
		return s, true, nil
	}
	typ, rest, err := m.descriptor(ret)
	if err != nil || typ == "" || rest != "" {
		return Signature{}, false, err
	}
	s.Return = typ
	return s, true, nil
}

// isOpen reports whether desc begins with a class whose name does not end, or
// an array of what does not follow.
func isOpen(desc string) bool {
	desc = strings.TrimLeft(desc, "[")
	return desc == "" || desc[0] == 'L'
}

// descriptor reads one type from the start of desc and returns it and the
// rest. The type is "" if there is none.
func (m *Mapper) descriptor(desc string) (typ, rest string, err error) {
	base := strings.TrimLeft(desc, "[")
	dims := len(desc) - len(base)
	if base == "" {
		return "", desc, nil
	}
	if base[0] == 'L' {
		name, after, ok := strings.Cut(base[1:], ";")
		if !ok || name == "" {
			return "", desc, nil
		}
		typ, err = m.ClassName(strings.ReplaceAll(name, "/", "."))
		if err != nil {
			return "", desc, err
		}
		rest = after
	} else {
		if typ = primitive(base[0]); typ == "" {
			return "", desc, nil
		}
		rest = base[1:]
	}
	return typ + strings.Repeat("[]", dims), rest, nil
}

func primitive(c byte) string {
	switch c {
	case 'Z':
		return "boolean"
	case 'B':
		return "byte"
	case 'C':
		return "char"
	case 'S':
		return "short"
	case 'I':
		return "int"
	case 'J':
		return "long"
	case 'F':
		return "float"
	case 'D':
		return "double"
	case 'V':
		return "void"
	}
	return ""
}
