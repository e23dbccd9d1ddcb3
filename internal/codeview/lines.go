package codeview

import (
	"iter"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// Kinds of C13 subsections.
const (
	SubsectionSymbols   = 0xf1
	SubsectionLines     = 0xf2
	SubsectionStrings   = 0xf3
	SubsectionChecksums = 0xf4
	SubsectionInlinees  = 0xf6
	SubsectionImports   = 0xf7
	SubsectionExports   = 0xf8

	// SubsectionIgnore is a bit of the kind that says to pass over it.
	SubsectionIgnore = 0x80000000
)

// A Subsection is one part of a module's C13 information.
type Subsection struct {
	Kind   uint32
	Offset uint64 // of Data in the stream
	Data   []byte // shared with the stream
}

// Subsections yields the parts of data, whose first byte is at offset base of
// the stream that place names. A wrong length ends it with an error.
func Subsections(place *cursor.Place, base uint64, data []byte) iter.Seq2[Subsection, error] {
	return func(yield func(Subsection, error) bool) {
		c := cursor.New(place, base, data, false)
		for c.Len() >= 8 {
			kind, size := c.U32(), c.U32()
			s := Subsection{Kind: kind, Offset: c.Offset()}
			s.Data = c.Bytes(uint64(size))
			if c.Err() != nil {
				yield(Subsection{}, c.Err())
				return
			}
			if kind&SubsectionIgnore == 0 && !yield(s, nil) {
				return
			}
			c.Skip(min(-c.Offset()&3, uint64(c.Len())))
		}
	}
}

// Line numbers that are no lines but tell a debugger not to stop.
const (
	lineNeverStepOnto = 0xfeefee
	lineNeverStepInto = 0xf00f00
)

// A position is a place in the source.
type position struct {
	file   uint32 // offset in the string table, debuginfo.NoFile if unknown
	line   uint32
	column uint32
}

// nowhere is the position of code that has none.
var nowhere = position{file: debuginfo.NoFile}

// A row says where the code at addr and after it comes from.
type row struct {
	addr uint64 // section number and offset
	position
	end bool // no position from here on
}

// lineTable is what the C13 part of a module says.
type lineTable struct {
	rows      []row // sorted by address
	checksums []byte
	entries   []uint32 // offsets of the checksums' entries, sorted
	inlinees  map[Index]inlinee
	imports   []imported
	exports   map[uint32]Index
	sections  [][]byte // contents of line subsections, until the checksums are known
}

// An inlinee says where the body of a function that was inlined begins.
type inlinee struct {
	file uint32 // offset in the checksums
	line uint32
}

// An imported is the ids that a module takes from another one.
type imported struct {
	module uint32 // name, offset in the string table
	ids    []byte // 32-bit numbers in the exports of that module
}

// read fills t from a module's C13 part. What it read before an error is kept.
func (t *lineTable) read(place *cursor.Place, base uint64, data []byte) error {
	t.reset()
	var failed error
	for sub, err := range Subsections(place, base, data) {
		if err != nil {
			failed = err
			break
		}
		switch sub.Kind {
		case SubsectionLines:
			t.sections = append(t.sections, sub.Data)
		case SubsectionChecksums:
			t.readChecksums(sub.Data)
		case SubsectionInlinees:
			t.readInlinees(sub.Data)
		case SubsectionImports:
			t.readImports(sub.Data)
		case SubsectionExports:
			t.readExports(sub.Data)
		}
	}
	for _, data := range t.sections {
		t.readLines(data)
	}
	byAddr := func(a, b row) int {
		switch {
		case a.addr < b.addr:
			return -1
		case a.addr > b.addr:
			return 1
		case a.end == b.end:
			return 0
		case a.end:
			return -1
		}
		return 1
	}
	if !slices.IsSortedFunc(t.rows, byAddr) {
		slices.SortStableFunc(t.rows, byAddr)
	}
	return failed
}

func (t *lineTable) reset() {
	t.rows, t.checksums, t.entries = t.rows[:0], nil, t.entries[:0]
	t.imports, t.sections = t.imports[:0], t.sections[:0]
	if t.inlinees == nil {
		t.inlinees = map[Index]inlinee{}
		t.exports = map[uint32]Index{}
	}
	clear(t.inlinees)
	clear(t.exports)
}

// readChecksums notes where entries begin: string offset, length and kind of
// the checksum, the checksum, and padding to four bytes.
func (t *lineTable) readChecksums(data []byte) {
	if t.checksums != nil {
		return // a module has one; offsets into a second would be ambiguous
	}
	t.checksums = data
	c := cursor.New(nil, 0, data, false)
	for c.Len() >= 6 {
		t.entries = append(t.entries, uint32(c.Offset()))
		c.Skip(4)
		size := c.U8()
		c.Skip(1 + uint64(size))
		c.Align(4)
	}
}

// file returns the string table offset of a file number, NoFile for one that
// is not the start of an entry.
func (t *lineTable) file(number uint32) uint32 {
	if _, ok := slices.BinarySearch(t.entries, number); !ok {
		return debuginfo.NoFile
	}
	c := cursor.New(nil, 0, t.checksums[number:], false)
	return c.U32()
}

func (t *lineTable) readInlinees(data []byte) {
	c := cursor.New(nil, 0, data, false)
	extended := c.U32() == 1
	for c.Len() >= 12 {
		id := Index(c.U32())
		in := inlinee{file: c.U32(), line: c.U32()}
		if extended {
			c.Skip(4 * uint64(c.U32()))
		}
		if _, ok := t.inlinees[id]; !ok && c.Err() == nil {
			t.inlinees[id] = in
		}
	}
}

func (t *lineTable) readImports(data []byte) {
	c := cursor.New(nil, 0, data, false)
	for c.Len() >= 8 {
		module := c.U32()
		ids := c.Bytes(4 * uint64(c.U32()))
		if c.Err() == nil {
			t.imports = append(t.imports, imported{module, ids})
		}
	}
}

func (t *lineTable) readExports(data []byte) {
	c := cursor.New(nil, 0, data, false)
	for c.Len() >= 8 {
		local := c.U32()
		t.exports[local] = Index(c.U32())
	}
}

// readLines reads the rows of one stretch of code: its offset, section, flags
// and size, then per file the number of the file, of rows, of bytes, the rows
// of 8 bytes, and with flag 1 as many columns of 4 bytes.
func (t *lineTable) readLines(data []byte) {
	c := cursor.New(nil, 0, data, false)
	offset := c.U32()
	start := uint64(c.U16())<<32 | uint64(offset)
	columns := c.U16()&1 != 0
	size := uint64(c.U32())
	for c.Len() >= 12 {
		number, count := c.U32(), uint64(c.U32())
		block := c.U32()
		if block < 12 {
			break
		}
		lines := c.Sub(uint64(block) - 12)
		var cols cursor.Cursor
		if columns {
			cols = lines
			cols.Skip(8 * count)
		}
		file := t.file(number)
		for ; count > 0 && lines.Len() >= 8; count-- {
			at := lines.U32()
			bits := lines.U32()
			pos := position{file: file, line: bits & 0xffffff}
			if columns {
				pos.column = uint32(cols.U16())
				cols.Skip(2)
			}
			if pos.line == lineNeverStepOnto || pos.line == lineNeverStepInto {
				continue
			}
			if uint64(at) < size {
				t.rows = append(t.rows, row{addr: start + uint64(at), position: pos})
			}
		}
	}
	t.rows = append(t.rows, row{addr: start + size, position: nowhere, end: true})
}

// between returns the rows that say something about the code from start to
// end: those within, and the one before if none is at start.
func (t *lineTable) between(start, end uint64) []row {
	byAddr := func(r row, addr uint64) int {
		if r.addr < addr {
			return -1
		}
		return 1
	}
	first, _ := slices.BinarySearchFunc(t.rows, start, byAddr)
	last, _ := slices.BinarySearchFunc(t.rows, end, byAddr)
	if first > 0 && (first == len(t.rows) || t.rows[first].addr > start || t.rows[first].end) {
		first--
	}
	return t.rows[first:max(first, last)]
}
