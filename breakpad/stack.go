package breakpad

import (
	"iter"
	"math"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// A StackCFI is a STACK CFI record: how to unwind from Addr on.
type StackCFI struct {
	// Init says that the record begins the unwind information of Size bytes of
	// code. Those that follow, up to the next Init, change rules from their
	// address on; their Size is 0.
	Init bool
	Addr uint64
	Size uint64
	// Rules are register names, each followed by a colon and a postfix
	// expression, such as ".cfa: $rsp 8 + .ra: .cfa -8 + ^".
	Rules string
}

// A WinType says what a StackWin describes.
type WinType uint8

// The types of STACK WIN records. Tools write the first and the last.
const (
	WinFPO       WinType = 0
	WinTrap      WinType = 1
	WinTSS       WinType = 2
	WinStandard  WinType = 3
	WinFrameData WinType = 4
	WinUnknown   WinType = 255 // any other
)

// A StackWin is a STACK WIN record: how to unwind x86 code of Windows.
//
//	STACK WIN type addr size prolog epilog params saved locals maxstack has text
//
// All numbers are hexadecimal. If has is not 0 the text is a program, else
// whether the code uses the base pointer for something else.
type StackWin struct {
	Type          WinType
	Addr          uint64
	Size          uint64
	PrologSize    uint16 // in bytes, as all that follow
	EpilogSize    uint16
	ParamsSize    uint32
	SavedRegsSize uint16
	LocalsSize    uint32
	MaxStackSize  uint32
	UsesBasePtr   bool // the code allocates the base pointer; false if there is a program
	Program       string
	HasProgram    bool // there is a program, though it may be empty
}

// StackCFI yields the STACK CFI records in the order of the file. A malformed
// record comes as an error and does not end the iteration.
func (f *File) StackCFI() iter.Seq2[StackCFI, error] {
	return func(yield func(StackCFI, error) bool) {
		for r, err := range f.stackRecords("CFI") {
			if err != nil {
				yield(StackCFI{}, err)
				return
			}
			rec, ok := parseCFI(r.rec)
			if !ok {
				err = errorAt(r.off, errCFI)
			}
			if !yield(rec, err) {
				return
			}
		}
	}
}

// StackWin yields the STACK WIN records in the order of the file. A malformed
// record comes as an error and does not end the iteration.
func (f *File) StackWin() iter.Seq2[StackWin, error] {
	return func(yield func(StackWin, error) bool) {
		for r, err := range f.stackRecords("WIN") {
			if err != nil {
				yield(StackWin{}, err)
				return
			}
			rec, ok := parseWin(r.rec)
			if !ok {
				err = errorAt(r.off, errWin)
			}
			if !yield(rec, err) {
				return
			}
		}
	}
}

// A stackRecord is a STACK record behind its first two words.
type stackRecord struct {
	off int
	rec fields
}

// stackRecords yields the STACK records of one kind. An error is that of
// reading the file.
func (f *File) stackRecords(kind string) iter.Seq2[stackRecord, error] {
	return func(yield func(stackRecord, error) bool) {
		x, err := f.load()
		if err != nil {
			yield(stackRecord{}, err)
			return
		}
		for rest := x.data[x.stack:]; len(rest) > 0; {
			var line []byte
			off := len(x.data) - len(rest)
			line, rest = f.cut(rest)
			rec := fields(line)
			if rec.keyword() != keyStack || string(rec.next()) != kind {
				continue
			}
			if !yield(stackRecord{off, rec}, nil) {
				return
			}
		}
	}
}

func parseCFI(rec fields) (StackCFI, bool) {
	var r StackCFI
	after := rec
	if string(after.next()) == "INIT" {
		r.Init, rec = true, after
	}
	var ok bool
	if r.Addr, ok = rec.hex(); !ok {
		return StackCFI{}, false
	}
	if r.Init {
		if r.Size, ok = rec.hex(); !ok {
			return StackCFI{}, false
		}
	}
	r.Rules = rec.rest()
	return r, true
}

func parseWin(rec fields) (StackWin, bool) {
	good := true
	hex := func(most uint64) uint64 {
		v, ok := rec.hex()
		good = good && ok && v <= most
		return v
	}
	typ := hex(math.MaxUint64)
	r := StackWin{
		Type:          WinUnknown,
		Addr:          hex(math.MaxUint64),
		Size:          hex(math.MaxUint64),
		PrologSize:    uint16(hex(math.MaxUint16)),
		EpilogSize:    uint16(hex(math.MaxUint16)),
		ParamsSize:    uint32(hex(math.MaxUint32)),
		SavedRegsSize: uint16(hex(math.MaxUint16)),
		LocalsSize:    uint32(hex(math.MaxUint32)),
		MaxStackSize:  uint32(hex(math.MaxUint32)),
	}
	has := hex(math.MaxUint64) != 0
	if !good {
		return StackWin{}, false
	}
	if typ <= uint64(WinFrameData) {
		r.Type = WinType(typ)
	}
	if text := rec.rest(); has {
		r.HasProgram, r.Program = true, text
	} else {
		r.UsesBasePtr = text != "" && text != "0"
	}
	return r, true
}

// Ranges returns the code of the record.
func (r StackCFI) Range() debuginfo.Range {
	return debuginfo.Range{Start: r.Addr, End: addSize(r.Addr, r.Size)}
}
