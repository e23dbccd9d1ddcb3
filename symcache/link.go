package symcache

import (
	"sync"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// Stretches are encoded in parts, which goroutines share. Where the parts
// begin must not depend on how many there are. A part may have to play again
// what a long function has before it, so their number is bounded.
const (
	partSize = 1024
	maxParts = 64
)

// The table of short rows is made for all stretches of a small image, and for a
// sample of those of a large one.
const (
	sampleAll    = 4096
	samplePeriod = 64
	samplePart   = 12
)

// link makes the sections of a cache from what the shards hold.
func (b *Builder) link() [][]byte {
	shards := b.shards
	all := claims(shards)
	m := merge(all, b.symbols, b.code)
	m.markResumed(shards, all)
	t := newTables(shards, all, m)
	h := header{Header: Header{Info: b.info, Language: mainLanguage(shards)}}
	h.shift = uint8(alignment(shards, m.out))

	var tail sync.WaitGroup
	var strings, files []byte
	var groupWidth, stringWidth int
	makeTail := func() {
		strings, groupWidth = t.stringSection()
		files, stringWidth = t.fileSection()
	}
	if b.threads() > 1 {
		tail.Go(makeTail)
	} else {
		makeTail()
	}

	source := rowSource{claims: all, merged: m, tables: t}
	source.enc = &encoder{shift: uint(h.shift), lang: h.Language, codes: new(shortCodes), count: new(shortCounts)}
	part := samplePart
	if len(m.out) <= sampleAll {
		part = samplePeriod
	}
	for i := 0; i < len(m.out); i += samplePeriod {
		source.replay(i, min(i+part, len(m.out)))
	}
	h.shorts = train(source.enc.count)

	codes := newShortCodes(h.shorts)
	collected := 0
	for _, s := range shards {
		collected += len(s.rows)
	}
	size := max(partSize, (len(m.out)+maxParts-1)/maxParts)
	parts := make([]*encoder, (len(m.out)+size-1)/size)
	b.each(len(parts), func(i int) {
		e := &encoder{shift: uint(h.shift), lang: h.Language, codes: codes}
		e.reserve(collected/len(parts), min(size, len(m.out)))
		part := source
		part.enc = e
		part.replay(i*size, min((i+1)*size, len(m.out)))
		parts[i] = e
	})
	tail.Wait()

	index, rows := h.join(parts)
	h.Strings, h.Files = uint64(len(t.strings)), uint64(len(t.files))
	h.groupWidth, h.stringWidth = uint8(groupWidth), uint8(stringWidth)
	return [][]byte{h.append(nil), index, rows, strings, files}
}

// join puts the blocks of all parts behind each other.
func (h *header) join(parts []*encoder) (index, rows []byte) {
	size, last := 0, uint64(0)
	for _, e := range parts {
		size += len(e.rows)
		h.Rows += e.total
		h.Functions += e.begun
		h.Blocks += uint64(len(e.blocks))
		if n := len(e.blocks); n > 0 {
			last = e.blocks[n-1].addr
		}
	}
	addrWidth, offWidth := width(last), width(uint64(size))
	h.addrWidth, h.offWidth = uint8(addrWidth), uint8(offWidth)
	index = make([]byte, 0, h.Blocks*uint64(addrWidth+offWidth))
	rows = make([]byte, 0, size)
	for i, e := range parts {
		for _, bl := range e.blocks {
			index = appendUint(index, bl.addr, addrWidth)
			index = appendUint(index, bl.off+uint64(len(rows)), offWidth)
		}
		rows = append(rows, e.rows...)
		parts[i] = nil
	}
	return index, rows
}

// mainLanguage returns the language of most functions.
func mainLanguage(shards []*shard) debuginfo.Language {
	var count [256]int
	best := debuginfo.LanguageUnknown
	for _, s := range shards {
		for i := range s.functions {
			count[s.functions[i].lang]++
		}
	}
	for l, n := range count {
		if n > count[best] {
			best = debuginfo.Language(l)
		}
	}
	return best
}

// alignment returns how many low bits are zero in all addresses.
func alignment(shards []*shard, stretches []stretch) uint {
	all := uint64(1 << maxShift)
	for _, s := range shards {
		all |= s.addrBits
	}
	for _, st := range stretches {
		all |= st.start
	}
	shift := uint(0)
	for all&(1<<shift) == 0 {
		shift++
	}
	return shift
}
