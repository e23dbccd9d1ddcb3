package swift

// oldType reads a type.
func (p *parser) oldType() ref {
	if !p.enter() {
		return 0
	}
	n := p.oldTypeBody()
	p.leave()
	if n != 0 && p.kind(n) == kType {
		return n
	}
	return p.typed(n)
}

func (p *parser) oldTypeBody() ref {
	c := p.next()
	switch c {
	case 'B':
		return p.oldBuiltin()
	case 'a':
		return p.oldDeclaration(kTypeAlias)
	case 'b':
		return p.oldFunction(kObjCBlock)
	case 'c':
		return p.oldFunction(kCFunctionPointer)
	case 'D':
		return p.with(kDynamicSelf, p.oldType())
	case 'E':
		if p.nextIfText("RR") {
			return p.leaf(kErrorType)
		}
	case 'F':
		return p.oldFunction(kFunctionType)
	case 'f':
		return p.oldFunction(kUncurriedFunctionType)
	case 'G':
		return p.oldBoundGeneric()
	case 'K':
		return p.oldFunction(kAutoClosureType)
	case 'M':
		return p.with(kMetatype, p.oldType())
	case 'P':
		if p.nextIf('M') {
			return p.with(kExistentialMetatype, p.oldType())
		}
		return p.oldProtocolList()
	case 'Q':
		if p.nextIf('u') {
			return p.leaf(kOpaqueReturnType)
		}
		if p.nextIf('U') {
			return p.with(kOpaqueReturnType, p.indexNode())
		}
		return p.oldArchetype()
	case 'q':
		if p.peek() != 'd' && p.peek() != '_' && !isDigit(p.peek()) {
			return p.oldMemberType(p.oldType())
		}
		return p.genericParam()
	case 'x':
		return p.param(0, 0)
	case 'w':
		return p.oldMemberType(p.typed(p.oldParam()))
	case 'W':
		return p.oldMemberPath(p.typed(p.oldParam()))
	case 'R':
		return p.with(kInOut, p.inner(p.oldType()))
	case 'S':
		return p.oldSubstitution()
	case 'T':
		return p.oldTuple(false)
	case 't':
		return p.oldTuple(true)
	case 'u':
		sig := p.oldSignature()
		if sig == 0 {
			return 0
		}
		return p.with(kDependentGenericType, sig, p.oldType())
	case 'X':
		return p.oldSpecialType()
	case 'C', 'V', 'O':
		p.back()
		return p.oldNominal()
	}
	return 0
}

func (p *parser) oldSpecialType() ref {
	switch p.next() {
	case 'b':
		return p.with(kSILBoxType, p.oldType())
	case 'P':
		if p.nextIf('M') {
			repr := p.metatypeRepresentation()
			return p.with(kExistentialMetatype, repr, p.oldType())
		}
		return p.oldProtocolList()
	case 'M':
		repr := p.metatypeRepresentation()
		return p.with(kMetatype, repr, p.oldType())
	case 'F':
		return p.oldImplFunction()
	case 'f':
		return p.oldFunction(kThinFunctionType)
	case 'o':
		return p.with(kUnowned, p.oldType())
	case 'u':
		return p.with(kUnmanaged, p.oldType())
	case 'w':
		return p.with(kWeak, p.oldType())
	}
	return 0
}

// oldArchetype reads an associated type of an archetype, after "Q".
func (p *parser) oldArchetype() ref {
	var root ref
	switch {
	case p.nextIf('Q'):
		if !p.enter() {
			return 0
		}
		root = p.oldArchetype()
		p.leave()
	case p.nextIf('S'):
		root = p.inner(p.oldSubstitution())
	case p.nextIf('s'):
		root = p.named(kModule, "Swift")
	}
	if root == 0 {
		return 0
	}
	return p.addSub(p.with(kAssociatedTypeRef, root, p.oldIdentifier()))
}

func (p *parser) oldBuiltin() ref {
	switch c := p.next(); c {
	case 'f':
		return p.sizedBuiltin("Builtin.FPIEEE")
	case 'i':
		return p.sizedBuiltin("Builtin.Int")
	case 'v':
		size, ok := p.natural()
		if !ok || size == 0 || size > maxBuiltinSize || !p.nextIf('B') {
			return 0
		}
		switch p.next() {
		case 'i':
			return p.vector(size, p.sizedBuiltin("Builtin.Int"))
		case 'f':
			return p.vector(size, p.sizedBuiltin("Builtin.FPIEEE"))
		case 'p':
			return p.vector(size, p.named(kBuiltinTypeName, "Builtin.RawPointer"))
		}
		return 0
	case 'b', 'B', 'O', 'o', 'p', 't', 'w':
		return p.named(kBuiltinTypeName, builtinNames[c])
	}
	return 0
}

