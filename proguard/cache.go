package proguard

import (
	"encoding/binary"
	"io"
	"sort"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/internal/cachefile"
	"github.com/gosymbolic/symbolic/internal/cursor"
	"github.com/gosymbolic/symbolic/internal/source"
)

// A Cache is a mapping in a compact binary form, which is searched where it
// lies: in memory, in a mapped file, or behind any io.ReaderAt.
//
// Any number of goroutines may use one Cache. Strings stay valid when it is
// closed.
type Cache struct {
	Mapper
	file    *cachefile.File
	closer  io.Closer
	id      [16]byte
	flags   uint32
	bad     uint32
	summary Summary
}

// OpenCache opens the named cache as a mapped file. The file must not be
// changed while it is open; replace it by renaming another one.
func OpenCache(name string) (*Cache, error) {
	src, closer, err := source.OpenMapped(name)
	if err != nil {
		return nil, err
	}
	c, err := openCache(src)
	if err != nil {
		closer.Close()
		return nil, err
	}
	c.closer = closer
	return c, nil
}

// ParseCache opens a cache in memory. It borrows data, which must not change
// while the Cache or any string from it is in use.
func ParseCache(data []byte) (*Cache, error) { return openCache(source.FromBytes(data)) }

// NewCache opens a cache of size bytes behind r, which it borrows.
func NewCache(r io.ReaderAt, size int64) (*Cache, error) { return openCache(source.New(r, size)) }

func openCache(src *source.Source) (*Cache, error) {
	f, err := cacheKind.Open(src)
	if err != nil {
		return nil, err
	}
	meta, err := f.Bytes(sectionMeta, 0, f.Size(sectionMeta))
	if err != nil {
		return nil, err
	}
	if len(meta) < metaSize || (len(meta)-metaSize)%headerSize != 0 || len(meta) > metaSize+maxHeaders*headerSize {
		return nil, f.Error(sectionMeta, 0, errEntrySize)
	}
	c := &Cache{file: f, id: [16]byte(meta), flags: le.Uint32(meta[16:]), bad: le.Uint32(meta[20:])}
	ix := &cacheIndex{f: f, memberSize: narrowSize}
	if c.flags&metaWide != 0 {
		ix.memberSize = wideSize
	}
	for _, s := range [...]struct {
		section int
		size    uint64
		count   *uint32
	}{
		{sectionClasses, classSize, &ix.classes},
		{sectionFiles, fileSize, &ix.files},
		{sectionMembers, ix.memberSize, &ix.members},
		{sectionSignatures, signatureSize, &ix.signatures},
		{sectionInfos, infoSize, &ix.infos},
	} {
		n := f.Size(s.section) / s.size
		if f.Size(s.section)%s.size != 0 || n >= synthesizedClass {
			return nil, f.Error(s.section, 0, errEntrySize)
		}
		*s.count = uint32(n)
	}
	c.Mapper = newMapper(ix)
	fields := [...]*string{&c.summary.Compiler, &c.summary.CompilerVersion, &c.summary.MinAPI,
		&c.summary.MapID, &c.summary.MapHash, &c.summary.MapVersion}
	for i, field := range fields {
		if *field, err = ix.text(le.Uint32(meta[24+4*i:])); err != nil {
			return nil, err
		}
	}
	for at := metaSize; at < len(meta); at += headerSize {
		var h Header
		if h.Key, err = ix.text(le.Uint32(meta[at:])); err == nil {
			h.Value, err = ix.text(le.Uint32(meta[at+4:]))
		}
		if err != nil {
			return nil, err
		}
		c.summary.Headers = append(c.summary.Headers, h)
	}
	return c, nil
}

// Close unmaps a cache that [OpenCache] opened; lookups then fail.
func (c *Cache) Close() error {
	if c.closer == nil {
		return nil
	}
	return c.closer.Close()
}

// Verify reads the whole cache and compares its checksums. It returns an error
// for each damaged section.
func (c *Cache) Verify() error { return c.file.Verify() }

// UUID returns the id of the mapping file, as [Mapping.UUID].
func (c *Cache) UUID() debugid.ID { return debugid.FromUUID(c.id, 0) }

// Summary returns what the headers of the mapping file said.
func (c *Cache) Summary() Summary { return c.summary }

// BadLines returns how many lines of the mapping file could not be read.
func (c *Cache) BadLines() int { return int(c.bad) }

// IsValid is [Mapping.IsValid] of the mapping file.
func (c *Cache) IsValid() bool { return c.flags&metaValid != 0 }

// HasLineInfo is [Mapping.HasLineInfo] of the mapping file.
func (c *Cache) HasLineInfo() bool { return c.flags&metaLines != 0 }

// A cacheIndex is the index in a cache. It trusts nothing in it: every number
// is compared with the size of what it refers to.
type cacheIndex struct {
	f          *cachefile.File
	memberSize uint64

	classes, files, members, signatures, infos uint32 // number of entries
}

// read returns n bytes at off of a section. They must not be kept.
func (ix *cacheIndex) read(section int, off, n uint64) ([]byte, error) {
	if b, ok := ix.f.View(section, off, n); ok {
		return b, nil
	}
	b := make([]byte, n)
	return b, ix.f.ReadAt(section, b, off)
}

// shortString is how many bytes of a string are read at first, with its length.
const shortString = 80

