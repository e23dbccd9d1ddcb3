package sourcemap

import (
	"encoding/binary"

	"github.com/gosymbolic/symbolic/internal/cachefile"
)

// docs/sourcemapcache.md describes the file.
var cacheKind = &cachefile.Kind{
	Format:  "sourcemapcache",
	Magic:   "SMPC",
	Version: 1,
	Sections: []string{
		secInfo:    "info",
		secIndex:   "index",
		secRows:    "rows",
		secFiles:   "files",
		secLines:   "lines",
		secText:    "text",
		secStrings: "strings",
	},
}

const (
	secInfo = iota
	secIndex
	secRows
	secFiles
	secLines
	secText
	secStrings
)

const (
	infoSize = 64
	fileSize = 32
	keySize  = 8
	// fanout is how many rows a key of the lowest index level stands for, and
	// how many keys one of each higher level. A block of rows or keys is one
	// read of 2 to 7 KiB.
	fanout = 256
	// maxLevels suffices for 2^32 rows.
	maxLevels = 4
	// rowPad follows the rows, so that a field can be read as four bytes.
	rowPad = 4
)

// Fields of a row.
const (
	colLine   = iota // generated line
	colColumn        // generated column
	colFile          // number of the file, counted from 1; 0 for code from none
	colOrigLine
	colOrigColumn
	colName  // offset of the name in the strings
	colScope // offset of the function's name, or one of the below
	colFlags // 1 for a range mapping
	numCols
)

const (
	scopeNone      = 0 // also the offset of an empty string
	scopeAnonymous = 1
)

// A layout says where the fields of a row are.
type layout struct {
	off   [numCols]uint32
	mask  [numCols]uint32
	width uint32 // bytes of a row
}

// newLayout returns the layout of rows whose fields have the given widths, 0
// to 4 bytes.
func newLayout(widths [numCols]uint8) (l layout, ok bool) {
	for i, w := range widths {
		if w > 4 {
			return layout{}, false
		}
		l.off[i] = l.width
		l.mask[i] = uint32(uint64(1)<<(8*w) - 1)
		l.width += uint32(w)
	}
	return l, l.width > 0
}

// get returns a field of the row at the beginning of b, which is followed by
// rowPad bytes at least.
func (l *layout) get(b []byte, col int) uint32 {
	return binary.LittleEndian.Uint32(b[l.off[col]:]) & l.mask[col]
}

// key returns the generated position of a row as a number that sorts.
func (l *layout) key(b []byte) uint64 {
	return uint64(l.get(b, colLine))<<32 | uint64(l.get(b, colColumn))
}

// widthOf returns how many bytes v needs.
func widthOf(v uint32) uint8 {
	w := uint8(0)
	for ; v > 0; v >>= 8 {
		w++
	}
	return w
}
