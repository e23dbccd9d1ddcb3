package codeview

import (
	"iter"
	"maps"
	"slices"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A Line is a row of a module's line table. It holds up to the next row.
type Line struct {
	Section uint16 // counted from 1
	Offset  uint32 // in the section
	File    uint32 // name, offset in the string table; debuginfo.NoFile if unknown
	Line    uint32 // counted from 1; 0 if unknown
	Column  uint32 // counted from 1; 0 if unknown
	End     bool   // no row: the code before it ends here
}

// A SourceFile is a file that lines refer to.
type SourceFile struct {
	Name     uint32 // offset in the string table
	Kind     uint8  // of the checksum: 0 none, 1 MD5, 2 SHA-1, 3 SHA-256
	Checksum []byte // shared with the stream
}

// An Inlinee is a function that the module inlines, and where its body begins.
type Inlinee struct {
	ID   Index
	File uint32 // name, offset in the string table; debuginfo.NoFile if unknown
	Line uint32 // counted from 1
}

// Lines yields the line table in a module's C13 part, sorted by address,
// without the rows that only tell a debugger not to stop. Damage in one part
// comes first, as an error, and loses that part.
func Lines(place *cursor.Place, base uint64, data []byte) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		var t lineTable
		if err := t.read(place, base, data); err != nil && !yield(Line{}, err) {
			return
		}
		for _, r := range t.rows {
			row := Line{
				Section: uint16(r.addr >> 32), Offset: uint32(r.addr),
				File: r.file, Line: r.line, Column: r.column, End: r.end,
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// Files yields the files in a module's C13 part.
func Files(place *cursor.Place, base uint64, data []byte) iter.Seq[SourceFile] {
	return func(yield func(SourceFile) bool) {
		for sub, err := range Subsections(place, base, data) {
			if err != nil {
				return
			}
			if sub.Kind != SubsectionChecksums {
				continue
			}
			c := cursor.New(nil, 0, sub.Data, false)
			for c.Len() >= 6 {
				f := SourceFile{Name: c.U32()}
				size := uint64(c.U8())
				f.Kind = c.U8()
				f.Checksum = c.Bytes(size)
				c.Align(4)
				if c.Err() != nil || !yield(f) {
					return
				}
			}
		}
	}
}

// Inlinees yields the functions that a module inlines, sorted by their ids. Of
// a damaged part it yields what comes before the damage.
func Inlinees(place *cursor.Place, base uint64, data []byte) iter.Seq[Inlinee] {
	return func(yield func(Inlinee) bool) {
		var t lineTable
		_ = t.read(place, base, data) // Lines tells of damage
		for _, id := range slices.Sorted(maps.Keys(t.inlinees)) {
			in := t.inlinees[id]
			if !yield(Inlinee{id, t.file(in.file), in.line}) {
				return
			}
		}
	}
}

// All yields the records with their numbers.
func (t *Table) All() iter.Seq2[Index, Record] {
	return func(yield func(Index, Record) bool) {
		for i := range t.offsets {
			n := t.first + Index(i)
			if rec, ok := t.Record(n); ok && !yield(n, rec) {
				return
			}
		}
	}
}
