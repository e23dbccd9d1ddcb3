package sourcemap

import (
	"encoding/binary"
	"math/bits"
	"sync"
)

// Most of the time of decoding goes into the segments, and of that into
// guessing wrong how long their numbers are. So numbers are looked up two
// digits at a time, in a table that also knows how many of them it took.

// A pair says what begins with two bytes: in pairSize how many of them belong
// to a number, in the bits from pairValue on its value. It has pairWhole if the
// number is one or two digits long, and for a separator, which counts as a 0 of
// size 0. Without that the number goes on after the two digits, and the value
// is those, unsigned. It is 0 for all that is unusual.
type pair = int16

const (
	pairSize  = 3
	pairWhole = 4
	pairValue = 6

	// window is how many bytes a segment of the usual kind may take, and one
	// behind it.
	window = 16
)

// pairTable returns the pairs by their bytes, the first one lowest.
var pairTable = sync.OnceValue(func() *[1 << 16]pair {
	t := new([1 << 16]pair)
	const all = base64Digits + ",;"
	for i := range len(all) {
		for j := range len(all) {
			a, b := digits[all[i]], digits[all[j]]
			at := int(all[i]) | int(all[j])<<8
			u := uint64(a&31) | uint64(b&31)<<5
			switch {
			case a == digitSep:
				t[at] = pairWhole
			case a < 32 && a != 1: // that is -0
				t[at] = pair(signedOf(uint64(a)))<<pairValue | pairWhole | 1
			case a >= 32 && b < 32 && u != 1:
				t[at] = pair(signedOf(u))<<pairValue | pairWhole | 2
			case a >= 32 && b >= 32 && b != digitSep:
				t[at] = pair(u<<pairValue) | 2
			}
		}
	}
	return t
})

// longName reads on in a name that begins with e in a window, up to its fourth digit
// and p. Behind a longer or bad name p is not at a separator.
func longName(b []byte, p uint, e pair) (delta int64, end uint) {
	if e == 0 {
		return 0, 0
	}
	u := uint64(uint16(e) >> pairValue)
	c := uint64(digits[b[p&(window-1)]])
	u |= c & 31 << 10
	p++
	if c >= 32 {
		if c >= digitSep {
			return 0, 0
		}
		c = uint64(digits[b[p&(window-1)]])
		if c >= 32 {
			return 0, 0
		}
		u |= c << 15
		p++
	}
	if u == 1 {
		return 0, 0
	}
	return signedOf(u), p
}

const (
	each = 0x0101010101010101 // times a byte: that byte in every place
	tops = 0x80 * each
)

// countSegments returns the number of segments in mappings that are not empty.
func countSegments(s []byte) int {
	n, before := 0, uint64(0x80) // the top bit says that a separator precedes
	for len(s) >= 8 {
		w := binary.LittleEndian.Uint64(s)
		commas, semicolons := w^','*each, w^';'*each
		others := (commas&^tops + 0x7f*each | commas) & (semicolons&^tops + 0x7f*each | semicolons) & tops
		n += bits.OnesCount64(others & (^others<<8 | before))
		before = ^others >> 56 & 0x80
		s = s[8:]
	}
	sep := before != 0
	for _, c := range s {
		was := sep
		sep = digits[c] == digitSep
		if was && !sep {
			n++
		}
	}
	return n
}

// signedOf takes the sign from the least significant bit.
func signedOf(u uint64) int64 { return (int64(u>>1) ^ -int64(u&1)) + int64(u&1) }

// minusZero returns 1 for 1, which is 0 with a sign, and 0 for all else below
// 1<<63.
func minusZero(u uint64) uint64 { return (u - 2) >> 63 & u }

// segment reads the segment at i and adds its fields to d, except for the
// first, the difference of the generated columns, which it returns. It also
// returns the number of fields and the offset behind the segment. Its loop has
// no branch that depends on how long the numbers are.
func (d *decoder) segment(i int) (delta int64, fields, end int, err error) {
	s, start := d.s, i
	var v [8]uint64
	n, acc, shift, seen, c := uint(0), uint64(0), uint64(0), uint64(0), uint64(0)
	for i < len(s) {
		c = uint64(digits[s[i]])
		if c >= digitSep {
			break
		}
		i++
		acc |= (c & 31) << (shift & 63)
		v[n&7] = acc
		seen |= shift
		more := c >> 5 // 1 if another digit follows
		n += uint(1 - more)
		acc &= -more
		shift = (shift + 5) & -more
	}
	// Beyond 33 bits, unfinished, a bad digit, or -0, which is 1 here.
	odd := seen>>5 | (v[0]|v[1]|v[2]|v[3]|v[4])>>33 | shift | c>>6&c&1
	odd |= minusZero(v[0]) | minusZero(v[1]) | minusZero(v[2]) | minusZero(v[3]) | minusZero(v[4])
	if odd != 0 || n > 5 {
		return d.oddSegment(start)
	}
	if n >= 4 {
		d.src += signedOf(v[1])
		d.line += signedOf(v[2])
		d.col += signedOf(v[3])
		d.name += signedOf(v[4])
	}
	return signedOf(v[0]), int(n), i, nil
}

// oddSegment is segment for those with mistakes or unusual numbers.
func (d *decoder) oddSegment(i int) (delta int64, fields, end int, err error) {
	s := d.s
	var v [5]int64
	for i < len(s) && digits[s[i]] != digitSep {
		if fields == len(v) {
			return 0, 0, i, errSegmentFields
		}
		v[fields], i, err = signed(s, i)
		if err != nil {
			return 0, 0, i, err
		}
		fields++
	}
	if fields >= 4 {
		d.src += v[1]
		d.line += v[2]
		d.col += v[3]
		d.name += v[4]
	}
	return v[0], fields, i, nil
}
