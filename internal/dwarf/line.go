package dwarf

import (
	"cmp"
	"slices"
	"sort"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A sequence is a run of rows with rising addresses, rows[first:last], that
// describes the code from start to end. A sequence that was cut by the one
// before it starts within its first row.
type sequence struct {
	start, end  uint64
	first, last int
}

// A lineMachine is the state of a line program (DWARF 5, 6.2.2) and of the
// sequence it is making.
type lineMachine struct {
	addr    uint64
	opIndex uint8
	file    uint32
	line    uint32
	column  uint32

	first int    // row at which the sequence began
	last  uint64 // address of the last row
	dead  bool   // the sequence describes code that the linker dropped
}

var startState = lineMachine{file: 1, line: 1}

// read decodes the line table of u at offset off of .debug_line into t, whose
// slices it reuses. end is where the next table begins.
func (t *lineTable) read(u *unit, off, end uint64) {
	*t = lineTable{dirs: t.dirs[:0], files: t.files[:0], rows: t.rows[:0], sequences: t.sequences[:0]}
	sec := u.data.sec.Line
	end = min(end, uint64(len(sec)))
	c := cursor.New(linePlace, min(off, end), sec[min(off, end):end], u.data.cfg.BigEndian)
	c.Seek(off)
	h, program, err := t.readHeader(&c, u)
	if err == nil {
		err = c.Err()
	}
	if err != nil {
		t.err = err
		return
	}
	t.run(&h, &program, u)
	t.arrange()
}

// run executes a line program. Rows in code that the linker dropped and rows
// whose address goes back within their sequence are left out; of several rows
// at one address the last counts.
func (t *lineTable) run(h *lineHeader, c *cursor.Cursor, u *unit) {
	m := startState
	m.first = len(t.rows)
	minInst := uint64(h.minInst)
	addPC := uint64(255-h.opcodeBase) / uint64(h.lineRange)
	for c.Len() > 0 {
		op := c.U8()
		if op >= h.opcodeBase {
			op -= h.opcodeBase
			m.advance(uint64(op/h.lineRange), minInst, h.maxOps)
			m.line += uint32(int32(h.lineBase) + int32(op%h.lineRange))
			t.row(&m, u)
			continue
		}
		switch op {
		case 0:
			t.extended(&m, c, u)
		case lnsCopy:
			t.row(&m, u)
		case lnsAdvancePC:
			m.advance(c.Uleb(), minInst, h.maxOps)
		case lnsAdvanceLine:
			m.line += uint32(c.Sleb())
		case lnsSetFile:
			m.file = uint32(min(c.Uleb(), 1<<32-2))
		case lnsSetColumn:
			m.column = uint32(min(c.Uleb(), 1<<32-1))
		case lnsNegateStmt, lnsSetBasicBlock, lnsSetPrologueEnd, lnsSetEpilogueBegin:
		case lnsConstAddPC:
			m.advance(addPC, minInst, h.maxOps)
		case lnsFixedAdvancePC:
			m.addr += uint64(c.U16())
			m.opIndex = 0
		default:
			// lnsSetISA and opcodes from the future.
			for range h.opcodeParams[op-1] {
				c.SkipLEB()
			}
		}
	}
	if t.err == nil {
		t.err = c.Err()
	}
	t.endSequence(&m, m.last+1) // a program should not end within a sequence
}

// extended executes an extended opcode.
func (t *lineTable) extended(m *lineMachine, c *cursor.Cursor, u *unit) {
	length := c.Uleb()
	e := c.Sub(length)
	switch op := e.U8(); op {
	case lneEndSequence:
		t.endSequence(m, m.addr)
		*m = startState
		m.first = len(t.rows)
	case lneSetAddress:
		if n := e.Len(); n > 0 {
			m.addr = e.Uint(uint8(min(n, 255)))
			m.opIndex = 0
		}
	case lneDefineFile:
		if name := e.CString(); name != "" {
			t.addOldFile(&e, name)
		}
	}
	// Others, such as set_discriminator, have no use here. An opcode that is
	// longer than what is left has failed c; one that is wrong inside costs
	// only itself.
}

// advance moves the address by n operations.
func (m *lineMachine) advance(n, minInst uint64, maxOps uint8) {
	if maxOps == 1 {
		m.addr += n * minInst
		return
	}
	n += uint64(m.opIndex)
	m.addr += n / uint64(maxOps) * minInst
	m.opIndex = uint8(n % uint64(maxOps))
}

// row appends the current state to the sequence.
func (t *lineTable) row(m *lineMachine, u *unit) {
	n := len(t.rows)
	if n == m.first {
		m.dead = !u.data.live(m.addr, u.addrSize)
	}
	if m.dead {
		return
	}
	if n > m.first {
		if m.addr < m.last {
			return
		}
		if m.addr == m.last {
			t.rows[n-1].File, t.rows[n-1].Line, t.rows[n-1].Column = m.file, m.line, m.column
			return
		}
	}
	m.last = m.addr
	t.rows = append(t.rows, debuginfo.Line{Addr: m.addr, File: m.file, Line: m.line, Column: m.column})
}

// endSequence ends the sequence at address end, or behind its last row.
func (t *lineTable) endSequence(m *lineMachine, end uint64) {
	if len(t.rows) == m.first {
		return
	}
	if m.last+1 == 0 {
		t.rows = t.rows[:m.first]
		return
	}
	t.sequences = append(t.sequences, sequence{
		start: t.rows[m.first].Addr,
		end:   max(end, m.last+1),
		first: m.first,
		last:  len(t.rows),
	})
}

// arrange sorts the sequences and cuts those that overlap an earlier one.
func (t *lineTable) arrange() {
	byStart := func(a, b sequence) int { return cmp.Compare(a.start, b.start) }
	if !slices.IsSortedFunc(t.sequences, byStart) {
		slices.SortStableFunc(t.sequences, byStart)
	}
	out := t.sequences[:0]
	end := uint64(0)
	for _, s := range t.sequences {
		s.start = max(s.start, end)
		if s.start >= s.end {
			continue
		}
		end = s.end
		out = append(out, s)
	}
	t.sequences = out
}

// appendLines appends the rows that describe r. The first is moved to the
// start of r if it began before; code that no row describes gets a row without
// a file. File numbers are still those of the table.
func (t *lineTable) appendLines(dst []debuginfo.Line, r debuginfo.Range) []debuginfo.Line {
	i := sort.Search(len(t.sequences), func(i int) bool { return t.sequences[i].end > r.Start })
	covered := r.Start
	for ; i < len(t.sequences) && t.sequences[i].start < r.End; i++ {
		s := &t.sequences[i]
		start := max(r.Start, s.start)
		if start > covered && covered > r.Start {
			dst = append(dst, debuginfo.Line{Addr: covered, File: noFileNumber})
		}
		rows := t.rows[s.first:s.last]
		from := sort.Search(len(rows), func(i int) bool { return rows[i].Addr > start }) - 1
		to := len(rows)
		if s.end > r.End {
			to = sort.Search(len(rows), func(i int) bool { return rows[i].Addr >= r.End })
		}
		n := len(dst)
		dst = append(dst, rows[from:to]...)
		dst[n].Addr = start
		covered = s.end
	}
	if covered < r.End && covered > r.Start {
		dst = append(dst, debuginfo.Line{Addr: covered, File: noFileNumber})
	}
	return dst
}

// noFileNumber is a file number that no table has; see lnsSetFile.
const noFileNumber = debuginfo.NoFile
