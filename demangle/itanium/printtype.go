package itanium

// shapeOf returns the shape of a type; within packs it depends on the member
// that is being printed.
func (p *printer) shapeOf(n ref) shape {
	s := p.nodes[n].shape
	if s&dynamic == 0 {
		return s
	}
	if !p.enter() {
		p.depth--
		return 0
	}
	switch x := &p.nodes[n]; x.kind {
	case pack:
		s = p.shapeOf(p.packMember(x))
	case forwardParam:
		if x.flag == 0 {
			x.flag = 1
			s = p.shapeOf(x.b)
			x.flag = 0
		}
	case qualified:
		s = p.shapeOf(x.a)
	case memberPointer:
		s = p.shapeOf(x.b) & hasRight
	case pointer, lvalueRef, rvalueRef:
		s = p.shapeOf(x.a) & hasRight
	}
	p.depth--
	return s &^ dynamic
}

// right writes what stands after the declared name.
func (p *printer) right(n ref) {
	if !p.enter() {
		p.depth--
		return
	}
	switch x := &p.nodes[n]; x.kind {
	case pointer:
		if p.isObjCObject(x.a) {
			break
		}
		if p.shapeOf(x.a)&(hasArray|hasFunction) != 0 {
			p.char(')')
		}
		p.right(x.a)
	case lvalueRef, rvalueRef:
		_, t := p.collapse(n)
		if t == 0 {
			break
		}
		if p.shapeOf(t)&(hasArray|hasFunction) != 0 {
			p.char(')')
		}
		p.right(t)
	case qualified:
		p.right(x.a)
	case encoding:
		p.encodingRight(x)
	case functionType:
		p.open()
		p.commas(p.list(x.b))
		p.close()
		p.right(x.a)
		p.quals(x.flag)
		if x.c != 0 {
			p.char(' ')
			p.print(x.c)
		}
	case arrayType:
		if len(p.out) == 0 || p.out[len(p.out)-1] != ']' {
			p.char(' ')
		}
		p.char('[')
		p.print(x.b)
		p.char(']')
		p.right(x.a)
	case memberPointer:
		if p.shapeOf(x.b)&(hasArray|hasFunction) != 0 {
			p.char(')')
		}
		p.right(x.b)
	case pack:
		if m := p.packMember(x); m != 0 {
			p.right(m)
		}
	case forwardParam:
		if x.flag == 0 {
			x.flag = 1
			p.right(x.b)
			x.flag = 0
		}
	}
	p.depth--
}

// declarator opens the parenthesis that a pointer or reference to t needs.
func (p *printer) declarator(t ref) {
	s := p.shapeOf(t)
	if s&hasArray != 0 {
		p.char(' ')
	}
	if s&(hasArray|hasFunction) != 0 {
		p.char('(')
	}
}

func (p *printer) pointerLeft(x *node) {
	if p.isObjCObject(x.a) {
		p.str("id<")
		p.print(p.nodes[x.a].b)
		p.char('>')
		return
	}
	p.left(x.a)
	p.declarator(x.a)
	p.char('*')
}

// isObjCObject reports whether t is objc_object with a protocol, a pointer to
// which is written id<protocol>.
func (p *printer) isObjCObject(t ref) bool {
	x := &p.nodes[t]
	return x.kind == objcProtocol && p.text(x.a) == "objc_object"
}

func (p *printer) refLeft(n ref) {
	k, t := p.collapse(n)
	if t == 0 {
		return
	}
	p.left(t)
	p.declarator(t)
	if k == lvalueRef {
		p.char('&')
	} else {
		p.str("&&")
	}
}

// collapse returns the sort of reference that references to references come
// to, and what is referred to: 0 if that is itself, as hostile names have it.
func (p *printer) collapse(n ref) (kind, ref) {
	k, t := p.nodes[n].kind, p.nodes[n].a
	for range maxDepth {
		p.work--
		x := &p.nodes[t]
		for p.work >= 0 { // look through what stands for another type
			next := ref(0)
			switch {
			case x.kind == pack:
				next = p.packMember(x)
			case x.kind == forwardParam && x.flag == 0:
				next = x.b
			}
			if next == 0 {
				break
			}
			p.work--
			x = &p.nodes[next]
		}
		if x.kind != lvalueRef && x.kind != rvalueRef {
			return k, t
		}
		k, t = min(k, x.kind), x.a
	}
	return k, 0
}

// quals writes cv-qualifiers and ref-qualifiers.
func (p *printer) quals(q uint8) {
	if q == 0 {
		return
	}
	if q&quConst != 0 {
		p.str(" const")
	}
	if q&quVolatile != 0 {
		p.str(" volatile")
	}
	if q&quRestrict != 0 {
		p.str(" restrict")
	}
	switch {
	case q&quLRef != 0:
		p.str(" &")
	case q&quRRef != 0:
		p.str(" &&")
	}
}
