package itanium

import (
	"errors"
	"sync"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// DefaultMaxLength is how long a demangled name may be, in bytes, when Options
// do not say.
const DefaultMaxLength = 64 << 10

// MaxInput is the length of the longest name that is read, in bytes.
const MaxInput = 1 << 20

// Options say which parts of a name are written. The zero value writes all.
type Options struct {
	// NoParameters leaves out the parameters of the function itself, its
	// qualifiers and the suffix of a clone. Functions that a local name
	// lies in keep theirs, because they tell overloads apart.
	NoParameters bool
	// NoReturnType leaves out return types before the names of functions.
	NoReturnType bool
	// NoTemplateArgs leaves out template arguments everywhere.
	NoTemplateArgs bool
	// MaxLength is the length of the longest result, in bytes; 0 means
	// DefaultMaxLength. What would be longer is refused.
	MaxLength int
}

// IsMangled reports whether name has the prefix of a mangled name. It may be
// damaged all the same.
func IsMangled(name string) bool {
	_, n := cutPrefix(name)
	return n > 0
}

// cutPrefix removes up to four underscores and the Z, and returns how many
// underscores there were, 0 if name is not mangled.
func cutPrefix(name string) (rest string, underscores int) {
	for n := 0; n <= 4 && n < len(name); n++ {
		switch {
		case name[n] == 'Z' && n > 0:
			return name[n+1:], n
		case name[n] != '_':
			return name, 0
		}
	}
	return name, 0
}

// Work that printing one name may take, in units of about 15 ns: so much for
// each byte of the name, and something for short names. None of 170,000 real
// symbols needs more than 2 units a byte.
const (
	workPerByte = 16
	workAtLeast = 1024
)

// workFor returns how many units of work printing a name may take.
func workFor(in string) int { return workAtLeast + workPerByte*len(in) }

// Demangle returns the text of a mangled name, _Z..., with an extra underscore
// as on macOS, or ___Z..._block_invoke.
//
// A name that does not begin like that gives debuginfo.ErrUnknownFormat, a
// malformed one a *debuginfo.FormatError whose offset is that of the first
// byte that does not fit, a name that exceeds a budget a
// *debuginfo.LimitError. The text is empty when the error is not nil. Any
// number of goroutines may call Demangle.
func Demangle(name string, opts Options) (string, error) {
	in, underscores := cutPrefix(name)
	if underscores == 0 {
		return "", debuginfo.ErrUnknownFormat
	}
	if len(name) > MaxInput {
		return "", &debuginfo.LimitError{What: "bytes of a C++ name", Want: uint64(len(name)), Max: MaxInput}
	}
	if opts.MaxLength <= 0 {
		opts.MaxLength = DefaultMaxLength
	}
	m := machines.Get().(*machine)
	ok := m.run(in, underscores > 2, &opts)
	var text string
	var err error
	if ok {
		text = string(m.printer.out)
	} else {
		err = m.refusal(len(name) - len(in))
	}
	m.giveBack()
	return text, err
}

var errSyntax = errors.New("not of the grammar of C++ names")

// refusal returns the error for what run refused. The input began at base.
func (m *machine) refusal(base int) error {
	tooMuch := func(what string, max int) error {
		return &debuginfo.LimitError{What: what, Want: uint64(max) + 1, Max: uint64(max)}
	}
	switch p, w := &m.parser, &m.printer; {
	case p.tooDeep:
		return tooMuch("depth of a C++ name", maxDepth)
	case p.bad:
		return &debuginfo.FormatError{Format: "itanium", Offset: uint64(base + p.failedAt), Err: errSyntax}
	case w.full == lengthLimit:
		return tooMuch("bytes of a demangled name", w.max)
	case w.full == depthLimit:
		return tooMuch("depth of a demangled name", maxPrintDepth)
	default:
		return tooMuch("parts of a demangled name", workFor(p.in))
	}
}

// A machine is the memory that reading and printing a name takes.
type machine struct {
	parser  parser
	printer printer
}

// machines keeps the memory for the next name: without it most of the time
// would go to allocating.
var machines = sync.Pool{New: func() any { return new(machine) }}

// maxKept is how many nodes a machine may have room for to be kept.
const maxKept = 4096

// giveBack keeps the machine for the next name. Nothing of the last one stays
// but memory.
func (m *machine) giveBack() {
	if cap(m.parser.nodes) > maxKept || cap(m.printer.out) > 16*maxKept {
		return
	}
	m.parser.reset()
	m.printer.reset()
	machines.Put(m)
}

// run reads and prints what follows _Z, or ___Z if block is set. The text is
// in m.printer.out if it reports true.
func (m *machine) run(in string, block bool, opts *Options) bool {
	p, w := &m.parser, &m.printer
	p.in = in
	p.add(noNode, 0, 0, 0)
	n, suffix := p.symbol(block)
	if p.bad {
		return false
	}
	w.tree = &p.tree
	w.max = opts.MaxLength
	w.work = workFor(in)
	w.noParams, w.noReturn, w.noArgs = opts.NoParameters, opts.NoReturnType, opts.NoTemplateArgs
	w.packLen = noPack
	w.print(n)
	if suffix != "" && !opts.NoParameters {
		w.str(" (")
		w.str(suffix)
		w.char(')')
	}
	return w.full == noLimit && w.work >= 0
}

// symbol reads all that follows _Z, or ___Z if block is set, and returns the
// suffix of a clone.
func (p *parser) symbol(block bool) (n ref, suffix string) {
	p.lambdaAt = noLambda
	n = p.encoding(true)
	if block {
		if !p.eatWord("_block_invoke") {
			return p.fail(), ""
		}
		numbered := p.eat('_')
		if start := p.digits(false); start == p.pos && numbered {
			return p.fail(), ""
		}
		n = p.special(wBlockInvoke, n)
	}
	if p.peek() == '.' {
		suffix = p.in[p.pos:]
		p.pos = len(p.in)
		if block {
			suffix = ""
		}
	}
	if p.pos < len(p.in) {
		return p.fail(), ""
	}
	return n, suffix
}
