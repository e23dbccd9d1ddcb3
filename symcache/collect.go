package symcache

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// A shard holds what one session gave, as flat arrays: it is what the builder
// keeps for each row of code, so it must be small and free of pointers.
type shard struct {
	build   *Builder
	session debuginfo.Session

	names   nameInterner
	files   interner[debuginfo.File]
	fileIDs fileIDs

	fileUses  []uint32 // by index in files: rows and calls that name it
	functions []function
	calls     []call
	pieces    []piece
	rows      []byte // of all pieces, see appendRow
	addrBits  uint64 // all addresses, or-ed, to find their alignment

	spans  []span
	stack  []span
	callID []int32 // for the calls of one function their index in calls, or -1
}

// A function is what a root frame shows.
type function struct {
	entry uint64
	name  uint32 // index in shard.names
	calls uint32 // first of its calls; they end where those of the next begin
	lang  debuginfo.Language
}

// A call is an inlined call that has code.
type call struct {
	parent          int32 // index in shard.calls, -1 for the function
	name            uint32
	file, line, col uint32 // of the call; file is 0 or 1 + an index in shard.files
	lang            debuginfo.Language
}

// A piece is one range of a function, with rows.
type piece struct {
	start, end uint64
	function   uint32
	rows       uint64 // offset in shard.rows
}

// A span is one range of an inlined call.
type span struct {
	start, end uint64
	index      int32 // in Function.Inlines
}

// A row is the state of the code from addr on.
type row struct {
	addr uint64
	call int32 // index in shard.calls, -1 for the function itself
	pos  position
}

// A position is a place in the source; file is 0 if unknown, else 1 + an index.
type position struct {
	file, line, col uint32
}

