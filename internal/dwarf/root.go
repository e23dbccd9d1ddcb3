package dwarf

import (
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A root is what the root entry of a unit says of the whole unit.
type root struct {
	tag      tag
	children bool
	first    uint64 // offset of the first child in the section

	lang     debuginfo.Language
	hasLang  bool
	producer string
	compDir  string
	name     string

	low      uint64 // base of the unit's range lists
	code     entry  // low and high address or ranges
	stmtList uint64
	hasLines bool

	strBase, addrBase, rnglistsBase uint64
	rangesBase                      uint64 // GNU split units, of .debug_ranges

	dwoName string // of a skeleton
	dwoID   uint64
	isSkel  bool
	err     error // why the entry could not be read
}

// root returns the root entry of u, reading it on first use.
func (u *unit) root() *root {
	u.rootOnce.Do(func() { u.readRoot(&u.rootInfo, new(abbrevTable)) })
	return &u.rootInfo
}

// readRoot reads the root entry. Values are looked up after all of them are
// read, since a base may come after what needs it. table is scratch memory.
func (u *unit) readRoot(r *root, table *abbrevTable) {
	c := u.cursorAt(u.diesOff)
	if c.Len() == 0 {
		return // old compilers wrote units without entries
	}
	code := c.Uleb()
	if code == 0 {
		return
	}
	table.compile(u, code) // mostly the first
	a := table.get(code)
	if c.Err() != nil || a == nil {
		if r.err = table.err; r.err == nil {
			r.err = u.errorAt(u.diesOff, errUnitRoot)
		}
		return
	}
	r.tag, r.children = a.tag, a.children
	u.defaultBases(r)
	var name, compDir, producer, low, dwoName value
	for i := range a.specs {
		s := &a.specs[i]
		v := u.read(&c, s)
		switch s.attr {
		case attrName:
			name = v
		case attrCompDir:
			compDir = v
		case attrProducer:
			producer = v
		case attrLowPC:
			low, r.code[slotLow] = v, v
		case attrHighPC:
			r.code[slotHigh] = v
		case attrRanges:
			r.code[slotRanges] = v
		case attrStmtList:
			r.stmtList, r.hasLines = v.sectionOffset()
		case attrLanguage:
			n, _ := v.number()
			if !r.hasLang {
				r.lang, r.hasLang = languages[n], true
			}
		case attrLanguageName:
			n, _ := v.number()
			r.lang, r.hasLang = languageNames[n], true
		case attrStrOffsetsBase:
			r.strBase, _ = v.sectionOffset()
		case attrAddrBase, attrGNUAddrBase:
			r.addrBase, _ = v.sectionOffset()
		case attrRnglistsBase:
			r.rnglistsBase, _ = v.sectionOffset()
		case attrGNURangesBase:
			r.rangesBase, _ = v.sectionOffset()
		case attrDwoName, attrGNUDwoName:
			dwoName, r.isSkel = v, true
		case attrGNUDwoID:
			r.dwoID = v.u
		}
	}
	if c.Err() != nil {
		r.err = c.Err()
		return
	}
	r.first = c.Offset()
	if u.kind == unitSkeleton || u.kind == unitSplitCompile {
		r.dwoID = u.id
	}
	r.name, _ = u.rootString(r, name)
	r.compDir, _ = u.rootString(r, compDir)
	r.producer, _ = u.rootString(r, producer)
	r.dwoName, _ = u.rootString(r, dwoName)
	r.low, _ = u.rootAddr(r, low)
}

// defaultBases sets the bases that hold where the entry states none: split
// units point behind the header of their own tables (DWARF 5, 7.26, 7.27).
func (u *unit) defaultBases(r *root) {
	if u.version < 5 {
		return
	}
	header := uint64(8)
	if u.is64 {
		header = 16
	}
	r.strBase, r.addrBase = header, header
	r.rnglistsBase = header + 4
}

// str returns the string that v stands for.
func (u *unit) str(v value) (string, bool) { return u.rootString(u.root(), v) }

func (u *unit) rootString(r *root, v value) (string, bool) {
	sec := &u.data.sec
	switch v.form {
	case formString:
		return cursor.StringAt(u.sec, v.u)
	case formStrp:
		return cursor.StringAt(sec.Str, v.u)
	case formLineStrp:
		return cursor.StringAt(sec.LineStr, v.u)
	case formStrx, formStrx1, formStrx2, formStrx3, formStrx4, formGNUStrIndex:
		size := uint64(u.offsetSize())
		if v.u > uint64(len(sec.StrOffsets))/size {
			return "", false
		}
		c := cursor.New(nil, 0, sec.StrOffsets, u.data.cfg.BigEndian)
		c.Seek(r.strBase + v.u*size)
		off := u.offset(&c)
		if c.Err() != nil {
			return "", false
		}
		return cursor.StringAt(sec.Str, off)
	case formStrpSup, formGNUStrpAlt:
		if u.data.cfg.Supplementary != nil {
			return cursor.StringAt(u.data.cfg.Supplementary.sec.Str, v.u)
		}
	}
	return "", false
}

// addr returns the address that v stands for.
func (u *unit) addr(v value) (uint64, bool) { return u.rootAddr(u.root(), v) }

func (u *unit) rootAddr(r *root, v value) (uint64, bool) {
	switch v.form {
	case formAddr:
		return v.u, true
	case formAddrx, formAddrx1, formAddrx2, formAddrx3, formAddrx4, formGNUAddrIndex:
		return u.rootAddrx(r, v.u)
	case formLLVMAddrxOff:
		addr, ok := u.rootAddrx(r, v.u)
		return addr + v.size, ok
	}
	return 0, false
}

// addrx returns the address of an index in .debug_addr.
func (u *unit) addrx(index uint64) (uint64, bool) { return u.rootAddrx(u.root(), index) }

func (u *unit) rootAddrx(r *root, index uint64) (uint64, bool) {
	table, base := u.data.sec.Addr, r.addrBase
	if u.skeleton != nil {
		table, base = u.skeleton.data.sec.Addr, u.skeleton.root().addrBase
	}
	if index > uint64(len(table))/uint64(u.addrSize) {
		return 0, false
	}
	c := cursor.New(nil, 0, table, u.data.cfg.BigEndian)
	c.Seek(base + index*uint64(u.addrSize))
	addr := c.Uint(u.addrSize)
	return addr, c.Err() == nil
}
