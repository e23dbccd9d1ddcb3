package proguard

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

// TraceOptions adjusts how a text is retraced. The zero value and nil are the
// defaults.
type TraceOptions struct {
	// Verbose prints methods with their return type and parameters. It also
	// tells apart methods that differ in nothing else.
	Verbose bool
}

// Retrace copies text from r to w and remaps each line of a stack trace in it:
// frames and the classes of exceptions. Every other byte stays as it is. A
// frame becomes one line for each inlined method. Where several methods may
// stand behind it, the lines of the others follow with "<OR> " before "at". A
// frame that only the compiler made is left out with its line.
func (m *Mapper) Retrace(w io.Writer, r io.Reader, opts *TraceOptions) error {
	in := bufio.NewReaderSize(r, maxLine+1)
	out := bufio.NewWriterSize(w, maxLine+1)
	rt := m.NewRetracer(opts)
	var buf []byte
	long := false // in a line that is too long to be of a trace
	for {
		line, err := in.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) && err != io.EOF {
			return errors.Join(err, out.Flush())
		}
		cut := errors.Is(err, bufio.ErrBufferFull)
		buf = buf[:0]
		if long || cut {
			buf = append(buf, line...)
		} else {
			var failed error
			if buf, failed = rt.AppendLine(buf, line); failed != nil {
				return errors.Join(failed, out.Flush())
			}
		}
		long = cut
		if _, failed := out.Write(buf); failed != nil {
			return failed
		}
		if err == io.EOF {
			return out.Flush()
		}
	}
}

// RetraceText is [Mapper.Retrace] for a text in memory.
func (m *Mapper) RetraceText(text string, opts *TraceOptions) (string, error) {
	var buf bytes.Buffer
	err := m.Retrace(&buf, bytes.NewReader([]byte(text)), opts)
	return buf.String(), err
}

// A Retracer retraces a text line by line. It keeps what one line says about
// the next, so the lines of different texts need a Retracer each.
//
// A Retracer must not be used by several goroutines at a time.
type Retracer struct {
	m       *Mapper
	verbose bool
	ctx     Context
	answer  answer
	memo    memo
	thrown  []byte // memory of ctx.thrown[0]
	budget  int    // how many frames may be looked at
	room    int    // how many bytes may be printed
	seen    map[string]bool
}

// What a text may become: so many frames and bytes at once, and what each line
// adds to that when it has been used.
const (
	framesPerLine = 64
	maxText       = 4 << 20
	textPerLine   = 8 << 10
)

// NewRetracer returns a Retracer at the start of a text.
func (m *Mapper) NewRetracer(opts *TraceOptions) *Retracer {
	return &Retracer{m: m, verbose: opts != nil && opts.Verbose, budget: maxFrames, room: maxText}
}

// AppendLine appends to dst what becomes of a line, which may be several lines
// or none. The line should have its line end, if it has one.
func (rt *Retracer) AppendLine(dst, line []byte) ([]byte, error) {
	if n := len(line); n == 0 || line[n-1] != '\n' {
		// Lines that come of this one need an end, all but the last.
		start := len(dst)
		dst, err := rt.AppendLine(dst, append(line[:n:n], '\n'))
		if len(dst) > start {
			dst = dst[:len(dst)-1]
		}
		return dst, err
	}
	text := line[:len(line)-1]
	if n := len(text); n > 0 && text[n-1] == '\r' {
		text = text[:n-1]
	}
	rt.budget = min(rt.budget+framesPerLine, maxFrames)
	rt.room = min(rt.room+textPerLine, maxText)
	t, err := parseTraceLine(text, rt.known)
	if err != nil {
		return dst, err
	}
	switch t.kind {
	case lineThrowable:
		return rt.appendThrowable(dst, line, &t)
	case lineFrame:
		return rt.appendFrame(dst, line, &t)
	}
	rt.ctx = Context{}
	return append(dst, line...), nil
}

func (rt *Retracer) known(class string) (bool, error) {
	_, ok, err := rt.m.Class(class)
	return ok, err
}

func (rt *Retracer) appendThrowable(dst, line []byte, t *traceLine) ([]byte, error) {
	rt.thrown = append(rt.thrown[:0], line[t.class:t.classEnd]...)
	name, err := rt.m.Throw(&rt.ctx, cursor.String(rt.thrown))
	if err != nil {
		return dst, err
	}
	dst = append(dst, line[:t.class]...)
	dst = append(dst, name...)
	return append(dst, line[t.classEnd:]...), nil
}

