package breakpad

import (
	"cmp"
	"math"
	"slices"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// A lineRecord is a line record of the code from addr to end.
type lineRecord struct {
	addr, end  uint64
	file, line uint32
}

// line reads the line record that data begins with and returns its length. It
// returns 0 if data begins with anything else. This is where a reader of
// symbol files spends its time.
func (s *session) line(data []byte) int {
	addr, i := scanHex(data, 0)
	size, j := scanHex(data, i)
	if i == 0 || j == i {
		return 0
	}
	line, neg, i := scanNumber(data, j)
	if i == j {
		return 0
	}
	for i < len(data) && classes[data[i]] == classBlank {
		i++
	}
	number, j := scanDec(data, i)
	if j == i {
		return 0
	}
	for i = j; i < len(data) && classes[data[i]] == classBlank; i++ {
	}
	if i < len(data) && data[i] != '\n' && data[i] != '\r' || line > math.MaxUint32 {
		return 0
	}
	if neg {
		line = 0
	}
	if size > 0 {
		s.lines = append(s.lines, lineRecord{addr, addSize(addr, size), s.fileIndex(number), uint32(line)})
	}
	return i
}

// scanHex reads the hexadecimal number at data[i:], behind blanks. It returns
// the offset behind it, i if there is none. A blank or the end of the data
// follows.
func scanHex(data []byte, i int) (v uint64, end int) {
	start := i
	for i < len(data) && classes[data[i]] == classBlank {
		i++
	}
	first := i
	for i < len(data) {
		d := classes[data[i]]
		if d > 15 {
			break
		}
		v = v<<4 | uint64(d)
		i++
	}
	if i == first || i-first > 16 || i < len(data) && classes[data[i]] != classBlank {
		return 0, start
	}
	return v, i
}

// scanNumber is scanHex for a decimal number that may be negative.
func scanNumber(data []byte, i int) (v uint64, neg bool, end int) {
	start := i
	for i < len(data) && classes[data[i]] == classBlank {
		i++
	}
	if neg = i < len(data) && data[i] == '-'; neg {
		i++
	}
	v, end = scanDec(data, i)
	if end == i || end < len(data) && classes[data[end]] != classBlank {
		return 0, false, start
	}
	return v, neg, end
}

// scanDec reads the decimal number at data[i:] and returns the offset behind
// it, i if there is none.
func scanDec(data []byte, i int) (v uint64, end int) {
	start := i
	for i < len(data) {
		d := classes[data[i]]
		if d > 9 {
			break
		}
		v = v*10 + uint64(d)
		i++
	}
	if i-start > 19 {
		return 0, start
	}
	return v, i
}

// fileIndex returns the index of the file with the given number.
func (s *session) fileIndex(number uint64) uint32 {
	if s.file.valid && s.file.number == number {
		return s.file.index
	}
	index, ok := s.index.fileNumbers.get(number)
	if !ok {
		index = debuginfo.NoFile
	}
	s.file = fileNumber{number, index, true}
	return index
}

// appendLines appends the rows that line records within r make, sorted by
// distinct addresses. Where a record ends and none begins, one that reaches
// further goes on, else a row says that nothing is known. Of records that begin
// together the last counts.
func appendLines(rows []debuginfo.Line, records []lineRecord, r debuginfo.Range) []debuginfo.Line {
	sortLines(records)
	var outer lineRecord // that reaches furthest of those before
	for i := range records {
		rec := &records[i]
		if rec.addr < r.Start || rec.addr >= r.End {
			continue
		}
		next := r.End
		if i+1 < len(records) {
			next = min(next, records[i+1].addr)
		}
		if rec.addr < next {
			rows = append(rows, debuginfo.Line{Addr: rec.addr, File: rec.file, Line: rec.line})
		}
		if rec.end < next {
			if outer.end > rec.end {
				rows = append(rows, debuginfo.Line{Addr: rec.end, File: outer.file, Line: outer.line})
			}
			if end := max(rec.end, outer.end); end < next {
				rows = append(rows, debuginfo.Line{Addr: end, File: debuginfo.NoFile})
			}
		}
		if rec.end > outer.end {
			outer = *rec
		}
	}
	return rows
}

// sortLines sorts records by address, those at one address as they came.
func sortLines(records []lineRecord) {
	byAddr := func(a, b lineRecord) int { return cmp.Compare(a.addr, b.addr) }
	if !slices.IsSortedFunc(records, byAddr) {
		slices.SortStableFunc(records, byAddr)
	}
}