// oldFunction reads a function type: attributes, parameters, result.
func (p *parser) oldFunction(k kind) ref {
	f := p.leaf(k)
	if p.nextIf('z') {
		f = p.add(f, p.leaf(kThrowsAnnotation))
	}
	if f == 0 {
		return 0
	}
	f = p.add(f, p.with(kArgumentTuple, p.oldType()))
	if f == 0 {
		return 0
	}
	return p.add(f, p.with(kReturnType, p.oldType()))
}

// oldTuple reads the elements of a tuple, each perhaps with a name. The last
// of a variadic one repeats.
func (p *parser) oldTuple(variadic bool) ref {
	tuple := p.leaf(kTuple)
	last := ref(0)
	for tuple != 0 && !p.nextIf('_') {
		last = p.leaf(kTupleElement)
		if c := p.peek(); isDigit(c) || c == 'o' {
			last = p.add(last, p.retag(p.oldIdentifier(), kTupleElementName))
		}
		if last = p.add(last, p.oldType()); last == 0 {
			return 0
		}
		tuple = p.add(tuple, last)
	}
	if variadic && last != 0 {
		p.add(last, p.leaf(kVariadicMarker))
	}
	return tuple
}

func (p *parser) oldProtocolList() ref {
	list := p.leaf(kTypeList)
	for list != 0 && !p.nextIf('_') {
		list = p.add(list, p.oldProtocol())
	}
	return p.with(kProtocolList, list)
}

// oldBoundGeneric reads a type declaration and generic arguments, for the
// outermost type first, after "G".
func (p *parser) oldBoundGeneric() ref {
	decl := p.oldNominal()
	if decl == 0 {
		return 0
	}
	return p.oldBind(decl)
}

func (p *parser) oldBind(decl ref) ref {
	if decl == 0 || !p.enter() {
		return 0
	}
	defer p.leave()
	parent := p.child(decl, 0)
	switch p.kind(parent) {
	case kModule, kFunction, kExtension, kBoundGenericClass, kBoundGenericStructure, kBoundGenericEnum:
	default:
		if !p.kind(parent).has(isNominal) {
			break
		}
		name := p.child(decl, 1)
		decl = p.with(p.kind(decl), p.oldBind(parent), name)
		if decl == 0 {
			return 0
		}
	}
	args := p.leaf(kTypeList)
	for args != 0 && !p.nextIf('_') {
		args = p.add(args, p.oldType())
	}
	if args == 0 {
		return 0
	}
	if p.count(args) == 0 {
		return decl
	}
	switch p.kind(decl) {
	case kClass:
		return p.with(kBoundGenericClass, p.typed(decl), args)
	case kStructure:
		return p.with(kBoundGenericStructure, p.typed(decl), args)
	case kEnum:
		return p.with(kBoundGenericEnum, p.typed(decl), args)
	}
	return 0
}

// oldParam reads a generic parameter where nothing else can stand.
func (p *parser) oldParam() ref {
	if p.nextIf('x') {
		return p.param(0, 0)
	}
	return p.genericParam()
}

// oldMemberType reads the name of an associated type of base.
func (p *parser) oldMemberType(base ref) ref {
	if base == 0 {
		return 0
	}
	var name ref
	if p.nextIf('S') {
		name = p.oldSubstitution()
	} else {
		var proto ref
		if p.nextIf('P') {
			if proto = p.oldProtocol(); proto == 0 {
				return 0
			}
		}
		name = p.addSub(p.addOpt(p.with(kDependentAssociatedTypeRef, p.oldIdentifier()), proto))
	}
	return p.with(kDependentMemberType, base, name)
}

// oldMemberPath reads associated types of associated types of base.
func (p *parser) oldMemberPath(base ref) ref {
	n := base
	for n != 0 && !p.nextIf('_') {
		n = p.oldMemberType(p.typed(p.inner(n)))
	}
	return p.inner(n)
}

// oldSignature reads the counts of generic parameters and the requirements,
// to the final "r".
func (p *parser) oldSignature() ref {
	sig := p.leaf(kDependentGenericSignature)
	for sig != 0 && p.peek() != 'R' && p.peek() != 'r' {
		var count uint64
		switch {
		case p.nextIf('z'):
		case p.nextIf('_'):
			count = 1
		default:
			if !isDigit(p.peek()) {
				return 0
			}
			// The text shows the first parameters only, so that a count too
			// large for its type is as good as any.
			for isDigit(p.peek()) {
				count = min(count*10+uint64(p.next()-'0'), maxNumber)
			}
			if count += 2; !p.nextIf('_') {
				return 0
			}
		}
		sig = p.add(sig, p.numbered(kDependentGenericParamCount, count))
	}
	if sig == 0 {
		return 0
	}
	if p.count(sig) == 0 {
		sig = p.add(sig, p.numbered(kDependentGenericParamCount, 1))
	}
	if p.nextIf('R') {
		for sig != 0 && !p.nextIf('r') {
			sig = p.add(sig, p.oldRequirement())
		}
		return sig
	}
	p.next() // the final r
	return sig
}

