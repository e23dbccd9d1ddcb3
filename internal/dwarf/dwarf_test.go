package dwarf

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/testfile"
)

// A program is debug sections under construction, in one format.
type program struct {
	version  int
	is64     bool
	addrSize int
	big      bool

	abbrev, info, line, ranges, rnglists, str, addr testfile.Asm
}

func (p *program) offSize() int {
	if p.is64 {
		return 8
	}
	return 4
}

// length appends what body appends behind an initial length.
func (p *program) length(a *testfile.Asm, body func(*testfile.Asm)) {
	if p.is64 {
		a.U32(0xffffffff)
	}
	a.Sized(p.offSize(), body)
}

// unit appends a unit whose entries body appends.
func (p *program) unit(body func(a *testfile.Asm)) {
	p.info.Big = p.big
	p.length(&p.info, func(a *testfile.Asm) {
		a.U16(uint16(p.version))
		if p.version >= 5 {
			a.U8(unitCompile, uint8(p.addrSize)).Word(p.offSize(), 0)
		} else {
			a.Word(p.offSize(), 0).U8(uint8(p.addrSize))
		}
		body(a)
	})
}

// decl appends an abbreviation: code, tag, whether there are children, and
// pairs of attribute and form.
func (p *program) decl(code uint64, t tag, children bool, pairs ...uint64) {
	p.abbrev.ULEB(code, uint64(t))
	if children {
		p.abbrev.U8(1)
	} else {
		p.abbrev.U8(0)
	}
	p.abbrev.ULEB(pairs...).ULEB(0, 0)
}

// headerSize returns the size of the header of a unit.
func (p *program) headerSize() uint64 {
	n := uint64(4 + 2 + p.offSize() + 1)
	if p.is64 {
		n += 8
	}
	if p.version >= 5 {
		n++
	}
	return n
}

func (p *program) data(code ...debuginfo.Range) *Data {
	return New(Sections{
		Abbrev: p.abbrev.Bytes(), Info: p.info.Bytes(), Line: p.line.Bytes(), Ranges: p.ranges.Bytes(),
		Rnglists: p.rnglists.Bytes(), Str: p.str.Bytes(), Addr: p.addr.Bytes(),
	}, Config{BigEndian: p.big, Code: code, MaxInlineDepth: 10})
}

// text prints the functions of a session, for comparison.
func text(t *testing.T, s debuginfo.Session) (functions string, errs []error) {
	t.Helper()
	var b strings.Builder
	for f, err := range s.Functions() {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if err := f.Check(); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		fmt.Fprintf(&b, "%s@%x %x", f.Name, f.Entry, f.Ranges)
		for _, row := range f.Lines {
			fmt.Fprintf(&b, " %x=%s:%d", row.Addr, s.File(row.File).Path(), row.Line)
		}
		for _, in := range f.Inlines {
			fmt.Fprintf(&b, " [%d %s %x %s:%d:%d]", in.Parent, in.Name, in.Ranges, s.File(in.CallFile).Path(), in.CallLine, in.CallCol)
		}
		b.WriteString("\n")
	}
	return b.String(), errs
}

// everyFormat calls do for each version, format, address size and byte order.
func everyFormat(t *testing.T, do func(t *testing.T, p *program)) {
	for version := 2; version <= 5; version++ {
		for _, is64 := range []bool{false, true} {
			for _, addrSize := range []int{4, 8} {
				for _, big := range []bool{false, true} {
					name := fmt.Sprintf("version %d, 64 bit %v, address %d, big %v", version, is64, addrSize, big)
					t.Run(name, func(t *testing.T) { do(t, &program{version: version, is64: is64, addrSize: addrSize, big: big}) })
				}
			}
		}
	}
}

// lineTable appends a line table with one file a.c in directory src, whose
// program body appends.
func (p *program) lineTable(body func(a *testfile.Asm)) {
	p.line.Big = p.big
	p.length(&p.line, func(a *testfile.Asm) {
		a.U16(uint16(p.version))
		if p.version >= 5 {
			a.U8(uint8(p.addrSize), 0)
		}
		a.Sized(p.offSize(), func(a *testfile.Asm) {
			a.U8(1) // minimal instruction
			if p.version >= 4 {
				a.U8(1)
			}
			a.U8(1, 0xfd, 10, 10) // is_stmt, line base -3, range 10, opcode base 10
			a.U8(0, 1, 1, 1, 1, 0, 0, 0, 1)
			if p.version < 5 {
				a.Str("src").U8(0).Str("a.c").ULEB(1, 0, 0).U8(0)
				return
			}
			a.U8(1).ULEB(lnctPath, uint64(formString)).ULEB(2).Str("/comp").Str("src")
			a.U8(2).ULEB(lnctPath, uint64(formString), lnctDirectoryIndex, uint64(formData1)).ULEB(2)
			a.Str("a.c").U8(1).Str("a.c").U8(1)
		})
		body(a)
	})
}

