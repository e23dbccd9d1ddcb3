package swift

// How the type of an entity follows its name.
type typeForm uint8

const (
	typeNone typeForm = iota
	typeAfterColon
	typeAsFunction
)

// An entity says how a declaration is written.
type entity struct {
	prefix bool     // it stands before a dot
	name   bool     // its second child is its name
	as     string   // a fixed name
	extra  string   // what kind of part of the name it is
	count  ref      // a number that belongs to extra
	ordin  uint64   // 1 if the number counts from 1 in the text
	apart  bool     // extra has spaces: the context follows the name
	typ    typeForm // how the type follows
}

// entity writes a declaration, after its context where that can be written
// before a dot, else before it: "closure #1 in f". As a prefix itself, it
// returns what must follow the name.
func (p *printer) entity(n ref, e entity) ref {
	t := p.t
	decl := n
	var args ref
	if t.kind(n) == kBoundGenericFunction {
		decl, args = t.child(n, 0), t.child(n, 1)
	}
	if e.name && t.kind(t.child(decl, 1)) == kLocalDeclName {
		e.apart = true
	}
	if e.prefix && (e.apart || e.typ != typeNone) {
		return n
	}
	ctx := t.child(decl, 0)
	var after ref
	if e.apart {
		if !p.style.simple || t.kind(ctx) != kModule {
			after = ctx
		}
	} else if t.kind(ctx) != kModule || !p.style.simple {
		at := len(p.buf)
		after = p.printIn(ctx, true)
		if len(p.buf) > at {
			p.write(".")
		}
	}
	extra := e.extra
	if e.name || e.as != "" {
		if extra != "" && e.apart {
			p.extra(e)
			p.write(" of ")
			extra = ""
		}
		at := len(p.buf)
		if e.as != "" {
			p.write(e.as)
		} else {
			if k := t.kind(t.child(decl, 1)); k != kPrivateDeclName && k != kType {
				p.child(decl, 1)
			}
		}
		p.print(t.find(decl, kPrivateDeclName))
		if len(p.buf) > at && extra != "" {
			p.write(".")
		}
	}
	if extra != "" {
		p.extra(e)
	}
	if e.typ != typeNone {
		p.entityType(decl, args, e)
	}
	if !e.prefix && after != 0 {
		switch t.kind(decl) {
		case kDefaultArgumentInitializer, kInitializer, kPropertyWrapperBackingInitializer,
			kPropertyWrappedFieldInitAccessor, kPropertyWrapperInitFromProjectedValue:
			p.write(" of ")
		default:
			p.write(" in ")
		}
		p.print(after)
		after = 0
	}
	return after
}

func (p *printer) extra(e entity) {
	p.write(e.extra)
	if e.count != 0 {
		p.number(p.t.nodes[e.count].index + e.ordin)
	}
}

// entityType writes the type of a declaration.
func (p *printer) entityType(decl, args ref, e entity) {
	t := p.t
	typ := t.child(t.find(decl, kType), 0)
	if typ == 0 {
		return
	}
	form := e.typ
	if form == typeAsFunction {
		f := typ
		for t.kind(f) == kDependentGenericType {
			f = t.child(t.child(f, 1), 0)
		}
		switch t.kind(f) {
		case kFunctionType, kNoEscapeFunctionType, kUncurriedFunctionType, kCFunctionPointer, kThinFunctionType:
		default:
			form = typeAfterColon
		}
	}
	if form == typeAfterColon {
		if p.style.simple {
			return
		}
		p.write(" : ")
	} else if e.apart || p.needsSpace(typ) {
		p.write(" ")
	}
	labels := t.find(decl, kLabelList)
	if labels == 0 && args == 0 {
		p.print(typ)
		return
	}
	if args != 0 {
		p.list("<", args, ">")
	}
	if t.kind(typ) == kDependentGenericType {
		if args == 0 {
			p.child(typ, 0)
		}
		dependent := t.child(typ, 1)
		if p.needsSpace(dependent) {
			p.write(" ")
		}
		typ = t.child(dependent, 0)
	}
	if t.kind(typ) >= kFunctionType && t.kind(typ) <= kEscapingObjCBlock {
		p.functionType(typ, labels)
	} else {
		p.print(typ)
	}
}

// needsSpace reports whether a type needs a space between the name and it.
func (p *printer) needsSpace(typ ref) bool {
	switch p.t.kind(p.t.inner(typ)) {
	case kFunctionType, kNoEscapeFunctionType, kUncurriedFunctionType, kDependentGenericType:
		return false
	}
	return true
}

// accessor writes an accessor of a variable or subscript.
func (p *printer) accessor(n ref, prefix bool) ref {
	storage := p.t.child(n, 0)
	name := kindText[p.t.kind(n)]
	switch p.t.kind(storage) {
	case kVariable:
		return p.entity(storage, entity{prefix: prefix, name: true, extra: name, typ: typeAfterColon})
	case kSubscript:
		return p.entity(storage, entity{prefix: prefix, as: "subscript", extra: name, typ: typeAfterColon})
	}
	return 0
}

func (p *printer) closure(n ref, prefix bool) ref {
	e := entity{prefix: prefix, extra: "closure #", apart: true, count: p.t.child(n, 1), ordin: 1}
	if p.t.kind(n) == kImplicitClosure {
		e.extra = "implicit closure #"
	}
	if p.style.params == ParametersTypes {
		e.typ = typeAsFunction
	}
	return p.entity(n, e)
}

