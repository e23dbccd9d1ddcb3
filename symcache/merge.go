package symcache

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// A claim is a piece of any shard, for sorting.
type claim struct {
	start, end uint64
	shard      uint32
	piece      uint32
}

// A stretch is code that one piece, one symbol or nothing owns, up to the
// start of the next stretch.
type stretch struct {
	start   uint64
	owner   int32 // index of a claim; or ^index of a symbol; or free
	resumed bool  // a stretch before it is of the same function or symbol
}

// free is the owner of a stretch that nothing covers.
const free = math.MinInt32

// claims returns the pieces of all shards, sorted by start; of those that
// start together the one that counts is last.
func claims(shards []*shard) []claim {
	n := 0
	for _, s := range shards {
		n += len(s.pieces)
	}
	all := make([]claim, 0, n)
	for i, s := range shards {
		for j, p := range s.pieces {
			all = append(all, claim{p.start, p.end, uint32(i), uint32(j)})
		}
	}
	byRank := func(a, b claim) int {
		switch {
		case a.start != b.start:
			return cmp.Compare(a.start, b.start)
		case a.end != b.end:
			return cmp.Compare(b.end, a.end)
		case a.shard != b.shard:
			return cmp.Compare(b.shard, a.shard)
		}
		return cmp.Compare(b.piece, a.piece)
	}
	if !slices.IsSortedFunc(all, byRank) {
		slices.SortFunc(all, byRank)
	}
	return all
}

// A merger cuts the address space into stretches.
type merger struct {
	out     []stretch
	symbols []debuginfo.Symbol // sorted by distinct addresses, without those outside the code
	code    []debuginfo.Range  // sorted and disjoint; none if not known
	nextSym int
}

// merge returns the stretches that claims and symbols make, by the rule of
// debuginfo.Overlay; symbols own what no claim covers.
func merge(claims []claim, symbols []debuginfo.Symbol, code []debuginfo.Range) *merger {
	m := &merger{code: code, out: make([]stretch, 0, len(claims)+len(claims)/4+len(symbols)/2)}
	m.setSymbols(symbols)
	var stack []int32 // open claims, the owner last; below it some that have ended
	at := uint64(0)   // everything before it is decided
	closeUntil := func(limit uint64) {
		for len(stack) > 0 && at < limit {
			top := stack[len(stack)-1]
			if end := claims[top].end; end > at {
				m.put(at, top)
				at = min(end, limit)
			}
			if claims[top].end <= at {
				stack = stack[:len(stack)-1]
			}
		}
		if at < limit {
			m.fill(at, limit)
			at = limit
		}
	}
	for i := range claims {
		c := &claims[i]
		closeUntil(c.start)
		if n := len(stack) - 1; n >= 0 && claims[stack[n]].start == c.start && claims[stack[n]].end == c.end {
			stack[n] = int32(i)
			continue
		}
		stack = append(stack, int32(i))
	}
	closeUntil(math.MaxUint64)
	return m
}

// put begins a stretch at addr, unless its owner owns the code before as well.
func (m *merger) put(addr uint64, owner int32) {
	if n := len(m.out) - 1; n >= 0 && m.out[n].owner == owner || n < 0 && owner == free {
		return
	}
	m.out = append(m.out, stretch{start: addr, owner: owner})
}

// setSymbols takes the symbols that lie in code, sorted by address, the first
// of each address.
func (m *merger) setSymbols(symbols []debuginfo.Symbol) {
	byAddr := func(a, b debuginfo.Symbol) int { return cmp.Compare(a.Addr, b.Addr) }
	if !slices.IsSortedFunc(symbols, byAddr) {
		slices.SortStableFunc(symbols, byAddr)
	}
	m.symbols = slices.CompactFunc(symbols, func(a, b debuginfo.Symbol) bool { return a.Addr == b.Addr })
	if len(m.code) > 0 {
		m.symbols = slices.DeleteFunc(m.symbols, func(s debuginfo.Symbol) bool { return m.codeEnd(s.Addr) == 0 })
	}
}

// codeEnd returns the end of the code range around addr, or 0.
func (m *merger) codeEnd(addr uint64) uint64 {
	i := sort.Search(len(m.code), func(i int) bool { return m.code[i].End > addr })
	if i == len(m.code) || m.code[i].Start > addr {
		return 0
	}
	return m.code[i].End
}

// fill covers the gap from start to end, between claims, with symbols.
func (m *merger) fill(start, end uint64) {
	// The symbol before the gap reaches into it only if it has a size.
	for m.nextSym < len(m.symbols) && m.symbols[m.nextSym].Addr < start {
		m.nextSym++
	}
	if i := m.nextSym - 1; i >= 0 && m.symbols[i].Size > start-m.symbols[i].Addr {
		m.cover(i, start, end)
	} else {
		m.put(start, free)
	}
	for m.nextSym < len(m.symbols) && m.symbols[m.nextSym].Addr < end {
		i := m.nextSym
		m.nextSym++
		m.cover(i, m.symbols[i].Addr, end)
	}
}

// cover gives symbol i the code from start on, at most to end.
func (m *merger) cover(i int, start, end uint64) {
	s := &m.symbols[i]
	if i+1 < len(m.symbols) {
		end = min(end, m.symbols[i+1].Addr)
	}
	limit := end
	if len(m.code) > 0 {
		limit = m.codeEnd(s.Addr)
	}
	if e := s.Addr + s.Size; e > s.Addr {
		limit = min(limit, e)
	}
	if limit <= start {
		m.put(start, free)
		return
	}
	m.put(start, ^int32(i))
	if limit < end {
		m.put(limit, free)
	}
}

// markResumed finds the stretches of functions that have one before.
func (m *merger) markResumed(shards []*shard, claims []claim) {
	begun := make([][]bool, len(shards))
	for i, s := range shards {
		begun[i] = make([]bool, len(s.functions))
	}
	symbol := int32(free)
	for i := range m.out {
		st := &m.out[i]
		switch {
		case st.owner == free:
		case st.owner < 0:
			st.resumed = st.owner == symbol
			symbol = st.owner
		default:
			c := &claims[st.owner]
			seen := &begun[c.shard][shards[c.shard].pieces[c.piece].function]
			st.resumed, *seen = *seen, true
		}
	}
}
