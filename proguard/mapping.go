package proguard

import (
	"bytes"
	"cmp"
	"math"
	"math/bits"
	"slices"
	"sort"
	"sync"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
	"github.com/gosymbolic/symbolic/internal/source"
)

// A Mapping is a mapping file and an index of its records. It holds the text,
// from which all its strings are cut, and about a quarter of that on top.
//
// A Mapping never changes; any number of goroutines may use one.
type Mapping struct {
	Mapper
	text    []byte
	ix      *textIndex
	summary Summary
	bad     int
	valid   bool
	lines   bool
	uuid    func() [16]byte
}

// Options adjusts how a mapping is read. The zero value and nil are the
// defaults.
type Options struct {
	// Report is called for each of the first 1000 lines that cannot be read and
	// is skipped, with a *debuginfo.FormatError that wraps a *LineError.
	Report func(error)
}

// maxReports bounds how often Options.Report is called.
const maxReports = 1000

// Parse reads a mapping file. It borrows data, which must not change while the
// Mapping or any string from it is in use.
//
// A line that cannot be read is skipped and reported; it is not an error. Only
// a file of 4 GiB or more is, a *debuginfo.LimitError.
func Parse(data []byte, opts *Options) (*Mapping, error) {
	if uint64(len(data)) > math.MaxUint32 {
		return nil, tooLarge(uint64(len(data)))
	}
	b := newBuilder(data)
	if opts != nil {
		b.report = opts.Report
	}
	b.run()
	m := &Mapping{
		Mapper:  newMapper(&b.ix),
		text:    data,
		ix:      &b.ix,
		summary: b.summary,
		bad:     b.bad,
		valid:   b.valid,
		lines:   b.lines,
	}
	m.uuid = sync.OnceValue(func() [16]byte { return mappingUUID(m.text) })
	return m, nil
}

func tooLarge(size uint64) error {
	return &debuginfo.LimitError{What: "mapping bytes", Want: size, Max: math.MaxUint32}
}