// collect reads all functions of the shard's session.
func (s *shard) collect(ctx context.Context) error {
	n := uint64(0)
	for f, err := range s.session.Functions() {
		if err != nil {
			s.build.diagnose(err)
		} else {
			s.add(f)
		}
		if n++; n%progressStep == 0 {
			s.build.progress(progressStep)
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}
	s.build.progress(n % progressStep)
	s.forget()
	return ctx.Err()
}

// forget drops what only collecting needs.
func (s *shard) forget() {
	s.session = nil
	s.names.forget()
	s.files.ids, s.fileIDs = nil, fileIDs{}
	s.spans, s.stack, s.callID = nil, nil, nil
}

// add takes over what f says.
func (s *shard) add(f *debuginfo.Function) {
	if len(f.Ranges) == 0 {
		return
	}
	s.functions = append(doubled(s.functions), function{
		entry: f.Entry,
		name:  s.name(f.Name),
		calls: uint32(len(s.calls)),
		lang:  f.Lang,
	})
	s.collectSpans(f)
	s.addrBits |= f.Entry
	lines, spans := f.Lines, s.spans
	for _, r := range f.Ranges {
		if r.Start >= r.End {
			continue
		}
		s.pieces = append(doubled(s.pieces), piece{r.Start, r.End, uint32(len(s.functions) - 1), uint64(len(s.rows))})
		s.addrBits |= r.Start | r.End
		lines, spans = s.addRange(f, r, lines, spans)
	}
}

// collectSpans gathers the ranges of all inlined calls, sorted so that a sweep
// over the addresses meets them, outer calls before inner ones.
func (s *shard) collectSpans(f *debuginfo.Function) {
	s.spans = s.spans[:0]
	s.callID = s.callID[:0]
	for i := range f.Inlines {
		in := &f.Inlines[i]
		s.callID = append(s.callID, -1)
		if in.Parent >= int32(i) {
			continue
		}
		for _, r := range in.Ranges {
			if r.Start < r.End {
				s.spans = append(s.spans, span{r.Start, r.End, int32(i)})
			}
		}
	}
	bySweep := func(a, b span) int {
		if a.start != b.start {
			return cmp.Compare(a.start, b.start)
		}
		return cmp.Compare(a.index, b.index)
	}
	if !slices.IsSortedFunc(s.spans, bySweep) {
		slices.SortFunc(s.spans, bySweep)
	}
}

// addRange writes the rows of range r of f. It returns the lines and spans
// that lie behind it.
func (s *shard) addRange(f *debuginfo.Function, r debuginfo.Range, lines []debuginfo.Line, spans []span) ([]debuginfo.Line, []span) {
	for len(lines) > 0 && lines[0].Addr < r.Start {
		lines = lines[1:]
	}
	for len(spans) > 0 && spans[0].end <= r.Start {
		spans = spans[1:]
	}
	w := rowWriter{shard: s, last: row{addr: r.Start, call: -1}, first: true}
	s.stack = s.stack[:0]
	at := row{addr: r.Start, call: -1}
	for at.addr < r.End {
		for len(s.stack) > 0 && s.stack[len(s.stack)-1].end <= at.addr {
			s.stack = s.stack[:len(s.stack)-1]
		}
		for len(spans) > 0 && spans[0].start <= at.addr {
			s.open(f, spans[0], at.addr)
			spans = spans[1:]
		}
		for len(lines) > 0 && lines[0].Addr <= at.addr {
			at.pos = s.position(lines[0].File, lines[0].Line, lines[0].Column)
			lines = lines[1:]
		}
		next := r.End
		if len(lines) > 0 {
			next = min(next, lines[0].Addr)
		}
		if len(spans) > 0 {
			next = min(next, spans[0].start)
		}
		at.call = -1
		if top := len(s.stack) - 1; top >= 0 {
			next = min(next, s.stack[top].end)
			at.call = s.call(f, s.stack[top].index)
		}
		w.put(at)
		at.addr = next
	}
	return lines, spans
}

// open puts a span on the stack, if it is inside what is there: a call whose
// parent is not active at addr does not count, nor one beyond the limit.
func (s *shard) open(f *debuginfo.Function, sp span, addr uint64) {
	parent := int32(-1)
	if top := len(s.stack) - 1; top >= 0 {
		parent = s.stack[top].index
		sp.end = min(sp.end, s.stack[top].end)
	}
	if sp.end <= addr || f.Inlines[sp.index].Parent != parent {
		return
	}
	if limit := s.build.maxDepth(); len(s.stack) >= limit {
		if len(s.stack) == limit {
			s.build.diagnose(&debuginfo.LimitError{What: "inline depth", Want: uint64(limit) + 1, Max: uint64(limit)})
		}
		return
	}
	s.stack = append(s.stack, sp)
}

// call returns the index in s.calls of inlined call i of f. The stack holds
// the calls around it.
func (s *shard) call(f *debuginfo.Function, i int32) int32 {
	if id := s.callID[i]; id >= 0 {
		return id
	}
	parent := int32(-1)
	for _, sp := range s.stack {
		if s.callID[sp.index] < 0 {
			in := &f.Inlines[sp.index]
			p := s.position(in.CallFile, in.CallLine, in.CallCol)
			s.callID[sp.index] = int32(len(s.calls))
			s.calls = append(doubled(s.calls), call{parent, s.name(in.Name), p.file, p.line, p.col, in.Lang})
		}
		parent = s.callID[sp.index]
	}
	return s.callID[i]
}

func (s *shard) name(name string) uint32 {
	if t := s.build.options.Transform; t != nil {
		name = t.Name(name)
	}
	return s.names.id(name)
}

func (s *shard) position(file, line, col uint32) position {
	if s.build.options.OmitColumns {
		col = 0
	}
	if t := s.build.options.Transform; t != nil {
		f, line := t.Position(s.session.File(file), line)
		if f.IsZero() {
			return position{0, line, col}
		}
		return position{s.use(s.files.id(f) + 1), line, col}
	}
	return position{s.use(s.file(file)), line, col}
}

// doubled returns s with room for another value. Append alone lets long slices
// grow by a quarter at a time, so that most are copied several times.
func doubled[T any](s []T) []T {
	if len(s) < cap(s) {
		return s
	}
	return slices.Grow(s, max(len(s), 64))
}

// use counts a use of a file, so that those used most get the short numbers.
func (s *shard) use(file uint32) uint32 {
	if file > 0 {
		for int(file) > len(s.fileUses) {
			s.fileUses = append(s.fileUses, 0)
		}
		s.fileUses[file-1]++
	}
	return file
}

// pieceRows returns the rows of piece i.
func (s *shard) pieceRows(i uint32) []byte {
	end := uint64(len(s.rows))
	if int(i)+1 < len(s.pieces) {
		end = s.pieces[i+1].rows
	}
	return s.rows[s.pieces[i].rows:end]
}

// callsOf returns the calls of function f.
func (s *shard) callsOf(f uint32) []call {
	end := len(s.calls)
	if int(f)+1 < len(s.functions) {
		end = int(s.functions[f+1].calls)
	}
	return s.calls[s.functions[f].calls:end]
}

// file returns 0 for no file, or 1 + the index in s.files of a file of the session.
func (s *shard) file(index uint32) uint32 {
	if index == debuginfo.NoFile {
		return 0
	}
	if id, ok := s.fileIDs.get(index); ok {
		return id
	}
	id := uint32(0)
	if f := s.session.File(index); !f.IsZero() {
		// Should the session know the file under several indices, numberFiles
		// finds out.
		s.files.values = append(s.files.values, f)
		id = uint32(len(s.files.values))
	}
	s.fileIDs.put(index, id)
	return id
}

// A rowWriter appends the rows of one piece to its shard. Neighbours that say
// the same are joined.
type rowWriter struct {
	shard *shard
	last  row
	first bool
}

func (w *rowWriter) put(r row) {
	if !w.first && r.call == w.last.call && r.pos == w.last.pos {
		return
	}
	w.first = false
	w.shard.addrBits |= r.addr
	b := w.shard.rows
	if cap(b)-len(b) < maxRowSize {
		b = slices.Grow(b, max(len(b), 1<<12))
	}
	w.shard.rows = appendRow(b, &w.last, &r)
	w.last = r
}

// The form of rows between collecting and writing is a byte of flags, then the
// numbers whose flag is set: what changed since the row before.
const (
	rowCall  = 1 << iota // sleb: change of call
	rowFile              // sleb: change of file
	rowLine              // sleb: change of line
	rowCol               // uleb: column
	rowShift = iota      // address delta above the flags, 15 if a uleb with the rest follows
	rowLong  = 1<<(8-rowShift) - 1
)

// maxRowSize is how many bytes appendRow appends at most.
const maxRowSize = 1 + 5*binary.MaxVarintLen64

func appendRow(b []byte, last, r *row) []byte {
	delta := r.addr - last.addr
	at := len(b)
	b = append(b, byte(min(delta, rowLong))<<rowShift)
	if delta >= rowLong {
		b = binary.AppendUvarint(b, delta-rowLong)
	}
	if r.call != last.call {
		b[at] |= rowCall
		b = binary.AppendVarint(b, int64(r.call)-int64(last.call))
	}
	if r.pos.file != last.pos.file {
		b[at] |= rowFile
		b = binary.AppendVarint(b, int64(r.pos.file)-int64(last.pos.file))
	}
	if r.pos.line != last.pos.line {
		b[at] |= rowLine
		b = binary.AppendVarint(b, int64(r.pos.line)-int64(last.pos.line))
	}
	if r.pos.col != last.pos.col {
		b[at] |= rowCol
		b = binary.AppendUvarint(b, uint64(r.pos.col))
	}
	return b
}

// A rowReader reads back the rows of a piece.
type rowReader struct {
	data []byte
	row  row
}

// next moves to the next row. The caller knows where the piece ends.
func (r *rowReader) next() {
	flags := r.data[0]
	r.data = r.data[1:]
	delta := uint64(flags >> rowShift)
	if delta == rowLong {
		delta += r.uvarint()
	}
	r.row.addr += delta
	if flags&(rowCall|rowFile|rowLine|rowCol) == 0 {
		return
	}
	if flags&rowCall != 0 {
		r.row.call += int32(r.varint())
	}
	if flags&rowFile != 0 {
		r.row.pos.file += uint32(r.varint())
	}
	if flags&rowLine != 0 {
		r.row.pos.line += uint32(r.varint())
	}
	if flags&rowCol != 0 {
		r.row.pos.col = uint32(r.uvarint())
	}
}

func (r *rowReader) uvarint() uint64 {
	if b := r.data[0]; b < 0x80 {
		r.data = r.data[1:]
		return uint64(b)
	}
	v, n := binary.Uvarint(r.data)
	r.data = r.data[n:]
	return v
}

func (r *rowReader) varint() int64 {
	u := r.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}
