package swift

// popConformance pops the conformance of a type to a protocol: generic
// signature, module, protocol, type.
func (p *parser) popConformance() ref {
	sig := p.popKind(kDependentGenericSignature)
	module := p.popModule()
	proto := p.popProtocol()
	typ := p.popKind(kType)
	var behaviour ref // storage of a property behavior, before Swift 5
	if typ == 0 {
		behaviour = p.popKind(kIdentifier)
		typ = p.popKind(kType)
	}
	if sig != 0 {
		typ = p.typed(p.with(kDependentGenericType, sig, typ))
	}
	return p.addOpt(p.with(kProtocolConformance, typ, proto, module), behaviour)
}

// retroactiveConformance reads the conformance that a generic argument uses,
// after "g".
func (p *parser) retroactiveConformance() ref {
	index := p.indexNode()
	return p.with(kRetroactiveConformance, index, p.popTrait(isConformance))
}

// conformanceOperator reads a reference to a conformance, or the record of a
// descriptor, after "H".
func (p *parser) conformanceOperator() ref {
	switch p.next() {
	case 'A':
		index := p.conformanceIndex()
		proto := p.popProtocol()
		assoc := p.with(kDependentAssociatedConformance, p.popKind(kType), proto)
		return p.with(kDependentProtocolConformanceAssociated, p.popTrait(isConformance), assoc, index)
	case 'C':
		return p.concreteConformance()
	case 'D':
		index := p.conformanceIndex()
		proto := p.popProtocol()
		return p.with(kDependentProtocolConformanceRoot, p.popKind(kType), proto, index)
	case 'I':
		index := p.conformanceIndex()
		proto := p.popProtocol()
		return p.with(kDependentProtocolConformanceInherited, p.popTrait(isConformance), proto, index)
	case 'O':
		typ := p.popKind(kType)
		return p.with(kDependentProtocolConformanceOpaque, p.popTrait(isConformance), typ)
	case 'P':
		return p.with(kProtocolConformanceRefInTypeModule, p.popProtocol())
	case 'p':
		return p.with(kProtocolConformanceRefInProtocolModule, p.popProtocol())
	case 'X':
		return p.with(kPackProtocolConformance, p.popConformanceList())
	case 'c':
		return p.with(kProtocolConformanceDescriptorRecord, p.popConformance())
	case 'n':
		return p.with(kNominalTypeDescriptorRecord, p.popKind(kType))
	case 'o':
		return p.with(kOpaqueTypeDescriptorRecord, p.pop())
	case 'r':
		return p.with(kProtocolDescriptorRecord, p.popProtocol())
	case 'F':
		return p.leaf(kAccessibleFunctionRecord)
	}
	return 0
}

func (p *parser) popConformanceList() ref {
	return p.popList(kAnyProtocolConformanceList, func(p *parser) ref { return p.popTrait(isConformance) })
}

func (p *parser) concreteConformance() ref {
	conditional := p.popConformanceList()
	to := p.popKind(kProtocolConformanceRefInTypeModule)
	if to == 0 {
		to = p.popKind(kProtocolConformanceRefInProtocolModule)
	}
	if to == 0 {
		module := p.popModule()
		to = p.with(kProtocolConformanceRefInOtherModule, p.popProtocol(), module)
	}
	return p.with(kConcreteProtocolConformance, p.popKind(kType), to, conditional)
}

// conformanceIndex reads where in a generic signature a conformance stands:
// 0 is unknown, 1 is not used.
func (p *parser) conformanceIndex() ref {
	n, ok := p.index()
	switch {
	case !ok:
		return 0
	case n < 2:
		return p.leaf(kUnknownIndex)
	}
	return p.numbered(kIndex, uint64(n-2))
}
