package objfile

import (
	"sync"

	"github.com/gosymbolic/symbolic/breakpad"
	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
)

// breakpadObject shows a Breakpad symbol file as an Object.
type breakpadObject struct {
	*breakpad.File

	symbolsOnce sync.Once
	symbols     *debuginfo.SymbolMap
	symbolsErr  error
}

func openBreakpad(in opening) ([]member, error) {
	f, err := breakpad.New(in.src.ReaderAt(), int64(in.src.Size()), in.limits)
	if err != nil {
		return nil, err
	}
	return []member{{object: &breakpadObject{File: f}}}, nil
}

func (o *breakpadObject) Format() Format                { return FormatBreakpad }
func (o *breakpadObject) Name() string                  { return o.Module.Name }
func (o *breakpadObject) Kind() debuginfo.Kind          { return debuginfo.KindDebug }
func (o *breakpadObject) DebugID() debugid.ID           { return o.Module.ID }
func (o *breakpadObject) ImageBase() uint64             { return 0 }
func (o *breakpadObject) CodeRanges() []debuginfo.Range { return nil }
func (o *breakpadObject) Sections() []Section           { return nil }
func (o *breakpadObject) Damage() []error               { return nil }

func (o *breakpadObject) Features() Features {
	return Features{Symbols: o.HasSymbols(), DebugInfo: o.HasFunctions(), Unwind: o.HasStack()}
}

// Symbols returns the public symbols. Of several at one address the first
// counts.
func (o *breakpadObject) Symbols() (*debuginfo.SymbolMap, error) {
	o.symbolsOnce.Do(func() {
		symbols, err := o.File.Symbols()
		o.symbols, o.symbolsErr = debuginfo.NewSymbolMap(symbols, 0), err
	})
	return o.symbols, o.symbolsErr
}
