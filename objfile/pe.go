package objfile

import (
	"slices"
	"sync"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/dwarf"
	"github.com/gosymbolic/symbolic/internal/gopcln"
	"github.com/gosymbolic/symbolic/pdb"
	"github.com/gosymbolic/symbolic/pe"
)

// peObject shows an image or COFF object file as an Object.
type peObject struct {
	file       *pe.File
	limits     debuginfo.Limits
	companions *companions

	symbolsOnce sync.Once
	symbols     *debuginfo.SymbolMap
	symbolsErr  error

	debugOnce sync.Once
	debug     func() debuginfo.Session

	goOnce sync.Once
	goData *gopcln.Table
}

func openPE(in opening) ([]member, error) {
	f, err := pe.New(in.src.ReaderAt(), int64(in.src.Size()), in.limits)
	if err != nil {
		return nil, err
	}
	return []member{{object: &peObject{
		file:       f,
		limits:     in.limits.WithDefaults(in.src.Size()),
		companions: in.companions,
	}}}, nil
}

func (o *peObject) Format() Format         { return FormatPE }
func (o *peObject) Name() string           { return "" }
func (o *peObject) Arch() debuginfo.Arch   { return o.file.Arch() }
func (o *peObject) Kind() debuginfo.Kind   { return o.file.Kind() }
func (o *peObject) DebugID() debugid.ID    { return o.file.DebugID() }
func (o *peObject) CodeID() debugid.CodeID { return o.file.CodeID() }
func (o *peObject) ImageBase() uint64      { return o.file.ImageBase() }
func (o *peObject) Damage() []error        { return o.file.Damage() }

func (o *peObject) Features() Features {
	o.readSymbols()
	return Features{
		Symbols:   len(o.symbols.Symbols()) > 0,
		DebugInfo: o.file.DebugSection(".debug_info") != nil || o.file.Section(codeViewSymbols) != nil || o.goTable() != nil,
		Unwind:    o.file.HasUnwind(),
	}
}

func (o *peObject) Symbols() (*debuginfo.SymbolMap, error) {
	o.readSymbols()
	return o.symbols, o.symbolsErr
}

// readSymbols joins the COFF symbols with the exports. The last name of an
// address counts: an export, of several the first in the order of names.
func (o *peObject) readSymbols() {
	o.symbolsOnce.Do(func() {
		var symbols []debuginfo.Symbol
		for s, err := range o.file.Symbols() {
			if err != nil {
				o.symbolsErr = err
				break
			}
			if addr, ok := o.file.CodeAddr(s); ok {
				symbols = append(symbols, debuginfo.Symbol{Addr: uint64(addr), Name: s.Name})
			}
		}
		own := len(symbols)
		for e := range o.file.Exports() {
			if e.Name != "" && e.Addr != 0 {
				symbols = append(symbols, debuginfo.Symbol{Addr: uint64(e.Addr), Name: e.Name})
			}
		}
		slices.Reverse(symbols[own:])
		o.symbols = newSymbolMap(symbols, o.CodeRanges())
	})
}

// Sections returns the sections that are loaded.
func (o *peObject) Sections() []Section {
	var out []Section
	for _, s := range o.file.Sections {
		if s.IsLoaded() {
			out = append(out, Section{s.Name, uint64(s.Addr), uint64(max(s.Size, s.FileSize)), s.IsCode()})
		}
	}
	return out
}

func (o *peObject) CodeRanges() []debuginfo.Range { return o.file.CodeRanges() }

// goTable returns the table of the Go runtime, or nil. Linkers that name a
// database make no Go programs, so most files need not be searched.
func (o *peObject) goTable() *gopcln.Table {
	o.goOnce.Do(func() {
		if _, ok := o.file.CodeView(); !ok {
			o.goData, _ = peGoTable(o.file, &o.limits) // what is damaged is not Go's
		}
	})
	return o.goData
}

// Session reads the DWARF or CodeView of the file itself, else the table of the
// Go runtime, else the database that the Locator finds for it.
func (o *peObject) Session() (debuginfo.Session, error) {
	o.debugOnce.Do(func() {
		switch {
		case o.file.DebugSection(".debug_info") != nil:
			o.debug = o.dwarf()
		case !o.file.Image && o.file.Section(codeViewSymbols) != nil:
			o.debug = o.codeView()
		case o.goTable() != nil:
			o.debug = o.goTable().Session
		default:
			o.debug = o.database()
		}
	})
	return o.debug(), nil
}

func (o *peObject) dwarf() func() debuginfo.Session {
	o.readSymbols()
	sec := loader{section: func(name string) section {
		if s := o.file.DebugSection(name); s != nil {
			return s
		}
		return nil
	}}
	base := o.file.ImageBase()
	code := o.file.CodeRanges()
	for i := range code {
		code[i].Start += base
		code[i].End += base
	}
	data := dwarf.New(sec.load(), dwarf.Config{
		ImageBase:      base,
		Code:           code,
		Symbols:        o.symbols,
		MaxInlineDepth: o.limits.MaxInlineDepth,
		Damage:         sec.damage,
	})
	return func() debuginfo.Session { return data.Session() }
}

// database returns the sessions of the program database that the Locator
// finds, or empty ones.
func (o *peObject) database() func() debuginfo.Session {
	cv, ok := o.file.CodeView()
	if !ok || cv.Portable {
		return func() debuginfo.Session { return emptySession{} }
	}
	var db *pdb.File
	o.companions.find(Request{Kind: CompanionPDB, Name: cv.Path, DebugID: cv.ID()}, func(c *Companion) bool {
		f, err := pdb.New(c, c.Size, o.companions.limits)
		if err != nil || f.DebugID() != cv.ID() {
			return false
		}
		o.companions.hold(c)
		db = f.WithSections(o.sections())
		return true
	})
	if db == nil {
		return func() debuginfo.Session { return emptySession{} }
	}
	return func() debuginfo.Session { return db.Session() }
}

// sections returns the sections in the form that databases have them.
func (o *peObject) sections() []pdb.Section {
	var out []pdb.Section
	for _, s := range o.file.Sections {
		out = append(out, pdb.Section{
			Name: s.Name, Addr: uint64(s.Addr), Size: uint64(max(s.Size, s.FileSize)), Characteristics: s.Characteristics,
		})
	}
	return out
}

// SourceName returns a linkage name without the decoration that C functions
// have on x86.
func (o *peObject) SourceName(name string) string { return sourceName(o.Arch(), name) }

func sourceName(arch debuginfo.Arch, name string) string {
	if arch != debuginfo.ArchX86 {
		return name
	}
	return pe.Undecorate(name)
}
