package swift

// oldEntity reads a declaration.
func (p *parser) oldEntity() ref {
	if !p.enter() {
		return 0
	}
	static := p.nextIf('Z')
	var n ref
	switch c := p.peek(); c {
	case 'F', 'v', 'I', 'i':
		p.next()
		n = p.oldMember(c)
	default:
		n = p.oldNominal()
	}
	p.leave()
	if static {
		return p.with(kStatic, n)
	}
	return n
}

// oldAccessors are the accessors a letter stands for.
var oldAccessors = [128]kind{
	'g': kGetter,
	'G': kGlobalGetter,
	's': kSetter,
	'm': kMaterializeForSet,
	'w': kWillSet,
	'W': kDidSet,
	'r': kReadAccessor,
	'M': kModifyAccessor,
}

// oldMember reads the context, kind, name and type of a function, variable,
// initializer or subscript.
func (p *parser) oldMember(c byte) ref {
	ctx := p.oldContext()
	if ctx == 0 {
		return 0
	}
	if c == 'I' {
		switch p.next() {
		case 'A':
			return p.with(kDefaultArgumentInitializer, ctx, p.indexNode())
		case 'i':
			return p.with(kInitializer, ctx)
		}
		return 0
	}
	next := p.peek()
	switch next {
	case 'D':
		p.next()
		return p.with(kDeallocator, ctx)
	case 'Z':
		p.next()
		return p.with(kIsolatedDeallocator, ctx)
	case 'd':
		p.next()
		return p.with(kDestructor, ctx)
	case 'e':
		p.next()
		return p.with(kIVarInitializer, ctx)
	case 'E':
		p.next()
		return p.with(kIVarDestroyer, ctx)
	case 'C':
		p.next()
		return p.with(kAllocator, ctx, p.oldType())
	case 'c':
		p.next()
		return p.with(kConstructor, ctx, p.oldType())
	case 'U', 'u':
		p.next()
		k := kExplicitClosure
		if next == 'u' {
			k = kImplicitClosure
		}
		index := p.indexNode()
		return p.with(k, ctx, index, p.oldType())
	}
	accessor := kNone
	switch {
	case next == 'a' || next == 'l':
		p.next()
		if accessor = addressorKind(next == 'a', p.next()); accessor == kNone {
			return 0
		}
	case next < 128 && oldAccessors[next] != kNone:
		p.next()
		accessor = oldAccessors[next]
	}
	name := p.oldDeclName()
	if name == 0 {
		return 0
	}
	subscript := p.kind(name) == kIdentifier && p.text(name) == "subscript" && (c == 'i' || accessor != kNone)
	k := kVariable
	if c == 'F' && accessor == kNone {
		k = kFunction
	}
	var n ref
	if subscript {
		n = p.with(kSubscript, ctx, p.oldType())
	} else {
		n = p.with(k, ctx, name, p.oldType())
	}
	if accessor != kNone {
		n = p.with(accessor, n)
	}
	return n
}

// oldContext reads what a declaration is nested in.
func (p *parser) oldContext() ref {
	if !p.enter() {
		return 0
	}
	defer p.leave()
	switch c := p.peek(); c {
	case 'E':
		p.next()
		module := p.oldModule()
		if module == 0 {
			return 0
		}
		return p.with(kExtension, module, p.oldContext())
	case 'e':
		p.next()
		module := p.oldModule()
		if module == 0 {
			return 0
		}
		sig := p.oldSignature()
		if sig == 0 {
			return 0
		}
		return p.with(kExtension, module, p.oldContext(), sig)
	case 'S':
		p.next()
		return p.inner(p.oldSubstitution())
	case 's':
		p.next()
		return p.named(kModule, "Swift")
	case 'G':
		p.next()
		return p.oldBoundGeneric()
	case 'F', 'I', 'v', 'P', 'Z', 'C', 'V', 'O':
		return p.oldEntity()
	default:
		return p.oldModule()
	}
}

func (p *parser) oldModule() ref {
	if p.nextIf('s') {
		return p.named(kModule, "Swift")
	}
	if p.nextIf('S') {
		if n := p.oldSubstitution(); n != 0 && p.kind(n) == kModule {
			return n
		}
		return 0
	}
	return p.addSub(p.retag(p.oldIdentifier(), kModule))
}

