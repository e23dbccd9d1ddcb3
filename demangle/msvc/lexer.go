package msvc

import (
	"errors"
	"io"
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// Rules that a name can break.
var (
	errPrefix    = errors.New("name does not begin like a mangled name")
	errNumber    = errors.New("number is malformed or does not fit in 64 bits")
	errNegative  = errors.New("number must not be negative")
	errIdent     = errors.New("identifier is empty")
	errBackref   = errors.New("back-reference to an entry that is not filled")
	errOperator  = errors.New("unknown operator code")
	errEncoding  = errors.New("unknown kind of symbol")
	errType      = errors.New("unknown type code")
	errQuals     = errors.New("unknown qualifier code")
	errArg       = errors.New("unknown kind of template argument")
	errScope     = errors.New("unknown kind of scope")
	errNoClass   = errors.New("constructor or destructor without a class")
	errReuse     = errors.New("back-reference to a constructor, destructor or conversion as a name")
	errConverter = errors.New("conversion operator without a target type")
	errTypeName  = errors.New("constructor, destructor or conversion as the name of a type")
	errThrow     = errors.New("exception specification expected")
	errTerm      = errors.New("terminator expected")
	errTrailing  = errors.New("text after the end")
	errRank      = errors.New("array rank is 0 or exceeds the name")
	errLiteral   = errors.New("malformed string literal")
	errStub      = errors.New("initializer of something that is no variable")
)

// Parser limits. They bound memory and stack by the length of the name.
const (
	maxName      = 1 << 20 // longest name that is looked at
	maxDepth     = 256     // nested types, templates and symbols in the name
	maxTreeDepth = 512     // the same in the tree: back-references nest more deeply than the name
	nodesPerByte = 16      // no byte of a name makes more than 3 nodes
	nodesBase    = 1024
	nodesMax     = 1 << 20 // 32 MiB; a name that is worth printing has a few hundred
	tableSize    = 10      // a back-reference is one digit
)

// table is a back-reference table: the first ten names, or parameter types.
type table struct {
	n     int
	items [tableSize]ref
}

// parser reads one name. The first error sticks: it moves the position to the
// end, where every read fails, so that all loops end.
type parser struct {
	in    string
	pos   int
	err   error
	errAt int
	depth int

	nodes    []node
	maxNodes int
	names    table
	types    table
	scratch  []byte // text of decoded string literals
}

// start makes p ready to read name. It keeps the memory of the slabs.
func (p *parser) start(name string) {
	p.in, p.pos = name, 0
	p.err, p.errAt = nil, 0
	p.depth = 0
	p.nodes = append(p.nodes[:0], node{})
	p.maxNodes = min(nodesPerByte*len(name)+nodesBase, nodesMax)
	p.names.n, p.types.n = 0, 0
	p.scratch = p.scratch[:0]
}

// fail records err at the current position, unless there is an error already.
// It returns 0 for the convenience of callers that return a node.
func (p *parser) fail(err error) ref {
	if p.err == nil {
		p.err, p.errAt = err, p.pos
	}
	p.pos = len(p.in)
	return 0
}

// failure returns the error as callers of the package see it.
func (p *parser) failure() error {
	if limit, ok := p.err.(*debuginfo.LimitError); ok {
		return limit
	}
	return &debuginfo.FormatError{Format: "msvc name", Offset: uint64(p.errAt), Err: p.err}
}

// enter counts one more level of nesting and reports whether it is allowed.
// Each call needs one of leave.
func (p *parser) enter() bool {
	p.depth++
	if p.depth > maxDepth {
		p.fail(&debuginfo.LimitError{What: "nesting of a name", Want: maxDepth + 1, Max: maxDepth})
		return false
	}
	return true
}

func (p *parser) leave() { p.depth-- }

// add puts n into the slab.
func (p *parser) add(n node) ref {
	if len(p.nodes) >= p.maxNodes {
		return p.fail(&debuginfo.LimitError{What: "nodes of a name", Want: uint64(p.maxNodes) + 1, Max: uint64(p.maxNodes)})
	}
	p.nodes = append(p.nodes, n)
	return ref(len(p.nodes) - 1)
}

// list collects nodes in the order in which they are read.
type list struct{ head, tail ref }

func (p *parser) push(l *list, item ref) {
	cell := p.add(node{kind: kindList, x: item})
	if l.tail == 0 {
		l.head = cell
	} else {
		p.nodes[l.tail].next = cell
	}
	l.tail = cell
}

// peek returns the next byte, or 0 at the end.
func (p *parser) peek() byte {
	if p.pos < len(p.in) {
		return p.in[p.pos]
	}
	return 0
}

// next reads one byte; at the end it fails and returns 0.
func (p *parser) next() byte {
	if p.pos >= len(p.in) {
		p.fail(io.ErrUnexpectedEOF)
		return 0
	}
	c := p.in[p.pos]
	p.pos++
	return c
}

// back undoes next, so that an error points at the byte that is wrong.
func (p *parser) back() {
	if p.err == nil {
		p.pos--
	}
}

// eat reads c if it comes next, and reports whether it did.
func (p *parser) eat(c byte) bool {
	if p.pos < len(p.in) && p.in[p.pos] == c {
		p.pos++
		return true
	}
	return false
}

// eatString reads s if it comes next, and reports whether it did.
func (p *parser) eatString(s string) bool {
	if strings.HasPrefix(p.in[p.pos:], s) {
		p.pos += len(s)
		return true
	}
	return false
}

// expect reads c, or fails.
func (p *parser) expect(c byte) {
	if !p.eat(c) {
		p.fail(p.orEOF(errTerm))
	}
}

// orEOF returns err, or io.ErrUnexpectedEOF at the end of the name.
func (p *parser) orEOF(err error) error {
	if p.pos >= len(p.in) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// number reads a signed number: [?] digit, or [?] letters A to P and @.
func (p *parser) number() (v uint64, negative bool) {
	negative = p.eat('?')
	if c := p.peek(); '0' <= c && c <= '9' {
		p.pos++
		return uint64(c-'0') + 1, negative
	}
	for i := 0; ; i++ {
		c := p.next()
		switch {
		case c == '@':
			return v, negative
		case 'A' <= c && c <= 'P' && i < 16:
			v = v<<4 | uint64(c-'A')
		default:
			p.back()
			p.fail(errNumber)
			return 0, false
		}
	}
}

// unsigned reads a number that must not be negative.
func (p *parser) unsigned() uint64 {
	v, negative := p.number()
	if negative {
		p.fail(errNegative)
		return 0
	}
	return v
}

// numberNode reads a signed number into a node.
func (p *parser) numberNode() ref {
	v, negative := p.number()
	n := node{kind: kindNumber}
	n.setNum(v)
	if negative {
		n.a = 1
	}
	return p.add(n)
}

// numbers reads count signed numbers into a list.
func (p *parser) numbers(count int) ref {
	var l list
	for range count {
		p.push(&l, p.numberNode())
	}
	return l.head
}

// span reads up to the next @, which it consumes too. The span must not be
// empty unless the caller allows it.
func (p *parser) span(allowEmpty bool) (lo, hi uint32) {
	i := strings.IndexByte(p.in[p.pos:], '@')
	switch {
	case i < 0:
		p.pos = len(p.in)
		p.fail(io.ErrUnexpectedEOF)
		return 0, 0
	case i == 0 && !allowEmpty:
		p.fail(errIdent)
		return 0, 0
	}
	lo = uint32(p.pos)
	hi = lo + uint32(i)
	p.pos += i + 1
	return lo, hi
}

// memorize enters a name into the table of names, unless the table is full or
// has it already. Names that were read from equal text are equal: identifiers
// are their text, and the inside of a template begins with empty tables, so
// that it does not depend on what came before.
func (p *parser) memorize(name ref) {
	t := &p.names
	if t.n == tableSize || p.err != nil {
		return
	}
	text := p.text(name)
	for _, item := range t.items[:t.n] {
		if item == name || text != "" && p.text(item) == text {
			return
		}
	}
	t.items[t.n] = name
	t.n++
}

// text returns the part of the input that a name was read from, or "" for a
// name of another kind.
func (p *parser) text(name ref) string {
	switch n := &p.nodes[name]; n.kind {
	case kindIdent, kindAnonymous, kindInterface, kindTemplate:
		return p.in[n.lo:n.hi]
	}
	return ""
}

// backref reads a digit and returns the entry of the table.
func (p *parser) backref(t *table) ref {
	i := int(p.next() - '0')
	if i >= t.n {
		p.back()
		return p.fail(errBackref)
	}
	return t.items[i]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
