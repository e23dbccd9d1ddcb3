package macho

import (
	"strings"
)

// Numbers of STABs that make up a debug map (mach-o/stab.h).
const (
	stabFun    = 0x24 // a function: name and address, then, without a name, its size
	stabSource = 0x64 // a source file; without a name, its end
	stabObject = 0x66 // the object file that follows was linked from
)

// A LinkedObject is an object file that a file was linked from, and the
// functions that came from it.
type LinkedObject struct {
	Path      string // of the object file, or of the archive that has it
	Member    string // name within the archive, or ""
	ModTime   uint64 // of the object file, in seconds since 1970
	Functions []LinkedFunction
}

// A LinkedFunction says where a linker put a function.
type LinkedFunction struct {
	Name string // of the symbol, the same in both files
	Addr uint64 // virtual address in the linked file
	Size uint64 // 0 if unknown
}

// DebugMap returns the object files that f was linked from, as its STABs name
// them. Linkers on Apple's systems leave debug information where it is; this is
// how to find it. Objects read before an error are returned with it.
func (f *File) DebugMap() ([]LinkedObject, error) {
	var out []LinkedObject
	in := false   // within an object file
	open := false // within a function
	for s, err := range f.Stabs() {
		if err != nil {
			return out, err
		}
		switch s.Type {
		case stabObject:
			path, member := splitMember(s.Name)
			out = append(out, LinkedObject{Path: path, Member: member, ModTime: s.Value})
			in, open = s.Name != "", false
		case stabSource:
			// A name begins a file, before its object is known; none ends it.
			in, open = false, false
		case stabFun:
			if !in {
				break
			}
			o := &out[len(out)-1]
			switch {
			case s.Name != "":
				o.Functions = append(o.Functions, LinkedFunction{Name: s.Name, Addr: s.Value})
				open = true
			case open:
				o.Functions[len(o.Functions)-1].Size = s.Value
				open = false
			}
		}
	}
	return out, nil
}

// splitMember splits "dir/libx.a(y.o)".
func splitMember(name string) (path, member string) {
	if !strings.HasSuffix(name, ")") {
		return name, ""
	}
	i := strings.LastIndexByte(name, '(')
	if i <= 0 {
		return name, ""
	}
	return name[:i], name[i+1 : len(name)-1]
}
