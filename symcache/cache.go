package symcache

import (
	"io"
	"sync"
	"sync/atomic"

	"github.com/gosymbolic/symbolic/internal/cachefile"
	"github.com/gosymbolic/symbolic/internal/source"
)

// A Cache answers lookups from a cache file. Goroutines may share it. Strings
// that it gave out stay valid after Close.
type Cache struct {
	file   *cachefile.File
	closer io.Closer // of a file that Open opened, or nil
	memory bool      // the whole cache is in memory
	mapped bool      // reads are cheap, so strings are read one at a time
	header *header
	ops    *[256]operation

	index   section
	strings section
	files   section

	names    nameTable
	fileList fileTable
	scratch  sync.Pool // of *decoder
}

// Open maps the named cache file. It reads the header and nothing else. The
// file must not be truncated while it is open: replace caches by rename.
func Open(name string) (*Cache, error) {
	src, closer, err := source.OpenMapped(name)
	if err != nil {
		return nil, err
	}
	c, err := open(src)
	if err != nil {
		closer.Close()
		return nil, err
	}
	c.closer = closer
	c.mapped = true
	return c, nil
}

// New opens a cache of size bytes that r reads, which the Cache borrows; r must
// serve several goroutines if the Cache does. A lookup makes at most four
// reads: the index, the strings and the files are kept once they were needed,
// so that later lookups make one.
func New(r io.ReaderAt, size int64) (*Cache, error) { return open(source.New(r, size)) }

// Parse opens a cache in memory, which it borrows: data must not change while
// the Cache or anything it gave out is in use.
func Parse(data []byte) (*Cache, error) { return open(source.FromBytes(data)) }

func open(src *source.Source) (*Cache, error) {
	file, err := kind.Open(src)
	if err != nil {
		return nil, err
	}
	c := &Cache{file: file, memory: src.InMemory()}
	size := file.Size(secInfo)
	if size < infoFixed || size > infoMax {
		return nil, file.Error(secInfo, 0, errInfoSize)
	}
	data, err := file.Bytes(secInfo, 0, size)
	if err != nil {
		return nil, err
	}
	if c.header, err = parseInfo(data); err != nil {
		return nil, err
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	c.ops = operations(c.header.shorts)
	return c, nil
}

// Close gives back the file of a Cache that Open opened. It has no effect on
// others. Lookups afterwards may fail.
func (c *Cache) Close() error {
	if c.closer == nil {
		return nil
	}
	return c.closer.Close()
}

// Header returns what the cache says about itself.
func (c *Cache) Header() Header { return c.header.Header }

// A section is one that is kept in memory once it was needed.
type section struct {
	data atomic.Pointer[[]byte]
	mu   sync.Mutex
}

// load returns the bytes of section number of c.
func (s *section) load(c *Cache, number int) ([]byte, error) {
	if data := s.data.Load(); data != nil {
		return *data, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if data := s.data.Load(); data != nil {
		return *data, nil
	}
	data, err := c.file.Bytes(number, 0, c.file.Size(number))
	if err != nil {
		return nil, err
	}
	s.data.Store(&data)
	return data, nil
}

// loadUint reads the n-byte number at the start of b, which has as many.
func loadUint(b []byte, n int) uint64 {
	v := uint64(0)
	for i := n - 1; i >= 0; i-- {
		v = v<<8 | uint64(b[i])
	}
	return v
}
