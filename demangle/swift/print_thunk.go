package swift

// thunkNode writes a thunk, a specialisation, or a witness of a form of its
// own.
func (p *printer) thunkNode(n ref) {
	t := p.t
	switch k := t.kind(n); k {
	case kPartialApplyForwarder, kPartialApplyObjCForwarder:
		switch {
		case p.style.simple:
			p.write("partial apply")
		case k == kPartialApplyForwarder:
			p.write("partial apply forwarder")
		default:
			p.write("partial apply ObjC forwarder")
		}
		if t.count(n) > 0 {
			p.write(" for ")
			p.children(n, "")
		}
	case kReabstractionThunk, kReabstractionThunkHelper, kReabstractionThunkHelperWithSelf:
		p.reabstraction(n)
	case kReabstractionThunkHelperWithGlobalActor:
		p.child(n, 0)
		p.write(" with global actor constraint ")
		p.child(n, 1)
	case kVTableThunk:
		p.write("vtable thunk for ")
		p.child(n, 1)
		p.write(" dispatching to ")
		p.child(n, 0)
	case kProtocolWitness:
		p.write("protocol witness for ")
		p.child(n, 1)
		p.write(" in conformance ")
		p.child(n, 0)
	case kValueWitness:
		p.write(t.text(n))
		if !p.style.simple {
			p.write(" value witness")
		}
		p.write(" for ")
		p.child(n, 0)
	case kFieldOffset:
		p.child(n, 0)
		p.write("field offset for ")
		p.child(n, 1)
	case kOutlinedVariable, kOutlinedReadOnlyObject:
		what := "outlined variable #"
		if k == kOutlinedReadOnlyObject {
			what = "outlined read-only object #"
		}
		p.write(what)
		p.number(t.nodes[n].index)
		p.write(" of ")
	case kOutlinedBridgedMethod:
		p.write("outlined bridged method (")
		p.write(t.text(n))
		p.write(") of ")
	case kMergedFunction:
		if !p.style.simple {
			p.write("merged ")
		}
	case kAsyncAwaitResumePartialFunction, kAsyncSuspendResumePartialFunction:
		if p.style.simple {
			return
		}
		p.list("(", n, ")")
		if k == kAsyncAwaitResumePartialFunction {
			p.write(" await resume partial function for ")
		} else {
			p.write(" suspend resume partial function for ")
		}
	case kObjCAsyncCompletionHandlerImpl, kCheckedObjCAsyncCompletionHandlerImpl:
		p.completionHandler(n)
	case kKeyPathGetterThunkHelper, kKeyPathSetterThunkHelper,
		kKeyPathUnappliedMethodThunkHelper, kKeyPathAppliedMethodThunkHelper:
		p.write(kindText[k])
		p.child(n, 0)
		p.write(" : ")
		for i := 1; i < t.count(n); i++ {
			if t.kind(t.child(n, i)) == kIsSerialized {
				p.write(", ")
			}
			p.child(n, i)
		}
	case kKeyPathEqualsThunkHelper, kKeyPathHashThunkHelper:
		p.keyPathIndex(n)
	case kGlobalVariableOnceDeclList:
		if t.count(n) == 1 {
			p.child(n, 0)
		} else {
			p.list("(", n, ")")
		}
	case kFunctionSignatureSpecialization, kGenericSpecialization, kGenericSpecializationNotReAbstracted,
		kGenericSpecializationInResilienceDomain, kGenericSpecializationPrespecialized,
		kGenericPartialSpecialization, kGenericPartialSpecializationNotReAbstracted, kInlinedGenericFunction:
		p.specialization(n)
	case kGenericSpecializationParam:
		p.child(n, 0)
		for i := 1; i < t.count(n); i++ {
			if i == 1 {
				p.write(" with ")
			} else {
				p.write(" and ")
			}
			p.child(n, i)
		}
	case kDroppedArgument:
		p.write("param")
		p.number(t.nodes[n].index)
		p.write("-removed")
	case kFunctionSignatureSpecializationParamPayload:
		p.nestedName(t.text(n))
	case kAutoDiffFunction, kAutoDiffDerivativeVTableThunk, kAutoDiffSubsetParametersThunk,
		kAutoDiffSelfReorderingReabstractionThunk, kAutoDiffFunctionKind, kDifferentiabilityWitness, kIndexSubset:
		p.autoDiff(n)
	case kLazyProtocolWitnessTableAccessor, kLazyProtocolWitnessTableCacheVariable:
		p.write(kindText[k])
		p.child(n, 0)
		p.write(" and conformance ")
		p.child(n, 1)
	case kAssociatedConformanceDescriptor, kDefaultAssociatedConformanceAccessor:
		p.write(kindText[k])
		p.child(n, 0)
		p.write(".")
		p.child(n, 1)
		p.write(": ")
		p.child(n, 2)
	case kAssociatedTypeMetadataAccessor, kBaseWitnessTableAccessor:
		p.write(kindText[k])
		p.child(n, 1)
		p.write(" in ")
		p.child(n, 0)
	case kBaseConformanceDescriptor:
		p.write(kindText[k])
		p.children(n, ": ")
	case kAssociatedTypeWitnessTableAccessor:
		p.write(kindText[k])
		p.child(n, 1)
		p.write(" : ")
		p.child(n, 2)
		p.write(" in ")
		p.child(n, 0)
	default:
		p.write(kindText[k])
		p.children(n, "")
	}
}

