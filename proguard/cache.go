package proguard

import (
	"io"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/internal/cachefile"
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
		{sectionBuckets, bucketSize, &ix.buckets},
		{sectionClasses, classSize, &ix.classes},
		{sectionFiles, fileSize, &ix.files},
		{sectionGroups, groupSize, &ix.groups},
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
	ix.shift = 32 - bucketBits(int(ix.classes))
	if uint64(ix.buckets) != 1<<(32-ix.shift)+1 {
		return nil, f.Error(sectionBuckets, 0, errBuckets)
	}
	c.Mapper = newMapper(ix)
	buf := ix.borrow()
	defer ix.scratch.Put(buf)
	fields := [...]*string{&c.summary.Compiler, &c.summary.CompilerVersion, &c.summary.MinAPI,
		&c.summary.MapID, &c.summary.MapHash, &c.summary.MapVersion}
	for i, field := range fields {
		if *field, err = ix.text(buf, le.Uint32(meta[24+4*i:])); err != nil {
			return nil, err
		}
	}
	for at := metaSize; at < len(meta); at += headerSize {
		var h Header
		if h.Key, err = ix.text(buf, le.Uint32(meta[at:])); err == nil {
			h.Value, err = ix.text(buf, le.Uint32(meta[at+4:]))
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
