package debuginfo

import (
	"cmp"
	"slices"
	"sort"
)

// A Symbol is an entry of a symbol table.
type Symbol struct {
	Addr uint64 // relative to the image base
	Size uint64 // in bytes; 0 if the table does not say
	Name string // as in the file, not demangled
}

// A SymbolMap finds the symbol that covers an address. It is immutable;
// goroutines may share it.
type SymbolMap struct {
	symbols []Symbol // sorted by distinct addresses
}

// NewSymbolMap returns a map of symbols, which it takes over. Of several
// symbols at one address it keeps the first. A symbol without a size extends
// to the next one, the last without a size to the end of the address space.
func NewSymbolMap(symbols []Symbol) *SymbolMap {
	slices.SortStableFunc(symbols, func(a, b Symbol) int { return cmp.Compare(a.Addr, b.Addr) })
	symbols = slices.CompactFunc(symbols, func(a, b Symbol) bool { return a.Addr == b.Addr })
	for i := range symbols[:max(len(symbols)-1, 0)] {
		if s := &symbols[i]; s.Size == 0 {
			s.Size = symbols[i+1].Addr - s.Addr
		}
	}
	return &SymbolMap{symbols}
}

// Symbols returns all symbols, sorted by address. The slice must not be changed.
func (m *SymbolMap) Symbols() []Symbol { return m.symbols }

// Find returns the symbol with the greatest address not above addr, if it
// covers addr.
func (m *SymbolMap) Find(addr uint64) (Symbol, bool) {
	i := sort.Search(len(m.symbols), func(i int) bool { return m.symbols[i].Addr > addr })
	if i == 0 {
		return Symbol{}, false
	}
	s := m.symbols[i-1]
	return s, s.Size == 0 || addr-s.Addr < s.Size
}

// At returns the symbol that starts exactly at addr.
func (m *SymbolMap) At(addr uint64) (Symbol, bool) {
	i, ok := slices.BinarySearchFunc(m.symbols, addr, func(s Symbol, addr uint64) int { return cmp.Compare(s.Addr, addr) })
	if !ok {
		return Symbol{}, false
	}
	return m.symbols[i], true
}