// oldRequirement reads what a generic parameter or associated type must be.
func (p *parser) oldRequirement() ref {
	var typ ref
	switch {
	case p.nextIf('w'):
		typ = p.typed(p.oldMemberType(p.typed(p.oldParam())))
	case p.nextIf('W'):
		typ = p.typed(p.oldMemberPath(p.typed(p.oldParam())))
	case p.nextIf('S'):
		typ = p.typed(p.inner(p.oldSubstitution()))
	default:
		typ = p.typed(p.oldParam())
	}
	if typ == 0 {
		return 0
	}
	switch {
	case p.nextIf('z'):
		return p.with(kDependentGenericSameTypeRequirement, typ, p.oldType())
	case p.nextIf('l'):
		return p.oldLayout(typ)
	case p.peek() == 'C':
		return p.with(kDependentGenericConformanceRequirement, typ, p.oldType())
	case p.nextIf('S'):
		sub := p.inner(p.oldSubstitution())
		if sub != 0 && p.kind(sub) == kModule {
			sub = p.addSub(p.with(kProtocol, sub, p.oldDeclName()))
		}
		return p.with(kDependentGenericConformanceRequirement, typ, p.typed(sub))
	}
	return p.with(kDependentGenericConformanceRequirement, typ, p.oldProtocol())
}

// oldLayout reads a layout and, for some, a size and an alignment.
func (p *parser) oldLayout(typ ref) ref {
	c := p.next()
	if layoutNames[c] == "" {
		return 0
	}
	n := p.with(kDependentGenericLayoutRequirement, typ)
	if n == 0 {
		return 0
	}
	p.nodes[n].index = uint64(c)
	switch c {
	case 'E', 'M', 'e', 'm':
		size, ok := p.natural()
		if !ok {
			return 0
		}
		n = p.add(n, p.numbered(kNumber, uint64(size)))
		if c == 'E' || c == 'M' {
			if !p.nextIf('_') {
				return 0
			}
			align, ok := p.natural()
			if !ok {
				return 0
			}
			n = p.add(n, p.numbered(kNumber, uint64(align)))
		}
	}
	return n
}

// oldImplFunction reads the type of a lowered function, after "XF".
func (p *parser) oldImplFunction() ref {
	f := p.leaf(kImplFunctionType)
	convention := ""
	switch p.next() {
	case 't':
		convention = "@convention(thin)"
	case 'd':
		convention = "@callee_unowned"
	case 'g':
		convention = "@callee_guaranteed"
	case 'o':
		convention = "@callee_owned"
	default:
		return 0
	}
	f = p.add(f, p.named(kImplConvention, convention))
	if p.nextIf('C') {
		name := ""
		switch p.next() {
		case 'b':
			name = "block"
		case 'c':
			name = "c"
		case 'm':
			name = "method"
		case 'O':
			name = "objc_method"
		case 'w':
			name = "witness_method"
		default:
			return 0
		}
		f = p.add(f, p.named(kImplFunctionConvention, name))
	}
	if p.nextIf('N') {
		f = p.add(f, p.named(kImplFunctionAttribute, "@noreturn"))
	}
	if p.nextIf('G') || p.nextIf('g') {
		f = p.add(f, p.oldSignature())
	}
	if f == 0 || !p.nextIf('_') {
		return 0
	}
	for f != 0 && !p.nextIf('_') {
		f = p.add(f, p.oldImplValue(kImplParameter, &oldParamConventions))
	}
	for f != 0 && !p.nextIf('_') {
		k := kImplResult
		if p.nextIf('z') {
			k = kImplErrorResult
		}
		f = p.add(f, p.oldImplValue(k, &oldResultConventions))
	}
	return f
}

var oldParamConventions = [128]string{
	'a': "@autoreleased",
	'b': "@inout_aliasable",
	'd': "@unowned",
	'D': "@unowned_inner_pointer",
	'e': "@deallocating",
	'g': "@guaranteed",
	'G': "@in_guaranteed",
	'i': "@in",
	'l': "@inout",
	'o': "@owned",
}

var oldResultConventions = [128]string{
	'a': "@autoreleased",
	'd': "@unowned",
	'D': "@unowned_inner_pointer",
	'g': "@guaranteed",
	'i': "@out",
	'o': "@owned",
}

func (p *parser) oldImplValue(k kind, conventions *[128]string) ref {
	c := p.next()
	if c >= 128 || conventions[c] == "" {
		return 0
	}
	n := p.named(k, conventions[c])
	return p.add(n, p.oldType())
}
