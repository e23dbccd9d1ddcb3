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

// Build writes the cache of an object to w: its functions, and its symbols
// where no function is. Damage in parts of the object goes to opts.Diagnose; an
// error is that of w, of ctx, or of debug information that cannot be opened at
// all. A nil opts means the defaults.
func Build(ctx context.Context, w io.Writer, o Object, opts *Options) error {
	b := NewBuilder(Info{Arch: o.Arch(), DebugID: o.DebugID(), CodeID: o.CodeID(), Name: o.Name()}, opts)
	session, err := o.Session()
	if err != nil {
		return err
	}
	if err := b.AddSession(ctx, session); err != nil {
		return err
	}
	symbols, err := o.Symbols()
	if err != nil {
		b.diagnose(err)
	}
	if symbols != nil {
		b.AddSymbols(symbols.Symbols())
	}
	_, err = b.WriteTo(w)
	return err
}
