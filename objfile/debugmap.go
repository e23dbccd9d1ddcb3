package objfile

import (
	"cmp"
	"iter"
	"slices"
	"sort"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/ar"
	"github.com/gosymbolic/symbolic/internal/dwarf"
	"github.com/gosymbolic/symbolic/internal/source"
	"github.com/gosymbolic/symbolic/macho"
)

// A debugMap is the debug information of a Mach-O file whose linker left it in
// the object files. The file says which function came from which object; their
// debug information is read there and moved to where the linker put them.
type debugMap struct {
	owner   *machoObject
	objects []macho.LinkedObject
	err     error // of the table that names them
}

const (
	// maxObjects bounds the objects of a debug map. The largest browsers are
	// linked from some 50,000.
	maxObjects = 1 << 16
	// maxProbes is how many objects are looked for before none counts as there.
	maxProbes = 256
)

// newDebugMap returns the debug map of o, or nil if it has none or no object in
// it can be found: most files are far from where they were built.
func newDebugMap(o *machoObject) *debugMap {
	objects, err := o.file.DebugMap()
	if len(objects) > maxObjects {
		err = &debuginfo.LimitError{What: "objects of a debug map", Want: uint64(len(objects)), Max: maxObjects}
		objects = objects[:maxObjects]
	}
	m := &debugMap{o, objects, err}
	for i := range objects[:min(len(objects), maxProbes)] {
		_, _, c, err := m.open(&objects[i])
		if err != nil {
			continue
		}
		if c.Close != nil {
			c.Close()
		}
		return m
	}
	return nil
}

func (m *debugMap) session() debuginfo.Session {
	return newMapSession(m, m.objects, true)
}

// A mapSession reads some of the objects of a debugMap, one after the other.
type mapSession struct {
	debugMap *debugMap
	objects  []macho.LinkedObject
	first    bool // this session also reports the damage of the map
	files    []debuginfo.File
	indices  map[debuginfo.File]uint32
	mover    mover
}

func newMapSession(m *debugMap, objects []macho.LinkedObject, first bool) *mapSession {
	symbols, _ := m.owner.Symbols()
	return &mapSession{
		debugMap: m, objects: objects, first: first,
		indices: make(map[debuginfo.File]uint32),
		mover:   mover{symbols: symbols},
	}
}

// Split gives each session about the same number of functions.
func (s *mapSession) Split(n int) []debuginfo.Session {
	total := 0
	for i := range s.objects {
		total += 1 + len(s.objects[i].Functions)
	}
	var out []debuginfo.Session
	rest := s.objects
	for part := 1; part < n && len(rest) > 1; part++ {
		want := total / (n - part + 1)
		i, size := 0, 0
		for i < len(rest)-1 && size < want {
			size += 1 + len(rest[i].Functions)
			i++
		}
		out = append(out, newMapSession(s.debugMap, rest[:i], s.first && len(out) == 0))
		total -= size
		rest = rest[i:]
	}
	return append(out, newMapSession(s.debugMap, rest, s.first && len(out) == 0))
}

// Functions yields the functions of every object in order. An object that
// cannot be found is an error about it alone.
func (s *mapSession) Functions() iter.Seq2[*debuginfo.Function, error] {
	return func(yield func(*debuginfo.Function, error) bool) {
		if s.first && s.debugMap.err != nil && !yield(nil, s.debugMap.err) {
			return
		}
		for i := range s.objects {
			if !s.object(&s.objects[i], yield) {
				return
			}
		}
	}
}

// object yields the functions of one object.
func (s *mapSession) object(object *macho.LinkedObject, yield func(*debuginfo.Function, error) bool) bool {
	if len(object.Functions) == 0 {
		return true
	}
	f, pieces, companion, err := s.debugMap.open(object)
	if err != nil {
		return yield(nil, err)
	}
	if companion.Close != nil {
		defer companion.Close()
	}
	table, _ := f.FunctionSymbols()
	l := machoLoader(f)
	cfg := dwarf.Config{
		BigEndian:      f.BigEndian,
		Code:           codeOf(pieces),
		Symbols:        newSymbolMap(sizedSymbols(f, table), nil),
		MaxInlineDepth: s.debugMap.owner.limits.MaxInlineDepth,
	}
	sec := l.load()
	cfg.Damage = l.damage
	inner := dwarf.New(sec, cfg).Session()
	s.mover.begin(pieces, func(index uint32) uint32 { return s.intern(inner.File(index)) })
	for fn, err := range inner.Functions() {
		if err == nil {
			if fn = s.mover.move(fn); fn == nil {
				continue
			}
		}
		if !yield(fn, err) {
			return false
		}
	}
	return true
}

