package pdb

import (
	"fmt"
	"iter"
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/codeview"
)

// errC11 says why functions of a module have no lines.
var errC11 = fmt.Errorf("lines are in the form of compilers before 2005: %w", debuginfo.ErrUnsupported)

// A Session reads the functions of a database. It implements
// [debuginfo.Session].
type Session struct {
	file    *File
	modules []Module
	first   bool // it is the session of the first modules
	failed  error
	namer   codeview.Namer
	builder codeview.Builder
}

// Session returns a new session over all modules.
func (f *File) Session() *Session {
	s := f.session()
	s.first = true
	for m, err := range f.Modules() {
		if err != nil {
			s.failed = err
			break
		}
		if m.Stream >= 0 && (m.symbols > moduleHead || m.c13 > 0) {
			s.modules = append(s.modules, m)
		}
	}
	return s
}

func (f *File) session() *Session {
	s := &Session{file: f}
	s.builder = codeview.Builder{
		Map: &f.addrs, Names: &s.namer, Import: f.imported, Publics: f.publicNames,
		MaxInlineDepth: f.limits.MaxInlineDepth,
	}
	return s
}

// Functions yields the functions of all modules in the order of the link.
// Where the linker folded equal functions, each of them comes with the one
// address; the order tells which the builder of a cache keeps.
func (s *Session) Functions() iter.Seq2[*debuginfo.Function, error] {
	return func(yield func(*debuginfo.Function, error) bool) {
		if s.first && !s.problems(yield) {
			return
		}
		for _, m := range s.modules {
			if !s.module(m, yield) {
				return
			}
		}
	}
}

// problems yields what concerns the database as a whole.
func (s *Session) problems(yield func(*debuginfo.Function, error) bool) bool {
	types, typesErr := s.file.Types()
	ids, idsErr := s.file.IDs()
	s.namer.Types, s.namer.IDs = types, ids
	for _, err := range []error{s.failed, typesErr, idsErr} {
		if err != nil && !yield(nil, err) {
			return false
		}
	}
	if s.file.FastLink() {
		return yield(nil, fileError("", 0, fmt.Errorf("debug information is in the object files (/DEBUG:FASTLINK): %w", debuginfo.ErrUnsupported)))
	}
	if s.file.Managed() {
		return yield(nil, fileError("", 0, fmt.Errorf("functions of .NET code have no addresses: %w", debuginfo.ErrUnsupported)))
	}
	return true
}

func (s *Session) module(m Module, yield func(*debuginfo.Function, error) bool) bool {
	if s.namer.Types == nil {
		s.namer.Types, _ = s.file.Types()
		s.namer.IDs, _ = s.file.IDs()
	}
	data, err := s.file.Data(m)
	if err != nil {
		return yield(nil, err)
	}
	if len(data.C11) > 0 && len(data.C13) == 0 && !yield(nil, fileError(data.place.Section, 0, errC11)) {
		return false
	}
	return s.builder.Functions(codeview.Module{
		Place: data.place, Base: moduleHead, Symbols: data.Symbols, Lines: data.C13, LineOff: data.c13At,
	}, yield)
}

// File returns the source file of an index: its offset in the string table.
func (s *Session) File(index uint32) debuginfo.File { return s.file.names.file(index) }

// Split divides the modules by their size.
func (s *Session) Split(n int) []debuginfo.Session {
	total := uint64(0)
	for _, m := range s.modules {
		total += m.weight()
	}
	n = max(min(n, len(s.modules)), 1)
	out := make([]debuginfo.Session, 0, n)
	done, next := uint64(0), 0
	for i := range n {
		part := s.file.session()
		part.first, part.failed = s.first && i == 0, s.failed
		for next < len(s.modules) && (i == n-1 || len(part.modules) == 0 || done*uint64(n) < total*uint64(i+1)) {
			done += s.modules[next].weight()
			part.modules = append(part.modules, s.modules[next])
			next++
		}
		out = append(out, part)
	}
	return out
}

func (m Module) weight() uint64 { return uint64(m.symbols) + uint64(m.c13) + 1 }

// Source returns the text of a source file that the linker embedded, or
// ErrNotFound. Compressed text is not read.
func (s *Session) Source(index uint32) ([]byte, error) {
	if index == debuginfo.NoFile {
		return nil, debuginfo.ErrNotFound
	}
	return s.file.Source(s.file.String(index))
}

// imported resolves an id that a module exports to others.
func (f *File) imported(module, local uint32) (codeview.Index, bool) {
	f.exportsOnce.Do(func() {
		f.exports = map[string]map[uint32]codeview.Index{}
		for m, err := range f.Modules() {
			if err != nil {
				break
			}
			data, err := f.Data(m)
			if err != nil || len(data.C13) == 0 {
				continue
			}
			if ids := codeview.Exports(data.place, data.c13At, data.C13); len(ids) > 0 {
				f.exports[strings.ToLower(m.Name)] = ids
			}
		}
	})
	id, ok := f.exports[strings.ToLower(f.String(module))][local]
	return id, ok
}
