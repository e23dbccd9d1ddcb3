package proguard

import (
	"strconv"
	"strings"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A Trace is a stack trace: an exception, what caused it, and what was
// suppressed, in the order in which they are printed.
type Trace struct {
	Thread     string // from `Exception in thread "main"`; often ""
	Throwables []Throwable
}

// A ThrowableKind tells how an exception belongs to the one it is part of.
type ThrowableKind uint8

// The kinds of exceptions in a trace.
const (
	Thrown     ThrowableKind = iota // the first, or one on its own
	Cause                           // "Caused by: "
	Suppressed                      // "Suppressed: "
	Circular                        // "[CIRCULAR REFERENCE: ", printed before
)

// A Throwable is an exception of a Trace.
type Throwable struct {
	Kind    ThrowableKind
	Parent  int    // index of the exception that this is part of; -1 if there is none
	Class   string // "" for frames without an exception
	Message string // may have several lines
	Frames  []Frame
	More    int // number from "... n more": frames in common with the parent

	// Remapped is set in each Throwable that a Mapper returns; its class is not
	// remapped again.
	Remapped bool
}

// ParseTrace reads a stack trace from a text as Java prints it, with whatever
// a logger put before each line. Lines that belong to no trace are left out.
// It reports whether there is a trace at all. Strings share memory with text.
func ParseTrace(text string) (Trace, bool) {
	var t Trace
	var open []openThrowable // exceptions that others may be part of
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if len(line) > maxLine {
			continue
		}
		raw := []byte(line)
		parts, _ := parseTraceLine(raw, func(string) (bool, error) { return true, nil })
		last := len(t.Throwables) - 1
		switch {
		case parts.kind == lineFrame:
			if last < 0 {
				t.Throwables = append(t.Throwables, Throwable{Parent: -1})
				last = 0
			}
			t.Throwables[last].Frames = append(t.Throwables[last].Frames, parts.frame(line))
		case parts.kind == lineThrowable && !t.continues(line, &parts):
			t.throwable(line, &parts, &open)
		case last < 0:
		case moreFrames(line) > 0:
			t.Throwables[last].More = moreFrames(line)
		case len(t.Throwables[last].Frames) == 0 && t.Throwables[last].More == 0:
			t.Throwables[last].Message += "\n" + line
		}
	}
	if len(t.Throwables) == 1 && t.Throwables[0].isWeak() {
		t = Trace{}
	}
	return t, len(t.Throwables) > 0
}

// isWeak reports whether the exception may be any word with a colon: it has no
// package and no frames.
func (e *Throwable) isWeak() bool {
	return e.Kind == Thrown && strings.IndexByte(e.Class, '.') < 0 && len(e.Frames) == 0 && e.More == 0
}

// continues reports whether a line that looks like an exception is none: it
// goes on with the message of the exception before, or has a word without a
// package behind the tag of a logger.
func (t *Trace) continues(line string, parts *traceLine) bool {
	prefix := line[:parts.class]
	if parts.circular || strings.Contains(prefix, "Caused by:") || strings.Contains(prefix, "Suppressed:") {
		return false
	}
	strong := strings.IndexByte(line[parts.class:parts.classEnd], '.') >= 0 || strings.Contains(prefix, threadPrefix)
	if n := len(t.Throwables); n > 0 {
		if n == 1 && strong && t.Throwables[0].isWeak() {
			t.Throwables = t.Throwables[:0] // that was none
			return false
		}
		if last := &t.Throwables[n-1]; last.Class != "" && len(last.Frames) == 0 && last.More == 0 {
			return true
		}
	}
	return !strong && strings.Trim(prefix, " \t") != ""
}

// threadPrefix begins the line of an exception that ends a thread.
const threadPrefix = `Exception in thread "`

// An openThrowable is an exception that those behind it may be part of, with
// the column in which its line began.
type openThrowable struct{ index, column int }

