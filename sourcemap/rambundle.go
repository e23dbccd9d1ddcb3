package sourcemap

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A RAM bundle is how React Native ships programs that load modules one by
// one. The indexed form is a single file, all numbers little-endian:
//
//	0   4    magic 0xfb0bd1e5
//	4   4    number of modules n
//	8   4    size of the startup code in bytes
//	12  8×n  for each module id: offset from 12+8×n, and length; 0, 0 if there is none
//	…        startup code, modules, each with a zero byte at its end
//
// The other form is a file of startup code and, beside it, a folder js-modules
// with a file UNBUNDLE, which holds the magic, and one N.js for each module N.
const ramMagic = 0xfb0bd1e5

var (
	errRAMMagic  = errors.New("magic is not that of a RAM bundle")
	errRAMModule = errors.New("module lies outside the bundle")
	errRAMMap    = errors.New("map lacks the offsets of modules")
)

var ramPlace = &cursor.Place{Format: "rambundle"}

// A RAMBundle is an open RAM bundle. It does not change: goroutines may share
// it.
type RAMBundle struct {
	startup []byte
	table   []byte // of the indexed form
	code    []byte // what the table's offsets count from
	files   fs.FS  // of the other form
	ids     []int  // of the other form, sorted
}

// A RAMModule is a module of a RAM bundle.
type RAMModule struct {
	ID   int
	Path string // as the map names it, "" if it does not
	Code []byte
	Map  *Map // of the module alone; nil without a map
}

// IsRAMBundle reports whether data begins as an indexed RAM bundle does.
func IsRAMBundle(data []byte) bool {
	return len(data) >= 4 && binary.LittleEndian.Uint32(data) == ramMagic
}

// ParseRAMBundle opens a RAM bundle of the indexed form. It borrows data,
// which must not change.
func ParseRAMBundle(data []byte) (*RAMBundle, error) {
	c := cursor.New(ramPlace, 0, data, false)
	if magic := c.U32(); c.Err() == nil && magic != ramMagic {
		c.FailAt(0, errors.Join(errRAMMagic, debuginfo.ErrUnknownFormat))
	}
	n := uint64(c.U32())
	size := uint64(c.U32())
	b := &RAMBundle{table: c.Bytes(8 * n)}
	rest := c
	b.code = rest.Rest()
	b.startup = withoutZero(c.Bytes(size))
	if err := c.Err(); err != nil {
		return nil, err
	}
	return b, nil
}

// withoutZero removes one zero byte at the end.
func withoutZero(code []byte) []byte { return bytes.TrimSuffix(code, []byte{0}) }

// OpenUnbundle opens a RAM bundle of the other form: startup is the entry
// file, and dir the folder js-modules beside it.
func OpenUnbundle(startup []byte, dir fs.FS) (*RAMBundle, error) {
	magic, err := fs.ReadFile(dir, "UNBUNDLE")
	if err != nil {
		return nil, err
	}
	if !IsRAMBundle(magic) {
		return nil, &debuginfo.FormatError{Format: ramPlace.Format, Section: "UNBUNDLE",
			Err: errors.Join(errRAMMagic, debuginfo.ErrUnknownFormat)}
	}
	entries, err := fs.ReadDir(dir, ".")
	if err != nil {
		return nil, err
	}
	b := &RAMBundle{startup: startup, files: dir}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".js")
		id, err := strconv.ParseUint(name, 10, 31)
		if ok && err == nil && name == strconv.FormatUint(id, 10) {
			b.ids = append(b.ids, int(id))
		}
	}
	slices.Sort(b.ids)
	return b, nil
}

// Startup returns the code that runs first.
func (b *RAMBundle) Startup() []byte { return b.startup }

// NumModules returns how many module ids there are, all below that number.
// Some may have no module.
func (b *RAMBundle) NumModules() int {
	if b.files == nil {
		return len(b.table) / 8
	}
	if len(b.ids) == 0 {
		return 0
	}
	return b.ids[len(b.ids)-1] + 1
}

