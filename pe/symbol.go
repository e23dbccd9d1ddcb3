package pe

import (
	"encoding/binary"
	"iter"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A Symbol is an entry of the COFF symbol table.
type Symbol struct {
	Index   uint32 // as relocations refer to it: auxiliary entries count
	Name    string
	Value   uint32 // offset in the section, if it has one
	Section int32  // counted from 1; 0 undefined, -1 absolute, -2 for debuggers
	Type    uint16 // 0x20 a function
	Class   uint8  // storage class: 2 external, 3 static, 6 label, 103 file, …
	Aux     []byte // auxiliary entries
}

// Storage classes.
const (
	ClassExternal     = 2
	ClassStatic       = 3
	ClassLabel        = 6
	ClassFile         = 103
	ClassWeakExternal = 105
)

// IsFunction reports whether the symbol is marked as a function.
func (s Symbol) IsFunction() bool { return s.Type>>4&3 == 2 }

// CodeAddr returns the address, relative to the image base, of a symbol that
// names code: a function, or a place in code that other files may refer to.
func (f *File) CodeAddr(s Symbol) (uint32, bool) {
	if s.Section <= 0 || int(s.Section) > len(f.Sections) || s.Name == "" {
		return 0, false
	}
	in := f.Sections[s.Section-1]
	if !in.IsCode() || !s.IsFunction() && s.Class != ClassExternal {
		return 0, false
	}
	addr := in.Addr + s.Value
	return addr, addr >= in.Addr
}

const (
	symbolSize    = 18
	bigSymbolSize = 20
)

func (f *File) symbolSize() uint64 {
	if f.BigObj {
		return bigSymbolSize
	}
	return symbolSize
}

// readSymbolTable finds the symbols and reads the string table behind them.
func (f *File) readSymbolTable(h fileHeader) {
	if h.symbols == 0 {
		return
	}
	size := h.count * f.symbolSize()
	if h.symbols > f.src.Size() || size > f.src.Size()-h.symbols {
		f.addDamage(fileError("symbol table", 0, errTableBounds))
		return
	}
	f.symbols = table{h.symbols, size}
	at := h.symbols + size
	head, err := f.src.Bytes(at, 4)
	if err != nil {
		return // there need not be a string table
	}
	length := min(uint64(binary.LittleEndian.Uint32(head)), f.src.Size()-at)
	if f.strings, err = f.src.Bytes(at, length); err != nil {
		f.addDamage(fileError("string table", 0, err))
	}
}

// Symbols yields the COFF symbols in the order of the file. Linkers leave the
// table out of images unless they write DWARF. Damage ends it with an error.
func (f *File) Symbols() iter.Seq2[Symbol, error] {
	return func(yield func(Symbol, error) bool) {
		data, err := f.src.Bytes(f.symbols.off, f.symbols.size)
		if err != nil {
			yield(Symbol{}, fileError("symbol table", 0, err))
			return
		}
		c := cursor.New(&cursor.Place{Format: Format, Section: "symbol table"}, 0, data, false)
		for index := uint32(0); c.Len() > 0; {
			s := Symbol{Index: index}
			name := c.Bytes(8)
			s.Value = c.U32()
			if f.BigObj {
				s.Section = int32(c.U32())
			} else {
				s.Section = int32(int16(c.U16()))
			}
			s.Type, s.Class = c.U16(), c.U8()
			aux := uint64(c.U8())
			s.Aux = c.Bytes(min(aux*f.symbolSize(), uint64(c.Len())))
			if c.Err() != nil {
				yield(Symbol{}, c.Err())
				return
			}
			s.Name = f.symbolName(name)
			index += 1 + uint32(aux)
			if !yield(s, nil) {
				return
			}
		}
	}
}

// symbolName returns a name of up to eight bytes, or one in the string table:
// four zero bytes and an offset.
func (f *File) symbolName(b []byte) string {
	if binary.LittleEndian.Uint32(b) != 0 {
		return cutZero(b)
	}
	name, _ := cursor.StringAt(f.strings, uint64(binary.LittleEndian.Uint32(b[4:])))
	return name
}
