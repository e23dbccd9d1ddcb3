package swift

// calleeConventions say how a lowered function holds its context.
var calleeConventions = [128]string{
	'y': "@callee_unowned",
	'g': "@callee_guaranteed",
	'x': "@callee_owned",
	't': "@convention(thin)",
}

// paramConventions say how a lowered function takes a parameter.
var paramConventions = [128]string{
	'i': "@in",
	'c': "@in_constant",
	'l': "@inout",
	'b': "@inout_aliasable",
	'n': "@in_guaranteed",
	'X': "@in_cxx",
	'x': "@owned",
	'g': "@guaranteed",
	'e': "@deallocating",
	'y': "@unowned",
	'v': "@pack_owned",
	'p': "@pack_guaranteed",
	'm': "@pack_inout",
}

// resultConventions say how a lowered function returns a result.
var resultConventions = [128]string{
	'r': "@out",
	'o': "@owned",
	'd': "@unowned",
	'u': "@unowned_inner_pointer",
	'a': "@autoreleased",
	'k': "@pack_out",
	'l': "@guaranteed_address",
	'g': "@guaranteed",
	'm': "@inout",
}

// implFunctionType reads the type of a function after lowering, after "I".
// Children: substitutions, attributes, signature, then parameters, yields and
// results, each a convention with attributes and a type.
func (p *parser) implFunctionType() ref {
	f := p.leaf(kImplFunctionType)
	var pattern, invocation ref
	if p.nextIf('s') {
		from, ok := p.boundGenericArgs()
		if !ok {
			return 0
		}
		one, list := len(p.lists) == from+1, p.lists[from]
		p.lists = p.lists[:from]
		sig := p.popKind(kDependentGenericSignature)
		if pattern = p.with(kImplPatternSubstitutions, sig, list); pattern == 0 || !one {
			return 0
		}
	}
	if p.nextIf('I') {
		from, ok := p.boundGenericArgs()
		if !ok {
			return 0
		}
		one, list := len(p.lists) == from+1, p.lists[from]
		p.lists = p.lists[:from]
		if invocation = p.with(kImplInvocationSubstitutions, list); invocation == 0 || !one {
			return 0
		}
	}
	p.addOpt(f, pattern)
	p.addOpt(f, invocation)
	sig := p.popKind(kDependentGenericSignature)
	if sig != 0 && p.nextIf('P') {
		kids := p.children(sig)
		pseudo := p.leaf(kDependentPseudogenericSignature)
		for _, c := range kids {
			p.add(pseudo, c)
		}
		sig = pseudo
	}
	if f = p.implAttributes(f); f == 0 {
		return 0
	}
	p.addOpt(f, sig)
	from := p.count(f)
	for {
		param := p.implValue(kImplParameter, &paramConventions)
		if param == 0 {
			break
		}
		p.add(f, param)
	}
	for {
		result := p.implValue(kImplResult, &resultConventions)
		if result == 0 {
			break
		}
		p.add(f, result)
	}
	for p.nextIf('Y') {
		if p.add(f, p.implValue(kImplYield, &paramConventions)) == 0 {
			return 0
		}
	}
	if p.nextIf('z') && p.add(f, p.implValue(kImplErrorResult, &resultConventions)) == 0 {
		return 0
	}
	if !p.nextIf('_') {
		return 0
	}
	for i := p.count(f) - 1; i >= from; i-- {
		if p.add(p.child(f, i), p.popKind(kType)) == 0 {
			return 0
		}
	}
	return p.typed(f)
}

// implAttributes reads what stands before the parameters.
func (p *parser) implAttributes(f ref) ref {
	if p.nextIf('e') {
		f = p.add(f, p.leaf(kImplEscaping))
	}
	if p.nextIf('A') {
		f = p.add(f, p.leaf(kImplErasedIsolation))
	}
	switch c := p.peek(); c {
	case 'd', 'f', 'r', 'l':
		p.next()
		f = p.add(f, p.numbered(kImplDifferentiabilityKind, uint64(c)))
	}
	c := p.next()
	if c >= 128 || calleeConventions[c] == "" {
		return 0
	}
	f = p.add(f, p.named(kImplConvention, calleeConventions[c]))
	convention, clang := "", false
	switch p.peek() {
	case 'B':
		convention = "block"
	case 'C':
		convention = "c"
	case 'M':
		convention = "method"
	case 'O':
		convention = "objc_method"
	case 'K':
		convention = "closure"
	case 'W':
		convention = "witness_method"
	case 'z':
		switch {
		case p.nextIfText("zB"):
			convention, clang = "block", true
		case p.nextIfText("zC"):
			convention, clang = "c", true
		}
	}
	if convention != "" {
		n := p.named(kImplFunctionConvention, convention)
		if clang {
			n = p.add(n, p.clangType())
		} else {
			p.next()
		}
		f = p.add(f, n)
	}
	switch {
	case p.nextIf('A'):
		f = p.add(f, p.named(kImplCoroutineKind, "@yield_once"))
	case p.nextIf('I'):
		f = p.add(f, p.named(kImplCoroutineKind, "@yield_once_2"))
	case p.nextIf('G'):
		f = p.add(f, p.named(kImplCoroutineKind, "@yield_many"))
	}
	if p.nextIf('h') {
		f = p.add(f, p.named(kImplFunctionAttribute, "@Sendable"))
	}
	if p.nextIf('H') {
		f = p.add(f, p.named(kImplFunctionAttribute, "@async"))
	}
	if p.nextIf('T') {
		f = p.add(f, p.leaf(kImplSendingResult))
	}
	return f
}

// implValue reads the convention and attributes of a parameter, yield or
// result. Its type is on the stack and added later. No node is no error:
// there is no further one.
func (p *parser) implValue(k kind, conventions *[128]string) ref {
	c := p.peek()
	if c >= 128 || conventions[c] == "" {
		return 0
	}
	p.next()
	n := p.named(k, conventions[c])
	if k != kImplParameter && k != kImplResult {
		return n
	}
	noDerivative := p.nextIf('w')
	if k == kImplResult {
		if noDerivative {
			n = p.add(n, p.named(kImplParameterAttribute, "@noDerivative "))
		}
		return n
	}
	sending, isolated, leading := p.nextIf('T'), p.nextIf('I'), p.nextIf('L')
	if sending && (isolated || leading) || isolated && leading {
		return n // the original shows none of so many attributes
	}
	if noDerivative {
		n = p.add(n, p.named(kImplParameterAttribute, "@noDerivative "))
	}
	switch {
	case sending:
		n = p.add(n, p.named(kImplParameterAttribute, "sending "))
	case isolated:
		n = p.add(n, p.named(kImplParameterAttribute, "isolated "))
	case leading:
		n = p.add(n, p.named(kImplParameterAttribute, "sil_implicit_leading_param "))
	}
	return n
}
