package gopcln

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/testfile"
)

// Addresses of the program that program makes.
const (
	imageBase  = 0x10000
	textAddr   = 0x11000
	tableAddr  = 0x20000
	moduleAddr = 0x30000
	treesAddr  = 0x40000
	treesOff   = 0x20 // of the trees in their section
)

// A program describes a table. Offsets and values are those of the format.
type program struct {
	big, old bool // byte order; Go 1.18
	word     int
	noText   bool // the header has no address of the code
	noModule bool
	relocs   bool // the pointers of the moduledata are left to the loader
	chained  bool // the pointers are links of a chain that the loader follows
	calls    []call
	inlined  []run // of the first function
	lines    []run
	damage   func(entries []uint32) // of the pairs of functions
}

// Names and paths of the table, and where they begin.
const (
	names     = "main.first\x00main.main\x00main.add\x00main.check\x00main.two[...]\x00"
	nameMain  = 11
	nameAdd   = 21
	nameCheck = 30
	nameTwo   = 41
	paths     = "/src/a.go\x00/src/b.go\x00"
)

// sound is a program whose first function has main.check inlined into main.add
// and that into the function itself, twice.
func sound() program {
	return program{
		word:    8,
		calls:   []call{{name: nameAdd, at: 2}, {name: nameCheck, at: 6}, {name: nameAdd, at: 20}},
		inlined: []run{{4, -1}, {8, 0}, {12, 1}, {16, 0}, {24, -1}, {28, 2}, {32, -1}},
		lines:   []run{{2, 10}, {4, 11}, {8, 20}, {12, 30}, {16, 21}, {20, 12}, {24, 13}, {28, 20}, {32, 14}},
	}
}

// values appends a sequence of runs.
func values(a *testfile.Asm, runs []run) uint32 {
	off := uint32(a.Len())
	last, at := int32(-1), uint64(0)
	for _, r := range runs {
		change := r.value - last
		a.ULEB(uint64(uint32(change<<1)^uint32(change>>31)), r.end-at)
		last, at = r.value, r.end
	}
	a.U8(0)
	return off
}

// image returns the program.
func (p program) image() Image {
	v := &testfile.Asm{Big: p.big}
	v.U8(0)
	file := values(v, []run{{8, 0}, {12, 1}, {32, 0}})
	line := values(v, p.lines)
	inlined := values(v, p.inlined)
	lineTwo := values(v, []run{{10, 50}, {13, 51}}) // and three bytes of padding

	f := &testfile.Asm{Big: p.big}
	record := uint32(3 * 8)
	size := uint32(11*4 + 3*4 + 4*4)
	entries := []uint32{0, record, 32, record + size, 48, 0}
	if p.damage != nil {
		p.damage(entries)
	}
	f.U32(entries...)
	for i, name := range []uint32{nameMain, nameTwo} {
		f.U32(uint32(i)*32, name, 0, 0, 0)
		if i == 0 {
			f.U32(file, line, 3, 1)
		} else {
			f.U32(0, lineTwo, 3, 1)
		}
		f.U32(5) // start line
		f.U8(0, 0, 0, 4)
		f.U32(0, 0, []uint32{inlined, 0}[i])
		f.U32(noTree, noTree, noTree, []uint32{treesOff, noTree}[i])
	}

	h := &testfile.Asm{Big: p.big}
	h.U32(magic120)
	if p.old {
		h = &testfile.Asm{Big: p.big}
		h.U32(magic118)
	}
	h.U8(0, 0, 1, uint8(p.word))
	text := uint64(textAddr)
	if p.noText {
		text = 0
	}
	body := uint64(8 + 8*p.word)
	units := (&testfile.Asm{Big: p.big}).U32(noTree, 0, 10).Bytes()
	offs := []uint64{body}
	for _, part := range [][]byte{[]byte(names), units, []byte(paths), v.Bytes()} {
		offs = append(offs, offs[len(offs)-1]+uint64(len(part)))
	}
	h.Word(p.word, 2, 2, text).Word(p.word, offs...)
	h.Raw([]byte(names)).Raw(units).Raw([]byte(paths)).Raw(v.Bytes()).Raw(f.Bytes())

	trees := &testfile.Asm{Big: p.big}
	trees.Raw(make([]byte, treesOff+8))
	for _, c := range p.calls {
		trees.U8(1, 0, 0, 0).U32(c.name, c.at, uint32(c.startLine))
	}
	img := Image{
		Table: h.Bytes(), TableAddr: tableAddr, ImageBase: imageBase, MaxInlineDepth: 100,
		Code: []debuginfo.Range{{Start: textAddr, End: textAddr + 48}},
	}
	module := make([]uint64, moduleWords)
	module[modulePCHeader], module[moduleNames], module[moduleFtabLen] = tableAddr, tableAddr+body, 3
	module[moduleText], module[moduleGofuncMin-1], module[moduleGofuncMin+2] = textAddr, treesAddr+1, treesAddr+8
	if p.chained {
		for i, w := range module {
			if w > imageBase {
				module[i] = chain | w - imageBase
			}
		}
		img.Decode = func(w uint64) uint64 { return w&^chain + imageBase }
	}
	pointers := make(map[uint64]uint64)
	if p.relocs {
		for i, w := range module {
			if w > imageBase {
				pointers[moduleAddr+8+uint64(i*p.word)] = w
				module[i] = 0
			}
		}
		img.Pointers = func(yield func(uint64, uint64) bool) {
			for at, w := range pointers {
				if !yield(at, w) {
					return
				}
			}
		}
	}
	data := (&testfile.Asm{Big: p.big}).Word(p.word, make([]uint64, 8/p.word)...).Word(p.word, module...).Bytes()
	if !p.noModule {
		img.Sections = append(img.Sections, section(moduleAddr, data))
	}
	img.Sections = append(img.Sections, section(treesAddr, trees.Bytes()))
	return img
}

