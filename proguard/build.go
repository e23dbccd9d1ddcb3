package proguard

import (
	"bytes"
	"fmt"
	"math"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A LineError says that a line of a mapping file cannot be read. It is wrapped
// in a *debuginfo.FormatError, which has the offset of the line.
type LineError struct {
	Line int   // number of the line, counted from 1
	Err  error // the broken rule
}

// Error returns a text for people; it is not promised to stay the same.
func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns the broken rule.
func (e *LineError) Unwrap() error { return e.Err }

func lineError(line int, off uint64, err error) error {
	return &debuginfo.FormatError{Format: "proguard", Offset: off, Err: &LineError{line, err}}
}

// validWithin is how many lines decide whether a file is a mapping at all.
const validWithin = 50

// minMember is the length of the shortest member line: " t n -> o" and its end.
const minMember = 10

// A builder makes the index of a mapping file in one pass over its text.
type builder struct {
	split   splitter
	ix      textIndex
	report  func(error)
	summary Summary
	bad     int
	valid   bool
	lines   bool // some method has line numbers

	class   *textClass // that members belong to; nil before the first
	target  int        // of pending, that comments belong to; see below
	pending []pendingRecord
	infos   []textInfo // of the class; rec is an index of pending
}

// Values of builder.target that are not an index.
const (
	targetClass = -1 // no member has come yet
	targetNone  = -2 // the member could not be read
)

// A pendingRecord is a member of the class that is being read.
type pendingRecord struct {
	rec   textRecord
	start uint32
	end   uint32
	order int
	sig   []byte
	obf   []byte
}

func newBuilder(data []byte) *builder {
	b := &builder{target: targetNone, split: newSplitter(data)}
	b.ix.text = data
	ends := bytes.Count(data, []byte("\n"))
	if b.split.cr {
		ends += bytes.Count(data, []byte("\r"))
	}
	b.ix.recs = make([]textRecord, 0, min(ends+1, len(data)/minMember+1))
	return b
}

func (b *builder) run() {
	s := &b.split
	seen := 0
	for {
		line, off, ok := s.next()
		if !ok {
			break
		}
		if len(line) == 0 {
			continue
		}
		err := error(nil)
		switch c := line[0]; {
		case len(line) > maxLine:
			err = errLongLine
		case c == '#':
			err = b.comment(trim(line[1:]))
		case !isBlank(c):
			b.flush()
			err = b.addClass(line, off)
		default:
			if text, ok := commentText(line); ok {
				err = b.comment(text)
			} else if len(trim(line)) > 0 {
				err = b.addMember(line, off)
				b.valid = b.valid || err == nil && seen < validWithin
			} else {
				continue
			}
		}
		seen++
		if err != nil {
			b.fail(lineError(s.line, uint64(off), err))
		}
	}
	b.flush()
	b.ix.sortClasses()
}

func (b *builder) fail(err error) {
	if b.bad < maxReports && b.report != nil {
		b.report(err)
	}
	b.bad++
}

func (b *builder) addClass(line []byte, off int) error {
	b.class, b.target = nil, targetNone
	original, obf, err := parseClass(line)
	if err != nil {
		return err
	}
	b.ix.classes = append(b.ix.classes, textClass{
		hash:   hashName(cursor.String(obf)),
		off:    uint32(off),
		origin: uint16(len(original)),
		obf:    uint16(within(line, obf)),
		obfLen: uint16(len(obf)),
	})
	b.class, b.target = &b.ix.classes[len(b.ix.classes)-1], targetClass
	return nil
}

// within returns where part, a slice of line, begins in it.
func within(line, part []byte) int { return cap(line) - cap(part) }

func (b *builder) addMember(line []byte, off int) error {
	if b.class == nil {
		return errNoClass
	}
	b.target = targetNone
	var m memberLine
	if err := parseMember(line, &m); err != nil {
		return err
	}
	p := pendingRecord{
		rec:   textRecord{off: uint32(off), obf: uint16(within(line, m.obf)), hash: shortHash(cursor.String(m.obf))},
		start: m.start,
		end:   m.end,
		order: len(b.pending),
		sig:   m.sig,
		obf:   m.obf,
	}
	if m.params == nil {
		p.rec.flags |= flagField
	} else {
		b.lines = b.lines || m.hasRange || m.original > 0
	}
	b.ix.wide = b.ix.wide || max(m.end, m.last) > math.MaxUint16
	if m.hasRange {
		p.rec.flags |= flagRange
		if m.end > math.MaxUint16 {
			p.rec.flags |= flagWide
		} else {
			p.rec.start, p.rec.end = uint16(m.start), uint16(m.end)
		}
	}
	b.target = len(b.pending)
	b.pending = append(b.pending, p)
	return nil
}

// comment reads a comment, given without its number sign.
func (b *builder) comment(text []byte) error {
	if !isJSON(text) {
		b.summary.add(text)
		return nil
	}
	kind, value, ok := quickInfo(text)
	if !ok {
		var info Info
		if !parseInfo(text, &info) {
			return errBrokenJSON
		}
		kind, value = info.Kind, text
		switch kind {
		case InfoVersion:
			b.summary.version(info.Version)
			return nil
		case InfoSourceFile:
			value = rawField(text, "fileName")
		case InfoResidualSignature:
			value = rawField(text, "signature")
		}
	}
	return b.attach(kind, value)
}

// rawField returns a field of an object as it is written.
func rawField(text []byte, name string) (raw []byte) {
	jsonObject(text, func(key, value []byte) {
		if string(jsonText(key)) == name {
			raw = value
		}
	})
	return raw
}

// attach adds a comment to the class or member that it follows.
func (b *builder) attach(kind InfoKind, value []byte) error {
	if b.class == nil && kind != InfoOther {
		return errInfoNoClass
	}
	if value == nil && kind != InfoSynthesized {
		return errBrokenJSON
	}
	text := part{uint32(within(b.ix.text, value)), uint16(len(value))}
	switch {
	case b.target == targetNone:
	case b.target == targetClass:
		switch kind {
		case InfoSourceFile:
			b.class.file = text
		case InfoSynthesized:
			b.class.synth = true
		}
	default:
		flags := &b.pending[b.target].rec.flags
		switch kind {
		case InfoSynthesized:
			*flags |= flagSynthesized
		case InfoOutline:
			*flags |= flagOutline
		case InfoOutlineCallsite, InfoRewriteFrame, InfoResidualSignature:
			*flags |= flagInfo
			b.infos = append(b.infos, textInfo{uint32(b.target), text, kind})
		}
	}
	return nil
}

// flush moves the members of the class that has been read into the index.
func (b *builder) flush() {
	if b.class == nil {
		return
	}
	base := uint32(len(b.ix.recs))
	compare := func(p, q pendingRecord) int {
		if p.rec.hash != q.rec.hash {
			return int(p.rec.hash) - int(q.rec.hash)
		}
		if c := bytes.Compare(p.obf, q.obf); c != 0 {
			return c
		}
		return int(p.rec.flags&flagField) - int(q.rec.flags&flagField)
	}
	if !slices.IsSortedFunc(b.pending, compare) {
		slices.SortStableFunc(b.pending, compare)
	}
	for i := 0; i < len(b.pending); {
		end := i + 1
		for end < len(b.pending) && bytes.Equal(b.pending[end].obf, b.pending[i].obf) {
			end++
		}
		divideGroup(b.pending[i:end])
		i = end
	}
	for i := range b.pending {
		b.ix.recs = append(b.ix.recs, b.pending[i].rec)
	}
	if len(b.infos) > 0 {
		at := make([]uint32, len(b.pending))
		for i, p := range b.pending {
			at[p.order] = base + uint32(i)
		}
		first := len(b.ix.infos)
		for _, info := range b.infos {
			info.rec = at[info.rec]
			b.ix.infos = append(b.ix.infos, info)
		}
		slices.SortStableFunc(b.ix.infos[first:], func(p, q textInfo) int { return int(p.rec) - int(q.rec) })
	}
	b.class.lo, b.class.hi = base, uint32(len(b.ix.recs))
	b.pending, b.infos = b.pending[:0], b.infos[:0]
	b.class = nil
}

// divideGroup sets the flags that divide the records of one obfuscated name.
func divideGroup(group []pendingRecord) {
	const shared = flagSynthesized | flagOutline
	marked := recordFlags(0)
	ordered := flagOrdered
	var outermost []byte // signature of the partition
	for i := 0; i < len(group); {
		p := &group[i]
		end := i + 1
		if p.rec.flags&flagRange != 0 {
			for end < len(group) && group[end].rec.flags&flagRange != 0 &&
				group[end].start == p.start && group[end].end == p.end {
				end++
			}
		}
		p.rec.flags |= flagChain
		if sig := group[end-1].sig; i == 0 || p.rec.flags&flagField != 0 || !bytes.Equal(sig, outermost) {
			p.rec.flags |= flagPartition
			outermost = sig
		}
		if p.rec.flags&flagRange == 0 || i > 0 && p.start <= group[i-1].end {
			ordered = 0
		}
		for ; i < end; i++ {
			marked |= group[i].rec.flags & shared
		}
	}
	group[0].rec.flags |= flagGroup | ordered
	if marked == 0 || len(group) == 1 {
		return
	}
	// What a comment says about a method holds for all its records.
	marks := make(map[string]recordFlags)
	for i := range group {
		if f := group[i].rec.flags & shared; f != 0 {
			marks[cursor.String(group[i].sig)] |= f
		}
	}
	for i := range group {
		group[i].rec.flags |= marks[cursor.String(group[i].sig)]
	}
}