// setAddress appends the opcode that sets the address.
func (p *program) setAddress(a *testfile.Asm, addr uint64) {
	a.U8(0).ULEB(uint64(p.addrSize)+1).U8(lneSetAddress).Word(p.addrSize, addr)
}

func endSequence(a *testfile.Asm, advance uint64) {
	a.U8(lnsAdvancePC).ULEB(advance).U8(0, 1, lneEndSequence)
}

// offsetForm returns the form of an offset in a section.
func (p *program) offsetForm() uint64 {
	switch {
	case p.version >= 4:
		return uint64(formSecOffset)
	case p.is64:
		return uint64(formData8)
	}
	return uint64(formData4)
}

// TestFormats reads one program in every format: a unit with a function that
// has a call inlined, and a line table.
func TestFormats(t *testing.T) {
	everyFormat(t, func(t *testing.T, p *program) {
		p.decl(1, tagCompileUnit, true, uint64(attrName), uint64(formString), uint64(attrCompDir), uint64(formString),
			uint64(attrLanguage), uint64(formData1), uint64(attrStmtList), p.offsetForm(),
			uint64(attrLowPC), uint64(formAddr), uint64(attrHighPC), uint64(formAddr))
		p.decl(2, tagSubprogram, true, uint64(attrName), uint64(formString), uint64(attrLowPC), uint64(formAddr), uint64(attrHighPC), uint64(formAddr))
		p.decl(3, tagInlinedSubroutine, false, uint64(attrAbstractOrigin), uint64(formRef4), uint64(attrLowPC), uint64(formAddr),
			uint64(attrHighPC), uint64(formAddr), uint64(attrCallFile), uint64(formData1), uint64(attrCallLine), uint64(formUdata), uint64(attrCallColumn), uint64(formUdata))
		p.decl(4, tagSubprogram, false, uint64(attrName), uint64(formString))
		p.unit(func(a *testfile.Asm) {
			a.ULEB(1).Str("a.c").Str("/comp").U8(2).Word(p.offSize(), 0).Word(p.addrSize, 0x1000, 0x1100)
			inlined := p.headerSize() + uint64(1+len("a.c\x00/comp\x00")+1+p.offSize()+2*p.addrSize)
			a.ULEB(4).Str("inner")
			a.ULEB(2).Str("outer").Word(p.addrSize, 0x1000, 0x1100)
			a.ULEB(3).U32(uint32(inlined)).Word(p.addrSize, 0x1010, 0x1020).U8(1).ULEB(300, 7)
			a.U8(0, 0)
		})
		p.lineTable(func(a *testfile.Asm) {
			p.setAddress(a, 0x1000)
			a.U8(lnsAdvanceLine).SLEB(9).U8(lnsCopy)
			a.U8(10 + 3 + 1) // line +1
			a.U8(lnsAdvancePC).ULEB(0x10).U8(lnsAdvanceLine).SLEB(-5).U8(lnsCopy)
			endSequence(a, 0xf0)
		})
		got, errs := text(t, p.data().Session())
		want := "outer@1000 [{1000 1100}] 1000=/comp/src/a.c:11 1010=/comp/src/a.c:6 [-1 inner [{1010 1020}] /comp/src/a.c:300:7]\n"
		if got != want || errs != nil {
			t.Errorf("got  %swant %serrors %v", got, want, errs)
		}
	})
}

