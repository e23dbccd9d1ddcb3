package pdb

import (
	"iter"

	"github.com/gosymbolic/symbolic/internal/cursor"
)

// A FrameData tells how to unwind a piece of x86 code that has no frame
// pointer, as a program in text form.
type FrameData struct {
	Start      uint32 // relative to the image base
	Size       uint32 // of the code in bytes
	Locals     uint32 // bytes
	Params     uint32 // bytes
	MaxStack   uint32 // bytes
	Prologue   uint16 // bytes of code
	SavedRegs  uint16 // bytes
	Flags      uint32 // 1 SEH, 2 C++ exceptions, 4 start of a function
	Program    string // in the form of the unwinder: "$T0 .raSearch = …"
	programRef uint32
}

// FrameData yields the frame data of the database, in the order of the file.
func (f *File) FrameData() iter.Seq[FrameData] {
	return func(yield func(FrameData) bool) {
		const recordSize = 32
		c := f.headerStream(headerFrameData)
		if c.Len()%recordSize == 4 {
			c.Skip(4) // some linkers put a relocation before the records
		}
		for c.Len() >= recordSize {
			d := FrameData{
				Start: c.U32(), Size: c.U32(), Locals: c.U32(), Params: c.U32(), MaxStack: c.U32(),
				programRef: c.U32(), Prologue: c.U16(), SavedRegs: c.U16(), Flags: c.U32(),
			}
			d.Program = f.String(d.programRef)
			if !yield(d) {
				return
			}
		}
	}
}

// An FPO is the older form of FrameData, of compilers before 2002 and of
// assembler code.
type FPO struct {
	Start    uint32 // relative to the image base
	Size     uint32 // of the code in bytes
	Locals   uint32 // 32-bit words
	Params   uint16 // 32-bit words
	Prologue uint8  // bytes of code
	Bits     uint8  // 3 bits saved registers, SEH, EBP in use, reserved, 2 bits kind of frame
}

// FPO yields the frame-pointer-omission records, in the order of the file.
func (f *File) FPO() iter.Seq[FPO] {
	return func(yield func(FPO) bool) {
		const recordSize = 16
		c := f.headerStream(headerFPO)
		for c.Len() >= recordSize {
			d := FPO{Start: c.U32(), Size: c.U32(), Locals: c.U32(), Params: c.U16(), Prologue: c.U8(), Bits: c.U8()}
			if !yield(d) {
				return
			}
		}
	}
}

// HasUnwind reports whether the database tells how to unwind x86 code.
func (f *File) HasUnwind() bool {
	frames, fpo := f.headerStream(headerFrameData), f.headerStream(headerFPO)
	return f.dbi.machine == machineX86 && frames.Len()+fpo.Len() > 0
}

const machineX86 = 0x14c

// headerStream returns a cursor over the stream of an optional header.
func (f *File) headerStream(n int) cursor.Cursor {
	s, ok := f.dbi.header(n)
	if !ok {
		return cursor.Cursor{}
	}
	data, err := f.msf.stream(s)
	if err != nil {
		return cursor.Cursor{}
	}
	return cursor.New(nil, 0, data, false)
}
