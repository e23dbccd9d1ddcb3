package symcache

// A rowSource replays the rows of all stretches in the order of addresses.
type rowSource struct {
	claims []claim
	merged *merger
	tables *tables
	enc    *encoder

	resumed map[int32]player // of pieces that others interrupt
}

// replay encodes the stretches from first to the one before last.
func (r *rowSource) replay(first, last int) {
	r.resumed = make(map[int32]player)
	out := r.merged.out
	for i := first; i < last; i++ {
		st := out[i]
		switch {
		case st.owner == free:
			r.enc.hole(st.start)
		case st.owner < 0:
			s := &r.merged.symbols[^st.owner]
			r.enc.row(st.start, &origin{
				key:      scopeKey{-1, uint32(^st.owner), -1},
				name:     r.tables.symbols[^st.owner].name,
				entry:    s.Addr,
				position: position{file: r.tables.symbols[^st.owner].file},
				begun:    st.resumed,
			})
		default:
			end := ^uint64(0)
			if i+1 < len(out) {
				end = out[i+1].start
			}
			r.piece(st, end)
		}
	}
}

// piece encodes the rows of the piece that owns st.
func (r *rowSource) piece(st stretch, end uint64) {
	c := &r.claims[st.owner]
	s := &r.tables.link[c.shard]
	p := &s.pieces[c.piece]
	f := &s.functions[p.function]
	play, ok := r.resumed[st.owner]
	if ok {
		delete(r.resumed, st.owner)
	} else {
		play.start(p.start, s.pieceRows(c.piece))
	}
	o := origin{shard: s, name: s.names[f.name], entry: f.entry, lang: f.lang, begun: st.resumed}
	o.key = scopeKey{shard: int32(c.shard), function: p.function}
	for addr := st.start; ; addr = play.next.row.addr {
		play.seek(addr)
		o.key.call = play.row.call
		o.position = position{s.files[play.row.pos.file], play.row.pos.line, play.row.pos.col}
		r.enc.row(addr, &o)
		if !play.more || play.next.row.addr >= end {
			break
		}
	}
	if end < p.end {
		r.resumed[st.owner] = play
	}
}

// A player replays the rows of one piece.
type player struct {
	row  row // the current one
	next rowReader
	more bool // whether next holds a row
}

func (p *player) start(addr uint64, rows []byte) {
	*p = player{next: rowReader{data: rows, row: row{addr: addr, call: -1}}}
	p.fetch()
}

func (p *player) fetch() {
	if p.more = len(p.next.data) > 0; p.more {
		p.next.next()
	}
}

// seek makes the last row at or before addr the current one.
func (p *player) seek(addr uint64) {
	for p.more && p.next.row.addr <= addr {
		p.row = p.next.row
		p.fetch()
	}
}
