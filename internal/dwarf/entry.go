package dwarf

import "github.com/gosymbolic/symbolic/internal/cursor"

// An entry holds the attributes of a DIE that functions and calls need, not
// yet looked up. A value whose form is 0 is absent.
type entry [slots]value

// A slot is the place of an attribute in an entry.
type slot uint8

const (
	slotNone slot = iota
	slotName
	slotLinkage
	slotLow
	slotHigh
	slotRanges
	slotEntryPC
	slotOrigin // abstract origin or specification, whichever came last
	slotCallFile
	slotCallLine
	slotCallColumn
	slotSignature
	slots
)

// slotOf returns where an entry keeps an attribute.
func slotOf(a attr) slot {
	switch a {
	case attrName:
		return slotName
	case attrLinkageName, attrMIPSLinkage:
		return slotLinkage
	case attrLowPC:
		return slotLow
	case attrHighPC:
		return slotHigh
	case attrRanges:
		return slotRanges
	case attrEntryPC:
		return slotEntryPC
	case attrAbstractOrigin, attrSpecification:
		return slotOrigin
	case attrCallFile:
		return slotCallFile
	case attrCallLine:
		return slotCallLine
	case attrCallColumn:
		return slotCallColumn
	case attrSignature:
		return slotSignature
	}
	return slotNone
}

// readEntry reads the attributes of an entry of shape a at c.
func (u *unit) readEntry(c *cursor.Cursor, a *abbrev, e *entry) {
	clear(e[:])
	for i := range a.specs {
		s := &a.specs[i]
		switch {
		case s.slot != slotNone:
			e[s.slot] = u.read(c, s)
		case s.size != variable:
			c.Skip(uint64(s.size))
		default:
			skipForm(c, u, s.form)
		}
	}
}

// skipEntry passes over an entry of shape a without its children, or with
// them if it says where they end and jump is set. It reports whether children
// follow.
func (u *unit) skipEntry(c *cursor.Cursor, a *abbrev, jump bool) (children bool) {
	if !a.children {
		a.skip(c, u)
		return false
	}
	if jump && a.sibling != 0 {
		peek := *c
		peek.Skip(uint64(a.siblingAt))
		s := spec{form: a.sibling}
		if target, ok := u.ref(u.read(&peek, &s)); ok && target.unit == u && target.off > c.Offset() && peek.Err() == nil {
			c.Seek(target.off)
			return false
		}
	}
	a.skip(c, u)
	return true
}

// A ref is a DIE: a unit and an offset in its section.
type ref struct {
	unit *unit
	off  uint64
}

// ref returns the DIE that v refers to (DWARF 5, 7.5.5).
func (u *unit) ref(v value) (ref, bool) {
	switch v.form {
	case formRef1, formRef2, formRef4, formRef8, formRefUdata:
		off := u.off + v.u
		return ref{u, off}, off >= u.diesOff && off < u.end
	case formRefAddr:
		to := u.data.unitAt(v.u)
		return ref{to, v.u}, to != nil
	case formRefSup4, formRefSup8, formGNURefAlt:
		if u.data.cfg.Supplementary == nil {
			return ref{}, false
		}
		to := u.data.cfg.Supplementary.unitAt(v.u)
		return ref{to, v.u}, to != nil
	case formRefSig8:
		to := u.data.typeUnit(v.u)
		if to == nil {
			return ref{}, false
		}
		off := to.off + to.typeOff
		return ref{to, off}, off >= to.diesOff && off < to.end
	}
	return ref{}, false
}

// read reads the entry that r refers to and returns its shape, or nil.
func (s *session) read(r ref, e *entry) *abbrev {
	c := r.unit.cursorAt(r.off)
	code := c.Uleb()
	if code == 0 {
		return nil
	}
	a := s.abbrevs.of(r.unit).get(code)
	if a == nil {
		return nil
	}
	r.unit.readEntry(&c, a, e)
	if c.Err() != nil {
		return nil
	}
	return a
}
