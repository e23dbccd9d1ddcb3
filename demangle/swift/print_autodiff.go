package swift

// autoDiff writes a derivative, a thunk for one, or a part of those.
func (p *printer) autoDiff(n ref) {
	t := p.t
	switch k := t.kind(n); k {
	case kAutoDiffFunctionKind:
		switch t.nodes[n].index {
		case 'f':
			p.write("forward-mode derivative")
		case 'r':
			p.write("reverse-mode derivative")
		case 'd':
			p.write("differential")
		case 'p':
			p.write("pullback")
		}
	case kIndexSubset:
		p.indexSubset(t.text(n))
	case kAutoDiffSelfReorderingReabstractionThunk:
		p.write("autodiff self-reordering reabstraction thunk ")
		p.write("for ")
		if p.style.simple {
			p.child(n, 1)
			return
		}
		p.child(n, 0)
		if sig := t.child(n, 3); sig != 0 {
			p.print(sig)
			p.write(" ")
		}
		p.write(" from ")
		p.child(n, 1)
		p.write(" to ")
		p.child(n, 2)
	case kAutoDiffSubsetParametersThunk:
		p.subsetThunk(n)
	default:
		p.derivative(n)
	}
}

// operands returns how many children come before the kind of derivative.
func (p *printer) operands(n ref) int {
	for i, c := range p.t.children(n) {
		if p.t.kind(c) == kAutoDiffFunctionKind {
			return i
		}
	}
	return 0
}

func (p *printer) derivative(n ref) {
	t := p.t
	k := t.kind(n)
	end := p.operands(n)
	var sig ref
	switch k {
	case kDifferentiabilityWitness:
		switch t.nodes[t.child(n, end)].index {
		case 'f':
			p.write("forward-mode")
		case 'r':
			p.write("reverse-mode")
		case 'd':
			p.write("normal")
		case 'l':
			p.write("linear")
		}
		p.write(" differentiability witness for ")
		sig = t.child(n, end+3)
	default:
		if k == kAutoDiffDerivativeVTableThunk {
			p.write("vtable thunk for ")
		}
		p.child(n, end)
		p.write(" of ")
		if last := t.child(n, end-1); end > 1 && t.kind(last) == kDependentGenericSignature {
			sig = last
		}
	}
	for i := range end {
		if c := t.child(n, i); c != sig {
			p.print(c)
		}
	}
	if p.style.simple && k != kDifferentiabilityWitness {
		return
	}
	p.write(" with respect to parameters ")
	p.child(n, end+1)
	p.write(" and results ")
	p.child(n, end+2)
	if sig != 0 {
		p.write(" with ")
		p.print(sig)
	}
}

// subsetThunk writes a thunk for a derivative with respect to fewer
// parameters. The last operand is its type, unless it is the only one.
func (p *printer) subsetThunk(n ref) {
	end := p.operands(n)
	p.write("autodiff subset parameters thunk for ")
	p.child(n, end)
	p.write(" from ")
	from := max(end-1, 1)
	for i := range from {
		p.child(n, i)
	}
	if p.style.simple {
		return
	}
	p.write(" with respect to parameters ")
	p.child(n, end+1)
	p.write(" and results ")
	p.child(n, end+2)
	p.write(" to parameters ")
	p.child(n, end+3)
	if from < end {
		p.write(" of type ")
		p.child(n, from)
	}
}

// indexSubset writes the positions of the letters S.
func (p *printer) indexSubset(letters string) {
	p.spend(len(letters))
	p.write("{")
	separator := ""
	for i := range len(letters) {
		if letters[i] == 'S' {
			p.write(separator)
			p.number(uint64(i))
			separator = ", "
		}
	}
	p.write("}")
}
