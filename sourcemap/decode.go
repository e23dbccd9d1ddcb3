package sourcemap

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
)

// Decode decodes a source map: JSON, JSON behind a line of junk as servers
// send it, either of them compressed with gzip or zstd, or a data URL. The
// Map shares memory with data, which must not change any more.
//
// An error is a *debuginfo.FormatError with the offset in the unpacked JSON,
// or a *debuginfo.LimitError. Input that is no JSON object is
// debuginfo.ErrUnknownFormat.
func Decode(data []byte, opts *Options) (*Map, error) {
	if opts == nil {
		opts = &Options{}
	}
	return decode(data, &run{opt: opts}, 0)
}

func decode(data []byte, run *run, depth int) (*Map, error) {
	data, err := unpacked(data, run.opt.MaxUnpacked)
	if err != nil {
		return nil, err
	}
	text, junk, err := stripJunk(data)
	if err != nil {
		return nil, err
	}
	r := newReader(text, junk, run)
	if r.kind() != '{' {
		return nil, r.errorAt(r.offset(), unknown{errNotObject})
	}
	m, err := r.decodeMap(depth)
	if err == nil {
		err = r.end()
	}
	if err != nil {
		return nil, err
	}
	return m, nil
}

// unknown marks an error as debuginfo.ErrUnknownFormat.
type unknown struct{ error }

func (u unknown) Is(target error) bool { return target == debuginfo.ErrUnknownFormat }
func (u unknown) Unwrap() error        { return u.error }

// stripJunk removes a first line that begins with one of the characters that
// keep JSON from being run as a script, and returns how long it was. A byte
// order mark counts as junk of its own.
func stripJunk(data []byte) (text []byte, junk int, err error) {
	text = bytes.TrimPrefix(data, []byte("\ufeff"))
	if len(text) == 0 || !strings.ContainsRune(")]}'", rune(text[0])) {
		return text, len(data) - len(text), nil
	}
	end := bytes.IndexAny(text[:min(len(text), maxJunk)], "\r\n")
	if end < 0 {
		return nil, 0, formatError(0, unknown{errNotObject})
	}
	text = text[end:]
	if text[0] == '\r' && (len(text) < 2 || text[1] != '\n') {
		return nil, 0, formatError(len(data)-len(text), errJunkEnd)
	}
	return text, len(data) - len(text), nil
}

// maxJunk bounds the junk line; those in use are five characters long.
const maxJunk = 4096

// fields are the parts of a map that can only be read together, once the
// whole object is known.
type fields struct {
	seen      map[string]bool // of the fields that strict mode asks for
	mappings  span
	ranges    span
	ignore    span
	facebook  span
	scopes    span
	originals span
	generated span
	offsets   span
	paths     span
	debugIDs  [2]span // debug_id, debugId
	contents  []span
}

// decodeMap reads the object that follows, within depth index maps.
func (r *reader) decodeMap(depth int) (*Map, error) {
	start := r.offset()
	if err := r.open(); err != nil {
		return nil, err
	}
	m := &Map{}
	f := &fields{seen: make(map[string]bool, 8)}
	for {
		more, err := r.more()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		name, err := r.key()
		if err != nil {
			return nil, err
		}
		if err := r.decodeField(m, f, name, depth); err != nil {
			return nil, err
		}
	}
	if err := r.complete(m, f, start); err != nil {
		return nil, err
	}
	return m, nil
}

func (r *reader) decodeField(m *Map, f *fields, name string, depth int) (err error) {
	switch name {
	case "version":
		return r.version(f)
	case "file":
		m.file, err = r.text1(errFile, "<invalid>")
	case "sourceRoot":
		m.sourceRoot, err = r.text1(errSourceRoot, "")
	case "sources":
		f.seen[name] = true
		m.sources, err = r.sources()
	case "sourcesContent":
		f.contents, err = r.contents()
	case "names":
		m.names, err = r.names()
	case "sections":
		m.sections, err = r.sections(depth)
	case "mappings":
		f.seen[name] = true
		f.mappings, err = r.next()
	case "rangeMappings":
		f.ranges, err = r.next()
	case "ignoreList":
		f.seen[name] = true
		f.ignore, err = r.next()
	case "x_google_ignoreList":
		if f.seen["ignoreList"] {
			return r.skip()
		}
		f.ignore, err = r.next()
	case "debug_id":
		f.debugIDs[0], err = r.next()
	case "debugId":
		f.debugIDs[1], err = r.next()
	case "x_facebook_sources":
		f.facebook, err = r.next()
	case "x_facebook_offsets":
		f.offsets, err = r.next()
	case "x_metro_module_paths":
		f.paths, err = r.next()
	case "scopes":
		f.scopes, err = r.next()
	case "originalScopes":
		f.originals, err = r.next()
	case "generatedRanges":
		f.generated, err = r.next()
	default:
		return r.skip()
	}
	return err
}

// version reads the version, which nothing depends on.
func (r *reader) version(f *fields) error {
	v, err := r.next()
	if err != nil {
		return err
	}
	f.seen["version"] = true
	n, err := strconv.ParseFloat(string(r.text(v)), 64)
	if err != nil || n != 3 {
		return r.breach(v.off, errVersion)
	}
	return nil
}

