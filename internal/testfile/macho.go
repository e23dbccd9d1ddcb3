package testfile

// A MachO describes a Mach-O file.
type MachO struct {
	Is32, Big bool
	CPU, Sub  uint32 // x86-64 if zero
	Type      uint32 // MH_EXECUTE if zero
	Segments  []MachOSegment
	Commands  []MachOCommand // behind those of the segments
	Symbols   []MachOSymbol
	Strings   []byte // the string table; made from the symbols' names if nil
}

// A MachOSegment is a segment of a MachO.
type MachOSegment struct {
	Name     string
	Addr     uint64
	Memory   uint64
	Offset   uint64 // as stated; the contents of sections stand where they fit
	Sections []MachOSection
}

// A MachOSection is a section of a MachOSegment.
type MachOSection struct {
	Name, Segment string
	Addr, Size    uint64 // Size counts where there is no Data
	Data          []byte
	Flags         uint32
	Relocations   [][2]uint32
}

// A MachOCommand is a load command that is not about segments or symbols.
type MachOCommand struct {
	Kind uint32
	Body []byte // filled up to a multiple of 4
	// Data is put elsewhere in the file; its offset and size are appended to
	// Body.
	Data []byte
}

// A MachOSymbol is an entry of the symbol table.
type MachOSymbol struct {
	Name  string
	Type  uint8
	Sect  uint8
	Desc  uint16
	Value uint64
}

// Bytes returns the file: header, load commands, and in their order the
// contents of sections, their relocations, the data of commands, symbols and
// strings, each aligned to 8 bytes.
func (m *MachO) Bytes() []byte {
	word, header, section, segment := 8, 32, 80, 72
	if m.Is32 {
		word, header, section, segment = 4, 28, 68, 56
	}
	size := header
	for _, s := range m.Segments {
		size += segment + section*len(s.Sections)
	}
	for _, c := range m.Commands {
		size += m.commandSize(c)
	}
	count := len(m.Segments) + len(m.Commands)
	if m.Symbols != nil {
		size += 24
		count++
	}
	tail := &Asm{Big: m.Big} // what follows the load commands
	put := func(data []byte) uint32 {
		for (size+tail.Len())%8 != 0 {
			tail.U8(0)
		}
		off := size + tail.Len()
		tail.Raw(data)
		return uint32(off)
	}
	a := &Asm{Big: m.Big}
	magic := uint32(0xfeedfacf)
	if m.Is32 {
		magic = 0xfeedface
	}
	cpu, sub, typ := m.CPU, m.Sub, m.Type
	if cpu == 0 {
		cpu, sub = 0x01000007, 3
	}
	if typ == 0 {
		typ = 2
	}
	a.U32(magic, cpu, sub, typ, uint32(count), uint32(size-header), 0)
	if !m.Is32 {
		a.U32(0)
	}
	for _, s := range m.Segments {
		kind := uint32(0x19)
		if m.Is32 {
			kind = 1
		}
		a.U32(kind, uint32(segment+section*len(s.Sections))).Raw(fixed(s.Name))
		a.Word(word, s.Addr, s.Memory, s.Offset, s.Memory)
		a.U32(7, 7, uint32(len(s.Sections)), 0)
		for _, sec := range s.Sections {
			n, off, relocs := sec.Size, uint32(0), uint32(0)
			if sec.Data != nil {
				n, off = uint64(len(sec.Data)), put(sec.Data)
			}
			if len(sec.Relocations) > 0 {
				r := &Asm{Big: m.Big}
				for _, rel := range sec.Relocations {
					r.U32(rel[0], rel[1])
				}
				relocs = put(r.Bytes())
			}
			a.Raw(fixed(sec.Name)).Raw(fixed(sec.Segment)).Word(word, sec.Addr, n)
			a.U32(off, 0, relocs, uint32(len(sec.Relocations)), sec.Flags, 0, 0)
			if !m.Is32 {
				a.U32(0)
			}
		}
	}
	for _, c := range m.Commands {
		start := a.Len()
		a.U32(c.Kind, uint32(m.commandSize(c))).Raw(c.Body)
		if c.Data != nil {
			a.U32(put(c.Data), uint32(len(c.Data)))
		}
		for a.Len()-start < m.commandSize(c) {
			a.U8(0)
		}
	}
	if m.Symbols != nil {
		entries, strings := m.symbolTable(word)
		symOff, strOff := put(entries), put(strings)
		a.U32(2, 24, symOff, uint32(len(m.Symbols)), strOff, uint32(len(strings)))
	}
	return append(a.Bytes(), tail.Bytes()...)
}

func (m *MachO) commandSize(c MachOCommand) int {
	n := 8 + len(c.Body)
	if c.Data != nil {
		n += 8
	}
	return (n + 3) &^ 3
}

func (m *MachO) symbolTable(word int) (entries, strings []byte) {
	a, names := &Asm{Big: m.Big}, &Asm{}
	names.U8(0)
	for _, s := range m.Symbols {
		off := uint32(0)
		if s.Name != "" {
			off = uint32(names.Len())
			names.Str(s.Name)
		}
		a.U32(off).U8(s.Type, s.Sect).U16(s.Desc).Word(word, s.Value)
	}
	if m.Strings != nil {
		return a.Bytes(), m.Strings
	}
	return a.Bytes(), names.Bytes()
}

// fixed returns a name filled up to 16 bytes.
func fixed(name string) []byte {
	out := make([]byte, 16)
	copy(out, name)
	return out
}
