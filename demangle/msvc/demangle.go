package msvc

import (
	"sync"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// DefaultMaxLength is how many bytes the text of a name may have if
// Options.MaxLength is 0.
const DefaultMaxLength = 64 << 10

// A text is at most growthBase + growth*n bytes long for a name of n bytes,
// whatever MaxLength allows. Back-references make the text of a name longer
// than the name, but real ones stay below a factor of 20; this bound keeps the
// work on a short hostile name as small as the name.
const (
	growthBase = 4 << 10
	growth     = 128
)

// Options say what the text of a name shows. The zero value is the full form,
// that of undname without flags.
type Options struct {
	// Short selects the form for stack traces: no calling conventions, no
	// class keywords, T* and T& without a space, int64_t for __int64, a space
	// between closing angle brackets. The other options apply to it too, and
	// NoReturnType drops all that stands before the name of the symbol.
	Short bool
	// NameOnly leaves nothing but the qualified name with its template
	// arguments.
	NameOnly bool

	NoArguments         bool // leave out parameter lists of symbols
	NoTemplateArguments bool // leave out template arguments, everywhere
	NoReturnType        bool // leave out return types of functions
	NoVariableType      bool // leave out types of variables
	NoAccess            bool // leave out public:, protected: and private:
	NoMemberType        bool // leave out static, virtual and extern "C"
	NoCallingConvention bool // leave out __cdecl and the like, except within pointers
	NoTagSpecifier      bool // leave out class, struct, union and enum
	NoThisQualifiers    bool // leave out const, volatile, & and && of member functions
	NoThrow             bool // leave out noexcept
	NoMSKeywords        bool // leave out all keywords that only Microsoft has
	NoUnderscores       bool // write cdecl for __cdecl and so on

	// MaxLength limits the text in bytes; 0 means DefaultMaxLength. A name
	// that needs more is refused with a *debuginfo.LimitError. Texts of more
	// than 4 KiB + 128 times the length of the name are refused in any case.
	MaxLength int
}

// Demangle returns the text of a mangled name. The name begins with ? or, as the
// name of a type descriptor, with a full stop. Text that follows a complete
// symbol is ignored.
//
// A name that is not understood gives a *debuginfo.FormatError with the offset
// of the byte that is wrong, and one that is too long, too deeply nested or
// too long once it is printed a *debuginfo.LimitError.
func Demangle(name string, opts Options) (string, error) {
	s := states.Get().(*state)
	defer s.release()
	text, err := s.demangle(s.text[:0], name, opts)
	if grown := s.printer.out; cap(grown) > cap(s.text) {
		s.text = grown[:0]
	}
	if err != nil {
		return "", err
	}
	return string(text), nil
}

// Append appends the text of a mangled name to dst and returns the extended
// buffer. If there is an error, it returns dst as it was. It does not allocate
// once dst has room.
func Append(dst []byte, name string, opts Options) ([]byte, error) {
	s := states.Get().(*state)
	defer s.release()
	text, err := s.demangle(dst, name, opts)
	if err != nil {
		return dst, err
	}
	return text, nil
}

// state is the memory that demangling needs, kept from one name to the next.
type state struct {
	parser  parser
	printer printer
	text    []byte
}

// states holds states that are not in use.
var states = sync.Pool{New: func() any { return new(state) }}

// Memory beyond these sizes is not kept, so that one huge name does not hold
// it for good.
const (
	keepNodes = 4096
	keepText  = 128 << 10
)

// release gives the state back, without what belongs to the caller.
func (s *state) release() {
	s.printer = printer{}
	s.parser.in, s.parser.err = "", nil
	if cap(s.parser.nodes) > keepNodes {
		s.parser.nodes = nil
	}
	if cap(s.parser.scratch) > keepText {
		s.parser.scratch = nil
	}
	if cap(s.text) > keepText {
		s.text = nil
	}
	states.Put(s)
}

func (s *state) demangle(dst []byte, name string, opts Options) ([]byte, error) {
	if len(name) > maxName {
		return nil, &debuginfo.LimitError{What: "length of a name", Want: uint64(len(name)), Max: maxName}
	}
	p := &s.parser
	p.start(name)
	root := p.topLevel()
	if p.err != nil {
		return nil, p.failure()
	}
	limit := opts.MaxLength
	if limit <= 0 {
		limit = DefaultMaxLength
	}
	limit = min(limit, growthBase+growth*len(name))
	w := &s.printer
	w.start(p, dst, opts.style(), limit)
	w.symbol(root)
	if w.err != nil {
		return nil, w.err
	}
	return w.out, nil
}
