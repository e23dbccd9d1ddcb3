package sourcemap

import (
	"cmp"
	"slices"
)

// Adjust returns the map of code that was changed after m was made, for
// instance by injecting a snippet. The sources of change are the code that m
// is about, its generated code is the new one. Only positions of change
// count, not its sources' names.
//
// Unlike Compose, Adjust keeps every token of m that change covers: tokens
// reach up to the next one or to the end of their line, and wherever a token
// of change and one of m overlap, the latter moves along. Index maps are
// flattened.
func (m *Map) Adjust(change *Map) (*Map, error) {
	m, err := m.Flatten()
	if err != nil {
		return nil, err
	}
	if change, err = change.Flatten(); err != nil {
		return nil, err
	}
	tokens := stretches(m, func(t Token) Position { return t.Generated })
	moves := stretches(change, func(t Token) Position { return t.Original })
	out := *m
	out.tokens = tokensOf(overlaps(tokens, moves), len(m.sources), len(m.names))
	return &out, nil
}

// A stretch is a token and the text that it is about.
type stretch struct {
	start, end Position
	t          Token
}

// stretches returns the tokens of m in order of the positions that at gives
// for them. Tokens without a source have no position in one and are left out
// of a map of changes, where at asks for that.
func stretches(m *Map, at func(Token) Position) []stretch {
	var out []stretch
	for t := range m.own() {
		p := at(t)
		if p.Line != noIndex {
			out = append(out, stretch{start: p, t: t})
		}
	}
	slices.SortStableFunc(out, func(a, b stretch) int { return comparePositions(a.start, b.start) })
	for i := range out {
		out[i].end = Position{out[i].start.Line, noIndex}
		if i+1 < len(out) && out[i+1].start.Before(out[i].end) {
			out[i].end = out[i+1].start
		}
	}
	return out
}

func comparePositions(p, q Position) int {
	return cmp.Or(cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// overlaps returns, for each pair of a token and a move that overlap, the
// token at the beginning of what they share, moved. Both lists are sorted and
// free of overlaps within themselves, so one pass suffices and there are at
// most as many pairs as items.
func overlaps(tokens, moves []stretch) []row {
	var out []row
	for i, j := 0, 0; i < len(tokens) && j < len(moves); {
		s, v := &tokens[i], &moves[j]
		start, end := s.start, s.end
		if start.Before(v.start) {
			start = v.start
		}
		if v.end.Before(end) {
			end = v.end
		}
		// Of several tokens at one position all but the last are empty.
		empty := s.start == s.end
		if start.Before(end) || empty && start == s.start && start.Before(v.end) {
			out = appendMoved(out, s, v, start)
		}
		switch {
		case s.end.Before(v.end):
			i++
		case s.end == v.end && !empty:
			i++
			j++
		default:
			j++
		}
	}
	return out
}

// appendMoved appends the token of s as it is from start on, moved as v says,
// unless that is nowhere.
func appendMoved(out []row, s, v *stretch, start Position) []row {
	src, o := s.t.m.tokens.at(s.t.i)
	r := row{
		gen: Position{
			Line:   start.Line + v.t.Generated.Line - v.start.Line,
			Column: start.Column + v.t.Generated.Column - v.start.Column,
		},
		src: src,
		o:   o,
		rng: s.t.Range,
	}
	if r.gen.Line > maxStrict || r.gen.Column > maxStrict {
		return out
	}
	if r.rng && r.src != noIndex {
		r.o.col += start.Column - s.start.Column
	}
	return append(out, r)
}

// tokensOf packs rows in order of their generated positions.
func tokensOf(rows []row, numSources, numNames int) tokens {
	byPlace := func(a, b row) int { return comparePositions(a.gen, b.gen) }
	if !slices.IsSortedFunc(rows, byPlace) {
		slices.SortStableFunc(rows, byPlace)
	}
	var t tokens
	t.reserve(len(rows), numSources, numNames)
	for i, r := range rows {
		if n := len(t.lines); n == 0 || t.lines[n-1] != r.gen.Line {
			t.lines = append(t.lines, r.gen.Line)
			t.first = append(t.first, uint32(i))
		}
		t.add(r.gen.Column, r.src, r.o)
	}
	for i, r := range rows {
		if r.rng {
			t.setRange(i)
		}
	}
	t.finish()
	return t
}
