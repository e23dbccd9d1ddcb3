package sourcemap

import (
	"encoding/binary"
	"errors"
	"io"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/internal/cachefile"
	"github.com/gosymbolic/symbolic/internal/cursor"
	"github.com/gosymbolic/symbolic/internal/source"
)

var (
	errCacheSize   = errors.New("size of a section does not fit the counts")
	errCacheWidth  = errors.New("width of a field is not 0 to 4")
	errCacheString = errors.New("string lies outside the strings")
	errCacheFile   = errors.New("row refers to a file that does not exist")
	errCacheLine   = errors.New("line lies outside the text")
)

// A Cache answers lookups from a file that WriteCache made, in place: opening
// one reads its header alone, a lookup a few blocks. It does not change:
// goroutines may share it.
type Cache struct {
	f       *cachefile.File
	rows    uint32
	files   uint32
	layout  layout
	levels  [maxLevels]uint32 // keys of each index level, lowest first
	start   [maxLevels]uint64 // of each level in the index, in bytes
	top     int               // number of levels
	debugID uint32
	name    uint32
	scopes  bool

	// Sections, if the cache is in memory; else nil.
	index, data, records, strings []byte
}

// ParseCache opens a cache in memory. It borrows data, which must not change;
// strings of answers share its memory.
func ParseCache(data []byte) (*Cache, error) { return openCache(source.FromBytes(data)) }

// NewCache opens a cache of the given size behind r, which it borrows and
// reads on demand: a lookup takes up to four reads and one for each string.
// Map a file with golang.org/x/exp/mmap for r to avoid system calls.
func NewCache(r io.ReaderAt, size int64) (*Cache, error) { return openCache(source.New(r, size)) }

// OpenCache opens a cache file by mapping it into memory. Whoever replaces the
// file must rename a new one over it: changing a mapped file is not safe. The
// closer ends the mapping; lookups after that are errors.
func OpenCache(name string) (*Cache, io.Closer, error) {
	src, closer, err := source.OpenMapped(name)
	if err != nil {
		return nil, nil, err
	}
	c, err := openCache(src)
	if err != nil {
		closer.Close()
		return nil, nil, err
	}
	return c, closer, nil
}

func openCache(src *source.Source) (*Cache, error) {
	f, err := cacheKind.Open(src)
	if err != nil {
		return nil, err
	}
	var info [infoSize]byte
	if f.Size(secInfo) != infoSize {
		return nil, f.Error(secInfo, 0, errCacheSize)
	}
	if err := f.ReadAt(secInfo, info[:], 0); err != nil {
		return nil, err
	}
	le := binary.LittleEndian
	c := &Cache{
		f:       f,
		rows:    le.Uint32(info[0:]),
		files:   le.Uint32(info[4:]),
		debugID: le.Uint32(info[8:]),
		name:    le.Uint32(info[12:]),
		scopes:  info[40] != 0,
	}
	var ok bool
	if c.layout, ok = newLayout([numCols]uint8(info[16:24])); !ok {
		return nil, f.Error(secInfo, 16, errCacheWidth)
	}
	if f.Size(secRows) != uint64(c.rows)*uint64(c.layout.width)+rowPad ||
		f.Size(secFiles) != uint64(c.files)*fileSize {
		return nil, f.Error(secInfo, 0, errCacheSize)
	}
	// Each level must have a key for every fanout entries of the one below.
	need, total := uint64(c.rows), uint64(0)
	for i := range c.levels {
		c.levels[i] = le.Uint32(info[24+4*i:])
		if need > 0 {
			need = (need + fanout - 1) / fanout
			c.top = i + 1
		}
		if uint64(c.levels[i]) != need {
			return nil, f.Error(secInfo, uint64(24+4*i), errCacheSize)
		}
		total += need
		if need <= 1 || need <= fanout {
			need = 0
		}
	}
	if f.Size(secIndex) != total*keySize {
		return nil, f.Error(secInfo, 24, errCacheSize)
	}
	for i, off := c.top-1, uint64(0); i >= 0; i-- {
		c.start[i] = off
		off += uint64(c.levels[i]) * keySize
	}
	c.index, _ = f.View(secIndex, 0, f.Size(secIndex))
	c.data, _ = f.View(secRows, 0, f.Size(secRows))
	c.records, _ = f.View(secFiles, 0, f.Size(secFiles))
	c.strings, _ = f.View(secStrings, 0, f.Size(secStrings))
	return c, nil
}

