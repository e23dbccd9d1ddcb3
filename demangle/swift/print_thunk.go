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
		p.child(n, 1)
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
	if p.style.simple && t.kind(n) != kReabstractionThunkHelperWithSelf {
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
	if t.kind(t.child(n, last-1)) == kIsSerialized {
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
}
