package objfile

import (
	"cmp"
	"context"
	"io"
	"slices"
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

// WriteBreakpad writes the Breakpad symbol file of o; see [breakpad.Write]. It
// fills in what opts leave out: the operating system that the format of the
// object stands for, and what the MODULE and INFO records of a symbol file say.
func WriteBreakpad(ctx context.Context, w io.Writer, o Object, opts *breakpad.WriteOptions) error {
	var all breakpad.WriteOptions
	if opts != nil {
		all = *opts
	}
	file, _ := o.(*breakpadObject)
	switch {
	case file != nil:
		all.OS = cmp.Or(all.OS, file.Module.OS)
		all.CodeFile = cmp.Or(all.CodeFile, file.CodeFile())
		if all.Info == nil {
			all.Info = slices.DeleteFunc(slices.Clone(file.Info), func(i breakpad.Info) bool { return i.Key == "CODE_ID" })
		}
	default:
		all.OS = cmp.Or(all.OS, breakpadOS[o.Format()])
	}
	return breakpad.Write(ctx, w, o, &all)
}

// breakpadOS are the names of operating systems as dump_syms writes them.
var breakpadOS = map[Format]string{
	FormatELF: "Linux", FormatMachO: "mac", FormatPE: "windows", FormatPDB: "windows", FormatPPDB: "windows",
}
