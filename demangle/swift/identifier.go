package swift

// identifier reads an identifier: plain text with its length before it, text
// with references to words of earlier identifiers, or Punycode.
func (p *parser) identifier() ref {
	words, puny := false, false
	if p.peek() == '0' {
		p.next()
		if p.nextIf('0') {
			puny = true
		} else {
			words = true
		}
	}
	if !words && !puny { // the common case needs no copy
		if _, ok := p.slice(); !ok {
			return 0
		}
		p.idents = append(p.idents, p.last)
		return p.addSub(p.cut(kIdentifier, int(p.last.from), int(p.last.to)))
	}
	p.findWords()
	text := p.texts
	start := len(text)
	for {
		for words && isLetter(p.peek()) {
			c := p.next()
			i := int(c - 'a')
			if isUpper(c) {
				i = int(c - 'A')
				words = false
			}
			if i >= p.nwords {
				return 0
			}
			// A word costs a byte of the name for each time it is used, but
			// may be as long as the name: count it like nodes.
			word := p.span(p.words[i])
			if !p.charge(len(word) / bytesPerNode) {
				return 0
			}
			text = append(text, word...)
		}
		if p.nextIf('0') {
			break
		}
		if puny {
			n, ok := p.natural()
			if !ok || n == 0 {
				return 0
			}
			p.nextIf('_')
			if n > len(p.in)-p.pos {
				return 0
			}
			if text, ok = decodePunycode(text, p.in[p.pos:p.pos+n]); !ok {
				return 0
			}
			p.pos += n
		} else {
			s, ok := p.slice()
			if !ok {
				return 0
			}
			p.idents = append(p.idents, p.last)
			p.findWords()
			text = append(text, s...)
		}
		if !words {
			break
		}
	}
	if len(text) == start {
		return 0
	}
	p.texts = text
	return p.addSub(p.cut(kIdentifier, start, len(text)))
}

// slice reads a length and that many bytes, and notes where they are.
func (p *parser) slice() (string, bool) {
	n, ok := p.natural()
	if !ok || n == 0 || n > len(p.in)-p.pos {
		return "", false
	}
	from := p.pos
	p.pos += n
	p.last = span{uint32(from), uint32(p.pos)}
	return p.in[from:p.pos], true
}

// findWords finds the words of the identifiers read since it ran last: runs
// that begin at a letter and end before an underscore or where upper case
// follows lower. Few names need them.
func (p *parser) findWords() {
	for _, id := range p.idents {
		start := -1
		for i := int(id.from); i <= int(id.to) && p.nwords < maxWords; i++ {
			var c byte
			if i < int(id.to) {
				c = p.in[i]
			}
			if start >= 0 && (c == '_' || c == 0 || (isUpper(c) && !isUpper(p.in[i-1]))) {
				if i-start >= 2 {
					p.words[p.nwords] = span{uint32(start), uint32(i)}
					p.nwords++
				}
				start = -1
			}
			if start < 0 && c != '_' && c != 0 && !isDigit(c) {
				start = i
			}
		}
	}
	p.idents = p.idents[:0]
}

// operatorChars maps the letters of the identifier of an operator to its
// characters; letters without a meaning map to a space.
const operatorChars = "& @/= >    <*!|+?%-~   ^ ."

// operatorIdentifier makes the last identifier the name of an operator, after
// "o".
func (p *parser) operatorIdentifier() ref {
	id := p.popKind(kIdentifier)
	if id == 0 {
		return 0
	}
	var k kind
	switch p.next() {
	case 'i':
		k = kInfixOperator
	case 'p':
		k = kPrefixOperator
	case 'P':
		k = kPostfixOperator
	default:
		return 0
	}
	return p.operatorName(k, p.text(id))
}

// operatorName spells out an operator. Bytes beyond ASCII stand for
// themselves.
func (p *parser) operatorName(k kind, letters string) ref {
	from := len(p.texts)
	for i := range len(letters) {
		c := letters[i]
		if c < 0x80 {
			if !isLower(c) || operatorChars[c-'a'] == ' ' {
				return 0
			}
			c = operatorChars[c-'a']
		}
		p.texts = append(p.texts, c)
	}
	return p.cut(k, from, len(p.texts))
}

// localIdentifier reads what makes a declaration's name unique, after "L".
func (p *parser) localIdentifier() ref {
	switch c := p.next(); {
	case c == 'L':
		discriminator := p.popKind(kIdentifier)
		return p.with(kPrivateDeclName, discriminator, p.popTrait(isDeclName))
	case c == 'l':
		return p.with(kPrivateDeclName, p.popKind(kIdentifier))
	case 'a' <= c && c <= 'j' || 'A' <= c && c <= 'J':
		at := p.pos - 1
		which := p.cut(kIdentifier, at, at+1)
		return p.with(kRelatedEntityDeclName, which, p.pop())
	default:
		p.back()
		discriminator := p.indexNode()
		return p.with(kLocalDeclName, discriminator, p.popTrait(isDeclName))
	}
}
