package objfile

import (
	stdelf "debug/elf"
	"slices"
	"sync"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/elf"
	"github.com/gosymbolic/symbolic/internal/gopcln"
	"github.com/gosymbolic/symbolic/macho"
	"github.com/gosymbolic/symbolic/pe"
)

// A goImage collects what a container shows of a program that may be in Go.
// Sections that claim the same bytes of the file do not multiply the work: code
// and data are each no larger than the file.
type goImage struct {
	gopcln.Image
	codeLeft, dataLeft uint64           // bytes that may still be added
	constant           []gopcln.Section // looked at last: the data of the runtime is in what is written to
}

func newGoImage(size, base uint64, limits *debuginfo.Limits) *goImage {
	return &goImage{
		Image:    gopcln.Image{ImageBase: base, MaxInlineDepth: limits.MaxInlineDepth},
		codeLeft: size, dataLeft: size,
	}
}

// addCode adds a section of code. The first, or the one that is main, is where
// Go's code begins if nothing else says so.
func (g *goImage) addCode(addr, size uint64, main bool) {
	if main || len(g.Code) == 0 {
		g.Text = addr
	}
	size = min(size, g.codeLeft, -addr-1)
	g.codeLeft -= size
	g.Code = append(g.Code, debuginfo.Range{Start: addr, End: addr + size})
}

// addData adds a section of data, written to or constant, whose size is that of
// what data returns.
func (g *goImage) addData(addr, size uint64, data func() ([]byte, error), written bool) {
	if size > g.dataLeft {
		return
	}
	g.dataLeft -= size
	s := gopcln.Section{Addr: addr, Size: size, Data: data}
	if written {
		g.Sections = append(g.Sections, s)
	} else {
		g.constant = append(g.constant, s)
	}
}

// table opens the table of the program.
func (g *goImage) table() (*gopcln.Table, error) {
	g.Sections = append(g.Sections, g.constant...)
	g.Code = debuginfo.NormalizeRanges(g.Code)
	return gopcln.New(g.Image)
}

// elfGoTable returns the table of the Go runtime in f, nil if there is none. It
// is what a stripped Go program has in the place of debug information.
func elfGoTable(f *elf.File, limits *debuginfo.Limits) (*gopcln.Table, error) {
	g := newGoImage(f.Size(), f.ImageBase(), limits)
	g.Pointers = f.RelativePointers()
	s := goSection(f)
	if s == nil {
		if !isNameless(f) || !g.addSegments(f) {
			return nil, nil
		}
		return g.table()
	}
	var err error
	if g.Table, err = s.Data(); err != nil {
		return nil, err
	}
	g.TableAddr = s.Addr
	for _, s := range f.Sections {
		switch {
		case !s.IsLoaded() || s.Type == stdelf.SHT_NOBITS || s.Offset > f.Size() || s.Size > f.Size()-s.Offset:
		case s.IsCode():
			g.addCode(s.Addr, s.Size, s.Name == ".text")
		default:
			g.addData(s.Addr, s.Size, s.Data, s.Flags&stdelf.SHF_WRITE != 0)
		}
	}
	return g.table()
}

// goSection returns the section with the table of the Go runtime, or nil.
func goSection(f *elf.File) *elf.Section {
	for _, name := range []string{".gopclntab", ".data.rel.ro.gopclntab"} {
		if s := f.Section(name); s != nil {
			return s
		}
	}
	return nil
}

// isNameless reports whether no section has a name: there are none, or the names
// were cut off the end of the file.
func isNameless(f *elf.File) bool {
	return !slices.ContainsFunc(f.Sections, func(s *elf.Section) bool { return s.Name != "" })
}

// addSegments adds the segments of a file without names of sections, and looks
// for the table in them. It reports whether there is one.
func (g *goImage) addSegments(f *elf.File) bool {
	for _, s := range f.Segments {
		switch {
		case s.Type != stdelf.PT_LOAD || s.Offset > f.Size() || s.Size > f.Size()-s.Offset:
		case s.Flags&stdelf.PF_X != 0:
			g.addCode(s.Addr, s.Size, false)
		default:
			data := sync.OnceValues(func() ([]byte, error) { return f.SegmentData(s) })
			g.addData(s.Addr, s.Size, data, s.Flags&stdelf.PF_W != 0)
		}
	}
	return g.find()
}

// find looks for the table, which has no section of its own, in the data:
// constants first, since that is where it is.
func (g *goImage) find() bool {
	for _, s := range append(g.constant[:len(g.constant):len(g.constant)], g.Sections...) {
		data, err := s.Data()
		if err != nil {
			continue
		}
		if off, ok := gopcln.Find(data); ok {
			g.Table, g.TableAddr = data[off:], s.Addr+uint64(off)
			return true
		}
	}
	return false
}

// machoGoTable returns the table of the Go runtime in f, nil if there is none.
func machoGoTable(f *macho.File, limits *debuginfo.Limits) (*gopcln.Table, error) {
	s := f.Section("__gopclntab")
	if s == nil {
		return nil, nil
	}
	g := newGoImage(f.Size(), f.ImageBase(), limits)
	var err error
	if g.Table, err = s.Data(); err != nil {
		return nil, err
	}
	g.TableAddr = s.Addr
	if f.Is64 {
		g.Decode = func(word uint64) uint64 { return chainedTarget(word, g.ImageBase) }
	}
	for _, s := range f.Sections {
		switch {
		case s.IsDebug() || !s.HasBytes() || s.Offset > f.Size() || s.Size > f.Size()-s.Offset:
		case s.IsCode():
			g.addCode(s.Addr, s.Size, s.Name == "__text")
		default:
			g.addData(s.Addr, s.Size, s.Data, s.Segment == "__DATA")
		}
	}
	return g.table()
}

// chainedTarget returns the address that a pointer of a 64-bit Mach-O file
// means. Linkers since 2020 chain pointers: the lower 36 bits are the target, as
// an address or as a distance from the base, which is far below any address;
// above them is the way to the next pointer. Plain pointers mean the same.
func chainedTarget(word, base uint64) uint64 {
	target := word & (1<<36 - 1)
	if target < base {
		target += base
	}
	return target
}

// peGoTable returns the table of the Go runtime in the image f, nil if there is
// none. It has no section of its own, but stands among the constants.
func peGoTable(f *pe.File, limits *debuginfo.Limits) (*gopcln.Table, error) {
	if !f.Image {
		return nil, nil
	}
	g := newGoImage(f.Size(), f.ImageBase(), limits)
	for _, s := range f.Sections {
		addr := g.ImageBase + uint64(s.Addr)
		switch {
		case !s.IsLoaded() || uint64(s.Offset)+uint64(s.FileSize) > f.Size():
		case s.IsCode():
			g.addCode(addr, uint64(min(s.Size, s.FileSize)), false)
		default:
			g.addData(addr, uint64(min(s.Size, s.FileSize)), s.Data, s.Characteristics&pe.SectionWrite != 0)
		}
	}
	if !g.find() {
		return nil, nil
	}
	return g.table()
}
