package swift

// maxParseDepth bounds how deep operators nest in the prefix grammar, and how
// many types with generic arguments nest in each other.
const maxParseDepth = 256

// enter counts one level of the prefix grammar; leave must follow if it
// succeeds.
func (p *parser) enter() bool {
	if p.depth >= maxParseDepth {
		p.deep = true
		return false
	}
	p.depth++
	return true
}

func (p *parser) leave() { p.depth-- }

// oldSymbol reads a symbol of Swift 1 to 3, or the name of a class or
// protocol for the Objective-C runtime. What follows a complete symbol
// becomes a suffix.
func (p *parser) oldSymbol() ref {
	if !p.nextIfText("_T") {
		return 0
	}
	global := p.leaf(kGlobal)
	switch {
	case p.nextIfText("TS"):
		for again := true; again; again = p.nextIfText("_TTS") {
			if p.add(global, p.oldSpecialization()) == 0 {
				return 0
			}
			p.subs = p.subs[:0] // the function does not share them
		}
		if !p.nextIfText("_T") {
			return 0
		}
	case p.nextIfText("To"):
		p.add(global, p.leaf(kObjCAttribute))
	case p.nextIfText("TO"):
		p.add(global, p.leaf(kNonObjCAttribute))
	case p.nextIfText("TD"):
		p.add(global, p.leaf(kDynamicAttribute))
	case p.nextIfText("Td"):
		p.add(global, p.leaf(kDirectMethodReferenceAttribute))
	case p.nextIfText("TV"):
		p.add(global, p.leaf(kVTableAttribute))
	}
	if p.add(global, p.oldGlobal()) == 0 {
		return 0
	}
	if p.pos < len(p.in) {
		p.add(global, p.cut(kSuffix, p.pos, len(p.in)))
	}
	if p.full {
		return 0
	}
	return global
}

// oldGlobal reads what a symbol is.
func (p *parser) oldGlobal() ref {
	switch {
	case p.nextIf('M'):
		return p.oldMetadata()
	case p.nextIfText("PA"):
		k := kPartialApplyForwarder
		if p.nextIf('o') {
			k = kPartialApplyObjCForwarder
		}
		if !p.nextIfText("__T") {
			return p.leaf(k)
		}
		if !p.enter() {
			return 0
		}
		n := p.with(k, p.oldGlobal())
		p.leave()
		return n
	case p.nextIf('t'):
		return p.with(kTypeMangling, p.oldType())
	case p.nextIf('w'):
		name := p.valueWitnessName()
		if name == "" {
			return 0
		}
		return p.with(kValueWitness, p.oldType(), p.named(kIdentifier, name))
	case p.nextIf('W'):
		return p.oldWitness()
	case p.nextIfText("TR"):
		return p.oldReabstraction(kReabstractionThunkHelper)
	case p.nextIfText("Tr"):
		return p.oldReabstraction(kReabstractionThunk)
	case p.nextIfText("TW"):
		conformance := p.oldConformance()
		return p.with(kProtocolWitness, conformance, p.oldEntity())
	}
	return p.oldEntity()
}

func (p *parser) oldMetadata() ref {
	k := kTypeMetadata
	switch p.peek() {
	case 'P':
		k = kGenericTypeMetadataPattern
	case 'a':
		k = kTypeMetadataAccessFunction
	case 'L':
		k = kTypeMetadataLazyCache
	case 'm':
		k = kMetaclass
	case 'n':
		k = kNominalTypeDescriptor
	case 'f':
		k = kFullTypeMetadata
	case 'p':
		p.next()
		return p.with(kProtocolDescriptor, p.oldProtocol())
	default:
		return p.with(k, p.oldType())
	}
	p.next()
	return p.with(k, p.oldType())
}

func (p *parser) oldWitness() ref {
	switch p.next() {
	case 'V':
		return p.with(kValueWitnessTable, p.oldType())
	case 'v':
		switch p.next() {
		case 'd':
			return p.with(kFieldOffset, p.named(kDirectness, "direct "), p.oldEntity())
		case 'i':
			return p.with(kFieldOffset, p.named(kDirectness, "indirect "), p.oldEntity())
		}
	case 'P':
		return p.with(kProtocolWitnessTable, p.oldConformance())
	case 'G':
		return p.with(kGenericProtocolWitnessTable, p.oldConformance())
	case 'I':
		return p.with(kGenericProtocolWitnessTableInstantiationFunction, p.oldConformance())
	case 'l':
		typ := p.oldType()
		return p.with(kLazyProtocolWitnessTableAccessor, typ, p.oldConformance())
	case 'L':
		typ := p.oldType()
		return p.with(kLazyProtocolWitnessTableCacheVariable, typ, p.oldConformance())
	case 'a':
		return p.with(kProtocolWitnessTableAccessor, p.oldConformance())
	case 't':
		conformance := p.oldConformance()
		return p.with(kAssociatedTypeMetadataAccessor, conformance, p.oldDeclName())
	case 'T':
		conformance := p.oldConformance()
		name := p.oldDeclName()
		return p.with(kAssociatedTypeWitnessTableAccessor, conformance, name, p.oldProtocol())
	}
	return 0
}

