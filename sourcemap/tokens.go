package sourcemap

import (
	"iter"
	"math"
	"math/bits"
	"slices"
)

// noIndex stands for a source, name, line or column that a token lacks.
const noIndex = math.MaxUint32

// tokens holds the mappings of a regular map in order of their generated
// position, each in 12 bytes if it fits (20 if not): a search touches columns
// alone, an answer one entry of another slice.
//
// Invariants: cols and the slices of origins in use have the same length;
// lines and first have the same length; lines ascends strictly; the tokens of
// lines[i] are first[i] up to first[i+1], and their columns do not descend.
type tokens struct {
	cols    []uint32
	packed  []uint64 // origins as packing says; nil if one does not fit
	packing packing
	wide    []origin // what is instead of packed, and the sources of that
	src     []uint32
	lines   []uint32 // the lines that have tokens
	first   []uint32 // their first token
	// long has what makes searches in long lines short.
	long []longLine
	// ranges has a bit for each token, set if it is a range mapping; nil if
	// there are none.
	ranges []uint64
}

// A longLine divides the columns of a line into buckets of equal width: the
// tokens of columns c with c>>shift == b are first[b] up to first[b+1].
type longLine struct {
	line  int // index in lines
	shift uint8
	first []uint32
}

const (
	// longTokens is how many tokens make a line long: from there on a binary
	// search leaves the fast caches.
	longTokens = 1 << 10
	// perBucket is how many tokens a bucket has on average, at least.
	perBucket = 16
)

// divide fills long.
func (t *tokens) divide() {
	for at := range t.lines {
		from, to := t.line(at)
		n := to - from
		if n < longTokens {
			continue
		}
		l := longLine{line: at}
		last := t.cols[to-1]
		for last>>l.shift >= uint32(n/perBucket) {
			l.shift++
		}
		l.first = make([]uint32, int(last>>l.shift)+2)
		b := uint32(0)
		for i, col := range t.cols[from:to] {
			for ; b <= col>>l.shift; b++ {
				l.first[b] = uint32(from + i)
			}
		}
		l.first[b] = uint32(to)
		t.long = append(t.long, l)
	}
}

// find returns the token of the line with index at that a column belongs to:
// the first at it, or else the last before it; -1 if there is neither.
func (t *tokens) find(at int, col uint32) int {
	from, to := t.line(at)
	lo, hi := from, to
	if to-from >= longTokens {
		i, _ := slices.BinarySearchFunc(t.long, at, func(l longLine, at int) int { return l.line - at })
		l := &t.long[i]
		b := min(col>>l.shift, uint32(len(l.first)-2))
		lo, hi = int(l.first[b]), int(l.first[b+1])
	}
	if i := lo + lastBefore(t.cols[lo:hi], col); i >= from {
		return i
	}
	return -1
}

// An origin is where a token comes from, without the source.
type origin struct {
	line, col uint32
	name      uint32 // noIndex for none
}

// A packing says how an origin and its source are packed into 64 bits: from the
// lowest, line and column in place bits each, the source, the name. Source and
// name are one more than they are, so that 0 stands for none.
type packing struct{ place, name uint } // bits of a place, lowest bit of the name

// packingFor returns the packing for the given numbers of sources and names, and
// whether it leaves bits for places.
func packingFor(numSources, numNames int) (l packing, ok bool) {
	source, name := bits.Len(uint(numSources)), bits.Len(uint(numNames))
	if source+name > 62 {
		return packing{}, false
	}
	l.place = min(uint(64-source-name)/2, 31)
	l.name = 2*l.place + uint(source)
	return l, true
}

// pack packs an origin with a source and a name that exist or are noIndex; ok
// is false if the line or the column needs more bits.
func (l packing) pack(src uint32, o origin) (packed uint64, ok bool) {
	if src == noIndex {
		return 0, true
	}
	packed = uint64(o.line) | uint64(o.col)<<l.place | uint64(src+1)<<(2*l.place) | uint64(o.name+1)<<l.name
	return packed, (o.line|o.col)>>l.place == 0
}

