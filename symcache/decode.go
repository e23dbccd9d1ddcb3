package symcache

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
)

var (
	errOp         = errors.New("operation is not known")
	errScope      = errors.New("number of a scope is out of range")
	errNoScope    = errors.New("row has no function")
	errManyRows   = errors.New("block has too many rows")
	errManyScopes = errors.New("block has too many scopes")
	errRepeat     = errors.New("repeated row does not exist")
	errNumber     = errors.New("number exceeds 32 bits")
)

// A decoder walks over the rows of a block. It is reused from lookup to lookup.
//
// It is where lookups spend their time, so it reads numbers itself instead of
// through a Cursor; every index it takes from the block is checked at the place.
type decoder struct {
	data  []byte
	off   uint64 // of data in its section
	ops   *[256]operation
	lang  debuginfo.Language
	shift uint8

	at     int      // in data
	addr   uint64   // of the last row, or of what has been read of the next
	cur    int32    // scope of the last row, or of the next; -1 for none
	pos    position // of the last row of scope cur; that in scopes is stale
	n      int      // rows read
	root   int32    // newest function
	scopes []liveScope
	rows   [rowMask + 1]state // those read, and the current state

	err  error
	buf  []byte // block, if the cache is not in memory
	seen int    // scopes that Verify has checked
}

// An operation is a short row, prepared for reading.
type operation struct {
	value int32
	delta uint8
	kind  uint8 // shortKinds if the operation is not a short row
	width uint8 // bits of the operand that changes the line
	size  uint8 // with all operands; 0 if runFast does not read it
	col   int8  // -1 if a column byte follows, else 0
	back  uint8 // how many rows back the state is that the row changes; 0 is the current one
}

// rowMask keeps the number of a row within the array of rows, which holds one
// more than a block may have.
const rowMask = 2*maxRows - 1

// operations returns the operations by their code.
func operations(shorts []short) *[256]operation {
	ops := new([256]operation)
	for i := range ops {
		ops[i].kind = shortKinds
	}
	for i, s := range shorts {
		o := operation{value: int32(s.value), delta: s.delta, kind: s.kind}
		switch s.kind {
		case shortSame8, shortCol8:
			o.width = 8
		case shortSame16, shortCol16:
			o.width = 16
		}
		switch s.kind {
		case shortSame, shortSame8, shortSame16:
			o.size = 1 + o.width/8
		case shortCol, shortCol8, shortCol16:
			o.size = 2 + o.width/8
			o.col = -1
		case shortRepeat:
			o.size, o.back, o.value = 1, uint8(s.value), 0
		}
		ops[opTable+i] = o
	}
	return ops
}

// A liveScope is a scope of the block that is being read.
type liveScope struct {
	parent int32 // -1 for a function
	name   uint32
	lang   debuginfo.Language
	begun  bool     // of a function: for the first time in this cache
	entry  uint64   // of a function
	site   position // of the call
	pos    position // of the last row
}

func (d *decoder) reset(c *Cache, data []byte, addr, off uint64) {
	d.data, d.off = data, off
	d.ops = c.ops
	d.lang = c.header.Language
	d.shift = c.header.shift
	d.at, d.n = 0, 0
	d.addr = addr
	d.cur, d.root = -1, -1
	d.pos = position{}
	d.scopes = d.scopes[:0]
	d.err = nil
}

// run reads rows up to address limit, at most to row number stop, which is
// not above maxRows. It reports false when there are no more rows, at or
// before limit, or none that can be read: d.err says why.
func (d *decoder) run(limit uint64, stop int) bool {
	for d.n < stop && d.at < len(d.data) {
		if d.cur >= 0 && !d.runFast(limit, stop) {
			return false
		}
		if d.n < stop && d.at < len(d.data) && !d.step(limit) {
			return false
		}
	}
	if d.at < len(d.data) && d.n >= maxRows {
		d.fail(errManyRows)
	}
	return d.at < len(d.data) && d.err == nil
}