// oldNominal reads a type declaration.
func (p *parser) oldNominal() ref {
	switch p.next() {
	case 'S':
		n := p.inner(p.oldSubstitution())
		if n != 0 && p.kind(n).has(isNominal) {
			return n
		}
		return 0
	case 'V':
		return p.oldDeclaration(kStructure)
	case 'O':
		return p.oldDeclaration(kEnum)
	case 'C':
		return p.oldDeclaration(kClass)
	case 'P':
		return p.oldDeclaration(kProtocol)
	}
	return 0
}

func (p *parser) oldDeclaration(k kind) ref {
	ctx := p.oldContext()
	if ctx == 0 {
		return 0
	}
	return p.addSub(p.with(k, ctx, p.oldDeclName()))
}

// oldProtocol reads the name of a protocol, as a type.
func (p *parser) oldProtocol() ref {
	switch {
	case p.nextIf('S'):
		n := p.inner(p.oldSubstitution())
		if n == 0 {
			return 0
		}
		switch p.kind(n) {
		case kProtocol:
			return p.typed(n)
		case kModule:
			return p.typed(p.addSub(p.with(kProtocol, n, p.oldDeclName())))
		}
		return 0
	case p.nextIf('s'):
		module := p.named(kModule, "Swift")
		return p.typed(p.addSub(p.with(kProtocol, module, p.oldDeclName())))
	}
	return p.typed(p.oldDeclaration(kProtocol))
}

// oldDeclName reads the name of a declaration.
func (p *parser) oldDeclName() ref {
	switch {
	case p.nextIf('L'):
		discriminator := p.indexNode()
		return p.with(kLocalDeclName, discriminator, p.oldIdentifier())
	case p.nextIf('P'):
		discriminator := p.oldIdentifier()
		if discriminator == 0 {
			return 0
		}
		return p.with(kPrivateDeclName, discriminator, p.oldIdentifier())
	}
	return p.oldIdentifier()
}

// oldIdentifier reads an identifier: perhaps Punycode, perhaps an operator.
func (p *parser) oldIdentifier() ref {
	puny := p.nextIf('X')
	k := kIdentifier
	if p.nextIf('o') {
		switch p.next() {
		case 'p':
			k = kPrefixOperator
		case 'P':
			k = kPostfixOperator
		case 'i':
			k = kInfixOperator
		default:
			return 0
		}
	}
	text, ok := p.slice()
	if !ok {
		return 0
	}
	name := p.last
	if puny {
		name.from = uint32(len(p.texts))
		if p.texts, ok = decodePunycode(p.texts, text); !ok {
			return 0
		}
		name.to = uint32(len(p.texts))
	}
	if k != kIdentifier {
		return p.operatorName(k, p.span(name))
	}
	return p.cut(k, int(name.from), int(name.to))
}

// oldStandard are the types of the standard library that "S" and a letter
// stand for.
var oldStandard = [128]standardType{
	'a': {"Array", kStructure},
	'b': {"Bool", kStructure},
	'c': {"UnicodeScalar", kStructure},
	'd': {"Double", kStructure},
	'f': {"Float", kStructure},
	'i': {"Int", kStructure},
	'V': {"UnsafeRawPointer", kStructure},
	'v': {"UnsafeMutableRawPointer", kStructure},
	'P': {"UnsafePointer", kStructure},
	'p': {"UnsafeMutablePointer", kStructure},
	'q': {"Optional", kEnum},
	'Q': {"ImplicitlyUnwrappedOptional", kEnum},
	'R': {"UnsafeBufferPointer", kStructure},
	'r': {"UnsafeMutableBufferPointer", kStructure},
	'S': {"String", kStructure},
	'u': {"UInt", kStructure},
}

// oldSubstitution reads a standard type or module, or the index of something
// that the name mentioned before, after "S".
func (p *parser) oldSubstitution() ref {
	switch c := p.peek(); {
	case c == 'o':
		p.next()
		return p.named(kModule, "__C")
	case c == 'C':
		p.next()
		return p.named(kModule, "__C_Synthesized")
	case c < 128 && oldStandard[c].name != "":
		p.next()
		return p.with(oldStandard[c].kind, p.named(kModule, "Swift"), p.named(kIdentifier, oldStandard[c].name))
	}
	if i, ok := p.index(); ok && i < len(p.subs) {
		return p.subs[i]
	}
	return 0
}