func (p *parser) oldReabstraction(k kind) ref {
	n := p.leaf(k)
	if p.nextIf('G') {
		n = p.add(n, p.oldSignature())
	}
	n = p.add(n, p.oldType())
	return p.add(n, p.oldType())
}

// oldConformance reads a type, a protocol and the module that says so.
func (p *parser) oldConformance() ref {
	typ := p.oldType()
	if typ == 0 {
		return 0
	}
	proto := p.oldProtocol()
	if proto == 0 {
		return 0
	}
	return p.with(kProtocolConformance, typ, proto, p.oldContext())
}

// oldSpecialization reads a specialisation of the function that follows,
// after "_TTS".
func (p *parser) oldSpecialization() ref {
	switch {
	case p.nextIf('g'):
		return p.oldGenericSpecialization(kGenericSpecialization)
	case p.nextIf('r'):
		return p.oldGenericSpecialization(kGenericSpecializationNotReAbstracted)
	case p.nextIf('f'):
		return p.oldFunctionSpecialization()
	}
	return 0
}

// oldGenericSpecialization reads the type arguments, each with conformances.
func (p *parser) oldGenericSpecialization(k kind) ref {
	spec := p.oldSpecAttributes(k)
	for spec != 0 && !p.nextIf('_') {
		param := p.with(kGenericSpecializationParam, p.oldType())
		for param != 0 && !p.nextIf('_') {
			param = p.add(param, p.oldConformance())
		}
		spec = p.add(spec, param)
	}
	return spec
}

func (p *parser) oldSpecAttributes(k kind) ref {
	spec := p.leaf(k)
	if p.nextIf('q') {
		spec = p.add(spec, p.leaf(kIsSerialized))
	}
	if !isDigit(p.peek()) {
		return 0
	}
	return p.add(spec, p.numbered(kSpecializationPassID, uint64(p.next()-'0')))
}

// oldFunctionSpecialization reads what became of each parameter.
func (p *parser) oldFunctionSpecialization() ref {
	spec := p.oldSpecAttributes(kFunctionSignatureSpecialization)
	for spec != 0 && !p.nextIf('_') {
		spec = p.add(spec, p.oldSpecParam())
	}
	return spec
}

func (p *parser) oldSpecParam() ref {
	param := p.leaf(kFunctionSignatureSpecializationParam)
	switch {
	case p.nextIf('n'):
	case p.nextIfText("cl"):
		param = p.oldOperand(p.add(param, p.specParamKind(paramClosure)))
		for param != 0 && !p.nextIf('_') {
			param = p.add(param, p.oldType())
		}
		return param
	case p.nextIfText("cpfr"):
		param = p.oldOperand(p.add(param, p.specParamKind(paramConstFunction)))
	case p.nextIfText("cpg"):
		param = p.oldOperand(p.add(param, p.specParamKind(paramConstGlobal)))
	case p.nextIfText("cpi"):
		param = p.specNumber(param, paramConstInteger)
	case p.nextIfText("cpfl"):
		param = p.specNumber(param, paramConstFloat)
	case p.nextIfText("cpse"):
		encoding := "u8"
		if !p.nextIf('0') {
			if encoding = "u16"; !p.nextIf('1') {
				return 0
			}
		}
		if !p.nextIf('v') {
			return 0
		}
		param = p.add(param, p.specParamKind(paramConstString))
		param = p.oldOperand(p.add(param, p.named(kFunctionSignatureSpecializationParamPayload, encoding)))
	case p.nextIf('k'):
		param = p.add(param, p.specParamKind(paramInOutToOut))
	case p.nextIf('i'):
		param = p.add(param, p.specParamKind(paramBoxToValue))
	default:
		var what uint64
		if p.nextIf('e') {
			what |= paramExistential
		}
		if p.nextIf('d') {
			what |= paramDead
		}
		if p.nextIf('g') {
			what |= paramOwnedToGuarant
		}
		if p.nextIf('o') {
			what |= paramGuarantToOwned
		}
		if p.nextIf('s') {
			what |= paramSROA
		}
		if what == 0 {
			return 0
		}
		param = p.add(param, p.specParamKind(what))
	}
	if !p.nextIf('_') {
		return 0
	}
	return param
}

// oldOperand reads the name that replaced a parameter.
func (p *parser) oldOperand(param ref) ref {
	if _, ok := p.slice(); !ok || param == 0 {
		return 0
	}
	p.nodes[param].index = uint64(p.count(param))
	return p.add(param, p.cut(kIdentifier, int(p.last.from), int(p.last.to)))
}
