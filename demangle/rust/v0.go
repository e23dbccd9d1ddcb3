package rust

import (
	"strings"
	"unicode/utf8"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/textbuf"
)

const (
	// maxDepth bounds the recursion on nested paths, types, constants and back
	// references. It is the figure of rustc's own demangler and of LLVM's; the
	// deepest of the real names that were measured uses 32.
	maxDepth = 500
	// nodesFloor and nodesPerByte bound the grammar nodes that one name may
	// make the printer visit. A node costs at most some 50 ns, so that the
	// bound is below 1 ms for each KiB. Real names use at most 0.6 a byte; the
	// floor is for short names with nested back references.
	nodesFloor   = 4096
	nodesPerByte = 16
)

// A fault is the state of a printer that cannot read on.
type fault uint8

const (
	sound   fault = iota
	invalid       // the grammar is broken
	tooDeep       // maxDepth is reached
	halted        // a budget is used up, or one of the above is final
)

// A printer reads a v0 name and prints it in the same pass.
//
// While fault is sound, 0 <= pos <= len(sym). Once it is not, no method reads
// any further and all return as soon as they can; leaveBackref makes the
// printer sound again, unless it is halted.
type printer struct {
	sym    string // the name without its prefix
	base   int    // length of the prefix
	pos    int
	depth  int
	fault  fault
	silent bool // nothing is printed, and back references are not followed

	lenient  bool // StyleRustc: faults behind back references leave placeholders
	checking bool // the silent pass of a lenient printer, in which a fault is final
	verbose  bool // print disambiguators of crates and types of constants
	noArgs   bool // leave out generic arguments

	bound uint64 // lifetimes bound by the binders around pos
	nodes int    // grammar nodes that may still be visited
	text  textbuf.Text

	why   fault // the first fault, or the one that halted, for the error
	whyAt int   // where it was found
	limit bool  // the text became too long
}

// demangleV0 prints a v0 name; body follows its prefix.
func demangleV0(name, body string, opts Options) (string, error) {
	p := printer{
		base:    len(name) - len(body),
		text:    textbuf.Text{Max: opts.MaxLength},
		lenient: opts.Style == StyleRustc,
		verbose: opts.Hashes == ShowHashes || opts.Hashes == DefaultHashes && opts.Style == StyleRustc,
		noArgs:  opts.NoGenericArgs,
	}
	var err error
	if p.lenient {
		err = p.demangleLenient(cutLLVM(body))
	} else {
		err = p.demangleStrict(body)
	}
	if err != nil {
		return "", err
	}
	return p.text.String(), nil
}

// demangleStrict prints a name as LLVM does: all of it must fit the grammar,
// and what follows the first dot is a suffix in parentheses.
func (p *printer) demangleStrict(body string) error {
	var suffix string
	p.sym = body
	if dot := strings.IndexByte(body, '.'); dot >= 0 {
		p.sym, suffix = body[:dot], body[dot:]
	}
	p.nodes = p.budget()
	p.whole()
	switch {
	case p.fault != sound:
	case p.pos < len(p.sym):
		p.fail(invalid)
	case p.text.Len() == 0:
		return refusal("v0", p.base, errEmpty)
	case suffix == "":
	case !isSuffix(suffix):
		return refusal("v0", p.base+p.pos, errSuffix)
	default:
		p.print(" (")
		p.print(suffix)
		p.print(")")
	}
	if p.fault != sound {
		return p.refusal()
	}
	return nil
}

// demangleLenient prints a name as Rust's own tools do. Damage that is visible
// without following back references refuses the name; what is found behind one
// leaves a placeholder.
func (p *printer) demangleLenient(body string) error {
	for i := range len(body) {
		if body[i] >= utf8.RuneSelf {
			return refusal("v0", p.base+i, errSyntax)
		}
	}
	p.sym = body
	p.nodes = p.budget()
	p.checking, p.silent = true, true
	p.whole()
	if p.fault != sound {
		return p.refusal()
	}
	suffix := body[p.pos:]
	if suffix != "" && !isSuffix(suffix) {
		return refusal("v0", p.base+p.pos, errSuffix)
	}
	p.checking, p.silent = false, false
	p.pos = 0
	p.nodes = p.budget()
	p.path(true)
	p.print(suffix)
	if p.fault == halted {
		return p.refusal()
	}
	return nil
}

