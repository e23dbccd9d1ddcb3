package dlang

import (
	"strings"

	"github.com/gosymbolic/symbolic/internal/textbuf"
)

// A printer reads a name and prints it in the same pass.
//
// While broken is nil, 0 <= pos <= len(sym). Once it is not, no method reads
// or prints any further and all return as soon as they can; pos then says
// where the fault is.
type printer struct {
	sym    string // the whole name; back references count within it
	pos    int
	depth  int
	broken error
	nodes  int // grammar nodes that may still be visited
	// lastRef is the offset of the back reference to a type that is being
	// followed. One within it must be nearer to the start, which keeps a type
	// from repeating itself.
	lastRef int

	strict bool // StyleLLVM
	noArgs bool // leave out parameters
	noTmpl bool // leave out template arguments
	silent bool // print nothing
	text   textbuf.Text
}

func (p *printer) ok() bool { return p.broken == nil }

// fail stops the reading at pos.
func (p *printer) fail(rule error) {
	if p.broken == nil {
		p.broken = rule
	}
}

// budget returns how many nodes a name may visit.
func (p *printer) budget() int { return nodesFloor + nodesPerByte*len(p.sym) }

// enter accounts for a node of the grammar. Each successful enter is paired
// with a leave.
func (p *printer) enter() bool {
	if p.depth == maxDepth {
		p.fail(errDepth)
	}
	p.charge(1)
	if !p.ok() {
		return false
	}
	p.depth++
	return true
}

func (p *printer) leave() { p.depth-- }

// charge takes n nodes from the budget.
func (p *printer) charge(n int) {
	if p.nodes -= n; p.nodes < 0 {
		p.fail(errNodes)
	}
}

// print appends to the text.
func (p *printer) print(s string) {
	if !p.silent && p.ok() && !p.text.Append(s) {
		p.fail(errText)
	}
}

// rotate puts what was printed since offset mid before what was printed since
// offset from.
func (p *printer) rotate(from, mid int) {
	if p.ok() {
		p.charge((p.text.Len() - from) / 64)
		p.text.Rotate(from, mid)
	}
}

// peek returns the next byte, 0 at the end.
func (p *printer) peek() byte {
	if p.pos == len(p.sym) {
		return 0
	}
	return p.sym[p.pos]
}

// eat reads c if it is the next byte.
func (p *printer) eat(c byte) bool {
	if !p.ok() || p.peek() != c || c == 0 {
		return false
	}
	p.pos++
	return true
}

// rest returns what has not been read.
func (p *printer) rest() string { return p.sym[p.pos:] }

// number reads a decimal number.
func (p *printer) number() int {
	n, digits := number(p.rest())
	p.charge(digits / 16)
	if digits == 0 || n > maxName {
		p.fail(errSyntax)
		return 0
	}
	p.pos += digits
	return n
}

// number reads the decimal number at the start of s. One larger than maxName
// is returned as some number larger than that.
func number(s string) (n, digits int) {
	for digits < len(s) && isDigit(s[digits]) {
		if n <= maxName {
			n = 10*n + int(s[digits]-'0')
		}
		digits++
	}
	return n, digits
}

// maxRef is the most letters of a back reference: 26 to the power of 5 is more
// than maxName.
const maxRef = 5

// target returns what the back reference at offset from refers to and the
// offset behind the reference.
func (p *printer) target(from int) (to, end int, ok bool) {
	distance := 0
	for i := from + 1; i < min(len(p.sym), from+1+maxRef); i++ {
		switch c := p.sym[i]; {
		case 'A' <= c && c <= 'Z':
			distance = 26*distance + int(c-'A')
		case 'a' <= c && c <= 'z':
			distance = 26*distance + int(c-'a')
			return from - distance, i + 1, 0 < distance && distance <= from
		default:
			return 0, 0, false
		}
	}
	return 0, 0, false
}

// isTemplate reports whether s begins with a template instance of unknown
// length.
func isTemplate(s string) bool {
	return strings.HasPrefix(s, "__T") || strings.HasPrefix(s, "__U")
}

// isSymbol reports whether a symbol is at offset at.
func (p *printer) isSymbol(at int) bool {
	switch {
	case at >= len(p.sym):
		return false
	case isDigit(p.sym[at]):
		return true
	case p.sym[at] == 'Q':
		to, _, ok := p.target(at)
		return ok && isDigit(p.sym[to])
	}
	return !p.strict && isTemplate(p.sym[at:])
}
