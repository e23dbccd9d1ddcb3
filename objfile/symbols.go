package objfile

import (
	"cmp"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// linkerNames answers which name the linker knows for an address. All symbols
// of an address are kept, sorted by address, those that count most first.
type linkerNames []debuginfo.Symbol

// newLinkerNames takes over symbols, which are in the order of their table.
// Of several at an address the largest counts most, then the last: aliases
// follow what they stand for.
func newLinkerNames(symbols []debuginfo.Symbol) linkerNames {
	slices.Reverse(symbols)
	slices.SortStableFunc(symbols, func(a, b debuginfo.Symbol) int {
		return cmp.Or(cmp.Compare(a.Addr, b.Addr), cmp.Compare(b.Size, a.Size))
	})
	return symbols
}

// Name returns candidate if it is a symbol at addr, else the symbol there that
// counts most, or "".
func (n linkerNames) Name(addr uint64, candidate string) string {
	i, ok := slices.BinarySearchFunc(n, addr, func(s debuginfo.Symbol, addr uint64) int { return cmp.Compare(s.Addr, addr) })
	if !ok {
		return ""
	}
	for j := i; j < len(n) && n[j].Addr == addr; j++ {
		if n[j].Name == candidate {
			return candidate
		}
	}
	return n[i].Name
}

// symbolMap returns the map of the symbols that count most at their addresses.
func (n linkerNames) symbolMap() *debuginfo.SymbolMap {
	return debuginfo.NewSymbolMap(slices.Clone(n))
}
