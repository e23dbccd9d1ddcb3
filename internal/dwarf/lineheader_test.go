package dwarf

import (
	"errors"
	"io"
	"testing"

	"github.com/gosymbolic/symbolic/internal/testfile"
)

// TestCutLineHeader cuts the header of a line table after each of its bytes.
// Without the lengths of the opcodes the program cannot be read at all.
func TestCutLineHeader(t *testing.T) {
	fields := []byte{1, 1, 1, 0xfb, 14, 13, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0}
	for n := range fields {
		a := &testfile.Asm{}
		a.Sized(4, func(a *testfile.Asm) {
			a.U16(4).Sized(4, func(a *testfile.Asm) { a.Raw(fields[:n]) })
			a.U8(lnsSetISA, 0, lnsCopy, 0x33)
		})
		d := &Data{sec: Sections{Line: a.Bytes()}}
		var table lineTable
		table.read(&unit{data: d, version: 4, addrSize: 8}, 0, uint64(a.Len()))
		if !errors.Is(table.err, io.ErrUnexpectedEOF) && n < len(fields)-2 {
			t.Errorf("%d bytes: %v", n, table.err)
		}
		if known := n >= 6+12; !known && len(table.rows) > 0 {
			t.Errorf("%d bytes: %d rows", n, len(table.rows))
		}
	}
}
