package elf

import (
	"cmp"
	stdelf "debug/elf"
	"iter"
	"slices"
	"sort"
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/bounded"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A Symbol is an entry of a symbol table.
type Symbol struct {
	Name    string
	Value   uint64 // virtual address; in a relocatable file the offset in Section
	Size    uint64
	Type    stdelf.SymType
	Bind    stdelf.SymBind
	Section uint32 // index of the section, with SHN_XINDEX resolved
	Special bool   // Section is a reserved number such as SHN_ABS, not an index
	File    string // of a local symbol: the source file that the table states before it
}

// Sizes of a symbol, Elf32_Sym and Elf64_Sym.
const (
	sym32 = 16
	sym64 = 24
)

func (f *File) symbolSize() int {
	if f.is64() {
		return sym64
	}
	return sym32
}

// A symbolTable is the contents of a symbol table and what its entries refer to.
type symbolTable struct {
	data    []byte
	names   []byte
	indices []byte // SHT_SYMTAB_SHNDX: section numbers that do not fit 16 bits
	place   string
}

// Symbols yields the entries of the symbol table (SHT_SYMTAB; the last one, if
// there are several), without the null entry. An error ends the iteration.
func (f *File) Symbols() iter.Seq2[Symbol, error] {
	return f.sectionSymbols(stdelf.SHT_SYMTAB)
}

// DynamicSymbols yields the entries of the dynamic symbol table: those of the
// section, or, where there are no section headers, those that the dynamic
// segment leads to. An error ends the iteration.
func (f *File) DynamicSymbols() iter.Seq2[Symbol, error] {
	for _, s := range f.Sections {
		if s.Type == stdelf.SHT_DYNSYM && s.hasBytes() {
			return f.sectionSymbols(stdelf.SHT_DYNSYM)
		}
	}
	return f.segmentSymbols()
}

func (f *File) sectionSymbols(typ stdelf.SectionType) iter.Seq2[Symbol, error] {
	var table *Section
	for _, s := range f.Sections {
		if s.Type == typ && s.hasBytes() {
			table = s
		}
	}
	return f.tableSymbols(table)
}

// tableSymbols yields the entries of a symbol table, which may be nil.
func (f *File) tableSymbols(table *Section) iter.Seq2[Symbol, error] {
	return func(yield func(Symbol, error) bool) {
		if table == nil {
			return
		}
		t := symbolTable{place: table.Name}
		var err error
		if t.data, err = table.Data(); err != nil {
			yield(Symbol{}, err)
			return
		}
		if int64(table.Link) < int64(len(f.Sections)) {
			if t.names, err = f.Sections[table.Link].Data(); err != nil {
				yield(Symbol{}, err)
				return
			}
		}
		for _, s := range f.Sections {
			if s.Type == stdelf.SHT_SYMTAB_SHNDX && int64(s.Link) == int64(table.Index) {
				t.indices, _ = s.Data()
			}
		}
		f.symbols(t, yield)
	}
}

// symbols yields the entries of t (gABI, chapter 4, "Symbol Table").
func (f *File) symbols(t symbolTable, yield func(Symbol, error) bool) {
	c := cursor.New(&cursor.Place{Format: Format, Section: t.place}, 0, t.data, f.BigEndian)
	x := cursor.New(nil, 0, t.indices, f.BigEndian)
	size := f.symbolSize()
	c.Skip(uint64(size))
	x.Skip(4)
	file := ""
	for c.Len() >= size {
		s := f.symbol(&c, &x, t.names)
		if c.Err() != nil {
			break
		}
		if s.Type == stdelf.STT_FILE {
			file = s.Name
		} else if s.Bind == stdelf.STB_LOCAL {
			s.File = file
		}
		if !yield(s, nil) {
			return
		}
	}
	if c.Err() != nil {
		yield(Symbol{}, c.Err())
	}
}

// symbol reads one entry from c and its section number from x.
func (f *File) symbol(c, x *cursor.Cursor, names []byte) Symbol {
	var s Symbol
	name := c.U32()
	var info uint8
	var section uint16
	if f.is64() {
		info = c.U8()
		c.U8() // visibility
		section = c.U16()
		s.Value = c.U64()
		s.Size = c.U64()
	} else {
		s.Value = uint64(c.U32())
		s.Size = uint64(c.U32())
		info = c.U8()
		c.U8()
		section = c.U16()
	}
	s.Type = stdelf.SymType(info & 15)
	s.Bind = stdelf.SymBind(info >> 4)
	s.Section = uint32(section)
	extended := x.U32()
	switch {
	case stdelf.SectionIndex(section) == stdelf.SHN_XINDEX:
		s.Section = extended
	case stdelf.SectionIndex(section) >= stdelf.SHN_LORESERVE:
		s.Special = true
	}
	s.Name, _ = cursor.StringAt(names, uint64(name))
	return s
}

// FunctionSymbols returns the symbols that name code: functions, labels without
// a type and tables among the code, in sections that hold instructions. They
// are those of the symbol table, or, where that has none, of MiniDebugInfo and
// of the dynamic table. Names may end in the version that a linker adds behind
// an at sign. Values are virtual addresses as SectionAddr gives them; on ARM
// and MIPS without the bit that tells instruction sets apart, on 64-bit PowerPC
// of the code and not of its descriptor. The symbols read before an error are
// returned with it.
func (f *File) FunctionSymbols() ([]Symbol, error) {
	symbols, err := f.codeSymbols(f.Symbols())
	if len(symbols) == 0 {
		mini, miniErr := f.miniSymbols()
		dynamic, dynErr := f.codeSymbols(f.DynamicSymbols())
		symbols = append(mini, dynamic...)
		err = cmp.Or(err, miniErr, dynErr)
	}
	return dropInnerLabels(symbols), err
}

// dropInnerLabels leaves out the labels without a type that stand within a
// function: targets of jumps, which assemblers keep when they are asked to.
func dropInnerLabels(symbols []Symbol) []Symbol {
	functions := make([]debuginfo.Range, 0, len(symbols))
	labels := false
	for _, s := range symbols {
		if s.Type == stdelf.STT_NOTYPE {
			labels = true
		} else if s.Size > 1 {
			functions = append(functions, debuginfo.Range{Start: s.Value + 1, End: s.Value + s.Size})
		}
	}
	if !labels {
		return symbols
	}
	functions = debuginfo.NormalizeRanges(functions)
	return slices.DeleteFunc(symbols, func(s Symbol) bool {
		if s.Type != stdelf.STT_NOTYPE {
			return false
		}
		i := sort.Search(len(functions), func(i int) bool { return functions[i].End > s.Value })
		return i < len(functions) && functions[i].Contains(s.Value)
	})
}

func (f *File) codeSymbols(table iter.Seq2[Symbol, error]) ([]Symbol, error) {
	out := make([]Symbol, 0, 1024)
	descriptors := f.descriptors()
	files, file := 0, ""
	for s, err := range table {
		if err != nil {
			return out, err
		}
		if s.Type == stdelf.STT_FILE && s.Name != "" {
			files, file = files+1, s.Name
		}
		if s.Name == "" || s.Section == uint32(stdelf.SHN_UNDEF) || s.Special {
			continue
		}
		switch s.Type {
		case stdelf.STT_FUNC, stdelf.STT_GNU_IFUNC, stdelf.STT_OBJECT:
		case stdelf.STT_NOTYPE:
			if f.isMappingSymbol(s.Name) || strings.HasPrefix(s.Name, ".L") {
				continue
			}
		default:
			continue
		}
		if descriptors.contains(s.Section) {
			var ok bool
			if s.Value, ok = descriptors.code(s.Value); !ok {
				continue
			}
		} else if !f.isCode(s) {
			continue
		}
		switch f.Machine {
		case stdelf.EM_ARM:
			if s.Type == stdelf.STT_FUNC || s.Type == stdelf.STT_GNU_IFUNC {
				s.Value &^= 1 // Thumb
			}
		case stdelf.EM_MIPS:
			s.Value &^= 1 // microMIPS, MIPS16
		}
		if f.Type == stdelf.ET_REL {
			s.Value += f.SectionAddr(f.Sections[s.Section])
		}
		out = append(out, s)
	}
	if f.Type == stdelf.ET_REL && files == 1 {
		// An object file of one source: its global symbols are from there, too.
		for i := range out {
			out[i].File = file
		}
	}
	return out, nil
}

// isCode reports whether s lies in a section of instructions. Without section
// headers the segments decide.
func (f *File) isCode(s Symbol) bool {
	if len(f.Sections) > 0 {
		return int64(s.Section) < int64(len(f.Sections)) &&
			f.Sections[s.Section].Flags&stdelf.SHF_EXECINSTR != 0
	}
	for _, seg := range f.Segments {
		if seg.Type == stdelf.PT_LOAD && seg.Flags&stdelf.PF_X != 0 && s.Value >= seg.Addr && s.Value-seg.Addr < seg.Memory {
			return true
		}
	}
	return false
}

// isMappingSymbol reports whether name marks where instructions and data
// alternate, as assemblers for ARM, AArch64 and RISC-V do: "$a", "$d.12".
func (f *File) isMappingSymbol(name string) bool {
	switch f.Machine {
	case stdelf.EM_ARM, stdelf.EM_AARCH64, stdelf.EM_RISCV:
	default:
		return false
	}
	if len(name) < 2 || name[0] != '$' {
		return false
	}
	switch name[1] {
	case 'a', 'd', 't', 'x':
		return len(name) == 2 || name[2] == '.' || f.Machine == stdelf.EM_RISCV
	}
	return false
}

// descriptorTable is the .opd section of 64-bit PowerPC (ELF ABI version 1),
// in which a function symbol points at a descriptor whose first word is the
// address of the code. The zero value is an absent table.
type descriptorTable struct {
	section *Section
	data    []byte
}

func (f *File) descriptors() descriptorTable {
	if f.Machine != stdelf.EM_PPC64 {
		return descriptorTable{}
	}
	s := f.Section(".opd")
	if s == nil {
		return descriptorTable{}
	}
	data, err := s.Data()
	if err != nil {
		return descriptorTable{}
	}
	return descriptorTable{s, data}
}

func (d descriptorTable) contains(section uint32) bool {
	return d.section != nil && uint64(section) == uint64(d.section.Index)
}

// code returns the address in the descriptor at virtual address addr.
func (d descriptorTable) code(addr uint64) (uint64, bool) {
	c := cursor.New(nil, d.section.Addr, d.data, d.section.file.BigEndian)
	c.Seek(addr)
	code := c.U64()
	return code, c.Err() == nil && code != 0
}

// segmentSymbols yields the dynamic symbols of a file without section headers.
func (f *File) segmentSymbols() iter.Seq2[Symbol, error] {
	return func(yield func(Symbol, error) bool) {
		d := f.dynamic()
		if d.symtab == 0 || d.strtab == 0 {
			return
		}
		t := symbolTable{place: "dynamic symbols"}
		off, ok := f.fileRange(d.symtab, 0)
		if !ok {
			return
		}
		count := f.dynamicCount(d)
		count = uint64(bounded.Cap(count, int(min(f.src.Size()-min(off, f.src.Size()), 1<<40)), f.symbolSize()))
		var err error
		if t.data, err = f.src.Bytes(off, count*uint64(f.symbolSize())); err != nil {
			yield(Symbol{}, formatError(t.place, off, err))
			return
		}
		if off, ok = f.fileRange(d.strtab, d.strsz); ok {
			t.names, _ = f.src.Bytes(off, d.strsz)
		}
		f.symbols(t, yield)
	}
}
