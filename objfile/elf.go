package objfile

import (
	"path/filepath"
	"sync"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/elf"
	"github.com/gosymbolic/symbolic/internal/dwarf"
	"github.com/gosymbolic/symbolic/internal/gopcln"
)

// elfObject shows an ELF file as an Object.
type elfObject struct {
	file       *elf.File
	limits     debuginfo.Limits
	companions *companions
	base       uint64

	debugOnce sync.Once
	debug     *elf.File // with the debug information: file or its companion
	damage    []error   // of companions

	symbolsOnce sync.Once
	symbols     *debuginfo.SymbolMap
	symbolsErr  error

	dwarfOnce sync.Once
	dwarf     *dwarf.Data

	goOnce sync.Once
	goData *gopcln.Table
	goErr  error
}

func openELF(in opening) ([]member, error) {
	f, err := elf.New(in.src.ReaderAt(), int64(in.src.Size()), in.limits)
	if err != nil {
		return nil, err
	}
	return []member{{object: &elfObject{
		file:       f,
		limits:     in.limits.WithDefaults(in.src.Size()),
		companions: in.companions,
		base:       f.ImageBase(),
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
	symbols, _ := o.Symbols()
	return Features{
		Symbols:   len(symbols.Symbols()) > 0,
		DebugInfo: o.file.DebugSection(".debug_info") != nil || o.hasGoTable(),
		Unwind:    o.file.Section(".eh_frame") != nil || o.file.DebugSection(".debug_frame") != nil,
	}
}

// Sections returns the sections that are loaded.
func (o *elfObject) Sections() []Section {
	var out []Section
	for _, s := range o.file.Sections {
		if s.IsLoaded() {
			out = append(out, Section{s.Name, o.file.SectionAddr(s) - o.base, s.Size, s.IsCode()})
		}
	}
	return out
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

// withDebug returns the file that has the debug information: the file itself,
// or if that was stripped the companion with the same build id or the checksum
// that .gnu_debuglink states.
func (o *elfObject) withDebug() *elf.File {
	o.debugOnce.Do(func() {
		o.debug = o.file
		if o.file.DebugSection(".debug_info") != nil {
			return
		}
		link, err := o.file.DebugLink()
		if err != nil {
			o.damage = append(o.damage, err)
		}
		id := o.file.BuildID()
		if link.Name == "" && len(id) == 0 {
			return
		}
		r := Request{Kind: CompanionDebug, Name: link.Name, BuildID: id, DebugID: o.DebugID()}
		o.companions.find(r, func(c *Companion) bool {
			f, err := elf.New(c, c.Size, o.companions.limits)
			if err != nil || f.Machine != o.file.Machine || f.DebugSection(".debug_info") == nil {
				return false
			}
			if own := f.BuildID(); len(id) > 0 && len(own) > 0 {
				if string(own) != string(id) {
					return false
				}
			} else if sum, err := elf.Checksum(c, c.Size); err != nil || sum != link.CRC {
				return false
			}
			o.companions.hold(c)
			o.debug = f
			return true
		})
	})
	return o.debug
}

// Symbols returns the symbols of the file, or of its companion where that
// knows more.
func (o *elfObject) Symbols() (*debuginfo.SymbolMap, error) {
	o.symbolsOnce.Do(func() {
		table, err := o.file.FunctionSymbols()
		if debug := o.withDebug(); debug != o.file {
			if more, _ := debug.FunctionSymbols(); len(more) > len(table) {
				table = more
			}
		}
		symbols := make([]debuginfo.Symbol, 0, len(table))
		for _, s := range table {
			if s.Value >= o.base {
				symbols = append(symbols, debuginfo.Symbol{Addr: s.Value - o.base, Size: s.Size, Name: s.Name, File: s.File})
			}
		}
		o.symbols, o.symbolsErr = newSymbolMap(symbols, o.CodeRanges()), err
	})
	return o.symbols, o.symbolsErr
}

// goTable returns the table of the Go runtime, or nil.
func (o *elfObject) goTable() *gopcln.Table {
	o.goOnce.Do(func() { o.goData, o.goErr = elfGoTable(o.file, &o.limits) })
	return o.goData
}

// hasGoTable reports whether there is one. Only where sections have no names
// must it be looked for.
func (o *elfObject) hasGoTable() bool {
	return goSection(o.file) != nil || isNameless(o.file) && o.goTable() != nil
}

// Session reads the DWARF of the file or its companion; where there is none, the
// table of the Go runtime.
func (o *elfObject) Session() (debuginfo.Session, error) {
	debug := o.withDebug()
	if debug.DebugSection(".debug_info") == nil {
		if table := o.goTable(); table != nil {
			return table.Session(), nil
		}
	}
	o.dwarfOnce.Do(func() {
		cfg := dwarf.Config{
			BigEndian:      o.file.BigEndian,
			ImageBase:      o.base,
			Code:           o.file.CodeRanges(),
			MaxInlineDepth: o.limits.MaxInlineDepth,
		}
		// Symbols are read and sorted while the sections are unpacked.
		var wait sync.WaitGroup
		wait.Go(func() { cfg.Symbols, _ = o.Symbols() })
		l := elfLoader(debug, "")
		sec := l.load()
		wait.Wait()
		cfg.Damage = append(l.damage, o.damage...)
		if o.goErr != nil {
			cfg.Damage = append(cfg.Damage, o.goErr)
		}
		o.addSupplementary(&cfg, debug)
		o.addSplit(&cfg, sec)
		o.dwarf = dwarf.New(sec, cfg)
	})
	return o.dwarf.Session(), nil
}

// elfLoader returns a loader of the debug sections of f whose names end in
// suffix.
func elfLoader(f *elf.File, suffix string) *loader {
	return &loader{section: func(name string) section {
		if s := f.DebugSection(name + suffix); s != nil {
			return relocatedSection{f, s}
		}
		return nil
	}}
}

// A relocatedSection is a section whose relocations are applied when it is read.
type relocatedSection struct {
	file *elf.File
	*elf.Section
}

func (s relocatedSection) Data() ([]byte, error) { return s.file.RelocatedData(s.Section) }

// addSupplementary adds the file that .gnu_debugaltlink of debug names.
func (o *elfObject) addSupplementary(cfg *dwarf.Config, debug *elf.File) {
	link, err := debug.AltLink()
	if err != nil {
		cfg.Damage = append(cfg.Damage, err)
	}
	if link.Name == "" {
		return
	}
	r := Request{Kind: CompanionAlt, Name: link.Name, BuildID: link.BuildID}
	err = o.companions.find(r, func(c *Companion) bool {
		f, err := elf.New(c, c.Size, o.companions.limits)
		if err != nil || string(f.BuildID()) != string(link.BuildID) {
			return false
		}
		l := elfLoader(f, "")
		sup := dwarf.New(l.load(), dwarf.Config{BigEndian: f.BigEndian})
		cfg.Damage = append(cfg.Damage, l.damage...)
		cfg.Supplementary = sup
		o.companions.hold(c)
		return true
	})
	if err != nil {
		cfg.Damage = append(cfg.Damage, &debuginfo.FormatError{Format: elf.Format, Section: ".gnu_debugaltlink", Err: err})
	}
}

// addSplit lets cfg find the split units of sec: in the package beside the
// file, else each in a file of its own.
func (o *elfObject) addSplit(cfg *dwarf.Config, sec dwarf.Sections) {
	base := *cfg
	var once sync.Once
	var pkg *dwarf.Package
	cfg.Split = func(s dwarf.Skeleton) (*dwarf.Data, error) {
		once.Do(func() { pkg = o.splitPackage(base) })
		if pkg != nil {
			if d := pkg.Unit(s.ID); d != nil {
				return d, nil
			}
		}
		var found *dwarf.Data
		r := Request{Kind: CompanionDWO, Name: s.Name, Dir: s.CompDir}
		err := o.companions.find(r, func(c *Companion) bool {
			f, err := elf.New(c, c.Size, o.companions.limits)
			if err != nil {
				return false
			}
			l := elfLoader(f, ".dwo")
			cfg := base
			dwo := l.load()
			cfg.Damage = l.damage
			d := dwarf.New(dwo, cfg)
			if !d.HasUnit(s.ID) {
				return false
			}
			found = d
			if c.Close != nil {
				c.Close() // all that is needed was read
			}
			return true
		})
		return found, err
	}
}

// splitPackage returns the .dwp file that belongs to the object, or nil.
func (o *elfObject) splitPackage(cfg dwarf.Config) *dwarf.Package {
	if o.companions.from == "" {
		return nil
	}
	var pkg *dwarf.Package
	r := Request{Kind: CompanionDWP, Name: filepath.Base(o.companions.from) + ".dwp", BuildID: o.file.BuildID()}
	o.companions.find(r, func(c *Companion) bool {
		f, err := elf.New(c, c.Size, o.companions.limits)
		if err != nil {
			return false
		}
		l := elfLoader(f, ".dwo")
		sec := l.load()
		plain := elfLoader(f, "")
		cu, tu := plain.data(".debug_cu_index"), plain.data(".debug_tu_index")
		if cu == nil {
			return false
		}
		p, err := dwarf.NewPackage(sec, cu, tu, cfg)
		if err != nil {
			return false
		}
		pkg = p
		o.companions.hold(c)
		return true
	})
	return pkg
}
