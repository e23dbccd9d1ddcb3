package proguard

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// A Mapper answers what the names and lines of a program were before they were
// obfuscated. A [Mapping] and a [Cache] each have one, and give the same
// answers.
//
// Any number of goroutines may use one Mapper. Errors are about reading a
// cache; the Mapper of a Mapping never returns one. Something that is not in
// the mapping is not an error.
type Mapper struct {
	idx     index
	scratch *sync.Pool // of *answer
}

func newMapper(idx index) Mapper {
	return Mapper{idx, &sync.Pool{New: func() any { return new(answer) }}}
}

// A Frame is a line of a stack trace.
type Frame struct {
	Class  string // with its package: "a.b.C$D"
	Method string
	File   string // "" if unknown; of an obfuscated frame only the extension counts
	Line   uint32 // 0 if unknown
	// Module is what a Java 9 trace has before the class, with its slash: class
	// loader, module and version. It is kept.
	Module string

	// What only a remapped frame has:

	Type   string // return type of the method; "" if the method is not in the mapping
	Params string // types of its parameters, separated by "," without blanks

	// Remapped is set in each Frame that a Mapper returns. A Frame that has it
	// is returned as it is, so that remapping twice changes nothing.
	Remapped bool
	// Synthesized says that the compiler made the method; Outline that it is
	// code which the compiler moved out of several methods. Neither was in the
	// source. SynthesizedClass says that the compiler made the class.
	Synthesized      bool
	Outline          bool
	SynthesizedClass bool
}

// A Context carries what a line of a stack trace says about the next one: the
// exception, which rewrite rules ask for, and the line of an outline, which
// selects the line of its caller. It begins as its zero value, and each call
// for a line of the same trace, in order, is given the same Context.
type Context struct {
	thrown  [2]string // class of the exception line before, obfuscated and remapped
	outline uint32    // line of the outline before; 0 if the line before is none
}

// A Result is what may stand behind one obfuscated frame.
type Result struct {
	// Alternatives are the possible answers, in the order that R8's retrace
	// gives them: by class, method, types, file and line of the innermost
	// frame. There are several if methods share a name and the line does not
	// tell them apart. Each has at least one frame, the innermost inlined
	// method first, the method that the program has last. If the class is not
	// in the mapping, the answer is the frame itself, with Remapped set. There
	// are none if rewrite rules remove every frame.
	Alternatives [][]Frame
	// Class and Method say whether the mapping has the class, and the method at
	// that line. If it has only the class, the frame keeps its method and line.
	Class, Method bool
}

// Frames returns the alternative that comes first, without frames that the
// compiler made: an outermost frame that is synthesized or an outline. It may
// be empty.
func (r *Result) Frames() []Frame {
	for _, alt := range r.Alternatives {
		if alt = withoutCompilerMade(alt); len(alt) > 0 {
			return alt
		}
	}
	return nil
}

// IsAmbiguous reports whether there is more than one answer.
func (r *Result) IsAmbiguous() bool { return len(r.Alternatives) > 1 }

// withoutCompilerMade cuts the outermost frame if the compiler made it.
func withoutCompilerMade(alt []Frame) []Frame {
	if n := len(alt); n > 0 && (alt[n-1].Synthesized || alt[n-1].Outline) {
		return alt[:n-1]
	}
	return alt
}

// Limits of an answer, which keep a small trace from becoming a huge one.
const (
	// maxInline is how many frames an alternative has at most; the outer ones
	// are left out. Compilers stop inlining at a depth of a few dozen.
	maxInline = 1024
	// maxFrames is how many frames all alternatives have together. A method of
	// unknown line that stands for a range of lines yields one for each line of
	// it, up to this number; a longer range yields its first line.
	maxFrames = 1 << 16
	// maxScan is how many records of one obfuscated name are looked at when
	// they are in no order, as when methods share lines. Real groups of that
	// kind have a few hundred at most.
	maxScan = 1 << 14
	// maxRules is how many rewrite rules of one record count; R8 writes one.
	maxRules = 16
)

// Frame remaps a frame. ctx may be nil for a frame on its own.
func (m *Mapper) Frame(ctx *Context, f Frame) (Result, error) {
	a := m.newAnswer(nil)
	defer m.release(a)
	if err := m.answer(a, ctx, &f); err != nil {
		return Result{}, err
	}
	a.arrange(true, true)
	r := Result{Class: a.class, Method: a.method, Alternatives: make([][]Frame, len(a.alts))}
	for i, alt := range a.alts {
		r.Alternatives[i] = a.frames[alt.lo:alt.hi:alt.hi]
	}
	return r, nil
}

