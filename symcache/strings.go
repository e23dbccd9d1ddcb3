package symcache

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// A linked shard knows the numbers that the cache gives its strings and files.
type linked struct {
	*shard
	names []uint32 // by index in shard.names: number of the string
	files []uint32 // by position.file: the number that the cache uses
}

// A fileRecord is a file as three strings.
type fileRecord [3]uint32

// A tables holds the strings and files of a cache.
type tables struct {
	strings []string // sorted
	files   []fileRecord
	link    []linked
	symbols []linkedSymbol
}

// A linkedSymbol is what the cache says of a symbol.
type linkedSymbol struct {
	name, file uint32 // numbers of string and file
}

// A stringRef is a string of one shard, for sorting.
type stringRef struct {
	s     string
	owner uint32 // shard; or beyond those: symbols, then files
	index uint32
}

// newTables numbers the strings that are in use, and all files. A name is in
// use if its function owns code.
func newTables(shards []*shard, claims []claim, m *merger) *tables {
	t := &tables{link: make([]linked, len(shards)), symbols: make([]linkedSymbol, len(m.symbols))}
	used := make([][]bool, len(shards))
	for i, s := range shards {
		t.link[i] = linked{s, make([]uint32, len(s.names.values)), make([]uint32, len(s.files.values)+1)}
		used[i] = make([]bool, len(s.names.values))
	}
	var symbolFiles interner[debuginfo.File]
	symbols := uint32(len(shards))
	done := int32(free)
	count := 0 // of strings, at most
	for _, st := range m.out {
		switch {
		case st.owner == free || st.owner == done:
		case st.owner < 0:
			sym := &m.symbols[^st.owner]
			count++
			if sym.File != "" {
				t.symbols[^st.owner].file = symbolFiles.id(debuginfo.File{Name: sym.File}) + 1
			}
		default:
			done = st.owner
			c := &claims[st.owner]
			s, mark := shards[c.shard], used[c.shard]
			f := s.pieces[c.piece].function
			mark[s.functions[f].name] = true
			for _, in := range s.callsOf(f) {
				mark[in.name] = true
			}
		}
	}
	files := t.numberFiles(shards, symbolFiles.values)
	for _, s := range shards {
		count += len(s.names.values)
	}
	refs := make([]stringRef, 0, count+3*len(files))
	for _, st := range m.out {
		if st.owner < 0 && st.owner != free {
			refs = append(refs, stringRef{m.symbols[^st.owner].Name, symbols, uint32(^st.owner)})
		}
	}
	for i, s := range shards {
		for j, name := range s.names.values {
			if used[i][j] {
				refs = append(refs, stringRef{name, uint32(i), uint32(j)})
			}
		}
	}
	for i, f := range files {
		at := uint32(3 * i)
		refs = append(refs, stringRef{f.CompDir, symbols + 1, at}, stringRef{f.Dir, symbols + 1, at + 1}, stringRef{f.Name, symbols + 1, at + 2})
	}
	t.files = make([]fileRecord, len(files))
	t.strings = make([]string, 0, len(refs))
	for i, k := range sortStrings(refs) {
		ref := &refs[k.index]
		if i == 0 || ref.s != t.strings[len(t.strings)-1] {
			t.strings = append(t.strings, ref.s)
		}
		id := uint32(len(t.strings) - 1)
		switch {
		case ref.owner < symbols:
			t.link[ref.owner].names[ref.index] = id
		case ref.owner == symbols:
			t.symbols[ref.index].name = id
		default:
			t.files[ref.index/3][ref.index%3] = id
		}
	}
	return t
}

// numberFiles numbers the files of all shards, those that rows name most first.
// bySymbols are the files that symbols name.
func (t *tables) numberFiles(shards []*shard, bySymbols []debuginfo.File) []debuginfo.File {
	var all interner[debuginfo.File]
	var uses []uint64
	for i, s := range shards {
		for j, f := range s.files.values {
			id := all.id(f)
			if int(id) == len(uses) {
				uses = append(uses, 0)
			}
			uses[id] += uint64(s.fileUses[j])
			t.link[i].files[j+1] = id
		}
	}
	symbolIDs := make([]uint32, len(bySymbols)+1)
	for i, f := range bySymbols {
		symbolIDs[i+1] = all.id(f)
	}
	uses = append(uses, make([]uint64, len(all.values)-len(uses))...)
	order := make([]uint32, len(uses))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		f, g := &all.values[a], &all.values[b]
		return cmp.Or(cmp.Compare(uses[b], uses[a]), cmp.Compare(f.CompDir, g.CompDir),
			cmp.Compare(f.Dir, g.Dir), cmp.Compare(f.Name, g.Name))
	})
	number := make([]uint32, len(uses))
	files := make([]debuginfo.File, len(uses))
	for i, id := range order {
		number[id] = uint32(i) + 1
		files[i] = all.values[id]
	}
	for i := range t.link {
		ids := t.link[i].files[1:]
		for j := range ids {
			ids[j] = number[ids[j]]
		}
	}
	for i := range t.symbols {
		if f := &t.symbols[i].file; *f > 0 {
			*f = number[symbolIDs[*f]]
		}
	}
	return files
}

// stringHead is how many bytes may stand before those of a string: two
// numbers, each at most as long as the string.
const stringHead = 1 + 2*binary.MaxVarintLen32

// stringSection returns the bytes of the strings section: the offset of each
// group, then the groups.
func (t *tables) stringSection() (data []byte, offWidth int) {
	// The bytes go behind room for the offsets, whose width they decide.
	size := 0
	for _, s := range t.strings {
		size += len(s) + stringHead
	}
	groups := (len(t.strings)+groupSize-1)/groupSize + 1
	room := groups * width(uint64(size))
	data = make([]byte, room, room+size)
	offs := make([]uint64, 0, groups)
	last := ""
	for i, s := range t.strings {
		prefix := 0
		if i%groupSize == 0 {
			offs = append(offs, uint64(len(data)-room))
		} else {
			prefix = commonPrefix(last, s)
		}
		suffix := len(s) - prefix
		data = append(data, byte(min(prefix, 15)<<4|min(suffix, 15)))
		if prefix >= 15 {
			data = binary.AppendUvarint(data, uint64(prefix-15))
		}
		if suffix >= 15 {
			data = binary.AppendUvarint(data, uint64(suffix-15))
		}
		data = append(data, s[prefix:]...)
		last = s
	}
	blob := data[room:]
	offs = append(offs, uint64(len(blob)))
	offWidth = width(uint64(len(blob)))
	head := data[:0]
	for _, off := range offs {
		head = appendUint(head, off, offWidth)
	}
	return append(head, blob...), offWidth
}

func commonPrefix(a, b string) int {
	n := min(len(a), len(b))
	i := 0
	for i+16 <= n && a[i:i+16] == b[i:i+16] {
		i += 16
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

func (t *tables) fileSection() (data []byte, idWidth int) {
	idWidth = width(uint64(len(t.strings)))
	data = make([]byte, 0, 3*idWidth*len(t.files))
	for _, f := range t.files {
		for _, id := range f {
			data = appendUint(data, uint64(id), idWidth)
		}
	}
	return data, idWidth
}
