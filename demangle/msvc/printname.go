package msvc

// qualified prints a name with its scopes.
func (w *printer) qualified(r ref) {
	n := &w.nodes[r]
	for l := n.y; l != 0 && w.visit(); l = w.nodes[l].next {
		w.name(w.nodes[l].x)
		w.str("::")
	}
	w.name(n.x)
}

// name prints a name without scopes.
func (w *printer) name(r ref) {
	if !w.visit() {
		return
	}
	n := &w.nodes[r]
	switch n.kind {
	case kindIdent:
		w.str(w.in[n.lo:n.hi])
	case kindTemplate:
		w.template(n)
	case kindAnonymous:
		w.str("`anonymous namespace'")
	case kindInterface:
		w.char('[')
		w.str(w.in[n.lo:n.hi])
		w.char(']')
	case kindOrdinal:
		w.char('`')
		w.uint(n.num())
		w.char('\'')
	case kindEnclosing:
		style := w.style
		if !style.has(short) {
			w.style &^= outermostOnly
		}
		w.char('`')
		w.symbol(n.x)
		w.char('\'')
		w.style = style
	case kindOperator:
		w.str(w.operator(n))
	case kindStructor:
		if n.a == 1 {
			w.char('~')
		}
		w.nested(n.x)
	case kindConversion:
		w.str("operator ")
		w.dataType(n.x)
	case kindLiteral:
		w.str(`operator ""`)
		w.str(w.in[n.lo:n.hi])
	}
}

// nested is name for a name within a name of the same kind.
func (w *printer) nested(r ref) {
	if w.enter() {
		w.name(r)
		w.leave()
	}
}

func (w *printer) operator(n *node) string {
	text := &operators[n.a]
	if w.style.has(short) && text.short != "" {
		return text.short
	}
	return text.full
}

// template prints a template name with its arguments. The original of the
// short form has no name for the class of a constructor template.
func (w *printer) template(n *node) {
	if !w.enter() {
		return
	}
	defer w.leave()
	if w.style.has(noTemplateArgs) {
		w.name(n.x)
		return
	}
	inner := &w.nodes[n.x]
	switch {
	case inner.kind == kindConversion && w.style.has(short):
		w.str("operatorcast")
	case inner.kind == kindConversion:
		w.str("operator")
	case inner.kind == kindStructor && w.style.has(short):
		if inner.a == 1 {
			w.str("dtor")
		} else {
			w.str("ctor")
		}
	default:
		w.name(n.x)
	}
	w.char('<')
	for l := n.y; l != 0 && w.visit(); l = w.nodes[l].next {
		if l != n.y {
			w.str(", ")
		}
		w.templateArg(w.nodes[l].x)
	}
	if w.style.has(short) && w.last() == '>' {
		w.char(' ')
	}
	w.char('>')
	if inner.kind == kindConversion && !w.style.has(short) {
		w.char(' ')
		w.dataType(inner.x)
	}
}

func (w *printer) templateArg(r ref) {
	n := &w.nodes[r]
	switch n.kind {
	case kindNumber:
		w.number(n)
	case kindQualified:
		w.qualified(r)
	case kindSymbolArg:
		w.symbolArg(n)
	case kindParameterArg:
		w.str("`template-parameter")
		w.uint(n.num())
		w.char('\'')
	case kindNamedArg:
		w.str("`template-parameter-")
		w.name(n.x)
		w.char('\'')
	case kindFloatArg:
		w.floatArg(n)
	default:
		w.dataType(r)
	}
}

// symbolArg prints the address of a symbol, or a pointer to member with its
// adjustments.
func (w *printer) symbolArg(n *node) {
	if n.y == 0 && n.x != 0 && w.style.has(short) && w.nodes[n.x].kind == kindFunctionSym {
		w.functionArg(&w.nodes[n.x])
		return
	}
	switch {
	case n.y != 0:
		w.char('{')
	case n.a == affinityPointer && w.nodes[n.x].kind != kindNumber:
		w.char('&')
	}
	if n.x != 0 {
		if w.nodes[n.x].kind == kindNumber {
			w.number(&w.nodes[n.x])
		} else {
			w.symbol(n.x)
		}
		if n.y != 0 {
			w.str(", ")
		}
	}
	if n.y != 0 {
		w.numbers(n.y)
		w.char('}')
	}
}

// functionArg prints the address of a function in the short form: its type,
// with its name where a pointer to member has the class.
func (w *printer) functionArg(n *node) {
	if !w.enter() {
		return
	}
	defer w.leave()
	fn := &w.nodes[n.y]
	if fn.x != 0 {
		w.typePre(fn.x)
		w.char(' ')
	}
	w.char('(')
	w.qualified(n.x)
	w.str("::*)")
	if fn.class&classUntyped == 0 {
		w.signature(fn, 0)
	}
	if fn.x != 0 {
		w.typePost(fn.x)
	}
}

// floatArg prints a floating-point number: the digits of the mantissa with a
// point after the first, and the decimal exponent.
func (w *printer) floatArg(n *node) {
	if n.a == 1 {
		w.char('-')
	}
	start := len(w.out)
	w.uint(n.num())
	if digits := len(w.out) - start; digits > 1 {
		w.char('.')
		if w.err == nil {
			copy(w.out[start+2:], w.out[start+1:len(w.out)-1])
			w.out[start+1] = '.'
		}
	}
	w.char('e')
	w.numbers(n.y)
}
