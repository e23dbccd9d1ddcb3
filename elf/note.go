package elf

import (
	stdelf "debug/elf"
	"errors"
	"iter"
	"strings"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

var errNoteAlign = errors.New("note alignment is not 4 or 8")

// A Note is an entry of a note section or segment.
type Note struct {
	Name string // owner, without the zero byte at its end: "GNU", "Go", …
	Type uint32 // meaning depends on Name
	Desc []byte // shares memory with the file
}

// Notes yields the notes of all PT_NOTE segments, then those of all SHT_NOTE
// sections; most notes are found in both. An error ends the notes of one
// segment or section, not the iteration.
func (f *File) Notes() iter.Seq2[Note, error] {
	return func(yield func(Note, error) bool) {
		for _, s := range f.Segments {
			if s.Type != stdelf.PT_NOTE {
				continue
			}
			data, err := f.SegmentData(s)
			if err != nil {
				if !yield(Note{}, err) {
					return
				}
				continue
			}
			if !f.notes(data, "note segment", s.Offset, s.Align, yield) {
				return
			}
		}
		for _, s := range f.Sections {
			if s.Type != stdelf.SHT_NOTE {
				continue
			}
			data, err := s.Data()
			if err != nil {
				if !yield(Note{}, err) {
					return
				}
				continue
			}
			if !f.notes(data, s.Name, 0, s.Align, yield) {
				return
			}
		}
	}
}

// notes yields the notes in data. The generic ABI asks for 8-byte alignment in
// 64-bit files, but tools write 4, so the alignment of the section or segment
// counts; 0 and 1 mean 4.
func (f *File) notes(data []byte, place string, off, align uint64, yield func(Note, error) bool) bool {
	c := cursor.New(&cursor.Place{Format: Format, Section: place}, off, data, f.BigEndian)
	switch {
	case align <= 1:
		align = 4
	case align != 4 && align != 8:
		c.Fail(errNoteAlign)
	}
	for c.Len() > 0 {
		nameLen := uint64(c.U32())
		descLen := uint64(c.U32())
		typ := c.U32()
		name := c.Bytes(nameLen)
		c.Skip(min(-(12+nameLen)&(align-1), uint64(c.Len())))
		desc := c.Bytes(descLen)
		if c.Err() != nil {
			break
		}
		c.Skip(min(-descLen&(align-1), uint64(c.Len()))) // the last note may lack its padding
		if !yield(Note{strings.TrimRight(cursor.String(name), "\x00"), typ, desc}, nil) {
			return false
		}
	}
	return c.Err() == nil || yield(Note{}, c.Err())
}
