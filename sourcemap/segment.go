package sourcemap

import (
	"encoding/binary"
	"math/bits"
)

// Most of the time of decoding goes into the segments, and of that into
// guessing wrong how long their numbers are. So short segments are taken apart
// eight bytes at a time without a branch that depends on them: each step works
// on all bytes of a word alike.

const (
	each  = 0x0101010101010101 // times a byte: that byte in every place
	tops  = 0x80 * each
	fives = 0x1f * each
)

// from returns the top bit of each byte of w that is c or above. Bytes of w
// must be below 0x80.
func from(w uint64, c byte) uint64 { return w + (0x80-uint64(c))*each }

// A shape says how the digits of a short segment are divided into numbers: in
// its lowest byte how many numbers there are, 0 if not one, four or five of at
// most six digits; in the others how many bits each number takes.
type shape uint64

// shapes is indexed by the digits that end a number, the first one lowest.
var shapes = func() (t [256]shape) {
	for ends := range t {
		digits, fields, ok := 0, 0, true
		var s shape
		for i := range bits.Len(uint(ends)) {
			digits++
			if ends>>i&1 == 0 {
				continue
			}
			ok = ok && fields < 5 && digits <= 6
			fields++
			if ok {
				s |= shape(5*digits) << (8 * fields)
			}
			digits = 0
		}
		if ok && (fields == 1 || fields == 4 || fields == 5) {
			t[ends] = s | shape(fields)
		}
	}
	return t
}()

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

// segment reads the segment at i and adds its fields to d, except for the
// first, the difference of the generated columns, which it returns. It also
// returns the number of fields and the offset behind the segment.
func (d *decoder) segment(i int) (delta int64, fields, end int, err error) {
	if len(d.s)-i < 8 {
		return d.longSegment(i)
	}
	w := binary.LittleEndian.Uint64(d.s[i:])
	// The separators, and below the first of them the digits.
	commas := (w ^ ','*each) + 0x7f*each
	semicolons := (w ^ ';'*each) + 0x7f*each
	seps := ^(commas & semicolons) & tops
	if seps == 0 || w&tops != 0 {
		return d.longSegment(i)
	}
	size := bits.TrailingZeros64(seps) >> 3
	within := uint64(1)<<(uint(size)*8&63) - 1

	upper := from(w, 'A') &^ from(w, 'Z'+1) & tops
	lower := from(w, 'a') &^ from(w, 'z'+1) & tops
	number := from(w, '0') &^ from(w, '9'+1) & tops
	if ^(upper|lower|number)&tops&within != 0 {
		return d.longSegment(i)
	}
	// Digits below 32 end a number: A to Z and a to f.
	ends := (upper | lower&^from(w, 'g')) & within >> 7
	pattern := ends * 0x0102040810204080 >> 56
	shape := shapes[pattern]
	if shape == 0 || bits.Len64(pattern) != size { // an odd number of fields, or the last does not end
		return d.longSegment(i)
	}
	// The lower five bits of each digit, then packed.
	x := (w + upper>>7*31 + lower>>7*25 + number>>7*4) & fives & within
	x = x&0x001f001f001f001f | x>>3&0x03e003e003e003e0
	x = x&0x000003ff000003ff | x>>6&0x000ffc00000ffc00
	x = x&0x00000000000fffff | x>>12&0x000000fffff00000

	n0, n1, n2, n3, n4 := shape>>8&63, shape>>16&63, shape>>24&63, shape>>32&63, shape>>40&63
	v0 := x & (1<<n0 - 1)
	x >>= n0
	v1 := x & (1<<n1 - 1)
	x >>= n1
	v2 := x & (1<<n2 - 1)
	x >>= n2
	v3 := x & (1<<n3 - 1)
	x >>= n3
	v4 := x & (1<<n4 - 1)
	if minusZero(v0)|minusZero(v1)|minusZero(v2)|minusZero(v3)|minusZero(v4) != 0 {
		return d.longSegment(i)
	}
	// Of a segment with one field, the others are zero.
	d.src += signedOf(v1)
	d.line += signedOf(v2)
	d.col += signedOf(v3)
	d.name += signedOf(v4)
	return signedOf(v0), int(shape & 0xff), i + size, nil
}

// signedOf takes the sign from the least significant bit.
func signedOf(u uint64) int64 { return (int64(u>>1) ^ -int64(u&1)) + int64(u&1) }

// minusZero returns 1 for 1, which is 0 with a sign, and 0 for all else below
// 1<<63.
func minusZero(u uint64) uint64 { return (u - 2) >> 63 & u }

// longSegment is segment for those of any length. Its loop has no branch that
// depends on how long the numbers are.
func (d *decoder) longSegment(i int) (delta int64, fields, end int, err error) {
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
