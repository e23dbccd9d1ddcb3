package swift

// nominal makes a type declaration of the name and context on the stack.
func (p *parser) nominal(k kind) ref {
	name := p.popTrait(isDeclName)
	ctx := p.popContext()
	return p.addSub(p.typed(p.with(k, ctx, name)))
}

// popFunctionType makes a function type. Its children stand in the order in
// which they print: Clang type, result, isolation, differentiability, throws,
// Sendable, async, parameters, result type.
func (p *parser) popFunctionType(k kind, clang bool) ref {
	f := p.leaf(k)
	if clang {
		f = p.add(f, p.clangType())
	}
	if f == 0 {
		return 0
	}
	p.addOpt(f, p.popKind(kSendingResultFunctionType))
	isolation := p.popKind(kGlobalActorFunctionType)
	if isolation == 0 {
		isolation = p.popKind(kIsolatedAnyFunctionType)
	}
	if isolation == 0 {
		isolation = p.popKind(kNonIsolatedCallerFunctionType)
	}
	p.addOpt(f, isolation)
	p.addOpt(f, p.popKind(kDifferentiableFunctionType))
	throws := p.popKind(kThrowsAnnotation)
	if throws == 0 {
		throws = p.popKind(kTypedThrowsAnnotation)
	}
	p.addOpt(f, throws)
	p.addOpt(f, p.popKind(kConcurrentFunctionType))
	p.addOpt(f, p.popKind(kAsyncAnnotation))
	f = p.add(f, p.popFunctionParams(kArgumentTuple))
	f = p.add(f, p.popFunctionParams(kReturnType))
	return p.typed(f)
}

func (p *parser) popFunctionParams(k kind) ref {
	if p.popKind(kEmptyList) != 0 {
		return p.with(k, p.typed(p.leaf(kTuple)))
	}
	return p.with(k, p.popKind(kType))
}

// clangType reads the C type of a function pointer, kept in Itanium mangling.
func (p *parser) clangType() ref {
	if _, ok := p.slice(); !ok {
		return 0
	}
	return p.cut(kClangType, int(p.last.from), int(p.last.to))
}

// popLabels pops the labels of the parameters of a function type, one for
// each. No node is no error: there are none to pop.
func (p *parser) popLabels(typ ref) ref {
	if !p.oldFunc && p.popKind(kEmptyList) != 0 {
		return p.leaf(kLabelList)
	}
	params := p.paramsOf(typ)
	if params == 0 {
		return 0
	}
	tuple := p.child(p.child(params, 0), 0)
	n := 1
	if p.kind(tuple) == kTuple {
		n = p.count(tuple)
	} else if p.oldFunc {
		return 0
	}
	if n == 0 {
		return 0
	}
	list := p.leaf(kLabelList)
	found := false
	for i := range n {
		var label ref
		if p.oldFunc {
			label = p.oldLabel(p.child(tuple, i))
		} else if label = p.popKind(kIdentifier); label == 0 {
			label = p.popKind(kFirstElementMarker)
		}
		if label == 0 {
			return 0
		}
		found = found || p.kind(label) == kIdentifier
		p.add(list, label)
	}
	if !found {
		return p.leaf(kLabelList)
	}
	if !p.oldFunc {
		p.reverse(list, 0)
	}
	return list
}

// paramsOf returns the parameters of a function type, or no node for another
// type.
func (p *parser) paramsOf(typ ref) ref {
	if typ == 0 || p.kind(typ) != kType {
		return 0
	}
	f := p.child(typ, 0)
	if p.kind(f) == kDependentGenericType {
		f = p.child(p.child(f, 1), 0)
	}
	if k := p.kind(f); k != kFunctionType && k != kNoEscapeFunctionType {
		return 0
	}
	return p.find(f, kArgumentTuple)
}

// oldLabel moves the label of a tuple element, where Swift 4.0 has it, to the
// list of labels.
func (p *parser) oldLabel(element ref) ref {
	kids := p.children(element)
	for i, c := range kids {
		if p.kind(c) == kTupleElementName {
			copy(kids[i:], kids[i+1:])
			p.nodes[element].count--
			return p.retag(c, kIdentifier)
		}
	}
	return p.leaf(kFirstElementMarker)
}

