package swift

import "github.com/gosymbolic/symbolic/internal/cursor"

// A ref names a node of a tree: its index in the arena. The zero ref is no
// node; operators that fail return it.
type ref int32

// A node of the syntax tree. Substitutions make the tree a directed acyclic
// graph, so nodes do not change once something refers to them.
type node struct {
	index uint64 // number, depth or option
	text  span   // name, or literal text; empty for most kinds
	kids  uint32 // where the children begin in tree.slab
	count uint32 // children
	room  uint32 // places kept for children in the slab
	kind  kind
}

// A span is a part of the texts of a tree.
type span struct{ from, to uint32 }

// A tree is an arena of nodes, of the lists of their children and of their
// texts. It holds no pointers into itself or to anything else, so that the
// garbage collector need not look at it.
type tree struct {
	nodes []node // nodes[0] is unused, so that no valid ref is zero
	slab  []ref
	texts []byte // the mangled name, then texts that are not a part of it
	left  int    // nodes and children that may still be added
	full  bool   // one was refused for want of budget
}

// Every name gets nodesPerByte nodes, children of nodes and repeated operands
// for each of its bytes, and nodesFree on top. Real names need less than four
// a byte; a hostile name that repeats substitutions by count runs into the
// limit.
const (
	nodesPerByte = 16
	nodesFree    = 1024

	// bytesPerNode is how many bytes of copied text count as one node.
	bytesPerNode = 4

	// maxNodes bounds the memory for a long name: a node takes 32 bytes, a
	// child 4 to 12.
	maxNodes = 1 << 19
)

// nodeBudget returns how many nodes a name may make.
func nodeBudget(nameLen int) int { return min(nodesPerByte*nameLen+nodesFree, maxNodes) }

func (t *tree) reset(name string) {
	t.nodes = append(t.nodes[:0], node{})
	t.slab = t.slab[:0]
	t.texts = append(t.texts[:0], name...)
	t.left = nodeBudget(len(name))
	t.full = false
}

// charge takes n from the budget of nodes.
func (t *tree) charge(n int) bool {
	if n > t.left {
		t.full = true
		return false
	}
	t.left -= n
	return true
}

func (t *tree) leaf(k kind) ref {
	if !t.charge(1) {
		return 0
	}
	t.nodes = append(t.nodes, node{kind: k})
	return ref(len(t.nodes) - 1)
}

// named makes a node with a text.
func (t *tree) named(k kind, text string) ref {
	from := len(t.texts)
	t.texts = append(t.texts, text...)
	return t.cut(k, from, len(t.texts))
}

// cut makes a node whose text is a part of the tree's texts: of the name, at
// the same offsets, or one that was just appended.
func (t *tree) cut(k kind, from, to int) ref {
	n := t.leaf(k)
	t.nodes[n].text = span{uint32(from), uint32(to)}
	return n
}

func (t *tree) numbered(k kind, index uint64) ref {
	n := t.leaf(k)
	t.nodes[n].index = index
	return n
}

// with makes a node with children. It fails when one of them is missing.
func (t *tree) with(k kind, kids ...ref) ref {
	for _, c := range kids {
		if c == 0 {
			return 0
		}
	}
	if !t.charge(len(kids)) {
		return 0
	}
	n := t.leaf(k)
	if n == 0 {
		return 0
	}
	p := &t.nodes[n]
	p.kids = uint32(len(t.slab))
	p.count = uint32(len(kids))
	p.room = p.count
	t.slab = append(t.slab, kids...)
	return n
}

// typed wraps a node as a type.
func (t *tree) typed(n ref) ref { return t.with(kType, n) }

// add appends a child. It fails when either is missing.
func (t *tree) add(n, child ref) ref {
	if n == 0 || child == 0 || !t.charge(1) {
		return 0
	}
	p := &t.nodes[n]
	switch {
	case p.count < p.room:
		t.slab[p.kids+p.count] = child
	case int(p.kids+p.count) == len(t.slab):
		t.slab = append(t.slab, child)
		p.room++
	default: // move to the end, with room to grow
		at := uint32(len(t.slab))
		t.slab = append(t.slab, t.slab[p.kids:p.kids+p.count]...)
		t.slab = append(t.slab, child)
		for range p.count {
			t.slab = append(t.slab, 0)
		}
		p.kids = at
		p.room = 2*p.count + 1
	}
	p.count++
	return n
}

// addOpt appends a child if there is one.
func (t *tree) addOpt(n, child ref) ref {
	if child == 0 {
		return n
	}
	return t.add(n, child)
}

func (t *tree) kind(n ref) kind { return t.nodes[n].kind }

// text returns the text of a node. It must not be used after the next reset.
func (t *tree) text(n ref) string { return t.span(t.nodes[n].text) }

func (t *tree) span(s span) string { return cursor.String(t.texts[s.from:s.to]) }

// children returns the children of a node; the slice is valid until the next
// change of the tree.
func (t *tree) children(n ref) []ref {
	p := &t.nodes[n]
	return t.slab[p.kids : p.kids+p.count]
}

// child returns the ith child, or no node.
func (t *tree) child(n ref, i int) ref {
	p := &t.nodes[n]
	if uint(i) >= uint(p.count) {
		return 0
	}
	return t.slab[p.kids+uint32(i)]
}

func (t *tree) count(n ref) int { return int(t.nodes[n].count) }

// find returns the first child of a kind, or no node.
func (t *tree) find(n ref, k kind) ref {
	for _, c := range t.children(n) {
		if t.nodes[c].kind == k {
			return c
		}
	}
	return 0
}

// inner returns what a type node wraps, and any other node itself.
func (t *tree) inner(n ref) ref {
	if t.nodes[n].kind == kType {
		return t.child(n, 0)
	}
	return n
}

// reverse turns the children of a node round from the given one on. Only the
// operator that is making the node may call it.
func (t *tree) reverse(n ref, from int) {
	kids := t.children(n)
	if from >= len(kids) {
		return
	}
	for i, j := from, len(kids)-1; i < j; i, j = i+1, j-1 {
		kids[i], kids[j] = kids[j], kids[i]
	}
}

// retag makes a copy of a node without its children that has another kind.
func (t *tree) retag(n ref, k kind) ref {
	if n == 0 {
		return 0
	}
	s := t.nodes[n].text
	return t.cut(k, int(s.from), int(s.to))
}
