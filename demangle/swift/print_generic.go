package swift

// maxGenericParams is how many parameters of one depth a signature shows.
const maxGenericParams = 128

// layoutNames are the layouts that a letter stands for.
var layoutNames = [256]string{
	'U': "_UnknownLayout",
	'R': "_RefCountedObject",
	'N': "_NativeRefCountedObject",
	'C': "AnyObject",
	'D': "_NativeClass",
	'T': "_Trivial",
	'B': "_BridgeObject",
	'E': "_Trivial",
	'e': "_Trivial",
	'M': "_TrivialAtMost",
	'm': "_TrivialAtMost",
	'S': "_TrivialStride",
}

// genericNode writes a node of a generic signature or a conformance.
func (p *printer) genericNode(n ref) {
	t := p.t
	switch k := t.kind(n); k {
	case kDependentGenericType:
		p.child(n, 0)
		if p.needsSpace(t.child(n, 1)) {
			p.write(" ")
		}
		p.child(n, 1)
	case kDependentGenericSignature, kDependentPseudogenericSignature:
		p.signature(n)
	case kDependentGenericParamType:
		p.genericParam(t.nodes[n].index>>32, t.nodes[n].index&0xFFFFFFFF)
	case kDependentMemberType:
		p.child(n, 0)
		p.write(".")
		p.child(n, 1)
	case kDependentAssociatedTypeRef:
		if t.count(n) > 1 {
			p.child(n, 1)
			p.write(".")
		}
		p.child(n, 0)
	case kAssocTypePath:
		p.children(n, ".")
	case kDependentGenericConformanceRequirement:
		p.children(n, ": ")
	case kDependentGenericInverseConformanceRequirement:
		p.child(n, 0)
		switch i := t.nodes[t.child(n, 1)].index; i {
		case 0:
			p.write(": ~Swift.Copyable")
		case 1:
			p.write(": ~Swift.Escapable")
		default:
			p.write(": ~Swift.<bit ")
			p.number(i)
			p.write(">")
		}
	case kDependentGenericLayoutRequirement:
		p.child(n, 0)
		p.write(": ")
		p.write(layoutNames[t.nodes[n].index&0xFF])
		if t.count(n) > 1 {
			p.write("(")
			p.child(n, 1)
			if t.count(n) > 2 {
				p.write(", ")
				p.child(n, 2)
			}
			p.write(")")
		}
	case kDependentGenericSameTypeRequirement:
		p.children(n, " == ")
	case kDependentGenericSameShapeRequirement:
		p.child(n, 0)
		p.write(".shape == ")
		p.child(n, 1)
		p.write(".shape")
	case kProtocolConformance:
		if t.count(n) == 4 {
			p.write("property behavior storage of ")
			p.child(n, 2)
			p.write(" in ")
			p.child(n, 0)
			p.write(" : ")
			p.child(n, 1)
			return
		}
		p.child(n, 0)
		if !p.style.simple {
			p.write(" : ")
			p.child(n, 1)
			p.write(" in ")
			p.child(n, 2)
		}
	case kRetroactiveConformance:
		p.write("retroactive @ ")
		p.children(n, "")
	case kAnyProtocolConformanceList:
		if t.count(n) > 0 {
			p.list("(", n, ")")
		}
	case kConcreteProtocolConformance:
		p.write("concrete protocol conformance ")
		p.child(n, 0)
		p.write(" to ")
		p.child(n, 1)
		if list := t.child(n, 2); t.count(list) > 0 {
			p.write(" with conditional requirements: ")
			p.print(list)
		}
	case kDependentProtocolConformanceRoot:
		p.dependentConformance("dependent root protocol conformance ", n)
	case kDependentProtocolConformanceInherited:
		p.dependentConformance("dependent inherited protocol conformance ", n)
	case kDependentProtocolConformanceAssociated:
		p.dependentConformance("dependent associated protocol conformance ", n)
	case kDependentProtocolConformanceOpaque:
		p.write("opaque result conformance ")
		p.child(n, 0)
		p.write(" of ")
		p.child(n, 1)
	default:
		p.write(kindText[k])
		p.children(n, "")
	}
}

// dependentConformance writes a conformance that a signature promises, with
// its place there when that is known.
func (p *printer) dependentConformance(what string, n ref) {
	t := p.t
	p.write(what)
	if index := t.child(n, 2); t.kind(index) == kIndex {
		p.write("#")
		p.number(t.nodes[index].index)
		p.write(" ")
	}
	p.child(n, 0)
	p.write(" to ")
	p.child(n, 1)
}

// genericParam writes the name of a generic parameter: letters for the
// position, then the depth unless it is the outermost.
func (p *printer) genericParam(depth, index uint64) {
	for {
		p.write(alphabet[index%26 : index%26+1])
		if index /= 26; index == 0 {
			break
		}
	}
	if depth > 0 {
		p.number(depth)
	}
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// signature writes a generic signature: the parameters of each depth in
// brackets of their own, and the requirements within the last ones.
func (p *printer) signature(n ref) {
	t := p.t
	kids := t.children(n)
	counts := 0
	for counts < len(kids) && t.kind(kids[counts]) == kDependentGenericParamCount {
		counts++
	}
	first := counts
	for first < len(kids) {
		if k := t.kind(kids[first]); k != kDependentGenericParamPackMarker && k != kDependentGenericParamValueMarker {
			break
		}
		first++
	}
	markers := kids[counts:first]
	p.spend(first)
	p.write("<")
	for depth, c := range kids[:counts] {
		if p.over {
			return
		}
		if depth > 0 {
			p.write("><")
		}
		for i := range t.nodes[c].index {
			if i > 0 {
				p.write(", ")
			}
			if i >= maxGenericParams || p.over {
				p.write("...")
				break
			}
			p.signatureParam(uint64(depth), i, markers)
		}
	}
	if first < len(kids) && !p.style.simple {
		p.write(" where ")
		for i, c := range kids[first:] {
			if p.over {
				return
			}
			if i > 0 {
				p.write(", ")
			}
			p.print(c)
		}
	}
	p.write(">")
}

// signatureParam writes a parameter of a signature; markers say which are
// packs or values.
func (p *printer) signatureParam(depth, index uint64, markers []ref) {
	t := p.t
	var value ref
	p.spend(len(markers))
	for _, m := range markers {
		if param := t.inner(t.child(m, 0)); t.nodes[param].index == depth<<32|index {
			if t.kind(m) == kDependentGenericParamPackMarker {
				p.write("each ")
				break
			}
			p.write("let ")
			value = t.child(m, 1)
			break
		}
	}
	p.genericParam(depth, index)
	if value != 0 {
		p.write(": ")
		p.print(value)
	}
}
