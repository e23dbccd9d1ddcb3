package objfile

import (
	stdelf "debug/elf"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/elf"
	"github.com/gosymbolic/symbolic/internal/gopcln"
)

// goTable returns the table of the Go runtime, nil if the file has none. It is
// what a stripped Go program has in the place of debug information.
func (o *elfObject) goTable() (*gopcln.Table, error) {
	o.goOnce.Do(func() {
		img := gopcln.Image{
			ImageBase:      o.base,
			Pointers:       o.file.RelativePointers(),
			MaxInlineDepth: o.limits.MaxInlineDepth,
		}
		if len(o.file.Sections) > 0 {
			s := goSection(o.file)
			if s == nil {
				return
			}
			if img.Table, o.goErr = s.Data(); o.goErr != nil {
				return
			}
			img.TableAddr = s.Addr
			addSections(&img, o.file)
		} else if !addSegments(&img, o.file) {
			return
		}
		o.goData, o.goErr = gopcln.New(img)
	})
	return o.goData, o.goErr
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

// addSections adds to img the loaded sections of f that have contents: what is
// written to first, since that is where the data of the runtime is.
func addSections(img *gopcln.Image, f *elf.File) {
	code := codeBudget{left: f.Size()}
	var constant []gopcln.Section
	for _, s := range f.Sections {
		switch {
		case !s.IsLoaded() || s.Type == stdelf.SHT_NOBITS || s.Offset > f.Size() || s.Size > f.Size()-s.Offset:
		case s.IsCode():
			if s.Name == ".text" {
				img.Text = s.Addr
			}
			code.add(s.Addr, s.Size)
		case s.Flags&stdelf.SHF_WRITE != 0:
			img.Sections = append(img.Sections, gopcln.Section{Addr: s.Addr, Size: s.Size, Data: s.Data})
		default:
			constant = append(constant, gopcln.Section{Addr: s.Addr, Size: s.Size, Data: s.Data})
		}
	}
	img.Sections = append(img.Sections, constant...)
	img.Code = debuginfo.NormalizeRanges(code.ranges)
}

// addSegments adds to img the segments of a file without section headers, and
// looks for the table in them. It reports whether there is one.
func addSegments(img *gopcln.Image, f *elf.File) bool {
	code := codeBudget{left: f.Size()}
	for _, s := range f.Segments {
		if s.Type != stdelf.PT_LOAD {
			continue
		}
		if s.Flags&stdelf.PF_X != 0 {
			code.add(s.Addr, s.Size)
			if img.Text == 0 {
				img.Text = s.Addr
			}
			continue
		}
		data, err := f.SegmentData(s)
		if err != nil {
			continue
		}
		img.Sections = append(img.Sections, gopcln.Section{Addr: s.Addr, Size: s.Size, Data: func() ([]byte, error) { return data, nil }})
		if off, ok := gopcln.Find(data); ok && img.Table == nil {
			img.Table, img.TableAddr = data[off:], s.Addr+uint64(off)
		}
	}
	img.Code = debuginfo.NormalizeRanges(code.ranges)
	return img.Table != nil
}

// A codeBudget collects ranges of code that together are no larger than the
// file, so that parts of it that claim the same bytes do not multiply the work.
type codeBudget struct {
	left   uint64
	ranges []debuginfo.Range
}

func (b *codeBudget) add(addr, size uint64) {
	size = min(size, b.left, -addr-1)
	b.left -= size
	b.ranges = append(b.ranges, debuginfo.Range{Start: addr, End: addr + size})
}
