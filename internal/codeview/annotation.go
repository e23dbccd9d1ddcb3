package codeview

// Operations of binary annotations. Each has one operand, ChangeLengthAndOffset
// two. Operands and operations are compressed: one byte below 0x80, two bytes
// that begin with bits 10, or four that begin with 110, most significant first.
const (
	opCodeOffset            = 1 // from the start of the code chunk
	opCodeOffsetBase        = 2 // number of the chunk: 0 the procedure, then its separated parts
	opChangeCodeOffset      = 3 // ends a row
	opChangeCodeLength      = 4 // of the row before
	opChangeFile            = 5
	opChangeLineOffset      = 6
	opChangeLineEnd         = 7
	opChangeRangeKind       = 8
	opChangeColumnStart     = 9
	opChangeColumnEndDelta  = 10
	opChangeOffsetAndLine   = 11 // ends a row; offset in the lower 4 bits
	opChangeLengthAndOffset = 12 // ends a row
	opChangeColumnEnd       = 13
)

// An annotated row is a piece of code of an inlined call.
type annotated struct {
	chunk  uint32 // which part of the procedure
	offset uint32 // from the start of the part
	size   uint32 // 0 if unknown
	file   uint32 // offset in the checksums
	line   uint32
	column uint32
}

// annotations decodes the program of an inlined call whose body begins at line
// of file, and appends its rows to dst. An invalid operation ends it: compilers
// pad with zeros.
func annotations(dst []annotated, program []byte, file, line uint32) []annotated {
	row := annotated{file: file, line: line}
	first := len(dst)
	for len(program) > 0 {
		var op, arg uint32
		var ok bool
		if op, program, ok = compressed(program); !ok || op == 0 || op > opChangeColumnEnd {
			return dst
		}
		if arg, program, ok = compressed(program); !ok {
			return dst
		}
		row.size = 0
		switch op {
		case opCodeOffset:
			row.offset = arg
			continue
		case opCodeOffsetBase:
			row.chunk, row.offset = arg, 0
			continue
		case opChangeCodeLength:
			if len(dst) > first && dst[len(dst)-1].size == 0 {
				dst[len(dst)-1].size = arg
			}
			row.offset += arg
			continue
		case opChangeFile:
			row.file = arg
			continue
		case opChangeLineOffset:
			row.line += uint32(signed(arg))
			continue
		case opChangeColumnStart:
			row.column = arg
			continue
		case opChangeCodeOffset:
			row.offset += arg
		case opChangeOffsetAndLine:
			row.line += uint32(signed(arg >> 4))
			row.offset += arg & 0xf
		case opChangeLengthAndOffset:
			row.size = arg
			if arg, program, ok = compressed(program); !ok {
				return dst
			}
			row.offset += arg
		default:
			continue
		}
		dst = append(dst, row)
	}
	return dst
}

// compressed reads one compressed number.
func compressed(b []byte) (uint32, []byte, bool) {
	switch {
	case len(b) >= 1 && b[0]&0x80 == 0:
		return uint32(b[0]), b[1:], true
	case len(b) >= 2 && b[0]&0xc0 == 0x80:
		return uint32(b[0]&0x3f)<<8 | uint32(b[1]), b[2:], true
	case len(b) >= 4 && b[0]&0xe0 == 0xc0:
		return uint32(b[0]&0x1f)<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3]), b[4:], true
	}
	return 0, nil, false
}

// signed returns the number whose sign is in the lowest bit of v.
func signed(v uint32) int32 {
	if v&1 != 0 {
		return -int32(v >> 1)
	}
	return int32(v >> 1)
}
