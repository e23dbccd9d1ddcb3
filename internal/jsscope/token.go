package jsscope

import (
	"bytes"
	"errors"
	"unicode"
	"unicode/utf8"
)

// A kind is a kind of token.
type kind uint8

const (
	tokEOF kind = iota
	tokIdent
	tokPrivate  // #name
	tokLiteral  // number, string, regular expression, template without substitution
	tokTemplate // template up to and with ${
	tokPunct
)

// A token is one token of the program: text[start:end].
type token struct {
	kind       kind
	start, end int
	newline    bool // a line break precedes it
}

var (
	errString   = errors.New("string does not end")
	errTemplate = errors.New("template does not end")
	errRegexp   = errors.New("regular expression does not end")
	errComment  = errors.New("comment does not end")
	errChar     = errors.New("character begins no token")
)

// A scanner splits a program into tokens.
type scanner struct {
	text    []byte
	off     int
	err     error // with off at its cause
	newline bool  // a line break was passed since the last token
}

// identByte marks the ASCII characters of identifiers. A backslash begins an
// escape, which counts as part of the identifier.
var identByte = func() (t [256]bool) {
	for c := range t {
		t[c] = 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
			c == '_' || c == '$' || c == '\\' || c >= utf8.RuneSelf
	}
	return t
}()

// next returns the next token. A slash begins a regular expression if
// operand says that one may stand here, a division otherwise.
func (s *scanner) next(operand bool) token {
	s.space()
	t := token{start: s.off, newline: s.newline}
	s.newline = false
	switch {
	case s.err != nil || s.off >= len(s.text):
		t.kind = tokEOF
	default:
		t.kind = s.token(s.text[s.off], operand)
	}
	if s.err != nil {
		t.kind = tokEOF
	}
	t.end = s.off
	return t
}

func (s *scanner) peek(n int) byte {
	if s.off+n < len(s.text) {
		return s.text[s.off+n]
	}
	return 0
}

func (s *scanner) fail(off int, err error) {
	if s.err == nil {
		s.err, s.off = err, off
	}
}

func (s *scanner) token(c byte, operand bool) kind {
	switch {
	case '0' <= c && c <= '9', c == '.' && isDigit(s.peek(1)):
		s.number()
		return tokLiteral
	case identByte[c]:
		s.ident()
		return tokIdent
	case c == '"' || c == '\'':
		s.str(c)
		return tokLiteral
	case c == '`':
		s.off++
		return s.template()
	case c == '#' && identByte[s.peek(1)]:
		s.off++
		s.ident()
		return tokPrivate
	case c == '/' && operand:
		s.regexp()
		return tokLiteral
	}
	s.punct(c)
	return tokPunct
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func (s *scanner) ident() {
	for s.off < len(s.text) && identByte[s.text[s.off]] {
		c := s.text[s.off]
		switch {
		case c == '\\' && s.peek(1) == 'u' && s.peek(2) == '{':
			end := bytes.IndexByte(s.text[s.off:min(len(s.text), s.off+16)], '}')
			if end < 0 {
				s.fail(s.off, errChar)
				return
			}
			s.off += end + 1
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRune(s.text[s.off:])
			if isSpace(r) {
				return
			}
			s.off += n
		default:
			s.off++
		}
	}
}

// number passes over a number, which may run into letters: 0x1f, 1e5, 10n.
func (s *scanner) number() {
	first := s.off
	for s.off < len(s.text) {
		c := s.text[s.off]
		switch {
		case (c == '+' || c == '-') && s.text[s.off-1]|0x20 == 'e' && !(s.text[first] == '0' && s.text[min(first+1, s.off)]|0x20 == 'x'):
		case c < utf8.RuneSelf && c != '\\' && identByte[c], c == '.':
		default:
			return
		}
		s.off++
	}
}

func (s *scanner) str(quote byte) {
	for i := s.off + 1; i < len(s.text); i++ {
		switch c := s.text[i]; c {
		case quote:
			s.off = i + 1
			return
		case '\\':
			i++
		case '\n', '\r':
			s.fail(s.off, errString)
			return
		}
	}
	s.fail(s.off, errString)
}

// template passes over the part of a template that begins at off, up to its
// end or the next substitution.
func (s *scanner) template() kind {
	for i := s.off; i < len(s.text); i++ {
		switch s.text[i] {
		case '`':
			s.off = i + 1
			return tokLiteral
		case '\\':
			i++
		case '$':
			if i+1 < len(s.text) && s.text[i+1] == '{' {
				s.off = i + 2
				return tokTemplate
			}
		}
	}
	s.fail(s.off, errTemplate)
	return tokEOF
}

func (s *scanner) regexp() {
	class := false
	for i := s.off + 1; i < len(s.text); i++ {
		switch s.text[i] {
		case '\\':
			i++
		case '[':
			class = true
		case ']':
			class = false
		case '/':
			if !class {
				s.off = i + 1
				s.ident() // flags
				return
			}
		case '\n', '\r':
			s.fail(s.off, errRegexp)
			return
		}
	}
	s.fail(s.off, errRegexp)
}

// puncts are the operators of more than one character, longest first.
var puncts = []string{
	">>>=",
	"...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=",
	"=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "++", "--", "**", "<<", ">>",
	"+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=",
}

func (s *scanner) punct(c byte) {
	switch c {
	case '(', ')', '[', ']', '{', '}', ';', ',', ':', '~', '@':
		s.off++
		return
	case '<', '>', '=', '!', '+', '-', '*', '/', '%', '&', '|', '^', '?', '.':
	default:
		s.fail(s.off, errChar)
		return
	}
	rest := s.text[s.off:]
	for _, p := range puncts {
		if p[0] == c && len(rest) >= len(p) && string(rest[:len(p)]) == p {
			if p == "?." && isDigit(s.peek(2)) {
				break // a conditional with a fraction
			}
			s.off += len(p)
			return
		}
	}
	s.off++
}

// space passes over white space and comments.
func (s *scanner) space() {
	for s.off < len(s.text) {
		switch c := s.text[s.off]; {
		case c == '\n' || c == '\r':
			s.newline = true
			s.off++
		case c == ' ' || c == '\t' || c == '\v' || c == '\f':
			s.off++
		case c == '/' && s.peek(1) == '/', c == '#' && s.peek(1) == '!' && s.off == 0:
			s.line()
		case c == '/' && s.peek(1) == '*':
			end := bytes.Index(s.text[s.off+2:], []byte("*/"))
			if end < 0 {
				s.fail(s.off, errComment)
				return
			}
			comment := s.text[s.off : s.off+2+end]
			s.newline = s.newline || bytes.IndexByte(comment, '\n') >= 0
			s.off += end + 4
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRune(s.text[s.off:])
			if !isSpace(r) {
				return
			}
			s.newline = s.newline || r == '\u2028' || r == '\u2029'
			s.off += n
		default:
			return
		}
	}
}

// line passes over the rest of the line.
func (s *scanner) line() {
	end := bytes.IndexAny(s.text[s.off:], "\r\n\u2028\u2029")
	if end < 0 {
		s.off = len(s.text)
		return
	}
	s.off += end
}

func isSpace(r rune) bool {
	return r == '\ufeff' || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Zs, r)
}
