package swift

import "strings"

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
		case kSpecializationPassID, kDroppedArgument:
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

// specializedParam writes what became of a parameter. Its first children say
// how; those from its index on are the names and types that belong to them.
func (p *printer) specializedParam(n ref) {
	t := p.t
	fixed := t.count(n)
	if i := t.nodes[n].index; i > 0 {
		fixed = int(i)
	}
	operand := fixed
	next := func() ref {
		operand++
		return t.child(n, operand-1)
	}
	for i := 0; i < fixed && !p.over; i++ {
		how := t.child(n, i)
		if t.kind(how) != kFunctionSignatureSpecializationParamKind {
			continue
		}
		what := t.nodes[how].index
		if what >= paramDead {
			p.paramOptions(what)
			continue
		}
		switch what {
		case paramBoxToValue, paramBoxToStack, paramInOutToOut:
			p.write(paramTexts[what])
			continue
		case paramConstFunction, paramConstGlobal, paramClosure:
			if operand >= t.count(n) {
				return // a result: the mangling does not say what replaced it
			}
		}
		p.write("[")
		p.write(paramTexts[what])
		switch what {
		case paramConstInteger, paramConstFloat:
			p.write(" : ")
			p.write(t.text(t.child(n, i+1)))
		case paramClosurePrevious:
			p.write(" ")
			p.write(t.text(t.child(n, i+1)))
		case paramConstString:
			p.write(" : ")
			p.write(t.text(t.child(n, i+1)))
			p.write("'")
			p.write(strings.TrimPrefix(t.text(next()), "_"))
			p.write("'")
		case paramConstKeyPath:
			p.write(" : ")
			p.nestedName(t.text(next()))
			p.write("<")
			p.print(next())
			p.write(",")
			p.print(next())
			p.write(">")
		case paramConstStruct:
			p.write(" : ")
			p.print(next())
		case paramClosure:
			p.write(" : ")
			p.nestedName(t.text(next()))
			p.write(", Argument Types : [")
			for first := true; t.kind(t.child(n, operand)) == kType; first = false {
				if !first {
					p.write(", ")
				}
				p.print(next())
			}
			// One closing bracket has to do for the two that are open.
		default:
			p.write(" : ")
			p.nestedName(t.text(next()))
		}
		p.write("]")
	}
}

// paramOptions writes options that are combined.
func (p *printer) paramOptions(what uint64) {
	separator := ""
	for _, o := range paramOptions {
		if what&o.bit != 0 {
			p.write(separator)
			p.write(o.text)
			separator = " and "
		}
	}
}

// nestedCost is what reading a byte of a nested name costs, in visits.
const nestedCost = 8

// nestedName writes a name that may be mangled itself: as it is where the
// budget does not allow to read it.
func (p *printer) nestedName(name string) {
	if p.over {
		return
	}
	if cost := nestedCost * len(name); p.nested < maxNested && cost < p.visits && IsMangled(name) {
		p.spend(cost)
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
