package objfile

import (
	"sync"

	"github.com/gosymbolic/symbolic/internal/dwarf"
)

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

// load reads all sections that there are. Those that are compressed take a
// third of the time of a conversion, so they are unpacked side by side.
func (l *loader) load() dwarf.Sections {
	var out dwarf.Sections
	wanted := []struct {
		name string
		to   *[]byte
		err  error
	}{
		{name: ".debug_info", to: &out.Info},
		{name: ".debug_line", to: &out.Line},
		{name: ".debug_str", to: &out.Str},
		{name: ".debug_ranges", to: &out.Ranges},
		{name: ".debug_rnglists", to: &out.Rnglists},
		{name: ".debug_abbrev", to: &out.Abbrev},
		{name: ".debug_addr", to: &out.Addr},
		{name: ".debug_line_str", to: &out.LineStr},
		{name: ".debug_str_offsets", to: &out.StrOffsets},
		{name: ".debug_types", to: &out.Types},
	}
	var wait sync.WaitGroup
	for i := range wanted {
		w := &wanted[i]
		if s := l.section(w.name); s != nil {
			wait.Go(func() { *w.to, w.err = s.Data() })
		}
	}
	wait.Wait()
	for _, w := range wanted {
		if w.err != nil {
			*w.to = nil // it counts as absent
			l.damage = append(l.damage, w.err)
		}
	}
	return out
}

// data returns the contents of one section, nil if there is none.
func (l *loader) data(name string) []byte {
	s := l.section(name)
	if s == nil {
		return nil
	}
	data, err := s.Data()
	if err != nil {
		l.damage = append(l.damage, err)
		return nil
	}
	return data
}
