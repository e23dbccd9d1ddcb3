package objfile

import (
	"cmp"
	"fmt"
	"iter"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/dwarf"
	"github.com/gosymbolic/symbolic/internal/gopcln"
	"github.com/gosymbolic/symbolic/internal/source"
	"github.com/gosymbolic/symbolic/macho"
)

// machoObject shows a Mach-O file as an Object.
type machoObject struct {
	file       *macho.File
	limits     debuginfo.Limits
	companions *companions
	base       uint64

	debugOnce sync.Once
	debug     *macho.File // with the debug information: file or its dSYM

	symbolsOnce sync.Once
	symbols     *debuginfo.SymbolMap
	symbolsErr  error

	sessionOnce sync.Once
	dwarf       *dwarf.Data
	debugMap    *debugMap     // where dwarf is nil
	goTable     *gopcln.Table // where both are nil
}

func openMachO(in opening) ([]member, error) {
	o, err := newMachO(in)
	if err != nil {
		return nil, err
	}
	return []member{{object: o}}, nil
}

func newMachO(in opening) (*machoObject, error) {
	f, err := macho.New(in.src.ReaderAt(), int64(in.src.Size()), in.limits)
	if err != nil {
		return nil, err
	}
	return &machoObject{
		file:       f,
		limits:     in.limits.WithDefaults(in.src.Size()),
		companions: in.companions,
		base:       f.ImageBase(),
	}, nil
}

var errNestedFat = fmt.Errorf("universal file in another: %w", debuginfo.ErrUnsupported)

// openFat opens every slice of a universal file: a Mach-O file, or an archive of
// them. One that cannot be read costs only itself.
func openFat(in opening) ([]member, error) {
	if in.sliced {
		return nil, &debuginfo.FormatError{Format: macho.Format, Err: errNestedFat}
	}
	list, err := macho.Slices(in.src.ReaderAt(), int64(in.src.Size()))
	if err != nil {
		return nil, err
	}
	var out []member
	for _, s := range list {
		members, err := in.openSlice(s)
		if err != nil {
			members = []member{{err: err}}
		}
		out = append(out, members...)
	}
	return out, nil
}

// openSlice opens one slice, which may unpack to its share of what the file may.
func (in opening) openSlice(s macho.Slice) ([]member, error) {
	if s.Err != nil {
		return nil, s.Err
	}
	limits := in.limits.WithDefaults(in.src.Size())
	limits.MaxDecompressed = share(limits.MaxDecompressed, s.Size, in.src.Size())
	var err error
	if in.src, err = in.src.Section(s.Offset, s.Size); err != nil {
		return nil, err
	}
	in.limits, in.sliced = &limits, true
	_, members, err := in.open()
	return members, err
}

func (o *machoObject) Format() Format         { return FormatMachO }
func (o *machoObject) Name() string           { return o.file.InstallName() }
func (o *machoObject) Arch() debuginfo.Arch   { return o.file.Arch() }
func (o *machoObject) Kind() debuginfo.Kind   { return o.file.Kind() }
func (o *machoObject) DebugID() debugid.ID    { return o.file.DebugID() }
func (o *machoObject) CodeID() debugid.CodeID { return o.file.CodeID() }
func (o *machoObject) ImageBase() uint64      { return o.base }
func (o *machoObject) Damage() []error        { return o.file.Damage() }

func (o *machoObject) Features() Features {
	return Features{
		Symbols:   o.file.HasSymbols(),
		DebugInfo: o.file.DebugSection("debug_info") != nil || o.file.Section("__gopclntab") != nil,
		Unwind: o.file.Section("__eh_frame") != nil || o.file.Section("__unwind_info") != nil ||
			o.file.DebugSection("debug_frame") != nil,
	}
}

// Sections returns the sections that are loaded.
func (o *machoObject) Sections() []Section {
	var out []Section
	for _, s := range o.file.Sections {
		if !s.IsDebug() {
			out = append(out, Section{s.Name, s.Addr - o.base, s.Size, s.IsCode()})
		}
	}
	return out
}

func (o *machoObject) CodeRanges() []debuginfo.Range {
	var out []debuginfo.Range
	for _, r := range o.file.CodeRanges() {
		if r.Start = max(r.Start, o.base); r.Start < r.End {
			out = append(out, debuginfo.Range{Start: r.Start - o.base, End: r.End - o.base})
		}
	}
	return out
}

// Symbols returns the symbols of the file, or of its dSYM where that knows
// more. Where there are none, the names that the file exports take their place;
// they end where the linker says that the next function starts.
func (o *machoObject) Symbols() (*debuginfo.SymbolMap, error) {
	o.symbolsOnce.Do(func() {
		from := o.file
		table, err := o.file.FunctionSymbols()
		if debug := o.withDebug(); debug != o.file {
			if more, _ := debug.FunctionSymbols(); len(more) > len(table) {
				from, table = debug, more
			}
		}
		symbols := sizedSymbols(from, table)
		if len(symbols) == 0 {
			var more error
			if symbols, more = exportedSymbols(o.file); err == nil {
				err = more
			}
		}
		for i := range symbols {
			symbols[i].Addr -= o.base
		}
		o.symbols, o.symbolsErr = newSymbolMap(symbols, o.CodeRanges()), err
	})
	return o.symbols, o.symbolsErr
}