// Open reads the named mapping file into memory.
func Open(name string, opts *Options) (*Mapping, error) {
	src, file, err := source.OpenFile(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if src.Size() > math.MaxUint32 {
		return nil, tooLarge(src.Size())
	}
	data, err := src.Bytes(0, src.Size())
	if err != nil {
		return nil, err
	}
	return Parse(data, opts)
}

// Summary returns what the headers of the file say.
func (m *Mapping) Summary() Summary { return m.summary }

// BadLines returns how many lines were skipped because they cannot be read.
func (m *Mapping) BadLines() int { return m.bad }

// IsValid reports whether the file is a mapping: whether a member follows a
// class within its first 50 lines that are not blank.
func (m *Mapping) IsValid() bool { return m.valid }

// HasLineInfo reports whether any method has line numbers.
func (m *Mapping) HasLineInfo() bool { return m.lines }

// A textIndex is an index over the text of a mapping file.
type textIndex struct {
	text    []byte
	wide    bool        // some line number needs more than 16 bits
	buckets []uint32    // where the classes of each bucket of hashes begin
	classes []textClass // by hash and obfuscated name
	files   []textFile  // by hash and original name
	recs    []textRecord
	infos   []textInfo // by record
}

type textClass struct {
	hash   uint32 // of the obfuscated name
	off    uint32 // of the line
	lo, hi uint32 // records
	file   part
	origin uint16 // length of the original name
	obf    uint16 // where the obfuscated name begins in the line
	obfLen uint16
	synth  bool
}

// A part is a piece of the text. JSON strings with escapes are kept as they
// are and resolved when they are asked for.
type part struct {
	off uint32
	n   uint16
}

type textFile struct {
	hash  uint32 // of the original name
	class uint32
}

// A textRecord is 16 bytes, so that the index stays small beside the text.
type textRecord struct {
	off        uint32 // of the line
	obf        uint16 // where the obfuscated name begins in the line
	hash       uint16 // of the obfuscated name; see shortHash
	flags      recordFlags
	start, end uint16 // unless flagWide
}

// shortHash folds a hash to what there is room for in a textRecord. The records
// of a class are in the order of it, so that a search leaves the text alone
// until it has found its name.
func shortHash(name string) uint16 {
	h := hashName(name)
	return uint16(h>>16) ^ uint16(h)
}

type textInfo struct {
	rec  uint32
	text part
	kind InfoKind
}

func (ix *textIndex) bytes(p part) []byte { return ix.text[p.off:][:p.n:p.n] }

// name returns the obfuscated name of a record, which ends its line.
func (ix *textIndex) name(r *textRecord) []byte {
	b := ix.text[r.off+uint32(r.obf):]
	n := 0
	for n < len(b) && b[n] != '\n' && b[n] != '\r' && !isBlank(b[n]) {
		n++
	}
	return b[:n]
}

// line returns the line of a record, without blanks at its end.
func (ix *textIndex) line(r *textRecord) []byte {
	return ix.text[r.off:][:int(r.obf)+len(ix.name(r))]
}

func (ix *textIndex) className(c *textClass) []byte {
	return ix.text[c.off+uint32(c.obf):][:c.obfLen:c.obfLen]
}

func (ix *textIndex) originalName(c *textClass) []byte {
	return ix.text[c.off:][:c.origin:c.origin]
}

func (ix *textIndex) class(name string, c *classEntry) (bool, error) {
	hash := hashName(name)
	bucket := uint64(hash) >> (32 - bucketBits(len(ix.classes)))
	classes := ix.classes[ix.buckets[bucket]:ix.buckets[bucket+1]]
	i, found := sort.Find(len(classes), func(i int) int {
		t := &classes[i]
		if t.hash != hash {
			return cmp.Compare(hash, t.hash)
		}
		return cmp.Compare(name, cursor.String(ix.className(t)))
	})
	if found {
		ix.entry(&classes[i], c)
	}
	return found, nil
}

// bucketBits returns how many bits of the hash select a bucket of n classes:
// the most with which there are no more buckets than classes.
func bucketBits(n int) int { return bits.Len(uint(n)|1) - 1 }

// fillBuckets makes the table of where the classes of each bucket begin.
func (ix *textIndex) fillBuckets() {
	n := bucketBits(len(ix.classes))
	ix.buckets = make([]uint32, 0, 1<<n+1)
	i := 0
	for bucket := uint64(0); bucket < 1<<n; bucket++ {
		for i < len(ix.classes) && uint64(ix.classes[i].hash)>>(32-n) < bucket {
			i++
		}
		ix.buckets = append(ix.buckets, uint32(i))
	}
	ix.buckets = append(ix.buckets, uint32(len(ix.classes)))
}

func (ix *textIndex) entry(t *textClass, c *classEntry) {
	*c = classEntry{
		obfuscated:  cursor.String(ix.className(t)),
		original:    cursor.String(ix.originalName(t)),
		file:        ix.fileName(t),
		synthesized: t.synth,
		lo:          t.lo,
		hi:          t.hi,
	}
}

func (ix *textIndex) fileName(t *textClass) string {
	if t.file.n == 0 {
		return ""
	}
	return cursor.String(jsonText(ix.bytes(t.file)))
}

func (ix *textIndex) sourceFile(original string) (string, bool, error) {
	if len(ix.files) == 0 {
		return "", false, nil
	}
	hash := hashName(original)
	i, found := sort.Find(len(ix.files), func(i int) int {
		f := &ix.files[i]
		if f.hash != hash {
			return cmp.Compare(hash, f.hash)
		}
		return cmp.Compare(original, cursor.String(ix.originalName(&ix.classes[f.class])))
	})
	if !found {
		return "", false, nil
	}
	return ix.fileName(&ix.classes[ix.files[i].class]), true, nil
}

func (ix *textIndex) group(c *classEntry, name string) (lo, hi uint32, err error) {
	hash := shortHash(name)
	recs := ix.recs[c.lo:c.hi]
	at, found := sort.Find(len(recs), func(i int) int { return int(hash) - int(recs[i].hash) })
	if !found {
		return 0, 0, nil
	}
	recs = recs[:groupEnd(len(recs), at, func(i int) bool { return recs[i].hash == hash })]
	// Few names have equal hashes, unless somebody has made them so.
	for range 4 {
		if at == len(recs) {
			return 0, 0, nil
		}
		end := ix.nextGroup(recs, at)
		if cursor.String(ix.name(&recs[at])) == name {
			return c.lo + uint32(at), c.lo + uint32(end), nil
		}
		at = end
	}
	n, found := sort.Find(len(recs)-at, func(i int) int {
		return cmp.Compare(name, cursor.String(ix.name(&recs[at+i])))
	})
	if !found {
		return 0, 0, nil
	}
	return c.lo + uint32(at+n), c.lo + uint32(ix.nextGroup(recs, at+n)), nil
}

// nextGroup returns the end of the group that begins at recs[at].
func (ix *textIndex) nextGroup(recs []textRecord, at int) int {
	const near = 1024 // where a look at the flags is quicker than one at names
	for end := at + 1; end < min(len(recs), at+near); end++ {
		if recs[end].flags&flagGroup != 0 {
			return end
		}
	}
	if len(recs) <= at+near {
		return len(recs)
	}
	name := ix.name(&recs[at])
	return groupEnd(len(recs), at+near-1, func(i int) bool { return bytes.Equal(ix.name(&recs[i]), name) })
}

// groupEnd returns the end of the run of items that are in the group that
// begins at start, of n items. It looks at a number of items that is
// logarithmic in the length of the run.
func groupEnd(n, start int, in func(i int) bool) int {
	step := 1
	for start+step < n && in(start+step) {
		step *= 2
	}
	lo, hi := start+step/2+1, min(start+step, n)
	if lo >= hi {
		return hi
	}
	return lo + sort.Search(hi-lo, func(i int) bool { return !in(lo + i) })
}

func (ix *textIndex) spans(lo, hi uint32, buf []span) ([]span, error) {
	recs := ix.recs[lo:min(hi, lo+uint32(len(buf)))]
	for i := range recs {
		r := &recs[i]
		buf[i] = span{uint32(r.start), uint32(r.end), r.flags}
		if r.flags&flagWide != 0 {
			var m memberLine
			_ = parseMember(ix.line(r), &m) // it was read before
			buf[i].start, buf[i].end = m.start, m.end
		}
	}
	return buf[:len(recs)], nil
}

func (ix *textIndex) member(i uint32, m *memberEntry) error {
	r := &ix.recs[i]
	var l memberLine
	_ = parseMember(ix.line(r), &l) // it was read before
	owner, name := cutOwner(l.name)
	*m = memberEntry{
		typ:      cursor.String(l.typ),
		owner:    cursor.String(owner),
		name:     cursor.String(name),
		params:   cursor.String(l.params),
		first:    l.first,
		last:     l.last,
		original: l.original,
		span:     span{l.start, l.end, r.flags},
	}
	return nil
}

func (ix *textIndex) info(i uint32, kind InfoKind, nth int) (string, bool, error) {
	n, _ := slices.BinarySearchFunc(ix.infos, i, func(t textInfo, i uint32) int { return cmp.Compare(t.rec, i) })
	for ; n < len(ix.infos) && ix.infos[n].rec == i; n++ {
		if t := &ix.infos[n]; t.kind == kind {
			if nth--; nth >= 0 {
				continue
			}
			text := ix.bytes(t.text)
			if kind == InfoResidualSignature {
				text = jsonText(text)
			}
			return cursor.String(text), true, nil
		}
	}
	return "", false, nil
}

// sortClasses brings the classes into the order of the index and drops all but
// one of those with the same obfuscated name: the last one with members, or
// the last.
func (ix *textIndex) sortClasses() {
	name := func(c *textClass) []byte { return ix.className(c) }
	slices.SortStableFunc(ix.classes, func(a, b textClass) int {
		if a.hash != b.hash {
			return cmp.Compare(a.hash, b.hash)
		}
		return bytes.Compare(name(&a), name(&b))
	})
	kept := ix.classes[:0]
	for _, c := range ix.classes {
		if n := len(kept); n > 0 && kept[n-1].hash == c.hash && bytes.Equal(name(&kept[n-1]), name(&c)) {
			if c.lo < c.hi || kept[n-1].lo == kept[n-1].hi {
				kept[n-1] = c
			}
			continue
		}
		kept = append(kept, c)
	}
	ix.classes = kept
	ix.fillBuckets()

	for i := range ix.classes {
		if c := &ix.classes[i]; c.file.n > 0 {
			ix.files = append(ix.files, textFile{hashName(cursor.String(ix.originalName(c))), uint32(i)})
		}
	}
	original := func(f textFile) []byte { return ix.originalName(&ix.classes[f.class]) }
	slices.SortFunc(ix.files, func(a, b textFile) int {
		if a.hash != b.hash {
			return cmp.Compare(a.hash, b.hash)
		}
		if c := bytes.Compare(original(a), original(b)); c != 0 {
			return c
		}
		// The last in the file comes first and stays.
		return cmp.Compare(ix.classes[b.class].off, ix.classes[a.class].off)
	})
	ix.files = slices.CompactFunc(ix.files, func(a, b textFile) bool {
		return a.hash == b.hash && bytes.Equal(original(a), original(b))
	})
}
