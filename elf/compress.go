package elf

import (
	stdelf "debug/elf"
	"encoding/binary"
	"errors"
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
	"github.com/gosymbolic/symbolic/internal/unpack"
)

var errMethod = errors.New("compression is neither zlib nor zstd")

// gnuMagic begins a section in the older GNU form of compression; the size of
// the contents follows as a 64-bit big-endian number, then a zlib stream.
const (
	gnuMagic  = "ZLIB"
	gnuHeader = 12
)

// decompress returns the contents of s, given its bytes in the file. A section
// that is not compressed is returned as it is.
func (s *Section) decompress(raw []byte) ([]byte, error) {
	flagged := s.Flags&stdelf.SHF_COMPRESSED != 0
	gnu := len(raw) >= gnuHeader && string(raw[:len(gnuMagic)]) == gnuMagic
	switch {
	case gnu && (flagged || strings.HasPrefix(s.Name, ".zdebug_")):
		// Some tools set the flag and write the older form all the same.
		return s.unpack(unpack.Zlib, raw, gnuHeader, binary.BigEndian.Uint64(raw[len(gnuMagic):]))
	case flagged:
		c := cursor.New(&cursor.Place{Format: Format, Section: s.Name}, 0, raw, s.file.BigEndian)
		typ := stdelf.CompressionType(c.U32())
		if s.file.is64() {
			c.U32() // reserved
		}
		size := s.file.word(&c)
		s.file.word(&c) // alignment
		start := c.Offset()
		if c.Err() != nil {
			return nil, c.Err()
		}
		switch typ {
		case stdelf.COMPRESS_ZLIB:
			return s.unpack(unpack.Zlib, raw, start, size)
		case stdelf.COMPRESS_ZSTD:
			return s.unpack(unpack.Zstd, raw, start, size)
		}
		return nil, formatError(s.Name, 0, errors.Join(errMethod, debuginfo.ErrUnsupported))
	}
	return raw, nil
}

func (s *Section) unpack(m unpack.Method, raw []byte, start, size uint64) ([]byte, error) {
	out, err := s.file.unpack.Bytes(m, raw[start:], size)
	if err != nil {
		return nil, formatError(s.Name, start, err)
	}
	return out, nil
}
