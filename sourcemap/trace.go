package sourcemap

import (
	"strconv"
	"strings"
)

// A Trace is the text of a JavaScript stack trace, taken apart into lines.
type Trace struct {
	Lines []TraceLine
}

// A TraceLine is one line of a trace: a frame or other text.
type TraceLine struct {
	Text  string // the whole line, without its end
	Frame *Frame // nil if the line is no frame
}

// A Frame is one frame of a stack trace, as the engine wrote it.
type Frame struct {
	Function string // "" if the engine named none
	URL      string // of the script; "<anonymous>" and the like are kept
	// Line and Column count from 1, columns in UTF-16 code units; 0 if the
	// engine did not say. In Hermes bytecode the line is 1 and the column the
	// offset of the instruction plus 1.
	Line, Column uint32
	Async        bool // after an await, or called by a timer or promise
	New          bool // a constructor
	Native       bool // code of the engine
	Bytecode     bool // of Hermes
	Wasm         bool // WebAssembly; Column is the offset in the module plus 1
	WasmFunction uint32
	// Eval is where the code was evaluated, for code that never was a file;
	// else nil.
	Eval *Frame
	// At says that the engine writes "at f (url)", not "f@url".
	At     bool
	Indent string // white space before the frame
}

// Frames returns the frames of the trace, innermost first.
func (t *Trace) Frames() []*Frame {
	var out []*Frame
	for i := range t.Lines {
		if f := t.Lines[i].Frame; f != nil {
			out = append(out, f)
		}
	}
	return out
}

// ParseTrace takes a stack trace apart, in any of the forms that V8,
// SpiderMonkey, JavaScriptCore and Hermes write. It never fails: a line that
// is no frame is text.
func ParseTrace(text string) *Trace {
	t := &Trace{}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		t.Lines = append(t.Lines, TraceLine{Text: line, Frame: parseFrame(line)})
	}
	return t
}

// maxFrameLine bounds the lines that are looked at; data URLs can be long, but
// traces of them say nothing.
const maxFrameLine = 1 << 16

// parseFrame returns the frame on a line, nil if there is none.
func parseFrame(line string) *Frame {
	if len(line) > maxFrameLine {
		return nil
	}
	body := strings.TrimLeft(line, " \t")
	indent := line[:len(line)-len(body)]
	body = strings.TrimRight(body, " \t")
	var f *Frame
	if rest, ok := strings.CutPrefix(body, "at "); ok {
		f = parseAtFrame(rest)
	} else {
		f = parseSignFrame(body)
	}
	if f != nil {
		f.Indent = indent
	}
	return f
}

// parseAtFrame reads what V8 and Hermes write after "at ": the function and
// the location in parentheses, or the location alone.
func parseAtFrame(s string) *Frame {
	f := &Frame{At: true}
	if rest, ok := strings.CutPrefix(s, "async "); ok {
		f.Async, s = true, rest
	}
	if !strings.HasSuffix(s, ")") {
		if s == "native" || s == "<anonymous>" {
			f.URL, f.Native = s, s == "native"
			return f
		}
		if rest, ok := strings.CutPrefix(s, "new "); ok && !strings.Contains(rest, ":") {
			f.New, f.Function = true, rest
			return f
		}
		if !f.location(s) {
			return nil
		}
		return f
	}
	open := openParen(s)
	if open < 0 {
		return nil
	}
	where := s[open+1 : len(s)-1]
	name := strings.TrimSpace(s[:open])
	if rest, ok := strings.CutPrefix(name, "new "); ok {
		f.New, name = true, rest
	}
	f.Function = name
	if rest, ok := strings.CutPrefix(where, "index "); ok && isNumber(rest) { // Promise.all (index 0)
		f.Native = true
		return f
	}
	if rest, ok := strings.CutPrefix(where, "address at "); ok {
		f.Bytecode, where = true, rest
	}
	if f.evalLocation(where) || f.location(where) {
		return f
	}
	// What is in parentheses belongs to a name that has none of its own.
	f.URL = where
	if open == 0 || strings.ContainsAny(where, " \t") {
		return nil
	}
	return f
}

// openParen returns where the parenthesis that the last one closes is opened.
func openParen(s string) int {
	depth := 0
	for i := len(s) - 1; i >= 0; i-- {
		switch s[i] {
		case ')':
			depth++
		case '(':
			if depth--; depth == 0 && (i == 0 || s[i-1] == ' ') {
				return i
			}
		}
	}
	return -1
}

// maxEvals bounds how deep evals in evals are followed.
const maxEvals = 16

