package pe

import (
	"errors"
	"iter"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
	"github.com/gosymbolic/symbolic/internal/unpack"
)

var errEmbedded = errors.New("embedded portable database does not begin with its magic")

// A DebugEntry is an entry of the debug directory.
type DebugEntry struct {
	Timestamp uint32
	Major     uint16
	Minor     uint16
	Type      uint32
	Size      uint32
	Addr      uint32 // relative to the image base; 0 if it is not loaded
	Offset    uint32 // in the file
}

// Types of debug entries.
const (
	DebugCOFF         = 1
	DebugCodeView     = 2
	DebugFPO          = 3
	DebugPOGO         = 13
	DebugReproducible = 16
	DebugEmbedded     = 17 // portable database
	DebugChecksum     = 19 // of the database: name of the algorithm, then the sum
	DebugExtended     = 20 // characteristics of the image
)

const (
	debugEntrySize = 28
	portableMinor  = 0x504d // of a CodeView entry that names a portable database
	embeddedHeader = 8
)

// DebugEntries yields the debug directory.
func (f *File) DebugEntries() iter.Seq[DebugEntry] {
	return func(yield func(DebugEntry) bool) {
		dir := f.directory(DirectoryDebug)
		if dir.Addr == 0 {
			return
		}
		c := f.array(dir.Addr, uint64(dir.Size/debugEntrySize), debugEntrySize)
		for c.Len() >= debugEntrySize {
			c.Skip(4)
			e := DebugEntry{
				Timestamp: c.U32(), Major: c.U16(), Minor: c.U16(), Type: c.U32(),
				Size: c.U32(), Addr: c.U32(), Offset: c.U32(),
			}
			if !yield(e) {
				return
			}
		}
	}
}

// DebugData returns what a debug entry points to.
func (f *File) DebugData(e DebugEntry) ([]byte, error) {
	data, err := f.src.Bytes(uint64(e.Offset), uint64(e.Size))
	if err != nil {
		return nil, fileError("debug directory", uint64(e.Offset), err)
	}
	return data, nil
}

// debugEntry returns the first entry of a type.
func (f *File) debugEntry(typ uint32) (DebugEntry, bool) {
	for e := range f.DebugEntries() {
		if e.Type == typ {
			return e, true
		}
	}
	return DebugEntry{}, false
}

// A CodeView names the database of an image.
type CodeView struct {
	GUID      [16]byte // of RSDS; the first three fields little-endian
	Signature uint32   // of NB10: a timestamp; 0 for RSDS
	Age       uint32
	Path      string // as the linker wrote it, often with the folders of its machine
	Portable  bool   // a portable database of .NET
	Timestamp uint32 // of the entry; counts as the age of a portable database
}

// maxCodeView bounds the record that names the database: a path and its head.
const maxCodeView = 64 << 10

// CodeView returns what names the database of the image, from the first entry
// of the debug directory that can be read.
func (f *File) CodeView() (CodeView, bool) {
	for e := range f.DebugEntries() {
		if e.Type != DebugCodeView {
			continue
		}
		e.Size = min(e.Size, maxCodeView)
		data, err := f.DebugData(e)
		if err != nil {
			continue
		}
		c := cursor.New(nil, 0, data, false)
		v := CodeView{Portable: e.Minor == portableMinor, Timestamp: e.Timestamp}
		switch string(c.Bytes(4)) {
		case "RSDS":
			copy(v.GUID[:], c.Bytes(16))
		case "NB10":
			c.Skip(4)
			v.Signature = c.U32()
		default:
			continue
		}
		v.Age = c.U32()
		if c.Err() != nil {
			continue
		}
		v.Path = cutZero(c.Rest())
		return v, true
	}
	return CodeView{}, false
}

// ID returns the id of the database.
func (v CodeView) ID() debugid.ID {
	switch {
	case v.Portable:
		return debugid.FromGUID(v.GUID, v.Timestamp)
	case v.Signature != 0:
		return debugid.FromTimestamp(v.Signature, v.Age)
	}
	return debugid.FromGUID(v.GUID, v.Age)
}

// DebugID returns the id of the image's database, the zero ID if it has none.
func (f *File) DebugID() debugid.ID {
	v, ok := f.CodeView()
	if !ok {
		return debugid.ID{}
	}
	return v.ID()
}

// Reproducible reports whether the timestamps are hashes of the contents.
func (f *File) Reproducible() bool {
	_, ok := f.debugEntry(DebugReproducible)
	return ok
}

// EmbeddedDatabase returns the portable database within the image, unpacked,
// or ErrNotFound: "MPDB", the size of the contents, and a deflate stream.
func (f *File) EmbeddedDatabase() ([]byte, error) {
	e, ok := f.debugEntry(DebugEmbedded)
	if !ok {
		return nil, debuginfo.ErrNotFound
	}
	data, err := f.DebugData(e)
	if err != nil {
		return nil, err
	}
	c := cursor.New(&cursor.Place{Format: Format, Section: "embedded database"}, 0, data, false)
	magic, size := string(c.Bytes(4)), uint64(c.U32())
	if c.Err() != nil {
		return nil, c.Err()
	}
	if magic != "MPDB" {
		return nil, fileError("embedded database", 0, errEmbedded)
	}
	out, err := f.unpack.Bytes(unpack.Flate, data[embeddedHeader:], size)
	if err != nil {
		return nil, fileError("embedded database", embeddedHeader, err)
	}
	return out, nil
}

// DatabaseChecksum returns the algorithm, such as SHA256, and the checksum of
// the image's database before its id was put in.
func (f *File) DatabaseChecksum() (algorithm string, sum []byte, ok bool) {
	e, ok := f.debugEntry(DebugChecksum)
	if !ok {
		return "", nil, false
	}
	data, err := f.DebugData(e)
	if err != nil {
		return "", nil, false
	}
	c := cursor.New(nil, 0, data, false)
	algorithm = c.CString()
	return algorithm, c.Rest(), c.Err() == nil
}
