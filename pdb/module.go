package pdb

import (
	"iter"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A Module is one object file that was linked.
type Module struct {
	Name    string // path of the object file, or "Import:…", "* Linker *"
	Archive string // path of the library it came from, or Name again
	Stream  int    // number of its stream; -1 if it has no debug information

	// Contribution is its first piece of code or data.
	Contribution Contribution

	symbols, c11, c13 uint32 // sizes in bytes; symbols with a signature of 4
}

// A Contribution is a piece of the image that a module brought.
type Contribution struct {
	Section         uint16 // counted from 1
	Module          uint16 // index in the order of modules
	Offset, Size    uint32 // in bytes, within the section
	Characteristics uint32
}

// contributionSize is the size of a Contribution in the file.
const contributionSize = 28

func readContribution(c *cursor.Cursor) Contribution {
	var s Contribution
	s.Section = c.U16()
	c.Skip(2)
	s.Offset, s.Size, s.Characteristics, s.Module = c.U32(), c.U32(), c.U32(), c.U16()
	c.Skip(2 + 8) // checksums of data and relocations
	return s
}

// Modules yields the modules in the order of the link. Damage ends it with an
// error.
func (f *File) Modules() iter.Seq2[Module, error] {
	return func(yield func(Module, error) bool) {
		c := cursor.New(&cursor.Place{Format: Format, Section: "modules"}, f.dbi.modulesAt, f.dbi.modules, false)
		for c.Len() > 0 {
			c.Skip(4)
			m := Module{Contribution: readContribution(&c)}
			c.Skip(2) // flags
			m.Stream = int(c.U16())
			m.symbols, m.c11, m.c13 = c.U32(), c.U32(), c.U32()
			c.Skip(16) // counts and offsets of names that later parts repeat
			m.Name, m.Archive = c.CString(), c.CString()
			if c.Err() != nil {
				yield(Module{}, c.Err())
				return
			}
			if m.Stream == noStream {
				m.Stream = -1
			}
			c.Align(4)
			if !yield(m, nil) {
				return
			}
		}
	}
}

// HasModuleSymbols reports whether any module has symbols of its own, such as
// functions.
func (f *File) HasModuleSymbols() bool {
	for m, err := range f.Modules() {
		if err == nil && m.Stream >= 0 && m.symbols > moduleHead {
			return true
		}
	}
	return false
}

// Contributions yields which module brought which piece of the image, sorted
// by section and offset. Damage ends it with an error.
func (f *File) Contributions() iter.Seq2[Contribution, error] {
	return func(yield func(Contribution, error) bool) {
		c := cursor.New(&cursor.Place{Format: Format, Section: "contributions"}, f.dbi.contribsAt, f.dbi.contribs, false)
		if c.Len() < 4 {
			return
		}
		const version1, version2 = 0xeffe0000 + 19970605, 0xeffe0000 + 20140516
		extra := uint64(0)
		switch c.U32() {
		case version1:
		case version2:
			extra = 4 // section number in the object file
		default:
			return
		}
		for uint64(c.Len()) >= contributionSize+extra {
			s := readContribution(&c)
			c.Skip(extra)
			if !yield(s, nil) {
				return
			}
		}
	}
}

// A ModuleData is the contents of a module's stream.
type ModuleData struct {
	Symbols []byte // records of symbols; the first begins at stream offset 4
	C11     []byte // lines in the form before Visual C++ 7, which is not read
	C13     []byte // subsections of lines, inlined functions and files

	place *cursor.Place
	c13At uint64
}

// Data reads the stream of a module of f. A module without one has no data.
func (f *File) Data(m Module) (ModuleData, error) {
	if m.Stream < 0 {
		return ModuleData{}, nil
	}
	data, err := f.msf.stream(m.Stream)
	if err != nil {
		return ModuleData{}, err
	}
	c := cursor.New(&cursor.Place{Format: Format, Section: "module " + m.Name}, 0, data, false)
	out := ModuleData{place: &cursor.Place{Format: Format, Section: "module " + m.Name}}
	symbols := c.Bytes(min(uint64(m.symbols), uint64(c.Len())))
	if len(symbols) >= moduleHead {
		out.Symbols = symbols[moduleHead:]
	}
	out.C11 = c.Bytes(min(uint64(m.c11), uint64(c.Len())))
	out.c13At = c.Offset()
	out.C13 = c.Bytes(min(uint64(m.c13), uint64(c.Len())))
	return out, nil
}

// moduleHead is the size of the signature before a module's symbols.
const moduleHead = 4
