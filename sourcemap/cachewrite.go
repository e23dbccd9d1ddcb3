package sourcemap

import (
	"encoding/binary"
	"io"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
)

// WriteCache writes a cache of a map to w and returns the number of bytes
// written. The minified file the map is for gives the names of functions; it
// may be nil, and is not needed for maps that have them ([Map.HasFunctions]).
// Where minified is not JavaScript that can be followed, the cache has no
// functions, and that is no error.
//
// The same map and file give the same bytes.
func WriteCache(w io.Writer, m *Map, minified []byte) (int64, error) {
	m, err := m.Flatten()
	if err != nil {
		return 0, err
	}
	c := &cacheWriter{m: m, strings: map[string]uint32{"": scopeNone}}
	c.text = []byte{0, 0} // two empty strings: scopeNone, scopeAnonymous
	if minified != nil && !m.HasFunctions() {
		text := NewText(minified)
		if x, err := newScopeIndex(text, m); err == nil {
			c.index, c.minified = x, text
		}
	}
	if err := c.collect(); err != nil {
		return 0, err
	}
	files, lines, contents, err := c.files()
	if err != nil {
		return 0, err
	}
	rows, widths := c.pack()
	index, levels := c.keys()
	info := make([]byte, infoSize)
	le := binary.LittleEndian
	le.PutUint32(info[0:], uint32(len(c.rows)))
	le.PutUint32(info[4:], uint32(len(m.sources)))
	le.PutUint32(info[8:], c.str(debugText(m.debugID)))
	le.PutUint32(info[12:], c.str(m.file))
	copy(info[16:], widths[:])
	for i, n := range levels {
		le.PutUint32(info[24+4*i:], n)
	}
	if c.index != nil || m.HasFunctions() {
		info[40] = 1
	}
	if c.full {
		return 0, &debuginfo.LimitError{What: "bytes of names in a source map cache", Want: noIndex, Max: noIndex - 1}
	}
	return cacheKind.Write(w, [][]byte{
		secInfo: info, secIndex: index, secRows: rows, secFiles: files,
		secLines: lines, secText: contents, secStrings: c.text,
	})
}

// debugText returns the text of a debug id, "" for none.
func debugText(id debugid.ID) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}

type cacheWriter struct {
	m        *Map
	minified *Text
	index    *ScopeIndex
	strings  map[string]uint32
	text     []byte
	full     bool // the strings exceed 4 GiB
	rows     [][numCols]uint32
}

// str returns the offset of s in the strings.
func (c *cacheWriter) str(s string) uint32 {
	off, ok := c.strings[s]
	if !ok {
		if uint64(len(c.text))+uint64(len(s))+binary.MaxVarintLen64 >= noIndex {
			c.full = true
			return 0
		}
		off = uint32(len(c.text))
		c.text = binary.AppendUvarint(c.text, uint64(len(s)))
		c.text = append(c.text, s...)
		c.strings[s] = off
	}
	return off
}

// collect makes the rows. A token that says the same as the one before it on
// its line is left out, unless it is one of several at its position.
func (c *cacheWriter) collect() error {
	t := &c.m.tokens
	names := make([]uint32, len(c.m.names)) // offsets, 0 until used
	for at, line := range t.lines {
		from, to := t.line(at)
		kept := -1
		for i := from; i < to; i++ {
			r := c.row(i, line, names)
			alone := i+1 == to || t.cols[i+1] != t.cols[i]
			if kept >= 0 && alone && r[colFlags] == 0 {
				before := c.rows[kept]
				before[colColumn] = r[colColumn]
				if before == r {
					continue
				}
			}
			kept = len(c.rows)
			c.rows = append(c.rows, r)
		}
	}
	if uint64(len(c.rows)) >= noIndex {
		return &debuginfo.LimitError{What: "tokens of a source map cache", Want: uint64(len(c.rows)), Max: noIndex - 1}
	}
	return nil
}