// unpack is the inverse of pack.
func (l packing) unpack(packed uint64) (src uint32, o origin) {
	src = uint32(packed>>(2*l.place)&(1<<(l.name-2*l.place)-1)) - 1
	if src == noIndex {
		return noIndex, origin{noIndex, noIndex, noIndex}
	}
	mask := uint64(1)<<l.place - 1
	return src, origin{uint32(packed & mask), uint32(packed >> l.place & mask), uint32(packed>>l.name) - 1}
}

func (t *tokens) len() int { return len(t.cols) }

// reserve makes room for n tokens that refer to sources and names of the given
// numbers.
func (t *tokens) reserve(n, numSources, numNames int) {
	t.cols = make([]uint32, 0, n)
	var ok bool
	if t.packing, ok = packingFor(numSources, numNames); ok {
		t.packed = make([]uint64, 0, n)
	} else {
		t.wide, t.src = make([]origin, 0, n), make([]uint32, 0, n)
	}
}

// add appends a token to the line begun last.
func (t *tokens) add(col, src uint32, o origin) {
	t.cols = append(t.cols, col)
	if t.packed != nil {
		if packed, ok := t.packing.pack(src, o); ok {
			t.packed = append(t.packed, packed)
			return
		}
		t.widen()
	}
	t.wide = append(t.wide, o)
	t.src = append(t.src, src)
}

// truncate leaves the first n tokens of those that reserve made room for.
func (t *tokens) truncate(n int) {
	t.cols = t.cols[:n]
	if t.packed != nil {
		t.packed = t.packed[:n]
	} else {
		t.wide, t.src = t.wide[:n], t.src[:n]
	}
}

// widen replaces packed, for an origin that does not fit.
func (t *tokens) widen() {
	t.wide, t.src = make([]origin, 0, cap(t.packed)), make([]uint32, 0, cap(t.packed))
	for _, packed := range t.packed {
		src, o := t.packing.unpack(packed)
		t.wide = append(t.wide, o)
		t.src = append(t.src, src)
	}
	t.packed = nil
}

// at returns the source, noIndex for none, and the origin of token i.
func (t *tokens) at(i int) (src uint32, o origin) {
	if t.packed != nil {
		return t.packing.unpack(t.packed[i])
	}
	return t.src[i], t.wide[i]
}

func (t *tokens) isRange(i int) bool {
	return t.ranges != nil && t.ranges[i/64]>>(i%64)&1 != 0
}

func (t *tokens) setRange(i int) {
	if t.ranges == nil {
		t.ranges = make([]uint64, (cap(t.cols)+63)/64) // of what reserve made room for
	}
	t.ranges[i/64] |= 1 << (i % 64)
}

// line returns the tokens [from, to) of the line with index i in lines.
func (t *tokens) line(i int) (from, to int) {
	to = len(t.cols)
	if i+1 < len(t.first) {
		to = int(t.first[i+1])
	}
	return int(t.first[i]), to
}

// findLine returns the index in lines of line, or of the first line after it.
func (t *tokens) findLine(line uint32) (int, bool) {
	if n := uint(len(t.lines)); uint(line) < n && t.lines[line] == line {
		return int(line), true // no line before it is without tokens
	}
	return slices.BinarySearch(t.lines, line)
}

// sortLine puts the tokens from from on in order of their columns, keeping
// the order of equal ones.
func (t *tokens) sortLine(from int) {
	if slices.IsSorted(t.cols[from:]) {
		return
	}
	n := len(t.cols) - from
	keys := make([]uint64, n)
	for i := range keys {
		keys[i] = uint64(t.cols[from+i])<<32 | uint64(i)
	}
	slices.Sort(keys)
	for i, key := range keys {
		t.cols[from+i] = uint32(key >> 32)
	}
	if t.packed != nil {
		permute(t.packed[from:], keys)
	} else {
		permute(t.wide[from:], keys)
		permute(t.src[from:], keys)
	}
	if t.ranges != nil {
		flags := make([]bool, n)
		for i := range flags {
			flags[i] = t.isRange(from + i)
			t.ranges[(from+i)/64] &^= 1 << ((from + i) % 64)
		}
		permute(flags, keys)
		for i, set := range flags {
			if set {
				t.setRange(from + i)
			}
		}
	}
}

