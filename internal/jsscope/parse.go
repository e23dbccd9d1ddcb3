package jsscope

import (
	"errors"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// maxDepth bounds how deep brackets nest. Generated code with thousands of
// nested calls exists, with ten thousands it does not.
const maxDepth = 20000

var (
	errBracket = errors.New("bracket is closed that is not open")
	errOpen    = errors.New("bracket is not closed")
	errHead    = errors.New("head of a function has no parameters or no body")
)

// Scan returns the functions and classes of a program in order of their
// beginning, outer ones first. They nest: two scopes are disjoint, or one
// contains the other. An error is a *debuginfo.FormatError with the offset of
// what could not be followed, or a *debuginfo.LimitError.
func Scan(text []byte) ([]Scope, error) {
	p := &parser{scan: scanner{text: text}}
	p.push(frame{kind: block, scope: -1, start: true})
	for {
		f := p.top()
		t := p.scan.next(!f.operand)
		if t.kind == tokEOF {
			break
		}
		if p.err == nil {
			p.step(f, t)
		}
		if p.err != nil {
			return nil, p.err
		}
		t.end = p.scan.off // with what step read beyond it
		p.prev, p.last = p.last, t
	}
	if p.scan.err != nil {
		return nil, p.errorAt(p.scan.off, p.scan.err)
	}
	p.endArrows(p.top(), -1)
	if len(p.frames) > 1 || p.head.stage != 0 {
		return nil, p.errorAt(len(text), errOpen)
	}
	return finish(p.scopes), nil
}

type frameKind uint8

const (
	block      frameKind = iota // statements, also of a function
	class                       // members of a class
	object                      // members of an object literal or pattern
	specifiers                  // names of an import or export
	group                       // parentheses around an expression, or arguments
	control                     // parentheses of if, for, while …: a statement follows
	params                      // parameters of a function: its body follows
	brackets                    // array, index or computed key
	template                    // substitution in a template
)

// A frame is an open bracket, and the state of what is read within it.
//
// The text within is a list of operands and operators. For an operand the
// frame knows where it began, which name something that is created there
// should take, and how it reads as the target of an assignment.
type frame struct {
	kind    frameKind
	operand bool // an operand has just ended
	start   bool // at the beginning of a statement
	expr    bool // when the frame ends, an operand ends
	await   bool // the last token was a dot: a property name follows
	arrow   bool // the last token was =>
	call    bool // brackets: arguments or an index, not an expression of its own
	named   bool // params: the function has a name of its own
	at      int  // where the bracket is
	scope   int  // the scope that ends with the frame, -1 for none
	cond    int  // conditional operators whose colon is still to come

	base    []Part // name for what is assigned, from the last = or :
	pending bool   // base goes to the next operand
	began   int    // where the operand began
	name    []Part // what goes to it
	chain   []Part // the operand as a target, nil if it is none
	fn      int    // scope of the function that the operand is and that took an inferred name, -1

	prefix  []Part // class or object: name before its members
	member  member
	headers []header // class heads that wait for their body
}

// A member is what is known of the member of a class or object being read.
type member struct {
	stage int // one of the below
	began int
	key   []Part
	ident bool   // the key is an identifier and may turn out to be a modifier
	get   string // "get " or "set "
}

const (
	atMember = iota // before it
	atKey           // after the key
	atValue         // in the value
)

// A header is a class head that has been read up to its body.
type header struct {
	scope int
	name  []Part
	expr  bool
}

// A head is a function of which `function` has been read.
type head struct {
	stage int // 0: none, 1: before the name, 2: before the parameters, 3: before the body
	scope int
	expr  bool
	named bool // has a name of its own
}

type parser struct {
	scan       scanner
	frames     []frame
	arrows     []arrow
	scopes     []Scope
	head       head
	last, prev token
	err        error
}

// An arrow is an arrow function whose body is an expression.
type arrow struct {
	scope, frame, cond int
}

func (p *parser) top() *frame { return &p.frames[len(p.frames)-1] }

func (p *parser) push(f frame) {
	if len(p.frames) >= maxDepth {
		p.err = &debuginfo.LimitError{What: "nested brackets", Want: maxDepth + 1, Max: maxDepth}
		return
	}
	f.fn = -1
	p.frames = append(p.frames, f)
}

func (p *parser) errorAt(off int, err error) error {
	return &debuginfo.FormatError{Format: "javascript", Offset: uint64(off), Err: err}
}

func (p *parser) fail(t token, err error) { p.err = p.errorAt(t.start, err) }

func (p *parser) word(t token) string { return string(p.scan.text[t.start:t.end]) }

// step takes the next token within frame f, the innermost one.
func (p *parser) step(f *frame, t token) {
	if p.head.stage != 0 && p.functionHead(t) {
		return
	}
	if f.kind == specifiers { // words that mean nothing
		if t.kind == tokPunct && p.word(t) == "}" {
			p.closeBracket(f, t, '}')
		}
		return
	}
	if (f.kind == class || f.kind == object) && f.member.stage != atValue && p.memberHead(f, t) {
		return
	}
	if t.newline && f.operand && !f.await && (f.kind == block || f.kind == class) && p.beginsStatement(t) {
		p.endStatement(f)
		if f.kind == class && p.memberHead(f, t) {
			return
		}
	}
	switch t.kind {
	case tokIdent:
		p.ident(f, t)
	case tokPrivate:
		p.property(f, t)
	case tokLiteral:
		p.literal(f, t)
	case tokTemplate:
		p.begin(f, t)
		f.chain = nil
		p.push(frame{kind: template, scope: -1, expr: true})
	case tokPunct:
		p.punct(f, t)
	}
}

// beginsStatement reports whether t, on a new line after an operand, cannot
// go on with the expression.
func (p *parser) beginsStatement(t token) bool {
	switch t.kind {
	case tokIdent:
		w := p.word(t)
		return w != "in" && w != "instanceof"
	case tokPrivate:
		return true
	case tokLiteral:
		return p.scan.text[t.start] != '`'
	case tokPunct:
		switch p.word(t) {
		case "{", "@", "~", "!", "++", "--", "}":
			return true
		case "[", "*":
			// The next member of a class, unless the initializer goes on: code
			// that relies on the latter is not written.
			return p.top().kind == class
		}
	}
	return false
}

// endStatement is what a semicolon does, written or not.
func (p *parser) endStatement(f *frame) {
	p.endArrows(f, -1)
	f.reset()
	f.start = true
	f.cond = 0
	f.base = nil
	f.headers = nil
	if f.kind == class {
		f.member = member{}
	}
}

// reset makes f ready for an operand that gets no name.
func (f *frame) reset() {
	f.operand, f.pending, f.start = false, false, false
	f.await, f.arrow = false, false
	f.chain, f.name, f.fn = nil, nil, -1
}

// begin notes that an operand begins at t.
func (p *parser) begin(f *frame, t token) {
	if f.operand {
		return
	}
	f.began = t.start
	f.name = nil
	if f.pending {
		f.name = f.base
	}
	f.pending, f.start, f.arrow, f.fn, f.chain = false, false, false, -1, nil
}

func (p *parser) literal(f *frame, t token) {
	p.begin(f, t)
	f.operand, f.chain, f.fn, f.await = true, nil, -1, false
}

// property takes a private name: of a member access, or before `in`.
func (p *parser) property(f *frame, t token) {
	p.begin(f, t)
	if f.await && f.chain != nil {
		f.chain = join(f.chain, Part{p.word(t), t.start})
	}
	f.operand, f.await, f.fn = true, false, -1
}

func (p *parser) ident(f *frame, t token) {
	if f.await { // a property, whatever the word
		if f.chain != nil {
			f.chain = join(f.chain, Part{p.word(t), t.start})
		}
		f.operand, f.await, f.fn = true, false, -1
		return
	}
	start := f.start
	switch w := p.word(t); w {
	case "function":
		p.function(f, t)
		return
	case "class":
		p.class(f, t)
		return
	case "if", "while", "for", "with", "switch", "do", "else", "try", "finally", "catch":
		f.reset()
		f.start = w == "do" || w == "else" || w == "try" || w == "finally" || w == "catch"
		return
	case "var", "let", "const":
		if w == "let" && !start && f.kind != control {
			break
		}
		f.reset()
		f.base = nil
		return
	case "return", "throw", "case", "default", "export", "import", "delete", "typeof", "void",
		"new", "in", "instanceof", "await", "yield", "extends":
		if w == "import" && !start {
			break // a call
		}
		keep, keptName := f.chain, f.pending
		f.reset()
		if w == "await" || w == "yield" || w == "void" {
			f.chain, f.pending = keep, keptName
		}
		// What follows export stands like a statement, but an object literal may
		// follow default.
		f.start = w == "export" || w == "default" && p.lastWord() == "export"
		if w == "default" && f.start {
			f.base = nil
		}
		return
	case "of":
		if f.kind == control && f.operand {
			f.reset()
			return
		}
	}
	if f.operand && p.lastWord() == "async" && !t.newline { // async x => …
		return
	}
	p.begin(f, t)
	f.operand = true
	f.chain = []Part{{p.word(t), t.start}}
	f.start = false
}

// lastWord returns the text of the last token if that was a word.
func (p *parser) lastWord() string {
	if p.last.kind != tokIdent {
		return ""
	}
	return p.word(p.last)
}

// open begins a scope and returns its number.
func (p *parser) open(start int, name []Part) int {
	p.scopes = append(p.scopes, Scope{Start: start, End: -1, Name: name})
	return len(p.scopes) - 1
}

func (p *parser) close(scope, end int) {
	if scope >= 0 {
		p.scopes[scope].End = end
	}
}

// function takes the keyword. An async before it is part of the function.
func (p *parser) function(f *frame, t token) {
	at, decl := t.start, f.start && f.kind == block
	if f.operand && p.lastWord() == "async" && f.began == p.last.start {
		at = f.began
		decl = f.kind == block && p.asyncStart(f)
		f.operand = false
	} else {
		p.begin(f, t)
	}
	p.head = head{stage: 1, scope: p.open(at, f.name), expr: !decl}
	f.start, f.chain = false, nil
}

// asyncStart reports whether the word async, the last token, began a
// statement: the token before it ended one.
func (p *parser) asyncStart(f *frame) bool {
	switch p.prev.kind {
	case tokEOF:
		return true
	case tokIdent:
		w := p.word(p.prev)
		return w == "export" || w == "default" || w == "else" || w == "do"
	case tokPunct:
		switch p.word(p.prev) {
		case ";", "{", "}", ")":
			return f.name == nil
		}
	}
	return p.last.newline
}

// functionHead takes tokens between `function` and the body, outside the
// parameters. It reports false if t is not part of a head.
func (p *parser) functionHead(t token) bool {
	h := &p.head
	word := p.word(t)
	switch {
	case h.stage == 1 && word == "*":
	case h.stage == 1 && t.kind == tokIdent:
		p.scopes[h.scope].Name = []Part{{word, t.start}}
		h.named = true
		h.stage = 2
	case h.stage <= 2 && word == "(":
		saved := *h
		*h = head{}
		p.push(frame{kind: params, scope: saved.scope, expr: saved.expr, named: saved.named})
	case h.stage == 3 && word == "{":
		saved := *h
		*h = head{}
		p.push(frame{kind: block, start: true, scope: saved.scope, expr: saved.expr, named: saved.named})
	default:
		p.fail(t, errHead)
	}
	return true
}

// class takes the keyword.
func (p *parser) class(f *frame, t token) {
	decl := f.start && f.kind == block
	p.begin(f, t)
	f.start, f.chain = false, nil
	name := f.name
	scope := p.open(t.start, name)
	f.headers = append(f.headers, header{scope: scope, name: name, expr: !decl})
	// The name, if there is one, comes next; ident sees to what follows.
	save := p.scan
	next := p.scan.next(true)
	if next.kind == tokIdent && p.word(next) != "extends" {
		f.headers[len(f.headers)-1].name = []Part{{p.word(next), next.start}}
	} else {
		p.scan = save
	}
	h := &f.headers[len(f.headers)-1]
	if len(h.name) > 0 {
		p.scopes[scope].Name = append([]Part{fixed("new ")}, h.name...)
	}
	f.operand = false
}

// endArrows ends the arrow functions of f whose expression body ends here. A
// colon ends those within its conditional alone: those that began when more
// than cond conditionals were open.
func (p *parser) endArrows(f *frame, cond int) {
	depth := len(p.frames) - 1
	for n := len(p.arrows); n > 0 && p.arrows[n-1].frame == depth && p.arrows[n-1].cond > cond; n-- {
		p.close(p.arrows[n-1].scope, p.last.end)
		p.arrows = p.arrows[:n-1]
	}
}
