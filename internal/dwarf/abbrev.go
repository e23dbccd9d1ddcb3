package dwarf

import (
	"errors"
	"sort"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

var (
	errAbbrevCode  = errors.New("abbreviation is not in the table")
	errAbbrevForm  = errors.New("form is unknown")
	errAbbrevCount = errors.New("abbreviation has too many attributes")
	errAbbrevOff   = errors.New("abbreviation table lies outside .debug_abbrev")
)

// maxAttrs bounds the attributes of one abbreviation; compilers use below 40.
const maxAttrs = 4096

// An abbrev is the shape of an entry, compiled for the units that use it.
type abbrev struct {
	tag      tag
	children bool
	leaf     bool // an entry without children that is neither function nor call
	specs    []spec
	steps    []step // how to pass over the attributes
	// sibling is the form of DW_AT_sibling if every attribute before it has a
	// fixed size, whose sum is siblingAt; 0 if there is none.
	sibling   form
	siblingAt uint16
}

// A spec is one attribute of an abbrev.
type spec struct {
	attr     attr
	form     form
	slot     slot  // where entry keeps the value, if it does
	size     uint8 // in bytes, or variable
	implicit int64 // value of formImplicitConst
}

// variable is the size of an attribute that states its own.
const variable = 0xff

// A step passes over fixed bytes and then one attribute of variable size.
type step struct {
	fixed uint32
	then  skipKind
}

// A skipKind is a way in which the size of an attribute is found.
type skipKind uint8

const (
	skipNothing skipKind = iota
	skipLEB
	skipString
	skipBlock1
	skipBlock2
	skipBlock4
	skipBlock
	skipIndirect
	skipAddrxOff // LEB128 index, then four bytes
	skipBad
)

// An abbrevTable is a compiled abbreviation table. Its memory serves the next
// table when it is compiled again.
type abbrevTable struct {
	dense  []abbrev           // code i+1 at index i
	sparse map[uint64]*abbrev // codes that are out of order
	err    error              // what ended the table early

	// The attributes of all abbreviations. Where these slices grow, the
	// abbreviations before keep their part of the old one.
	specs []spec
	steps []step
}

// get returns the abbreviation of code, or nil.
func (t *abbrevTable) get(code uint64) *abbrev {
	if code-1 < uint64(len(t.dense)) {
		return &t.dense[code-1]
	}
	return t.sparse[code]
}

// An abbrevKey is what a compiled table depends on.
type abbrevKey struct {
	data     *Data
	off      uint64
	addrSize uint8
	is64     bool
	version2 bool // DW_FORM_ref_addr has the size of an address
}

func (u *unit) abbrevKey() abbrevKey {
	return abbrevKey{u.data, u.abbrevOff, u.addrSize, u.is64, u.version == 2}
}

// An abbrevCache holds the tables that a session needs at a time: that of the
// unit under way, and some of those that it refers to.
type abbrevCache struct {
	key    abbrevKey
	table  abbrevTable
	others map[abbrevKey]*abbrevTable
}

// maxTables bounds the tables of other units. All of a large file would take
// more memory than the file.
const maxTables = 256

// open compiles the table of u, which is the unit under way from now on.
func (c *abbrevCache) open(u *unit) *abbrevTable {
	if key := u.abbrevKey(); c.key != key {
		c.key = key
		c.table.compile(u, 0)
	}
	return &c.table
}

// of returns the table of any unit.
func (c *abbrevCache) of(u *unit) *abbrevTable {
	key := u.abbrevKey()
	if c.key == key {
		return &c.table
	}
	t := c.others[key]
	if t == nil {
		if c.others == nil || len(c.others) == maxTables {
			c.others = make(map[abbrevKey]*abbrevTable)
		}
		t = new(abbrevTable)
		t.compile(u, 0)
		c.others[key] = t
	}
	return t
}

var abbrevPlace = &cursor.Place{Format: Format, Section: ".debug_abbrev"}

// compile reads the table at u.abbrevOff (DWARF 5, 7.5.3), up to the code last
// if that is not 0. The table ends at its zero code or where the next one
// begins, so that tables cannot overlap and all of them together cost no more
// than the section.
func (t *abbrevTable) compile(u *unit, last uint64) {
	*t = abbrevTable{dense: t.dense[:0], specs: t.specs[:0], steps: t.steps[:0]}
	d := u.data
	data := d.sec.Abbrev
	if u.abbrevOff >= uint64(len(data)) {
		t.err = &debuginfo.FormatError{Format: Format, Section: abbrevPlace.Section, Offset: u.abbrevOff, Err: errAbbrevOff}
		return
	}
	end := uint64(len(data))
	if i := sort.Search(len(d.abbrevStarts), func(i int) bool { return d.abbrevStarts[i] > u.abbrevOff }); i < len(d.abbrevStarts) {
		end = min(end, d.abbrevStarts[i])
	}
	c := cursor.New(abbrevPlace, u.abbrevOff, data[u.abbrevOff:end], d.cfg.BigEndian)
	for c.Len() > 0 {
		code := c.Uleb()
		if code == 0 {
			break
		}
		a := abbrev{tag: tag(number16(&c))}
		a.children = c.U8() != 0
		a.leaf = !a.children && a.tag != tagSubprogram && a.tag != tagInlinedSubroutine
		t.attributes(&a, &c, u)
		if c.Err() != nil {
			break
		}
		switch {
		case code == uint64(len(t.dense))+1:
			t.dense = append(t.dense, a)
		case t.get(code) == nil:
			if t.sparse == nil {
				t.sparse = make(map[uint64]*abbrev)
			}
			t.sparse[code] = &a
		}
		if code == last {
			break
		}
	}
	t.err = c.Err()
}

// attributes reads the attributes of a and compiles how to pass over them.
func (t *abbrevTable) attributes(a *abbrev, c *cursor.Cursor, u *unit) {
	firstSpec, firstStep := len(t.specs), len(t.steps)
	var fixed uint32
	for {
		at := c.Offset()
		name, f := number16(c), form(number16(c))
		if name == 0 && f == 0 || c.Err() != nil {
			break
		}
		s := spec{attr: attr(name), form: f, size: variable}
		if f == formImplicitConst {
			s.implicit = c.Sleb()
		}
		if len(t.specs)-firstSpec == maxAttrs {
			c.FailAt(at, errAbbrevCount)
			return
		}
		if s.attr == attrSibling && len(t.steps) == firstStep && fixed < 1<<16 {
			a.sibling, a.siblingAt = f, uint16(fixed)
		}
		s.slot = slotOf(s.attr)
		if n, ok := fixedSize(f, u); ok {
			s.size = uint8(n)
			fixed += n
		} else {
			t.steps = append(t.steps, step{fixed, variableSize(f)})
			fixed = 0
		}
		t.specs = append(t.specs, s)
	}
	if fixed > 0 {
		t.steps = append(t.steps, step{fixed, skipNothing})
	}
	a.specs = t.specs[firstSpec:len(t.specs):len(t.specs)]
	a.steps = t.steps[firstStep:len(t.steps):len(t.steps)]
}

// number16 reads a number that is a tag, an attribute or a form. Greater ones
// than there are become one that nobody knows.
func number16(c *cursor.Cursor) uint16 {
	b := c.U8()
	if b < 0x80 {
		return uint16(b)
	}
	n := uint64(b&0x7f) | c.Uleb()<<7
	return uint16(min(n, 0xffff))
}

// fixedSize returns the size of an attribute of form f in u, if it is fixed.
func fixedSize(f form, u *unit) (uint32, bool) {
	switch f {
	case formFlagPresent, formImplicitConst:
		return 0, true
	case formData1, formRef1, formFlag, formStrx1, formAddrx1:
		return 1, true
	case formData2, formRef2, formStrx2, formAddrx2:
		return 2, true
	case formStrx3, formAddrx3:
		return 3, true
	case formData4, formRef4, formRefSup4, formStrx4, formAddrx4:
		return 4, true
	case formData8, formRef8, formRefSig8, formRefSup8:
		return 8, true
	case formData16:
		return 16, true
	case formAddr:
		return uint32(u.addrSize), true
	case formRefAddr:
		if u.version == 2 {
			return uint32(u.addrSize), true
		}
		return uint32(u.offsetSize()), true
	case formStrp, formSecOffset, formLineStrp, formStrpSup, formGNURefAlt, formGNUStrpAlt:
		return uint32(u.offsetSize()), true
	}
	return 0, false
}

// variableSize returns how to find the size of an attribute of form f.
func variableSize(f form) skipKind {
	switch f {
	case formSdata, formUdata, formRefUdata, formStrx, formAddrx, formLoclistx, formRnglistx,
		formGNUAddrIndex, formGNUStrIndex:
		return skipLEB
	case formString:
		return skipString
	case formBlock1:
		return skipBlock1
	case formBlock2:
		return skipBlock2
	case formBlock4:
		return skipBlock4
	case formBlock, formExprloc:
		return skipBlock
	case formIndirect:
		return skipIndirect
	case formLLVMAddrxOff:
		return skipAddrxOff
	}
	return skipBad
}

// skip passes over the attributes of an entry of shape a.
func (a *abbrev) skip(c *cursor.Cursor, u *unit) {
	for i := range a.steps {
		s := &a.steps[i]
		c.Skip(uint64(s.fixed))
		if s.then != skipNothing {
			s.then.skip(c, u)
		}
	}
}

func (k skipKind) skip(c *cursor.Cursor, u *unit) {
	switch k {
	case skipLEB:
		c.SkipLEB()
	case skipString:
		c.CString()
	case skipBlock1:
		c.Skip(uint64(c.U8()))
	case skipBlock2:
		c.Skip(uint64(c.U16()))
	case skipBlock4:
		c.Skip(uint64(c.U32()))
	case skipBlock:
		c.Skip(c.Uleb())
	case skipIndirect:
		skipForm(c, u, indirectForm(c))
	case skipAddrxOff:
		c.SkipLEB()
		c.Skip(4)
	case skipBad:
		c.Fail(errAbbrevForm)
	}
}

// indirectForm reads the form of an attribute that carries it along. A second
// indirection is not allowed.
func indirectForm(c *cursor.Cursor) form {
	f := form(min(c.Uleb(), 0xffff))
	if f == formIndirect || f == formImplicitConst {
		c.Fail(errAbbrevForm)
	}
	return f
}

// skipForm passes over one attribute.
func skipForm(c *cursor.Cursor, u *unit, f form) {
	if n, ok := fixedSize(f, u); ok {
		c.Skip(uint64(n))
		return
	}
	if k := variableSize(f); k != skipIndirect {
		k.skip(c, u)
	}
}
