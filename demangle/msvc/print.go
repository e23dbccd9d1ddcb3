package msvc

import (
	"strconv"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// visitsPerByte bounds the work of printing: nodes are looked at at most this
// many times for each byte that the text may have. A pointer costs two visits
// and prints one byte; nothing costs more.
const visitsPerByte = 4

// printer writes the text of a tree. Shared nodes can make the text
// exponentially longer than the name, so every byte and every visit is counted
// while printing, and the first limit that is hit stops it.
type printer struct {
	in      string
	nodes   []node
	scratch []byte
	style   style
	out     []byte
	max     int // length of out that must not be exceeded
	visits  int // left
	depth   int
	err     error
	limit   int // MaxLength
}

// start makes w ready to print what p has read, after dst.
func (w *printer) start(p *parser, dst []byte, st style, limit int) {
	*w = printer{
		in: p.in, nodes: p.nodes, scratch: p.scratch, style: st,
		out: dst, max: len(dst) + limit, limit: limit,
		visits: visitsPerByte*limit + nodesBase,
	}
}

func (w *printer) fail(what string, limit int) {
	if w.err == nil {
		w.err = &debuginfo.LimitError{What: what, Want: uint64(limit) + 1, Max: uint64(limit)}
	}
	w.max = len(w.out) // nothing more fits
}

// visit counts a visit of a node and reports whether printing goes on.
func (w *printer) visit() bool {
	if w.err != nil {
		return false
	}
	w.visits--
	if w.visits < 0 {
		w.fail("work on a name", visitsPerByte*w.limit+nodesBase)
		return false
	}
	return true
}

// enter is visit for nodes that nest. Each true needs one leave.
func (w *printer) enter() bool {
	if !w.visit() {
		return false
	}
	if w.depth == maxTreeDepth {
		w.fail("nesting of a name", maxTreeDepth)
		return false
	}
	w.depth++
	return true
}

func (w *printer) leave() { w.depth-- }

func (w *printer) str(s string) {
	if len(s) > w.max-len(w.out) {
		w.fail("length of a demangled name", w.limit)
		return
	}
	w.out = append(w.out, s...)
}

func (w *printer) char(c byte) {
	if len(w.out) >= w.max {
		w.fail("length of a demangled name", w.limit)
		return
	}
	w.out = append(w.out, c)
}

func (w *printer) uint(v uint64) {
	var buf [20]byte
	w.str(string(strconv.AppendUint(buf[:0], v, 10)))
}

func (w *printer) number(n *node) {
	v := n.num()
	if n.a == 1 && v != 0 {
		w.char('-')
	}
	w.uint(v)
}

// numbers prints a list of numbers with commas between them.
func (w *printer) numbers(l ref) {
	for first := true; l != 0 && w.visit(); l = w.nodes[l].next {
		if !first {
			w.str(", ")
		}
		first = false
		w.number(&w.nodes[w.nodes[l].x])
	}
}

// last returns the last byte of the text, or 0.
func (w *printer) last() byte {
	if len(w.out) == 0 {
		return 0
	}
	return w.out[len(w.out)-1]
}

// spaceAfterWord separates a word from what follows it.
func (w *printer) spaceAfterWord() {
	if c := w.last(); isWord(c) || c == '>' {
		w.char(' ')
	}
}

func isWord(c byte) bool {
	return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// symbol prints a whole symbol.
func (w *printer) symbol(r ref) {
	if !w.enter() {
		return
	}
	defer w.leave()
	n := &w.nodes[r]
	switch n.kind {
	case kindFunctionSym:
		w.functionHead(n.y)
		w.qualified(n.x)
		w.functionTail(n.y)
	case kindVariable:
		w.variable(n, "")
	case kindTable:
		w.pointerTable(n)
	case kindUntyped:
		w.qualified(n.x)
	case kindGuard:
		w.qualified(n.x)
		if v := n.num(); v > 0 {
			w.char('{')
			w.uint(v)
			w.char('}')
		}
	case kindVcall:
		w.vcall(n)
	case kindTypeRTTI:
		w.typeDescriptor(n)
	case kindBaseRTTI:
		w.qualified(n.x)
		w.char('(')
		w.numbers(n.y)
		w.str(")'")
	case kindInit:
		w.initStub(n)
	case kindString:
		w.literal(n)
	case kindVerbatim:
		w.str(w.in[n.lo:n.hi])
	}
}

// functionHead prints what stands before the name of a function.
func (w *printer) functionHead(r ref) {
	n := &w.nodes[r]
	st := w.style
	if n.class&classIsThunk != 0 && !st.has(noThunk) {
		w.str("[thunk]: ")
	}
	if !st.has(noAccess) {
		switch {
		case n.class&classPrivate != 0:
			w.str("private: ")
		case n.class&classProtected != 0:
			w.str("protected: ")
		case n.class&classPublic != 0:
			w.str("public: ")
		}
	}
	if !st.has(noMember) {
		if n.class&classStatic != 0 {
			w.str("static ")
		}
		if n.class&classVirtual != 0 || n.class&classSilentVirt != 0 && st.has(short) {
			w.str("virtual ")
		}
		if n.class&classExternC != 0 && !st.has(short) {
			w.str(`extern "C" `)
		}
	}
	if n.x != 0 && !st.has(noReturn|nameOnly) {
		w.typePre(n.x)
		w.char(' ')
	}
	if n.class&classUntyped == 0 && !st.has(nameOnly) {
		w.callingConvention(n.a, ' ')
	}
}

// functionTail prints what stands after the name of a function.
func (w *printer) functionTail(r ref) {
	n := &w.nodes[r]
	st := w.style
	if n.z != 0 && !st.has(short|nameOnly) {
		switch {
		case n.class&classAdjustor != 0:
			w.str("`adjustor{")
		case n.class&classVtordisp != 0:
			w.str("`vtordisp{")
		default:
			w.str("`vtordispex{")
		}
		w.numbers(n.z)
		w.str("}'")
	}
	if n.class&classUntyped == 0 && !st.has(nameOnly) {
		w.signature(n, st)
	}
	if n.x != 0 && !st.has(noReturn|nameOnly) {
		w.typePost(n.x)
	}
}

// signature prints the parameters of a function and its qualifiers, without
// those that st leaves out.
func (w *printer) signature(n *node, st style) {
	if !st.has(noArguments) {
		w.char('(')
		if n.bits&bitVoid != 0 {
			w.str("void")
		}
		first := true
		for l := n.y; l != 0 && w.visit(); l = w.nodes[l].next {
			if !first {
				w.str(", ")
			}
			first = false
			w.dataType(w.nodes[l].x)
		}
		if n.bits&bitVariadic != 0 {
			if !first {
				w.str(", ")
			}
			w.str("...")
		}
		w.char(')')
	}
	if !st.has(noThis) {
		w.qualifiers(n.quals, true)
	}
	if n.bits&bitNoexcept != 0 && !st.has(noThrow) {
		w.str(" noexcept")
	}
	if !st.has(noThis) {
		switch {
		case n.bits&bitLvalue != 0:
			w.str(" &")
		case n.bits&bitRvalue != 0:
			w.str(" &&")
		}
	}
}

// variable prints a variable; suffix follows its name.
func (w *printer) variable(n *node, suffix string) {
	st := w.style
	// Codes 0 to 2 are static members; 3 and 4 are globals and static locals.
	if n.a <= 2 {
		if !st.has(noAccess) {
			w.str([...]string{"private: ", "protected: ", "public: "}[n.a])
		}
		if !st.has(noMember) {
			w.str("static ")
		}
	}
	if st.has(noVariable) {
		w.qualified(n.y)
		w.str(suffix)
		return
	}
	w.typePre(n.x)
	w.spaceAfterWord()
	switch c := w.last(); {
	case c == '_', w.style.has(short) && (c == '&' || c == '^' || c == '%' || c == ')'):
		w.char(' ')
	}
	w.qualified(n.y)
	w.str(suffix)
	w.typePost(n.x)
}

// pointerTable prints a vftable or the like.
func (w *printer) pointerTable(n *node) {
	if !w.style.has(noConst) {
		if n.quals&qualConst != 0 {
			w.str("const ")
		}
		if n.quals&qualVolatile != 0 {
			w.str("volatile ")
		}
	}
	w.qualified(n.x)
	if n.y == 0 || w.style.has(nameOnly) {
		return
	}
	w.str("{for ")
	for l := n.y; l != 0 && w.visit(); l = w.nodes[l].next {
		if l != n.y {
			w.str("s ")
		}
		w.char('`')
		w.qualified(w.nodes[l].x)
		w.char('\'')
	}
	w.char('}')
}

func (w *printer) vcall(n *node) {
	if !w.style.has(noThunk) {
		w.str("[thunk]: ")
	}
	if w.style.has(nameOnly) {
		w.qualified(n.x)
		return
	}
	w.callingConvention(n.a, ' ')
	w.qualified(n.x)
	w.char('{')
	w.uint(n.num())
	w.str(", {flat}}")
}

func (w *printer) typeDescriptor(n *node) {
	if w.style.has(short) {
		w.dataType(n.x)
		w.str("::")
	} else if !w.style.has(noVariable) || w.style.has(nameOnly) {
		w.dataType(n.x)
		w.spaceAfterWord()
	}
	if n.a == 1 {
		w.str("`RTTI Type Descriptor Name'")
	} else {
		w.str("`RTTI Type Descriptor'")
	}
}

// initStub prints a dynamic initializer. The full form puts the variable into
// the name, the short form takes it for a scope.
func (w *printer) initStub(n *node) {
	isVariable := w.nodes[n.x].kind == kindVariable
	if w.style.has(short) {
		suffix := "::`dynamic initializer'"
		if n.a == 1 {
			suffix = "::`dynamic atexit destructor'"
		}
		if isVariable {
			w.variable(&w.nodes[n.x], suffix)
			return
		}
		w.functionHead(n.y)
		w.qualified(n.x)
		w.str(suffix)
		w.functionTail(n.y)
		return
	}
	w.functionHead(n.y)
	if n.a == 1 {
		w.str("`dynamic atexit destructor for ")
	} else {
		w.str("`dynamic initializer for ")
	}
	if isVariable {
		w.char('`')
		w.symbol(n.x)
	} else {
		w.char('\'')
		w.qualified(n.x)
	}
	w.str("''")
	w.functionTail(n.y)
}

func (w *printer) literal(n *node) {
	if w.style.has(short) {
		w.str("`string'")
		return
	}
	w.str(stringPrefixes[n.a])
	w.char('"')
	w.str(string(w.scratch[n.lo:n.hi]))
	w.char('"')
	if n.bits == bitCut {
		w.str("...")
	}
}
