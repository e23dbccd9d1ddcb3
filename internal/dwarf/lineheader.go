package dwarf

import (
	"errors"
	"fmt"
	"io"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/bounded"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

var (
	errLineRange   = errors.New("line range is zero")
	errLineFormat  = errors.New("entry format of a line table has no fields")
	errLineVersion = errors.New("version of a line table is not 2 to 5")
)

var linePlace = &cursor.Place{Format: Format, Section: ".debug_line"}

// A lineTable is a decoded line program with its files.
type lineTable struct {
	version   uint16
	addrSize  uint8
	dirs      []string
	files     []fileEntry
	rows      []debuginfo.Line // File is the number of the file in this table
	sequences []sequence       // sorted and disjoint
	err       error            // what ended the program early
}

// A fileEntry is a source file of a line table.
type fileEntry struct {
	name   string
	dir    uint64 // index of the directory
	source value  // embedded text; form 0 if there is none
}

// A lineHeader is what the header of a line table says of its program.
type lineHeader struct {
	minInst      uint8
	maxOps       uint8
	lineBase     int8
	lineRange    uint8
	opcodeBase   uint8
	opcodeParams []byte // number of LEB128 operands of each standard opcode from 1 on
}

// readHeader reads the header of the table at c, which covers the section from
// the table on, and returns a Cursor over the program (DWARF 5, 6.2.4).
func (t *lineTable) readHeader(c *cursor.Cursor, u *unit) (lineHeader, cursor.Cursor, error) {
	var h lineHeader
	start := c.Offset()
	length, is64 := readLength(c)
	if length > uint64(c.Len()) && c.Err() == nil {
		// A table that was cut short is read as far as it goes.
		t.err = c.ErrorAt(start, io.ErrUnexpectedEOF)
		length = uint64(c.Len())
	}
	body := c.Sub(length)
	t.version = body.U16()
	if body.Err() == nil && (t.version < 2 || t.version > 5) {
		return h, body, c.ErrorAt(start, fmt.Errorf("%w (%d): %w", errLineVersion, t.version, debuginfo.ErrUnsupported))
	}
	t.addrSize = u.addrSize
	if t.version >= 5 {
		t.addrSize = body.U8()
		body.U8() // size of a segment selector
	}
	var headerLength uint64
	if is64 {
		headerLength = body.U64()
	} else {
		headerLength = uint64(body.U32())
	}
	head := body.Sub(headerLength)
	h.minInst = head.U8()
	h.maxOps = 1
	if t.version >= 4 {
		h.maxOps = max(head.U8(), 1)
	}
	head.U8() // default of is_stmt
	h.lineBase = int8(head.U8())
	h.lineRange = head.U8()
	h.opcodeBase = head.U8()
	if h.opcodeBase > 0 {
		h.opcodeParams = head.Bytes(uint64(h.opcodeBase) - 1)
	}
	if head.Err() == nil && h.lineRange == 0 {
		head.FailAt(start, errLineRange)
	}
	if head.Err() != nil {
		return h, body, head.Err()
	}
	// The tables use the offset size of the line table, which may differ from
	// that of the unit.
	own := unitShape(u, is64, t.addrSize)
	if t.version >= 5 {
		t.readEntries(&head, own, func(e fileEntry) { t.dirs = append(t.dirs, e.name) })
		t.readEntries(&head, own, func(e fileEntry) { t.files = append(t.files, e) })
	} else {
		t.readOldEntries(&head)
	}
	if head.Err() != nil {
		t.err = head.Err() // the program needs no files: keep the lines
	}
	return h, body, nil
}

// unitShape returns a unit that reads forms like u, but with other sizes.
func unitShape(u *unit, is64 bool, addrSize uint8) *unit {
	return &unit{data: u.data, sec: u.data.sec.Line, version: 5, is64: is64, addrSize: addrSize, rootInfo: root{
		strBase: u.root().strBase, addrBase: u.root().addrBase}}
}

// readOldEntries reads the directories and files of versions 2 to 4. There,
// numbers begin with 1; directory 0 is the compilation directory, and file 0
// none, or in practice the first.
func (t *lineTable) readOldEntries(c *cursor.Cursor) {
	t.dirs = append(t.dirs, "")
	for c.Err() == nil {
		dir := c.CString()
		if dir == "" {
			break
		}
		t.dirs = append(t.dirs, dir)
	}
	t.files = append(t.files, fileEntry{})
	for c.Err() == nil {
		name := c.CString()
		if name == "" {
			break
		}
		t.addOldFile(c, name)
	}
}

// addOldFile reads what follows the name of a file in versions 2 to 4.
func (t *lineTable) addOldFile(c *cursor.Cursor, name string) {
	e := fileEntry{name: name, dir: c.Uleb()}
	c.SkipLEB() // modification time
	c.SkipLEB() // length
	if c.Err() == nil {
		t.files = append(t.files, e)
	}
}

// readEntries reads a table of directories or files of version 5: the format
// of an entry, their number, and the entries.
func (t *lineTable) readEntries(c *cursor.Cursor, shape *unit, add func(fileEntry)) {
	type field struct {
		content uint64
		spec    spec
	}
	var fields [8]field
	n := int(c.U8())
	for i := range n {
		f := field{c.Uleb(), spec{form: form(min(c.Uleb(), 0xffff))}}
		if i < len(fields) {
			fields[i] = f
		}
	}
	count := c.Uleb()
	if c.Err() != nil || count == 0 {
		return
	}
	if n == 0 || n > len(fields) {
		c.Fail(errLineFormat)
		return
	}
	for range bounded.Cap(count, c.Len(), 1) {
		var e fileEntry
		before := c.Offset()
		for i := range n {
			v := shape.read(c, &fields[i].spec)
			switch fields[i].content {
			case lnctPath:
				e.name, _ = shape.rootString(&shape.rootInfo, v)
			case lnctDirectoryIndex:
				e.dir, _ = v.number()
			case lnctLLVMSource:
				e.source = v
			}
		}
		if c.Err() == nil && c.Offset() == before {
			c.Fail(errLineFormat)
		}
		if c.Err() != nil {
			return
		}
		add(e)
	}
}

// file returns the file of a number that rows and calls use.
func (t *lineTable) file(n uint64) (fileEntry, bool) {
	if n >= uint64(len(t.files)) {
		return fileEntry{}, false
	}
	e := t.files[n]
	return e, e.name != ""
}

// path returns e as a File of unit u.
func (t *lineTable) path(e fileEntry, u *unit) debuginfo.File {
	f := debuginfo.File{CompDir: u.compDir(), Name: e.name}
	if e.dir < uint64(len(t.dirs)) {
		f.Dir = t.dirs[e.dir]
	}
	if t.version >= 5 && e.dir == 0 {
		// The compilation directory itself, not relative to it.
		if f.CompDir == "" {
			f.CompDir = f.Dir
		}
		f.Dir = ""
	}
	return f
}

// compDir returns the compilation directory of u.
func (u *unit) compDir() string {
	if dir := u.root().compDir; dir != "" || u.skeleton == nil {
		return dir
	}
	return u.skeleton.root().compDir
}
