package swift

import (
	"github.com/gosymbolic/symbolic/internal/cursor"
)

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
		s, ok := p.slice()
		if !ok {
			return 0
		}
		p.saveWords(s)
		return p.addSub(p.named(kIdentifier, s))
	}
	text := p.scratch
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
			if !p.charge(len(p.words[i]) / nodesPerByte) {
				return 0
			}
			text = append(text, p.words[i]...)
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
			p.saveWords(s)
			text = append(text, s...)
		}
		if !words {
			break
		}
	}
	if len(text) == start {
		return 0
	}
	p.scratch = text
	return p.addSub(p.named(kIdentifier, cursor.String(text[start:])))
}

// slice reads a length and that many bytes.
func (p *parser) slice() (string, bool) {
	n, ok := p.natural()
	if !ok || n == 0 || n > len(p.in)-p.pos {
		return "", false
	}
	s := p.in[p.pos : p.pos+n]
	p.pos += n
	return s, true
}

// saveWords keeps the words of an identifier for later ones: runs that begin
// at a letter and end before an underscore or where upper case follows lower.
func (p *parser) saveWords(s string) {
	start := -1
	for i := 0; i <= len(s) && p.nwords < maxWords; i++ {
		var c byte
		if i < len(s) {
			c = s[i]
		}
		if start >= 0 && (c == '_' || c == 0 || (isUpper(c) && !isUpper(s[i-1]))) {
			if i-start >= 2 {
				p.words[p.nwords] = s[start:i]
				p.nwords++
			}
			start = -1
		}
		if start < 0 && c != '_' && c != 0 && !isDigit(c) {
			start = i
		}
	}
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
	text, ok := p.operatorText(p.text(id))
	if !ok {
		return 0
	}
	switch p.next() {
	case 'i':
		return p.named(kInfixOperator, text)
	case 'p':
		return p.named(kPrefixOperator, text)
	case 'P':
		return p.named(kPostfixOperator, text)
	}
	return 0
}

// operatorText spells out an operator. Bytes beyond ASCII stand for
// themselves.
func (p *parser) operatorText(letters string) (string, bool) {
	start := len(p.scratch)
	for i := range len(letters) {
		c := letters[i]
		if c < 0x80 {
			if !isLower(c) || operatorChars[c-'a'] == ' ' {
				return "", false
			}
			c = operatorChars[c-'a']
		}
		p.scratch = append(p.scratch, c)
	}
	return cursor.String(p.scratch[start:]), true
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
		which := p.named(kIdentifier, p.in[at:at+1])
		return p.with(kRelatedEntityDeclName, which, p.pop())
	default:
		p.back()
		discriminator := p.indexNode()
		return p.with(kLocalDeclName, discriminator, p.popTrait(isDeclName))
	}
}
