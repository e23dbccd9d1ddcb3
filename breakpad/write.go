package breakpad

import (
	"cmp"
	"context"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
)

// An Object is what Write makes a symbol file of; every objfile.Object is one.
type Object interface {
	Name() string
	Arch() debuginfo.Arch
	DebugID() debugid.ID
	CodeID() debugid.CodeID
	Symbols() (*debuginfo.SymbolMap, error)
	Session() (debuginfo.Session, error)
}

// A StackSource has unwind records; a File is one.
type StackSource interface {
	StackCFI() iter.Seq2[StackCFI, error]
	StackWin() iter.Seq2[StackWin, error]
}

// A decorated object has symbols whose names are not those of their source: C
// functions of 32-bit Windows have underscores and sizes of arguments in them.
type decorated interface {
	// SourceName returns the name in the source of the symbol of a name.
	SourceName(symbol string) string
}

// WriteOptions change what Write writes. The zero value means the defaults.
type WriteOptions struct {
	// OS is the operating system in the MODULE record: "Linux", "mac",
	// "windows". The default is "unknown".
	OS string
	// Name is the name of the debug file in the MODULE record. The default is
	// the last component of what the object calls itself.
	Name string
	// CodeFile is the name of the code file in the INFO CODE_ID record; tools
	// write it for Windows.
	CodeFile string
	// Info are further INFO records.
	Info []Info
	// Rename returns what to write for the linkage name of a function or
	// symbol, such as the demangled name. By default names stay as they are.
	Rename func(name string, lang debuginfo.Language) string
	// Stack has the STACK records. The default is the object, if it is a
	// StackSource.
	Stack StackSource
	// Diagnose is told what of the object could not be read. Such an error is
	// about one function, unit or record and does not end the writing.
	Diagnose func(error)
}

// Omitted is the name that Write gives to functions without one, as other
// tools do: functions that the debug information does not name, and code that
// only a line table knows.
const Omitted = "<name omitted>"

// Write writes the symbol file of an object to w. It reads the debug
// information twice, once for the tables at the beginning of the file, so that
// it holds nothing but these in memory. The output depends on nothing but the
// object and opts. The error is that of w, of ctx, or of debug information that
// cannot be opened at all. opts may be nil.
//
// A symbol file has less to say than debug information: columns, languages and
// the directory of the compiler are lost, and symbols lose their size. A
// function of several ranges becomes one FUNC record for each. Of functions
// with the same range the first is written. A symbol is written as PUBLIC
// wherever code that it owns begins: at its address, unless that is in a
// function, and behind each function that it encloses. Names stay as the linker
// has them, unless opts say otherwise; but C functions of 32-bit Windows lose
// what their symbols add to the name.
func Write(ctx context.Context, w io.Writer, o Object, opts *WriteOptions) error {
	session, err := o.Session()
	if err != nil {
		return err
	}
	wr := &writer{ctx: ctx, w: w, session: session}
	wr.symbols, err = o.Symbols()
	if opts != nil {
		wr.opts = *opts
	}
	wr.diagnose(err)
	wr.undecorate(o)
	if wr.opts.Stack == nil {
		wr.opts.Stack, _ = o.(StackSource)
	}
	if err := wr.survey(); err != nil {
		return err
	}
	wr.head(o)
	if err := wr.functions(); err != nil {
		return err
	}
	wr.publics()
	wr.stack()
	wr.flush()
	return wr.err
}

// undecorate finds the names that decorated symbols of o have in the source.
func (w *writer) undecorate(o Object) {
	d, ok := o.(decorated)
	if !ok || w.symbols == nil {
		return
	}
	w.sources = make(map[string]sourceName)
	for _, s := range w.symbols.Symbols() {
		if name := d.SourceName(s.Name); name != s.Name {
			_, digits, _ := strings.Cut(s.Name[1:], "@")
			params, _ := strconv.ParseUint(digits, 10, 32)
			w.sources[s.Name] = sourceName{name, params}
		}
	}
}

// flushSize is how much text is written at a time.
const flushSize = 64 << 10

