package symcache

import (
	"errors"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// An Info says which image a cache is about.
type Info struct {
	Arch    debuginfo.Arch
	DebugID debugid.ID
	CodeID  debugid.CodeID
	Name    string // of the image or its debug file, for people; may be empty
}

// A Header is what a cache says about itself.
type Header struct {
	Info
	Version   uint32
	Functions uint64 // that own code, symbols among them
	Rows      uint64 // places where what a lookup answers changes
	Blocks    uint64 // of rows, the unit of bisection
	Strings   uint64
	Files     uint64
	Language  debuginfo.Language // of most functions
}

// A header is the contents of the info section.
type header struct {
	Header
	shift       uint8 // addresses in rows are multiples of 1<<shift
	addrWidth   uint8 // of an address in the index
	offWidth    uint8 // of an offset in the index
	groupWidth  uint8 // of an offset in the strings section
	stringWidth uint8 // of a string number in the files section
	shorts      []short
}

const (
	infoFixed = 72 // bytes of the info section before the table of short rows
	infoMax   = infoFixed + 3*tableSize + 2*maxText
	maxText   = 4096 // bytes of the code id and of the name
	flagPDB20 = 1
)

var (
	errInfoSize = errors.New("info section has the wrong size")
	errWidth    = errors.New("width of a number is not 1 to 8")
	errShort    = errors.New("short row is not of a known kind")
	errCounts   = errors.New("count does not agree with the size of its section")
)

// append appends the info section.
func (h *header) append(b []byte) []byte {
	flags := uint64(0)
	if h.DebugID.Kind() == debugid.KindPDB20 {
		flags |= flagPDB20
	}
	uuid := h.DebugID.UUID()
	code := cutText(h.CodeID.String())
	name := cutText(h.Name)
	b = appendUint(b, uint64(h.Arch), 4)
	b = appendUint(b, flags, 4)
	b = append(b, uuid[:]...)
	b = appendUint(b, uint64(h.DebugID.Appendix()), 4)
	b = append(b, h.shift, h.addrWidth, h.offWidth, h.groupWidth, h.stringWidth, byte(h.Language))
	b = appendUint(b, uint64(len(h.shorts)), 2)
	b = appendUint(b, h.Functions, 8)
	b = appendUint(b, h.Rows, 8)
	b = appendUint(b, h.Blocks, 8)
	b = appendUint(b, h.Strings, 4)
	b = appendUint(b, h.Files, 4)
	b = appendUint(b, uint64(len(code)), 2)
	b = appendUint(b, uint64(len(name)), 2)
	for _, s := range h.shorts {
		b = append(b, s.kind, s.delta, uint8(s.value))
	}
	b = append(b, code...)
	return append(b, name...)
}

func cutText(s string) string { return s[:min(len(s), maxText)] }

// parseInfo reads the info section.
func parseInfo(data []byte) (*header, error) {
	h := &header{}
	c := cursor.New(placeInfo, 0, data, false)
	h.Version = kind.Version
	h.Arch = debuginfo.Arch(c.U32())
	flags := c.U32()
	var uuid [16]byte
	copy(uuid[:], c.Bytes(16))
	appendix := c.U32()
	if flags&flagPDB20 != 0 {
		h.DebugID = debugid.FromTimestamp(uint32(uuid[0])<<24|uint32(uuid[1])<<16|uint32(uuid[2])<<8|uint32(uuid[3]), appendix)
	} else {
		h.DebugID = debugid.FromUUID(uuid, appendix)
	}
	h.shift = c.U8()
	for _, w := range []*uint8{&h.addrWidth, &h.offWidth, &h.groupWidth, &h.stringWidth} {
		if *w = c.U8(); *w-1 > 7 {
			c.Fail(errWidth)
		}
	}
	h.Language = debuginfo.Language(c.U8())
	shorts := c.U16()
	h.Functions = c.U64()
	h.Rows = c.U64()
	h.Blocks = c.U64()
	h.Strings = uint64(c.U32())
	h.Files = uint64(c.U32())
	code, name := c.U16(), c.U16()
	if h.shift > maxShift {
		c.FailAt(28, errWidth)
	}
	if shorts > tableSize {
		c.FailAt(34, errCounts)
	}
	for range shorts {
		s := short{c.U8(), c.U8(), int8(c.U8())}
		if s.kind >= shortKinds || s.kind == shortRepeat && s.value < 1 {
			c.Fail(errShort)
			break
		}
		h.shorts = append(h.shorts, s)
	}
	h.CodeID = debugid.ParseCode(string(c.Bytes(uint64(code))))
	h.Name = string(c.Bytes(uint64(name)))
	if c.Len() > 0 {
		c.Fail(errInfoSize)
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	return h, nil
}

// check compares the counts of h with the sizes of the sections.
func (c *Cache) check() error {
	h := c.header
	entry := uint64(h.addrWidth) + uint64(h.offWidth)
	size := c.file.Size(secIndex)
	if size/entry != h.Blocks || size%entry != 0 || h.Blocks == 0 && c.file.Size(secRows) != 0 {
		return c.file.Error(secInfo, 52, errCounts)
	}
	// A group of strings takes an offset, a string a byte at least.
	groups := (h.Strings + groupSize - 1) / groupSize
	if (groups+1)*uint64(h.groupWidth)+h.Strings > c.file.Size(secStrings) {
		return c.file.Error(secInfo, 60, errCounts)
	}
	if c.file.Size(secFiles) != h.Files*3*uint64(h.stringWidth) {
		return c.file.Error(secInfo, 64, errCounts)
	}
	return nil
}