func (p *printer) reabstraction(n ref) {
	t := p.t
	last := t.count(n) - 1
	if p.style.simple {
		p.write("thunk for ")
		p.child(n, last)
		return
	}
	p.write("reabstraction thunk ")
	if t.kind(n) == kReabstractionThunkHelper {
		p.write("helper ")
	}
	self := -1
	operands := 2
	if t.kind(n) == kReabstractionThunkHelperWithSelf {
		self = last - 2
		operands = 3
	}
	if t.count(n) > operands {
		p.child(n, 0)
		p.write(" ")
	}
	p.write("from ")
	p.child(n, last)
	p.write(" to ")
	p.child(n, last-1)
	if self >= 0 {
		p.write(" self ")
		p.child(n, self)
	}
}

func (p *printer) completionHandler(n ref) {
	t := p.t
	if t.kind(n) == kCheckedObjCAsyncCompletionHandlerImpl {
		p.write("checked ")
	}
	p.write("@objc completion handler block implementation for ")
	if sig := t.child(n, 3); sig != 0 {
		p.print(sig)
	}
	p.child(n, 0)
	p.write(" with result type ")
	p.child(n, 1)
	switch t.nodes[t.child(n, 2)].index {
	case 0:
	case 1:
		p.write(" nonzero on error")
	case 2:
		p.write(" zero on error")
	default:
		p.write(" <invalid error flag>")
	}
}

func (p *printer) keyPathIndex(n ref) {
	t := p.t
	p.write(kindText[t.kind(n)])
	last := t.count(n)
	serialized := t.kind(t.child(n, last-1)) == kIsSerialized
	if serialized {
		last--
	}
	if t.kind(t.child(n, last-1)) == kDependentGenericSignature {
		last--
		p.child(n, last)
	}
	p.write("(")
	for i := range last {
		if i > 0 {
			p.write(", ")
		}
		p.child(n, i)
	}
	p.write(")")
	if serialized {
		p.write(", serialized")
	}
}

// specialization writes a specialisation: what kind, and of which arguments.
func (p *printer) specialization(n ref) {
	t := p.t
	if p.style.simple {
		if !p.special {
			p.special = true
			p.write("specialized ")
		}
		return
	}
	k := t.kind(n)
	p.write(kindText[k])
	p.write(" <")
	separator, arg := "", uint64(0)
	for i := range t.count(n) {
		if p.over {
			return
		}
		c := t.child(n, i)
		switch t.kind(c) {
		case kSpecializationPassID:
			continue
		case kIsSerialized:
			p.write(separator)
			separator = ", "
			p.print(c)
			continue
		}
		if t.count(c) > 0 {
			p.write(separator)
			separator = ", "
			switch t.kind(c) {
			case kFunctionSignatureSpecializationParam:
				p.write("Arg[")
				p.number(arg)
				p.write("] = ")
				p.specializedParam(c)
			case kFunctionSignatureSpecializationReturn:
				p.write("Return = ")
				p.specializedParam(c)
			default:
				if k == kGenericPartialSpecialization || k == kGenericPartialSpecializationNotReAbstracted {
					p.write("Signature = ")
				}
				p.print(c)
			}
		}
		arg++
	}
	p.write("> of ")
}

