package breakpad

import (
	"iter"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// session reads some of the functions of a file; see debuginfo.Session.
type session struct {
	index     *index
	functions []function
	first     bool // this session also reports the errors of the index
	maxDepth  int

	// Scratch.
	out   debuginfo.Function
	lines []lineRecord
	tree  inlineTree
	file  fileNumber // of the line before
}

// A fileNumber remembers what a number stands for.
type fileNumber struct {
	number uint64
	index  uint32
	valid  bool
}

// Session returns a reader of the functions. A malformed record comes as an
// error after the function that it belongs to.
func (f *File) Session() (debuginfo.Session, error) {
	x, err := f.load()
	if err != nil {
		return nil, err
	}
	return &session{index: x, functions: x.functions, first: true, maxDepth: f.maxDepth}, nil
}

// Split divides the functions so that each session has about the same number
// of bytes to read.
func (s *session) Split(n int) []debuginfo.Session {
	part := func(functions []function, first bool) *session {
		return &session{index: s.index, functions: functions, first: first, maxDepth: s.maxDepth}
	}
	var out []debuginfo.Session
	rest := s.functions
	for ; n > 1 && len(rest) > 1; n-- {
		begin := rest[0].off
		want := (rest[len(rest)-1].end - begin) / n
		i := 1
		for i < len(rest)-1 && rest[i].off-begin < want {
			i++
		}
		out = append(out, part(rest[:i], s.first && len(out) == 0))
		rest = rest[i:]
	}
	return append(out, part(rest, s.first && len(out) == 0))
}

// File returns the source file of a FILE record.
func (s *session) File(index uint32) debuginfo.File {
	if uint64(index) >= uint64(len(s.index.files)) {
		return debuginfo.File{}
	}
	path := s.index.files[index]
	if dir, name := debuginfo.SplitPath(path); name != "" {
		if f := (debuginfo.File{Dir: dir, Name: name}); f.Path() == debuginfo.CleanPath(path) {
			return f
		}
	}
	return debuginfo.File{Name: path}
}

// Source returns ErrNotFound: symbol files hold no sources.
func (s *session) Source(uint32) ([]byte, error) { return nil, debuginfo.ErrNotFound }

// Functions yields the functions in the order of the file.
func (s *session) Functions() iter.Seq2[*debuginfo.Function, error] {
	return func(yield func(*debuginfo.Function, error) bool) {
		if s.first {
			for _, err := range s.index.errs {
				if !yield(nil, err) {
					return
				}
			}
		}
		for i := range s.functions {
			ok, err := s.read(&s.functions[i])
			if ok && !yield(&s.out, nil) {
				return
			}
			if err != nil && !yield(nil, err) {
				return
			}
		}
	}
}

// read reads one function into s.out. It reports whether the function has
// code, and the first of its records that is malformed.
func (s *session) read(fn *function) (ok bool, err error) {
	data, off := s.index.data[:fn.end], fn.off
	header := s.index.line(off)
	off += len(header)
	rec := fields(header)
	rec.keyword()
	rec.marker()
	_, ok1 := rec.hex()
	_, ok2 := rec.hex()
	_, ok3 := rec.hex()
	if !ok1 || !ok2 || !ok3 {
		return false, errorAt(fn.off, errFunction)
	}
	f := &s.out
	f.Name = nameOr(rec.rest(), unknown)
	f.Entry = fn.start
	f.Ranges = append(f.Ranges[:0], debuginfo.Range{Start: fn.start, End: fn.top})
	s.lines = s.lines[:0]
	s.tree.reset()
	for off < len(data) {
		if c := data[off]; c == '\n' || c == '\r' {
			off++
			continue
		}
		if n := s.line(data[off:]); n > 0 {
			off += n
			continue
		}
		line := s.index.line(off)
		if bad := s.other(line); bad != nil && err == nil {
			err = errorAt(off, bad)
		}
		off += len(line)
	}
	f.Lines = appendLines(f.Lines[:0], s.lines, f.Ranges[0])
	f.Inlines = s.tree.build(f.Inlines[:0], f.Ranges[0])
	return fn.start < fn.top, err
}

// other reads a record of a function that is not a well formed line record.
func (s *session) other(line []byte) error {
	rec := fields(line)
	switch rec.keyword() {
	case keyInline:
		if !s.inline(rec) {
			return errInline
		}
	case keyOther:
		if len(rec) > 0 {
			return errLine
		}
	}
	return nil
}
