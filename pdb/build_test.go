package pdb

import (
	"encoding/binary"
	"slices"
)

// A buffer assembles little-endian records.
type buffer []byte

func (b buffer) u8(v ...byte) buffer { return append(b, v...) }

func (b buffer) u16(v ...uint16) buffer {
	for _, n := range v {
		b = binary.LittleEndian.AppendUint16(b, n)
	}
	return b
}

func (b buffer) u32(v ...uint32) buffer {
	for _, n := range v {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return b
}

func (b buffer) text(s string) buffer { return append(append(b, s...), 0) }

func (b buffer) align() buffer {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// record appends a symbol or type record.
func (b buffer) record(kind Kind, fields buffer) buffer {
	fields = fields.align()
	return append(b.u16(uint16(len(fields)+2), uint16(kind)), fields...)
}

// subsection appends a C13 subsection.
func (b buffer) subsection(kind uint32, data buffer) buffer {
	return append(b.u32(kind, uint32(len(data))), data...).align()
}

// buildMSF assembles a container. A nil stream is one that does not exist. The
// pages of each stream are written backwards, so that none follow each other.
func buildMSF(pageSize int, streams ...[]byte) []byte {
	pages := func(n int) int { return (n + pageSize - 1) / pageSize }
	file := make([]byte, 3*pageSize) // superblock and two free-page maps
	add := func(data []byte) (numbers buffer) {
		n := pages(len(data))
		first := len(file) / pageSize
		file = append(file, make([]byte, n*pageSize)...)
		for i := range n {
			at := first + n - 1 - i
			copy(file[at*pageSize:(at+1)*pageSize], data[i*pageSize:])
			numbers = numbers.u32(uint32(at))
		}
		return numbers
	}
	dir := buffer(nil).u32(uint32(len(streams)))
	for _, s := range streams {
		if s == nil {
			dir = dir.u32(nilSize)
		} else {
			dir = dir.u32(uint32(len(s)))
		}
	}
	for _, s := range streams {
		dir = append(dir, add(s)...)
	}
	lists := add(add(dir))
	head := buffer(magic7).u32(uint32(pageSize), 1, uint32(len(file)/pageSize), uint32(len(dir)), 0)
	copy(file, slices.Concat(head, lists))
	return file
}

// A database says what buildPDB makes.
type database struct {
	symbols  buffer // of the one module
	lines    buffer
	types    buffer
	ids      buffer
	names    string // of /names, behind its first zero
	sections buffer
	globals  buffer
	omap     buffer
	features []uint32
	pageSize int
}

// Numbers of the streams that buildPDB writes.
const (
	testModule   = 5
	testSections = 6
	testNames    = 7
	testGlobals  = 8
	testOMAP     = 9
)

// build assembles a database with one module, a.obj.
func (d database) build() []byte {
	info := buffer(nil).u32(20000404, 0x5f000000, 2).
		u8(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
	name := buffer(nil).text("/names")
	info = append(info.u32(uint32(len(name))), name...)
	info = info.u32(1, 1, 1, 1, 0, 0, testNames, 0).u32(d.features...)

	module := buffer(nil).u32(0)
	module = module.u16(1, 0).u32(0, 0, 0).u16(0, 0).u32(0, 0)
	symbols := append(buffer(nil).u32(4), d.symbols...)
	module = module.u16(0, testModule).u32(uint32(len(symbols)), 0, uint32(len(d.lines)))
	module = module.u16(0, 0).u32(0, 0, 0).text("a.obj").text("a.obj").align()

	headers := buffer(nil).u16(noStream, noStream, noStream, noStream, noStream, testSections)
	if d.omap != nil {
		headers = buffer(nil).u16(noStream, noStream, noStream, noStream, testOMAP, testSections)
	}
	dbi := buffer(nil).u32(0xffffffff, 19990903, 3).u16(noStream, 0, noStream, 0, testGlobals, 0)
	dbi = dbi.u32(uint32(len(module)), 0, 0, 0, 0, 0, uint32(len(headers)), 0).u16(0, 0x8664).u32(0)
	dbi = slices.Concat(dbi, module, headers)

	records := func(data buffer) buffer {
		head := buffer(nil).u32(20040203, typeHead, 0x1000, 0x1000, uint32(len(data)))
		return append(append(head, make([]byte, typeHead-len(head))...), data...)
	}
	names := append(buffer(nil).u32(stringTableSignature, 1, uint32(len(d.names)+1)).u8(0), d.names...)
	sections := d.sections
	if sections == nil {
		sections = testSection(".text", 0x1000, 0x1000, codeFlags)
	}
	pageSize := d.pageSize
	if pageSize == 0 {
		pageSize = 512
	}
	return buildMSF(pageSize, nil, info, records(d.types), dbi, records(d.ids),
		append(symbols, d.lines...), sections, names, d.globals, d.omap)
}

func testSection(name string, addr, size, flags uint32) buffer {
	b := append(buffer(nil), name...)
	b = append(b, make([]byte, 8-len(name))...)
	return b.u32(size, addr, size, 0, 0, 0, 0, flags)
}
