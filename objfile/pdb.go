package objfile

import (
	"strings"
	"sync"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/pdb"
)

// pdbObject shows a program database as an Object.
type pdbObject struct {
	file *pdb.File

	symbolsOnce sync.Once
	symbols     *debuginfo.SymbolMap
	symbolsErr  error
}

func openPDB(in opening) ([]member, error) {
	f, err := pdb.New(in.src.ReaderAt(), int64(in.src.Size()), in.limits)
	if err != nil {
		return nil, err
	}
	return []member{{object: &pdbObject{file: f}}}, nil
}

func (o *pdbObject) Format() Format         { return FormatPDB }
func (o *pdbObject) Name() string           { return "" }
func (o *pdbObject) Arch() debuginfo.Arch   { return o.file.Arch() }
func (o *pdbObject) Kind() debuginfo.Kind   { return debuginfo.KindDebug }
func (o *pdbObject) DebugID() debugid.ID    { return o.file.DebugID() }
func (o *pdbObject) CodeID() debugid.CodeID { return debugid.CodeID{} }
func (o *pdbObject) ImageBase() uint64      { return 0 }
func (o *pdbObject) Damage() []error        { return o.file.Damage() }

func (o *pdbObject) Features() Features {
	o.readSymbols()
	features := Features{
		Symbols:   len(o.symbols.Symbols()) > 0,
		DebugInfo: o.file.HasModuleSymbols(),
		Unwind:    o.file.HasUnwind(),
	}
	for e := range o.file.EmbeddedFiles() {
		features.Sources = features.Sources || !strings.HasSuffix(strings.ToLower(e.Name), ".natvis")
	}
	return features
}

func (o *pdbObject) Symbols() (*debuginfo.SymbolMap, error) {
	o.readSymbols()
	return o.symbols, o.symbolsErr
}

func (o *pdbObject) readSymbols() {
	o.symbolsOnce.Do(func() {
		var symbols []debuginfo.Symbol
		for s, err := range o.file.Symbols() {
			if err != nil {
				o.symbolsErr = err
				break
			}
			symbols = append(symbols, s)
		}
		o.symbols = newSymbolMap(symbols, o.CodeRanges())
	})
}

// Sections returns the sections of the image.
func (o *pdbObject) Sections() []Section {
	var out []Section
	for _, s := range o.file.Sections() {
		out = append(out, Section{s.Name, s.Addr, s.Size, s.IsCode()})
	}
	return out
}

func (o *pdbObject) CodeRanges() []debuginfo.Range { return o.file.CodeRanges() }

func (o *pdbObject) Session() (debuginfo.Session, error) { return o.file.Session(), nil }

// SourceName returns a linkage name without the decoration that C functions
// have on x86.
func (o *pdbObject) SourceName(name string) string { return sourceName(o.Arch(), name) }