// evalLocation reads "eval at f (where), <anonymous>:1:2", where the inner
// location may be another of that kind.
func (f *Frame) evalLocation(s string) bool {
	for range maxEvals {
		rest, ok := strings.CutPrefix(s, "eval at ")
		if !ok {
			return f.Eval != nil
		}
		end := strings.LastIndex(rest, "), ")
		outer := rest
		if end >= 0 {
			outer = rest[:end+1]
			if own := rest[end+3:]; f.Eval == nil && !f.location(own) {
				f.URL = own
			}
		}
		open := openParen(outer)
		if open < 0 || !strings.HasSuffix(outer, ")") {
			return f.Eval != nil
		}
		e := &Frame{At: true, Function: strings.TrimSpace(outer[:open])}
		s = outer[open+1 : len(outer)-1]
		if !strings.HasPrefix(s, "eval at ") && !e.location(s) {
			e.URL = s
		}
		f.Eval = e // the outermost one is the one in a file
	}
	return true
}

// location reads "url:line:column" and its relatives.
func (f *Frame) location(s string) bool {
	switch s {
	case "native", "native code", "[native code]":
		f.URL, f.Native = s, true
		return true
	case "<anonymous>", "[wasm code]":
		f.URL, f.Wasm = s, s == "[wasm code]"
		return true
	}
	if f.wasmLocation(s) {
		return true
	}
	rest, last, ok := cutNumber(s)
	if !ok {
		return false
	}
	if url, first, ok := cutNumber(rest); ok {
		f.URL, f.Line, f.Column = url, first, last
	} else {
		f.URL, f.Line = rest, last
	}
	return f.URL != "" && !strings.ContainsAny(f.URL, "\t")
}

// wasmLocation reads "url:wasm-function[12]:0x1a2".
func (f *Frame) wasmLocation(s string) bool {
	url, rest, ok := strings.Cut(s, ":wasm-function[")
	if !ok {
		return false
	}
	number, rest, ok := strings.Cut(rest, "]:")
	if !ok {
		return false
	}
	n, err := strconv.ParseUint(number, 10, 32)
	off, err2 := strconv.ParseUint(strings.TrimPrefix(rest, "0x"), 16, 32)
	if err != nil || err2 != nil || off >= noIndex {
		return false
	}
	f.URL, f.Wasm, f.WasmFunction = url, true, uint32(n)
	f.Line, f.Column = 1, uint32(off)+1
	return true
}

// cutNumber cuts ":" and a number off the end of s.
func cutNumber(s string) (rest string, n uint32, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 || !isNumber(s[i+1:]) {
		return s, 0, false
	}
	v, err := strconv.ParseUint(s[i+1:], 10, 32)
	return s[:i], uint32(v), err == nil
}

func isNumber(s string) bool {
	for i := range len(s) {
		if !isASCIIDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

func isASCIIDigit(c byte) bool { return '0' <= c && c <= '9' }

// parseSignFrame reads what SpiderMonkey and JavaScriptCore write: the
// function, "@", and the location. The last sign that a location follows
// counts, since both may contain others.
func parseSignFrame(s string) *Frame {
	f := &Frame{}
	if s == "[native code]" {
		f.URL, f.Native = s, true
		return f
	}
	at := signIndex(s)
	where := s
	if at >= 0 {
		f.Function, where = s[:at], s[at+1:]
	} else if !strings.Contains(s, "://") || strings.ContainsAny(s, " \t") {
		return nil // a location alone must be a URL, or any text with numbers were one
	}
	if i := strings.LastIndexByte(f.Function, '*'); i >= 0 { // async*f, setTimeout handler*f
		f.Async, f.Function = true, f.Function[i+1:]
	}
	switch {
	case !strings.Contains(f.Function, " "):
	case f.Function == "global code", f.Function == "eval code", f.Function == "module code":
	default:
		return nil // a sentence with an address in it
	}
	if f.geckoEval(where) {
		return f
	}
	if f.location(where) {
		return f
	}
	return nil
}

// signIndex returns the sign that separates function and location: the first
// after which there is a URL, path or bracket, or else the last one.
func signIndex(s string) int {
	last := -1
	for i := range len(s) {
		if s[i] != '@' {
			continue
		}
		last = i
		rest := s[i+1:]
		if strings.HasPrefix(rest, "[") || strings.HasPrefix(rest, "/") || isURL(rest) {
			return i
		}
	}
	return last
}

// geckoEval reads "url line 5 > eval line 1 > Function:1:2".
func (f *Frame) geckoEval(s string) bool {
	url, rest, ok := strings.Cut(s, " line ")
	if !ok {
		return false
	}
	digits := 0
	for digits < len(rest) && isASCIIDigit(rest[digits]) {
		digits++
	}
	if !strings.HasPrefix(rest[digits:], " > ") {
		return false
	}
	line, err := strconv.ParseUint(rest[:digits], 10, 32)
	if err != nil {
		return false
	}
	if !f.location(rest[digits+len(" > "):]) {
		return false
	}
	f.URL = "<anonymous>"
	f.Eval = &Frame{URL: url, Line: uint32(line)}
	return true
}