// whole reads the path and the crate that instantiated it, which is not
// printed.
func (p *printer) whole() {
	p.path(true)
	if p.fault == sound && p.pos < len(p.sym) && isUpper(p.sym[p.pos]) {
		silent := p.silent
		p.silent = true
		p.path(false)
		p.silent = silent
	}
}

// refusal returns the error for the fault that stopped the printer.
func (p *printer) refusal() error {
	switch {
	case p.limit:
		return tooLong(p.text.Max)
	case p.why == tooDeep:
		return &debuginfo.LimitError{What: "depth of a Rust name", Want: maxDepth + 1, Max: maxDepth}
	case p.why == halted:
		budget := uint64(p.budget())
		return &debuginfo.LimitError{What: "nodes of a Rust name", Want: budget + 1, Max: budget}
	}
	return refusal("v0", p.base+p.whyAt, errSyntax)
}

// fail stops the reading, for good unless the printer is lenient: then it
// leaves a placeholder in the text.
func (p *printer) fail(why fault) {
	if p.why == sound || why == halted {
		p.why, p.whyAt = why, p.pos
	}
	switch {
	case !p.lenient || p.checking || why == halted:
		p.fault = halted
	case why == invalid:
		p.print("{invalid syntax}")
	default:
		p.print("{recursion limit reached}")
	}
	if p.fault == sound {
		p.fault = why
	}
}

// ready reports whether the printer is sound. Where it is not, something that
// cannot be read was due: a question mark takes its place.
func (p *printer) ready() bool {
	if p.fault == sound {
		return true
	}
	p.print("?")
	return false
}

// enter accounts for a node of the grammar that has others below it. Each
// successful enter is paired with a leave, unless a fault comes between.
func (p *printer) enter() bool {
	if !p.ready() || !p.charge(1) {
		return false
	}
	if p.depth == maxDepth {
		p.fail(tooDeep)
		return false
	}
	p.depth++
	return true
}

func (p *printer) leave() { p.depth-- }

// budget returns how many nodes one pass over the name may visit.
func (p *printer) budget() int { return nodesFloor + nodesPerByte*len(p.sym) }

// charge takes n nodes from the budget.
func (p *printer) charge(n int) bool {
	if p.nodes < n {
		p.fail(halted)
		return false
	}
	p.nodes -= n
	return true
}

// print appends to the text.
func (p *printer) print(s string) {
	if !p.silent && p.fault != halted && !p.text.Append(s) {
		p.limit = true
		p.fault = halted
	}
}

// A place is what leaveBackref returns to.
type place struct {
	pos, depth int
}

// enterBackref reads the number of a back reference, whose tag has just been
// read, and moves to what it refers to. It reports false if there is nothing
// to read there. Each successful enterBackref is paired with a leaveBackref.
func (p *printer) enterBackref() (place, bool) {
	tag := p.pos - 1
	target, ok := p.base62()
	if !ok {
		return place{}, false
	}
	if target >= uint64(tag) {
		p.fail(invalid)
		return place{}, false
	}
	if p.depth == maxDepth {
		p.fail(tooDeep)
		return place{}, false
	}
	if p.silent || !p.charge(1) {
		return place{}, false
	}
	from := place{p.pos, p.depth}
	p.pos = int(target)
	p.depth++
	return from, true
}

func (p *printer) leaveBackref(from place) {
	p.pos, p.depth = from.pos, from.depth
	if p.fault != halted {
		p.fault = sound
	}
}