// chain are the bits of a pointer that lead to the next one.
const chain = 0x71 << 24

func section(addr uint64, data []byte) Section {
	return Section{Addr: addr, Size: uint64(len(data)), Data: func() ([]byte, error) { return data, nil }}
}

// dump returns functions as text, one per line, and the errors.
func dump(t *testing.T, s debuginfo.Session) (text string, errs []error) {
	t.Helper()
	for f, err := range s.Functions() {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if err := f.Check(); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		text += fmt.Sprintf("%s %x %x:", f.Name, f.Entry, f.Ranges)
		for _, l := range f.Lines {
			text += fmt.Sprintf(" %x=%s:%d", l.Addr, s.File(l.File).Path(), l.Line)
		}
		for _, in := range f.Inlines {
			text += fmt.Sprintf("\n  %d %s %x %s:%d", in.Parent, in.Name, in.Ranges, s.File(in.CallFile).Path(), in.CallLine)
		}
		text += "\n"
	}
	return text, errs
}

const (
	wantMain = "main.main 1000 [{1000 1020}]: 1000=/src/a.go:10 1002=/src/a.go:11 1004=/src/a.go:20 1008=/src/b.go:30 " +
		"100c=/src/a.go:21 1010=/src/a.go:12 1014=/src/a.go:13 1018=/src/a.go:20 101c=/src/a.go:14\n"
	wantTwo     = "main.two[...] 1020 [{1020 102d}]: 1020=:50 102a=:51\n"
	wantInlines = "  -1 main.add [{1004 1010}] /src/a.go:11\n  0 main.check [{1008 100c}] /src/a.go:20\n  -1 main.add [{1018 101c}] /src/a.go:13\n"
)