func (c *cacheWriter) row(i int, line uint32, names []uint32) (r [numCols]uint32) {
	t := &c.m.tokens
	r[colLine], r[colColumn] = line, t.cols[i]
	src, o := t.at(i)
	if src == noIndex {
		return r
	}
	r[colFile], r[colOrigLine], r[colOrigColumn] = src+1, o.line, o.col
	if o.name != noIndex {
		if names[o.name] == 0 {
			names[o.name] = c.str(c.m.names[o.name])
		}
		r[colName] = names[o.name]
	}
	if t.isRange(i) {
		r[colFlags] = 1
	}
	r[colScope] = c.scope(c.m.token(i, line))
	return r
}

// scope returns the offset of the name of the function that a token is in.
func (c *cacheWriter) scope(t Token) uint32 {
	if c.m.HasFunctions() {
		name, ok := t.Function()
		switch {
		case !ok:
			return scopeNone
		case name == "":
			return scopeAnonymous
		}
		return c.str(name)
	}
	if c.index == nil {
		return scopeNone
	}
	switch name, kind := c.index.Lookup(t.Generated.Line, t.Generated.Column); kind {
	case NamedScope:
		return c.str(name)
	case AnonymousScope:
		return scopeAnonymous
	}
	return scopeNone
}

// pack returns the rows in bytes, and the widths of their fields.
func (c *cacheWriter) pack() ([]byte, [numCols]uint8) {
	var widths [numCols]uint8
	for i := range c.rows {
		for col, v := range c.rows[i] {
			widths[col] = max(widths[col], widthOf(v))
		}
	}
	widths[colColumn] = max(widths[colColumn], 1) // a row is never empty
	size := 0
	for _, w := range widths {
		size += int(w)
	}
	out := make([]byte, 0, len(c.rows)*size+rowPad)
	for i := range c.rows {
		for col, v := range c.rows[i] {
			for range widths[col] {
				out = append(out, byte(v))
				v >>= 8
			}
		}
	}
	return append(out, make([]byte, rowPad)...), widths
}

// keys returns the index: levels of keys, highest first, and how many keys
// each has, lowest first.
func (c *cacheWriter) keys() ([]byte, [maxLevels]uint32) {
	var counts [maxLevels]uint32
	var levels [][]uint64
	var keys []uint64
	for i := 0; i < len(c.rows); i += fanout {
		keys = append(keys, uint64(c.rows[i][colLine])<<32|uint64(c.rows[i][colColumn]))
	}
	for len(keys) > 0 {
		counts[len(levels)] = uint32(len(keys))
		levels = append(levels, keys)
		if len(keys) <= fanout {
			break
		}
		var up []uint64
		for i := 0; i < len(keys); i += fanout {
			up = append(up, keys[i])
		}
		keys = up
	}
	var out []byte
	for i := len(levels) - 1; i >= 0; i-- {
		for _, k := range levels[i] {
			out = binary.LittleEndian.AppendUint64(out, k)
		}
	}
	return out, counts
}

// files returns the records of the files, the offsets of their lines, and
// their texts.
func (c *cacheWriter) files() (records, lines, text []byte, err error) {
	le := binary.LittleEndian
	for i := range c.m.sources {
		content, ok := c.m.Content(i)
		firstLine := uint64(len(lines)) / 4
		if uint64(len(content)) >= noIndex {
			return nil, nil, nil, &debuginfo.LimitError{What: "bytes of a source", Want: uint64(len(content)), Max: noIndex - 1}
		}
		numLines := uint32(0)
		if ok {
			lines = le.AppendUint32(lines, 0)
			numLines++
			for j := range len(content) {
				if content[j] == '\n' {
					lines = le.AppendUint32(lines, uint32(j+1))
					numLines++
				}
			}
		}
		flags := uint32(0)
		if c.m.sources[i].ignored {
			flags |= fileIgnored
		}
		if firstLine >= noIndex {
			return nil, nil, nil, &debuginfo.LimitError{What: "lines of sources", Want: firstLine, Max: noIndex - 1}
		}
		records = le.AppendUint32(records, c.str(c.m.Source(i)))
		records = le.AppendUint32(records, flags)
		records = le.AppendUint64(records, uint64(len(text)))
		records = le.AppendUint32(records, uint32(len(content)))
		records = le.AppendUint32(records, uint32(firstLine))
		records = le.AppendUint32(records, numLines)
		records = le.AppendUint32(records, 0)
		text = append(text, content...)
	}
	return records, lines, text, nil
}

// fileIgnored marks a file of the ignore list.
const fileIgnored = 1
