package objfile

import (
	stdelf "debug/elf"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/elf"
	"github.com/gosymbolic/symbolic/internal/gopcln"
	"github.com/gosymbolic/symbolic/macho"
)

// A goImage collects what a container shows of a program that may be in Go.
// Parts of the file that claim the same bytes do not multiply the work: the
// code is no larger than the file.
type goImage struct {
	gopcln.Image
	left     uint64           // bytes of code that may still be added
	constant []gopcln.Section // looked at last: the data of the runtime is in what is written to
}

func (g *goImage) addCode(addr, size uint64) {
	size = min(size, g.left, -addr-1)
	g.left -= size
	g.Code = append(g.Code, debuginfo.Range{Start: addr, End: addr + size})
}

func (g *goImage) addData(addr, size uint64, data func() ([]byte, error), written bool) {
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
	g := goImage{left: f.Size()}
	g.ImageBase, g.MaxInlineDepth = f.ImageBase(), limits.MaxInlineDepth
	g.Pointers = f.RelativePointers()
	if len(f.Sections) == 0 {
		if !g.addSegments(f) {
			return nil, nil
		}
		return g.table()
	}
	s := goSection(f)
	if s == nil {
		return nil, nil
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
			if s.Name == ".text" {
				g.Text = s.Addr
			}
			g.addCode(s.Addr, s.Size)
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

// addSegments adds the segments of a file without section headers, and looks
// for the table in them. It reports whether there is one.
func (g *goImage) addSegments(f *elf.File) bool {
	for _, s := range f.Segments {
		if s.Type != stdelf.PT_LOAD {
			continue
		}
		if s.Flags&stdelf.PF_X != 0 {
			if g.Text == 0 {
				g.Text = s.Addr
			}
			g.addCode(s.Addr, s.Size)
			continue
		}
		data, err := f.SegmentData(s)
		if err != nil {
			continue
		}
		g.addData(s.Addr, s.Size, func() ([]byte, error) { return data, nil }, s.Flags&stdelf.PF_W != 0)
		if off, ok := gopcln.Find(data); ok && g.Table == nil {
			g.Table, g.TableAddr = data[off:], s.Addr+uint64(off)
		}
	}
	return g.Table != nil
}

// machoGoTable returns the table of the Go runtime in f, nil if there is none.
func machoGoTable(f *macho.File, limits *debuginfo.Limits) (*gopcln.Table, error) {
	s := f.Section("__gopclntab")
	if s == nil {
		return nil, nil
	}
	g := goImage{left: f.Size()}
	g.ImageBase, g.MaxInlineDepth = f.ImageBase(), limits.MaxInlineDepth
	var err error
	if g.Table, err = s.Data(); err != nil {
		return nil, err
	}
	g.TableAddr = s.Addr
	for _, s := range f.Sections {
		switch {
		case s.IsDebug() || !s.HasBytes() || s.Offset > f.Size() || s.Size > f.Size()-s.Offset:
		case s.IsCode():
			if s.Name == "__text" {
				g.Text = s.Addr
			}
			g.addCode(s.Addr, s.Size)
		default:
			g.addData(s.Addr, s.Size, s.Data, s.Segment == "__DATA")
		}
	}
	return g.table()
}
