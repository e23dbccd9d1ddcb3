package swift

// typeNode writes a type that is not a function type.
func (p *printer) typeNode(n ref) {
	t := p.t
	switch k := t.kind(n); k {
	case kBoundGenericClass, kBoundGenericStructure, kBoundGenericEnum, kBoundGenericProtocol,
		kBoundGenericOtherNominalType, kBoundGenericTypeAlias:
		p.boundGeneric(n)
	case kTuple:
		p.list("(", n, ")")
	case kTupleElement:
		if name := t.find(n, kTupleElementName); name != 0 {
			p.write(t.text(name))
			p.write(": ")
		}
		p.print(t.find(n, kType))
		if t.find(n, kVariadicMarker) != 0 {
			p.write("...")
		}
	case kTypeList:
		p.children(n, "")
	case kPack:
		p.list("Pack{", n, "}")
	case kSILPackDirect:
		p.list("@direct Pack{", n, "}")
	case kSILPackIndirect:
		p.list("@indirect Pack{", n, "}")
	case kPackExpansion:
		p.write("repeat ")
		p.child(n, 0)
	case kPackElement:
		p.write("/* level: ")
		p.number(t.nodes[t.child(n, 1)].index)
		p.write(" */ each ")
		p.child(n, 0)
	case kBuiltinFixedArray:
		p.list("Builtin.FixedArray<", n, ">")
	case kDynamicSelf:
		p.write("Self")
	case kWeak, kUnowned, kUnmanaged, kInOut, kShared, kOwned, kIsolated, kSending, kNoDerivative,
		kCompileTimeLiteral, kConstValue, kSILBoxType, kErrorType, kBuiltinTupleType, kConstrainedExistentialSelf:
		p.write(kindText[k])
		p.child(n, 0)
	case kMetatype:
		typ := n
		if t.count(n) == 2 {
			p.child(n, 0)
			p.write(" ")
			typ = t.inner(t.child(n, 1))
		} else {
			typ = t.inner(t.child(n, 0))
		}
		p.parenthesized(typ)
		switch t.kind(typ) {
		case kExistentialMetatype, kProtocolList, kProtocolListWithClass, kProtocolListWithAnyObject:
			p.write(".Protocol")
		default:
			p.write(".Type")
		}
	case kExistentialMetatype:
		if t.count(n) == 2 {
			p.child(n, 0)
			p.write(" ")
			p.child(n, 1)
		} else {
			p.child(n, 0)
		}
		p.write(".Type")
	case kProtocolList:
		if list := t.child(n, 0); t.count(list) > 0 {
			p.children(list, " & ")
		} else {
			p.write("Any")
		}
	case kProtocolListWithClass:
		p.child(n, 1)
		p.write(" & ")
		p.children(t.child(t.child(n, 0), 0), " & ")
	case kProtocolListWithAnyObject:
		if list := t.child(t.child(n, 0), 0); t.count(list) > 0 {
			p.children(list, " & ")
			p.write(" & ")
		}
		p.write("Swift.AnyObject")
	case kConstrainedExistential:
		p.write("any ")
		p.child(n, 0)
		p.write("<")
		p.child(n, 1)
		p.write(">")
	case kConstrainedExistentialRequirementList:
		p.children(n, ", ")
	case kSILBoxTypeWithLayout:
		p.boxWithLayout(n)
	case kSILBoxLayout:
		p.write("{")
		if t.count(n) > 0 {
			p.write(" ")
			p.children(n, ", ")
		}
		p.write(" }")
	case kSILBoxMutableField:
		p.write("var ")
		p.child(n, 0)
	case kSILBoxImmutableField:
		p.write("let ")
		p.child(n, 0)
	case kSugaredOptional:
		p.parenthesized(t.child(n, 0))
		p.write("?")
	case kSugaredArray:
		p.list("[", n, "]")
	case kSugaredInlineArray:
		p.write("[")
		p.children(n, " of ")
		p.write("]")
	case kSugaredDictionary:
		p.write("[")
		p.children(n, " : ")
		p.write("]")
	case kSugaredParen:
		p.list("(", n, ")")
	case kOpaqueReturnType:
		p.write("some")
	case kOpaqueReturnTypeOf:
		p.write("<<opaque return type of ")
		p.child(n, 0)
		p.write(">>")
	case kOpaqueType:
		p.child(n, 0)
		p.write(".")
		p.child(n, 1)
	case kAssociatedTypeRef:
		p.child(n, 0)
		p.write(".")
		p.child(n, 1)
	case kExtendedExistentialTypeShape:
		p.write("existential shape for ")
		last := t.count(n) - 1
		if last > 0 {
			p.child(n, 0)
			p.write(" ")
		}
		p.write("any ")
		p.child(n, last)
	case kTupleElementName:
		p.write(t.text(n))
		p.write(": ")
	}
}

// boundGeneric writes a type with its generic arguments.
func (p *printer) boundGeneric(n ref) {
	t := p.t
	decl, args := t.child(n, 0), t.child(n, 1)
	switch {
	case !p.style.sugar:
	case t.kind(n) == kBoundGenericProtocol:
		p.children(args, "")
		p.write(" as ")
		p.print(decl)
		return
	case p.sugared(n, decl, args):
		return
	}
	p.print(decl)
	p.list("<", args, ">")
}