// popTuple makes a tuple of the elements on the stack, after "t".
func (p *parser) popTuple() ref {
	tuple := p.leaf(kTuple)
	if p.popKind(kEmptyList) == 0 {
		for first := false; !first; {
			first = p.popKind(kFirstElementMarker) != 0
			element := p.leaf(kTupleElement)
			if element == 0 {
				return 0
			}
			p.addOpt(element, p.popKind(kVariadicMarker))
			if id := p.popKind(kIdentifier); id != 0 {
				p.add(element, p.retag(id, kTupleElementName))
			}
			if p.add(element, p.popKind(kType)) == 0 || p.add(tuple, element) == 0 {
				return 0
			}
		}
		p.reverse(tuple, 0)
	}
	return p.typed(tuple)
}

// popList pops elements down to the one marked as the first, or an empty list.
func (p *parser) popList(list kind, pop func(*parser) ref) ref {
	n := p.leaf(list)
	if p.popKind(kEmptyList) != 0 {
		return n
	}
	for first := false; !first; {
		first = p.popKind(kFirstElementMarker) != 0
		if p.add(n, pop(p)) == 0 {
			return 0
		}
	}
	p.reverse(n, 0)
	return n
}

func popType(p *parser) ref { return p.popKind(kType) }

func (p *parser) popTypeList() ref { return p.popList(kTypeList, popType) }

// protocolList makes the list of the protocols of an existential.
func (p *parser) protocolList() ref {
	return p.with(kProtocolList, p.popList(kTypeList, (*parser).popProtocol))
}

// specialType reads a type that is not a declaration's, after "X".
func (p *parser) specialType() ref {
	switch p.next() {
	case 'E':
		return p.popFunctionType(kNoEscapeFunctionType, false)
	case 'A':
		return p.popFunctionType(kEscapingAutoClosureType, false)
	case 'f':
		return p.popFunctionType(kThinFunctionType, false)
	case 'K':
		return p.popFunctionType(kAutoClosureType, false)
	case 'U':
		return p.popFunctionType(kUncurriedFunctionType, false)
	case 'L':
		return p.popFunctionType(kEscapingObjCBlock, false)
	case 'B':
		return p.popFunctionType(kObjCBlock, false)
	case 'C':
		return p.popFunctionType(kCFunctionPointer, false)
	case 'z':
		switch p.next() {
		case 'B':
			return p.popFunctionType(kObjCBlock, true)
		case 'C':
			return p.popFunctionType(kCFunctionPointer, true)
		}
		return 0
	case 'g':
		return p.with(kExtendedExistentialTypeShape, p.popKind(kType))
	case 'G':
		sig := p.popKind(kDependentGenericSignature)
		return p.with(kExtendedExistentialTypeShape, sig, p.popKind(kType))
	case 'o':
		return p.typed(p.with(kUnowned, p.popKind(kType)))
	case 'u':
		return p.typed(p.with(kUnmanaged, p.popKind(kType)))
	case 'w':
		return p.typed(p.with(kWeak, p.popKind(kType)))
	case 'b':
		return p.typed(p.with(kSILBoxType, p.popKind(kType)))
	case 'D':
		return p.typed(p.with(kDynamicSelf, p.popKind(kType)))
	case 'M':
		repr := p.metatypeRepresentation()
		return p.typed(p.with(kMetatype, repr, p.popKind(kType)))
	case 'm':
		repr := p.metatypeRepresentation()
		return p.typed(p.with(kExistentialMetatype, repr, p.popKind(kType)))
	case 'p':
		return p.typed(p.with(kExistentialMetatype, p.popKind(kType)))
	case 'P':
		reqs := p.popList(kConstrainedExistentialRequirementList, func(p *parser) ref { return p.popTrait(isRequirement) })
		return p.typed(p.with(kConstrainedExistential, p.popKind(kType), reqs))
	case 'c':
		superclass := p.popKind(kType)
		return p.typed(p.with(kProtocolListWithClass, p.protocolList(), superclass))
	case 'l':
		return p.typed(p.with(kProtocolListWithAnyObject, p.protocolList()))
	case 'X':
		return p.boxType(true)
	case 'x':
		return p.boxType(false)
	case 'Y':
		return p.nominal(kOtherNominalType)
	case 'Z':
		types := p.popTypeList()
		name := p.popKind(kIdentifier)
		return p.with(kAnonymousContext, name, p.popContext(), types)
	case 'e':
		return p.typed(p.leaf(kErrorType))
	case 'S':
		return p.sugaredType()
	}
	return 0
}