// sizedSymbols returns the symbols of a table of f with the sizes that it does
// not state: up to the next symbol, at most to the end of the section.
func sizedSymbols(f *macho.File, table []macho.Symbol) []debuginfo.Symbol {
	order := make([]int, len(table)) // by section, then by address
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(table[a].Section, table[b].Section), cmp.Compare(table[a].Value, table[b].Value))
	})
	out := make([]debuginfo.Symbol, len(table))
	var section uint8
	var sectionEnd, next, end uint64 // next is the symbol behind, or the section's end
	for _, i := range slices.Backward(order) {
		s := &table[i]
		if s.Section != section {
			sec := f.Sections[s.Section-1]
			section, sectionEnd = s.Section, sec.Addr+sec.Size
			next, end = sectionEnd, sectionEnd
		}
		if s.Value != next { // else an alias, which ends where the other does
			end, next = next, s.Value
			if s.Value < sectionEnd {
				end = min(end, sectionEnd)
			}
		}
		out[i] = debuginfo.Symbol{Addr: s.Value, Size: end - min(end, s.Value), Name: macho.LinkageName(s.Name)}
	}
	return out
}

// plainSymbols returns symbols without those whose names were hidden: they
// must not take the place of names in the debug information, which a symbol map
// may know without the underscore of C.
func plainSymbols(symbols *debuginfo.SymbolMap) *debuginfo.SymbolMap {
	all := symbols.Symbols()
	hidden := func(s debuginfo.Symbol) bool { return macho.IsHidden(s.Name) }
	if !slices.ContainsFunc(all, hidden) {
		return symbols
	}
	return debuginfo.NewSymbolMap(slices.DeleteFunc(slices.Clone(all), hidden), 0)
}

// exportedSymbols returns the names of code that f exports, each up to the next
// function.
func exportedSymbols(f *macho.File) ([]debuginfo.Symbol, error) {
	exports, err := f.Exports()
	starts, startsErr := f.FunctionStarts()
	if err == nil {
		err = startsErr
	}
	code := f.CodeRanges()
	var out []debuginfo.Symbol
	for _, e := range exports {
		i := sort.Search(len(code), func(i int) bool { return code[i].End > e.Addr })
		if i == len(code) || e.Addr < code[i].Start {
			continue
		}
		s := debuginfo.Symbol{Addr: e.Addr, Name: macho.LinkageName(e.Name)}
		if next := sort.Search(len(starts), func(i int) bool { return starts[i] > e.Addr }); next < len(starts) {
			s.Size = min(starts[next], code[i].End) - e.Addr
		}
		out = append(out, s)
	}
	return out, err
}

// withDebug returns the file that has the debug information: the file itself,
// or the dSYM with the same UUID.
func (o *machoObject) withDebug() *macho.File {
	o.debugOnce.Do(func() {
		o.debug = o.file
		id, ok := o.file.UUID()
		if !ok || o.file.DebugSection("debug_info") != nil {
			return
		}
		r := Request{Kind: CompanionDSYM, Name: o.dsymName(), DebugID: o.DebugID()}
		o.companions.find(r, func(c *Companion) bool {
			for src := range machoSlices(source.New(c.ReaderAt, c.Size)) {
				f, err := macho.New(src.ReaderAt(), int64(src.Size()), o.companions.limits)
				if err != nil {
					continue
				}
				if own, ok := f.UUID(); ok && own == id && f.DebugSection("debug_info") != nil {
					o.companions.hold(c)
					o.debug = f
					return true
				}
			}
			return false
		})
	})
	return o.debug
}

// dsymName returns the base name of the file, which its dSYM has too.
func (o *machoObject) dsymName() string {
	name := o.companions.from
	if name == "" {
		name = o.file.InstallName()
	}
	if name == "" {
		return ""
	}
	return path.Base(strings.ReplaceAll(name, `\`, "/"))
}

// machoSlices yields the parts of a universal file, or src itself if it is none.
func machoSlices(src *source.Source) iter.Seq[*source.Source] {
	return func(yield func(*source.Source) bool) {
		slices, err := macho.Slices(src.ReaderAt(), int64(src.Size()))
		if err != nil {
			yield(src)
			return
		}
		for _, s := range slices {
			if s.Err != nil {
				continue
			}
			if part, err := src.Section(s.Offset, s.Size); err == nil && !yield(part) {
				return
			}
		}
	}
}

// Session reads the DWARF of the file, of its dSYM or of the objects that its
// debug map names; where there is none, the table of the Go runtime.
func (o *machoObject) Session() (debuginfo.Session, error) {
	o.sessionOnce.Do(func() {
		debug := o.withDebug()
		if debug.DebugSection("debug_info") == nil && o.companions.locator != nil {
			if o.debugMap = newDebugMap(o); o.debugMap != nil {
				return
			}
		}
		var damage error
		if debug.DebugSection("debug_info") == nil {
			if o.goTable, damage = machoGoTable(o.file, &o.limits); o.goTable != nil {
				return
			}
		}
		symbols, _ := o.Symbols()
		l := machoLoader(debug)
		cfg := dwarf.Config{
			BigEndian:      debug.BigEndian,
			ImageBase:      o.base,
			Code:           o.file.CodeRanges(),
			Symbols:        plainSymbols(symbols),
			MaxInlineDepth: o.limits.MaxInlineDepth,
		}
		sec := l.load()
		cfg.Damage = l.damage
		if damage != nil {
			cfg.Damage = append(cfg.Damage, damage)
		}
		o.dwarf = dwarf.New(sec, cfg)
	})
	if o.goTable != nil {
		return o.goTable.Session(), nil
	}
	if o.debugMap != nil {
		return o.debugMap.session(), nil
	}
	return o.dwarf.Session(), nil
}

// machoLoader returns a loader of the debug sections of f.
func machoLoader(f *macho.File) *loader {
	return &loader{section: func(name string) section {
		if s := f.DebugSection(strings.TrimPrefix(name, ".")); s != nil {
			return machoSection{s}
		}
		return nil
	}}
}

// A machoSection is a section whose relocations are applied when it is read.
type machoSection struct{ *macho.Section }

func (s machoSection) Data() ([]byte, error) { return s.RelocatedData() }
