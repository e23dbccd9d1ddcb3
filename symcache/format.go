package symcache

import (
	"math/bits"

	"github.com/gosymbolic/symbolic/internal/cachefile"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// The sections of a cache.
const (
	secInfo = iota
	secIndex
	secRows
	secStrings
	secFiles
)

var kind = &cachefile.Kind{
	Format:   "symcache",
	Magic:    "GSYC",
	Version:  1,
	Sections: []string{"info", "index", "rows", "strings", "files"},
}

// The operations of a block; docs/symcache.md describes each. Those from
// opTable on are defined by the table of short rows in the info section.
const (
	opHole     = 0x00 // row: nothing owns the code
	opNoPos    = 0x01 // row: file, line and column unknown
	opSame     = 0x02 // row: column unchanged
	opCol      = 0x03 // row: column given
	opRepeat   = 0x04 // row: as an earlier row
	opFile     = 0x05 // file of the rows that follow
	opGo       = 0x06 // change of scope, by number
	opUp       = 0x07 // change of scope to the one around it
	opFunc     = 0x08 // a function begins; the three low bits are flags
	opCall     = 0x10 // an inlined call begins; the four low bits are flags
	opTable    = 0x20
	tableSize  = 256 - opTable
	longColumn = 0xff // in a column byte: the column is greater and follows
)

// Flags of opFunc.
const (
	funcEntry = 1 << iota // the entry is given
	funcLang              // the language is given
	funcMore              // the function has begun before in the cache
)

// Flags of opCall.
const (
	callSite   = 1 << iota // the place of the call is given
	callLike               // name, language and position are those of another scope
	callLang               // the language is given
	callParent             // the parent is given
)

// What a short row does. The first kinds say the change of line in the
// operation itself; the others say the change of address alone, and operands
// of a fixed size follow.
const (
	shortSame      = iota // as opSame
	shortCol              // as opCol; a column byte follows
	shortRepeat           // as opRepeat
	shortSame8            // as opSame; a byte with the change of line follows
	shortCol8             // as opCol; the change of line and the column follow, a byte each
	shortRepeatFar        // as opRepeat; a byte that says how many rows back follows
	shortSame16           // as opSame; two bytes with the change of line follow
	shortCol16            // as opCol; two bytes of change of line and a column byte follow
	shortKinds
)

// A short is an entry of the table of short rows.
type short struct {
	kind  uint8
	delta uint8 // of the address, in units
	value int8  // change of line; of shortRepeat how many rows back; of the others 0
}

const (
	maxShift  = 3       // addresses are multiples of 1<<maxShift at most
	maxRows   = 256     // of a block
	maxScopes = 4096    // of a block
	maxBlock  = 1 << 20 // bytes of a block
	groupSize = 16      // strings of a group; the first is whole
	maxRepeat = 24      // how far back opRepeat looks
)

// width returns how many bytes hold v; at least one.
func width(v uint64) int { return max(1, (bits.Len64(v)+7)/8) }

// appendUint appends the low n bytes of v.
func appendUint(b []byte, v uint64, n int) []byte {
	for range n {
		b = append(b, byte(v))
		v >>= 8
	}
	return b
}

func zigzag(v int64) uint64   { return uint64(v)<<1 ^ uint64(v>>63) }
func unzigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }

var placeInfo = &cursor.Place{Format: kind.Format, Section: kind.Sections[secInfo]}
