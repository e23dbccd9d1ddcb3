package msvc

// The text of a type has a part before the name that it declares and a part
// after it, as in int (*f)(char). Without a name the parts meet.

// dataType prints a type without a name.
func (w *printer) dataType(r ref) {
	w.typePre(r)
	w.typePost(r)
}

// typePre prints the part of a type before the name.
func (w *printer) typePre(r ref) {
	if !w.enter() {
		return
	}
	defer w.leave()
	n := &w.nodes[r]
	switch n.kind {
	case kindPrimitive:
		prim := &primitives[n.a]
		if w.style.has(short) && prim.short != "" {
			w.str(prim.short)
		} else {
			w.str(prim.full)
		}
		w.qualifiers(n.quals, true)
	case kindTag:
		if !w.style.has(noTags) {
			w.str(tagNames[n.a])
		}
		w.qualified(n.x)
		w.qualifiers(n.quals, true)
	case kindCustom:
		w.name(n.x)
		w.qualifiers(n.quals, true)
	case kindPointer:
		w.pointer(n)
	case kindManaged:
		w.managed(n)
	case kindArray:
		w.typePre(n.x)
		w.qualifiers(n.quals, true)
	case kindFunction:
		if n.x != 0 && (w.style.has(short) || !w.style.has(noReturn)) {
			w.typePre(n.x)
			w.char(' ')
		}
		w.callingConvention(n.a, 0)
	}
}

// typePost prints the part of a type after the name.
func (w *printer) typePost(r ref) {
	if !w.enter() {
		return
	}
	defer w.leave()
	n := &w.nodes[r]
	switch n.kind {
	case kindPointer:
		if k := w.nodes[n.x].kind; k == kindArray || k == kindFunction {
			w.char(')')
		}
		if f := &w.nodes[n.x]; f.kind == kindFunction {
			w.signature(f, 0)
			if f.x != 0 {
				w.typePost(f.x)
			}
			return
		}
		w.typePost(n.x)
	case kindArray:
		for l := n.y; l != 0 && w.visit(); l = w.nodes[l].next {
			w.char('[')
			if dim := w.nodes[w.nodes[l].x].num(); dim != 0 || w.style.has(short) {
				w.uint(dim)
			}
			w.char(']')
		}
		w.typePost(n.x)
	case kindFunction:
		w.signature(n, 0)
		if n.x != 0 && (w.style.has(short) || !w.style.has(noReturn)) {
			w.typePost(n.x)
		}
	}
}

var affinities = [...]string{
	affinityPointer:   "*",
	affinityReference: "&",
	affinityRvalue:    "&&",
	affinityHandle:    "^",
	affinityTracking:  "%",
}

// pointer prints the part of a pointer type before the name.
func (w *printer) pointer(n *node) {
	to := &w.nodes[n.x]
	tight := w.style.has(short)
	switch to.kind {
	case kindFunction:
		// The calling convention belongs within the parentheses.
		if to.x != 0 {
			w.typePre(to.x)
		}
		w.char(' ')
	case kindArray:
		w.typePre(n.x)
		if tight {
			w.char(' ')
		} else {
			w.spaceAfterWord()
		}
	case kindManaged:
		w.typePre(n.x)
	default:
		w.typePre(n.x)
		if !tight || n.y != 0 {
			w.spaceAfterWord()
		}
	}
	if n.quals&qualUnaligned != 0 && !w.style.has(noKeywords) {
		w.keyword("__unaligned ")
	}
	switch to.kind {
	case kindArray:
		w.char('(')
	case kindFunction:
		w.char('(')
		style := w.style
		if !w.style.has(noKeywords) {
			w.style &^= noConvention
		}
		w.callingConvention(to.a, ' ')
		w.style = style
	}
	if n.y != 0 {
		w.qualified(n.y)
		w.str("::")
	}
	w.str(affinities[n.a])
	w.qualifiers(n.quals&^qualUnaligned, tight)
	if n.z != 0 && !w.style.has(noKeywords) {
		w.keyword("__ptrauth(")
		w.numbers(n.z)
		w.char(')')
	}
}

// managed prints an array or a pinning pointer of C++/CLI.
func (w *printer) managed(n *node) {
	rank := n.num()
	if rank == 0 {
		w.str("cli::pin_ptr<")
	} else {
		w.str("cli::array<")
	}
	w.dataType(n.x)
	if rank > 1 {
		w.str(", ")
		w.uint(rank)
	}
	w.char('>')
	w.qualifiers(n.quals, true)
}

// qualifiers prints qualifiers with spaces between them, and one before the
// first if spaced is set.
func (w *printer) qualifiers(q quals, spaced bool) {
	if q == 0 {
		return
	}
	for _, k := range [...]struct {
		bit     quals
		text    string
		keyword bool
	}{
		{qualConst, "const", false},
		{qualVolatile, "volatile", false},
		{qualRestrict, "__restrict", false},
		{qualUnaligned, "__unaligned", true},
	} {
		if q&k.bit == 0 || k.keyword && w.style.has(noKeywords) {
			continue
		}
		if spaced {
			w.char(' ')
		}
		w.keyword(k.text)
		spaced = true
	}
}

// conventions are the calling conventions by code letter from A on; two codes
// stand for each of the older ones.
var conventions = [...]string{
	"__cdecl", "__cdecl", "__pascal", "__pascal", "__thiscall", "__thiscall",
	"__stdcall", "__stdcall", "__fastcall", "__fastcall", "", "",
	"__clrcall", "__clrcall", "__eabi", "__eabi", "__vectorcall", "",
	"__attribute__((__swiftcall__))", "", "", "", "__attribute__((__swiftasynccall__))",
}

// callingConvention prints a calling convention and then after, unless it is
// 0. An unknown code prints nothing.
func (w *printer) callingConvention(code byte, after byte) {
	if w.style.has(noConvention) {
		return
	}
	text := ""
	switch i := int(code) - 'A'; {
	case code == 'w':
		text = "__regcall"
	case i >= 0 && i < len(conventions):
		text = conventions[i]
	}
	if text == "" {
		return
	}
	w.keyword(text)
	if after != 0 {
		w.char(after)
	}
}

// keyword prints a keyword, which has leading underscores unless the style
// leaves them out.
func (w *printer) keyword(text string) {
	if w.style.has(noUnderscores) {
		for len(text) > 0 && text[0] == '_' {
			text = text[1:]
		}
	}
	w.str(text)
}
