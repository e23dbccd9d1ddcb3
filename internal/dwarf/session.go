package dwarf

import (
	"iter"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// A session reads some of the units of a file; see debuginfo.Session.
type session struct {
	data  *Data
	units []*unit // those that this session reads
	first bool    // this session also reports the damage of unit headers

	files   []debuginfo.File
	sources []source
	indices map[debuginfo.File]uint32
	names   []namedEntry
	scopes  map[*unit][]scopeSpan
	abbrevs abbrevCache

	// The scopes of the unit under way as far as it was walked, which saves
	// most of the walks of scopesOf.
	walking  *unit
	walked   []scopeSpan
	walkedTo uint64 // offset of the entry under way

	// State of the unit under way.
	lang          debuginfo.Language
	ignoreSymbols bool // the producer's symbols are worse than its names
	rangesLeft    int
	rowsLeft      int
	qualified     int
	table         lineTable  // scratch
	current       *lineTable // of the unit, once it is needed
	hasLines      bool
	fileMap       []uint32          // number in the line table to index + 1
	covered       []debuginfo.Range // code of the functions that were yielded
	pending       []error           // errors to yield before the next function

	// Scratch.
	levels   []level
	open     []openFunction
	entry    entry
	parts    []string
	rest     []debuginfo.Range
	spans    []debuginfo.Range
	unitCode []debuginfo.Range
	moved    []int32
	out      debuginfo.Function
	norm     debuginfo.Normalizer
}

// Session returns a session over all units.
func (d *Data) Session() debuginfo.Session {
	d.prepare()
	return newSession(d, d.units, true)
}

func newSession(d *Data, units []*unit, first bool) *session {
	return &session{
		data: d, units: units, first: first,
		indices: make(map[debuginfo.File]uint32),
		scopes:  make(map[*unit][]scopeSpan),
	}
}

// Split divides the units so that each session has about the same number of
// bytes to read.
func (s *session) Split(n int) []debuginfo.Session {
	total := uint64(0)
	for _, u := range s.units {
		total += u.end - u.off
	}
	out := make([]debuginfo.Session, 0, max(n, 1))
	rest := s.units
	for part := 1; part < n && len(rest) > 1; part++ {
		want := total / uint64(n-part+1)
		i, size := 0, uint64(0)
		for i < len(rest)-1 && size < want {
			size += rest[i].end - rest[i].off
			i++
		}
		out = append(out, newSession(s.data, rest[:i], s.first && len(out) == 0))
		total -= size
		rest = rest[i:]
	}
	return append(out, newSession(s.data, rest, s.first && len(out) == 0))
}

// Functions yields the functions of every unit in order.
func (s *session) Functions() iter.Seq2[*debuginfo.Function, error] {
	return func(yield func(*debuginfo.Function, error) bool) {
		if s.first {
			for _, err := range s.data.errs {
				if !yield(nil, err) {
					return
				}
			}
		}
		for _, u := range s.units {
			if u.kind == unitType || u.kind == unitSplitType {
				continue
			}
			if !s.unit(u, yield) {
				return
			}
		}
	}
}

const (
	// rangeShare and rowShare bound how many ranges and rows the functions of
	// a unit may have together, per byte of the unit and per row of its line
	// table. Both are many times what compilers need; they keep entries that
	// refer to one list, or claim the same code, from multiplying it.
	rangeShare, rangeBase = 4, 64
	rowShare, rowBase     = 4, 1024
)

// unit yields the functions of one unit.
func (s *session) unit(u *unit, yield yielder) bool {
	root := u.root()
	if root.err != nil {
		return yield(nil, root.err)
	}
	if u.isSkeleton() {
		split, err := u.splitUnit()
		if err == nil {
			return s.splitFunctions(u, split, yield) && s.flush(yield)
		}
		if !yield(nil, err) {
			return false
		}
	}
	s.begin(u)
	if root.children && !s.walk(u, yield) {
		return false
	}
	return s.gaps(u, yield) && s.flush(yield)
}

// begin prepares the state for the entries of u.
func (s *session) begin(u *unit) {
	root := u.root()
	size := int(u.end - u.off)
	s.lang = root.lang
	s.ignoreSymbols = root.producer == "Dart VM"
	s.rangesLeft = rangeShare*size + rangeBase
	s.qualified = qualifiedShare*size + maxQualified
	s.hasLines, s.current = false, nil
	s.covered = s.covered[:0]
	if len(s.scopes) > maxScopes {
		clear(s.scopes)
	}
}

// maxScopes bounds the units whose scopes are remembered.
const maxScopes = 64

// report keeps an error for the next chance to yield it.
func (s *session) report(err error) {
	if len(s.pending) < maxPending {
		s.pending = append(s.pending, err)
	}
}

// maxPending bounds the errors kept for one function.
const maxPending = 16

// flush yields the errors that were kept.
func (s *session) flush(yield yielder) bool {
	for _, err := range s.pending {
		if !yield(nil, err) {
			return false
		}
	}
	s.pending = s.pending[:0]
	return true
}

// emit normalizes s.out and yields it.
func (s *session) emit(yield yielder) bool {
	if !s.flush(yield) {
		return false
	}
	if !s.norm.Normalize(&s.out) {
		return true
	}
	return yield(&s.out, nil)
}

// lines returns the line table of u, or nil.
func (s *session) lines(u *unit) *lineTable {
	if s.hasLines {
		return s.current
	}
	s.hasLines = true
	from := u
	if u.skeleton != nil {
		from = u.skeleton
	}
	root := from.root()
	if !root.hasLines {
		return nil
	}
	s.current = s.data.lineTable(from, root.stmtList, &s.table)
	if s.current.err != nil {
		s.report(s.current.err)
	}
	s.rowsLeft = rowShare*len(s.current.rows)/s.data.lineUsers(root.stmtList) + rowBase
	s.fileMap = slices.Grow(s.fileMap[:0], len(s.current.files))[:len(s.current.files)]
	clear(s.fileMap)
	return s.current
}

// appendLines appends the rows of t in r, unless the functions of the unit
// had more than their share.
func (s *session) appendLines(dst []debuginfo.Line, t *lineTable, r debuginfo.Range) []debuginfo.Line {
	if s.rowsLeft <= 0 {
		return dst
	}
	n := len(dst)
	dst = t.appendLines(dst, r)
	if s.rowsLeft -= len(dst) - n; s.rowsLeft <= 0 {
		s.report(&debuginfo.LimitError{What: "lines of a unit", Want: uint64(len(t.rows)) + 1, Max: uint64(len(t.rows))})
	}
	return dst
}

// file returns the index of file number n of table t.
func (s *session) file(u *unit, t *lineTable, n uint64) uint32 {
	if t == nil || n >= uint64(len(s.fileMap)) {
		return debuginfo.NoFile
	}
	if i := s.fileMap[n]; i > 0 {
		return i - 1
	}
	e, ok := t.file(n)
	if !ok {
		return debuginfo.NoFile
	}
	from := u
	if u.skeleton != nil {
		from = u.skeleton
	}
	i := s.intern(t.path(e, from), source{from, e.source})
	s.fileMap[n] = i + 1
	return i
}

// A source is the text of a file that a line table embeds.
type source struct {
	unit  *unit
	value value
}

// intern returns the index of a file of this session.
func (s *session) intern(f debuginfo.File, src source) uint32 {
	if i, ok := s.indices[f]; ok {
		return i
	}
	i := uint32(len(s.files))
	s.files = append(s.files, f)
	s.sources = append(s.sources, src)
	s.indices[f] = i
	return i
}

// File returns the file of an index.
func (s *session) File(index uint32) debuginfo.File {
	if uint64(index) >= uint64(len(s.files)) {
		return debuginfo.File{}
	}
	return s.files[index]
}

// Source returns the text that the line table embeds for a file.
func (s *session) Source(index uint32) ([]byte, error) {
	if uint64(index) >= uint64(len(s.sources)) {
		return nil, debuginfo.ErrNotFound
	}
	src := s.sources[index]
	if src.value.form == 0 {
		return nil, debuginfo.ErrNotFound
	}
	text, ok := unitShape(src.unit, src.unit.is64, src.unit.addrSize).rootString(src.unit.root(), src.value)
	if !ok || text == "" {
		return nil, debuginfo.ErrNotFound
	}
	return []byte(text), nil
}
