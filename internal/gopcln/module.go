package gopcln

import (
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// Words of the runtime's moduledata that did not move since Go 1.18.
const (
	modulePCHeader = 0  // pointer to the table
	moduleNames    = 1  // pointer to the names
	moduleFtabLen  = 17 // number of pairs in functions, with that of the end
	moduleText     = 22 // address of the code
	// go:func.* is one of the words from here on.
	moduleGofuncMin = 38
	moduleWords     = 50
)

// maxCandidates bounds how many places that point to the table are looked at.
const maxCandidates = 16

// findModule looks for the moduledata and takes from it where the code and the
// inlined calls are. Without it the code is where the header or the Image says.
func (t *Table) findModule() {
	if t.text == 0 {
		t.text = t.img.Text
	}
	for _, at := range t.candidates() {
		m, ok := t.module(at)
		if !ok {
			continue
		}
		t.text = t.pointer(m[moduleText])
		if !t.inlines {
			return
		}
		for _, addr := range m[moduleGofuncMin:] {
			if trees := t.memory(t.pointer(addr)); trees != nil && t.plausible(trees) {
				t.trees = trees
				return
			}
		}
		return
	}
}

// candidates returns the addresses of words that point to the table.
func (t *Table) candidates() []uint64 {
	var out []uint64
	if t.img.Pointers != nil {
		for addr, value := range t.img.Pointers {
			if value == t.img.TableAddr && len(out) < maxCandidates {
				out = append(out, addr)
			}
		}
	}
	for _, s := range t.img.Sections {
		data, err := s.Data()
		if err != nil {
			continue
		}
		c := cursor.New(nil, s.Addr, data, t.big)
		c.Align(uint64(t.word))
		for c.Len() >= int(t.word) && len(out) < maxCandidates {
			at := c.Offset()
			if w := c.Uint(t.word); w != 0 && t.pointer(w) == t.img.TableAddr {
				out = append(out, at)
			}
		}
	}
	return out
}

// pointer returns the address that a word of the file means; 0 is none.
func (t *Table) pointer(w uint64) uint64 {
	if t.img.Decode == nil || w == 0 {
		return w
	}
	return t.img.Decode(w)
}

// module returns the words at addr if they are the moduledata.
func (t *Table) module(addr uint64) ([]uint64, bool) {
	c := cursor.New(nil, 0, t.memory(addr), t.big)
	words := make([]uint64, moduleWords)
	for i := range words {
		words[i] = c.Uint(t.word)
	}
	size := uint64(t.word)
	if t.img.Pointers != nil {
		for at, value := range t.img.Pointers {
			if i := (at - addr) / size; at >= addr && i < moduleWords && (at-addr)%size == 0 {
				words[i] = value
			}
		}
	}
	return words, t.pointer(words[modulePCHeader]) == t.img.TableAddr && t.pointer(words[moduleNames]) == t.namesAddr &&
		words[moduleFtabLen] == uint64(t.count)+1
}

// memory returns the bytes from virtual address addr to the end of its section.
func (t *Table) memory(addr uint64) []byte {
	for _, s := range t.img.Sections {
		if addr < s.Addr || addr-s.Addr >= s.Size {
			continue
		}
		data, err := s.Data()
		if err != nil || addr-s.Addr >= uint64(len(data)) {
			continue
		}
		return data[addr-s.Addr:]
	}
	return nil
}

// sample is how many functions with inlined calls plausible looks at.
const sample = 64

// plausible reports whether the inlined calls of the first functions that have
// any make sense if trees begins at go:func.*.
func (t *Table) plausible(trees []byte) bool {
	seen := 0
	var d decoder
	for i := 0; i < t.count && seen < sample; i++ {
		f, err := t.function(i)
		if err != nil || f.tree == noTree {
			continue
		}
		d.calls, _ = t.runs(d.calls[:0], f.inlined, f.end-f.entry)
		for _, r := range d.calls {
			if r.value < 0 {
				continue
			}
			call, ok := t.call(trees, f.tree, r.value)
			if !ok || uint64(call.at) >= f.end-f.entry || call.startLine < 0 {
				return false
			}
			n := uint64(call.name)
			if n == 0 {
				continue // the first name, or memory that is zero
			}
			if n >= uint64(len(t.names)) || t.names[n-1] != 0 || t.names[n] == 0 {
				return false
			}
			seen++
		}
	}
	return seen > 0
}
