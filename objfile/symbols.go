package objfile

import (
	"cmp"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// newSymbolMap returns a map of symbols, which it takes over and which are in
// the order of their table, for an image with the given ranges of code. Of several at one address the largest counts, then
// the last: tables have local aliases before the names that others use.
func newSymbolMap(symbols []debuginfo.Symbol, code []debuginfo.Range) *debuginfo.SymbolMap {
	slices.Reverse(symbols)
	slices.SortStableFunc(symbols, func(a, b debuginfo.Symbol) int {
		return cmp.Or(cmp.Compare(a.Addr, b.Addr), cmp.Compare(b.Size, a.Size))
	})
	end := uint64(0)
	if len(code) > 0 {
		end = code[len(code)-1].End
	}
	return debuginfo.NewSymbolMap(symbols, end)
}
