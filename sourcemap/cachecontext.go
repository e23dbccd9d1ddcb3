package sourcemap

import (
	"encoding/binary"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A fileRecord is what a cache says about a source file.
type fileRecord struct {
	name, flags uint32
	text        uint64 // offset in the texts
	size        uint32
	firstLine   uint32 // in the lines
	numLines    uint32 // 0 if the cache has no text
}

// file returns the record of a file.
func (c *Cache) file(i int) (fileRecord, error) {
	if uint64(i) >= uint64(c.files) {
		return fileRecord{}, c.f.Error(secFiles, 0, errCacheFile)
	}
	var b []byte
	if c.records != nil {
		b = c.records[i*fileSize:][:fileSize]
	} else {
		b = make([]byte, fileSize)
		if err := c.f.ReadAt(secFiles, b, uint64(i)*fileSize); err != nil {
			return fileRecord{}, err
		}
	}
	le := binary.LittleEndian
	return fileRecord{
		name: le.Uint32(b[0:]), flags: le.Uint32(b[4:]), text: le.Uint64(b[8:]),
		size: le.Uint32(b[16:]), firstLine: le.Uint32(b[20:]), numLines: le.Uint32(b[24:]),
	}, nil
}

// File returns the path of a source file.
func (c *Cache) File(i int) (string, error) {
	rec, err := c.file(i)
	if err != nil {
		return "", err
	}
	return c.str(rec.name)
}

// Content returns the text of a source file, and whether the cache has it.
func (c *Cache) Content(i int) (string, bool, error) {
	rec, err := c.file(i)
	if err != nil || rec.numLines == 0 {
		return "", false, err
	}
	text, err := c.f.Bytes(secText, rec.text, uint64(rec.size))
	return cursor.String(text), err == nil, err
}

// NumLines returns how many lines the text of a source file has: one more
// than line feeds, 0 if the cache has no text.
func (c *Cache) NumLines(i int) (int, error) {
	rec, err := c.file(i)
	return int(rec.numLines), err
}

// Line returns a line of a source file with its line feed, counted from 0. It
// reports false if the cache has no such line.
func (c *Cache) Line(file int, line uint32) (string, bool, error) {
	lines, err := c.Lines(file, line, 1)
	if err != nil || len(lines) == 0 {
		return "", false, err
	}
	return lines[0], true, nil
}

// maxContext bounds the lines of one call of Lines.
const maxContext = 1 << 16

// Lines returns up to n lines of a source file from line first on, with their
// line feeds; fewer where the file ends. It reads the cache at most three
// times.
func (c *Cache) Lines(file int, first uint32, n int) ([]string, error) {
	rec, err := c.file(file)
	if err != nil || first >= rec.numLines || n <= 0 {
		return nil, err
	}
	n = int(min(uint64(n), uint64(rec.numLines-first), maxContext))
	// One offset more than lines, unless the last line is among them.
	count := min(uint64(n)+1, uint64(rec.numLines-first))
	at := (uint64(rec.firstLine) + uint64(first)) * 4
	offs, err := c.f.Bytes(secLines, at, count*4)
	if err != nil {
		return nil, err
	}
	bound := func(i int) uint32 {
		if uint64(i) >= count {
			return rec.size
		}
		return binary.LittleEndian.Uint32(offs[4*i:])
	}
	start, end := bound(0), bound(n)
	if start > end || end > rec.size {
		return nil, c.f.Error(secLines, at, errCacheLine)
	}
	text, err := c.f.Bytes(secText, rec.text+uint64(start), uint64(end-start))
	if err != nil {
		return nil, err
	}
	lines := make([]string, 0, n)
	for i := range n {
		a, b := bound(i), bound(i+1)
		if a < start || a > b || b > end {
			return nil, c.f.Error(secLines, at+uint64(4*i), errCacheLine)
		}
		lines = append(lines, cursor.String(text[a-start:b-start]))
	}
	return lines, nil
}

// Context returns the line of a location and up to n lines before and after
// it, and the number of the first of them; none if the cache has no text.
func (c *Cache) Context(loc Location, n int) (lines []string, first uint32, err error) {
	n = max(0, min(n, maxContext/2))
	first = loc.Line - min(loc.Line, uint32(n))
	lines, err = c.Lines(loc.File, first, int(loc.Line-first)+1+n)
	if uint64(len(lines)) <= uint64(loc.Line-first) {
		return nil, first, err // the line itself is not there
	}
	return lines, first, err
}
