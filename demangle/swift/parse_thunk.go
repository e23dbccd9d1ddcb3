package swift

// thunkAttributes are the operators after "T" that say something about the
// function that follows.
var thunkAttributes = [128]kind{
	'o': kObjCAttribute,
	'O': kNonObjCAttribute,
	'D': kDynamicAttribute,
	'd': kDirectMethodReferenceAttribute,
	'E': kDistributedThunk,
	'F': kDistributedAccessor,
	'a': kPartialApplyObjCForwarder,
	'A': kPartialApplyForwarder,
	'm': kMergedFunction,
	'X': kDynamicallyReplaceableFunctionVar,
	'x': kDynamicallyReplaceableFunctionKey,
	'I': kDynamicallyReplaceableFunctionImpl,
	'u': kAsyncFunctionPointer,
}

// thunk reads a thunk, a specialisation or an attribute, after "T".
func (p *parser) thunk() ref {
	c := p.next()
	if c < 128 && thunkAttributes[c] != kNone {
		return p.leaf(thunkAttributes[c])
	}
	switch c {
	case 'c':
		return p.with(kCurryThunk, p.popEntity())
	case 'j':
		return p.with(kDispatchThunk, p.popEntity())
	case 'q':
		return p.with(kMethodDescriptor, p.popEntity())
	case 'T':
		if p.next() == 'I' {
			return p.with(kSILThunkIdentity, p.popEntity())
		}
	case 'Q':
		return p.with(kAsyncAwaitResumePartialFunction, p.indexNode())
	case 'Y':
		return p.with(kAsyncSuspendResumePartialFunction, p.indexNode())
	case 'C':
		return p.with(kCoroutineContinuationPrototype, p.popKind(kType))
	case 'z':
		return p.completionHandler(kObjCAsyncCompletionHandlerImpl)
	case 'Z':
		return p.completionHandler(kCheckedObjCAsyncCompletionHandlerImpl)
	case 'V':
		base := p.popEntity()
		return p.with(kVTableThunk, p.popEntity(), base)
	case 'W':
		entity := p.popEntity()
		return p.with(kProtocolWitness, p.popConformance(), entity)
	case 'S':
		return p.with(kProtocolSelfConformanceWitness, p.popEntity())
	case 'R':
		return p.reabstractionThunk(kReabstractionThunkHelper)
	case 'r':
		return p.reabstractionThunk(kReabstractionThunk)
	case 'y':
		return p.reabstractionThunk(kReabstractionThunkHelperWithSelf)
	case 'U':
		actor := p.popKind(kType)
		return p.with(kReabstractionThunkHelperWithGlobalActor, p.pop(), actor)
	case 'g', 'G', 'B', 's', 'i', 't', 'p', 'P':
		p.back()
		return p.genericSpecialization()
	case 'f':
		return p.functionSpecialization()
	case 'K':
		return p.keyPathThunk(kKeyPathGetterThunkHelper)
	case 'k':
		if p.nextIfText("mu") {
			return p.keyPathThunk(kKeyPathUnappliedMethodThunkHelper)
		}
		if p.nextIfText("ma") {
			return p.keyPathThunk(kKeyPathAppliedMethodThunkHelper)
		}
		return p.keyPathThunk(kKeyPathSetterThunkHelper)
	case 'H':
		return p.keyPathIndexThunk(kKeyPathEqualsThunkHelper)
	case 'h':
		return p.keyPathIndexThunk(kKeyPathHashThunkHelper)
	case 'l':
		return p.with(kAssociatedTypeDescriptor, p.popAssocName())
	case 'L':
		return p.with(kProtocolRequirementsBaseDescriptor, p.popProtocol())
	case 'M':
		return p.with(kDefaultAssociatedTypeMetadataAccessor, p.popAssocName())
	case 'n':
		return p.assocConformance(kAssociatedConformanceDescriptor)
	case 'N':
		return p.assocConformance(kDefaultAssociatedConformanceAccessor)
	case 'b':
		requirement := p.popProtocol()
		return p.with(kBaseConformanceDescriptor, p.popKind(kType), requirement)
	case 'v':
		n, ok := p.index()
		if !ok {
			return 0
		}
		if p.nextIf('r') {
			return p.numbered(kOutlinedReadOnlyObject, uint64(n))
		}
		return p.numbered(kOutlinedVariable, uint64(n))
	case 'e':
		return p.bridgedMethod()
	case 'J':
		switch {
		case p.nextIf('S'):
			return p.autoDiffSubsetThunk()
		case p.nextIf('O'):
			return p.autoDiffReorderingThunk()
		case p.nextIf('V'):
			return p.autoDiffFunction(kAutoDiffDerivativeVTableThunk)
		}
		return p.autoDiffFunction(kAutoDiffFunction)
	case 'w':
		switch p.next() {
		case 'b':
			return p.leaf(kBackDeploymentThunk)
		case 'B':
			return p.leaf(kBackDeploymentFallback)
		case 'c':
			return p.leaf(kCoroFunctionPointer)
		case 'd':
			return p.leaf(kDefaultOverride)
		case 'S':
			return p.leaf(kHasSymbolQuery)
		}
	}
	return 0
}

