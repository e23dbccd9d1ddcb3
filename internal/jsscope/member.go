package jsscope

// memberHead takes tokens of a class or object up to the value of a member.
// It reports false if t belongs to what may stand anywhere.
func (p *parser) memberHead(f *frame, t token) bool {
	m := &f.member
	word := p.word(t)
	if t.kind == tokPunct {
		switch word {
		case "}":
			return false
		case ",", ";":
			*m = member{}
			f.reset()
			return true
		case "@":
			f.await = false
			m.stage = atMember
			p.decorator()
			return true
		}
	}
	if m.stage == atKey {
		if done := p.afterKey(f, t, word); done {
			return true
		}
		// What looked like a key was a modifier; the key follows.
	}
	if m.stage == atMember {
		*m = member{began: t.start}
	}
	switch {
	case t.kind == tokIdent:
		m.key, m.ident = []Part{{word, t.start}}, true
	case t.kind == tokPrivate:
		m.key, m.ident = []Part{{word, t.start}}, false
	case t.kind == tokLiteral:
		m.key, m.ident = []Part{fixed(unquoted(word))}, false
	case word == "*":
		m.stage = atKey
		m.key, m.ident = nil, true
		return true
	case word == "[":
		m.stage = atKey
		m.key, m.ident = nil, false
		f.operand = true
		p.push(frame{kind: brackets, scope: -1, expr: true, at: t.start})
		return true
	case word == "...":
		m.stage = atValue
		f.reset()
		return true
	case word == "(": // arguments of a decorator
		f.operand = true
		p.push(frame{kind: group, scope: -1, expr: true, call: true, at: t.start})
		return true
	default:
		p.fail(t, errHead)
		return true
	}
	m.stage = atKey
	return true
}

// decorator passes over the name of a decorator.
func (p *parser) decorator() {
	for {
		save := p.scan
		t := p.scan.next(true)
		if t.kind != tokIdent && t.kind != tokPrivate {
			p.scan = save
			return
		}
		save = p.scan
		if dot := p.scan.next(true); dot.kind != tokPunct || p.word(dot) != "." {
			p.scan = save
			return
		}
	}
}

// afterKey takes the token after what may be the key of a member. It reports
// false if that was a modifier and t begins the key.
func (p *parser) afterKey(f *frame, t token, word string) bool {
	m := &f.member
	if t.kind == tokPunct {
		switch word {
		case "(":
			p.method(f)
			return true
		case "=", ":":
			m.stage = atValue
			key := m.key
			f.reset()
			f.base = join(f.prefix, key...)
			f.pending = len(key) > 0
			return true
		case "{":
			if !m.ident { // a static block has no other word before it
				p.fail(t, errHead)
				return true
			}
			scope := p.open(m.began, join(f.prefix, fixed("<static_initializer>")))
			p.push(frame{kind: block, start: true, scope: scope})
			return true
		case "*", "[":
			if m.ident && !t.newline {
				m.modifier()
				return false
			}
		}
	}
	if !m.ident || len(m.key) == 0 && t.kind == tokPunct {
		if f.kind == class && (t.newline || len(m.key) > 0) { // a field without a value
			f.member = member{began: t.start}
			return false
		}
		if len(m.key) > 0 {
			p.fail(t, errHead)
			return true
		}
		return false
	}
	if len(m.key) == 0 { // after an asterisk
		return false
	}
	if !m.modifier() { // a field without a value, or a word of an import list
		f.member = member{began: t.start}
	}
	return false
}

// modifier takes the key for a modifier of the key to come. It reports false
// if it is none.
func (m *member) modifier() bool {
	if len(m.key) == 0 {
		return false
	}
	switch key := m.key[0].Text; key {
	case "get", "set":
		m.get = key + " "
	case "static", "async", "accessor":
	default:
		return false
	}
	return true
}

// method takes the parenthesis after the key of a method.
func (p *parser) method(f *frame) {
	m := &f.member
	key := m.key
	if len(key) == 0 {
		key = []Part{fixed("<computed>")}
	}
	scope := -1
	if !(f.kind == class && len(key) == 1 && key[0].Text == "constructor" && m.get == "") {
		if m.get != "" {
			key = append([]Part{fixed(m.get)}, key...)
		}
		scope = p.open(m.began, join(f.prefix, key...))
	}
	p.push(frame{kind: params, scope: scope, expr: true, named: true})
}

// endInMember takes the end of a bracket within a class or object, unless it
// lies in the value of a member.
func (p *parser) endInMember(f, inner *frame, t token) bool {
	m := &f.member
	switch {
	case m.stage == atValue:
		return false
	case inner.kind == brackets: // a computed key
		if text := string(p.scan.text[inner.at:t.end]); len(text) <= maxComputed {
			m.key = []Part{fixed(text)}
		}
		f.operand = false
	case inner.kind == group: // arguments of a decorator
		*m = member{}
		f.operand = false
	default: // the body of a method or static block
		*m = member{}
		f.reset()
	}
	return true
}

// unquoted returns a literal key without its quotes.
func unquoted(s string) string {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') {
		return s[1 : len(s)-1]
	}
	return s
}
