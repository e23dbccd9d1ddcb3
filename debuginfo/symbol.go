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
	// File is the source file that the table states for the symbol, a base
	// name, or "". ELF has it for symbols that are local to their file.
	File string
}

// A SymbolMap finds the symbol that covers an address. It is immutable;
// goroutines may share it.
type SymbolMap struct {
	symbols []Symbol // sorted by distinct addresses
}

// NewSymbolMap returns a map of symbols, which it takes over. Of several
// symbols at one address it keeps the first. A symbol without a size extends
// to the next one; the last extends to end, the end of the image's code, or to
// the end of the address space if end is 0 or below the symbol.
func NewSymbolMap(symbols []Symbol, end uint64) *SymbolMap {
	byAddr := func(a, b Symbol) int { return cmp.Compare(a.Addr, b.Addr) }
	if !slices.IsSortedFunc(symbols, byAddr) {
		slices.SortStableFunc(symbols, byAddr)
	}
	symbols = slices.CompactFunc(symbols, func(a, b Symbol) bool { return a.Addr == b.Addr })
	for i := range symbols {
		next := end
		if i+1 < len(symbols) {
			next = symbols[i+1].Addr
		}
		if s := &symbols[i]; s.Size == 0 && next > s.Addr {
			s.Size = next - s.Addr
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

// After returns the address of the first symbol above addr, or the greatest
// address if there is none.
func (m *SymbolMap) After(addr uint64) uint64 {
	i := sort.Search(len(m.symbols), func(i int) bool { return m.symbols[i].Addr > addr })
	if i == len(m.symbols) {
		return ^uint64(0)
	}
	return m.symbols[i].Addr
}

// At returns the symbol that starts exactly at addr.
func (m *SymbolMap) At(addr uint64) (Symbol, bool) {
	i, ok := slices.BinarySearchFunc(m.symbols, addr, func(s Symbol, addr uint64) int { return cmp.Compare(s.Addr, addr) })
	if !ok {
		return Symbol{}, false
	}
	return m.symbols[i], true
}
