// Package ar lists the members of archives in the formats of GNU, BSD and
// Microsoft tools.
//
// # Layout
//
//	file    "!<arch>\n", then members, each at an even offset
//	member  header of 60 bytes of text, then the contents
//	header  name 16, time 12, owner 6, group 6, mode 8, size 10, "`\n"
//
// Numbers are decimal and padded with blanks. Names take several forms:
//
//	name/       GNU: a short name
//	name        BSD: a short name, without blanks
//	/123        GNU, Microsoft: a name at offset 123 of the member named //
//	#1/20       BSD: a name in the first 20 bytes of the contents
//	/ /SYM64/   GNU: tables of symbols, passed over like those named
//	__.SYMDEF   BSD, and /<…>/ Microsoft
//
// A name in the member // ends in "/\n" (GNU) or a zero byte (Microsoft).
//
// Thin archives, "!<thin>\n", hold headers without contents: their members are
// files elsewhere. They are refused with [debuginfo.ErrUnsupported].
//
// # Security
//
// Every header is checked, sizes are compared with the bytes there are before
// anything is read, and only the member // is read into memory.
package ar

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
	"github.com/gosymbolic/symbolic/internal/source"
)

var (
	errMagic     = errors.New("file does not begin with the magic of an archive")
	errThin      = fmt.Errorf("thin archive, whose members are files of their own: %w", debuginfo.ErrUnsupported)
	errHeaderEnd = errors.New("member header does not end in its magic")
	errNumber    = errors.New("number in a member header is not decimal")
	errSize      = errors.New("member extends beyond the end of the file")
	errName      = errors.New("name of a member lies outside the table of names")
	errNameSize  = errors.New("name of a member is longer than the member or than 4096 bytes")
)

// Format is the name of the format in errors.
const Format = "archive"

const (
	magic      = "!<arch>\n"
	thinMagic  = "!<thin>\n"
	headerSize = 60
	headerEnd  = "`\n"
	nameSize   = 16
)

// maxName bounds the length of names, so that a long table without ends costs
// each header no more than this. Linux allows paths no longer either.
const maxName = 4096

// IsArchive reports whether prefix begins like an archive, thin or not.
func IsArchive(prefix []byte) bool {
	return bytes.HasPrefix(prefix, []byte(magic)) || bytes.HasPrefix(prefix, []byte(thinMagic))
}

// A Member is a file in an archive.
type Member struct {
	Name   string
	Header uint64 // offset of the header in the archive
	Offset uint64 // of the contents in the archive
	Size   uint64 // of the contents
}

// Members yields the members of the archive src in order, without tables of
// symbols and names. An error in a header ends the iteration, since nothing
// says where the next member is; an error in a name does not, and comes with
// the Member that has no name.
func Members(src *source.Source) iter.Seq2[Member, error] {
	return func(yield func(Member, error) bool) {
		a := archive{src: src}
		if err := a.checkMagic(); err != nil {
			yield(Member{}, err)
			return
		}
		for at := uint64(len(magic)); src.Size()-min(at, src.Size()) > 1; {
			h, err := a.header(at)
			if err != nil {
				yield(Member{}, err)
				return
			}
			m, err := a.member(h)
			if (err != nil || !h.isTable(m.Name)) && !yield(m, err) {
				return
			}
			at = h.offset + h.size
			at += at & 1
		}
	}
}

// An archive is an archive that is being read.
type archive struct {
	src   *source.Source
	names []byte // contents of the member "//"
}

func (a *archive) checkMagic() error {
	prefix, err := a.src.Bytes(0, uint64(len(magic)))
	switch {
	case err != nil:
		return formatError(0, err)
	case string(prefix) == thinMagic:
		return formatError(0, errThin)
	case string(prefix) != magic:
		return formatError(0, errMagic)
	}
	return nil
}

// A header is the header of a member as it stands in the file.
type header struct {
	at     uint64 // offset of the header
	name   string // without trailing blanks
	offset uint64 // of what follows
	size   uint64
}

// isTable reports whether the member with header h, whose full name is given,
// is a table of the archive and not a file.
func (h *header) isTable(name string) bool {
	switch name {
	case "__.SYMDEF", "__.SYMDEF SORTED", "__.SYMDEF_64", "__.SYMDEF_64 SORTED":
		return true
	}
	return h.isGNUTable()
}

func (h *header) isGNUTable() bool {
	return h.name == "/" || h.name == "//" || h.name == "/SYM64/" || strings.HasPrefix(h.name, "/<")
}

// header reads the header at offset at and checks that the member fits.
func (a *archive) header(at uint64) (header, error) {
	data, err := a.src.Bytes(at, headerSize)
	if err != nil {
		return header{}, formatError(at, err)
	}
	if string(data[headerSize-2:]) != headerEnd {
		return header{}, formatError(at+headerSize-2, errHeaderEnd)
	}
	size, ok := decimal(string(data[48:58]))
	if !ok {
		return header{}, formatError(at+48, errNumber)
	}
	h := header{at, strings.TrimRight(string(data[:nameSize]), " "), at + headerSize, size}
	if size > a.src.Size()-h.offset {
		return header{}, formatError(at+48, errSize)
	}
	return h, nil
}

// member finds the name of the member with header h. The table of names is
// kept for those that come later.
func (a *archive) member(h header) (Member, error) {
	m := Member{Header: h.at, Offset: h.offset, Size: h.size}
	switch {
	case h.name == "//":
		names, err := a.src.Bytes(h.offset, h.size)
		if err != nil {
			return m, formatError(h.offset, err)
		}
		a.names = names
	case h.isGNUTable():
	case strings.HasPrefix(h.name, "#1/"):
		n, ok := decimal(h.name[3:])
		switch {
		case !ok:
			return m, formatError(h.at, errNumber)
		case n > h.size || n > maxName:
			return m, formatError(h.at, errNameSize)
		}
		name, err := a.src.Bytes(h.offset, n)
		if err != nil {
			return m, formatError(h.offset, err)
		}
		m.Name = string(bytes.TrimRight(name, "\x00"))
		m.Offset, m.Size = h.offset+n, h.size-n
	case len(h.name) > 1 && h.name[0] == '/':
		off, ok := decimal(h.name[1:])
		if !ok {
			return m, formatError(h.at, errNumber)
		}
		if off >= uint64(len(a.names)) {
			return m, formatError(h.at, errName)
		}
		name := a.names[off:min(off+maxName, uint64(len(a.names)))]
		if end := bytes.IndexAny(name, "\n\x00"); end >= 0 {
			name = name[:end]
		} else if len(name) == maxName {
			return m, formatError(h.at, errNameSize)
		}
		m.Name = strings.TrimSuffix(cursor.String(name), "/")
	default:
		m.Name = strings.TrimSuffix(h.name, "/")
	}
	return m, nil
}

// decimal reads a number that is padded with blanks.
func decimal(text string) (n uint64, ok bool) {
	text = strings.TrimRight(text, " ")
	for i := range len(text) {
		d := text[i] - '0'
		if d > 9 || n > (1<<63)/10 {
			return 0, false
		}
		n = 10*n + uint64(d)
	}
	return n, text != ""
}

func formatError(off uint64, err error) error {
	return &debuginfo.FormatError{Format: Format, Offset: off, Err: err}
}
