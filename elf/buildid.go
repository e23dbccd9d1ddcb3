package elf

import (
	stdelf "debug/elf"

	"github.com/gosymbolic/symbolic/debugid"
)

const (
	noteGNUBuildID = 3 // NT_GNU_BUILD_ID
	noteGoBuildID  = 4 // of owner "Go"

	// segmentFingerprint is the segment in which PlayStation 4 files carry 20
	// bytes that identify them.
	segmentFingerprint = stdelf.ProgType(0x61000000)
	fingerprintSize    = 20

	// foldSize is how much of .text the fallback id is made of, foldWidth the
	// size of that id.
	foldSize  = 4096
	foldWidth = 16
)

// BuildID returns the build id that the linker wrote, or nil: the GNU note, or
// what takes its place on PlayStation 4.
func (f *File) BuildID() []byte {
	for n, err := range f.Notes() {
		if err == nil && n.Name == "GNU" && n.Type == noteGNUBuildID {
			return n.Desc
		}
	}
	if s, ok := f.segment(segmentFingerprint); ok && s.Size >= fingerprintSize {
		if data, err := f.SegmentData(s); err == nil {
			return data[:fingerprintSize]
		}
	}
	return nil
}

// GoBuildID returns the id that the Go linker wrote, or "".
func (f *File) GoBuildID() string {
	for n, err := range f.Notes() {
		if err == nil && n.Name == "Go" && n.Type == noteGoBuildID {
			return string(n.Desc)
		}
	}
	return ""
}

// CodeID returns the build id as an identifier, zero if there is none.
func (f *File) CodeID() debugid.CodeID { return debugid.CodeFromBytes(f.BuildID()) }

// DebugID returns the identifier that Breakpad and its kin derive from the
// build id. Without a build id it is made of the first 4096 bytes of .text,
// folded by exclusive or; without .text it is zero.
func (f *File) DebugID() debugid.ID {
	id := f.BuildID()
	if len(id) == 0 {
		id = f.foldText()
	}
	return debugid.FromBuildID(id, f.BigEndian)
}

func (f *File) foldText() []byte {
	text := f.Section(".text")
	if text == nil {
		return nil
	}
	data, err := f.src.Bytes(text.Offset, min(text.Size, foldSize))
	if err != nil || len(data) == 0 {
		return nil
	}
	id := make([]byte, foldWidth)
	for i, b := range data {
		id[i%foldWidth] ^= b
	}
	return id
}