// permute moves element uint32(keys[i]) of s to i.
func permute[E any](s []E, keys []uint64) {
	old := slices.Clone(s)
	for i, key := range keys {
		s[i] = old[uint32(key)]
	}
}

// finish gives back memory that reserve took for tokens that did not come, and
// prepares searches.
func (t *tokens) finish() {
	t.divide()
	if n := len(t.cols); cap(t.cols)-n > n/16 {
		t.cols = slices.Clip(slices.Clone(t.cols))
		t.packed = slices.Clip(slices.Clone(t.packed))
		t.wide = slices.Clip(slices.Clone(t.wide))
		t.src = slices.Clip(slices.Clone(t.src))
	}
	t.ranges = t.ranges[:min(len(t.ranges), (len(t.cols)+63)/64)]
	if n := len(t.lines); cap(t.lines)-n > n/16 {
		t.lines = slices.Clip(slices.Clone(t.lines))
		t.first = slices.Clip(slices.Clone(t.first))
	}
}

// A Token is one mapping: a place in the generated code and where it comes
// from. It is valid as long as its Map.
type Token struct {
	Generated Position
	// Original is the place in the source; meaningless if there is no Source.
	Original Position
	// Source is the index of the source in the regular map that the token
	// belongs to, -1 if the generated code comes from none.
	Source int
	// Name is the index of the original name in that map, -1 for none.
	Name int
	// Range says that the token maps everything up to the next token offset by
	// offset, not only its own position.
	Range bool

	m *Map // regular map; nil only in the zero Token
	i int  // index in m.tokens
}

// Map returns the regular map that the token belongs to: of an index map, the
// section's.
func (t Token) Map() *Map { return t.m }

// Mapped reports whether the generated code comes from a source.
func (t Token) Mapped() bool { return t.Source >= 0 }

// SourceName returns the source with its root, "" for null and for none.
func (t Token) SourceName() string {
	if t.m == nil {
		return ""
	}
	return t.m.Source(t.Source)
}

// NameText returns the original name, "" for none.
func (t Token) NameText() string {
	if t.m == nil {
		return ""
	}
	return t.m.Name(t.Name)
}

// token returns token i of a regular map on a line that the caller knows, in
// the coordinates of that map.
func (m *Map) token(i int, line uint32) Token {
	src, o := m.tokens.at(i)
	return Token{
		Generated: Position{line, m.tokens.cols[i]},
		Original:  Position{o.line, o.col},
		Source:    int(int32(src)),
		Name:      int(int32(o.name)),
		Range:     m.tokens.isRange(i),
		m:         m,
		i:         i,
	}
}

// Tokens yields the tokens in order of their generated positions, of an index
// map in the coordinates of the whole code. Tokens of a section that lie
// beyond the beginning of the next are left out.
func (m *Map) Tokens() iter.Seq[Token] {
	return func(yield func(Token) bool) {
		for e, part := range m.maps() {
			for t := range part.own() {
				t.Generated = e.shift(t.Generated)
				if !t.Generated.Before(e.end) {
					break
				}
				if !yield(t) {
					return
				}
			}
		}
	}
}

// own yields the tokens of a regular map.
func (m *Map) own() iter.Seq[Token] {
	return func(yield func(Token) bool) {
		for at, line := range m.tokens.lines {
			from, to := m.tokens.line(at)
			for i := from; i < to; i++ {
				if !yield(m.token(i, line)) {
					return
				}
			}
		}
	}
}