// AppendFrames appends to dst what [Result.Frames] has for the frame. It is
// the quick way where an ambiguity is of no interest.
func (m *Mapper) AppendFrames(dst []Frame, ctx *Context, f Frame) ([]Frame, error) {
	room := maxFrames
	return m.appendFrames(dst, ctx, f, &room)
}

// appendFrames is AppendFrames with room for so many frames, which it reduces
// by what it has looked at.
func (m *Mapper) appendFrames(dst []Frame, ctx *Context, f Frame, room *int) ([]Frame, error) {
	a := m.newAnswer(dst)
	defer m.release(a)
	a.room, a.single = *room, true
	start := len(dst)
	if err := m.answer(a, ctx, &f); err != nil {
		return dst, err
	}
	*room = a.room
	if len(a.alts) == 1 {
		return a.frames[:start+len(withoutCompilerMade(a.frames[start:]))], nil
	}
	a.arrange(true, true)
	for _, alt := range a.alts {
		if frames := withoutCompilerMade(a.frames[alt.lo:alt.hi]); len(frames) > 0 {
			return append(a.frames[:start], frames...), nil
		}
	}
	return a.frames[:start], nil
}

// An answer collects alternatives. It can be used again.
type answer struct {
	frames []Frame // of all alternatives
	alts   []alternative
	chains []chain // found in the index
	room   int     // how many frames may still be added
	single bool    // the alternative that comes first is all that is wanted

	class, method bool // the mapping has the class, the method
	ambiguous     bool // several alternatives, before equal ones are dropped

	// Memory for what is read from the index.
	entry  classEntry
	member memberEntry
	spans  [spanWindow]span
}

// newAnswer returns an answer that appends to frames, with room for as many as
// one frame may become.
func (m *Mapper) newAnswer(frames []Frame) *answer {
	a := m.scratch.Get().(*answer)
	a.frames = frames
	a.clear(maxFrames)
	return a
}

type alternative struct{ lo, hi int } // frames

// A chain is records of the index that answer together.
type chain struct {
	lo, hi uint32
	line   uint32 // line of the program that led to it; 0 if there is none
	bare   bool   // only the name of the method counts, no line
}

// release gives back an answer, all but its frames.
func (m *Mapper) release(a *answer) {
	a.frames = nil
	m.scratch.Put(a)
}

// clear prepares a for the next frame. It does not change a.frames.
func (a *answer) clear(room int) {
	a.alts, a.chains, a.room, a.single = a.alts[:0], a.chains[:0], room, false
	a.class, a.method, a.ambiguous = false, false, false
}

// answer finds what stands behind f, in the order of the mapping.
func (m *Mapper) answer(a *answer, ctx *Context, f *Frame) error {
	var was Context
	if ctx != nil {
		was, *ctx = *ctx, Context{}
	}
	if f.Remapped {
		a.add(*f)
		return nil
	}
	c := &a.entry
	found, err := m.idx.class(f.Class, c)
	if err != nil {
		return err
	}
	if !found {
		same := *f
		same.Remapped = true
		a.add(same)
		return nil
	}
	a.class = true
	line, err := m.find(a, c, f.Method, f.Line, was.outline)
	if err != nil {
		return err
	}
	if len(a.chains) == 0 {
		file, err := m.file(c, c.original, f.File)
		if err != nil {
			return err
		}
		a.add(Frame{Class: c.original, Method: f.Method, File: file, Line: f.Line, Module: f.Module,
			Remapped: true, SynthesizedClass: c.synthesized})
		return nil
	}
	a.method = true
	outline := false
	for i := range a.chains {
		if i > 0 && a.room <= 0 {
			break
		}
		if outline, err = m.expand(a, a.chains[i], f, &was); err != nil {
			return err
		}
	}
	if ctx != nil && outline && len(a.chains) == 1 {
		ctx.outline = line
	}
	return nil
}

// add adds an alternative of one frame.
func (a *answer) add(f Frame) {
	a.alts = append(a.alts, alternative{len(a.frames), len(a.frames) + 1})
	a.frames = append(a.frames, f)
	a.room--
}

