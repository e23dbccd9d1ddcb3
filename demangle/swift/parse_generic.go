package swift

// param makes a generic parameter. Its index holds the depth in the upper and
// the position in the lower half.
func (p *parser) param(depth, index int) ref {
	return p.numbered(kDependentGenericParamType, uint64(depth)<<32|uint64(index))
}

// genericParam reads a generic parameter.
func (p *parser) genericParam() ref {
	if p.nextIf('d') {
		depth, ok := p.index()
		if !ok {
			return 0
		}
		if index, ok := p.index(); ok {
			return p.param(depth+1, index)
		}
		return 0
	}
	if p.nextIf('z') {
		return p.param(0, 0)
	}
	if p.nextIf('s') {
		return p.leaf(kConstrainedExistentialSelf)
	}
	if index, ok := p.index(); ok {
		return p.param(0, index+1)
	}
	return 0
}

// genericSignature reads the counts of parameters at each depth, and pops the
// requirements.
func (p *parser) genericSignature(counts bool) ref {
	sig := p.leaf(kDependentGenericSignature)
	if !counts {
		sig = p.add(sig, p.numbered(kDependentGenericParamCount, 1))
	}
	for counts && !p.nextIf('l') {
		count := 0
		if !p.nextIf('z') {
			n, ok := p.index()
			if !ok {
				return 0
			}
			count = n + 1
		}
		if sig = p.add(sig, p.numbered(kDependentGenericParamCount, uint64(count))); sig == 0 {
			return 0
		}
	}
	if sig == 0 {
		return 0
	}
	from := p.count(sig)
	for {
		req := p.popTrait(isRequirement)
		if req == 0 {
			break
		}
		p.add(sig, req)
	}
	p.reverse(sig, from)
	return sig
}

// requirement reads a requirement of a generic signature, after "R". The
// first letter says what is constrained and how.
func (p *parser) requirement() ref {
	const (
		plain    = iota // a generic parameter
		assoc           // an associated type of one
		compound        // a path of associated types
		popped          // a type on the stack
	)
	subject, how := plain, kDependentGenericConformanceRequirement
	class := false
	var inverse ref
	switch p.next() {
	case 'v':
		how = kDependentGenericParamPackMarker
	case 'V':
		how = kDependentGenericParamValueMarker
	case 'b':
		class = true
	case 'c':
		class, subject = true, assoc
	case 'C':
		class, subject = true, compound
	case 'B':
		class, subject = true, popped
	case 's':
		how = kDependentGenericSameTypeRequirement
	case 't':
		how, subject = kDependentGenericSameTypeRequirement, assoc
	case 'T':
		how, subject = kDependentGenericSameTypeRequirement, compound
	case 'S':
		how, subject = kDependentGenericSameTypeRequirement, popped
	case 'l':
		how = kDependentGenericLayoutRequirement
	case 'm':
		how, subject = kDependentGenericLayoutRequirement, assoc
	case 'M':
		how, subject = kDependentGenericLayoutRequirement, compound
	case 'L':
		how, subject = kDependentGenericLayoutRequirement, popped
	case 'p':
		subject = assoc
	case 'P':
		subject = compound
	case 'Q':
		subject = popped
	case 'h':
		how = kDependentGenericSameShapeRequirement
	case 'i':
		how = kDependentGenericInverseConformanceRequirement
		inverse = p.indexNode()
	case 'I':
		how, subject = kDependentGenericInverseConformanceRequirement, popped
		inverse = p.indexNode()
	default:
		p.back()
	}
	var typ ref
	switch subject {
	case plain:
		typ = p.typed(p.genericParam())
	case assoc:
		typ = p.addSub(p.assocType(p.typed(p.genericParam())))
	case compound:
		typ = p.addSub(p.assocTypePath(p.typed(p.genericParam())))
	case popped:
		typ = p.popKind(kType)
	}
	switch how {
	case kDependentGenericParamPackMarker:
		return p.with(how, typ)
	case kDependentGenericConformanceRequirement:
		if class {
			return p.with(how, typ, p.popKind(kType))
		}
		return p.with(how, typ, p.popProtocol())
	case kDependentGenericInverseConformanceRequirement:
		return p.with(how, typ, inverse)
	case kDependentGenericLayoutRequirement:
		return p.layoutRequirement(typ)
	default:
		return p.with(how, typ, p.popKind(kType))
	}
}

