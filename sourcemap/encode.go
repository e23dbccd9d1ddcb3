package sourcemap

import (
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// AppendJSON appends the map as JSON: fields in a fixed order, absent ones
// left out, no white space, range mappings in the current encoding. Decoding
// it gives an equal map, encoding that the same bytes.
func (m *Map) AppendJSON(dst []byte) []byte {
	dst = append(dst, `{"version":3`...)
	if m.file != "" {
		dst = appendString(append(dst, `,"file":`...), m.file)
	}
	if !m.debugID.IsZero() {
		dst = appendString(append(dst, `,"debugId":`...), m.debugID.String())
	}
	if m.IsIndex() {
		return append(m.appendSections(dst), '}')
	}
	if m.sourceRoot != "" {
		dst = appendString(append(dst, `,"sourceRoot":`...), m.sourceRoot)
	}
	dst = m.appendSources(dst)
	dst = append(dst, `,"names":[`...)
	for i, name := range m.names {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(dst, name)
	}
	dst = m.appendMappings(append(dst, `],"mappings":"`...))
	dst = append(dst, '"')
	if m.tokens.ranges != nil {
		dst = m.appendRanges(append(dst, `,"rangeMappings":"`...))
		dst = append(dst, '"')
	}
	dst = m.appendFunctions(dst)
	return append(dst, '}')
}

// WriteTo writes the map as AppendJSON gives it.
func (m *Map) WriteTo(w io.Writer) (int64, error) {
	n, err := w.Write(m.AppendJSON(nil))
	return int64(n), err
}

func appendString(dst []byte, s string) []byte {
	dst, _ = jsontext.AppendQuote(dst, s) // errors are about text that is not UTF-8, which is replaced
	return dst
}

func (m *Map) appendSections(dst []byte) []byte {
	if m.metro != nil {
		dst = m.metro.append(dst)
	}
	dst = append(dst, `,"sections":[`...)
	for i, s := range m.sections {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, `{"offset":{"line":`...)
		dst = strconv.AppendUint(dst, uint64(s.Offset.Line), 10)
		dst = append(dst, `,"column":`...)
		dst = strconv.AppendUint(dst, uint64(s.Offset.Column), 10)
		dst = append(dst, '}')
		if s.URL != "" {
			dst = appendString(append(dst, `,"url":`...), s.URL)
		}
		if s.Map != nil {
			dst = s.Map.AppendJSON(append(dst, `,"map":`...))
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

func (x *metro) append(dst []byte) []byte {
	if x.offsets != nil {
		dst = append(dst, `,"x_facebook_offsets":[`...)
		for i, off := range x.offsets {
			if i > 0 {
				dst = append(dst, ',')
			}
			if off < 0 {
				dst = append(dst, "null"...)
			} else {
				dst = strconv.AppendInt(dst, off, 10)
			}
		}
		dst = append(dst, ']')
	}
	if x.paths != nil {
		dst = append(dst, `,"x_metro_module_paths":[`...)
		for i, path := range x.paths {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendString(dst, path)
		}
		dst = append(dst, ']')
	}
	return dst
}

// appendSources appends sources, their contents and the ignore list.
func (m *Map) appendSources(dst []byte) []byte {
	dst = append(dst, `,"sources":[`...)
	contents, ignored := 0, 0
	for i := range m.sources {
		s := &m.sources[i]
		if i > 0 {
			dst = append(dst, ',')
		}
		if s.null {
			dst = append(dst, "null"...)
		} else {
			dst = appendString(dst, s.raw)
		}
		if s.content != nil {
			contents = i + 1
		}
		if s.ignored {
			ignored++
		}
	}
	dst = append(dst, ']')
	if contents > 0 {
		dst = append(dst, `,"sourcesContent":[`...)
		for i := range m.sources[:contents] {
			if i > 0 {
				dst = append(dst, ',')
			}
			switch c := m.sources[i].content; {
			case c == nil:
				dst = append(dst, "null"...)
			case utf8.Valid(c):
				dst = append(dst, c...)
			default:
				dst = appendString(dst, unquote(c))
			}
		}
		dst = append(dst, ']')
	}
	if ignored > 0 {
		dst = append(dst, `,"ignoreList":`...)
		sep := byte('[')
		for i := range m.sources {
			if m.sources[i].ignored {
				dst = strconv.AppendInt(append(dst, sep), int64(i), 10)
				sep = ','
			}
		}
		dst = append(dst, ']')
	}
	return dst
}

func (m *Map) appendMappings(dst []byte) []byte {
	t := &m.tokens
	var src, line, col, name int64
	genLine := uint32(0)
	for at := range t.lines {
		for ; genLine < t.lines[at]; genLine++ {
			dst = append(dst, ';')
		}
		from, to := t.line(at)
		genCol := int64(0)
		for i := from; i < to; i++ {
			if i > from {
				dst = append(dst, ',')
			}
			c := int64(t.cols[i])
			dst = appendSigned(dst, c-genCol)
			genCol = c
			s, o := t.at(i)
			if s == noIndex {
				continue
			}
			dst = appendSigned(dst, int64(s)-src)
			dst = appendSigned(dst, int64(o.line)-line)
			dst = appendSigned(dst, int64(o.col)-col)
			src, line, col = int64(s), int64(o.line), int64(o.col)
			if o.name != noIndex {
				dst = appendSigned(dst, int64(o.name)-name)
				name = int64(o.name)
			}
		}
	}
	return dst
}

func (m *Map) appendRanges(dst []byte) []byte {
	t := &m.tokens
	genLine := uint32(0)
	for at := range t.lines {
		from, to := t.line(at)
		last := from - 1
		for i := from; i < to; i++ {
			if !t.isRange(i) {
				continue
			}
			for ; genLine < t.lines[at]; genLine++ {
				dst = append(dst, ';')
			}
			dst = appendUnsigned(dst, uint64(i-last))
			last = i
		}
	}
	return dst
}

// appendFunctions appends function maps and scopes, as they were decoded.
func (m *Map) appendFunctions(dst []byte) []byte {
	if m.hermes != nil {
		dst = append(dst, `,"x_facebook_sources":[`...)
		for i, f := range m.hermes {
			if i > 0 {
				dst = append(dst, ',')
			}
			if f == nil {
				dst = append(dst, "null"...)
			} else {
				dst = appendValue(dst, f.json)
			}
		}
		dst = append(dst, ']')
	}
	switch s := m.scopes; {
	case s == nil:
	case s.old:
		dst = appendValue(append(dst, `,"originalScopes":`...), s.json[0])
		if s.json[1] != nil {
			dst = appendValue(append(dst, `,"generatedRanges":`...), s.json[1])
		}
	default:
		dst = appendValue(append(dst, `,"scopes":`...), s.json[0])
	}
	return dst
}

// appendValue appends JSON text without white space between its tokens.
func appendValue(dst, text []byte) []byte {
	v := jsontext.Value(append([]byte(nil), text...))
	if v.Compact(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)) != nil {
		return append(dst, "null"...) // cannot be: the text was decoded once
	}
	return append(dst, v...)
}