// runFast reads rows as long as they are short ones. It reports false when a
// row lies beyond limit. A scope must be current.
//
// The kind of a row depends on the input, so branches on it would be
// guessed wrong all the time. There are none for the common kinds: a row is
// always a change to an earlier state, which is kept in place n of d.rows for
// the current one.
func (d *decoder) runFast(limit uint64, stop int) bool {
	data, ops, shift := d.data, d.ops, d.shift&63
	at, addr, cur, n := d.at, d.addr, d.cur, d.n
	rows := &d.rows
	rows[n&rowMask] = state{cur, d.pos}
	inside := true
	for stop = min(stop, maxRows); n < stop && at+5 <= len(data); {
		o := &ops[data[at]]
		base := &rows[(n-int(o.back))&rowMask]
		operands := binary.LittleEndian.Uint32(data[at+1:])
		width := 32 - o.width&31
		col := uint32(int32(o.col))
		given := operands >> (o.width & 31) & 0xff & col
		if o.size == 0 || int(o.back) > n || base.scope != cur || given == longColumn {
			break
		}
		next := addr + uint64(o.delta)<<shift
		if next > limit {
			inside = false
			break
		}
		addr = next
		at += int(o.size)
		// Number by number, so that no load waits for several stores.
		file := base.pos.file
		line := base.pos.line + uint32(o.value+int32(operands<<width)>>width)
		given |= base.pos.col &^ col
		rows[n&rowMask].set(cur, file, line, given)
		n++
		rows[n&rowMask].set(cur, file, line, given)
	}
	d.at, d.addr, d.pos, d.n = at, addr, rows[n&rowMask].pos, n
	return inside
}

func (s *state) set(scope int32, file, line, col uint32) {
	s.scope = scope
	s.pos.file = file
	s.pos.line = line
	s.pos.col = col
}

// step does one operation of any kind. It reports false after an error, and
// when a row or function begins beyond limit.
func (d *decoder) step(limit uint64) bool {
	op := d.byte()
	o := &d.ops[op]
	kind := o.kind
	value := int64(o.value)
	switch {
	case kind < shortKinds:
		d.addr += uint64(o.delta) << (d.shift & 63)
	case op <= opRepeat:
		d.addr += d.num() << (d.shift & 63)
	case op < opFunc:
		return d.move(op)
	case op < opCall:
		return d.function(op) && d.addr <= limit
	case op < opTable:
		return d.call(op)
	default:
		return d.fail(errOp)
	}
	if d.addr > limit {
		return false
	}
	switch op {
	case opHole:
		d.enter(-1)
		return d.row()
	case opNoPos:
		d.pos = position{}
		return d.row() && d.inside()
	case opSame, opCol:
		kind = shortSame + op - opSame
		value = unzigzag(d.num())
	case opRepeat:
		kind = shortRepeatFar
		value = int64(min(d.num(), maxRows+1))
	}
	switch kind {
	case shortRepeat, shortRepeatFar:
		switch {
		case kind == shortRepeat:
			value = int64(o.back)
		case op != opRepeat:
			value = int64(d.byte())
		}
		if value < 1 || value > int64(d.n) {
			return d.fail(errRepeat)
		}
		was := d.rows[(d.n-int(value))&rowMask]
		d.enter(was.scope)
		d.pos = was.pos
		return d.row()
	case shortSame8, shortCol8:
		value = int64(int8(d.byte()))
	case shortSame16, shortCol16:
		low := uint16(d.byte())
		value = int64(int16(low | uint16(d.byte())<<8))
	}
	switch kind {
	case shortCol, shortCol8, shortCol16:
		d.pos.col = uint32(d.byte())
		if d.pos.col == longColumn {
			d.pos.col = d.u32()
		}
	}
	d.pos.line += uint32(value)
	return d.row() && d.inside()
}

// row adds the current state as a row.
func (d *decoder) row() bool {
	d.rows[d.n&rowMask] = state{d.cur, d.pos}
	d.n++
	return d.err == nil
}

// inside fails if no scope is current.
func (d *decoder) inside() bool {
	if d.cur < 0 {
		return d.fail(errNoScope)
	}
	return true
}

// enter makes a scope the current one.
func (d *decoder) enter(scope int32) {
	if scope == d.cur {
		return
	}
	if d.cur >= 0 {
		d.scopes[d.cur].pos = d.pos
	}
	if d.cur = scope; scope >= 0 {
		d.pos = d.scopes[scope].pos
	}
}

