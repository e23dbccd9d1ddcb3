package swift

import "strconv"

// maxPrintDepth is how deep nodes may nest while they are printed. Deeper ones
// print as tooComplex, as in the original.
const (
	maxPrintDepth = 768
	tooComplex    = "<<too complex>>"
)

// Substitutions make trees that print far longer than the name: the output is
// bounded by its limit, and the nodes visited by visitsPerByte for each byte
// of the name and visitsFree on top. Real names need less than two visits a
// byte.
const (
	visitsPerByte = 16
	visitsFree    = 512
)

// maxNested is how deep a name may contain names, as the closures that a
// specialisation was made for do.
const maxNested = 4

// A printer writes the text of a tree. Once it runs over a limit it writes
// nothing more and every method returns early.
type printer struct {
	t       *tree
	buf     []byte
	max     int // bytes that may be written
	visits  int // nodes that may still be visited
	depth   int
	nested  int
	over    bool
	style   style
	special bool // "specialized" was written
}

// A style is what of a name is shown.
type style struct {
	simple  bool // the short form for people
	sugar   bool // [T], [K : V] and T? for the types of the standard library
	params  Parameters
	results bool
}

func (p *printer) write(s string) {
	if len(s) > p.max-len(p.buf) {
		p.over = true
	}
	if !p.over {
		p.buf = append(p.buf, s...)
	}
}

func (p *printer) number(n uint64) {
	var digits [20]byte
	p.write(string(strconv.AppendUint(digits[:0], n, 10)))
}

// spend takes work worth n visits from the budget.
func (p *printer) spend(n int) {
	if p.visits -= n; p.visits < 0 {
		p.over = true
	}
}

// print writes a node.
func (p *printer) print(n ref) { p.printIn(n, false) }

// printIn writes a node. Where it stands as the prefix of a name, before a
// dot, and cannot be written as one, it writes nothing and returns the node,
// to be written after the name.
func (p *printer) printIn(n ref, prefix bool) ref {
	p.spend(1)
	if n == 0 || p.over {
		return 0
	}
	if p.depth >= maxPrintDepth {
		p.write(tooComplex)
		return 0
	}
	p.depth++
	rest := p.node(n, prefix)
	p.depth--
	return rest
}

// child writes the ith child of a node.
func (p *printer) child(n ref, i int) { p.print(p.t.child(n, i)) }

// children writes all children of a node.
func (p *printer) children(n ref, separator string) {
	for i := range p.t.count(n) {
		if p.over {
			return
		}
		if i > 0 {
			p.write(separator)
		}
		p.child(n, i)
	}
}

