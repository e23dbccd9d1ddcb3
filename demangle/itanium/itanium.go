package itanium

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

// Work that one name may cause: so much for each byte of the name, and
// something for short names. Of 50,000 real symbols none needs more than 7
// units a byte. One unit takes about 10 ns.
const (
	workPerByte = 40
	workAtLeast = 4096
)

// Demangle returns the text of a mangled name, _Z... (with an extra underscore
// as on macOS), or ___Z..._block_invoke. It returns name and false if name is
// not well formed, or if its text would be longer than the limit or take more
// work than a name of its length is worth. A nil opts means the zero Options.
//
// Any number of goroutines may call it.
func Demangle(name string, opts *Options) (text string, ok bool) {
	if opts == nil {
		opts = new(Options)
	}
	in, underscores := cutPrefix(name)
	if underscores == 0 || len(name) > MaxInput {
		return name, false
	}
	var s scratch
	var p parser
	s.lend(&p)
	p.in = in
	n, suffix := p.symbol(underscores > 2)
	if p.bad {
		return name, false
	}

	w := printer{
		tree:     &p.tree,
		out:      s.out[:0],
		max:      opts.MaxLength,
		work:     workAtLeast + workPerByte*len(in),
		noParams: opts.NoParameters,
		noReturn: opts.NoReturnType,
		noArgs:   opts.NoTemplateArgs,
		packLen:  noPack,
	}
	if w.max <= 0 {
		w.max = DefaultMaxLength
	}
	w.print(n)
	if suffix != "" && !opts.NoParameters {
		w.str(" (")
		w.str(suffix)
		w.char(')')
	}
	if w.full {
		return name, false
	}
	return string(w.out), true
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

// A scratch is room on the stack for what most names need.
type scratch struct {
	nodes  [128]node
	items  [64]ref
	stack  [32]ref
	subs   [48]ref
	outer  [16]ref
	levels [4]level
	out    [512]byte
}

// lend gives p the room. The slices move to the heap when they outgrow it.
func (s *scratch) lend(p *parser) {
	p.nodes = s.nodes[:1]
	p.items = s.items[:0]
	p.stack = s.stack[:0]
	p.subs = s.subs[:0]
	p.outer = s.outer[:0]
	p.levels = s.levels[:0]
}
