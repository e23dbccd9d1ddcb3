package symcache

import (
	"context"
	"io"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
)

// An Object is what Build makes a cache of; every objfile.Object is one.
type Object interface {
	Name() string
	Arch() debuginfo.Arch
	DebugID() debugid.ID
	CodeID() debugid.CodeID
	Symbols() (*debuginfo.SymbolMap, error)
	Session() (debuginfo.Session, error)
}

// A decorated object has symbols whose names are not those of their source: C
// functions of 32-bit Windows have underscores and sizes of arguments in them.
type decorated interface {
	// SourceName returns the name in the source of the symbol of a name.
	SourceName(symbol string) string
}

// Build writes the cache of an object to w: its functions, and its symbols
// where no function is. Names that come from decorated symbols are stored
// without the decoration. Damage in parts of the object goes to opts.Diagnose;
// an error is that of w, of ctx, or of debug information that cannot be opened
// at all. A nil opts means the defaults.
func Build(ctx context.Context, w io.Writer, o Object, opts *Options) error {
	b := NewBuilder(Info{Arch: o.Arch(), DebugID: o.DebugID(), CodeID: o.CodeID(), Name: o.Name()}, opts)
	session, err := o.Session()
	if err != nil {
		return err
	}
	symbols, symbolsErr := o.Symbols()
	if d, ok := o.(decorated); ok && symbols != nil {
		b.options.Transform = newUndecorator(d, symbols, b.options.Transform)
	}
	if err := b.AddSession(ctx, session); err != nil {
		return err
	}
	if symbolsErr != nil {
		b.diagnose(symbolsErr)
	}
	if symbols != nil {
		b.AddSymbols(symbols.Symbols())
	}
	_, err = b.WriteTo(w)
	return err
}

// An undecorator is a Transformer that gives functions the names that their
// decorated symbols have in the source.
type undecorator struct {
	names map[string]string // by name of the symbol
	next  Transformer       // may be nil
}

// newUndecorator returns a Transformer for the symbols of d that goes on with
// next, or next itself if there is nothing to do.
func newUndecorator(d decorated, symbols *debuginfo.SymbolMap, next Transformer) Transformer {
	names := make(map[string]string)
	for _, s := range symbols.Symbols() {
		if name := d.SourceName(s.Name); name != s.Name {
			names[s.Name] = name
		}
	}
	if len(names) == 0 {
		return next
	}
	return &undecorator{names, next}
}

func (u *undecorator) Name(name string) string {
	if source, ok := u.names[name]; ok {
		name = source
	}
	if u.next != nil {
		name = u.next.Name(name)
	}
	return name
}

func (u *undecorator) Position(file debuginfo.File, line uint32) (debuginfo.File, uint32) {
	if u.next == nil {
		return file, line
	}
	return u.next.Position(file, line)
}