// Module returns the code of a module. It reports false if there is none of
// that id.
func (b *RAMBundle) Module(id int) (code []byte, ok bool, err error) {
	if b.files != nil {
		if _, ok := slices.BinarySearch(b.ids, id); !ok {
			return nil, false, nil
		}
		code, err = fs.ReadFile(b.files, strconv.Itoa(id)+".js")
		return code, err == nil, err
	}
	if uint(id) >= uint(b.NumModules()) {
		return nil, false, nil
	}
	off := uint64(binary.LittleEndian.Uint32(b.table[8*id:]))
	size := uint64(binary.LittleEndian.Uint32(b.table[8*id+4:]))
	if off == 0 && size == 0 {
		return nil, false, nil
	}
	if off > uint64(len(b.code)) || size > uint64(len(b.code))-off {
		return nil, false, &debuginfo.FormatError{Format: ramPlace.Format, Offset: uint64(12 + 8*id), Err: errRAMModule}
	}
	return withoutZero(b.code[off : off+size]), true, nil
}

// Modules yields the modules in order of their ids, without maps. An error is
// about one module and does not end the iteration.
func (b *RAMBundle) Modules() iter.Seq2[RAMModule, error] {
	return func(yield func(RAMModule, error) bool) {
		visit := func(id int) bool {
			code, ok, err := b.Module(id)
			return !ok && err == nil || yield(RAMModule{ID: id, Code: code}, err)
		}
		if b.files != nil {
			for _, id := range b.ids {
				if !visit(id) {
					return
				}
			}
			return
		}
		for id := range b.NumModules() {
			if !visit(id) {
				return
			}
		}
	}
}

// Split yields the modules with the part of m that is about each, in the
// coordinates of the module's code. m must be an index map of Metro, which
// says on which line of the whole each module begins. An error is about one
// module and does not end the iteration, unless m is no such map.
func (b *RAMBundle) Split(m *Map) iter.Seq2[RAMModule, error] {
	return func(yield func(RAMModule, error) bool) {
		if m.metro == nil || m.metro.offsets == nil {
			yield(RAMModule{}, formatError(0, errRAMMap))
			return
		}
		flat, err := m.Flatten()
		if err != nil {
			yield(RAMModule{}, err)
			return
		}
		for mod, err := range b.Modules() {
			if err == nil {
				err = mod.cut(flat, m.metro)
			}
			if !yield(mod, err) {
				return
			}
		}
	}
}

// cut sets the path and the map of mod.
func (mod *RAMModule) cut(flat *Map, x *metro) error {
	if mod.ID < len(x.paths) {
		mod.Path = x.paths[mod.ID]
	}
	if mod.ID >= len(x.offsets) || x.offsets[mod.ID] < 0 {
		return nil
	}
	start := uint32(x.offsets[mod.ID])
	text := NewText(mod.Code)
	end := satAdd(start, uint32(text.NumLines()))
	out := &Builder{}
	out.SetFile(strconv.Itoa(mod.ID) + ".js")
	sources, names := make(map[int]int), make(map[int]int)
	t := &flat.tokens
	at, _ := t.findLine(start)
	for ; at < len(t.lines) && t.lines[at] < end; at++ {
		from, to := t.line(at)
		width := UTF16Column(string(text.Line(int(t.lines[at]-start))), len(mod.Code))
		for i := from; i < to && t.cols[i] <= width; i++ {
			tok := flat.token(i, t.lines[at]-start)
			tok.Source = out.take(sources, tok.Source, flat)
			if tok.Name >= 0 {
				if _, ok := names[tok.Name]; !ok {
					names[tok.Name] = out.AddName(flat.names[tok.Name])
				}
				tok.Name = names[tok.Name]
			}
			out.Add(tok)
		}
	}
	var err error
	mod.Map, err = out.Map()
	return err
}

// take returns the number that source i of m has in b, and adds it with all
// that is known of it.
func (b *Builder) take(seen map[int]int, i int, m *Map) int {
	if i < 0 {
		return i
	}
	to, ok := seen[i]
	if !ok {
		to = b.AddSource(m.sources[i].path)
		b.m.sources[to].content = m.sources[i].content
		b.m.sources[to].ignored = m.sources[i].ignored
		if i < len(m.hermes) && m.hermes[i] != nil {
			b.setFunctions(to, m.hermes[i])
		}
		seen[i] = to
	}
	return to
}