// expand adds the alternatives of a chain: one, or one for each source line of
// the innermost record if nothing tells them apart. It reports whether the
// method is an outline.
func (m *Mapper) expand(a *answer, ch chain, f *Frame, ctx *Context) (outline bool, err error) {
	start := len(a.frames)
	c, e := &a.entry, &a.member
	lo, remove := ch.lo, uint32(0)
	if ch.bare {
		lo = ch.hi - 1
	}
	depth := min(int(ch.hi-lo), maxInline, max(a.room, 1))
	innermost, last := uint32(0), uint32(0) // source lines that are possible
	for i := range uint32(depth) {
		rec := lo + i
		if int(i) == depth-1 {
			rec = ch.hi - 1 // the method itself is never left out
		}
		if err := m.idx.member(rec, e); err != nil {
			return false, err
		}
		spread := !ch.bare && e.spread()
		a.ambiguous = a.ambiguous || spread
		if i == 0 && spread {
			innermost, last = e.first, e.last
		}
		frame := Frame{
			Class:            cmp.Or(e.owner, c.original),
			Method:           e.name,
			Module:           f.Module,
			Type:             e.typ,
			Params:           cleanParams(e.params),
			Remapped:         true,
			Synthesized:      e.flags&flagSynthesized != 0,
			Outline:          e.flags&flagOutline != 0,
			SynthesizedClass: c.synthesized,
			Line:             sourceLine(e, ch, a.ambiguous, f.Line),
		}
		if frame.File, err = m.file(c, frame.Class, f.File); err != nil {
			return false, err
		}
		a.frames = append(a.frames, frame)
		if e.flags&flagInfo != 0 && ctx.thrown[1] != "" {
			n, err := m.removes(rec, ctx)
			if err != nil {
				return false, err
			}
			remove += n
		}
	}
	outline = e.flags&flagOutline != 0
	if remove <= uint32(depth) {
		a.frames = append(a.frames[:start], a.frames[start+int(remove):]...)
	} else {
		remove = 0 // a rule that asks for more than there is counts for nothing
	}
	n := len(a.frames) - start
	if n == 0 {
		return outline, nil
	}
	a.alts = append(a.alts, alternative{start, start + n})
	a.room -= n
	if last == innermost || remove > 0 {
		return outline, nil
	}
	a.frames[start].Line = innermost
	if !a.single && int64(last-innermost)*int64(n) <= int64(a.room) {
		for line := innermost + 1; line <= last; line++ {
			at := len(a.frames)
			a.frames = append(a.frames, a.frames[start:start+n]...)
			a.frames[at].Line = line
			a.alts = append(a.alts, alternative{at, at + n})
			a.room -= n
		}
	}
	return outline, nil
}

// removes returns how many inner frames the rewrite rules of a record take away
// behind the exception in ctx.
func (m *Mapper) removes(rec uint32, ctx *Context) (frames uint32, err error) {
	for nth := range maxRules {
		text, ok, err := m.idx.info(rec, InfoRewriteFrame, nth)
		if !ok || err != nil {
			return frames, err
		}
		var info Info
		if parseInfo([]byte(text), &info) {
			frames += info.removes(ctx.thrown[0], ctx.thrown[1])
		}
	}
	return frames, nil
}

// sourceLine returns the line of the source for a record. If the mapping has
// none, it is the line that the program showed.
func sourceLine(e *memberEntry, ch chain, ambiguous bool, shown uint32) uint32 {
	switch {
	case ch.bare:
		return shown
	case e.original > 0 && e.lines() == 1:
		return e.first
	case e.flags&flagRange != 0 && e.contains(ch.line) && (ch.line > 0 || !ambiguous):
		if e.original == 0 {
			return ch.line
		}
		return e.first + ch.line - e.start
	case !ambiguous && e.original > 0 && e.first > 0:
		return e.first
	}
	return shown
}

// cleanParams removes blanks, which some mappings have behind each comma.
func cleanParams(params string) string {
	if strings.IndexByte(params, ' ') < 0 {
		return params
	}
	return strings.ReplaceAll(params, " ", "")
}

// arrange drops alternatives whose innermost frame says the same as one before
// and sorts the rest. Types and lines count if they are shown.
func (a *answer) arrange(types, lines bool) {
	if len(a.alts) < 2 {
		return
	}
	type shown struct {
		class, method, file, typ, params string
		line                             uint32
	}
	seen := make(map[shown]bool, len(a.alts))
	a.alts = slices.DeleteFunc(a.alts, func(alt alternative) bool {
		f := &a.frames[alt.lo]
		s := shown{class: f.Class, method: f.Method, file: f.File}
		if types {
			s.typ, s.params = f.Type, f.Params
		}
		if lines {
			s.line = f.Line
		}
		again := seen[s]
		seen[s] = true
		return again
	})
	slices.SortStableFunc(a.alts, func(p, q alternative) int {
		f, g := &a.frames[p.lo], &a.frames[q.lo]
		return cmp.Or(
			cmp.Compare(f.Class, g.Class),
			cmp.Compare(f.Method, g.Method),
			cmp.Compare(f.Type, g.Type),
			cmp.Compare(f.Params, g.Params),
			cmp.Compare(f.File, g.File),
			cmp.Compare(f.Line, g.Line),
		)
	})
}
