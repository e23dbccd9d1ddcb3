package swift

// specializationKinds are the generic specialisations a letter stands for.
var specializationKinds = [128]kind{
	'g': kGenericSpecialization,
	'G': kGenericSpecializationNotReAbstracted,
	'B': kGenericSpecializationInResilienceDomain,
	's': kGenericSpecializationPrespecialized,
	'i': kInlinedGenericFunction,
	'p': kGenericPartialSpecialization,
	'P': kGenericPartialSpecializationNotReAbstracted,
}

// genericSpecialization reads a generic specialisation, after "T". "t" and a
// number for each argument that was dropped may come before its letter.
func (p *parser) genericSpecialization() ref {
	dropped := p.leaf(kTypeList)
	for p.nextIf('t') {
		n, ok := p.natural()
		if ok {
			n++
		}
		dropped = p.add(dropped, p.numbered(kDroppedArgument, uint64(n)))
	}
	c := p.next()
	if c >= 128 || specializationKinds[c] == kNone || dropped == 0 {
		return 0
	}
	spec := p.specAttributes(specializationKinds[c])
	if c == 'p' || c == 'P' {
		return p.add(spec, p.with(kGenericSpecializationParam, p.popKind(kType)))
	}
	for i := range p.count(dropped) {
		spec = p.add(spec, p.child(dropped, i))
	}
	types := p.popTypeList()
	if types == 0 {
		return 0
	}
	for i := range p.count(types) {
		spec = p.add(spec, p.with(kGenericSpecializationParam, p.child(types, i)))
	}
	return spec
}

// specAttributes reads the flags of a specialisation and the number of the
// pass that made it.
func (p *parser) specAttributes(k kind) ref {
	n := p.leaf(k)
	p.nextIf('m') // removed metatypes were a flag before Swift 6.3
	if p.nextIf('q') {
		n = p.add(n, p.leaf(kIsSerialized))
	}
	if p.nextIf('a') {
		n = p.add(n, p.leaf(kAsyncRemoved))
	}
	if p.nextIf('r') {
		n = p.add(n, p.leaf(kRepresentationChanged))
	}
	if !isDigit(p.peek()) {
		return 0
	}
	return p.add(n, p.numbered(kSpecializationPassID, uint64(p.next()-'0')))
}

// What a function signature specialisation did to a parameter. The low values
// exclude each other; those from paramDead on are bits that may be combined.
const (
	paramConstFunction = iota
	paramConstGlobal
	paramConstInteger
	paramConstFloat
	paramConstString
	paramConstKeyPath
	paramConstStruct
	paramClosure
	paramClosurePrevious
	paramBoxToValue
	paramBoxToStack
	paramInOutToOut

	paramDead           = 1 << 6
	paramOwnedToGuarant = 1 << 7
	paramSROA           = 1 << 8
	paramGuarantToOwned = 1 << 9
	paramExistential    = 1 << 10
)

// functionSpecialization reads, after "Tf", what became of each parameter and
// of the result.
func (p *parser) functionSpecialization() ref {
	spec := p.specAttributes(kFunctionSignatureSpecialization)
	for spec != 0 && !p.nextIf('_') {
		spec = p.add(spec, p.specParam(kFunctionSignatureSpecializationParam))
	}
	if spec != 0 && !p.nextIf('n') {
		spec = p.add(spec, p.specParam(kFunctionSignatureSpecializationReturn))
	}
	if spec == 0 {
		return 0
	}
	// The operands are on the stack, those of the last parameter on top.
	for i := p.count(spec) - 1; i >= 0; i-- {
		param := p.child(spec, i)
		if p.kind(param) == kFunctionSignatureSpecializationParam && !p.specOperands(param) {
			return 0
		}
	}
	return spec
}