// layoutRequirement reads a layout and, for some, a size and an alignment.
func (p *parser) layoutRequirement(typ ref) ref {
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
	case 'E', 'M':
		return p.add(p.add(n, p.indexNode()), p.indexNode())
	case 'e', 'm', 'S':
		return p.add(n, p.indexNode())
	}
	return n
}

// popAssocName pops the name of an associated type, qualified with its
// protocol or not.
func (p *parser) popAssocName() ref {
	proto := p.popKind(kType)
	if proto != 0 && !p.isProtocol(proto) {
		return 0
	}
	name := p.with(kDependentAssociatedTypeRef, p.popKind(kIdentifier))
	return p.addOpt(name, proto)
}

func (p *parser) popAssocTypePath() ref {
	return p.popList(kAssocTypePath, (*parser).popAssocName)
}

// assocType makes an associated type of base; of a type on the stack if base
// is no node.
func (p *parser) assocType(base ref) ref {
	name := p.popAssocName()
	if base == 0 {
		base = p.popKind(kType)
	}
	return p.typed(p.with(kDependentMemberType, base, name))
}

// assocTypePath makes an associated type of an associated type and so on.
func (p *parser) assocTypePath(base ref) ref {
	path := p.popAssocTypePath()
	if base == 0 {
		base = p.popKind(kType)
	}
	if path == 0 {
		return 0
	}
	for i := range p.count(path) {
		base = p.typed(p.with(kDependentMemberType, base, p.child(path, i)))
	}
	return base
}

// archetype reads an associated, opaque or pack type, after "Q".
func (p *parser) archetype() ref {
	switch p.next() {
	case 'a':
		name := p.popKind(kIdentifier)
		return p.addSub(p.typed(p.with(kAssociatedTypeRef, p.popTypeChild(), name)))
	case 'O':
		return p.with(kOpaqueReturnTypeOf, p.popContext())
	case 'o':
		return p.opaqueType()
	case 'r':
		return p.typed(p.leaf(kOpaqueReturnType))
	case 'R':
		n, ok := p.index()
		if !ok {
			return 0
		}
		return p.typed(p.with(kOpaqueReturnType, p.numbered(kOpaqueReturnTypeIndex, uint64(n))))
	case 'x':
		return p.addSub(p.assocType(0))
	case 'X':
		return p.addSub(p.assocTypePath(0))
	case 'y':
		if base := p.typed(p.genericParam()); base != 0 {
			return p.addSub(p.assocType(base))
		}
	case 'Y':
		if base := p.typed(p.genericParam()); base != 0 {
			return p.addSub(p.assocTypePath(base))
		}
	case 'z':
		return p.addSub(p.assocType(p.typed(p.param(0, 0))))
	case 'Z':
		return p.addSub(p.assocTypePath(p.typed(p.param(0, 0))))
	case 'p':
		count := p.popTypeChild()
		return p.typed(p.with(kPackExpansion, p.popTypeChild(), count))
	case 'e':
		pack := p.popTypeChild()
		n, ok := p.index()
		if !ok {
			return 0
		}
		return p.typed(p.with(kPackElement, pack, p.numbered(kPackElementLevel, uint64(n))))
	case 'P':
		return p.typed(p.popList(kPack, popType))
	case 'S':
		switch p.next() {
		case 'd':
			return p.typed(p.popList(kSILPackDirect, popType))
		case 'i':
			return p.typed(p.popList(kSILPackIndirect, popType))
		}
	}
	return 0
}