func (p *printer) macroExpansion(n ref, prefix bool) ref {
	t := p.t
	e := entity{prefix: prefix, name: true, apart: true, count: t.child(n, 2), ordin: 1}
	switch t.kind(n) {
	case kFreestandingMacroExpansion:
		e.extra = "freestanding macro expansion #"
	case kMacroExpansionUniqueName:
		e.extra = "unique name #"
	default:
		if prefix {
			return n
		}
		p.child(n, 4)
		p.write(" macro @")
		p.child(n, 2)
		e.extra = " expansion #"
		e.count = t.child(n, 3)
	}
	return p.entity(n, e)
}

func (p *printer) macroLocation(n ref) {
	t := p.t
	p.write("module ")
	p.write(t.text(t.child(n, 0)))
	p.write(" file ")
	p.write(t.text(t.child(n, 1)))
	p.write(" line ")
	p.number(t.nodes[t.child(n, 2)].index)
	p.write(" column ")
	p.number(t.nodes[t.child(n, 3)].index)
}

func (p *printer) extension(n ref) {
	if !p.style.simple {
		p.write("(extension in ")
		p.child(n, 0)
		p.write("):")
	}
	p.child(n, 1)
	p.child(n, 2)
}

// privateName writes a name that is unique within a file.
func (p *printer) privateName(n ref) {
	t := p.t
	discriminator, name := t.child(n, 0), t.child(n, 1)
	if name == 0 {
		if !p.style.simple {
			p.write("(in ")
			p.write(t.text(discriminator))
			p.write(")")
		}
		return
	}
	if p.style.simple {
		p.print(name)
		return
	}
	p.write("(")
	p.print(name)
	p.write(" in ")
	p.write(t.text(discriminator))
	p.write(")")
}

// functionType writes a function type. labels holds the labels of its
// parameters, or is no node.
func (p *printer) functionType(n, labels ref) {
	t := p.t
	switch t.kind(n) {
	case kAutoClosureType, kEscapingAutoClosureType:
		p.write("@autoclosure ")
	case kThinFunctionType:
		p.write("@convention(thin) ")
	case kCFunctionPointer:
		p.convention("c", n)
	case kEscapingObjCBlock:
		p.write("@escaping ")
		p.convention("block", n)
	case kObjCBlock:
		p.convention("block", n)
	}
	var params, result, throws ref
	differentiable := ""
	sendable, async, sending := false, false, false
	for i := range t.count(n) {
		c := t.child(n, i)
		switch t.kind(c) {
		case kSendingResultFunctionType:
			sending = true
		case kGlobalActorFunctionType, kIsolatedAnyFunctionType, kNonIsolatedCallerFunctionType:
			p.print(c)
		case kDifferentiableFunctionType:
			differentiable = differentiability(t.nodes[c].index)
		case kThrowsAnnotation, kTypedThrowsAnnotation:
			throws = c
		case kConcurrentFunctionType:
			sendable = true
		case kAsyncAnnotation:
			async = true
		case kArgumentTuple:
			params = c
		case kReturnType:
			result = c
		}
	}
	if differentiable != "" {
		p.write(differentiable)
		p.write(" ")
	}
	if sendable {
		p.write("@Sendable ")
	}
	p.params(params, labels)
	if !p.style.results {
		return
	}
	if async {
		p.write(" async")
	}
	p.print(throws)
	p.write(" -> ")
	if sending {
		p.write("sending ")
	}
	p.print(result)
}

// differentiability returns the attribute that a letter stands for.
func differentiability(letter uint64) string {
	switch letter {
	case 'f':
		return "@differentiable(_forward)"
	case 'r':
		return "@differentiable(reverse)"
	case 'l':
		return "@differentiable(_linear)"
	}
	return "@differentiable"
}

// convention writes a calling convention, with the C type if n has one.
func (p *printer) convention(name string, n ref) {
	p.write("@convention(")
	p.write(name)
	if clang := p.t.find(n, kClangType); clang != 0 {
		p.write(", mangledCType: \"")
		p.write(p.t.text(clang))
		p.write("\"")
	}
	p.write(") ")
}

// params writes a list of parameters: types with labels, or labels alone.
func (p *printer) params(n, labels ref) {
	if p.style.params == ParametersNone {
		return
	}
	t := p.t
	types := p.style.params == ParametersTypes
	list := t.child(t.child(n, 0), 0)
	if t.kind(list) != kTuple {
		if types {
			p.write("(")
			p.print(list)
			p.write(")")
		} else {
			p.write("(_:)")
		}
		return
	}
	p.write("(")
	for i := range t.count(list) {
		if p.over {
			return
		}
		if types && i > 0 {
			p.write(", ")
		}
		element := t.child(list, i)
		switch {
		case t.count(labels) > 0:
			if label := t.child(labels, i); t.kind(label) == kIdentifier {
				p.write(t.text(label))
			} else {
				p.write("_")
			}
			p.write(":")
			if types {
				p.write(" ")
			}
		case !types:
			if label := t.find(element, kTupleElementName); label != 0 {
				p.write(t.text(label))
			} else {
				p.write("_")
			}
			p.write(":")
		}
		if types {
			p.print(element)
		}
	}
	p.write(")")
}
