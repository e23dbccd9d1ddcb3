package gopcln

import (
	"iter"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// A session reads some of the functions; see debuginfo.Session.
type session struct {
	t        *Table
	from, to int // numbers of functions

	files   []debuginfo.File
	indices map[uint32]uint32 // offset in files to index
	d       decoder
	out     debuginfo.Function
	norm    debuginfo.Normalizer
}

// A decoder holds what is being read of one function, and scratch memory.
type decoder struct {
	paths, lines, calls []run

	nodes    []node
	byNumber map[int32]int32
	path     []int32
	order    []int32
}

// Session returns a session over all functions.
func (t *Table) Session() debuginfo.Session { return newSession(t, 0, t.count) }

func newSession(t *Table, from, to int) *session {
	return &session{t: t, from: from, to: to, indices: make(map[uint32]uint32), d: decoder{byNumber: make(map[int32]int32)}}
}

// Split divides the functions evenly.
func (s *session) Split(n int) []debuginfo.Session {
	n = max(1, min(n, s.to-s.from))
	out := make([]debuginfo.Session, 0, n)
	for from := s.from; n > 0; n-- {
		to := from + (s.to-from)/n
		out = append(out, newSession(s.t, from, to))
		from = to
	}
	return out
}

// Functions yields the functions by address.
func (s *session) Functions() iter.Seq2[*debuginfo.Function, error] {
	return func(yield func(*debuginfo.Function, error) bool) {
		for i := s.from; i < s.to; i++ {
			f, err := s.t.function(i)
			if err != nil {
				if !yield(nil, err) {
					return
				}
				continue
			}
			if f.entry == f.end {
				continue
			}
			if err := s.build(&f); err != nil && !yield(nil, err) {
				return
			}
			if s.norm.Normalize(&s.out) && !yield(&s.out, nil) {
				return
			}
		}
	}
}

// build makes s.out of f. After an error it lacks what could not be read.
func (s *session) build(f *function) error {
	d, out, size := &s.d, &s.out, f.end-f.entry
	var errPaths, errLines, errCalls error
	d.paths, errPaths = s.t.runs(d.paths[:0], f.file, size)
	d.lines, errLines = s.t.runs(d.lines[:0], f.line, size)
	d.calls = d.calls[:0]
	if s.t.trees != nil && f.tree != noTree {
		d.calls, errCalls = s.t.runs(d.calls, f.inlined, size)
	}
	// What follows the last line is padding before the next function.
	if n := len(d.lines); n > 0 && errLines == nil {
		f.end = f.entry + d.lines[n-1].end
	}
	start := f.entry - s.t.img.ImageBase
	out.Name, out.Lang, out.Entry = textAt(s.t.names, f.name), debuginfo.LanguageGo, start
	out.Ranges = append(out.Ranges[:0], debuginfo.Range{Start: start, End: f.end - s.t.img.ImageBase})
	out.Lines = s.appendLines(out.Lines[:0], f, d)
	out.Inlines = out.Inlines[:0]
	err := s.inlines(f, d, out)
	for _, e := range []error{errCalls, errLines, errPaths} {
		if e != nil {
			err = e
		}
	}
	return err
}

// appendLines appends a Line wherever the file or the line changes.
func (s *session) appendLines(dst []debuginfo.Line, f *function, d *decoder) []debuginfo.Line {
	start := f.entry - s.t.img.ImageBase
	paths, lines := d.paths, d.lines
	last := debuginfo.Line{File: debuginfo.NoFile, Line: ^uint32(0)}
	fileNumber, file := int32(-1), uint32(debuginfo.NoFile)
	for at := uint64(0); len(lines) > 0; {
		row := debuginfo.Line{Addr: start + at, File: debuginfo.NoFile, Line: lineNumber(lines[0].value)}
		end := lines[0].end
		if len(paths) > 0 {
			if n := paths[0].value; n != fileNumber {
				fileNumber, file = n, s.file(f, n)
			}
			row.File = file
			end = min(end, paths[0].end)
		}
		if row.File != last.File || row.Line != last.Line {
			dst = append(dst, row)
			last = row
		}
		at = end
		if lines[0].end <= at {
			lines = lines[1:]
		}
		if len(paths) > 0 && paths[0].end <= at {
			paths = paths[1:]
		}
	}
	return dst
}

// position returns the file and line at an offset from the entry of f.
func (s *session) position(f *function, d *decoder, off uint64) (file, line uint32) {
	return s.file(f, valueAt(d.paths, off)), lineNumber(valueAt(d.lines, off))
}

func lineNumber(value int32) uint32 { return uint32(max(value, 0)) }

// file returns the index of file number n of the unit of f.
func (s *session) file(f *function, n int32) uint32 {
	off, ok := s.t.filePath(f.unit, n)
	if !ok {
		return debuginfo.NoFile
	}
	if i, ok := s.indices[off]; ok {
		return i
	}
	path := textAt(s.t.files, off)
	if path == "" {
		return debuginfo.NoFile
	}
	dir, name := debuginfo.SplitPath(path)
	i := uint32(len(s.files))
	s.files = append(s.files, debuginfo.File{Dir: dir, Name: name})
	s.indices[off] = i
	return i
}

// File returns the file of an index.
func (s *session) File(index uint32) debuginfo.File {
	if uint64(index) >= uint64(len(s.files)) {
		return debuginfo.File{}
	}
	return s.files[index]
}

// Source returns ErrNotFound: the tables hold no text.
func (s *session) Source(uint32) ([]byte, error) { return nil, debuginfo.ErrNotFound }
