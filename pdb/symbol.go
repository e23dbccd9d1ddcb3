package pdb

import (
	"cmp"
	"iter"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/codeview"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// Globals yields the records that modules share: public symbols, references to
// procedures, global data, constants, named types. Damage ends it with an
// error.
func (f *File) Globals() iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		if f.dbi.records == noStream {
			return
		}
		data, err := f.msf.stream(f.dbi.records)
		if err != nil {
			yield(Record{}, err)
			return
		}
		place := &cursor.Place{Format: Format, Section: "symbol records"}
		codeview.Records(place, 0, data)(yield)
	}
}

// Symbols yields the public symbols that lie in code, in the order of the file
// and with their linkage names. A database without section headers has none.
// Damage ends it with an error.
func (f *File) Symbols() iter.Seq2[debuginfo.Symbol, error] {
	return func(yield func(debuginfo.Symbol, error) bool) {
		for rec, err := range f.Globals() {
			if err != nil {
				yield(debuginfo.Symbol{}, err)
				return
			}
			p, ok := rec.PublicSymbol()
			if !ok || p.Section == 0 || int(p.Section) > len(f.addrs.sections) ||
				f.addrs.sections[p.Section-1].Characteristics&codeFlags == 0 {
				continue
			}
			addr, ok := f.Addr(p.Section, p.Offset)
			if ok && !yield(debuginfo.Symbol{Addr: addr, Name: p.Name}, nil) {
				return
			}
		}
	}
}

// publicNames returns the public symbols by the addresses of the linker, the
// first of each.
func (f *File) publicNames() []codeview.PublicName {
	f.publicsOnce.Do(func() {
		for rec, err := range f.Globals() {
			if err != nil {
				break
			}
			if p, ok := rec.PublicSymbol(); ok && p.Section != 0 {
				f.publics = append(f.publics, codeview.PublicName{At: uint64(p.Section)<<32 | uint64(p.Offset), Name: p.Name})
			}
		}
		slices.SortStableFunc(f.publics, func(a, b codeview.PublicName) int { return cmp.Compare(a.At, b.At) })
		f.publics = slices.CompactFunc(f.publics, func(a, b codeview.PublicName) bool { return a.At == b.At })
	})
	return f.publics
}