func TestTable(t *testing.T) {
	for _, big := range []bool{false, true} {
		for _, word := range []int{4, 8} {
			tests := []struct {
				name string
				edit func(*program)
				want string
			}{
				{"sound", func(*program) {}, wantMain + wantInlines + wantTwo},
				{"address of the code in the moduledata", func(p *program) { p.noText = true }, wantMain + wantInlines + wantTwo},
				{"pointers left to the loader", func(p *program) { p.relocs, p.noText = true, true }, wantMain + wantInlines + wantTwo},
				{"chained pointers", func(p *program) { p.chained, p.noText = true, true }, wantMain + wantInlines + wantTwo},
				{"no moduledata", func(p *program) { p.noModule = true }, wantMain + wantTwo},
				{"Go 1.18", func(p *program) { p.old = true }, wantMain + wantTwo},
				{"inlined calls without sense", func(p *program) { p.calls[1].name++ }, wantMain + wantTwo},
			}
			for _, tt := range tests {
				t.Run(fmt.Sprintf("%s, big %v, word %d", tt.name, big, word), func(t *testing.T) {
					p := sound()
					p.big, p.word = big, word
					tt.edit(&p)
					table, err := New(p.image())
					if err != nil {
						t.Fatal(err)
					}
					got, errs := dump(t, table.Session())
					if got != tt.want || errs != nil {
						t.Errorf("got %v\n%swant\n%s", errs, got, tt.want)
					}
				})
			}
		}
	}
}

func TestHeaderErrors(t *testing.T) {
	good := sound().image()
	with := func(off int, b byte) []byte {
		data := slices.Clone(good.Table)
		data[off] = b
		return data
	}
	tests := []struct {
		name string
		data []byte
		err  error
		off  uint64
	}{
		{"empty", nil, io.ErrUnexpectedEOF, 0},
		{"cut", good.Table[:40], io.ErrUnexpectedEOF, 40},
		{"Go 1.16", with(0, 0xfa), debuginfo.ErrUnsupported, 0},
		{"padding", with(5, 1), errMagic, 4},
		{"quantum", with(6, 3), errQuantum, 6},
		{"word", with(7, 2), errWord, 7},
		{"part outside", with(8+3*8+3, 1), errPart, 8 + 3*8},
		{"part in the header", with(8+3*8, 8), errPart, 8 + 3*8},
		{"too many functions", with(10, 1), errCount, 8},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			img := good
			img.Table = tt.data
			_, err := New(img)
			if !errors.Is(err, tt.err) {
				t.Fatalf("err = %v, want %v", err, tt.err)
			}
			if fe, ok := errors.AsType[*debuginfo.FormatError](err); !ok || fe.Offset != tt.off {
				t.Errorf("err = %v, want it at %d", err, tt.off)
			}
		})
	}
}

// TestDamage checks that a bad function costs only itself.
func TestDamage(t *testing.T) {
	limited := strings.Replace(wantInlines, "  0 main.check [{1008 100c}] /src/a.go:20\n", "", 1)
	tests := []struct {
		name string
		edit func(*program)
		want string
		err  error
	}{
		{"order", func(p *program) { p.damage = func(e []uint32) { e[2] = 60 } }, wantMain + wantInlines, errOrder},
		{"record outside", func(p *program) { p.damage = func(e []uint32) { e[1] = 1 << 20 } }, wantTwo, io.ErrUnexpectedEOF},
		{"record of another", func(p *program) { p.damage = func(e []uint32) { e[1] = e[3] } }, wantTwo, errEntry},
		{"no progress", func(p *program) { p.lines = []run{{0, 5}} }, "main.main 1000 [{1000 1020}]:\n" +
			strings.NewReplacer("/src/a.go:11", "/src/a.go:0", "/src/a.go:20", "/src/a.go:0", "/src/a.go:13", "/src/a.go:0").Replace(wantInlines) + wantTwo, errStep},
		{"call of itself", func(p *program) { p.calls[0].at = 5; p.calls[1].at = 9 }, wantMain +
			"  -1 main.add [{1004 1008} {100c 1010}] /src/a.go:20\n  -1 main.check [{1008 100c}] /src/b.go:30\n" +
			"  -1 main.add [{1018 101c}] /src/a.go:13\n" + wantTwo, nil},
		{"no such call", func(p *program) { p.inlined[5].value = 7 }, wantMain + wantTwo, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := sound()
			tt.edit(&p)
			table, err := New(p.image())
			if err != nil {
				t.Fatal(err)
			}
			got, errs := dump(t, table.Session())
			if got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
			if (tt.err == nil) != (errs == nil) || tt.err != nil && !errors.Is(errs[0], tt.err) {
				t.Errorf("errors %v, want %v", errs, tt.err)
			}
		})
	}
	img := sound().image()
	img.MaxInlineDepth = 1
	table, err := New(img)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := dump(t, table.Session()); got != wantMain+limited+wantTwo {
		t.Errorf("one level: got\n%s", got)
	}
	img.Code = []debuginfo.Range{{Start: textAddr + 32, End: textAddr + 48}}
	if table, err = New(img); err != nil {
		t.Fatal(err)
	}
	if got, errs := dump(t, table.Session()); got != wantTwo || len(errs) != 1 || !errors.Is(errs[0], errOutside) {
		t.Errorf("code outside the file: %v\n%s", errs, got)
	}
}