// text1 reads a string. Null counts as none, any other value as invalid.
func (r *reader) text1(wrong error, invalid string) (string, error) {
	v, err := r.next()
	switch {
	case err != nil:
		return "", err
	case r.isString(v):
		return r.str(v), nil
	case r.isNull(v):
		return "", r.breach(v.off, wrong)
	}
	return invalid, r.breach(v.off, wrong)
}

// list calls each for the values of a list. Null counts as an empty list,
// anything else is the breach wrong.
func (r *reader) list(wrong error, each func(span) error) error {
	switch r.kind() {
	case '[':
	case 'n':
		// Null is not a list in ECMA-426 either, but tools write it.
		off := r.offset()
		if err := r.skip(); err != nil {
			return err
		}
		return r.breach(off, wrong)
	default:
		off := r.offset()
		if err := r.skip(); err != nil {
			return err
		}
		return r.breach(off, wrong)
	}
	if err := r.open(); err != nil {
		return err
	}
	for {
		more, err := r.more()
		if err != nil || !more {
			return err
		}
		v, err := r.next()
		if err != nil {
			return err
		}
		if err := each(v); err != nil {
			return err
		}
	}
}

func (r *reader) sources() ([]sourceInfo, error) {
	var list []sourceInfo
	err := r.list(errSources, func(v span) error {
		switch {
		case r.isString(v):
			list = append(list, sourceInfo{raw: r.str(v)})
			return nil
		case r.isNull(v):
			list = append(list, sourceInfo{null: true})
			return nil
		}
		list = append(list, sourceInfo{null: true})
		return r.breach(v.off, errSource)
	})
	return slices.Clip(list), err
}

func (r *reader) contents() ([]span, error) {
	var list []span
	err := r.list(errContents, func(v span) error {
		switch {
		case r.isString(v):
			list = append(list, v)
			return nil
		case r.isNull(v):
			list = append(list, span{})
			return nil
		}
		list = append(list, span{})
		return r.breach(v.off, errContent)
	})
	return list, err
}

// names reads the names; a number stands for its digits.
func (r *reader) names() ([]string, error) {
	var list []string
	err := r.list(errNames, func(v span) error {
		if r.isString(v) {
			list = append(list, r.str(v))
			return nil
		}
		name := ""
		if c := r.data[v.off]; c == '-' || '0' <= c && c <= '9' {
			name = string(r.text(v))
		}
		list = append(list, name)
		return r.breach(v.off, errName)
	})
	return slices.Clip(list), err
}

// complete joins what belongs together once all fields are read.
func (r *reader) complete(m *Map, f *fields, start int) error {
	if !f.seen["version"] {
		if err := r.breach(start, errVersion); err != nil {
			return err
		}
	}
	if err := r.debugID(m, f); err != nil {
		return err
	}
	if m.sections != nil {
		return r.completeIndex(m, f)
	}
	if !f.seen["mappings"] {
		return r.errorAt(start, errNoMappings)
	}
	if !f.seen["sources"] {
		if err := r.breach(start, errSourcesMissing); err != nil {
			return err
		}
	}
	// The root stands before every source: without a bound, a long one would
	// multiply the input.
	names, most := uint64(len(m.sourceRoot))*uint64(len(m.sources)), rootShare*uint64(len(r.data))+rootBase
	if names > most {
		return &debuginfo.LimitError{What: "bytes of source names", Want: names, Max: most}
	}
	for i := range m.sources {
		s := &m.sources[i]
		s.path = joinRoot(m.sourceRoot, s.raw)
		if i < len(f.contents) && f.contents[i].end > 0 {
			c := f.contents[i]
			s.content = r.data[c.off:c.end:c.end]
		}
	}
	if err := r.ignoreList(m, f.ignore); err != nil {
		return err
	}
	if err := r.mappings(m, f); err != nil {
		return err
	}
	if err := r.hermes(m, f.facebook); err != nil {
		return err
	}
	return r.scopes(m, f)
}

// debugID reads the debug id. The key in camel case is the one that the
// proposal has, so it wins.
func (r *reader) debugID(m *Map, f *fields) error {
	for _, v := range f.debugIDs {
		if v.end == 0 {
			continue
		}
		var id debugid.ID
		err := errDebugID
		if r.isString(v) {
			id, err = debugid.Parse(r.str(v))
		}
		if err != nil {
			if err := r.breach(v.off, errDebugID); err != nil {
				return err
			}
			continue
		}
		m.debugID = id
	}
	return nil
}

// ignoreList reads the indices of sources that are to be ignored.
func (r *reader) ignoreList(m *Map, v span) error {
	if v.end == 0 {
		return nil
	}
	l := r.sub(v)
	return l.list(errIgnoreList, func(v span) error {
		i, err := strconv.ParseUint(string(l.text(v)), 10, 32)
		if err != nil || i >= uint64(len(m.sources)) {
			return l.breach(v.off, errIgnoreList)
		}
		m.sources[i].ignored = true
		return nil
	})
}

// rootShare and rootBase bound the bytes that the source root adds to the
// names of all sources, per byte of the map. Roots are some 50 bytes long.
const rootShare, rootBase = 4, 1 << 20

// joinRoot puts the source root before a source that is relative.
func joinRoot(root, src string) string {
	if root == "" || strings.HasPrefix(src, "/") ||
		strings.HasPrefix(src, "http:") || strings.HasPrefix(src, "https:") {
		return src
	}
	return strings.TrimSuffix(root, "/") + "/" + src
}
