package proguard

import (
	"strconv"
	"unicode/utf8"
)

// R8 reads the JSON of its comments with a lenient parser, and its own tests
// and older versions write keys without quotes and strings in single quotes.
// This reader accepts that. It looks at an object's own keys only; what they
// hold is given as raw text.

// maxJSONDepth bounds how deep values may nest; R8 writes two levels.
const maxJSONDepth = 16

// A jsonScan reads one value after another from text.
type jsonScan struct {
	text []byte
	pos  int
	bad  bool
}

func (j *jsonScan) space() {
	for j.pos < len(j.text) && (isBlank(j.text[j.pos]) || j.text[j.pos] == '\r' || j.text[j.pos] == '\n') {
		j.pos++
	}
}

// take passes over c, behind any blanks, and reports whether it was there.
func (j *jsonScan) take(c byte) bool {
	j.space()
	if j.pos < len(j.text) && j.text[j.pos] == c {
		j.pos++
		return true
	}
	return false
}

func (j *jsonScan) fail() { j.bad, j.pos = true, len(j.text) }

// token passes over a quoted string or a bare word and returns it with its
// quotes.
func (j *jsonScan) token() []byte {
	j.space()
	start := j.pos
	if start == len(j.text) {
		j.fail()
		return nil
	}
	if q := j.text[start]; q == '"' || q == '\'' {
		for i := start + 1; i < len(j.text); i++ {
			switch j.text[i] {
			case '\\':
				i++
			case q:
				j.pos = i + 1
				return j.text[start:j.pos]
			}
		}
		j.fail()
		return nil
	}
	for j.pos < len(j.text) && isBareByte(j.text[j.pos]) {
		j.pos++
	}
	if j.pos == start {
		j.fail()
	}
	return j.text[start:j.pos]
}

func isBareByte(c byte) bool {
	switch c {
	case '{', '}', '[', ']', ',', ':', '"', '\'', ' ', '\t', '\r', '\n', '#', ';', '=':
		return false
	}
	return c > ' '
}

// value passes over any value and returns its text. Which bracket closes what
// is open is kept in bits of objects, the innermost lowest.
func (j *jsonScan) value() []byte {
	j.space()
	start := j.pos
	depth, objects := 0, uint32(0)
	for !j.bad {
		object := j.take('{')
		if object || j.take('[') {
			depth, objects = depth+1, objects<<1
			if object {
				objects |= 1
			}
			if depth > maxJSONDepth {
				j.fail()
			}
			if !j.close(objects) {
				j.item(objects)
				continue
			}
			depth, objects = depth-1, objects>>1
		} else {
			j.token()
		}
		// A value has ended, and perhaps what it is in.
		for depth > 0 && j.close(objects) {
			depth, objects = depth-1, objects>>1
		}
		if depth == 0 {
			break
		}
		if !j.take(',') {
			j.fail()
		}
		j.item(objects)
	}
	if j.bad {
		return nil
	}
	return j.text[start:j.pos]
}

// close passes over the bracket that closes the innermost container.
func (j *jsonScan) close(objects uint32) bool {
	if objects&1 != 0 {
		return j.take('}')
	}
	return j.take(']')
}

// item passes over what stands before an item of the innermost container.
func (j *jsonScan) item(objects uint32) {
	if objects&1 != 0 {
		j.key()
	}
}

func (j *jsonScan) key() []byte {
	k := j.token()
	if !j.take(':') {
		j.fail()
	}
	return k
}

// jsonObject calls field for each key of the object that text holds and
// reports whether text is a well-formed object and nothing else.
func jsonObject(text []byte, field func(key, value []byte)) bool {
	j := jsonScan{text: text}
	if !j.take('{') {
		return false
	}
	if !j.take('}') {
		for {
			key := j.key()
			value := j.value()
			if j.bad {
				return false
			}
			field(key, value)
			if j.take('}') {
				break
			}
			if !j.take(',') {
				return false
			}
		}
	}
	j.space()
	return !j.bad && j.pos == len(text)
}

// jsonArray calls item for each item of the array that text holds and reports
// whether text is a well-formed array.
func jsonArray(text []byte, item func(value []byte)) bool {
	j := jsonScan{text: text}
	if !j.take('[') {
		return false
	}
	if j.take(']') {
		return true
	}
	for {
		value := j.value()
		if j.bad {
			return false
		}
		item(value)
		if j.take(']') {
			return true
		}
		if !j.take(',') {
			return false
		}
	}
}

// jsonText returns the text of a string or bare word, without quotes and
// escapes. A string without escapes shares memory with raw.
func jsonText(raw []byte) []byte {
	if len(raw) < 2 || raw[0] != '"' && raw[0] != '\'' {
		return raw
	}
	raw = raw[1 : len(raw)-1]
	for i, c := range raw {
		if c == '\\' {
			return unescape(append([]byte(nil), raw[:i]...), raw[i:])
		}
	}
	return raw
}

// unescape appends raw to dst with its escapes resolved.
func unescape(dst, raw []byte) []byte {
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if c != '\\' || i+1 == len(raw) {
			dst = append(dst, c)
			continue
		}
		i++
		switch raw[i] {
		case 'n':
			dst = append(dst, '\n')
		case 't':
			dst = append(dst, '\t')
		case 'r':
			dst = append(dst, '\r')
		case 'b':
			dst = append(dst, '\b')
		case 'f':
			dst = append(dst, '\f')
		case 'u':
			r, ok := hex4(raw[i+1:])
			if !ok {
				dst = append(dst, '\\', 'u')
				continue
			}
			i += 4
			if low, ok := surrogate(r, raw[i+1:]); ok {
				r = low
				i += 6
			}
			dst = utf8.AppendRune(dst, r)
		default:
			dst = append(dst, raw[i])
		}
	}
	return dst
}

func hex4(b []byte) (rune, bool) {
	if len(b) < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[:4]), 16, 16)
	return rune(n), err == nil
}

// surrogate joins a high surrogate with the escape of the low one in b.
func surrogate(high rune, b []byte) (rune, bool) {
	if high < 0xd800 || high > 0xdbff || len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	low, ok := hex4(b[2:])
	if !ok || low < 0xdc00 || low > 0xdfff {
		return 0, false
	}
	return 0x10000 + (high-0xd800)<<10 + (low - 0xdc00), true
}