// Verify reads the whole cache and compares its checksums.
func (c *Cache) Verify() error { return c.f.Verify() }

// NumRows returns how many positions the cache has.
func (c *Cache) NumRows() int { return int(c.rows) }

// NumFiles returns the number of source files.
func (c *Cache) NumFiles() int { return int(c.files) }

// HasFunctions reports whether the cache knows functions.
func (c *Cache) HasFunctions() bool { return c.scopes }

// DebugID returns the debug id of the map, the zero ID if it had none.
func (c *Cache) DebugID() (debugid.ID, error) {
	text, err := c.str(c.debugID)
	if err != nil || text == "" {
		return debugid.ID{}, err
	}
	id, err := debugid.Parse(text)
	if err != nil {
		err = c.f.Error(secStrings, uint64(c.debugID), errDebugID)
	}
	return id, err
}

// Name returns the name of the generated file as the map has it.
func (c *Cache) Name() (string, error) { return c.str(c.name) }

// A Location is where a position of the generated code comes from. Lines and
// columns count from 0, columns in UTF-16 code units.
type Location struct {
	Source string // "" for a source that the map has no name for
	Line   uint32
	Column uint32
	// Name is the original name of what is at the position, "" for none.
	Name string
	// Function is the original name of the function around the position, if
	// Scope says that there is one.
	Function string
	Scope    ScopeKind
	// Ignored says that the source is third-party code.
	Ignored bool
	// File is the number of the source, for the methods about files.
	File int
}

// Lookup returns where a position of the generated code comes from, both
// numbers counted from 0, the column in UTF-16 code units. It reports false
// for code that comes from no source. With the cache in memory it allocates
// nothing.
func (c *Cache) Lookup(line, col uint32) (Location, bool, error) {
	var buf []byte
	if c.data == nil {
		buf = make([]byte, fanout*c.layout.width+fanout*keySize)
	}
	row, ok, err := c.find(uint64(line)<<32|uint64(col), buf)
	if !ok || err != nil {
		return Location{}, false, err
	}
	l := &c.layout
	file := l.get(row, colFile)
	genLine := l.get(row, colLine)
	isRange := l.get(row, colFlags)&1 != 0
	if file == 0 || genLine != line && !isRange {
		return Location{}, false, nil
	}
	loc := Location{
		Line:   l.get(row, colOrigLine),
		Column: l.get(row, colOrigColumn),
		File:   int(file - 1),
	}
	if isRange {
		if genLine == line {
			loc.Column += col - l.get(row, colColumn)
		} else {
			loc.Line += line - genLine
			loc.Column = col
		}
	}
	if loc.Name, err = c.str(l.get(row, colName)); err != nil {
		return Location{}, false, err
	}
	switch scope := l.get(row, colScope); scope {
	case scopeNone:
	case scopeAnonymous:
		loc.Scope = AnonymousScope
	default:
		loc.Scope = NamedScope
		if loc.Function, err = c.str(scope); err != nil {
			return Location{}, false, err
		}
	}
	rec, err := c.file(loc.File)
	if err != nil {
		return Location{}, false, err
	}
	loc.Ignored = rec.flags&fileIgnored != 0
	if loc.Source, err = c.str(rec.name); err != nil {
		return Location{}, false, err
	}
	return loc, true, nil
}

