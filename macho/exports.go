package macho

import (
	"errors"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

var (
	errTrieNode = errors.New("node of an exports trie lies outside it")
	errTrieLoop = errors.New("node of an exports trie is reached twice")
)

const (
	exportsPlace = "exports trie"

	exportKindMask = 0x03
	exportRegular  = 0
	exportReexport = 0x08 // the name is defined in another library
)

// An Export is a name that a file offers to others.
type Export struct {
	Name string
	Addr uint64 // virtual address
}

// Exports returns the exported names that stand for addresses of this file.
// Linkers keep them where symbols were stripped. Those read before an error are
// returned with it.
func (f *File) Exports() ([]Export, error) {
	data, off, err := f.linkedit(exportsPlace, cmdDyldExportsTrie)
	if data == nil && err == nil {
		data, off, err = f.dyldExports()
	}
	if len(data) == 0 {
		return nil, err
	}
	out, trieErr := f.readTrie(data, off)
	if err == nil {
		err = trieErr
	}
	return out, err
}

// dyldExports returns the trie that the older LC_DYLD_INFO points to, after
// four other tables.
func (f *File) dyldExports() ([]byte, uint64, error) {
	for _, c := range f.find(cmdDyldInfo, cmdDyldInfoOnly) {
		c.Skip(4 * 8)
		off, size := uint64(c.U32()), uint64(c.U32())
		if c.Err() != nil {
			return nil, 0, c.Err()
		}
		data, err := f.table(exportsPlace, off, size, 1)
		return data, off, err
	}
	return nil, 0, nil
}

// A trieNode is a node that is yet to be read, and the name that leads to it.
type trieNode struct {
	off  uint64
	name string
}

// readTrie reads an exports trie. Each node is: the LEB128 size of what it
// exports; that: LEB128 flags and address, relative to the image base; the
// number of children; for each a zero-terminated part of the name and the
// LEB128 offset of its node.
func (f *File) readTrie(data []byte, at uint64) ([]Export, error) {
	place := &cursor.Place{Format: Format, Section: exportsPlace}
	base := f.ImageBase()
	visited := make([]bool, len(data))
	visited[0] = true
	budget := nameShare*len(data) + nameBase
	stack := []trieNode{{0, ""}}
	var out []Export
	var failed error
	fail := func(err error) {
		if failed == nil {
			failed = err
		}
	}
	for len(stack) > 0 {
		node := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		c := cursor.New(place, at, data, f.BigEndian)
		c.Seek(at + node.off)
		info := c.Sub(c.Uleb())
		if info.Len() > 0 {
			flags := info.Uleb()
			addr := info.Uleb()
			if info.Err() == nil && flags&exportKindMask == exportRegular && flags&exportReexport == 0 {
				out = append(out, Export{node.name, base + addr})
			}
		}
		first := len(stack)
		for n := c.U8(); n > 0; n-- {
			from := c.Offset()
			part := c.CString()
			child := c.Uleb()
			if c.Err() != nil {
				break
			}
			if child >= uint64(len(data)) {
				fail(c.ErrorAt(from, errTrieNode))
				continue
			}
			if visited[child] {
				fail(c.ErrorAt(from, errTrieLoop))
				continue
			}
			visited[child] = true
			size := len(node.name) + len(part)
			if budget -= size; budget < 0 || size > maxName {
				return out, &debuginfo.LimitError{What: "names of exports", Want: uint64(size), Max: maxName}
			}
			stack = append(stack, trieNode{child, node.name + part})
		}
		if c.Err() != nil {
			fail(c.Err())
		}
		slices.Reverse(stack[first:]) // children in their order
	}
	return out, failed
}
