package proguard

import (
	"encoding/binary"
	"sort"
	"strings"
	"sync"

	"github.com/gosymbolic/symbolic/internal/cachefile"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A cacheIndex is the index in a cache. It trusts nothing in it: every number
// is compared with the size of what it refers to.
type cacheIndex struct {
	f          *cachefile.File
	memberSize uint64
	shift      int       // of a hash, to get its bucket
	scratch    sync.Pool // of *[scratchSize]byte

	buckets, classes, files, groups, members, signatures, infos uint32 // number of entries
}

// scratchSize is how much is read at once where a view is not to be had; what
// is larger gets memory of its own.
const scratchSize = 1024

func (ix *cacheIndex) borrow() *[scratchSize]byte {
	if b, ok := ix.scratch.Get().(*[scratchSize]byte); ok {
		return b
	}
	return new([scratchSize]byte)
}

// read returns n bytes at off of a section, which may be in buf.
func (ix *cacheIndex) read(buf *[scratchSize]byte, section int, off, n uint64) ([]byte, error) {
	if b, ok := ix.f.View(section, off, n); ok {
		return b, nil
	}
	if n > scratchSize {
		return ix.f.Bytes(section, off, n)
	}
	return buf[:n], ix.f.ReadAt(section, buf[:n], off)
}

// shortString is how many bytes of a string are read at first, with its length.
const shortString = 80

// text returns the string at offset ref of the strings section.
func (ix *cacheIndex) text(buf *[scratchSize]byte, ref uint32) (string, error) {
	if ref == 0 {
		return "", nil
	}
	off, size := uint64(ref), ix.f.Size(sectionStrings)
	if off >= size {
		return "", ix.f.Error(sectionStrings, off, errStringRef)
	}
	first := min(shortString, size-off)
	view, inMemory := ix.f.View(sectionStrings, off, first)
	if !inMemory {
		view = buf[:first]
		if err := ix.f.ReadAt(sectionStrings, view, off); err != nil {
			return "", err
		}
	}
	n, used := binary.Uvarint(view)
	if used <= 0 || n > maxLine {
		return "", ix.f.Error(sectionStrings, off, errStringSize)
	}
	if view = view[used:]; n <= uint64(len(view)) {
		s := cursor.String(view[:n])
		if !inMemory {
			s = strings.Clone(s) // buf is used again
		}
		return s, nil
	}
	b, err := ix.f.Bytes(sectionStrings, off+uint64(used), n)
	return cursor.String(b), err
}

// search finds an entry of a section that is in the order of a hash, its first
// field, and a name, its second, from lo up to hi. It returns its number, and
// the entry, which is at the end of buf and is nil if there is none.
func (ix *cacheIndex) search(buf *[scratchSize]byte, section int, lo, hi uint32, size uint64, hash uint32, name string) (uint32, []byte, error) {
	if n := uint64(hi-lo) * size; hi > lo+4 && n <= scratchSize {
		// One read for all is quicker than one for each step.
		all, err := ix.read(buf, section, uint64(lo)*size, n)
		if err != nil {
			return 0, nil, err
		}
		at := func(i int) uint32 { return le.Uint32(all[uint64(i)*size:]) }
		first := sort.Search(int(hi-lo), func(i int) bool { return at(i) >= hash })
		end := first
		for end < int(hi-lo) && at(end) == hash {
			end++
		}
		lo, hi = lo+uint32(first), lo+uint32(end)
	}
	for lo < hi {
		mid := lo + (hi-lo)/2
		e, err := ix.read(buf, section, uint64(mid)*size, size)
		if err != nil {
			return 0, nil, err
		}
		order := compare32(hash, le.Uint32(e))
		if order == 0 {
			// The name is read over the start of buf.
			kept := buf[scratchSize-size:]
			copy(kept, e)
			text, err := ix.text(buf, le.Uint32(kept[4:]))
			if err != nil {
				return 0, nil, err
			}
			if order = strings.Compare(name, text); order == 0 {
				return mid, kept, nil
			}
		}
		if order < 0 {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return 0, nil, nil
}

func compare32(a, b uint32) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (ix *cacheIndex) class(name string, c *classEntry) (bool, error) {
	buf := ix.borrow()
	defer ix.scratch.Put(buf)
	hash := hashName(name)
	bucket := uint64(hash) >> ix.shift
	b, err := ix.read(buf, sectionBuckets, bucket*bucketSize, 2*bucketSize)
	if err != nil {
		return false, err
	}
	lo, hi := le.Uint32(b), le.Uint32(b[bucketSize:])
	if lo > hi || hi > ix.classes {
		return false, ix.f.Error(sectionBuckets, bucket*bucketSize, errBucketRef)
	}
	i, e, err := ix.search(buf, sectionClasses, lo, hi, classSize, hash, name)
	if e == nil || err != nil {
		return false, err
	}
	groups := le.Uint32(e[20:])
	*c = classEntry{obfuscated: name, lo: le.Uint32(e[16:]), synthesized: groups&synthesizedClass != 0}
	groups &^= synthesizedClass
	if c.lo > ix.groups || groups > ix.groups-c.lo {
		return false, ix.f.Error(sectionClasses, uint64(i)*classSize, errGroupRef)
	}
	c.hi = c.lo + groups
	original, file := le.Uint32(e[8:]), le.Uint32(e[12:])
	if c.original, err = ix.text(buf, original); err == nil {
		c.file, err = ix.text(buf, file)
	}
	return err == nil, err
}

func (ix *cacheIndex) sourceFile(original string) (string, bool, error) {
	buf := ix.borrow()
	defer ix.scratch.Put(buf)
	_, e, err := ix.search(buf, sectionFiles, 0, ix.files, fileSize, hashName(original), original)
	if e == nil || err != nil {
		return "", false, err
	}
	file, err := ix.text(buf, le.Uint32(e[8:]))
	return file, err == nil, err
}

func (ix *cacheIndex) group(c *classEntry, name string) (lo, hi uint32, err error) {
	buf := ix.borrow()
	defer ix.scratch.Put(buf)
	i, e, err := ix.search(buf, sectionGroups, c.lo, c.hi, groupSize, hashName(name), name)
	if e == nil || err != nil {
		return 0, 0, err
	}
	lo, hi = le.Uint32(e[8:]), ix.members
	if i+1 < ix.groups {
		if e, err = ix.read(buf, sectionGroups, uint64(i+1)*groupSize, groupSize); err != nil {
			return 0, 0, err
		}
		hi = le.Uint32(e[8:])
	}
	if lo > hi || hi > ix.members {
		return 0, 0, ix.f.Error(sectionGroups, uint64(i)*groupSize, errMemberRef)
	}
	return lo, hi, nil
}

func (ix *cacheIndex) spans(lo, hi uint32, buf []span) ([]span, error) {
	mem := ix.borrow()
	defer ix.scratch.Put(mem)
	n := min(int(hi-lo), len(buf), scratchSize/wideSize)
	b, err := ix.read(mem, sectionMembers, uint64(lo)*ix.memberSize, uint64(n)*ix.memberSize)
	if err != nil {
		return nil, err
	}
	for i := range n {
		buf[i], _, _ = ix.lines(b[uint64(i)*ix.memberSize:])
	}
	return buf[:n], nil
}

// lines reads the lines and flags of a member.
func (ix *cacheIndex) lines(e []byte) (s span, first, last uint32) {
	s.flags = recordFlags(le.Uint16(e[4:]))
	if ix.memberSize == wideSize {
		s.start, s.end = le.Uint32(e[6:]), le.Uint32(e[10:])
		return s, le.Uint32(e[14:]), le.Uint32(e[18:])
	}
	s.start, s.end = uint32(le.Uint16(e[6:])), uint32(le.Uint16(e[8:]))
	return s, uint32(le.Uint16(e[10:])), uint32(le.Uint16(e[12:]))
}

func (ix *cacheIndex) member(i uint32, m *memberEntry) error {
	buf := ix.borrow()
	defer ix.scratch.Put(buf)
	e, err := ix.read(buf, sectionMembers, uint64(i)*ix.memberSize, ix.memberSize)
	if err != nil {
		return err
	}
	*m = memberEntry{}
	m.span, m.first, m.last = ix.lines(e)
	switch {
	case m.flags&flagTwoLines != 0 && m.first <= m.last:
		m.original = 2
	case m.flags&(flagOneLine|flagTwoLines) != 0:
		m.original, m.last = 1, m.first
	}
	sig := le.Uint32(e)
	if sig >= ix.signatures {
		return ix.f.Error(sectionMembers, uint64(i)*ix.memberSize, errSigRef)
	}
	if e, err = ix.read(buf, sectionSignatures, uint64(sig)*signatureSize, signatureSize); err != nil {
		return err
	}
	owner, name, typ, params := le.Uint32(e), le.Uint32(e[4:]), le.Uint32(e[8:]), le.Uint32(e[12:])
	if m.owner, err = ix.text(buf, owner); err != nil {
		return err
	}
	if m.name, err = ix.text(buf, name); err != nil {
		return err
	}
	if m.typ, err = ix.text(buf, typ); err != nil {
		return err
	}
	m.params, err = ix.text(buf, params)
	return err
}

func (ix *cacheIndex) info(i uint32, kind InfoKind, nth int) (string, bool, error) {
	buf := ix.borrow()
	defer ix.scratch.Put(buf)
	lo, hi := uint32(0), ix.infos
	for lo < hi {
		mid := lo + (hi-lo)/2
		e, err := ix.read(buf, sectionInfos, uint64(mid)*infoSize, infoSize)
		if err != nil {
			return "", false, err
		}
		if le.Uint32(e) < i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for ; lo < ix.infos; lo++ {
		e, err := ix.read(buf, sectionInfos, uint64(lo)*infoSize, infoSize)
		if err != nil || le.Uint32(e) != i {
			return "", false, err
		}
		if le.Uint32(e[4:]) == uint32(kind) {
			if nth--; nth >= 0 {
				continue
			}
			text, err := ix.text(buf, le.Uint32(e[8:]))
			return text, err == nil, err
		}
	}
	return "", false, nil
}
