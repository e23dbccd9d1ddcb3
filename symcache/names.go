package symcache

import (
	"errors"
	"sync/atomic"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

var (
	errStringNumber = errors.New("number of a string is out of range")
	errFileNumber   = errors.New("number of a file is out of range")
	errGroup        = errors.New("group of strings lies outside its section")
	errPrefix       = errors.New("string shares more than the one before it has")
)

var placeStrings = &cursor.Place{Format: kind.Format, Section: kind.Sections[secStrings]}

// A nameTable keeps the strings that were asked for, so that a lookup finds
// them without building them again.
type nameTable struct {
	groups atomic.Pointer[[]atomic.Pointer[nameGroup]]
}

type nameGroup [groupSize]atomic.Pointer[string]

// text returns a string by its number.
func (c *Cache) text(id uint32) (string, error) {
	if groups := c.names.groups.Load(); groups != nil && uint64(id)/groupSize < uint64(len(*groups)) {
		if g := (*groups)[id/groupSize].Load(); g != nil {
			if s := g[id%groupSize].Load(); s != nil {
				return *s, nil
			}
		}
	}
	return c.makeText(id)
}

// makeText builds a string and keeps it. Goroutines that need the same string
// at a time build it twice; it does not matter whose stays.
func (c *Cache) makeText(id uint32) (string, error) {
	if uint64(id) >= c.header.Strings {
		return "", c.file.Error(secStrings, 0, errStringNumber)
	}
	group, first, err := c.group(uint64(id) / groupSize)
	if err != nil {
		return "", err
	}
	r := stringReader{c: cursor.New(placeStrings, first, group, false)}
	for range id%groupSize + 1 {
		r.next()
	}
	if err := r.c.Err(); err != nil {
		return "", err
	}
	s := string(r.text)
	groups := c.names.groups.Load()
	if groups == nil {
		fresh := make([]atomic.Pointer[nameGroup], (c.header.Strings+groupSize-1)/groupSize)
		c.names.groups.CompareAndSwap(nil, &fresh)
		groups = c.names.groups.Load()
	}
	slot := &(*groups)[id/groupSize]
	g := slot.Load()
	if g == nil {
		slot.CompareAndSwap(nil, new(nameGroup))
		g = slot.Load()
	}
	g[id%groupSize].Store(&s)
	return s, nil
}

// group returns the bytes of a group of strings and where they begin.
func (c *Cache) group(n uint64) (data []byte, off uint64, err error) {
	w := uint64(c.header.groupWidth)
	var ends []byte
	if c.mapped {
		ends, err = c.file.Bytes(secStrings, n*w, 2*w)
	} else if data, err = c.strings.load(c, secStrings); err == nil {
		ends = data[n*w:]
	}
	if err != nil {
		return nil, 0, err
	}
	base := ((c.header.Strings+groupSize-1)/groupSize + 1) * w
	size := c.file.Size(secStrings) - base
	start, end := loadUint(ends, int(w)), loadUint(ends[w:], int(w))
	if start > end || end > size {
		return nil, 0, c.file.Error(secStrings, n*w, errGroup)
	}
	if !c.mapped {
		return data[base+start : base+end], base + start, nil
	}
	data, err = c.file.Bytes(secStrings, base+start, end-start)
	return data, base + start, err
}

// A stringReader reads the strings of a group one after the other.
type stringReader struct {
	c    cursor.Cursor
	text []byte // the last one; the next overwrites it
}

func (r *stringReader) next() {
	head := r.c.U8()
	prefix, suffix := uint64(head>>4), uint64(head&15)
	if prefix == 15 {
		prefix += r.c.Uleb()
	}
	if suffix == 15 {
		suffix += r.c.Uleb()
	}
	if prefix > uint64(len(r.text)) {
		r.c.Fail(errPrefix)
		return
	}
	r.text = append(r.text[:prefix], r.c.Bytes(suffix)...)
}

// A fileTable keeps the files that were asked for.
type fileTable struct {
	groups atomic.Pointer[[]atomic.Pointer[fileGroup]]
}

type fileGroup [groupSize]atomic.Pointer[debuginfo.File]

// sourceFile returns a file by the number that rows use, in which 0 is none.
func (c *Cache) sourceFile(number uint32) (debuginfo.File, error) {
	if number == 0 {
		return debuginfo.File{}, nil
	}
	id := number - 1
	if groups := c.fileList.groups.Load(); groups != nil && uint64(id)/groupSize < uint64(len(*groups)) {
		if g := (*groups)[id/groupSize].Load(); g != nil {
			if f := g[id%groupSize].Load(); f != nil {
				return *f, nil
			}
		}
	}
	return c.makeFile(id)
}

func (c *Cache) makeFile(id uint32) (debuginfo.File, error) {
	f, err := c.readFile(uint64(id))
	if err != nil {
		return debuginfo.File{}, err
	}
	groups := c.fileList.groups.Load()
	if groups == nil {
		fresh := make([]atomic.Pointer[fileGroup], (c.header.Files+groupSize-1)/groupSize)
		c.fileList.groups.CompareAndSwap(nil, &fresh)
		groups = c.fileList.groups.Load()
	}
	slot := &(*groups)[id/groupSize]
	g := slot.Load()
	if g == nil {
		slot.CompareAndSwap(nil, new(fileGroup))
		g = slot.Load()
	}
	g[id%groupSize].Store(&f)
	return f, nil
}

// readFile reads a record of the files section.
func (c *Cache) readFile(id uint64) (debuginfo.File, error) {
	if id >= c.header.Files {
		return debuginfo.File{}, c.file.Error(secFiles, 0, errFileNumber)
	}
	w := uint64(c.header.stringWidth)
	var record []byte
	var err error
	if c.mapped {
		record, err = c.file.Bytes(secFiles, id*3*w, 3*w)
	} else if record, err = c.files.load(c, secFiles); err == nil {
		record = record[id*3*w:]
	}
	if err != nil {
		return debuginfo.File{}, err
	}
	var parts [3]string
	for i := range parts {
		number := loadUint(record[uint64(i)*w:], int(w))
		if number >= c.header.Strings {
			return debuginfo.File{}, c.file.Error(secFiles, (id*3+uint64(i))*w, errStringNumber)
		}
		if parts[i], err = c.text(uint32(number)); err != nil {
			return debuginfo.File{}, err
		}
	}
	return debuginfo.File{CompDir: parts[0], Dir: parts[1], Name: parts[2]}, nil
}
