package objfile

import "github.com/gosymbolic/symbolic/internal/dwarf"

// A section is a section of a container, read on demand.
type section interface {
	Data() ([]byte, error)
}

// A loader collects the DWARF sections of a container.
type loader struct {
	// section returns the section with an ELF name such as ".debug_info", or nil.
	section func(name string) section
	damage  []error // of sections that could not be read
}

func (l *loader) load() dwarf.Sections {
	return dwarf.Sections{
		Abbrev:     l.data(".debug_abbrev"),
		Addr:       l.data(".debug_addr"),
		Info:       l.data(".debug_info"),
		Line:       l.data(".debug_line"),
		LineStr:    l.data(".debug_line_str"),
		Ranges:     l.data(".debug_ranges"),
		Rnglists:   l.data(".debug_rnglists"),
		Str:        l.data(".debug_str"),
		StrOffsets: l.data(".debug_str_offsets"),
		Types:      l.data(".debug_types"),
	}
}

// data returns the contents of a section. One that cannot be read counts as
// absent and is remembered.
func (l *loader) data(name string) []byte {
	s := l.section(name)
	if s == nil {
		return nil
	}
	data, err := s.Data()
	if err != nil {
		l.damage = append(l.damage, err)
	}
	return data
}