// specOperands pops what a parameter was replaced with: names, and the types
// of what a closure captures. They become its last children; its index tells
// how many come before them.
func (p *parser) specOperands(param ref) bool {
	fixed := p.count(param)
	p.nodes[param].index = uint64(fixed)
	for i := fixed - 1; i >= 0; i-- {
		how := p.child(param, i)
		if p.kind(how) != kFunctionSignatureSpecializationParamKind {
			continue
		}
		types := 0
		switch p.nodes[how].index {
		case paramClosure:
			for t := p.popKind(kType); t != 0; t = p.popKind(kType) {
				p.add(param, t)
			}
		case paramConstKeyPath:
			types = 2
		case paramConstStruct:
			if p.add(param, p.popKind(kType)) == 0 {
				return false
			}
			continue
		case paramConstFunction, paramConstGlobal, paramConstString:
		default:
			continue
		}
		for range types {
			if p.add(param, p.popKind(kType)) == 0 {
				return false
			}
		}
		if p.add(param, p.popKind(kIdentifier)) == 0 {
			return false
		}
	}
	p.reverse(param, fixed)
	return true
}

// specParam reads what became of one parameter.
func (p *parser) specParam(k kind) ref {
	param := p.leaf(k)
	switch p.next() {
	case 'n':
		return param
	case 'c':
		return p.add(param, p.specParamKind(paramClosure))
	case 'C':
		return p.specNumber(param, paramClosurePrevious)
	case 'p':
		for p.nextIf('S') { // a structure around the constant
			param = p.add(param, p.specParamKind(paramConstStruct))
		}
		return p.specConstant(param)
	case 'e':
		return p.add(param, p.specParamKind(p.specOptions(paramExistential)))
	case 'd':
		return p.add(param, p.specParamKind(p.specOptions(paramDead)))
	case 'g':
		return p.add(param, p.specParamKind(p.specOptions(paramOwnedToGuarant)))
	case 'o':
		return p.add(param, p.specParamKind(p.specOptions(paramGuarantToOwned)))
	case 'x':
		return p.add(param, p.specParamKind(paramSROA))
	case 'i':
		return p.add(param, p.specParamKind(paramBoxToValue))
	case 's':
		return p.add(param, p.specParamKind(paramBoxToStack))
	case 'r':
		return p.add(param, p.specParamKind(paramInOutToOut))
	}
	return 0
}

// specConstant reads what kind of constant replaces a parameter.
func (p *parser) specConstant(param ref) ref {
	switch p.next() {
	case 'f':
		return p.add(param, p.specParamKind(paramConstFunction))
	case 'g':
		return p.add(param, p.specParamKind(paramConstGlobal))
	case 'i':
		return p.specNumber(param, paramConstInteger)
	case 'd':
		return p.specNumber(param, paramConstFloat)
	case 'k':
		return p.add(param, p.specParamKind(paramConstKeyPath))
	case 's':
		encoding := ""
		switch p.next() {
		case 'b':
			encoding = "u8"
		case 'w':
			encoding = "u16"
		case 'c':
			encoding = "objc"
		default:
			return 0
		}
		param = p.add(param, p.specParamKind(paramConstString))
		return p.add(param, p.named(kFunctionSignatureSpecializationParamPayload, encoding))
	}
	return 0
}

// specOptions reads the letters that add to an option.
func (p *parser) specOptions(first uint64) uint64 {
	if first == paramExistential && p.nextIf('D') {
		first |= paramDead
	}
	if first&(paramOwnedToGuarant|paramGuarantToOwned) == 0 {
		if p.nextIf('G') {
			first |= paramOwnedToGuarant
		}
		if p.nextIf('O') {
			first |= paramGuarantToOwned
		}
	}
	if p.nextIf('X') {
		first |= paramSROA
	}
	return first
}

func (p *parser) specParamKind(what uint64) ref {
	return p.numbered(kFunctionSignatureSpecializationParamKind, what)
}

func (p *parser) specNumber(param ref, what uint64) ref {
	start := p.pos
	for isDigit(p.peek()) {
		p.next()
	}
	if start == p.pos {
		return 0
	}
	param = p.add(param, p.specParamKind(what))
	return p.add(param, p.cut(kFunctionSignatureSpecializationParamPayload, start, p.pos))
}