// escaped writes text within quotes.
func (p *printer) escaped(s string) {
	const hex = "0123456789ABCDEF"
	for start := 0; ; {
		i := start
		for i < len(s) && s[i] >= ' ' && s[i] != 0x7F && s[i] != '"' && s[i] != '\'' && s[i] != '\\' {
			i++
		}
		p.write(s[start:i])
		if i == len(s) || p.over {
			return
		}
		switch c := s[i]; c {
		case '\t':
			p.write(`\t`)
		case '\n':
			p.write(`\n`)
		case '\r':
			p.write(`\r`)
		case 0:
			p.write(`\0`)
		case '"', '\'', '\\':
			p.write(`\`)
			p.write(s[i : i+1])
		default:
			p.write(`\x`)
			p.write(hex[c>>4 : c>>4+1])
			p.write(hex[c&15 : c&15+1])
		}
		start = i + 1
	}
}

// list writes the children of a node between brackets.
func (p *printer) list(open string, n ref, shut string) {
	p.write(open)
	p.children(n, ", ")
	p.write(shut)
}

// node writes a node by its kind.
func (p *printer) node(n ref, prefix bool) ref {
	t := p.t
	k := t.kind(n)
	switch k {
	case kClass, kStructure, kEnum, kProtocol, kTypeAlias, kOtherNominalType:
		return p.entity(n, entity{prefix: prefix, name: true})
	case kVariable:
		return p.entity(n, entity{prefix: prefix, name: true, typ: typeAfterColon})
	case kMacro:
		if t.count(n) == 3 {
			return p.entity(n, entity{prefix: prefix, name: true, typ: typeAfterColon})
		}
		return p.entity(n, entity{prefix: prefix, name: true, typ: typeAsFunction})
	case kFunction, kBoundGenericFunction:
		return p.entity(n, entity{prefix: prefix, name: true, typ: typeAsFunction})
	case kGenericTypeParamDecl:
		return p.entity(n, entity{prefix: prefix, name: true})
	case kSubscript:
		return p.entity(n, entity{prefix: prefix, as: "subscript", typ: typeAsFunction})
	case kAllocator, kConstructor:
		name := "init"
		if k == kAllocator && t.kind(t.child(n, 0)) == kClass {
			name = "__allocating_init"
		}
		return p.entity(n, entity{prefix: prefix, name: k == kConstructor && t.count(n) > 2, extra: name, typ: typeAsFunction})
	case kDeallocator, kIsolatedDeallocator:
		name := "deinit"
		if t.kind(t.child(n, 0)) == kClass {
			name = "__deallocating_deinit"
			if k == kIsolatedDeallocator {
				name = "__isolated_deallocating_deinit"
			}
		}
		return p.entity(n, entity{prefix: prefix, extra: name})
	case kDestructor, kIVarInitializer, kIVarDestroyer:
		return p.entity(n, entity{prefix: prefix, extra: kindText[k]})
	case kInitializer, kPropertyWrapperBackingInitializer, kPropertyWrappedFieldInitAccessor,
		kPropertyWrapperInitFromProjectedValue:
		return p.entity(n, entity{prefix: prefix, extra: kindText[k], apart: true})
	case kDefaultArgumentInitializer:
		return p.entity(n, entity{prefix: prefix, extra: "default argument ", apart: true, count: t.child(n, 1)})
	case kExplicitClosure, kImplicitClosure:
		return p.closure(n, prefix)
	case kFreestandingMacroExpansion, kMacroExpansionUniqueName, kAttachedMacroExpansion:
		return p.macroExpansion(n, prefix)
	case kMacroExpansionLoc:
		p.macroLocation(n)
	case kStatic:
		p.write("static ")
		p.child(n, 0)
	case kExtension:
		p.extension(n)
	case kAnonymousContext:
		if !p.style.simple {
			p.child(n, 1)
			p.write(".(unknown context at ")
			p.write(t.text(t.child(n, 0)))
			p.write(")")
			if types := t.child(n, 2); t.count(types) > 0 {
				p.write("<")
				p.print(types)
				p.write(">")
			}
		}
	case kType:
		p.child(n, 0)
	case kModule:
		if !p.style.simple {
			p.write(t.text(n))
		}
	case kIdentifier, kBuiltinTypeName, kMetatypeRepresentation, kDirectness,
		kImplConvention, kImplFunctionAttribute, kImplCoroutineKind, kImplParameterAttribute:
		p.write(t.text(n))
	case kInfixOperator:
		p.write(t.text(n))
		p.write(" infix")
	case kPrefixOperator:
		p.write(t.text(n))
		p.write(" prefix")
	case kPostfixOperator:
		p.write(t.text(n))
		p.write(" postfix")
	case kLocalDeclName:
		p.child(n, 1)
		p.write(" #")
		p.number(t.nodes[t.child(n, 0)].index + 1)
	case kPrivateDeclName:
		p.privateName(n)
	case kRelatedEntityDeclName:
		p.write("related decl '")
		p.child(n, 0)
		p.write("' for ")
		p.child(n, 1)
	case kNumber, kIndex, kInteger:
		p.number(t.nodes[n].index)
	case kNegativeInteger:
		p.write("-")
		p.number(t.nodes[n].index)
	case kGlobal, kAssocTypePath:
		separator := ""
		if k == kAssocTypePath {
			separator = "."
		}
		p.children(n, separator)
	case kSuffix:
		if !p.style.simple {
			p.write(" with unmangled suffix \"")
			p.escaped(t.text(n))
			p.write("\"")
		}
	case kTypeMangling:
		if labels := t.child(n, 0); t.kind(labels) == kLabelList {
			p.functionType(t.inner(t.child(n, 1)), labels)
		} else {
			p.child(n, 0)
		}
	case kLabelList, kEmptyList, kFirstElementMarker, kVariadicMarker, kSpecializationPassID, kNone,
		kOpaqueReturnTypeIndex:
	default:
		switch {
		case kGetter <= k && k <= kUnsafeMutableAddressor:
			return p.accessor(n, prefix)
		case k < kFunctionType:
			p.typeNode(n)
		case k < kDependentGenericType:
			p.functionNode(n)
		case k < kPartialApplyForwarder:
			p.genericNode(n)
		case k < kObjCAttribute:
			p.thunkNode(n)
		case p.style.simple && hiddenWhenSimple(k):
		default:
			p.write(kindText[k])
			p.wrapped(n)
		}
	}
	return 0
}

// hiddenWhenSimple reports whether an attribute says only how a function is
// called, which the simplified form leaves out.
func hiddenWhenSimple(k kind) bool {
	switch k {
	case kDistributedThunk, kDistributedAccessor, kAccessibleFunctionRecord, kBackDeploymentThunk,
		kDynamicallyReplaceableFunctionImpl, kDynamicallyReplaceableFunctionKey, kDynamicallyReplaceableFunctionVar:
		return true
	}
	return false
}

// wrapped writes the operands of a node whose text says it all.
func (p *printer) wrapped(n ref) {
	switch p.t.kind(n) {
	case kAnonymousDescriptor, kOutlinedRetain, kOutlinedRelease,
		kOutlinedInitializeWithTake, kOutlinedInitializeWithCopy, kOutlinedAssignWithTake,
		kOutlinedAssignWithCopy, kOutlinedDestroy, kOutlinedEnumProjectDataForLoad,
		kOutlinedEnumTagStore, kOutlinedEnumGetTag:
		p.child(n, 0) // the rest is not shown
	case kGlobalVariableOnceFunction, kGlobalVariableOnceToken:
		p.child(n, 1)
	default:
		p.children(n, "")
	}
}