// intern returns the index of a file of this session.
func (s *mapSession) intern(f debuginfo.File) uint32 {
	if f.IsZero() {
		return debuginfo.NoFile
	}
	if i, ok := s.indices[f]; ok {
		return i
	}
	i := uint32(len(s.files))
	s.files = append(s.files, f)
	s.indices[f] = i
	return i
}

// File returns the file of an index.
func (s *mapSession) File(index uint32) debuginfo.File {
	if uint64(index) >= uint64(len(s.files)) {
		return debuginfo.File{}
	}
	return s.files[index]
}

// Source is ErrNotFound: object files are not kept once they have been read.
func (s *mapSession) Source(uint32) ([]byte, error) { return nil, debuginfo.ErrNotFound }

// open finds an object file, and its functions in it, through the Locator.
// Whoever gets the Companion closes it.
func (m *debugMap) open(object *macho.LinkedObject) (*macho.File, []piece, *Companion, error) {
	if len(object.Functions) == 0 {
		return nil, nil, nil, debuginfo.ErrNotFound
	}
	name := object.Path
	if object.Member != "" {
		name += "(" + object.Member + ")"
	}
	var found *macho.File
	var pieces []piece
	var companion *Companion
	o := m.owner
	err := o.companions.find(Request{Kind: CompanionObject, Name: name}, func(c *Companion) bool {
		for f := range machoMembers(c, object.Member, o.companions.limits) {
			if f.Type != macho.TypeObject || f.CPU != o.file.CPU {
				continue
			}
			if pieces = findPieces(f, object.Functions, o.base); len(pieces) > 0 {
				found, companion = f, c
				return true
			}
		}
		return false
	})
	if err != nil {
		return nil, nil, nil, &debuginfo.FormatError{Format: macho.Format, Section: name, Err: err}
	}
	return found, pieces, companion, nil
}

// machoMembers yields the Mach-O files that c may mean: c itself, or the members
// of that name if c is an archive, or a universal file of archives. Archives may
// have several members of one name.
func machoMembers(c *Companion, member string, limits *debuginfo.Limits) iter.Seq[*macho.File] {
	return func(yield func(*macho.File) bool) {
		for part := range machoSlices(source.New(c.ReaderAt, c.Size)) {
			for src := range archiveMembers(part, member) {
				f, err := macho.New(src.ReaderAt(), int64(src.Size()), limits)
				if err == nil && !yield(f) {
					return
				}
			}
		}
	}
}

// archiveMembers yields the members of an archive that have the given name, or
// src itself if it is no archive.
func archiveMembers(src *source.Source, name string) iter.Seq[*source.Source] {
	return func(yield func(*source.Source) bool) {
		prefix, err := src.Bytes(0, min(detectSize, src.Size()))
		if err != nil || !ar.IsArchive(prefix) {
			yield(src)
			return
		}
		for m, err := range ar.Members(src) {
			if err != nil || m.Name != name {
				continue
			}
			if part, err := src.Section(m.Offset, m.Size); err == nil && !yield(part) {
				return
			}
		}
	}
}

// A piece is code of an object file and where the linker put it.
type piece struct {
	debuginfo.Range        // in the object file
	to              uint64 // relative to the image base
}

// findPieces finds functions of a linked file with the given base in f, the
// object file that they came from. Pieces are sorted and disjoint.
func findPieces(f *macho.File, functions []macho.LinkedFunction, base uint64) []piece {
	wanted := make(map[string]*macho.LinkedFunction, len(functions))
	for i := range functions {
		wanted[functions[i].Name] = &functions[i]
	}
	table, _ := f.FunctionSymbols()
	sized := sizedSymbols(f, table)
	var out []piece
	for i := range table {
		fn := wanted[table[i].Name]
		if fn == nil || fn.Addr < base {
			continue
		}
		p := piece{debuginfo.Range{Start: table[i].Value}, fn.Addr - base}
		size := fn.Size
		if size == 0 {
			size = sized[i].Size
		}
		if p.End = p.Start + size; p.End > p.Start && p.to+size > p.to {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b piece) int { return cmp.Compare(a.Start, b.Start) })
	kept := out[:0]
	end := uint64(0)
	for _, p := range out {
		if p.Start >= end {
			kept = append(kept, p)
			end = p.End
		}
	}
	return kept
}

func codeOf(pieces []piece) []debuginfo.Range {
	code := make([]debuginfo.Range, len(pieces))
	for i, p := range pieces {
		code[i] = p.Range
	}
	return code
}

// A mover moves functions from the pieces of an object file to their places.
type mover struct {
	symbols *debuginfo.SymbolMap // of the linked file
	pieces  []piece
	file    func(uint32) uint32 // index of the object's session to that of the mapSession
	left    int                 // how many more ranges may come out
	out     debuginfo.Function
	spans   []debuginfo.Range
	moved   []int32
	norm    debuginfo.Normalizer
}