// text returns the string at offset ref of the strings section.
func (ix *cacheIndex) text(ref uint32) (string, error) {
	if ref == 0 {
		return "", nil
	}
	off, size := uint64(ref), ix.f.Size(sectionStrings)
	if off >= size {
		return "", ix.f.Error(sectionStrings, off, errStringRef)
	}
	b, err := ix.read(sectionStrings, off, min(shortString, size-off))
	if err != nil {
		return "", err
	}
	n, used := binary.Uvarint(b)
	if used <= 0 || n > maxLine {
		return "", ix.f.Error(sectionStrings, off, errStringSize)
	}
	if b = b[used:]; n <= uint64(len(b)) {
		return cursor.String(b[:n]), nil
	}
	if b, err = ix.f.Bytes(sectionStrings, off+uint64(used), n); err != nil {
		return "", err
	}
	return cursor.String(b), nil
}

// search finds an entry of a section that is in the order of a hash, its first
// field, and a name, its second. It returns the entry, or nil.
func (ix *cacheIndex) search(section int, count uint32, size uint64, name string) ([]byte, error) {
	hash := hashName(name)
	lo, hi := uint32(0), count
	for lo < hi {
		mid := lo + (hi-lo)/2
		e, err := ix.read(section, uint64(mid)*size, size)
		if err != nil {
			return nil, err
		}
		order := compare32(hash, le.Uint32(e))
		if order == 0 {
			text, err := ix.text(le.Uint32(e[4:]))
			if err != nil {
				return nil, err
			}
			if text == name {
				return e, nil
			}
			order = 1
			if name < text {
				order = -1
			}
		}
		if order < 0 {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return nil, nil
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
	e, err := ix.search(sectionClasses, ix.classes, classSize, name)
	if e == nil || err != nil {
		return false, err
	}
	*c = classEntry{obfuscated: name, lo: le.Uint32(e[16:])}
	count := le.Uint32(e[20:])
	c.synthesized = count&synthesizedClass != 0
	count &^= synthesizedClass
	if c.lo > ix.members || count > ix.members-c.lo {
		return false, ix.f.Error(sectionClasses, 0, errMemberRef)
	}
	c.hi = c.lo + count
	file := le.Uint32(e[12:])
	if c.original, err = ix.text(le.Uint32(e[8:])); err == nil {
		c.file, err = ix.text(file)
	}
	return err == nil, err
}

func (ix *cacheIndex) sourceFile(original string) (string, bool, error) {
	e, err := ix.search(sectionFiles, ix.files, fileSize, original)
	if e == nil || err != nil {
		return "", false, err
	}
	file, err := ix.text(le.Uint32(e[8:]))
	return file, err == nil, err
}

func (ix *cacheIndex) group(c *classEntry, name string) (lo, hi uint32, err error) {
	obfuscated := func(i int) string {
		var e []byte
		var text string
		if err == nil {
			e, err = ix.read(sectionMembers, (uint64(c.lo)+uint64(i))*ix.memberSize, 4)
		}
		if err == nil {
			text, err = ix.text(le.Uint32(e))
		}
		return text
	}
	n := int(c.hi - c.lo)
	start := sort.Search(n, func(i int) bool { return err != nil || obfuscated(i) >= name })
	if err != nil || start == n || obfuscated(start) != name {
		return 0, 0, err
	}
	end := groupEnd(n, start, func(i int) bool { return err == nil && obfuscated(i) == name })
	return c.lo + uint32(start), c.lo + uint32(end), err
}

func (ix *cacheIndex) spans(lo, hi uint32, buf []span) ([]span, error) {
	n := min(int(hi-lo), len(buf))
	b, err := ix.read(sectionMembers, uint64(lo)*ix.memberSize, uint64(n)*ix.memberSize)
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
	s.flags = recordFlags(le.Uint16(e[8:]))
	if ix.memberSize == wideSize {
		s.start, s.end = le.Uint32(e[10:]), le.Uint32(e[14:])
		return s, le.Uint32(e[18:]), le.Uint32(e[22:])
	}
	s.start, s.end = uint32(le.Uint16(e[10:])), uint32(le.Uint16(e[12:]))
	return s, uint32(le.Uint16(e[14:])), uint32(le.Uint16(e[16:]))
}

func (ix *cacheIndex) member(i uint32, m *memberEntry) error {
	e, err := ix.read(sectionMembers, uint64(i)*ix.memberSize, ix.memberSize)
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
	sig := le.Uint32(e[4:])
	if sig >= ix.signatures {
		return ix.f.Error(sectionMembers, uint64(i)*ix.memberSize+4, errSigRef)
	}
	if e, err = ix.read(sectionSignatures, uint64(sig)*signatureSize, signatureSize); err != nil {
		return err
	}
	for at, field := range [...]*string{&m.owner, &m.name, &m.typ, &m.params} {
		if *field, err = ix.text(le.Uint32(e[4*at:])); err != nil {
			return err
		}
	}
	return nil
}

func (ix *cacheIndex) info(i uint32, kind InfoKind) (string, bool, error) {
	lo, hi := uint32(0), ix.infos
	for lo < hi {
		mid := lo + (hi-lo)/2
		e, err := ix.read(sectionInfos, uint64(mid)*infoSize, infoSize)
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
		e, err := ix.read(sectionInfos, uint64(lo)*infoSize, infoSize)
		if err != nil || le.Uint32(e) != i {
			return "", false, err
		}
		if le.Uint32(e[4:]) == uint32(kind) {
			text, err := ix.text(le.Uint32(e[8:]))
			return text, err == nil, err
		}
	}
	return "", false, nil
}
