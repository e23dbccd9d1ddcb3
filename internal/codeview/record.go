package codeview

import (
	"errors"
	"iter"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

var errRecordLength = errors.New("record is shorter than its kind")

// A Record is a symbol or type record.
type Record struct {
	Offset uint32 // of the record in its stream, where references point to
	Kind   Kind
	Data   []byte // the fields after the kind, shared with the stream
}

// A Kind says what a symbol record is.
type Kind uint16

// Kinds of symbol records. Those that end in ST are of compilers before 2003
// and have names that begin with their length.
const (
	End           Kind = 0x0006 // ends any scope
	Thunk32ST     Kind = 0x0206
	Block32ST     Kind = 0x0207
	With32ST      Kind = 0x0208
	FrameProc     Kind = 0x1012
	PublicST      Kind = 0x1009
	LocalProcST   Kind = 0x100a
	GlobalProcST  Kind = 0x100b
	ObjName       Kind = 0x1101
	Thunk32       Kind = 0x1102
	Block32       Kind = 0x1103
	With32        Kind = 0x1104
	Label32       Kind = 0x1105
	Constant      Kind = 0x1107
	UDT           Kind = 0x1108
	LocalData     Kind = 0x110c
	GlobalData    Kind = 0x110d
	Public        Kind = 0x110e
	LocalProc     Kind = 0x110f
	GlobalProc    Kind = 0x1110
	Compile2      Kind = 0x1116
	ProcRef       Kind = 0x1125
	DataRef       Kind = 0x1126
	LocalProcRef  Kind = 0x1127
	ManagedGlobal Kind = 0x112a
	ManagedLocal  Kind = 0x112b
	SepCode       Kind = 0x1132
	Section       Kind = 0x1136
	CoffGroup     Kind = 0x1137
	Compile3      Kind = 0x113c
	EnvBlock      Kind = 0x113d
	LocalProcID   Kind = 0x1146
	GlobalProcID  Kind = 0x1147
	BuildInfo     Kind = 0x114c
	InlineSite    Kind = 0x114d
	InlineSiteEnd Kind = 0x114e
	ProcIDEnd     Kind = 0x114f
	LocalProcDPC  Kind = 0x1155
	LocalDPCID    Kind = 0x1156
	InlineSite2   Kind = 0x115d
	FastLink      Kind = 0x1167
)

// recordHead is the size of a record without fields: its length and kind.
const recordHead = 4

// Records yields the records of data, whose first byte is at offset base of
// the stream that place names. A wrong length ends it with an error.
func Records(place *cursor.Place, base uint64, data []byte) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		c := cursor.New(place, base, data, false)
		for {
			rec, ok := next(&c)
			if !ok {
				break
			}
			if !yield(rec, nil) {
				return
			}
		}
		if err := c.Err(); err != nil {
			yield(Record{}, err)
		}
	}
}

// next reads one record and reports false at the end and after an error. Less
// than a whole head at the end is padding.
func next(c *cursor.Cursor) (Record, bool) {
	if c.Len() < recordHead {
		return Record{}, false
	}
	start := c.Offset()
	size := uint64(c.U16())
	if size < 2 {
		c.FailAt(start, errRecordLength)
		return Record{}, false
	}
	kind := Kind(c.U16())
	data := c.Bytes(size - 2)
	if c.Err() != nil {
		return Record{}, false
	}
	return Record{Offset: uint32(start), Kind: kind, Data: data}, true
}