func (m *mover) begin(pieces []piece, file func(uint32) uint32) {
	m.pieces, m.file = pieces, file
	m.left = rangesPerPiece*len(pieces) + rangesBase
}

// The ranges of all functions and calls of an object may be this many. Honest
// ones lie within one piece each, which has some ten calls; hostile ones could
// all claim all pieces.
const rangesPerPiece, rangesBase = 4096, 1 << 16

// move returns f where the linker put it, or nil if nothing of it was kept. The
// result is overwritten by the next call.
//
// What does not contain the entry of its symbol is padding behind a function,
// which the line table counts as part of it; linkers of debug information leave
// it out.
func (m *mover) move(f *debuginfo.Function) *debuginfo.Function {
	out := &m.out
	if !slices.ContainsFunc(f.Ranges, func(r debuginfo.Range) bool { return r.Contains(f.Entry) }) {
		return nil
	}
	out.Name, out.Lang = f.Name, f.Lang
	out.Ranges, out.Lines, out.Inlines = m.ranges(out.Ranges[:0], f.Ranges), out.Lines[:0], out.Inlines[:0]
	if len(out.Ranges) == 0 {
		return nil
	}
	out.Entry = out.Ranges[0].Start
	if p := m.piece(f.Entry); p != nil {
		out.Entry = f.Entry - p.Start + p.to
	}
	// Of functions that the linker folded into one the symbols tell the name.
	if s, ok := m.symbols.At(out.Entry); ok && !macho.IsHidden(s.Name) {
		out.Name = s.Name
	}
	m.lines(f)
	m.inlines(f)
	if !m.norm.Normalize(out) {
		return nil
	}
	return out
}

// piece returns the piece that contains addr, or nil.
func (m *mover) piece(addr uint64) *piece {
	i := sort.Search(len(m.pieces), func(i int) bool { return m.pieces[i].End > addr })
	if i == len(m.pieces) || addr < m.pieces[i].Start {
		return nil
	}
	return &m.pieces[i]
}

// ranges appends the places of what the linker kept of ranges.
func (m *mover) ranges(dst, ranges []debuginfo.Range) []debuginfo.Range {
	for _, r := range ranges {
		i := sort.Search(len(m.pieces), func(i int) bool { return m.pieces[i].End > r.Start })
		for ; i < len(m.pieces) && m.pieces[i].Start < r.End; i++ {
			p := &m.pieces[i]
			start, end := max(r.Start, p.Start), min(r.End, p.End)
			if m.left--; m.left < 0 {
				return dst
			}
			dst = append(dst, debuginfo.Range{Start: start - p.Start + p.to, End: end - p.Start + p.to})
		}
	}
	return dst
}

// lines moves the lines of f. A line that begins before a piece is moved to
// the start of the piece.
func (m *mover) lines(f *debuginfo.Function) {
	for _, r := range f.Ranges {
		next := sort.Search(len(f.Lines), func(i int) bool { return f.Lines[i].Addr >= r.Start })
		first := next
		i := sort.Search(len(m.pieces), func(i int) bool { return m.pieces[i].End > r.Start })
		for ; i < len(m.pieces) && m.pieces[i].Start < r.End; i++ {
			p := &m.pieces[i]
			start, end := max(r.Start, p.Start), min(r.End, p.End)
			for next < len(f.Lines) && f.Lines[next].Addr < start {
				next++
			}
			if next > first && (next == len(f.Lines) || f.Lines[next].Addr > start) {
				m.line(f.Lines[next-1], start-p.Start+p.to)
			}
			for next < len(f.Lines) && f.Lines[next].Addr < end {
				m.line(f.Lines[next], f.Lines[next].Addr-p.Start+p.to)
				next++
			}
		}
	}
}

func (m *mover) line(l debuginfo.Line, addr uint64) {
	l.Addr, l.File = addr, m.file(l.File)
	m.out.Lines = append(m.out.Lines, l)
}

// inlines moves the inlined calls of f that have code left.
func (m *mover) inlines(f *debuginfo.Function) {
	const gone = -2
	m.spans, m.moved = m.spans[:0], m.moved[:0]
	for i := range f.Inlines {
		in := f.Inlines[i]
		if in.Parent >= 0 {
			in.Parent = m.moved[in.Parent]
		}
		first := len(m.spans)
		if in.Parent != gone {
			m.spans = m.ranges(m.spans, in.Ranges)
		}
		if len(m.spans) == first {
			m.moved = append(m.moved, gone)
			continue
		}
		in.Ranges = m.spans[first:len(m.spans):len(m.spans)]
		in.CallFile = m.file(in.CallFile)
		m.moved = append(m.moved, int32(len(m.out.Inlines)))
		m.out.Inlines = append(m.out.Inlines, in)
	}
}
