package symcache

import (
	"encoding/binary"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// Blocks end with the first row of a function once they have blockRows rows,
// and at the latest when they have blockLimit rows, or half of what a reader
// admits in scopes or bytes.
const (
	blockRows  = 24
	blockLimit = 36
)

// An encoder writes rows into blocks.
type encoder struct {
	shift uint // addresses are multiples of 1<<shift
	lang  debuginfo.Language

	rows   []byte
	blocks []block
	total  uint64 // rows in all blocks
	begun  uint64 // functions

	codes *shortCodes  // of the cache; all encoders share them
	count *shortCounts // of the rows written, if not nil

	start   int // of the block in rows
	addr    uint64
	scopes  []scope
	cur     int32 // scope of the last row, or -1 in a hole
	root    int32 // newest scope that is a function, or -1
	history []state
	said    [4]uint64 // a bit for the mark of each state of history
}

// A shortCodes gives the opcode of a short row by kind, change of address and
// value, or 0.
type shortCodes [shortKinds][maxDelta + 1][256]uint8

// maxDelta is the greatest change of address, in units, that a short row says.
const maxDelta = 31

// A block is an entry of the index.
type block struct {
	addr uint64
	off  uint64
}

// A scope is a function, or an inlined call in its place.
type scope struct {
	parent int32
	key    scopeKey
	name   uint32
	lang   debuginfo.Language
	pos    position // of the last row in it
}

// A scopeKey tells scopes apart.
type scopeKey struct {
	shard    int32 // -1 for a symbol
	function uint32
	call     int32
}

// A state is what a row says.
type state struct {
	scope int32
	pos   position
}

// mark returns a number that equal states share and others rarely do.
func (s *state) mark() uint8 {
	h := uint32(s.scope)*0x9e3779b1 ^ s.pos.file*0x85ebca6b ^ s.pos.line*0xc2b2ae35 ^ s.pos.col*0x27d4eb2f
	return uint8(h >> 24)
}

// A source is the function of a row, as the merged shards name it.
type origin struct {
	shard    *linked
	key      scopeKey // with the row's call
	name     uint32
	entry    uint64
	lang     debuginfo.Language
	begun    bool // a row of the function was written before
	position position
}

// reserve makes room for about as many bytes of rows, and for the blocks of
// stretches of which most have a few rows.
func (e *encoder) reserve(rows, stretches int) {
	e.rows = make([]byte, 0, rows+rows/8)
	e.blocks = make([]block, 0, stretches/2)
	e.scopes = make([]scope, 0, blockLimit)
	e.history = make([]state, 0, blockLimit)
}

// hole writes a row that says that nothing owns the code from addr on.
func (e *encoder) hole(addr uint64) {
	e.begin(addr, false)
	if len(e.history) > 0 && e.cur < 0 {
		return
	}
	e.rows = append(e.rows, opHole)
	e.rows = binary.AppendUvarint(e.rows, (addr-e.addr)>>e.shift)
	e.end(addr, state{scope: -1})
}

// row writes a row of code that o describes.
func (e *encoder) row(addr uint64, o *origin) {
	e.begin(addr, o.key.call < 0 && addr == o.entry)
	was := e.cur
	at := e.find(o.key)
	if at >= 0 {
		s := state{at, o.position}
		if len(e.history) > 0 && s == e.history[len(e.history)-1] {
			return
		}
		if k := e.repeat(s); k > 0 {
			e.short(shortRepeat, addr, int64(k), 0)
			e.end(addr, s)
			return
		}
		if at != was {
			e.goTo(at)
		}
	} else {
		at = e.open(addr, o)
	}
	c := &e.scopes[at]
	p := o.position
	switch {
	case p == position{}:
		e.rows = append(e.rows, opNoPos)
		e.rows = binary.AppendUvarint(e.rows, (addr-e.addr)>>e.shift)
	default:
		if p.file != c.pos.file {
			e.rows = append(e.rows, opFile)
			e.rows = binary.AppendUvarint(e.rows, uint64(p.file))
		}
		delta := int64(p.line) - int64(c.pos.line)
		if p.col == c.pos.col {
			e.short(shortSame, addr, delta, 0)
		} else {
			e.short(shortCol, addr, delta, p.col)
		}
	}
	e.end(addr, state{at, p})
}

// begin starts a new block at addr if the last one is full.
func (e *encoder) begin(addr uint64, good bool) {
	n := len(e.history)
	full := n >= blockLimit || n >= blockRows && good ||
		len(e.scopes) >= maxScopes/2 || len(e.rows)-e.start >= maxBlock/2
	if len(e.blocks) > 0 && !full {
		return
	}
	e.start = len(e.rows)
	e.blocks = append(e.blocks, block{addr, uint64(e.start)})
	e.addr = addr
	e.scopes = e.scopes[:0]
	e.history = e.history[:0]
	e.said = [4]uint64{}
	e.cur, e.root = -1, -1
}

func (e *encoder) end(addr uint64, s state) {
	e.addr = addr
	e.cur = s.scope
	if s.scope >= 0 {
		e.scopes[s.scope].pos = s.pos
	}
	e.history = append(e.history, s)
	m := s.mark()
	e.said[m/64] |= 1 << (m % 64)
	e.total++
}

// find returns the scope of key in this block, or -1.
func (e *encoder) find(key scopeKey) int32 {
	if e.cur >= 0 && e.scopes[e.cur].key == key {
		return e.cur
	}
	for i := len(e.scopes) - 1; i >= 0; i-- {
		if e.scopes[i].key == key {
			return int32(i)
		}
	}
	return -1
}

// repeat returns how many rows back s was said, or 0.
func (e *encoder) repeat(s state) int {
	if m := s.mark(); e.said[m/64]&(1<<(m%64)) == 0 {
		return 0
	}
	n := len(e.history)
	for k := 2; k <= min(n, maxRepeat); k++ {
		if e.history[n-k] == s {
			return k
		}
	}
	return 0
}

func (e *encoder) goTo(at int32) {
	if e.cur >= 0 && e.scopes[e.cur].parent == at {
		e.rows = append(e.rows, opUp)
		return
	}
	e.rows = append(e.rows, opGo)
	e.rows = binary.AppendUvarint(e.rows, uint64(len(e.scopes)-1-int(at)))
}

// short writes a row, in its shortest form.
func (e *encoder) short(kind uint8, addr uint64, value int64, col uint32) {
	delta := (addr - e.addr) >> e.shift
	op, size := uint8(0), 0 // of the value as an operand
	if delta <= maxDelta {
		if e.count != nil {
			e.count.add(kind, uint8(delta), value)
		}
		if value == int64(int8(value)) {
			if op = e.codes[kind][delta][uint8(value)]; op == 0 {
				op, size = e.codes[kind+shortSame8][delta][0], 1
			}
		}
		if op == 0 && kind != shortRepeat && value == int64(int16(value)) {
			op, size = e.codes[kind+shortSame16][delta][0], 2
		}
	}
	switch {
	case op != 0:
		e.rows = appendUint(append(e.rows, op), uint64(value), size)
	case kind == shortRepeat:
		e.rows = binary.AppendUvarint(append(e.rows, opRepeat), delta)
		e.rows = binary.AppendUvarint(e.rows, uint64(value))
	default:
		e.rows = binary.AppendUvarint(append(e.rows, opSame+kind), delta)
		e.rows = binary.AppendUvarint(e.rows, zigzag(value))
	}
	if kind == shortCol {
		if col < longColumn {
			e.rows = append(e.rows, byte(col))
		} else {
			e.rows = binary.AppendUvarint(append(e.rows, longColumn), uint64(col))
		}
	}
}

// open writes the scope of o, and those around it that the block lacks.
func (e *encoder) open(addr uint64, o *origin) int32 {
	root := scopeKey{o.key.shard, o.key.function, -1}
	at := e.find(root)
	if at < 0 {
		at = e.openFunction(addr, o, root)
	}
	if o.key.call < 0 {
		return at
	}
	// The calls around the row, innermost first, up to one that is there.
	var depth int
	calls := o.shard.calls
	for id := o.key.call; id >= 0; id = calls[id].parent {
		key := root
		key.call = id
		if found := e.find(key); found >= 0 {
			at = found
			break
		}
		depth++
	}
	for ; depth > 0; depth-- {
		id := o.key.call
		for range depth - 1 {
			id = calls[id].parent
		}
		root.call = id
		at = e.openCall(at, o.shard, root)
	}
	return at
}

func (e *encoder) openFunction(addr uint64, o *origin, key scopeKey) int32 {
	flags := byte(0)
	if o.entry != addr {
		flags |= funcEntry
	}
	if o.lang != e.lang {
		flags |= funcLang
	}
	if o.begun {
		flags |= funcMore
	} else {
		o.begun = true
		e.begun++
	}
	e.rows = append(e.rows, opFunc|flags)
	e.rows = binary.AppendUvarint(e.rows, (addr-e.addr)>>e.shift)
	e.addr = addr
	e.rows = binary.AppendUvarint(e.rows, uint64(o.name))
	if flags&funcEntry != 0 {
		e.rows = binary.AppendUvarint(e.rows, zigzag(int64(o.entry-addr)))
	}
	if flags&funcLang != 0 {
		e.rows = append(e.rows, byte(o.lang))
	}
	c := scope{parent: -1, key: key, name: o.name, lang: o.lang}
	if e.root >= 0 {
		c.pos = e.scopes[e.root].pos
	}
	e.root = int32(len(e.scopes))
	e.scopes = append(e.scopes, c)
	e.cur = e.root
	return e.root
}

func (e *encoder) openCall(parent int32, s *linked, key scopeKey) int32 {
	in := &s.calls[key.call]
	c := scope{parent: parent, key: key, name: s.names[in.name], lang: in.lang}
	up := &e.scopes[parent]
	site := position{s.files[in.file], in.line, in.col}
	flags := byte(0)
	if parent != e.cur {
		flags |= callParent
	}
	if site != up.pos {
		flags |= callSite
	}
	like := -1
	for i := len(e.scopes) - 1; i >= 0; i-- {
		if e.scopes[i].name == c.name && e.scopes[i].lang == c.lang {
			like = i
			flags |= callLike
			break
		}
	}
	if like < 0 && c.lang != up.lang {
		flags |= callLang
	}
	e.rows = append(e.rows, opCall|flags)
	if flags&callParent != 0 {
		e.rows = binary.AppendUvarint(e.rows, uint64(len(e.scopes)-1-int(parent)))
	}
	if flags&callLike != 0 {
		e.rows = binary.AppendUvarint(e.rows, uint64(len(e.scopes)-1-like))
		c.pos = e.scopes[like].pos
	} else {
		e.rows = binary.AppendUvarint(e.rows, uint64(c.name))
		c.pos = up.pos
	}
	if flags&callLang != 0 {
		e.rows = append(e.rows, byte(c.lang))
	}
	if flags&callSite != 0 {
		other := uint64(0)
		if site.file != up.pos.file {
			other = 1
		}
		e.rows = binary.AppendUvarint(e.rows, zigzag(int64(site.line)-int64(up.pos.line))<<1|other)
		if other != 0 {
			e.rows = binary.AppendUvarint(e.rows, uint64(site.file))
		}
		e.rows = binary.AppendUvarint(e.rows, uint64(site.col))
	}
	e.scopes = append(e.scopes, c)
	e.cur = int32(len(e.scopes) - 1)
	return e.cur
}

// newShortCodes returns the opcodes that a table of short rows gives.
func newShortCodes(table []short) *shortCodes {
	codes := new(shortCodes)
	for i, s := range table {
		codes[s.kind][s.delta][uint8(s.value)] = uint8(opTable + i)
	}
	return codes
}