func TestFind(t *testing.T) {
	for _, big := range []bool{false, true} {
		p := sound()
		p.big = big
		data := append([]byte("\xf1\xff\xff\xff\x00\x00 not yet \xff\xff\xff\xf1\x00\x00 nor here"), p.image().Table...)
		off, ok := Find(data)
		if want := len(data) - len(p.image().Table); !ok || off != want {
			t.Errorf("big %v: found %v at %d, want %d", big, ok, off, want)
		}
		if _, ok := Find(data[:60]); ok {
			t.Error("found where nothing is")
		}
	}
}

func TestSplit(t *testing.T) {
	table, err := New(sound().image())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{-1, 0, 1, 2, 3, 100} {
		got := ""
		parts := table.Session().Split(n)
		for _, s := range parts {
			text, _ := dump(t, s)
			got += text
		}
		if got != wantMain+wantInlines+wantTwo || len(parts) != min(max(n, 1), 2) {
			t.Errorf("split in %d gives %d parts:\n%s", n, len(parts), got)
		}
	}
}

// FuzzTable checks that functions keep their rules and lie in the code, that no
// more lines come out than there are bytes of code, and that Split changes
// nothing.
func FuzzTable(f *testing.F) {
	for _, big := range []bool{false, true} {
		for _, word := range []int{4, 8} {
			p := sound()
			p.big, p.word = big, word
			img := p.image()
			trees, _ := img.Sections[1].Data()
			f.Add(img.Table, trees)
		}
	}
	f.Fuzz(func(t *testing.T, table, trees []byte) {
		img := Image{
			Table: table, TableAddr: tableAddr, ImageBase: imageBase, MaxInlineDepth: 3, Text: textAddr,
			Code: []debuginfo.Range{{Start: textAddr, End: textAddr + 40}, {Start: textAddr + 44, End: textAddr + 100}},
		}
		var head Table
		head.img = img
		if head.header(table) == nil {
			module := make([]uint64, moduleWords)
			module[modulePCHeader], module[moduleNames], module[moduleFtabLen] = tableAddr, head.namesAddr, uint64(head.count)+1
			module[moduleText], module[moduleGofuncMin] = textAddr, treesAddr+8
			data := (&testfile.Asm{Big: head.big}).Word(int(head.word), module...).Bytes()
			img.Sections = []Section{section(moduleAddr, data), section(treesAddr, trees)}
		}
		tab, err := New(img)
		if err != nil {
			return
		}
		for fn, err := range tab.Session().Functions() {
			if err != nil {
				continue
			}
			r := fn.Ranges[0]
			if len(fn.Ranges) != 1 || r.Start < textAddr-imageBase || r.End > textAddr-imageBase+100 {
				t.Fatalf("%s at %x lies outside the code", fn.Name, fn.Ranges)
			}
			if uint64(len(fn.Lines)) > r.End-r.Start {
				t.Fatalf("%d lines in %x", len(fn.Lines), r)
			}
			for i, in := range fn.Inlines {
				depth := 1
				for up := in.Parent; up >= 0; up = fn.Inlines[up].Parent {
					depth++
				}
				if depth > img.MaxInlineDepth {
					t.Fatalf("call %d is %d deep", i, depth)
				}
			}
		}
		want, _ := dump(t, tab.Session())
		got := ""
		for _, s := range tab.Session().Split(3) {
			text, _ := dump(t, s)
			got += text
		}
		if got != want {
			t.Fatalf("split gives\n%sand the whole\n%s", got, want)
		}
	})
}