// opaqueType reads a use of an opaque result type: whose it is, which of
// them, and the generic arguments.
func (p *parser) opaqueType() ref {
	n, ok := p.index()
	if !ok {
		return 0
	}
	from, ok := p.boundGenericArgs()
	if !ok {
		return 0
	}
	args := p.leaf(kTypeList)
	for i := len(p.lists) - 1; i >= from; i-- {
		args = p.add(args, p.lists[i])
	}
	p.lists = p.lists[:from]
	opaque := p.with(kOpaqueType, p.pop(), p.numbered(kIndex, uint64(n)), args)
	return p.addSub(p.typed(opaque))
}

// boundGenericArgs pops the generic arguments of a type and of the types
// around it, and appends their lists, innermost first, to p.lists. It returns
// where they begin; the caller must cut p.lists back to there.
func (p *parser) boundGenericArgs() (from int, ok bool) {
	for p.popKind(kRetroactiveConformance) != 0 {
		// Which conformance an argument uses is not shown.
	}
	from = len(p.lists)
	for {
		list := p.leaf(kTypeList)
		if list == 0 {
			return from, false
		}
		for {
			t := p.popKind(kType)
			if t == 0 {
				break
			}
			p.add(list, t)
		}
		p.reverse(list, 0)
		p.lists = append(p.lists, list)
		if p.popKind(kEmptyList) != 0 {
			return from, true
		}
		if p.popKind(kFirstElementMarker) == 0 {
			return from, false
		}
	}
}

// boundGeneric binds a type declaration, and those around it, to generic
// arguments, after "G".
func (p *parser) boundGeneric() ref {
	from, ok := p.boundGenericArgs()
	if !ok {
		return 0
	}
	n := p.bind(p.popNominal(), p.lists[from:], 0)
	p.lists = p.lists[:from]
	return p.addSub(p.typed(n))
}

// bind gives the argument lists to a declaration and its parents, innermost
// first. Parents are rebuilt, for others may refer to the unbound ones.
func (p *parser) bind(decl ref, lists []ref, depth int) ref {
	if decl == 0 || p.count(decl) == 0 || len(lists) == 0 {
		return 0
	}
	if depth > maxParseDepth {
		p.deep = true
		return 0
	}
	args := lists[0]
	takes := p.takesArgs(decl)
	if takes {
		lists = lists[1:]
	}
	if len(lists) > 0 {
		parent := p.child(decl, 0)
		if parent == 0 {
			return 0
		}
		if p.kind(parent) == kExtension {
			bound := p.with(kExtension, p.child(parent, 0), p.bind(p.child(parent, 1), lists, depth+1))
			if bound == 0 {
				return 0
			}
			parent = p.addOpt(bound, p.child(parent, 2))
		} else {
			parent = p.bind(parent, lists, depth+1)
		}
		copied := p.with(p.kind(decl), parent)
		if copied == 0 {
			return 0
		}
		for i := 1; i < p.count(decl); i++ {
			p.add(copied, p.child(decl, i))
		}
		decl = copied
	}
	if !takes || p.count(args) == 0 {
		return decl
	}
	switch k := p.kind(decl); k {
	case kClass:
		return p.with(kBoundGenericClass, p.typed(decl), args)
	case kStructure:
		return p.with(kBoundGenericStructure, p.typed(decl), args)
	case kEnum:
		return p.with(kBoundGenericEnum, p.typed(decl), args)
	case kProtocol:
		return p.with(kBoundGenericProtocol, p.typed(decl), args)
	case kOtherNominalType:
		return p.with(kBoundGenericOtherNominalType, p.typed(decl), args)
	case kTypeAlias:
		return p.with(kBoundGenericTypeAlias, p.typed(decl), args)
	case kFunction, kConstructor:
		return p.with(kBoundGenericFunction, decl, args)
	}
	return 0
}

// takesArgs reports whether a declaration uses up a list of generic
// arguments; variables and closures only pass them on.
func (p *parser) takesArgs(decl ref) bool {
	switch p.kind(decl) {
	case kVariable, kSubscript, kImplicitClosure, kExplicitClosure,
		kDefaultArgumentInitializer, kInitializer,
		kPropertyWrapperBackingInitializer, kPropertyWrapperInitFromProjectedValue,
		kStatic:
		return false
	}
	return true
}
