package objfile

import (
	"sync"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/elf"
	"github.com/gosymbolic/symbolic/internal/dwarf"
	"github.com/gosymbolic/symbolic/internal/source"
)

// elfObject shows an ELF file as an Object.
type elfObject struct {
	file   *elf.File
	limits debuginfo.Limits
	base   uint64

	symbolsOnce sync.Once
	symbols     *debuginfo.SymbolMap
	symbolsErr  error

	dwarfOnce sync.Once
	dwarf     *dwarf.Data
}

func openELF(src *source.Source, opts *Options) ([]member, error) {
	f, err := elf.New(src.ReaderAt(), int64(src.Size()), opts.limits())
	if err != nil {
		return nil, err
	}
	return []member{{object: &elfObject{
		file:   f,
		limits: opts.limits().WithDefaults(src.Size()),
		base:   f.ImageBase(),
	}}}, nil
}

func (o *elfObject) Format() Format         { return FormatELF }
func (o *elfObject) Name() string           { return o.file.SONAME() }
func (o *elfObject) Arch() debuginfo.Arch   { return o.file.Arch() }
func (o *elfObject) Kind() debuginfo.Kind   { return o.file.Kind() }
func (o *elfObject) DebugID() debugid.ID    { return o.file.DebugID() }
func (o *elfObject) CodeID() debugid.CodeID { return o.file.CodeID() }
func (o *elfObject) ImageBase() uint64      { return o.base }
func (o *elfObject) Damage() []error        { return o.file.Damage() }

func (o *elfObject) Features() Features {
	o.readSymbols()
	return Features{
		Symbols:   len(o.symbols.Symbols()) > 0,
		DebugInfo: o.file.DebugSection(".debug_info") != nil,
		Unwind:    o.file.Section(".eh_frame") != nil || o.file.DebugSection(".debug_frame") != nil,
	}
}

func (o *elfObject) Symbols() (*debuginfo.SymbolMap, error) {
	o.readSymbols()
	return o.symbols, o.symbolsErr
}

func (o *elfObject) readSymbols() {
	o.symbolsOnce.Do(func() {
		var table []elf.Symbol
		table, o.symbolsErr = o.file.FunctionSymbols()
		symbols := make([]debuginfo.Symbol, 0, len(table))
		for _, s := range table {
			if s.Value >= o.base {
				symbols = append(symbols, debuginfo.Symbol{Addr: s.Value - o.base, Size: s.Size, Name: s.Name, File: s.File})
			}
		}
		o.symbols = newSymbolMap(symbols, o.CodeRanges())
	})
}

// CodeRanges returns the executable sections, or the executable segments of a
// file without section headers.
func (o *elfObject) CodeRanges() []debuginfo.Range {
	ranges := o.file.CodeRanges()
	for i := range ranges {
		ranges[i].Start -= o.base
		ranges[i].End -= o.base
	}
	return ranges
}

func (o *elfObject) Session() (debuginfo.Session, error) {
	o.dwarfOnce.Do(func() {
		o.readSymbols()
		sec := loader{section: func(name string) section {
			if s := o.file.DebugSection(name); s != nil {
				return relocatedSection{o.file, s}
			}
			return nil
		}}
		o.dwarf = dwarf.New(sec.load(), dwarf.Config{
			BigEndian:      o.file.BigEndian,
			ImageBase:      o.base,
			Code:           o.file.CodeRanges(),
			Symbols:        o.symbols,
			MaxInlineDepth: o.limits.MaxInlineDepth,
			Damage:         sec.damage,
		})
	})
	return o.dwarf.Session(), nil
}

// A relocatedSection is a section whose relocations are applied when it is read.
type relocatedSection struct {
	file *elf.File
	*elf.Section
}

func (s relocatedSection) Data() ([]byte, error) { return s.file.RelocatedData(s.Section) }