// Throw returns the original name of an exception, and notes it in ctx for the
// frame that follows.
func (m *Mapper) Throw(ctx *Context, class string) (string, error) {
	name, err := m.ClassName(class)
	*ctx = Context{thrown: [2]string{class, name}}
	return name, err
}

func (rt *Retracer) appendFrame(dst, line []byte, t *traceLine) ([]byte, error) {
	var slot *memoSlot
	text := line[t.class:t.numEnd]
	if rt.ctx == (Context{}) {
		slot = rt.memo.slot(text)
		if frames := slot.get(text); frames != nil {
			return rt.appendChain(dst, line, t, frames, slot.numbered), nil
		}
	}
	f := t.frame(cursor.String(line))
	a := &rt.answer
	a.frames = a.frames[:0]
	a.clear(rt.budget)
	if err := rt.m.answer(a, &rt.ctx, &f); err != nil {
		return dst, err
	}
	if !a.class {
		return append(dst, line...), nil
	}
	kept := a.alts[:0]
	for _, alt := range a.alts {
		alt.hi = alt.lo + len(withoutCompilerMade(a.frames[alt.lo:alt.hi]))
		if alt.lo < alt.hi {
			kept = append(kept, alt)
		}
	}
	a.alts = kept
	rt.budget -= len(a.frames)
	a.arrange(rt.verbose, rt.verbose || t.number > 0)
	numbered := t.numbered || !a.ambiguous || rt.verbose
	if len(a.alts) == 1 {
		frames := a.frames[a.alts[0].lo:a.alts[0].hi]
		if rt.ctx.outline == 0 {
			slot.put(text, frames, numbered, a.method)
		}
		return rt.appendChain(dst, line, t, frames, numbered), nil
	}
	return rt.appendAlternatives(dst, line, t, numbered), nil
}

// appendChain prints the frames of one alternative.
func (rt *Retracer) appendChain(dst, line []byte, t *traceLine, frames []Frame, numbered bool) []byte {
	for i := range frames {
		if i > 0 && rt.room <= 0 {
			break
		}
		dst = rt.appendFrameLine(dst, line, t, &frames[i], false, numbered)
	}
	return dst
}

// appendAlternatives prints the innermost frames of all alternatives, then
// their callers, and so on, each line once.
func (rt *Retracer) appendAlternatives(dst, line []byte, t *traceLine, numbered bool) []byte {
	a := &rt.answer
	if rt.seen == nil {
		rt.seen = make(map[string]bool)
	}
	first := true // the alternative that comes first is still in alts
	for depth := 0; len(a.alts) > 0 && rt.room > 0; depth++ {
		clear(rt.seen)
		kept := a.alts[:0]
		stays := false
		for i, alt := range a.alts {
			if alt.lo+depth >= alt.hi {
				continue
			}
			if rt.room <= 0 {
				break
			}
			or := !first || i > 0
			start := len(dst)
			dst = rt.appendFrameLine(dst, line, t, &a.frames[alt.lo+depth], false, numbered)
			key := string(dst[start:])
			switch {
			case rt.seen[key]:
				dst = dst[:start]
			case or:
				dst = rt.appendFrameLine(dst[:start], line, t, &a.frames[alt.lo+depth], true, numbered)
			}
			rt.seen[key] = true
			stays = stays || !or
			kept = append(kept, alt)
		}
		a.alts, first = kept, stays
	}
	return dst
}

// appendFrameLine prints a frame in place of the one in the line.
func (rt *Retracer) appendFrameLine(dst, line []byte, t *traceLine, f *Frame, or, numbered bool) []byte {
	start := len(dst)
	dst = append(dst, line[:t.at]...)
	if or {
		dst = append(dst, "<OR> "...)
	}
	dst = append(dst, line[t.at:t.class]...)
	dst = append(dst, f.Class...)
	dst = append(dst, line[t.classEnd:t.method]...)
	if rt.verbose && f.Type != "" {
		dst = append(dst, f.Type...)
		dst = append(dst, ' ')
		dst = append(dst, f.Method...)
		dst = append(dst, '(')
		dst = append(dst, f.Params...)
		dst = append(dst, ')')
	} else {
		dst = append(dst, f.Method...)
	}
	dst = append(dst, line[t.methEnd:t.file]...)
	dst = append(dst, f.File...)
	if numbered && f.Line > 0 {
		dst = append(dst, ':')
		dst = strconv.AppendUint(dst, uint64(f.Line), 10)
	}
	dst = append(dst, line[t.numEnd:]...)
	rt.room -= len(dst) - start
	return dst
}