func (p *parser) completionHandler(k kind) ref {
	flags := p.indexNode()
	sig := p.popKind(kDependentGenericSignature)
	result := p.popKind(kType)
	n := p.with(k, p.popKind(kType), result, flags)
	return p.addOpt(n, sig)
}

// reabstractionThunk pops the target type, then the source type. Children:
// signature if generic, the type of self for that kind, target, source.
func (p *parser) reabstractionThunk(k kind) ref {
	n := p.addOpt(p.leaf(k), p.popKind(kDependentGenericSignature))
	if k == kReabstractionThunkHelperWithSelf {
		n = p.add(n, p.popKind(kType))
	}
	return p.add(p.add(n, p.popKind(kType)), p.popKind(kType))
}

// keyPathThunk pops the accessor's types, then a generic signature, then the
// property.
func (p *parser) keyPathThunk(k kind) ref {
	serialized := p.nextIf('q')
	types := p.leaf(kTypeList)
	top := p.pop()
	for top != 0 && p.kind(top) == kType {
		p.add(types, top)
		top = p.pop()
	}
	if top == 0 || types == 0 || p.count(types) == 0 {
		return 0
	}
	var n ref
	if p.kind(top) == kDependentGenericSignature {
		n = p.with(k, p.pop(), top)
	} else {
		n = p.with(k, top)
	}
	for i := p.count(types) - 1; i >= 0; i-- {
		n = p.add(n, p.child(types, i))
	}
	if serialized {
		n = p.add(n, p.leaf(kIsSerialized))
	}
	return n
}

// keyPathIndexThunk pops a generic signature and the types of the indices.
func (p *parser) keyPathIndexThunk(k kind) ref {
	serialized := p.nextIf('q')
	n := p.leaf(k)
	sig := p.popKind(kDependentGenericSignature)
	for {
		t := p.popKind(kType)
		if t == 0 {
			break
		}
		p.add(n, t)
	}
	if n == 0 || len(p.stack) > 0 || (sig == 0 && p.count(n) == 0) {
		return 0
	}
	p.reverse(n, 0)
	n = p.addOpt(n, sig)
	if serialized {
		n = p.add(n, p.leaf(kIsSerialized))
	}
	return n
}

func (p *parser) assocConformance(k kind) ref {
	requirement := p.popProtocol()
	path := p.popAssocTypePath()
	return p.with(k, p.popKind(kType), path, requirement)
}

// bridgedMethod reads how an outlined method bridges its arguments and result.
func (p *parser) bridgedMethod() ref {
	start := p.pos
	switch p.next() {
	case 'p', 'a', 'm':
	default:
		return 0
	}
	for !p.nextIf('_') {
		switch p.next() {
		case 'n', 'b', 'g':
		default:
			return 0
		}
	}
	return p.cut(kOutlinedBridgedMethod, start, p.pos-1)
}

// autoDiffFunction reads a derivative: the function and perhaps a signature,
// the kind of derivative, and with respect to which parameters and results.
func (p *parser) autoDiffFunction(k kind) ref {
	n := p.popAll(k)
	n = p.add(n, p.autoDiffKind())
	n = p.add(n, p.indexSubset('p'))
	return p.add(n, p.indexSubset('r'))
}

func (p *parser) autoDiffSubsetThunk() ref {
	n := p.popAll(kAutoDiffSubsetParametersThunk)
	n = p.add(n, p.autoDiffKind())
	n = p.add(n, p.indexSubset('p'))
	n = p.add(n, p.indexSubset('r'))
	return p.add(n, p.indexSubset('P'))
}

func (p *parser) autoDiffReorderingThunk() ref {
	sig := p.popKind(kDependentGenericSignature)
	to := p.popKind(kType)
	from := p.popKind(kType)
	n := p.with(kAutoDiffSelfReorderingReabstractionThunk, p.autoDiffKind(), from, to)
	return p.addOpt(n, sig)
}

// differentiabilityWitness reads, after "WJ", what is like a derivative but
// may have a signature of its own.
func (p *parser) differentiabilityWitness() ref {
	sig := p.popKind(kDependentGenericSignature)
	n := p.popAll(kDifferentiabilityWitness)
	switch c := p.next(); c {
	case 'f', 'r', 'd', 'l':
		n = p.add(n, p.numbered(kAutoDiffFunctionKind, uint64(c)))
	default:
		return 0
	}
	n = p.add(n, p.indexSubset('p'))
	n = p.add(n, p.indexSubset('r'))
	return p.addOpt(n, sig)
}

// popAll makes a node of everything on the stack.
func (p *parser) popAll(k kind) ref {
	n := p.leaf(k)
	for _, c := range p.stack {
		n = p.add(n, c)
	}
	p.stack = p.stack[:0]
	if n == 0 || p.count(n) == 0 {
		return 0
	}
	return n
}

func (p *parser) autoDiffKind() ref {
	switch c := p.next(); c {
	case 'f', 'r', 'd', 'p':
		return p.numbered(kAutoDiffFunctionKind, uint64(c))
	}
	return 0
}

// indexSubset reads a letter for each position, S for those in the set, and
// the letter that ends them.
func (p *parser) indexSubset(end byte) ref {
	start := p.pos
	for p.peek() == 'S' || p.peek() == 'U' {
		p.next()
	}
	stop := p.pos
	if stop == start || !p.nextIf(end) {
		return 0
	}
	return p.cut(kIndexSubset, start, stop)
}
