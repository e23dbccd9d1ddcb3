package debugid

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strconv"
)

// ErrInvalid is the error of every text that is not an id.
var ErrInvalid = errors.New("invalid debug id")

// A Kind says how an ID was made.
type Kind uint8

const (
	// KindUUID is an ID of 16 bytes and an appendix.
	KindUUID Kind = iota
	// KindPDB20 is an ID of a 32-bit timestamp and an age.
	KindPDB20
)

// An ID identifies a debug file. The zero ID says that there is none. IDs may
// be compared with == and used as keys of maps.
type ID struct {
	bytes    [16]byte // in the order of the text; a PDB 2.0 timestamp comes first
	appendix uint32
	kind     Kind
}

// FromUUID returns the ID of a UUID, given in the order in which its text form
// writes it, and an appendix.
func FromUUID(uuid [16]byte, appendix uint32) ID {
	return ID{bytes: uuid, appendix: appendix}
}

// FromGUID returns the ID of a GUID as Microsoft's structures store it, its
// first three fields in little-endian order, and an age.
func FromGUID(guid [16]byte, age uint32) ID {
	return ID{bytes: swapGUID(guid), appendix: age}
}

// FromTimestamp returns the ID of a PDB 2.0 file.
func FromTimestamp(timestamp, age uint32) ID {
	id := ID{appendix: age, kind: KindPDB20}
	binary.BigEndian.PutUint32(id.bytes[:], timestamp)
	return id
}

// FromBuildID returns the ID that crash reporters derive from the build id of
// an ELF file: its first 16 bytes, padded with zeros if it is shorter, read as
// a GUID in the byte order of the file. An empty build id gives the zero ID.
func FromBuildID(build []byte, bigEndian bool) ID {
	var guid [16]byte
	copy(guid[:], build)
	if bigEndian {
		return FromUUID(guid, 0)
	}
	return FromGUID(guid, 0)
}

// swapGUID turns a GUID as it lies in memory into the order of its text.
func swapGUID(g [16]byte) [16]byte {
	g[0], g[1], g[2], g[3] = g[3], g[2], g[1], g[0]
	g[4], g[5] = g[5], g[4]
	g[6], g[7] = g[7], g[6]
	return g
}

// Kind returns how id was made.
func (id ID) Kind() Kind { return id.kind }

// UUID returns the 16 bytes of id in the order of its text form. Those of a
// PDB 2.0 ID are its timestamp, big-endian, and zeros.
func (id ID) UUID() [16]byte { return id.bytes }

// GUID returns the 16 bytes of id as Microsoft's structures store them.
func (id ID) GUID() [16]byte { return swapGUID(id.bytes) }

// Appendix returns the age, or what else tells files with the same UUID apart.
func (id ID) Appendix() uint32 { return id.appendix }

// IsZero reports whether id names nothing: 16 zero bytes and no appendix.
func (id ID) IsZero() bool { return id.bytes == [16]byte{} && id.appendix == 0 }

// String returns the hyphenated form, with its appendix only if that is not
// zero: "dfb8e43a-f242-3d73-a453-aeb6a777ef75-a".
func (id ID) String() string {
	b := make([]byte, 0, 45)
	if id.kind == KindPDB20 {
		b = appendHex(b, id.bytes[:4], upper)
	} else {
		for i, n := range [...]int{4, 2, 2, 2, 6} {
			if i > 0 {
				b = append(b, '-')
			}
			at := [...]int{0, 4, 6, 8, 10}[i]
			b = appendHex(b, id.bytes[at:at+n], lower)
		}
	}
	if id.appendix > 0 {
		b = append(b, '-')
		b = strconv.AppendUint(b, uint64(id.appendix), 16)
	}
	return string(b)
}

// Breakpad returns the form of Breakpad symbol files:
// "DFB8E43AF2423D73A453AEB6A777EF75a". The appendix is always there.
func (id ID) Breakpad() string { return id.plain(upper) }

// Compact returns the Breakpad form in lower case throughout.
func (id ID) Compact() string { return id.plain(lower) }

const (
	lower = "0123456789abcdef"
	upper = "0123456789ABCDEF"
)

func (id ID) plain(digits string) string {
	n := 16
	if id.kind == KindPDB20 {
		n = 4
	}
	b := appendHex(make([]byte, 0, 40), id.bytes[:n], digits)
	return string(strconv.AppendUint(b, uint64(id.appendix), 16))
}

func appendHex(dst, src []byte, digits string) []byte {
	for _, b := range src {
		dst = append(dst, digits[b>>4], digits[b&15])
	}
	return dst
}

// MarshalText returns the hyphenated form.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads any form that Parse reads.
func (id *ID) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*id = parsed
	return nil
}

const (
	uuidDigits   = 32
	uuidText     = 36 // with hyphens
	stampDigits  = 8
	maxAppendix  = 8 // digits
	maxStampText = stampDigits + maxAppendix
)

// Parse reads an ID in hyphenated, Breakpad or compact form, in either case.
// The appendix may be missing from a UUID; a hyphen stands before it exactly
// if the UUID has hyphens. Digits beyond the eighth of an appendix are
// ignored, since some tools append to it.
func Parse(text string) (ID, error) {
	hyphens := len(text) > stampDigits && text[stampDigits] == '-'
	short := len(text)
	if hyphens {
		short--
	}
	if short > stampDigits && short <= maxStampText {
		return parseStamp(text, hyphens)
	}
	var id ID
	digits, ok := "", true
	if hyphens {
		if len(text) < uuidText || text[13] != '-' || text[18] != '-' || text[23] != '-' {
			return ID{}, ErrInvalid
		}
		digits = text[0:8] + text[9:13] + text[14:18] + text[19:23] + text[24:36]
		text = text[uuidText:]
		if text != "" {
			if text[0] != '-' {
				return ID{}, ErrInvalid
			}
			text = text[1:]
			ok = text != ""
		}
	} else {
		if len(text) < uuidDigits {
			return ID{}, ErrInvalid
		}
		digits, text = text[:uuidDigits], text[uuidDigits:]
	}
	if _, err := hex.Decode(id.bytes[:], []byte(digits)); err != nil || !ok {
		return ID{}, ErrInvalid
	}
	if text != "" {
		if id.appendix, ok = parseAppendix(text[:min(len(text), maxAppendix)]); !ok {
			return ID{}, ErrInvalid
		}
	}
	return id, nil
}

// ParseBreakpad reads an ID in Breakpad form: without hyphens, with an
// appendix, and nothing behind it.
func ParseBreakpad(text string) (ID, error) {
	for i := range len(text) {
		if text[i] == '-' {
			return ID{}, ErrInvalid
		}
	}
	if len(text) > maxStampText && (len(text) <= uuidDigits || len(text) > uuidDigits+maxAppendix) {
		return ID{}, ErrInvalid
	}
	return Parse(text)
}

func parseStamp(text string, hyphen bool) (ID, error) {
	stamp, err := strconv.ParseUint(text[:stampDigits], 16, 32)
	rest := text[stampDigits:]
	if hyphen {
		rest = rest[1:]
	}
	age, ok := parseAppendix(rest)
	if err != nil || !ok || text[0] == '+' {
		return ID{}, ErrInvalid
	}
	return FromTimestamp(uint32(stamp), age), nil
}

func parseAppendix(text string) (uint32, bool) {
	n, err := strconv.ParseUint(text, 16, 32)
	return uint32(n), err == nil && text[0] != '+'
}
