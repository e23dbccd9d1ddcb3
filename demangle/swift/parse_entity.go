package swift

// entity makes a declaration with a type: context, name, labels, type.
func (p *parser) entity(k kind) ref {
	typ := p.popKind(kType)
	labels := p.popLabels(typ)
	name := p.popTrait(isDeclName)
	n := p.with(k, p.popContext(), name)
	return p.add(p.addOpt(n, labels), typ)
}

// plainFunction makes a function, after "F".
func (p *parser) plainFunction() ref {
	sig := p.popKind(kDependentGenericSignature)
	typ := p.popFunctionType(kFunctionType, false)
	labels := p.popLabels(typ)
	if sig != 0 {
		typ = p.typed(p.with(kDependentGenericType, sig, typ))
	}
	name := p.popTrait(isDeclName)
	n := p.with(kFunction, p.popContext(), name)
	return p.add(p.addOpt(n, labels), typ)
}

// subscript makes a subscript and its accessor, after "i".
func (p *parser) subscript() ref {
	private := p.popKind(kPrivateDeclName)
	typ := p.popKind(kType)
	labels := p.popLabels(typ)
	n := p.addOpt(p.with(kSubscript, p.popContext()), labels)
	return p.accessor(p.addOpt(p.add(n, typ), private))
}

// accessorKinds are the accessors a letter stands for.
var accessorKinds = [128]kind{
	'g': kGetter,
	'G': kGlobalGetter,
	's': kSetter,
	'm': kMaterializeForSet,
	'w': kWillSet,
	'W': kDidSet,
	'r': kReadAccessor,
	'y': kRead2Accessor,
	'M': kModifyAccessor,
	'x': kModify2Accessor,
	'i': kInitAccessor,
	'b': kBorrowAccessor,
	'z': kMutateAccessor,
}

// addressorKind returns the addressor that a letter stands for in the old and
// the new manglings, after "a" (mutable) or "l".
func addressorKind(mutable bool, c byte) kind {
	switch {
	case c == 'O' && mutable:
		return kOwningMutableAddressor
	case c == 'O':
		return kOwningAddressor
	case c == 'o' && mutable:
		return kNativeOwningMutableAddressor
	case c == 'o':
		return kNativeOwningAddressor
	case (c == 'p' || c == 'P') && mutable:
		return kNativePinningMutableAddressor
	case c == 'p' || c == 'P':
		return kNativePinningAddressor
	case c == 'u' && mutable:
		return kUnsafeMutableAddressor
	case c == 'u':
		return kUnsafeAddressor
	}
	return kNone
}

// accessor reads which accessor of a variable or subscript is meant.
func (p *parser) accessor(storage ref) ref {
	k := kNone
	switch c := p.next(); c {
	case 'p':
		return storage
	case 'a':
		k = addressorKind(true, p.next())
	case 'l':
		k = addressorKind(false, p.next())
	default:
		if c < 128 {
			k = accessorKinds[c]
		}
	}
	if k == kNone {
		return 0
	}
	return p.with(k, storage)
}

// functionEntity reads a declaration that is like a function, after "f".
func (p *parser) functionEntity() ref {
	switch p.next() {
	case 'D':
		return p.with(kDeallocator, p.popContext())
	case 'd':
		return p.with(kDestructor, p.popContext())
	case 'Z':
		return p.with(kIsolatedDeallocator, p.popContext())
	case 'E':
		return p.with(kIVarDestroyer, p.popContext())
	case 'e':
		return p.with(kIVarInitializer, p.popContext())
	case 'i':
		return p.with(kInitializer, p.popContext())
	case 'P':
		return p.with(kPropertyWrapperBackingInitializer, p.popContext())
	case 'F':
		return p.with(kPropertyWrappedFieldInitAccessor, p.popContext())
	case 'W':
		return p.with(kPropertyWrapperInitFromProjectedValue, p.popContext())
	case 'C':
		return p.initializer(kAllocator)
	case 'c':
		return p.initializer(kConstructor)
	case 'U':
		return p.closure(kExplicitClosure)
	case 'u':
		return p.closure(kImplicitClosure)
	case 'A':
		index := p.indexNode()
		return p.with(kDefaultArgumentInitializer, p.popContext(), index)
	case 'm':
		return p.entity(kMacro)
	case 'M':
		return p.macroExpansion()
	case 'p':
		return p.entity(kGenericTypeParamDecl)
	}
	return 0
}

func (p *parser) initializer(k kind) ref {
	private := p.popKind(kPrivateDeclName)
	typ := p.popKind(kType)
	labels := p.popLabels(typ)
	n := p.addOpt(p.with(k, p.popContext()), labels)
	return p.addOpt(p.add(n, typ), private)
}

func (p *parser) closure(k kind) ref {
	index := p.indexNode()
	typ := p.popKind(kType)
	return p.with(k, p.popContext(), index, typ)
}

// macroRoles are the roles of attached macros.
var macroRoles = [128]string{
	'a': "accessor",
	'r': "memberAttribute",
	'm': "member",
	'p': "peer",
	'c': "conformance",
	'e': "extension",
	'q': "preamble",
	'b': "body",
}

// macroExpansion reads the name of what a macro expands to, after "fM".
func (p *parser) macroExpansion() ref {
	c := p.next()
	switch {
	case c == 'X':
		line, ok1 := p.index()
		column, ok2 := p.index()
		if !ok1 || !ok2 {
			return 0
		}
		file := p.popKind(kIdentifier)
		return p.with(kMacroExpansionLoc, p.popKind(kIdentifier), file,
			p.numbered(kIndex, uint64(line)), p.numbered(kIndex, uint64(column)))
	case c == 'f', c == 'u':
		k := kFreestandingMacroExpansion
		var private ref
		macro := p.popKind(kIdentifier)
		if c == 'u' {
			k = kMacroExpansionUniqueName
		} else {
			private = p.popKind(kPrivateDeclName)
		}
		return p.addOpt(p.with(k, p.macroContext(), macro, p.indexNode()), private)
	case c < 128 && macroRoles[c] != "":
		macro := p.popKind(kIdentifier)
		name := p.popTrait(isDeclName)
		ctx := p.macroContext()
		if name == 0 {
			return 0
		}
		return p.with(kAttachedMacroExpansion, ctx, name, macro, p.indexNode(), p.named(kIdentifier, macroRoles[c]))
	}
	return 0
}

func (p *parser) macroContext() ref {
	if loc := p.popKind(kMacroExpansionLoc); loc != 0 {
		return loc
	}
	return p.popContext()
}

// extension makes the context of a declaration in an extension, after "E".
func (p *parser) extension() ref {
	sig := p.popKind(kDependentGenericSignature)
	module := p.popModule()
	return p.addOpt(p.with(kExtension, module, p.popNominal()), sig)
}

// typeMangling marks a name that is only a type, after "D".
func (p *parser) typeMangling() ref {
	typ := p.popKind(kType)
	labels := p.popLabels(typ)
	n := p.leaf(kTypeMangling)
	return p.add(p.addOpt(n, labels), typ)
}