// find returns the row that a position belongs to: the first at it, or else
// the last before it. buf is for caches that are not in memory; it has room
// for a block of rows and for one of keys.
func (c *Cache) find(key uint64, buf []byte) ([]byte, bool, error) {
	if c.rows == 0 {
		return nil, false, nil
	}
	// Of each level the last key below the position leads down. The first row
	// at it may begin the block after, whose key is next.
	block, next := uint64(0), ^uint64(0)
	for i := c.top - 1; i >= 0; i-- {
		n := min(uint64(c.levels[i])-block*fanout, fanout)
		more := min(uint64(c.levels[i])-block*fanout-n, 1)
		keys, err := c.block(secIndex, c.index, buf, c.start[i]+block*fanout*keySize, (n+more)*keySize)
		if err != nil {
			return nil, false, err
		}
		at := lowerKey(keys[:n*keySize], key)
		if uint64(at) < n+more {
			next = binary.LittleEndian.Uint64(keys[at*keySize:])
		}
		block = block*fanout + uint64(max(at-1, 0))
	}
	width := uint64(c.layout.width)
	n := min(uint64(c.rows)-block*fanout, fanout)
	rows, err := c.block(secRows, c.data, buf, block*fanout*width, n*width+rowPad)
	if err != nil {
		return nil, false, err
	}
	at := c.lowerRow(rows, int(n), key)
	switch {
	case at < int(n) && c.layout.key(rows[at*int(width):]) == key:
	case at == int(n) && next == key && block*fanout+n < uint64(c.rows):
		rows, err = c.block(secRows, c.data, buf, (block*fanout+n)*width, width+rowPad)
		return rows, err == nil, err
	case at == 0:
		return nil, false, nil
	default:
		at--
	}
	return rows[at*int(width):], true, nil
}

// block returns n bytes at off of a section: of view, if that is not nil, or
// read into buf.
func (c *Cache) block(section int, view, buf []byte, off, n uint64) ([]byte, error) {
	if view != nil {
		if off > uint64(len(view)) || n > uint64(len(view))-off {
			return nil, c.f.Error(section, off, io.ErrUnexpectedEOF)
		}
		return view[off : off+n], nil
	}
	if n > uint64(len(buf)) {
		return nil, c.f.Error(section, off, errCacheSize)
	}
	buf = buf[:n]
	return buf, c.f.ReadAt(section, buf, off)
}

// lowerKey returns the number of keys below key.
func lowerKey(keys []byte, key uint64) int {
	lo, n := 0, len(keys)/keySize
	for n > 0 {
		half := (n + 1) >> 1
		if binary.LittleEndian.Uint64(keys[(lo+half-1)*keySize:]) < key {
			lo += half
		}
		n -= half
	}
	return lo
}

// lowerRow returns the number of rows before key.
func (c *Cache) lowerRow(rows []byte, n int, key uint64) int {
	lo, width := 0, int(c.layout.width)
	for n > 0 {
		half := (n + 1) >> 1
		if c.layout.key(rows[(lo+half-1)*width:]) < key {
			lo += half
		}
		n -= half
	}
	return lo
}

// maxGuess is how much of a string is read together with its length.
const maxGuess = 120

// str returns the string at an offset.
func (c *Cache) str(off uint32) (string, error) {
	if off == 0 {
		return "", nil
	}
	size := c.f.Size(secStrings)
	if uint64(off) >= size {
		return "", c.f.Error(secStrings, uint64(off), errCacheString)
	}
	left := size - uint64(off)
	if c.strings != nil {
		n, used := binary.Uvarint(c.strings[off:])
		if used <= 0 || n > left-uint64(used) {
			return "", c.f.Error(secStrings, uint64(off), errCacheString)
		}
		start := uint64(off) + uint64(used)
		return cursor.String(c.strings[start : start+n]), nil
	}
	head := make([]byte, min(left, maxGuess))
	if err := c.f.ReadAt(secStrings, head, uint64(off)); err != nil {
		return "", err
	}
	n, used := binary.Uvarint(head)
	if used <= 0 || n > left-uint64(used) {
		return "", c.f.Error(secStrings, uint64(off), errCacheString)
	}
	if n <= uint64(len(head)-used) {
		return string(head[used:][:n]), nil
	}
	text, err := c.f.Bytes(secStrings, uint64(off)+uint64(used), n)
	return cursor.String(text), err
}
