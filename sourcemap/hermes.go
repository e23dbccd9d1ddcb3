package sourcemap

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
)

// Metro, the bundler of React Native, writes a function map for each source
// into x_facebook_sources: a list whose first item is an object with names
// and mappings. The mappings are segments of three numbers, each a difference:
// column, name, line. A semicolon sets the column back to 0 and does nothing
// else. Lines count from 1. Function maps are about the original code, so they
// survive Hermes, which compiles the bundle to bytecode and maps the offset of
// each instruction as the column of a single line.

var (
	errFacebook    = errors.New("x_facebook_sources is not a list")
	errFunctionMap = errors.New("function map is malformed")
	errOffsets     = errors.New("x_facebook_offsets is not a list")
	errPaths       = errors.New("x_metro_module_paths is not a list")
)

// A functionMap says which function each place of a source is in.
type functionMap struct {
	json   []byte // what it was decoded from
	names  []string
	starts []functionStart // sorted by position
}

// A functionStart is a place from which on code belongs to a function. Its
// line counts from 1.
type functionStart struct{ line, col, name uint32 }

// lookup returns the name of the function at a position of the source.
func (f *functionMap) lookup(p Position) (string, bool) {
	if f == nil || p.Line == noIndex {
		return "", false
	}
	at := functionStart{line: p.Line + 1, col: p.Column}
	i, exact := slices.BinarySearchFunc(f.starts, at, functionStart.compare)
	if !exact {
		i--
	}
	if i < 0 {
		return "", false
	}
	return f.names[f.starts[i].name], true
}

func (s functionStart) compare(o functionStart) int {
	return cmp.Or(cmp.Compare(s.line, o.line), cmp.Compare(s.col, o.col))
}

// hermes reads x_facebook_sources. A function map that is damaged counts as
// absent.
func (r *reader) hermes(m *Map, v span) error {
	if v.end == 0 {
		return nil
	}
	l := r.sub(v)
	i := 0
	return l.list(errFacebook, func(v span) error {
		if i >= len(m.sources) || l.isNull(v) {
			i++
			return nil
		}
		f, err := l.functionMap(v)
		if err != nil {
			return err
		}
		if f != nil {
			if m.hermes == nil {
				m.hermes = make([]*functionMap, len(m.sources))
			}
			m.hermes[i] = f
		}
		i++
		return nil
	})
}

// functionMap reads what x_facebook_sources says about one source; nil if
// that is nothing.
func (r *reader) functionMap(v span) (*functionMap, error) {
	l := r.sub(v)
	var f *functionMap
	first := true
	err := l.list(errFunctionMap, func(item span) error {
		if !first || l.data[item.off] != '{' {
			first = false
			return nil
		}
		first = false
		o := l.sub(item)
		f = &functionMap{json: r.text(v)}
		return o.functionMapObject(f)
	})
	if err != nil || f == nil || f.starts == nil {
		return nil, err
	}
	return f, nil
}

// functionMapObject fills f, leaving its starts nil if they are damaged.
func (r *reader) functionMapObject(f *functionMap) error {
	if err := r.open(); err != nil {
		return err
	}
	var mappings span
	for {
		more, err := r.more()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		key, err := r.key()
		if err != nil {
			return err
		}
		switch key {
		case "names":
			f.names, err = r.names()
		case "mappings":
			mappings, err = r.next()
		default:
			err = r.skip()
		}
		if err != nil {
			return err
		}
	}
	if mappings.end == 0 || !r.isString(mappings) {
		return r.breach(0, errFunctionMap)
	}
	text, base := r.vlqText(mappings)
	starts, off, err := functionStarts(text, len(f.names))
	if err != nil {
		return r.run.breach(base+off, err)
	}
	f.starts = starts
	return nil
}

// functionStarts decodes the mappings of a function map. On an error it
// returns where that is.
func functionStarts(s []byte, numNames int) (starts []functionStart, off int, err error) {
	line, col, name := int64(1), int64(0), int64(0)
	starts = []functionStart{}
	for i := 0; i < len(s); {
		switch s[i] {
		case ';':
			col = 0
			i++
			continue
		case ',':
			i++
			continue
		}
		at := i
		for field := 0; i < len(s) && digits[s[i]] != digitSep; field++ {
			d, end, err := signed(s, i)
			if err != nil {
				return nil, end, err
			}
			i = end
			switch field {
			case 0:
				col += d
			case 1:
				name += d
			case 2:
				line += d
			}
		}
		if uint64(name) >= uint64(numNames) || uint64(line) > maxStrict || uint64(col) > maxStrict {
			return nil, at, errFunctionMap
		}
		starts = append(starts, functionStart{uint32(line), uint32(col), uint32(name)})
	}
	slices.SortStableFunc(starts, functionStart.compare)
	return slices.Clip(starts), 0, nil
}

// A metro is what Metro says about the modules of an index map.
type metro struct {
	offsets []int64 // by module id: the line it begins on, -1 for none
	paths   []string
}

// metro reads the fields about modules, which only serve [Map.Modules].
func (r *reader) metro(m *Map, f *fields) error {
	if f.offsets.end == 0 && f.paths.end == 0 {
		return nil
	}
	m.metro = &metro{}
	if f.offsets.end > 0 {
		l := r.sub(f.offsets)
		err := l.list(errOffsets, func(v span) error {
			n, err := strconv.ParseUint(string(l.text(v)), 10, 32)
			if err != nil {
				m.metro.offsets = append(m.metro.offsets, -1)
				return nil
			}
			m.metro.offsets = append(m.metro.offsets, int64(n))
			return nil
		})
		if err != nil {
			return err
		}
	}
	if f.paths.end > 0 {
		l := r.sub(f.paths)
		return l.list(errPaths, func(v span) error {
			path := ""
			if l.isString(v) {
				path = l.str(v)
			}
			m.metro.paths = append(m.metro.paths, path)
			return nil
		})
	}
	return nil
}
