package symcache

import (
	"errors"
	"iter"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A Function is one that owns code: one that debug information describes, or a
// symbol where that is silent.
type Function struct {
	Name  string
	Lang  debuginfo.Language // unknown for a symbol
	Entry uint64
}

// Functions yields the functions in the order in which their code begins. An
// error ends the iteration.
func (c *Cache) Functions() iter.Seq2[Function, error] {
	return func(yield func(Function, error) bool) {
		d := new(decoder)
		for block := range c.header.Blocks {
			err := c.load(d, block)
			if err == nil {
				d.run(^uint64(0), maxRows)
				err = d.err
			}
			if err != nil {
				yield(Function{}, err)
				return
			}
			for i := range d.scopes {
				s := &d.scopes[i]
				if s.parent >= 0 || !s.begun {
					continue
				}
				name, err := c.text(s.name)
				if !yield(Function{name, s.lang, s.entry}, err) || err != nil {
					return
				}
			}
		}
	}
}

// Files yields the source files, those that most rows name first. An error
// ends the iteration.
func (c *Cache) Files() iter.Seq2[debuginfo.File, error] {
	return func(yield func(debuginfo.File, error) bool) {
		for id := range c.header.Files {
			f, err := c.readFile(id)
			if !yield(f, err) || err != nil {
				return
			}
		}
	}
}

// walk calls visit for the start of each row and what the row says. d holds
// the block of the row.
func (c *Cache) walk(visit func(d *decoder, s state) error) error {
	d := new(decoder)
	last := uint64(0)
	for block := range c.header.Blocks {
		if err := c.load(d, block); err != nil {
			return err
		}
		if block > 0 && d.addr <= last {
			return c.file.Error(secIndex, block*uint64(c.header.addrWidth+c.header.offWidth), errAscending)
		}
		last = d.addr
		for n := 1; ; n++ {
			more := d.run(^uint64(0), n)
			if d.err != nil {
				return d.err
			}
			if d.n < n {
				break
			}
			if err := visit(d, d.rows[n-1]); err != nil {
				return err
			}
			if !more {
				break
			}
		}
	}
	return nil
}

// Verify reads the whole cache. It compares every checksum, and when all are
// right it follows every reference. Errors are of type *debuginfo.FormatError
// and name the section, joined if checksums of several are wrong.
func (c *Cache) Verify() error {
	if err := c.file.Verify(); err != nil {
		return err
	}
	if err := c.verifyStrings(); err != nil {
		return err
	}
	for _, err := range c.Files() {
		if err != nil {
			return err
		}
	}
	var rows, functions uint64
	err := c.walk(func(d *decoder, s state) error {
		rows++
		if uint64(s.pos.file) > c.header.Files {
			return d.error(errFileNumber)
		}
		if d.n == 1 || len(d.scopes) > d.seen {
			if d.n == 1 {
				d.seen = 0
			}
			for _, sc := range d.scopes[d.seen:] {
				if uint64(sc.name) >= c.header.Strings {
					return d.error(errStringNumber)
				}
				if uint64(sc.site.file) > c.header.Files {
					return d.error(errFileNumber)
				}
				if sc.parent < 0 && sc.begun {
					functions++
				}
			}
			d.seen = len(d.scopes)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if rows != c.header.Rows || functions != c.header.Functions {
		return c.file.Error(secInfo, 0, errTotals)
	}
	return nil
}

var errTotals = errors.New("counts of functions or rows are not those of the rows section")

// verifyStrings reads all strings.
func (c *Cache) verifyStrings() error {
	left := c.header.Strings
	for g := uint64(0); left > 0; g++ {
		data, off, err := c.group(g)
		if err != nil {
			return err
		}
		r := stringReader{c: cursor.New(placeStrings, off, data, false)}
		n := min(left, groupSize)
		for range n {
			r.next()
		}
		if r.c.Len() > 0 {
			r.c.Fail(errGroup)
		}
		if err := r.c.Err(); err != nil {
			return err
		}
		left -= n
	}
	return nil
}
