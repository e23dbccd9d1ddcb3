package dwarf

import (
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A value is an attribute's contents before they are looked up: strings,
// addresses and lists are resolved when they are wanted.
type value struct {
	form form
	u    uint64 // number, offset, index, or where the bytes begin in the section
	size uint64 // of a block
}

// read reads the attribute s of u at c.
func (u *unit) read(c *cursor.Cursor, s *spec) value {
	f := s.form
	if f == formIndirect {
		f = indirectForm(c)
	}
	v := value{form: f}
	switch f {
	case formData1, formRef1, formFlag, formStrx1, formAddrx1:
		v.u = uint64(c.U8())
	case formData2, formRef2, formStrx2, formAddrx2:
		v.u = uint64(c.U16())
	case formStrx3, formAddrx3:
		v.u = uint64(c.U24())
	case formData4, formRef4, formRefSup4, formStrx4, formAddrx4:
		v.u = uint64(c.U32())
	case formData8, formRef8, formRefSig8, formRefSup8:
		v.u = c.U64()
	case formData16:
		v.u, v.size = c.Offset(), 16
		c.Skip(16)
	case formUdata, formRefUdata, formStrx, formAddrx, formLoclistx, formRnglistx, formGNUAddrIndex, formGNUStrIndex:
		v.u = c.Uleb()
	case formSdata:
		v.u = uint64(c.Sleb())
	case formAddr:
		v.u = c.Uint(u.addrSize)
	case formRefAddr:
		if u.version == 2 {
			v.u = c.Uint(u.addrSize)
		} else {
			v.u = u.offset(c)
		}
	case formStrp, formSecOffset, formLineStrp, formStrpSup, formGNURefAlt, formGNUStrpAlt:
		v.u = u.offset(c)
	case formFlagPresent:
		v.u = 1
	case formImplicitConst:
		v.u = uint64(s.implicit)
	case formString:
		v.u = c.Offset()
		c.CString()
	case formBlock1:
		v.size = uint64(c.U8())
		v.u = c.Offset()
		c.Skip(v.size)
	case formBlock2:
		v.size = uint64(c.U16())
		v.u = c.Offset()
		c.Skip(v.size)
	case formBlock4:
		v.size = uint64(c.U32())
		v.u = c.Offset()
		c.Skip(v.size)
	case formBlock, formExprloc:
		v.size = c.Uleb()
		v.u = c.Offset()
		c.Skip(v.size)
	case formLLVMAddrxOff:
		v.u = c.Uleb()
		v.size = uint64(c.U32()) // added to the address
	default:
		c.Fail(errAbbrevForm)
	}
	return v
}

// number returns the value of an unsigned constant. Negative constants, which
// some compilers write for lines, do not count.
func (v value) number() (uint64, bool) {
	switch v.form {
	case formData1, formData2, formData4, formData8, formUdata, formFlag, formFlagPresent:
		return v.u, true
	case formSdata, formImplicitConst:
		return v.u, int64(v.u) >= 0
	}
	return 0, false
}

// number32 returns a constant that must fit 32 bits, such as a line, else 0.
func (v value) number32() uint32 {
	if n, ok := v.number(); ok && n < 1<<32 {
		return uint32(n)
	}
	return 0
}

// sectionOffset returns the offset in another section that v holds. Before
// version 4 offsets had the forms of constants.
func (v value) sectionOffset() (uint64, bool) {
	switch v.form {
	case formSecOffset, formData4, formData8:
		return v.u, true
	}
	return 0, false
}

// isAddress reports whether v is an address or an index of one.
func (v value) isAddress() bool {
	switch v.form {
	case formAddr, formAddrx, formAddrx1, formAddrx2, formAddrx3, formAddrx4, formGNUAddrIndex, formLLVMAddrxOff:
		return true
	}
	return false
}