// throwable adds the exception of a line.
func (t *Trace) throwable(line string, parts *traceLine, open *[]openThrowable) {
	prefix := line[:parts.class]
	e := Throwable{Parent: -1, Class: line[parts.class:parts.classEnd]}
	rest := line[parts.classEnd:]
	column := len(prefix) - len(strings.TrimLeft(prefix, " \t"))
	switch {
	case parts.circular:
		e.Kind = Circular
		column = strings.Index(prefix, "[")
		rest = strings.TrimSuffix(strings.TrimRight(rest, " \t"), "]")
	case strings.Contains(prefix, "Caused by:"):
		e.Kind = Cause
		column = strings.Index(prefix, "Caused by:")
	case strings.Contains(prefix, "Suppressed:"):
		e.Kind = Suppressed
		column = strings.Index(prefix, "Suppressed:")
	default:
		if _, after, ok := strings.Cut(prefix, threadPrefix); ok {
			t.Thread, _, _ = strings.Cut(after, `"`)
		}
		*open = (*open)[:0]
	}
	if after, ok := strings.CutPrefix(rest, ":"); ok {
		e.Message = strings.TrimPrefix(after, " ")
	}
	// A cause stands in the column of its parent, what is suppressed behind it.
	for n := len(*open); n > 1; n-- {
		top := (*open)[n-1]
		if top.column < column || top.column == column && e.Kind == Cause {
			break
		}
		*open = (*open)[:n-1]
	}
	if n := len(*open); n > 0 && e.Kind != Thrown {
		e.Parent = (*open)[n-1].index
	}
	*open = append(*open, openThrowable{len(t.Throwables), column})
	t.Throwables = append(t.Throwables, e)
}

// moreFrames returns n of "... n more", or 0.
func moreFrames(line string) int {
	_, after, ok := strings.Cut(line, "... ")
	if !ok {
		return 0
	}
	digits, ok := strings.CutSuffix(strings.TrimRight(after, " \t"), " more")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 0 {
		return 0
	}
	return n
}

// Trace remaps a trace: the classes of its exceptions, and each frame into
// what [Result.Frames] has for it. t is not changed. What is remapped already
// stays as it is.
func (m *Mapper) Trace(t Trace) (Trace, error) {
	out := Trace{Thread: t.Thread, Throwables: make([]Throwable, len(t.Throwables))}
	budget := maxFrames
	for i, e := range t.Throwables {
		var ctx Context
		if !e.Remapped && e.Class != "" {
			name, err := m.Throw(&ctx, e.Class)
			if err != nil {
				return Trace{}, err
			}
			e.Class = name
		}
		e.Remapped = true
		frames := make([]Frame, 0, len(e.Frames))
		for _, f := range e.Frames {
			var err error
			budget = min(budget+framesPerLine, maxFrames)
			if frames, err = m.appendFrames(frames, &ctx, f, &budget); err != nil {
				return Trace{}, err
			}
		}
		e.Frames = frames
		out.Throwables[i] = e
	}
	return out, nil
}

// String returns the frame as Java prints it, without the blanks before it.
func (f *Frame) String() string { return cursor.String(f.append(nil)) }

func (f *Frame) append(dst []byte) []byte {
	for _, part := range [...]string{"at ", f.Module, f.Class, ".", f.Method, "("} {
		dst = append(dst, part...)
	}
	if f.File == "" {
		dst = append(dst, "Unknown Source"...)
	}
	dst = append(dst, f.File...)
	if f.Line > 0 {
		dst = append(dst, ':')
		dst = strconv.AppendUint(dst, uint64(f.Line), 10)
	}
	return append(dst, ')')
}

// maxIndent bounds how far exceptions within exceptions are indented.
const maxIndent = 64

// String returns the trace as Java prints it.
func (t *Trace) String() string {
	var dst []byte
	indents := make([]int, len(t.Throwables))
	for i := range t.Throwables {
		e := &t.Throwables[i]
		indent := 0
		if e.Parent >= 0 && e.Parent < i {
			indent = indents[e.Parent]
			if e.Kind != Cause {
				indent = min(indent+1, maxIndent)
			}
		}
		indents[i] = indent
		dst = e.append(dst, indent, t.Thread)
	}
	return cursor.String(dst)
}

func (e *Throwable) append(dst []byte, indent int, thread string) []byte {
	tabs := func() {
		for range indent {
			dst = append(dst, '\t')
		}
	}
	if e.Class != "" {
		tabs()
		switch e.Kind {
		case Cause:
			dst = append(dst, "Caused by: "...)
		case Suppressed:
			dst = append(dst, "Suppressed: "...)
		case Circular:
			dst = append(dst, "[CIRCULAR REFERENCE: "...)
		default:
			if thread != "" {
				dst = append(dst, threadPrefix+thread+`" `...)
			}
		}
		dst = append(dst, e.Class...)
		if e.Message != "" {
			dst = append(dst, ": "...)
			dst = append(dst, e.Message...)
		}
		if e.Kind == Circular {
			dst = append(dst, ']')
		}
		dst = append(dst, '\n')
	}
	for i := range e.Frames {
		tabs()
		dst = append(dst, '\t')
		dst = e.Frames[i].append(dst)
		dst = append(dst, '\n')
	}
	if e.More > 0 {
		tabs()
		dst = append(dst, "\t... "...)
		dst = strconv.AppendInt(dst, int64(e.More), 10)
		dst = append(dst, " more\n"...)
	}
	return dst
}
