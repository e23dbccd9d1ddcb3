package elf

import (
	stdelf "debug/elf"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A dynamicInfo holds the entries of the dynamic section that are used here;
// addresses are virtual.
type dynamicInfo struct {
	soname               uint64 // offset in strtab
	hasSoname            bool
	strtab, strsz        uint64
	symtab               uint64
	hash, gnuHash        uint64
	rel, relsz           uint64
	rela, relasz         uint64
	jmprel, pltsz, plrel uint64
}

// dynamic reads the dynamic segment, or the section where there is no segment
// (gABI, chapter 5, "Dynamic Section"). Companions that hold debug information
// only have neither contents.
func (f *File) dynamic() dynamicInfo {
	var d dynamicInfo
	var data []byte
	if s, ok := f.segment(stdelf.PT_DYNAMIC); ok {
		data, _ = f.SegmentData(s)
	} else if s := f.Section(".dynamic"); s != nil {
		data, _ = s.Data()
	}
	c := cursor.New(nil, 0, data, f.BigEndian)
	for c.Len() > 0 {
		tag, value := stdelf.DynTag(f.word(&c)), f.word(&c)
		switch tag {
		case stdelf.DT_NULL:
			return d
		case stdelf.DT_SONAME:
			d.soname, d.hasSoname = value, true
		case stdelf.DT_STRTAB:
			d.strtab = value
		case stdelf.DT_STRSZ:
			d.strsz = value
		case stdelf.DT_SYMTAB:
			d.symtab = value
		case stdelf.DT_HASH:
			d.hash = value
		case stdelf.DT_GNU_HASH:
			d.gnuHash = value
		case stdelf.DT_REL:
			d.rel = value
		case stdelf.DT_RELSZ:
			d.relsz = value
		case stdelf.DT_RELA:
			d.rela = value
		case stdelf.DT_RELASZ:
			d.relasz = value
		case stdelf.DT_JMPREL:
			d.jmprel = value
		case stdelf.DT_PLTRELSZ:
			d.pltsz = value
		case stdelf.DT_PLTREL:
			d.plrel = value
		}
	}
	return d
}

// SONAME returns the name under which a library wants to be loaded, or "".
func (f *File) SONAME() string {
	d := f.dynamic()
	if !d.hasSoname {
		return ""
	}
	off, ok := f.fileRange(d.strtab, d.strsz)
	if !ok {
		return ""
	}
	names, err := f.src.Bytes(off, d.strsz)
	if err != nil {
		return ""
	}
	name, _ := cursor.StringAt(names, d.soname)
	return name
}

// at returns a Cursor over the file from virtual address addr to the end of
// the segment that holds it, or to that of a file that was cut before.
func (f *File) at(addr uint64) cursor.Cursor {
	for _, s := range f.Segments {
		if s.Type != stdelf.PT_LOAD || addr < s.Addr || addr-s.Addr >= s.Size {
			continue
		}
		off := s.Offset + (addr - s.Addr)
		if off < s.Offset || off > f.src.Size() {
			continue
		}
		size := min(s.Size-(addr-s.Addr), f.src.Size()-off)
		if data, err := f.src.Bytes(off, size); err == nil {
			return cursor.New(nil, 0, data, f.BigEndian)
		}
	}
	return cursor.Cursor{}
}

// dynamicCount returns the number of dynamic symbols, which no entry states:
// the hash tables imply it, and relocations show what they leave out.
func (f *File) dynamicCount(d dynamicInfo) uint64 {
	count := uint64(0)
	if d.hash != 0 {
		c := f.at(d.hash)
		c.U32() // buckets
		count = uint64(c.U32())
	}
	if d.gnuHash != 0 {
		count = max(count, f.gnuHashCount(d.gnuHash))
	}
	relSize, relaSize := uint64(8), uint64(12)
	if f.is64() {
		relSize, relaSize = 16, 24
	}
	count = max(count, f.relocationCount(d.rel, d.relsz, relSize), f.relocationCount(d.rela, d.relasz, relaSize))
	if stdelf.DynTag(d.plrel) == stdelf.DT_RELA {
		relSize = relaSize
	}
	return max(count, f.relocationCount(d.jmprel, d.pltsz, relSize))
}

// gnuHashCount returns one more than the greatest index in the GNU hash table
// at virtual address addr: a header of four words, a Bloom filter, buckets that
// hold the first index of a chain, and chains whose last word has bit 0 set.
func (f *File) gnuHashCount(addr uint64) uint64 {
	c := f.at(addr)
	buckets := uint64(c.U32())
	first := uint64(c.U32())
	bloom := uint64(c.U32())
	c.U32() // shift
	if f.is64() {
		bloom *= 2
	}
	c.Skip(4 * bloom)
	last := uint64(0)
	if buckets > uint64(c.Len())/4 {
		return 0
	}
	for range buckets {
		last = max(last, uint64(c.U32()))
	}
	if last < first {
		return first
	}
	c.Skip(4 * (last - first))
	for c.Len() > 0 {
		last++
		if c.U32()&1 != 0 {
			break
		}
	}
	return last
}

// relocationCount returns one more than the greatest symbol index in the
// relocations of size bytes at virtual address addr.
func (f *File) relocationCount(addr, size, entry uint64) uint64 {
	if addr == 0 {
		return 0
	}
	c := f.at(addr)
	top := uint64(0)
	for n := min(size, uint64(c.Len())) / entry; n > 0; n-- {
		r := c.Sub(entry)
		f.word(&r) // place
		info := f.word(&r)
		if f.is64() {
			info >>= 32
		} else {
			info >>= 8
		}
		top = max(top, info+1)
	}
	return top
}
