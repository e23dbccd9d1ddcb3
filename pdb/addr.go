package pdb

import (
	"encoding/binary"
	"sort"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/codeview"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A Section is a section of the image as its header in the database says.
type Section struct {
	Name            string
	Addr            uint64 // relative to the image base
	Size            uint64 // in memory, in bytes
	Characteristics uint32
}

// Flags of a section that say it holds code.
const codeFlags = 0x20000020

// IsCode reports whether the section holds instructions.
func (s Section) IsCode() bool { return s.Characteristics&codeFlags != 0 }

// sectionHeaderSize is the size of a section header in the file.
const sectionHeaderSize = 40

// readSections reads section headers as they are in an image.
func readSections(data []byte) []Section {
	c := cursor.New(nil, 0, data, false)
	out := make([]Section, 0, len(data)/sectionHeaderSize)
	for c.Len() >= sectionHeaderSize {
		name := c.Bytes(8)
		s := Section{Name: cutZero(name)}
		s.Size = uint64(c.U32())
		s.Addr = uint64(c.U32())
		raw := uint64(c.U32())
		c.Skip(16)
		s.Characteristics = c.U32()
		if s.Size == 0 {
			s.Size = raw
		}
		out = append(out, s)
	}
	return out
}

func cutZero(b []byte) string {
	for i, v := range b {
		if v == 0 {
			return cursor.String(b[:i])
		}
	}
	return cursor.String(b)
}

// CodeRanges returns where the image has instructions, relative to its base,
// sorted and disjoint; nil if the database does not say.
func (f *File) CodeRanges() []debuginfo.Range {
	sections := f.addrs.sections
	if f.addrs.omap != nil {
		if s, ok := f.dbi.header(headerSections); ok {
			if data, err := f.msf.stream(s); err == nil {
				sections = readSections(data)
			}
		}
	}
	var out []debuginfo.Range
	for _, s := range sections {
		if s.IsCode() && s.Size > 0 {
			out = append(out, debuginfo.Range{Start: s.Addr, End: s.Addr + s.Size})
		}
	}
	return debuginfo.NormalizeRanges(out)
}

// An addressMap turns section and offset into addresses of the image. It
// implements codeview.Map.
type addressMap struct {
	sections []Section
	omap     []omapEntry // from the linker's addresses to those of the image; nil if they are the same
}

// An omapEntry says that what the linker put at from was moved to to. It holds
// up to the next entry.
type omapEntry struct {
	from, to uint32
}

// removed reports whether the code is no longer in the image. Tools write 0 or
// an address that no image reaches.
func (e omapEntry) removed() bool { return e.to == 0 || e.to >= 1<<31 }

// maxPieces bounds into how many pieces one function may be cut. Tools that
// reorder code move whole basic blocks, some hundreds in a function.
const maxPieces = 1 << 12

func readOMAP(data []byte) []omapEntry {
	out := make([]omapEntry, 0, len(data)/8)
	for ; len(data) >= 8; data = data[8:] {
		e := omapEntry{binary.LittleEndian.Uint32(data), binary.LittleEndian.Uint32(data[4:])}
		if n := len(out); n > 0 && e.from <= out[n-1].from {
			continue // not sorted: no address would lead here
		}
		out = append(out, e)
	}
	return out
}

// OriginalAddr returns where the linker had put the code that is at an address
// of the image, for an image whose code was moved afterwards. It reports false
// for code that tools added. Where nothing was moved it is addr itself.
func (f *File) OriginalAddr(addr uint64) (uint64, bool) {
	if f.addrs.omap == nil {
		return addr, true
	}
	c := f.headerStream(headerOMAPToSource)
	entries := readOMAP(c.Rest())
	i := sort.Search(len(entries), func(i int) bool { return uint64(entries[i].from) > addr })
	if i == 0 || entries[i-1].removed() {
		return 0, false
	}
	e := entries[i-1]
	return uint64(e.to) + addr - uint64(e.from), true
}

// addr returns the address of an offset of a section, and false if it is not
// in the image.
func (m *addressMap) addr(section uint16, offset uint32) (uint64, bool) {
	var buf [1]codeview.Piece
	if p := m.AppendRanges(buf[:0], section, offset, 1); len(p) > 0 {
		return p[0].To, true
	}
	return 0, false
}

// AppendRanges appends where n bytes at an offset of a section lie.
func (m *addressMap) AppendRanges(dst []codeview.Piece, section uint16, offset uint32, n uint64) []codeview.Piece {
	if section == 0 || int(section) > len(m.sections) {
		return dst
	}
	s := &m.sections[section-1]
	if uint64(offset) >= s.Size {
		return dst
	}
	n = min(n, s.Size-uint64(offset))
	from := uint64(section)<<32 | uint64(offset)
	at := s.Addr + uint64(offset)
	if m.omap == nil {
		return append(dst, codeview.Piece{From: from, Size: n, To: at})
	}
	lo, hi := 0, len(m.omap)
	for lo < hi {
		if mid := (lo + hi) / 2; uint64(m.omap[mid].from) <= at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	end, have := at+n, len(dst)
	first := max(lo-1, 0)
	for i := first; i < min(len(m.omap), first+maxPieces) && at < end; i++ {
		e := m.omap[i]
		stop := end
		if i+1 < len(m.omap) {
			stop = min(stop, uint64(m.omap[i+1].from))
		}
		if uint64(e.from) >= stop {
			continue
		}
		start := max(at, uint64(e.from))
		if !e.removed() && start < stop {
			to := uint64(e.to) + start - uint64(e.from)
			if k := len(dst) - 1; k >= have && dst[k].To+dst[k].Size == to && dst[k].From+dst[k].Size == from+start-at {
				dst[k].Size += stop - start
			} else {
				dst = append(dst, codeview.Piece{From: from + start - at, Size: stop - start, To: to})
			}
		}
		from, at = from+max(stop, at)-at, max(stop, at)
	}
	return dst
}