// sugared writes the short form of an optional, array or dictionary, and
// reports whether the type is one.
func (p *printer) sugared(n, decl, args ref) bool {
	t := p.t
	decl = t.inner(decl)
	module, name := t.child(decl, 0), t.child(decl, 1)
	if t.kind(module) != kModule || t.text(module) != "Swift" || t.kind(name) != kIdentifier {
		return false
	}
	switch k := t.kind(n); {
	case k == kBoundGenericEnum && t.count(args) == 1 && t.text(name) == "Optional":
		p.parenthesized(t.child(args, 0))
		p.write("?")
	case k == kBoundGenericEnum && t.count(args) == 1 && t.text(name) == "ImplicitlyUnwrappedOptional":
		p.parenthesized(t.child(args, 0))
		p.write("!")
	case k == kBoundGenericStructure && t.count(args) == 1 && t.text(name) == "Array":
		p.list("[", args, "]")
	case k == kBoundGenericStructure && t.count(args) == 2 && t.text(name) == "Dictionary":
		p.write("[")
		p.children(args, " : ")
		p.write("]")
	default:
		return false
	}
	return true
}

// parenthesized writes a type, in parentheses unless it is simple.
func (p *printer) parenthesized(typ ref) {
	if p.isSimple(typ) {
		p.print(typ)
		return
	}
	p.write("(")
	p.print(typ)
	p.write(")")
}

// isSimple reports whether a type can be followed by "?" or ".Type" as it is.
func (p *printer) isSimple(typ ref) bool {
	t := p.t
	typ = t.inner(typ)
	switch k := t.kind(typ); k {
	case kProtocolList:
		return t.count(t.child(typ, 0)) <= 1
	case kProtocolListWithAnyObject:
		return t.count(t.child(t.child(typ, 0), 0)) == 0
	default:
		return k.has(isSimple)
	}
}

func (p *printer) boxWithLayout(n ref) {
	t := p.t
	if t.count(n) == 3 {
		p.child(n, 1)
		p.write(" ")
	}
	p.child(n, 0)
	if t.count(n) == 3 {
		p.list(" <", t.child(n, 2), ">")
	}
}

// functionNode writes a function type or a part of one.
func (p *printer) functionNode(n ref) {
	t := p.t
	switch k := t.kind(n); k {
	case kFunctionType, kUncurriedFunctionType, kNoEscapeFunctionType, kAutoClosureType,
		kEscapingAutoClosureType, kThinFunctionType, kCFunctionPointer, kObjCBlock, kEscapingObjCBlock:
		p.functionType(n, 0)
	case kArgumentTuple:
		p.params(n, 0)
	case kReturnType:
		if t.count(n) == 0 {
			p.write("()")
		}
		p.children(n, "")
	case kTypedThrowsAnnotation:
		p.list(" throws(", n, ")")
	case kGlobalActorFunctionType:
		p.list("@", n, " ")
	case kDifferentiableFunctionType, kImplDifferentiabilityKind:
		p.write(differentiability(t.nodes[n].index))
	case kClangType:
		p.write(t.text(n))
	case kImplFunctionType:
		p.implFunctionType(n)
	case kImplParameter, kImplResult:
		p.implValue(n)
	case kImplYield:
		p.write("@yields ")
		p.implValue(n)
	case kImplErrorResult:
		p.write("@error ")
		p.implValue(n)
	default:
		p.write(kindText[k])
		p.children(n, "")
	}
}

// implFunctionType writes the type of a lowered function.
func (p *printer) implFunctionType(n ref) {
	t := p.t
	var pattern, invocation, sending ref
	const (
		attributes = iota
		inputs
		results
	)
	state := attributes
	advance := func(to int) {
		for ; state < to; state++ {
			if state == attributes {
				if pattern != 0 {
					p.write("@substituted ")
					p.child(pattern, 0)
					p.write(" ")
				}
				p.write("(")
				continue
			}
			p.write(") -> ")
			if sending != 0 {
				p.write("sending ")
			}
			p.write("(")
		}
	}
	for i := range t.count(n) {
		if p.over {
			return
		}
		c := t.child(n, i)
		switch k := t.kind(c); k {
		case kImplPatternSubstitutions:
			pattern = c
		case kImplInvocationSubstitutions:
			invocation = c
		case kImplSendingResult:
			sending = c
		case kImplParameter:
			if state == inputs {
				p.write(", ")
			}
			advance(inputs)
			p.print(c)
		case kImplResult, kImplYield, kImplErrorResult:
			if state == results {
				p.write(", ")
			}
			advance(results)
			p.print(c)
		case kImplFunctionConvention:
			p.convention(t.text(c), c)
		default:
			p.print(c)
			p.write(" ")
		}
	}
	advance(results)
	p.write(")")
	if pattern != 0 {
		p.write(" for <")
		p.children(t.child(pattern, 1), "")
		p.write(">")
	}
	if invocation != 0 {
		p.list(" for <", t.child(invocation, 0), ">")
	}
}

// implValue writes a convention, its attributes and the type.
func (p *printer) implValue(n ref) {
	p.write(p.t.text(n))
	p.write(" ")
	p.children(n, "")
}
