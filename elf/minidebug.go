package elf

import (
	"github.com/gosymbolic/symbolic/internal/source"
	"github.com/gosymbolic/symbolic/internal/unpack"
)

// MiniDebugInfo returns the file in .gnu_debugdata, or nil if there is no such
// section: an ELF file, compressed with xz, whose symbol table has the functions
// that the dynamic symbols of a stripped file lack. Its sections have the
// addresses of f and no contents. What it unpacks to counts towards the limits
// of f.
func (f *File) MiniDebugInfo() (*File, error) {
	s := f.Section(sectionMini)
	if s == nil {
		return nil, nil
	}
	packed, err := s.Data()
	if err != nil {
		return nil, err
	}
	data, err := f.unpack.All(unpack.Xz, packed)
	if err != nil {
		return nil, formatError(sectionMini, 0, err)
	}
	mini, err := openWith(source.FromBytes(data), f.unpack)
	if err != nil {
		return nil, formatError(sectionMini, 0, err)
	}
	return mini, nil
}

const sectionMini = ".gnu_debugdata"

// miniSymbols returns the functions of the symbol table in .gnu_debugdata.
func (f *File) miniSymbols() ([]Symbol, error) {
	mini, err := f.MiniDebugInfo()
	if mini == nil {
		return nil, err
	}
	return mini.codeSymbols(mini.Symbols())
}
