package jsscope

import "github.com/gosymbolic/symbolic/debuginfo"

// maxComputed bounds how much text of a computed key goes into a name.
const maxComputed = 64

// punct takes an operator or bracket within f.
func (p *parser) punct(f *frame, t token) {
	w := p.word(t)
	switch w {
	case "(", "[", "{":
		p.openBracket(f, t, w[0])
	case ")", "]", "}":
		p.closeBracket(f, t, w[0])
	case ";":
		p.endStatement(f)
	case ",":
		p.comma(f)
	case ":":
		p.colon(f)
	case "?":
		f.cond++
		p.choice(f)
	case "||", "&&", "??":
		p.choice(f)
	case "=", "||=", "&&=", "??=":
		target := f.chain
		f.reset()
		f.base, f.pending = target, target != nil
	case "=>":
		name := f.name
		scope := p.open(f.began, name)
		f.reset()
		f.arrow = true
		if len(p.arrows) >= maxDepth {
			p.err = &debuginfo.LimitError{What: "nested arrow functions", Want: maxDepth + 1, Max: maxDepth}
			return
		}
		p.arrows = append(p.arrows, arrow{scope: scope, frame: len(p.frames) - 1, cond: f.cond})
	case ".", "?.":
		f.await, f.fn = true, -1
		f.operand = w == "?."
	case "++", "--":
		if !f.operand || t.newline {
			f.operand = false
			f.start = false
		}
	case "...", "@":
		f.reset()
	default:
		f.reset()
	}
}

// choice takes an operator whose right side may be what is assigned.
func (p *parser) choice(f *frame) {
	base := f.base
	f.reset()
	f.pending = base != nil
}

func (p *parser) comma(f *frame) {
	p.endArrows(f, -1)
	f.reset()
	f.base, f.cond = nil, 0
	if f.kind == object {
		f.member = member{}
	}
}

// colon takes a colon that does not follow the key of a member.
func (p *parser) colon(f *frame) {
	if f.cond > 0 {
		// Arrow functions that began after the question mark end here.
		p.endArrows(f, f.cond-1)
		f.cond--
		p.choice(f)
		return
	}
	p.endArrows(f, -1)
	f.reset()
	f.base = nil
	f.start = f.kind == block // after a label or case
}

func (p *parser) openBracket(f *frame, t token, c byte) {
	if c == '{' {
		p.openBrace(f, t)
		return
	}
	if f.operand { // call or index
		if f.fn >= 0 && c == '(' {
			// What is assigned is its result. Where a function was inlined into
			// its caller, the map may have its name at the call.
			p.scopes[f.fn].Name = []Part{{"", t.start}}
		}
		if c == '(' {
			f.chain = nil
		}
		f.fn, f.await = -1, false
		kind := brackets
		if c == '(' {
			kind = group
		}
		p.push(frame{kind: kind, scope: -1, expr: true, call: true, at: t.start})
		return
	}
	if c == '(' && p.isControl() {
		f.reset()
		p.push(frame{kind: control, scope: -1})
		return
	}
	p.begin(f, t)
	if c == '[' {
		p.push(frame{kind: brackets, scope: -1, expr: true})
		return
	}
	p.push(frame{kind: group, scope: -1, expr: true, base: f.name, pending: f.name != nil})
}

// isControl reports whether the last token is a keyword whose parentheses are
// followed by a statement. Property names are operands and never come here.
func (p *parser) isControl() bool {
	switch p.lastWord() {
	case "if", "while", "for", "with", "switch", "catch":
		return true
	case "await":
		return p.prev.kind == tokIdent && p.word(p.prev) == "for"
	}
	return false
}

func (p *parser) openBrace(f *frame, t token) {
	switch n := len(f.headers); {
	case f.arrow:
		last := len(p.arrows) - 1
		scope := p.arrows[last].scope
		p.arrows = p.arrows[:last]
		f.reset()
		p.push(frame{kind: block, start: true, scope: scope, expr: true})
	case n > 0 && (f.operand || p.lastWord() != "extends"):
		h := f.headers[n-1]
		f.headers = f.headers[:n-1]
		prefix := h.name
		if len(prefix) == 0 {
			prefix = []Part{fixed("<class>")}
		}
		p.push(frame{kind: class, scope: h.scope, expr: h.expr, prefix: prefix})
	case p.lastWord() == "export" || p.lastWord() == "import":
		p.begin(f, t)
		p.push(frame{kind: specifiers, scope: -1, expr: true})
	case f.kind == block && (f.start || f.operand) && p.lastWord() != "default":
		f.reset()
		p.push(frame{kind: block, start: true, scope: -1})
	default:
		p.begin(f, t)
		prefix := f.name
		if len(prefix) == 0 {
			prefix = []Part{fixed("<object>")}
		}
		p.push(frame{kind: object, scope: -1, expr: true, prefix: prefix})
	}
}

var closing = [...]byte{
	block: '}', class: '}', object: '}', specifiers: '}', template: '}',
	group: ')', control: ')', params: ')',
	brackets: ']',
}

func (p *parser) closeBracket(f *frame, t token, c byte) {
	if len(p.frames) == 1 || closing[f.kind] != c {
		p.fail(t, errBracket)
		return
	}
	p.endArrows(f, -1)
	if f.kind == template {
		// The rest of the template comes before anything else.
		switch p.scan.template() {
		case tokTemplate:
			*f = frame{kind: template, scope: -1, expr: true, fn: -1}
			return
		case tokEOF:
			return
		}
	}
	inner := *f
	p.frames = p.frames[:len(p.frames)-1]
	f = p.top()
	switch inner.kind {
	case params:
		p.head = head{stage: 3, scope: inner.scope, expr: inner.expr, named: inner.named}
		return
	case control:
		f.reset()
		f.start = true
		return
	}
	if inner.scope >= 0 {
		p.close(inner.scope, t.end)
	}
	if f.kind == class || f.kind == object {
		if p.endInMember(f, &inner, t) {
			return
		}
	}
	if !inner.expr {
		f.reset()
		f.start = true
		return
	}
	p.endOperand(f, &inner, t)
}

// endOperand takes the end of a bracket that ends an operand of f.
func (p *parser) endOperand(f, inner *frame, t token) {
	f.operand, f.await = true, false
	f.fn = -1
	switch {
	case inner.kind == block && inner.scope >= 0 && !inner.named:
		f.fn = inner.scope
	case inner.kind == group && !inner.call:
		f.fn = inner.fn
	}
	if inner.kind == brackets && inner.call && f.chain != nil {
		if t.end-inner.at <= maxComputed {
			f.chain = append(f.chain[:len(f.chain):len(f.chain)], fixed(string(p.scan.text[inner.at:t.end])))
			f.chain = f.chain[max(0, len(f.chain)-maxParts):]
			return
		}
	}
	f.chain = nil
}
