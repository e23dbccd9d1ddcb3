package proguard

import (
	"cmp"
	"encoding/binary"
	"io"
	"math"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// WriteCache writes the mapping as a cache, which [OpenCache] and its kin read
// in place. The same mapping gives the same bytes.
func (m *Mapping) WriteCache(w io.Writer) error {
	b := cacheBuilder{
		ix:         m.ix,
		strings:    []byte{0}, // the empty string is at offset 0
		stringRefs: make(map[string]uint32, len(m.ix.recs)/2),
		sigRefs:    make(map[string]uint32, len(m.ix.recs)/2),
	}
	b.stringRefs[""] = 0
	b.build()
	meta := b.meta(m)
	if n := uint64(len(b.strings)); n > math.MaxUint32 {
		return &debuginfo.LimitError{What: "cache string bytes", Want: n, Max: math.MaxUint32}
	}
	_, err := cacheKind.Write(w, [][]byte{meta, b.buckets, b.classes, b.files, b.groupTable, b.members, b.signatures, b.infos, b.strings})
	return err
}

// A cacheBuilder collects the sections of a cache.
type cacheBuilder struct {
	ix *textIndex

	buckets, classes, files, groupTable, members, signatures, infos, strings []byte

	groups     []cacheGroup // of the class that is being added
	stringRefs map[string]uint32
	sigRefs    map[string]uint32 // by the text of the signature in the mapping
	nextSig    uint32
	nextMember uint32
}

func (b *cacheBuilder) build() {
	size := narrowSize
	if b.ix.wide {
		size = wideSize
	}
	b.members = make([]byte, 0, size*len(b.ix.recs))
	b.classes = make([]byte, 0, classSize*len(b.ix.classes))
	b.files = make([]byte, 0, fileSize*len(b.ix.files))
	b.infos = make([]byte, 0, infoSize*len(b.ix.infos))
	for i := range b.ix.classes {
		b.class(&b.ix.classes[i])
	}
	for _, f := range b.ix.files {
		t := &b.ix.classes[f.class]
		b.files = append32(b.files, f.hash, b.ref(b.ix.originalName(t)), b.ref([]byte(b.ix.fileName(t))))
	}
	b.buckets = append32(nil, b.ix.buckets...)
}

// class adds a class, its groups in the order of their hashes, and their
// members.
func (b *cacheBuilder) class(t *textClass) {
	groups := b.groups[:0]
	for rec := t.lo; rec < t.hi; rec++ {
		if r := &b.ix.recs[rec]; r.flags&flagGroup != 0 {
			name := b.ix.name(r)
			groups = append(groups, cacheGroup{hashName(cursor.String(name)), name, rec, rec})
		}
		groups[len(groups)-1].hi = rec + 1
	}
	// Names with equal hashes keep the order of the index, by name.
	slices.SortStableFunc(groups, func(p, q cacheGroup) int { return cmp.Compare(p.hash, q.hash) })
	b.groups = groups

	flags := uint32(0)
	if t.synth {
		flags = synthesizedClass
	}
	b.classes = append32(b.classes, t.hash,
		b.ref(b.ix.className(t)), b.ref(b.ix.originalName(t)), b.ref([]byte(b.ix.fileName(t))),
		uint32(len(b.groupTable)/groupSize), uint32(len(groups))|flags)
	for _, g := range groups {
		b.groupTable = append32(b.groupTable, g.hash, b.ref(g.name), b.nextMember)
		info := b.infoAt(g.lo)
		for rec := g.lo; rec < g.hi; rec++ {
			b.member(&b.ix.recs[rec])
			for ; info < len(b.ix.infos) && b.ix.infos[info].rec == rec; info++ {
				b.info(&b.ix.infos[info], b.nextMember)
			}
			b.nextMember++
		}
	}
}

// A cacheGroup is the records of an obfuscated name.
type cacheGroup struct {
	hash   uint32
	name   []byte
	lo, hi uint32
}

// infoAt returns the first comment of a record from rec on.
func (b *cacheBuilder) infoAt(rec uint32) int {
	lo, hi := 0, len(b.ix.infos)
	for lo < hi {
		if mid := lo + (hi-lo)/2; b.ix.infos[mid].rec < rec {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func (b *cacheBuilder) member(r *textRecord) {
	var m memberLine
	_ = parseMember(b.ix.line(r), &m) // it was read before
	flags := r.flags & storedFlags
	switch m.original {
	case 1:
		flags |= flagOneLine
	case 2:
		flags |= flagTwoLines
	}
	b.members = append32(b.members, b.signature(&m))
	b.members = le.AppendUint16(b.members, uint16(flags))
	for _, n := range [...]uint32{m.start, m.end, m.first, m.last} {
		if b.ix.wide {
			b.members = le.AppendUint32(b.members, n)
		} else {
			b.members = le.AppendUint16(b.members, uint16(n))
		}
	}
}

func (b *cacheBuilder) signature(m *memberLine) uint32 {
	key := cursor.String(m.sig)
	ref, ok := b.sigRefs[key]
	if !ok {
		ref = b.nextSig
		b.nextSig++
		b.sigRefs[key] = ref
		owner, name := cutOwner(m.name)
		params := cleanParams(cursor.String(m.params))
		b.signatures = append32(b.signatures, b.ref(owner), b.ref(name), b.ref(m.typ), b.refString(params))
	}
	return ref
}

func (b *cacheBuilder) info(t *textInfo, rec uint32) {
	text := b.ix.bytes(t.text)
	if t.kind == InfoResidualSignature {
		text = jsonText(text)
	}
	b.infos = append32(b.infos, rec, uint32(t.kind), b.ref(text))
}

// ref returns where a string is in the strings section.
func (b *cacheBuilder) ref(s []byte) uint32 { return b.refString(cursor.String(s)) }

func (b *cacheBuilder) refString(s string) uint32 {
	ref, ok := b.stringRefs[s]
	if !ok {
		ref = uint32(len(b.strings))
		b.stringRefs[s] = ref
		b.strings = binary.AppendUvarint(b.strings, uint64(len(s)))
		b.strings = append(b.strings, s...)
	}
	return ref
}

// meta returns the meta section.
func (b *cacheBuilder) meta(m *Mapping) []byte {
	flags := uint32(0)
	for _, f := range [...]struct {
		set bool
		bit uint32
	}{{m.valid, metaValid}, {m.lines, metaLines}, {b.ix.wide, metaWide}} {
		if f.set {
			flags |= f.bit
		}
	}
	id := m.uuid()
	meta := append(make([]byte, 0, metaSize+headerSize*len(m.summary.Headers)), id[:]...)
	s := &m.summary
	meta = append32(meta, flags, uint32(m.bad),
		b.refString(s.Compiler), b.refString(s.CompilerVersion), b.refString(s.MinAPI),
		b.refString(s.MapID), b.refString(s.MapHash), b.refString(s.MapVersion))
	for _, h := range s.Headers {
		meta = append32(meta, b.refString(h.Key), b.refString(h.Value))
	}
	return meta
}

func append32(dst []byte, numbers ...uint32) []byte {
	for _, n := range numbers {
		dst = le.AppendUint32(dst, n)
	}
	return dst
}