// A writer writes one symbol file.
type writer struct {
	ctx     context.Context
	w       io.Writer
	opts    WriteOptions
	session debuginfo.Session
	symbols *debuginfo.SymbolMap  // may be nil
	sources map[string]sourceName // of decorated symbols
	out     []byte                // text that is to be written
	err     error                 // of w

	paths      []string
	pathNumber map[string]uint32
	files      numbers // index of the session to number of the path, or noPath
	origins    []string
	originOf   map[originKey]uint32
	claims     []claim
	duplicates map[uint32]bool   // numbers of claims
	covered    []debuginfo.Range // code of functions, sorted and disjoint

	depths []int32 // scratch
}

// noPath is the number of files without a path.
const noPath = ^uint32(0) - 1

// A sourceName is what a decorated name says.
type sourceName struct {
	name   string
	params uint64 // size of the parameters, 0 if it does not say
}

type originKey struct {
	name string
	lang debuginfo.Language // unknown unless names are rewritten
}

// A claim is one range of one function.
type claim struct {
	debuginfo.Range
	number uint32 // in the order of the session
}

func (w *writer) diagnose(err error) {
	if w.opts.Diagnose != nil && err != nil {
		w.opts.Diagnose(err)
	}
}

// checkEvery is how many functions are read between two looks at the context.
const checkEvery = 256

// survey reads all functions to number the files and inlined functions, and to
// find the code that they cover.
func (w *writer) survey() error {
	w.pathNumber = make(map[string]uint32)
	w.originOf = make(map[originKey]uint32)
	n := 0
	for f, err := range w.session.Functions() {
		if n++; n%checkEvery == 0 && w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		if err != nil {
			w.diagnose(err)
			continue
		}
		for _, r := range f.Ranges {
			w.claims = append(w.claims, claim{r, uint32(len(w.claims))})
		}
		last := debuginfo.NoFile
		for i := range f.Lines {
			if file := f.Lines[i].File; file != last {
				w.addFile(file)
				last = file
			}
		}
		for i := range f.Inlines {
			call := &f.Inlines[i]
			w.addFile(call.CallFile)
			w.addOrigin(call)
		}
	}
	slices.SortFunc(w.claims, func(a, b claim) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.number, b.number))
	})
	w.duplicates = make(map[uint32]bool)
	for i, c := range w.claims {
		if i > 0 && c.Range == w.claims[i-1].Range {
			w.duplicates[c.number] = true
		}
		if last := len(w.covered) - 1; last >= 0 && c.Start <= w.covered[last].End {
			w.covered[last].End = max(w.covered[last].End, c.End)
		} else {
			w.covered = append(w.covered, c.Range)
		}
	}
	w.claims = nil
	return w.ctx.Err()
}

// addFile numbers a file of the session.
func (w *writer) addFile(index uint32) {
	if index == debuginfo.NoFile {
		return
	}
	if _, ok := w.files.get(uint64(index)); ok {
		return
	}
	path := oneLine(w.session.File(index).Path())
	number, ok := w.pathNumber[path]
	switch {
	case path == "":
		number = noPath
	case !ok:
		number = uint32(len(w.paths))
		w.pathNumber[strings.Clone(path)] = number
		w.paths = append(w.paths, path)
	}
	w.files.put(uint64(index), number)
}

// addOrigin numbers an inlined function and returns the number.
func (w *writer) addOrigin(call *debuginfo.Inline) uint32 {
	key := originKey{name: call.Name}
	if w.opts.Rename != nil {
		key.lang = call.Lang
	}
	number, ok := w.originOf[key]
	if !ok {
		number = uint32(len(w.origins))
		w.originOf[key] = number
		w.origins = append(w.origins, w.name(call.Name, call.Lang))
	}
	return number
}

// name returns what to write for a name.
func (w *writer) name(name string, lang debuginfo.Language) string {
	if source, ok := w.sources[name]; ok {
		name = source.name
	}
	if w.opts.Rename != nil && name != "" {
		name = w.opts.Rename(name, lang)
	}
	return nameOr(oneLine(name), Omitted)
}