// paramTexts say what became of a parameter, by the values of specParam.
var paramTexts = [...]string{
	paramConstFunction:   "Constant Propagated Function",
	paramConstGlobal:     "Constant Propagated Global",
	paramConstInteger:    "Constant Propagated Integer",
	paramConstFloat:      "Constant Propagated Float",
	paramConstString:     "Constant Propagated String",
	paramConstKeyPath:    "Constant Propagated KeyPath",
	paramConstStruct:     "Constant Propagated Struct",
	paramClosure:         "Closure Propagated",
	paramClosurePrevious: "Same As Argument",
	paramBoxToValue:      "Value Promoted from Box",
	paramBoxToStack:      "Stack Promoted from Box",
	paramInOutToOut:      "InOut Converted to Out",
}

// paramOptions are the texts of combined options, in the order of the text.
var paramOptions = []struct {
	bit  uint64
	text string
}{
	{paramExistential, "Existential To Protocol Constrained Generic"},
	{paramDead, "Dead"},
	{paramOwnedToGuarant, "Owned To Guaranteed"},
	{paramGuarantToOwned, "Guaranteed To Owned"},
	{paramSROA, "Exploded"},
}

// specializedParam writes what became of a parameter.
func (p *printer) specializedParam(n ref) {
	t := p.t
	what := t.nodes[t.child(n, 0)].index
	if what >= paramDead {
		separator := ""
		for _, o := range paramOptions {
			if what&o.bit != 0 {
				p.write(separator)
				p.write(o.text)
				separator = " and "
			}
		}
		return
	}
	switch what {
	case paramBoxToValue, paramBoxToStack, paramInOutToOut:
		p.write(paramTexts[what])
		return
	}
	if t.count(n) < 2 && what != paramConstStruct {
		return // a result: the mangling does not say what it was replaced with
	}
	p.write("[")
	p.write(paramTexts[what])
	switch what {
	case paramConstString:
		p.write(" : ")
		p.write(t.text(t.child(n, 1)))
		p.write("'")
		p.child(n, 2)
		p.write("'")
	case paramConstKeyPath:
		p.write(" : ")
		p.child(n, 1)
		p.write("<")
		p.child(n, 2)
		p.write(",")
		p.child(n, 3)
		p.write(">")
	case paramClosure:
		p.write(" : ")
		p.child(n, 1)
		p.write(", Argument Types : [")
		for i := 2; i < t.count(n); i++ {
			if i > 2 {
				p.write(", ")
			}
			p.child(n, i)
		}
		// The original closes one bracket of two; the last write does it.
	case paramConstStruct:
		for i := 1; i < t.count(n); i++ {
			if i == 1 {
				p.write(" : ")
			} else {
				p.write(", ")
			}
			p.child(n, i)
		}
	default:
		p.write(" : ")
		p.child(n, 1)
	}
	p.write("]")
}

// nestedName writes a name that may be mangled itself.
func (p *printer) nestedName(name string) {
	p.visits -= len(name)
	if p.visits < 0 {
		p.over = true
	}
	if p.over {
		return
	}
	if p.nested < maxNested && IsMangled(name) {
		d := getDemangler()
		if root := d.parse(name); root != 0 {
			outer, special := p.t, p.special
			p.t = &d.parser.tree
			p.special = false
			p.nested++
			p.print(root)
			p.nested--
			p.t, p.special = outer, special
			d.release()
			return
		}
		d.release()
	}
	p.write(name)
}
