package pe

import "strings"

// Undecorate returns the name of a C function as its source has it, given its
// linkage name in an image or object file for x86. There compilers mark the
// calling convention:
//
//	_name      cdecl        _name@8    stdcall, with the bytes of parameters
//	@name@8    fastcall     name@@8    vectorcall
//
// C++ names, which begin with a question mark, and names without decoration
// are returned as they are. On other machines C names have no decoration.
func Undecorate(name string) string {
	if name == "" || name[0] == '?' || strings.ContainsAny(name, ":(< ") {
		return name
	}
	base, sized := name, false
	if i := strings.LastIndexByte(name, '@'); i > 0 && i+1 < len(name) && strings.Trim(name[i+1:], "0123456789") == "" {
		base, sized = name[:i], true
	}
	switch {
	case sized && base[0] == '@' && len(base) > 1:
		return base[1:]
	case sized && base[0] != '_' && base[len(base)-1] == '@':
		return base[:len(base)-1]
	case base[0] == '_' && len(base) > 1:
		return base[1:]
	}
	return name
}
