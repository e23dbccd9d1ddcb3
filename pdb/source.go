package pdb

import (
	"iter"
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// An EmbeddedFile is a file that the linker put into the database: source text
// that generators made, or descriptions of types for debuggers (natvis).
type EmbeddedFile struct {
	Name       string // as the compiler saw it
	Object     string // object file that it belongs to
	Stream     string // name of the stream that holds it
	Size       uint32 // of the text
	Compressed bool
}

// EmbeddedFiles yields the files embedded in the database, from the stream
// /src/headerblock: a head of 64 bytes and a hash table of entries of 40.
func (f *File) EmbeddedFiles() iter.Seq[EmbeddedFile] {
	return func(yield func(EmbeddedFile) bool) {
		n, ok := f.NamedStream("/src/headerblock")
		if !ok {
			return
		}
		data, err := f.Stream(n)
		if err != nil || len(data) < headerBlockSize {
			return
		}
		c := cursor.New(nil, 0, data, false)
		c.Skip(headerBlockSize)
		count := c.U32()
		c.Skip(4)
		c.Skip(4 * uint64(c.U32()))
		c.Skip(4 * uint64(c.U32()))
		for ; count > 0 && c.Len() >= 44; count-- {
			c.Skip(4 + 4 + 4 + 4) // key, size, version, checksum
			e := EmbeddedFile{Size: c.U32()}
			e.Name, e.Object = f.String(c.U32()), f.String(c.U32())
			e.Stream = "/src/files/" + f.String(c.U32())
			e.Compressed = c.U8() != 0
			c.Skip(11)
			if c.Err() != nil || !yield(e) {
				return
			}
		}
	}
}

const headerBlockSize = 64

// Source returns the text of an embedded file by its name, whatever its case,
// or ErrNotFound. Compressed files are ErrUnsupported.
func (f *File) Source(name string) ([]byte, error) {
	for e := range f.EmbeddedFiles() {
		if !strings.EqualFold(e.Name, name) {
			continue
		}
		if e.Compressed {
			return nil, debuginfo.ErrUnsupported
		}
		for _, s := range f.Info.Streams {
			if strings.EqualFold(s.Name, e.Stream) {
				return f.Stream(s.Number)
			}
		}
	}
	return nil, debuginfo.ErrNotFound
}

// SourceLink yields the JSON texts that map file names to addresses of a
// source server, one for each that the linker was given.
func (f *File) SourceLink() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for _, s := range f.Info.Streams {
			if s.Name != "sourcelink" && !strings.HasPrefix(s.Name, "sourcelink$") {
				continue
			}
			if data, err := f.Stream(s.Number); err == nil && !yield(data) {
				return
			}
		}
	}
}
