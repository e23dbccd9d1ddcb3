package proguard

// The records of a mapping lie class by class, in a class by the hash of their
// obfuscated name and the name, methods before fields, and otherwise as in the
// mapping. So the records of one obfuscated name are neighbours, a group. Three flags divide a group of methods:
//
//	group      a   1:1:void inlined():7:7      ┐ chain  ┐ partition of
//	           a   1:1:void caller():20        ┘        │ void caller()
//	           a   2:5:void caller():21:24     ─ chain  ┘
//	           a   9:9:int other(int):40:40    ─ chain  ─ partition of int other(int)
//
// A chain is the records with the same range of lines: inlined methods, the
// innermost first, and last the method that the program has. A partition is
// the chains of one method; there are several when methods share a name.
type recordFlags uint16

const (
	flagGroup       recordFlags = 1 << iota // first of its name
	flagPartition                           // first of its method
	flagChain                               // first of its range
	flagOrdered                             // of the first record: ranges ascend and are disjoint
	flagField                               // a field, not a method
	flagRange                               // has a range of lines
	flagSynthesized                         // the method is made by the compiler
	flagOutline                             // the method is an outline
	flagInfo                                // comments that must be looked up
	flagWide                                // range does not fit the index; read it from the text
)

// A span is what is needed of a record to decide whether it answers.
type span struct {
	start, end uint32 // lines that the program shows; valid with flagRange
	flags      recordFlags
}

func (s *span) contains(line uint32) bool {
	return s.flags&flagRange != 0 && s.start <= line && line <= s.end
}

// A classEntry is a class of the index.
type classEntry struct {
	obfuscated  string
	original    string
	file        string // from the mapping; "" if it does not say
	synthesized bool
	lo, hi      uint32 // its records; in a cache, its groups
}

// A memberEntry is a record in full.
type memberEntry struct {
	typ         string
	owner       string // class that the member comes from, "" for that of the record
	name        string
	params      string
	first, last uint32 // lines of the source
	original    uint8  // how many of first and last the mapping gives
	span
}

// lines returns how many source lines the record names, at least 1.
func (m *memberEntry) lines() uint64 {
	if m.original < 2 {
		return 1
	}
	return uint64(m.last-m.first) + 1
}

// spread reports whether the lines of the program and of the source cannot be
// put side by side, so that each source line is possible.
func (m *memberEntry) spread() bool {
	lines := m.lines()
	return lines > 1 && (m.flags&flagRange == 0 || uint64(m.end-m.start)+1 != lines)
}

// An index is the records of a mapping, in memory or in a cache. Errors are
// about reading a cache. An index never changes.
type index interface {
	// class finds a class by its obfuscated name.
	class(name string, c *classEntry) (bool, error)
	// sourceFile finds the source file of a class by its original name.
	sourceFile(original string) (string, bool, error)
	// group finds the records of a class with the given obfuscated name.
	group(c *classEntry, name string) (lo, hi uint32, err error)
	// spans returns records from lo on, at least one and at most up to hi. It
	// may use buf, which must not be empty.
	spans(lo, hi uint32, buf []span) ([]span, error)
	// member reads a record in full.
	member(i uint32, m *memberEntry) error
	// info returns the text of the nth comment of the given kind on a record,
	// counted from 0: a JSON object, or for InfoResidualSignature the signature
	// itself.
	info(i uint32, kind InfoKind, nth int) (string, bool, error)
}

// hashName is FNV-1a of 32 bits. Classes lie in the order of hash, then name,
// which makes a search look at one name only as a rule, and is no slower when
// somebody makes names with equal hashes.
func hashName(name string) uint32 {
	h := uint32(2166136261)
	for i := range len(name) {
		h = (h ^ uint32(name[i])) * 16777619
	}
	return h
}