// TestLinePrograms checks the quirks of line programs.
func TestLinePrograms(t *testing.T) {
	for _, tt := range []struct {
		name    string
		program func(p *program, a *testfile.Asm)
		want    string
	}{
		{"rows at one address, the last counts", func(p *program, a *testfile.Asm) {
			p.setAddress(a, 0x1000)
			a.U8(lnsCopy, lnsAdvanceLine, 4, lnsCopy)
			endSequence(a, 0x100)
		}, "1000=5"},
		{"address goes back", func(p *program, a *testfile.Asm) {
			p.setAddress(a, 0x1010)
			a.U8(lnsCopy)
			p.setAddress(a, 0x1008)
			a.U8(lnsAdvanceLine, 4, lnsCopy)
			p.setAddress(a, 0x1020)
			a.U8(lnsCopy)
			endSequence(a, 0xe0)
		}, "1010=1 1020=5"},
		{"sequence that the linker dropped", func(p *program, a *testfile.Asm) {
			p.setAddress(a, 0)
			a.U8(lnsCopy)
			endSequence(a, 0x2000)
			p.setAddress(a, 0x1000)
			a.U8(lnsAdvanceLine, 6, lnsCopy)
			endSequence(a, 0x100)
		}, "1000=7"},
		{"no end of sequence", func(p *program, a *testfile.Asm) {
			p.setAddress(a, 0x1000)
			a.U8(lnsCopy)
		}, "1000=1 1001=0"},
		{"a row before the function is moved to its start", func(p *program, a *testfile.Asm) {
			p.setAddress(a, 0xff0)
			a.U8(lnsAdvanceLine, 2, lnsCopy)
			endSequence(a, 0x110)
		}, "1000=3"},
		{"two sequences with a gap", func(p *program, a *testfile.Asm) {
			p.setAddress(a, 0x1080)
			a.U8(lnsAdvanceLine, 8, lnsCopy)
			endSequence(a, 0x80)
			p.setAddress(a, 0x1000)
			a.U8(lnsCopy)
			endSequence(a, 0x40)
		}, "1000=1 1040=0 1080=9"},
		{"fixed and constant advance, unknown opcodes", func(p *program, a *testfile.Asm) {
			p.setAddress(a, 0x1000)
			a.U8(lnsCopy, lnsFixedAdvancePC).U16(8).U8(lnsAdvanceLine, 1, lnsCopy)
			a.U8(lnsConstAddPC, lnsAdvanceLine, 1, lnsCopy) // (255-10)/10 = 24
			a.U8(0, 3, 0x99, 1, 2)                          // extended opcode of the future
			endSequence(a, 0x100-32)
		}, "1000=1 1008=2 1020=3"},
		{"damage keeps what was read", func(p *program, a *testfile.Asm) {
			p.setAddress(a, 0x1000)
			a.U8(lnsCopy, lnsAdvancePC).ULEB(16).U8(lnsAdvanceLine, 1, lnsCopy, 0, 0x7f)
		}, "1000=1 1010=2 1011=0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &program{version: 4, addrSize: 8}
			p.decl(1, tagCompileUnit, true, uint64(attrStmtList), uint64(formSecOffset))
			p.decl(2, tagSubprogram, false, uint64(attrName), uint64(formString), uint64(attrLowPC), uint64(formAddr), uint64(attrHighPC), uint64(formData2))
			p.unit(func(a *testfile.Asm) {
				a.ULEB(1).U32(0).ULEB(2).Str("f").U64(0x1000).U16(0x100).U8(0)
			})
			p.lineTable(func(a *testfile.Asm) { tt.program(p, a) })
			got := ""
			for f, err := range p.data(debuginfo.Range{Start: 0x800, End: 0x2000}).Session().Functions() {
				if err != nil {
					continue
				}
				var rows []string
				for _, row := range f.Lines {
					rows = append(rows, fmt.Sprintf("%x=%d", row.Addr, row.Line))
				}
				got = strings.Join(rows, " ")
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestRanges reads range lists of both kinds.
func TestRanges(t *testing.T) {
	old := &program{version: 4, addrSize: 4}
	old.ranges.U32(0x10, 0x20, 0x30, 0x30, 0x50, 0x40, 0xfffffffe, 0xfffffffe, 0xffffffff, 0x2000, 0, 0x10, 0, 0)
	old.decl(1, tagCompileUnit, true, uint64(attrLowPC), uint64(formAddr))
	old.decl(2, tagSubprogram, false, uint64(attrName), uint64(formString), uint64(attrRanges), uint64(formSecOffset))
	old.unit(func(a *testfile.Asm) { a.ULEB(1).U32(0x1000).ULEB(2).Str("f").U32(0).U8(0) })
	if got, errs := text(t, old.data().Session()); got != "f@1010 [{1010 1020} {2000 2010}]\n" || errs != nil {
		t.Errorf("version 4: %s %v", got, errs)
	}

	p := &program{version: 5, addrSize: 8}
	p.addr.U32(0).U16(5).U8(8, 0).U64(0x1000, 0x3000, 0x3100)
	p.rnglists.U32(0).U16(5).U8(8, 0).U32(1) // header of the table of offsets
	p.rnglists.U32(4)                        // list 0 begins behind it
	p.rnglists.U8(rleOffsetPair).ULEB(0x10, 0x20)
	p.rnglists.U8(rleBaseAddressx).ULEB(1).U8(rleOffsetPair).ULEB(1, 2)
	p.rnglists.U8(rleStartxEndx).ULEB(1, 2).U8(rleStartxLength).ULEB(2, 4)
	p.rnglists.U8(rleBaseAddress).U64(0x5000).U8(rleOffsetPair).ULEB(0, 8)
	p.rnglists.U8(rleStartEnd).U64(0x6000, 0x6010).U8(rleStartLength).U64(0x7000).ULEB(1)
	p.rnglists.U8(rleStartLength).U64(^uint64(0)).ULEB(1) // dropped by the linker
	p.rnglists.U8(rleStartxLength).ULEB(99, 4)            // no such address
	p.rnglists.U8(rleEndOfList)
	p.decl(1, tagCompileUnit, true, uint64(attrLowPC), uint64(formAddrx), uint64(attrAddrBase), uint64(formSecOffset), uint64(attrRnglistsBase), uint64(formSecOffset))
	p.decl(2, tagSubprogram, false, uint64(attrName), uint64(formString), uint64(attrRanges), uint64(formRnglistx), uint64(attrEntryPC), uint64(formAddr))
	p.unit(func(a *testfile.Asm) {
		a.ULEB(1).ULEB(0).U32(8).U32(12).ULEB(2).Str("f").ULEB(0).U64(0x3001).U8(0)
	})
	want := "f@3001 [{1010 1020} {3000 3104} {5000 5008} {6000 6010} {7000 7001}]\n"
	if got, errs := text(t, p.data().Session()); got != want || errs != nil {
		t.Errorf("version 5: got %swant %s%v", got, want, errs)
	}
}

// TestNames checks where names come from and how they are qualified.
func TestNames(t *testing.T) {
	p := &program{version: 4, addrSize: 8}
	p.decl(1, tagCompileUnit, true, uint64(attrLanguage), uint64(formData1))
	p.decl(2, tagNamespace, true, uint64(attrName), uint64(formString))
	p.decl(3, tagClassType, true, uint64(attrName), uint64(formString))
	p.decl(4, tagSubprogram, false, uint64(attrName), uint64(formString))
	p.decl(5, tagSubprogram, false, uint64(attrSpecification), uint64(formRef4), uint64(attrLowPC), uint64(formAddr), uint64(attrHighPC), uint64(formData1))
	p.decl(6, tagSubprogram, false, uint64(attrName), uint64(formString), uint64(attrLinkageName), uint64(formString), uint64(attrLowPC), uint64(formAddr), uint64(attrHighPC), uint64(formData1))
	p.decl(7, tagNamespace, true)
	p.decl(8, tagSubprogram, false, uint64(attrName), uint64(formString), uint64(attrLowPC), uint64(formAddr), uint64(attrHighPC), uint64(formData1))
	p.unit(func(a *testfile.Asm) {
		base := int(p.headerSize())
		a.ULEB(1).U8(4)
		a.ULEB(2).Str("ns")
		a.ULEB(3).Str("Class")
		method := uint32(base + a.Len() - 7) // of the declaration; 7 bytes of header are in a
		a.ULEB(4).Str("method")
		a.U8(0, 0)
		a.ULEB(5).U32(method).U64(0x1000).U8(8)
		a.ULEB(6).Str("f").Str("_Z1fv").U64(0x1010).U8(8)
		a.ULEB(7).ULEB(8).Str("hidden").U64(0x1020).U8(8).U8(0)
		self := uint32(base + a.Len() - 7)
		a.ULEB(5).U32(self).U64(0x1030).U8(8)
		a.U8(0)
	})
	got, errs := text(t, p.data().Session())
	want := "ns::Class::method@1000 [{1000 1008}]\n_Z1fv@1010 [{1010 1018}]\n" +
		"(anonymous namespace)::hidden@1020 [{1020 1028}]\n@1030 [{1030 1038}]\n"
	if got != want || errs != nil {
		t.Errorf("got\n%swant\n%s%v", got, want, errs)
	}
}

// TestSymbols checks how symbols name functions, their parts, and code that
// has only lines.
func TestSymbols(t *testing.T) {
	p := &program{version: 4, addrSize: 4}
	p.ranges.U32(0, 0x10, 0x1000, 0x1008, 0x2000, 0x2004, 0, 0) // from 0x1000 on
	p.decl(1, tagCompileUnit, true, uint64(attrStmtList), uint64(formSecOffset), uint64(attrLowPC), uint64(formAddr), uint64(attrHighPC), uint64(formData4))
	p.decl(2, tagSubprogram, false, uint64(attrName), uint64(formString), uint64(attrRanges), uint64(formSecOffset))
	p.unit(func(a *testfile.Asm) {
		a.ULEB(1).U32(0, 0x1000, 0x40).ULEB(2).Str("f").U32(0).U8(0)
	})
	p.lineTable(func(a *testfile.Asm) {
		p.setAddress(a, 0x1000)
		a.U8(lnsCopy)
		endSequence(a, 0x40)
	})
	d := p.data()
	d.cfg.Symbols = debuginfo.NewSymbolMap([]debuginfo.Symbol{
		{Addr: 0x1000, Size: 0x10, Name: "f_alias"}, {Addr: 0x1018, Size: 8, Name: "asm"}, {Addr: 0x2000, Name: "f.cold"}, {Addr: 0x3000, Name: "f_alias"},
	}, 0)
	d.cfg.ImageBase = 0
	got, errs := text(t, d.Session())
	want := "f_alias@1000 [{1000 1010} {3000 3004}] 1000=src/a.c:1\n" +
		"f.cold@2000 [{2000 2008}]\n" +
		"@1010 [{1010 1018}] 1010=src/a.c:1\n" +
		"asm@1018 [{1018 1020}] 1018=src/a.c:1\n" +
		"@1020 [{1020 1040}] 1020=src/a.c:1\n"
	if got != want || errs != nil {
		t.Errorf("got\n%swant\n%s%v", got, want, errs)
	}
}

// TestBadUnit checks that a damaged unit costs only itself: those before and
// behind it are read, and so is what came before the damage within it.
func TestBadUnit(t *testing.T) {
	p := &program{version: 4, addrSize: 8}
	p.decl(1, tagCompileUnit, true)
	p.decl(2, tagSubprogram, false, uint64(attrName), uint64(formString), uint64(attrLowPC), uint64(formAddr), uint64(attrHighPC), uint64(formData1))
	good := func(name string, addr uint64) func(a *testfile.Asm) {
		return func(a *testfile.Asm) { a.ULEB(1).ULEB(2).Str(name).U64(addr).U8(4).U8(0) }
	}
	p.unit(good("first", 0x1000))
	bad := uint64(p.info.Len())
	p.unit(func(a *testfile.Asm) { a.ULEB(1).ULEB(2).Str("kept").U64(0x2000).U8(4).ULEB(77) })
	p.unit(good("last", 0x3000))
	got, errs := text(t, p.data().Session())
	if want := "first@1000 [{1000 1004}]\nkept@2000 [{2000 2004}]\nlast@3000 [{3000 3004}]\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	fe, ok := errors.AsType[*debuginfo.FormatError](errors.Join(errs...))
	if len(errs) != 1 || !ok || !errors.Is(errs[0], errAbbrevCode) || fe.Section != ".debug_info" || fe.Offset != bad+11+1+1+5+8+1 {
		t.Errorf("errors %v", errs)
	}
}

// TestDepth checks that inlined calls deeper than the limit are left out, and
// that entries may nest as deep as they like.
func TestDepth(t *testing.T) {
	p := &program{version: 4, addrSize: 8}
	p.decl(1, tagCompileUnit, true)
	p.decl(2, tagSubprogram, true, uint64(attrName), uint64(formString), uint64(attrLowPC), uint64(formAddr), uint64(attrHighPC), uint64(formData4))
	p.decl(3, tagInlinedSubroutine, true, uint64(attrLowPC), uint64(formAddr), uint64(attrHighPC), uint64(formData4))
	p.decl(4, tagLexicalBlock, true)
	p.unit(func(a *testfile.Asm) {
		a.ULEB(1).ULEB(2).Str("f").U64(0x1000).U32(0x10000)
		for range 20 {
			a.ULEB(3).U64(0x1000).U32(0x100)
		}
		for range 10000 {
			a.ULEB(4)
		}
		a.Raw(make([]byte, 10000+20+2))
	})
	p.unit(func(a *testfile.Asm) { a.ULEB(1).ULEB(2).Str("g").U64(0x90000).U32(1).U8(0, 0) })
	var names []string
	var errs []error
	for f, err := range p.data().Session().Functions() {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		names = append(names, fmt.Sprint(f.Name, len(f.Inlines)))
	}
	if fmt.Sprint(names) != "[f10 g0]" || len(errs) != 1 || !errors.Is(errs[0], errDepth) {
		t.Errorf("%v, %v", names, errs)
	}
}
