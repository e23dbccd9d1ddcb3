package objfile

import (
	"cmp"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// newSymbolMap returns a map of symbols, which are in the order of their table,
// for an image with the given ranges of code. Of several at one address the
// largest counts, then the last: tables have local aliases before the names
// that others use.
func newSymbolMap(symbols []debuginfo.Symbol, code []debuginfo.Range) *debuginfo.SymbolMap {
	// Sorting numbers is several times faster than sorting symbols.
	order := make([]uint32, len(symbols))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(i, j uint32) int {
		a, b := &symbols[i], &symbols[j]
		switch {
		case a.Addr != b.Addr:
			return cmp.Compare(a.Addr, b.Addr)
		case a.Size != b.Size:
			return cmp.Compare(b.Size, a.Size)
		}
		return cmp.Compare(j, i)
	})
	sorted := make([]debuginfo.Symbol, 0, len(symbols))
	for _, i := range order {
		if n := len(sorted); n == 0 || sorted[n-1].Addr != symbols[i].Addr {
			sorted = append(sorted, symbols[i])
		}
	}
	end := uint64(0)
	if len(code) > 0 {
		end = code[len(code)-1].End
	}
	return debuginfo.NewSymbolMap(sorted, end)
}
