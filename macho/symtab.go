package macho

import (
	"bytes"
	"iter"
	"strings"
	"sync"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A Symbol is an entry of the symbol table.
type Symbol struct {
	Name    string // as in the file
	Type    uint8  // see IsStab, IsDefined; the number of a STAB
	Section uint8  // Index of the section, 0 for none
	Desc    uint16
	Value   uint64 // virtual address of what is defined in a section
}

const (
	typeStab     = 0xe0 // any of these bits: the entry is a STAB
	typeMask     = 0x0e
	typeInSect   = 0x0e
	typeAbsolute = 0x02
)

// IsStab reports whether s is for debuggers, not for the linker.
func (s *Symbol) IsStab() bool { return s.Type&typeStab != 0 }

// IsDefined reports whether s names a place in a section.
func (s *Symbol) IsDefined() bool { return !s.IsStab() && s.Type&typeMask == typeInSect }

// IsAbsolute reports whether s is a number rather than a place.
func (s *Symbol) IsAbsolute() bool { return !s.IsStab() && s.Type&typeMask == typeAbsolute }

// hiddenPrefix begins the names that were hidden in bitcode; see SymbolMap.
const hiddenPrefix = "__hidden#"

// IsHidden reports whether name stands for another that a [SymbolMap] has.
func IsHidden(name string) bool { return strings.HasPrefix(name, hiddenPrefix) }

// LinkageName returns the name that a compiler gave the symbol called name:
// without the underscore that stands before all names of C. Names that were
// hidden are returned as they are, since a [SymbolMap] knows them so.
func LinkageName(name string) string {
	if IsHidden(name) {
		return name
	}
	return strings.TrimPrefix(name, "_")
}

// Sizes of an entry, nlist and nlist_64.
const (
	nlist32 = 12
	nlist64 = 16
)

const (
	// maxName bounds a symbol's name; longer ones are cut. Templates reach
	// some 50 kB.
	maxName = 1 << 16
	// nameShare and nameBase bound all names together, as a multiple of the
	// size of the string table: linkers let names share their ends, but seldom.
	nameShare, nameBase = 16, 1 << 16

	symbolsPlace = "symbols"
)

// A symbolTable is what LC_SYMTAB points to.
type symbolTable struct {
	once    sync.Once
	entries []byte
	off     uint64 // of entries in the file
	strings []byte
	err     error // why a part is missing

	valuesOnce sync.Once
	values     []symbolValue // of all entries
}

// symtab reads the symbol table on first use.
func (f *File) symtab() *symbolTable {
	t := &f.symbols
	t.once.Do(func() {
		for _, c := range f.find(cmdSymtab) {
			off, count := uint64(c.U32()), uint64(c.U32())
			strOff, strSize := uint64(c.U32()), uint64(c.U32())
			if t.err = c.Err(); t.err != nil {
				return
			}
			t.off = off
			var err error
			t.entries, t.err = f.table(symbolsPlace, off, count, uint64(f.symbolSize()))
			if t.strings, err = f.table("strings", strOff, strSize, 1); t.err == nil {
				t.err = err
			}
			return
		}
	})
	return t
}

func (f *File) symbolSize() int {
	if f.Is64 {
		return nlist64
	}
	return nlist32
}

// HasSymbols reports whether f has a symbol table that is not empty.
func (f *File) HasSymbols() bool { return len(f.symtab().entries) > 0 }

// Symbols yields the symbols of the linker, without STABs. An error comes last.
func (f *File) Symbols() iter.Seq2[Symbol, error] { return f.entries(false) }

// Stabs yields the entries for debuggers. An error comes last.
func (f *File) Stabs() iter.Seq2[Symbol, error] { return f.entries(true) }

func (f *File) entries(stabs bool) iter.Seq2[Symbol, error] {
	return func(yield func(Symbol, error) bool) {
		t := f.symtab()
		left := nameShare*len(t.strings) + nameBase
		c := cursor.New(&cursor.Place{Format: Format, Section: symbolsPlace}, t.off, t.entries, f.BigEndian)
		for c.Len() >= f.symbolSize() {
			name := c.U32()
			s := Symbol{Type: c.U8(), Section: c.U8(), Desc: c.U16()}
			s.Value = f.word(&c)
			if s.IsStab() != stabs {
				continue
			}
			s.Name = t.name(uint64(name))
			if left -= len(s.Name); left < 0 {
				yield(Symbol{}, &debuginfo.LimitError{What: "names of symbols", Want: nameShare*uint64(len(t.strings)) + nameBase + 1,
					Max: nameShare*uint64(len(t.strings)) + nameBase})
				return
			}
			if !yield(s, nil) {
				return
			}
		}
		if t.err != nil {
			yield(Symbol{}, t.err)
		}
	}
}

// name returns the name at offset off of the string table, which need not end
// with a zero byte.
func (t *symbolTable) name(off uint64) string {
	if off >= uint64(len(t.strings)) {
		return ""
	}
	tail := t.strings[off:min(uint64(len(t.strings)), off+maxName)]
	if n := bytes.IndexByte(tail, 0); n >= 0 {
		tail = tail[:n]
	}
	return cursor.String(tail)
}

// FunctionSymbols returns the symbols in sections that hold instructions, in
// the order of the table, with their names as in the file. Those read before
// an error are returned with it.
func (f *File) FunctionSymbols() ([]Symbol, error) {
	var out []Symbol
	base := f.ImageBase()
	for s, err := range f.Symbols() {
		if err != nil {
			return out, err
		}
		if s.IsDefined() && s.Name != "" && s.Value >= base && f.inCode(&s) {
			out = append(out, s)
		}
	}
	return out, nil
}

func (f *File) inCode(s *Symbol) bool {
	i := int(s.Section) - 1
	return i >= 0 && i < len(f.Sections) && f.Sections[i].IsCode()
}