func (p *parser) sugaredType() ref {
	switch p.next() {
	case 'q':
		return p.typed(p.with(kSugaredOptional, p.popKind(kType)))
	case 'a':
		return p.typed(p.with(kSugaredArray, p.popKind(kType)))
	case 'A':
		element := p.popKind(kType)
		return p.typed(p.with(kSugaredInlineArray, p.popKind(kType), element))
	case 'D':
		value := p.popKind(kType)
		return p.typed(p.with(kSugaredDictionary, p.popKind(kType), value))
	case 'p':
		return p.typed(p.with(kSugaredParen, p.popKind(kType)))
	}
	return 0
}

func (p *parser) metatypeRepresentation() ref {
	switch p.next() {
	case 't':
		return p.named(kMetatypeRepresentation, "@thin")
	case 'T':
		return p.named(kMetatypeRepresentation, "@thick")
	case 'o':
		return p.named(kMetatypeRepresentation, "@objc_metatype")
	}
	return 0
}

// boxType makes the type of a box of captured variables. An inout type marks
// a field that may change.
func (p *parser) boxType(generic bool) ref {
	var sig, args ref
	if generic {
		sig = p.popKind(kDependentGenericSignature)
		if args = p.popTypeList(); sig == 0 || args == 0 {
			return 0
		}
	}
	fields := p.popTypeList()
	if fields == 0 {
		return 0
	}
	layout := p.leaf(kSILBoxLayout)
	for i := range p.count(fields) {
		typ, k := p.child(fields, i), kSILBoxImmutableField
		if inout := p.child(typ, 0); p.kind(inout) == kInOut {
			k = kSILBoxMutableField
			typ = p.typed(p.child(inout, 0))
		}
		layout = p.add(layout, p.with(k, typ))
	}
	box := p.with(kSILBoxTypeWithLayout, layout)
	if generic {
		box = p.add(p.add(box, sig), args)
	}
	return p.typed(box)
}

// annotation reads an attribute of a type or function type, after "Y".
func (p *parser) annotation() ref {
	switch p.next() {
	case 'a':
		return p.leaf(kAsyncAnnotation)
	case 'A':
		return p.leaf(kIsolatedAnyFunctionType)
	case 'b':
		return p.leaf(kConcurrentFunctionType)
	case 'C':
		return p.leaf(kNonIsolatedCallerFunctionType)
	case 'c':
		return p.with(kGlobalActorFunctionType, p.popKind(kType))
	case 'i':
		return p.typed(p.with(kIsolated, p.popTypeChild()))
	case 'j':
		switch c := p.next(); c {
		case 'd', 'f', 'r', 'l':
			return p.numbered(kDifferentiableFunctionType, uint64(c))
		}
		return 0
	case 'k':
		return p.typed(p.with(kNoDerivative, p.popTypeChild()))
	case 'K':
		return p.with(kTypedThrowsAnnotation, p.popTypeChild())
	case 't':
		return p.typed(p.with(kCompileTimeLiteral, p.popTypeChild()))
	case 'g':
		return p.typed(p.with(kConstValue, p.popTypeChild()))
	case 'T':
		return p.leaf(kSendingResultFunctionType)
	case 'u':
		return p.typed(p.with(kSending, p.popTypeChild()))
	}
	return 0
}
