package breakpad

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// An index says where the records of a file are. It is made in one pass, and
// immutable then.
type index struct {
	data []byte
	eol  byte

	files       []string // in the order of FILE records
	fileNumbers numbers
	origins     []string // in the order of INLINE_ORIGIN records
	originIndex numbers
	functions   []function
	publics     []int // offsets of PUBLIC records
	stack       int   // offset of the first STACK record, the size of the file if it has none
	errs        []error
}

// A function is where a FUNC record and those that belong to it are.
type function struct {
	off, end   int // of the records; end is that of the next record that does not belong to it
	start, top uint64
}

// maxErrors bounds the errors that an index keeps; a file of nothing else has
// one in a few bytes.
const maxErrors = 1000

func newIndex(data []byte, eol byte) *index {
	x := &index{data: data, eol: eol, stack: len(data)}
	open := -1     // index of the function that records belong to
	stray := false // the record before has no function either
	for off := 0; off < len(data); {
		n := bytes.IndexByte(data[off:], eol)
		if n < 0 {
			n = len(data) - off
		}
		line, at := data[off:off+n], off
		off += n + 1
		if n == 0 {
			continue
		}
		if class := classes[line[0]]; class < classOther && line[0] != 'F' {
			if open < 0 && !stray {
				stray = true
				x.fail(at, errNoFunction)
			}
			continue
		}
		rec := fields(trimCR(line))
		kind := rec.keyword()
		switch kind {
		case keyOther:
			if len(rec) == 0 {
				continue
			}
		case keyFile:
			if !x.addName(&x.files, &x.fileNumbers, rec) {
				x.fail(at, errFile)
			}
			continue
		case keyOrigin:
			if !x.addName(&x.origins, &x.originIndex, rec) {
				x.fail(at, errOrigin)
			}
			continue
		case keyInfo:
			continue
		}
		if kind == keyInline || kind == keyOther {
			if open < 0 && !stray && (kind == keyInline || classes[rec[0]] < classOther) {
				stray = true
				x.fail(at, errNoFunction)
			}
			continue
		}
		if open >= 0 {
			x.functions[open].end = at
		}
		open, stray = -1, false
		switch kind {
		case keyFunc:
			open = len(x.functions)
			fn := function{off: at, end: len(data)}
			rec.marker()
			start, ok := rec.hex()
			size, ok2 := rec.hex()
			if ok && ok2 {
				fn.start, fn.top = start, addSize(start, size)
			}
			x.functions = append(x.functions, fn)
		case keyPublic:
			x.publics = append(x.publics, at)
		case keyStack:
			x.stack = min(x.stack, at)
		}
	}
	return x
}

// addSize returns addr + size, at most the end of the address space.
func addSize(addr, size uint64) uint64 {
	if end := addr + size; end >= addr {
		return end
	}
	return ^uint64(0)
}

func (x *index) fail(off int, err error) {
	if len(x.errs) < maxErrors {
		x.errs = append(x.errs, errorAt(off, err))
	}
}

// addName adds the name of a FILE or INLINE_ORIGIN record.
func (x *index) addName(names *[]string, n *numbers, rec fields) bool {
	number, neg, ok := rec.dec()
	if !ok || neg {
		return false
	}
	n.put(number, uint32(len(*names)))
	*names = append(*names, rec.rest())
	return true
}

// A keyword is the kind of a record.
type keyword uint8

const (
	keyOther keyword = iota // a line record, or nothing that is known
	keyModule
	keyInfo
	keyFile
	keyOrigin
	keyFunc
	keyInline
	keyPublic
	keyStack
)

// keyword passes over the word that begins a record. Of other records it
// passes over nothing but blanks.
func (f *fields) keyword() keyword {
	f.skipBlanks()
	rest := *f
	kind := keyOther
	switch string(rest.next()) {
	case "FUNC":
		kind = keyFunc
	case "INLINE":
		kind = keyInline
	case "FILE":
		kind = keyFile
	case "INLINE_ORIGIN":
		kind = keyOrigin
	case "PUBLIC":
		kind = keyPublic
	case "STACK":
		kind = keyStack
	case "INFO":
		kind = keyInfo
	case "MODULE":
		kind = keyModule
	default:
		return keyOther
	}
	*f = rest
	return kind
}

// numbers maps the numbers that a file gives to its source files or origins to
// their index. Tools count from 0, so that a slice does; the rest is in a map.
type numbers struct {
	dense  []uint32 // index + 1
	sparse map[uint64]uint32
	count  int
}

// put maps a number. A number that is given twice is what it was last.
func (n *numbers) put(number uint64, index uint32) {
	n.count++
	if number < uint64(2*n.count+1024) {
		for uint64(len(n.dense)) <= number {
			n.dense = append(n.dense, 0)
		}
		n.dense[number] = index + 1
		return
	}
	if n.sparse == nil {
		n.sparse = make(map[uint64]uint32)
	}
	n.sparse[number] = index + 1
}

// get returns the index of a number.
func (n *numbers) get(number uint64) (uint32, bool) {
	if number < uint64(len(n.dense)) && n.dense[number] > 0 {
		return n.dense[number] - 1, true
	}
	index := n.sparse[number]
	return index - 1, index > 0
}

// Symbols returns the PUBLIC records, sorted by address. A record does not say
// where its code ends: it ends with the FUNC that it lies in, or where the next
// FUNC or PUBLIC begins. If nothing follows the size is 0. Records before one
// that is malformed, and after it, come with the first error.
func (f *File) Symbols() ([]debuginfo.Symbol, error) {
	x, err := f.load()
	if err != nil {
		return nil, err
	}
	symbols := make([]debuginfo.Symbol, 0, len(x.publics))
	for _, off := range x.publics {
		rec := fields(x.line(off))
		rec.keyword()
		rec.marker()
		addr, ok := rec.hex()
		_, ok2 := rec.hex()
		if !ok || !ok2 {
			err = cmp.Or(err, errorAt(off, errPublic))
			continue
		}
		symbols = append(symbols, debuginfo.Symbol{Addr: addr, Name: nameOr(rec.rest(), unknown)})
	}
	slices.SortStableFunc(symbols, func(a, b debuginfo.Symbol) int { return cmp.Compare(a.Addr, b.Addr) })
	code := make([]debuginfo.Range, 0, len(x.functions))
	for i := range x.functions {
		code = append(code, debuginfo.Range{Start: x.functions[i].start, End: x.functions[i].top})
	}
	code = debuginfo.NormalizeRanges(code)
	for i := 0; i < len(symbols); {
		addr, next := symbols[i].Addr, i+1
		for next < len(symbols) && symbols[next].Addr == addr {
			next++
		}
		end := addr
		if next < len(symbols) {
			end = symbols[next].Addr
		}
		for len(code) > 0 && code[0].End <= addr {
			code = code[1:]
		}
		if len(code) > 0 {
			limit := code[0].Start
			if limit <= addr {
				limit = code[0].End
			}
			if end == addr || limit < end {
				end = limit
			}
		}
		for ; i < next; i++ {
			symbols[i].Size = end - addr
		}
	}
	return symbols, err
}

// line returns the line at off, without its end.
func (x *index) line(off int) []byte {
	line := x.data[off:]
	if n := bytes.IndexByte(line, x.eol); n >= 0 {
		line = line[:n]
	}
	return trimCR(line)
}
