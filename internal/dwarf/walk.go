package dwarf

import (
	"errors"

	"github.com/gosymbolic/symbolic/debuginfo"
)

var errDepth = errors.New("entries nest too deep")

// maxDepth bounds how deep entries nest. Compilers stay below 200.
const maxDepth = 4096

// A level is an entry whose children are being walked.
type level struct {
	off      uint64 // of the entry
	function int32  // index in session.open of the function around, -1 for none
	call     int32  // index of the inlined call around, -1 for none
	depth    int32  // number of inlined calls around
	span     int32  // index in session.walked of the scope around, -1 for none
	owner    bool   // the entry is the function itself
	dead     bool   // a function without code is around: its calls do not count
	scope    bool   // the entry qualifies the names in it
}

// holdsFunctions reports whether functions may stand below an entry of tag t.
func (t tag) holdsFunctions() bool {
	switch t {
	case tagArrayType, tagEnumerationType, tagSubroutineType, tagFormalParameter, tagCallSite, tagGNUCallSite:
		return false
	}
	return true
}

// walk visits every entry of u once, in order, and yields the functions that
// end. It reports whether the iteration goes on.
func (s *session) walk(u *unit, yield yielder) bool {
	abbrevs := s.abbrevs.open(u)
	c := u.cursorAt(u.root().first)
	s.levels = s.levels[:0]
	s.open = s.open[:0]
	s.walking, s.walked = u, s.walked[:0]
	outermost := level{function: -1, call: -1, span: -1}
	around := outermost
	tooDeep := 0 // levels below those kept
	for c.Len() > 0 {
		off := c.Offset()
		code := uint64(c.U8())
		if code >= 0x80 {
			c.Seek(off)
			code = c.Uleb()
		}
		if code == 0 {
			switch {
			case tooDeep > 0:
				tooDeep--
				continue
			case len(s.levels) == 0:
				return true
			}
			ended := &s.levels[len(s.levels)-1]
			s.levels = s.levels[:len(s.levels)-1]
			if ended.owner && !s.finish(u, yield) {
				return false
			}
			if ended.scope {
				s.walked[ended.span].end = c.Offset()
			}
			around = outermost
			if n := len(s.levels); n > 0 {
				around = s.levels[n-1]
			}
			continue
		}
		a := abbrevs.get(code)
		if a == nil {
			err := abbrevs.err
			if err == nil {
				err = u.errorAt(off, errAbbrevCode)
			}
			return s.abandon(u, yield, err)
		}
		if a.leaf {
			a.skip(&c, u) // an error ends the loop
			continue
		}
		s.walkedTo = off
		in := around
		in.off, in.owner, in.scope = off, false, false
		children := a.children
		switch a.tag {
		case tagSubprogram:
			u.readEntry(&c, a, &s.entry)
			in.owner = s.openEntry(u, off)
			in.dead = !in.owner
			in.function, in.call, in.depth = int32(len(s.open))-1, -1, 0
			if !in.owner {
				in.function = -1
			}
		case tagInlinedSubroutine:
			if in.function < 0 || in.dead {
				children = u.skipEntry(&c, a, false)
				break
			}
			u.readEntry(&c, a, &s.entry)
			s.inline(u, &in)
		default:
			in.scope = a.tag.isScope()
			children = u.skipEntry(&c, a, !a.tag.holdsFunctions())
		}
		if err := c.Err(); err != nil {
			return s.abandon(u, yield, err)
		}
		switch {
		case !children:
			if in.owner && !s.finish(u, yield) {
				return false
			}
		case tooDeep > 0 || len(s.levels) == maxDepth:
			if in.owner && !s.finish(u, yield) {
				return false
			}
			if tooDeep == 0 && !yield(nil, u.errorAt(off, errDepth)) {
				return false
			}
			tooDeep++
		default:
			if in.scope {
				s.walked = append(s.walked, scopeSpan{start: c.Offset(), end: u.end, off: off, parent: int(around.span)})
				in.span = int32(len(s.walked)) - 1
			}
			s.levels = append(s.levels, in)
			around = in
		}
	}
	// The last ends of children may be missing.
	return s.abandon(u, yield, c.Err())
}

// abandon ends the walk of a damaged unit: functions that are under way are
// yielded with what is known of them, then the error, if there is one.
func (s *session) abandon(u *unit, yield yielder, err error) bool {
	for len(s.open) > 0 {
		if !s.finish(u, yield) {
			return false
		}
	}
	return err == nil || yield(nil, err)
}

type yielder = func(*debuginfo.Function, error) bool
