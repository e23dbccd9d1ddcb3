package swift

import (
	"errors"
	"strings"
	"sync"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// Parameters says how the parameters of functions are shown.
type Parameters uint8

const (
	// ParametersDefault shows types in the full form and labels in the
	// simplified form.
	ParametersDefault Parameters = iota
	// ParametersTypes shows labels and types: f(_: Int, to: String).
	ParametersTypes
	// ParametersLabels shows the labels: f(_:to:).
	ParametersLabels
	// ParametersNone shows nothing: f.
	ParametersNone
)

// ReturnType says whether the result of functions is shown, with what else
// stands behind the parameters: async, throws.
type ReturnType uint8

const (
	// ReturnTypeDefault shows it in the full form and hides it in the
	// simplified form.
	ReturnTypeDefault ReturnType = iota
	// ReturnTypeShow shows it.
	ReturnTypeShow
	// ReturnTypeHide hides it.
	ReturnTypeHide
)

// DefaultMaxLength is the default limit of a demangled name, in bytes.
const DefaultMaxLength = 64 << 10

// MaxNameLength is the length in bytes beyond which a mangled name is refused
// unread.
const MaxNameLength = 1 << 20

// Options say how names are shown. The zero value shows everything that a
// name says, in the form of swift-demangle.
type Options struct {
	// Simplified leaves out what is noise in a stack trace: modules,
	// extensions, where clauses, types of variables, private
	// discriminators, suffixes and the arguments of specialisations.
	Simplified bool

	// NoSugar writes Swift.Array<T>, Swift.Dictionary<K, V> and
	// Swift.Optional<T> for [T], [K : V] and T?.
	NoSugar bool

	// Parameters says how parameters of functions are shown.
	Parameters Parameters

	// ReturnType says whether results of functions are shown.
	ReturnType ReturnType

	// MaxLength limits the demangled name, in bytes; 0 is
	// DefaultMaxLength. A longer one is refused, never cut.
	MaxLength int
}

var (
	errPrefix  = errors.New("not a Swift symbol")
	errGrammar = errors.New("does not follow the mangling")
)

// IsMangled reports whether a name has a prefix of Swift symbols. It does not
// look at the rest of the name. Short as "_T" is, names of other languages
// pass too.
func IsMangled(name string) bool {
	return prefixLen(name) > 0 || strings.HasPrefix(name, "_T")
}

// prefixLen returns the length of the prefix of a name of Swift 4 and later,
// or 0.
func prefixLen(name string) int {
	switch {
	case strings.HasPrefix(name, "$s"), strings.HasPrefix(name, "$S"), strings.HasPrefix(name, "$e"):
		return 2
	case strings.HasPrefix(name, "_$s"), strings.HasPrefix(name, "_$S"), strings.HasPrefix(name, "_$e"),
		strings.HasPrefix(name, "_T0"):
		return 3
	case strings.HasPrefix(name, macroPrefix):
		return len(macroPrefix)
	}
	return 0
}

// macroPrefix begins the names of buffers that macros expand to.
const macroPrefix = "@__swiftmacro_"

// Demangle returns the readable form of a Swift symbol. The error is a
// *debuginfo.FormatError, with the offset in the name where reading stopped,
// if the name is not one, and a *debuginfo.LimitError if it, or what it
// stands for, is too large.
func Demangle(name string, opts Options) (string, error) {
	if !IsMangled(name) {
		return "", &debuginfo.FormatError{Format: formatName, Err: errPrefix}
	}
	if len(name) > MaxNameLength {
		return "", &debuginfo.LimitError{What: "bytes of a mangled name", Want: uint64(len(name)), Max: MaxNameLength}
	}
	d := getDemangler()
	defer d.release()
	return d.demangle(name, opts)
}

const formatName = "swift name"

// style resolves the defaults of the options.
func (o *Options) style() style {
	s := style{simple: o.Simplified, sugar: !o.NoSugar, params: o.Parameters, results: !o.Simplified}
	if s.params == ParametersDefault {
		s.params = ParametersTypes
		if o.Simplified {
			s.params = ParametersLabels
		}
	}
	if o.ReturnType != ReturnTypeDefault {
		s.results = o.ReturnType == ReturnTypeShow
	}
	return s
}

// A demangler holds the memory that one name needs, for use by the next.
type demangler struct {
	parser parser
	buf    []byte
}

// maxPooled bounds what a demangler may hold, in nodes and in bytes of text,
// to be kept for the next name. One hostile name must not cost memory for
// ever.
const maxPooled = 16 << 10

var pool = sync.Pool{New: func() any { return new(demangler) }}

func getDemangler() *demangler { return pool.Get().(*demangler) }

// release gives the memory back. Nothing may use the tree afterwards.
func (d *demangler) release() {
	p := &d.parser
	if cap(p.nodes) > maxPooled || cap(p.slab) > 2*maxPooled || cap(p.stack) > 2*maxPooled ||
		cap(p.subs) > maxPooled || cap(p.texts) > 4*maxPooled || cap(p.idents) > maxPooled || cap(d.buf) > 4*maxPooled {
		return
	}
	p.in = "" // it is the caller's
	pool.Put(d)
}

// demangle reads a name and writes its text.
func (d *demangler) demangle(name string, opts Options) (string, error) {
	root := d.parse(name)
	if root == 0 {
		return "", d.parseError()
	}
	visits := visitsPerByte*len(name) + visitsFree
	p := printer{
		t:      &d.parser.tree,
		buf:    d.buf[:0],
		max:    opts.MaxLength,
		visits: visits,
		style:  opts.style(),
	}
	if p.max <= 0 {
		p.max = DefaultMaxLength
	}
	p.print(root)
	d.buf = p.buf
	switch {
	case p.visits < 0:
		return "", &debuginfo.LimitError{What: "nodes of a demangled name", Want: uint64(visits) + 1, Max: uint64(visits)}
	case p.over:
		return "", &debuginfo.LimitError{What: "bytes of a demangled name", Want: uint64(p.max) + 1, Max: uint64(p.max)}
	case len(p.buf) == 0:
		return "", &debuginfo.FormatError{Format: formatName, Offset: uint64(len(name)), Err: errGrammar}
	}
	return string(p.buf), nil
}

// parse reads a name and returns its tree.
func (d *demangler) parse(name string) ref {
	p := &d.parser
	p.reset(name)
	n := prefixLen(name)
	if n == 0 {
		return p.oldSymbol()
	}
	p.pos = n
	p.oldFunc = strings.HasPrefix(name, "_T0")
	return p.symbol()
}

// parseError says why parse returned no tree.
func (d *demangler) parseError() error {
	p := &d.parser
	switch {
	case p.full:
		limit := uint64(nodeBudget(len(p.in)))
		return &debuginfo.LimitError{What: "nodes of a mangled name", Want: limit + 1, Max: limit}
	case p.deep:
		return &debuginfo.LimitError{What: "nesting of a mangled name", Want: maxParseDepth + 1, Max: maxParseDepth}
	}
	return &debuginfo.FormatError{Format: formatName, Offset: uint64(p.pos), Err: errGrammar}
}