// move does the operations that change the file or the scope.
func (d *decoder) move(op uint8) bool {
	switch op {
	case opFile:
		d.pos.file = d.u32()
		return d.inside() && d.err == nil
	case opGo:
		scope, ok := d.back()
		if ok {
			d.enter(scope)
		}
		return ok
	}
	if d.cur < 0 || d.scopes[d.cur].parent < 0 {
		return d.fail(errScope)
	}
	d.enter(d.scopes[d.cur].parent)
	return true
}

// function begins a function.
func (d *decoder) function(op uint8) bool {
	d.addr += d.num() << (d.shift & 63)
	s, ok := d.push()
	if !ok {
		return false
	}
	*s = liveScope{parent: -1, name: d.u32(), lang: d.lang, begun: op&funcMore == 0, entry: d.addr}
	if op&funcEntry != 0 {
		s.entry += uint64(unzigzag(d.num()))
	}
	if op&funcLang != 0 {
		s.lang = debuginfo.Language(d.byte())
	}
	if d.root >= 0 {
		s.pos = d.scopes[d.root].pos
	}
	d.pos = s.pos
	d.root = d.cur
	return d.err == nil
}

// call begins an inlined call.
func (d *decoder) call(op uint8) bool {
	parent := d.cur
	if op&callParent != 0 {
		var ok bool
		if parent, ok = d.back(); !ok {
			return false
		}
	}
	if parent < 0 {
		return d.fail(errNoScope)
	}
	s, ok := d.push()
	if !ok {
		return false
	}
	up := &d.scopes[parent]
	*s = liveScope{parent: parent, lang: up.lang, entry: up.entry, site: up.pos, pos: up.pos}
	if op&callLike != 0 {
		// The new scope is on the list already, but does not count.
		n := d.num()
		if n >= uint64(len(d.scopes)-1) {
			return d.fail(errScope)
		}
		like := &d.scopes[len(d.scopes)-2-int(n)]
		s.name, s.lang, s.pos = like.name, like.lang, like.pos
	} else {
		s.name = d.u32()
	}
	if op&callLang != 0 {
		s.lang = debuginfo.Language(d.byte())
	}
	if op&callSite != 0 {
		u := d.num()
		s.site.line += uint32(unzigzag(u >> 1))
		if u&1 != 0 {
			s.site.file = d.u32()
		}
		s.site.col = d.u32()
	}
	d.pos = s.pos
	return d.err == nil
}

// push adds a scope, whose contents are to be set, and makes it current.
func (d *decoder) push() (*liveScope, bool) {
	n := len(d.scopes)
	if n >= maxScopes {
		return nil, d.fail(errManyScopes)
	}
	if d.cur >= 0 {
		d.scopes[d.cur].pos = d.pos
	}
	d.scopes = slices.Grow(d.scopes, 1)[:n+1]
	d.cur = int32(n)
	return &d.scopes[n], true
}

// back reads how far back from the newest a scope is.
func (d *decoder) back() (int32, bool) {
	n := d.num()
	if n >= uint64(len(d.scopes)) {
		return -1, d.fail(errScope)
	}
	return int32(len(d.scopes)) - 1 - int32(n), true
}

func (d *decoder) u32() uint32 {
	v := d.num()
	if v > math.MaxUint32 {
		d.fail(errNumber)
	}
	return uint32(v)
}

func (d *decoder) byte() uint8 {
	if d.at >= len(d.data) {
		d.fail(io.ErrUnexpectedEOF)
		return 0
	}
	b := d.data[d.at]
	d.at++
	return b
}

// num reads an unsigned LEB128 number. Bits beyond the 64th are dropped.
func (d *decoder) num() uint64 {
	if d.at < len(d.data) {
		if b := d.data[d.at]; b < 0x80 {
			d.at++
			return uint64(b)
		}
	}
	var v uint64
	for shift := uint(0); d.at < len(d.data); shift += 7 {
		b := d.data[d.at]
		d.at++
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
	d.fail(io.ErrUnexpectedEOF)
	return 0
}

// fail keeps the first error. It returns false.
func (d *decoder) fail(err error) bool {
	if d.err == nil {
		d.err = d.error(err)
	}
	return false
}

// error returns err as an error at the current place.
func (d *decoder) error(err error) error {
	return &debuginfo.FormatError{Format: kind.Format, Section: kind.Sections[secRows], Offset: d.off + uint64(d.at), Err: err}
}