// oneLine returns s without what would break a record: the ends of lines, and
// blanks before the text.
func oneLine(s string) string {
	if strings.IndexByte(s, '\n') >= 0 || strings.IndexByte(s, '\r') >= 0 {
		s = strings.NewReplacer("\n", " ", "\r", " ").Replace(s)
	}
	return strings.TrimLeft(s, " \t")
}

// oneWord returns s without blanks.
func oneWord(s string) string {
	return nameOr(strings.Join(strings.Fields(s), "_"), "unknown")
}

// flush writes the text so far.
func (w *writer) flush() {
	if w.err == nil && len(w.out) > 0 {
		_, w.err = w.w.Write(w.out)
	}
	w.out = w.out[:0]
}

// head writes what comes before the functions.
func (w *writer) head(o Object) {
	name := w.opts.Name
	if name == "" {
		// A name of either system, cut so that nothing is left to cut.
		name = o.Name()
		name = name[strings.LastIndexAny(name, `/\`)+1:]
	}
	w.text("MODULE ", oneWord(w.opts.OS), " ", o.Arch().String(), " ", o.DebugID().Breakpad(), " ",
		nameOr(oneLine(name), unknown), "\n")
	if id := o.CodeID(); !id.IsZero() {
		w.text("INFO CODE_ID ", strings.ToUpper(id.String()))
		if w.opts.CodeFile != "" {
			w.text(" ", oneLine(w.opts.CodeFile))
		}
		w.text("\n")
	}
	for _, info := range w.opts.Info {
		w.text("INFO ", oneWord(info.Key), " ", oneLine(info.Text), "\n")
	}
	for i, path := range w.paths {
		w.text("FILE ")
		w.dec(uint64(i))
		w.text(" ", path, "\n")
	}
	for i, name := range w.origins {
		w.text("INLINE_ORIGIN ")
		w.dec(uint64(i))
		w.text(" ", name, "\n")
	}
}

// publics writes the symbols where no function covers them.
func (w *writer) publics() {
	if w.symbols == nil {
		return
	}
	covered := w.covered
	all := w.symbols.Symbols()
	for i, s := range all {
		end := ^uint64(0)
		if s.Size > 0 {
			end = addSize(s.Addr, s.Size)
		}
		if i+1 < len(all) {
			end = min(end, all[i+1].Addr)
		}
		for len(covered) > 0 && covered[0].End <= s.Addr {
			covered = covered[1:]
		}
		for at := s.Addr; at < end && s.Name != ""; {
			if len(covered) > 0 && covered[0].Start <= at {
				if at = covered[0].End; at < end {
					covered = covered[1:]
				}
				continue
			}
			w.text("PUBLIC ")
			w.hex(at)
			w.text(" ")
			w.hex(w.sources[s.Name].params)
			w.text(" ", w.name(s.Name, debuginfo.LanguageUnknown), "\n")
			if len(covered) == 0 {
				break
			}
			at = covered[0].Start
		}
	}
}

// stack writes the STACK records.
func (w *writer) stack() {
	if w.opts.Stack == nil {
		return
	}
	for r, err := range w.opts.Stack.StackWin() {
		if err != nil {
			w.diagnose(err)
			continue
		}
		w.text("STACK WIN ")
		w.hex(uint64(r.Type))
		for _, v := range [...]uint64{r.Addr, r.Size, uint64(r.PrologSize), uint64(r.EpilogSize), uint64(r.ParamsSize),
			uint64(r.SavedRegsSize), uint64(r.LocalsSize), uint64(r.MaxStackSize)} {
			w.text(" ")
			w.hex(v)
		}
		switch {
		case r.HasProgram:
			w.text(" 1 ", oneLine(r.Program), "\n")
		case r.UsesBasePtr:
			w.text(" 0 1\n")
		default:
			w.text(" 0 0\n")
		}
	}
	for r, err := range w.opts.Stack.StackCFI() {
		if err != nil {
			w.diagnose(err)
			continue
		}
		w.text("STACK CFI ")
		if r.Init {
			w.text("INIT ")
		}
		w.hex(r.Addr)
		if r.Init {
			w.text(" ")
			w.hex(r.Size)
		}
		w.text(" ", oneLine(r.Rules), "\n")
	}
}
