package proguard

import (
	"bytes"
	"crypto/sha1"
	"strings"

	"github.com/gosymbolic/symbolic/debugid"
)

// A Header is a comment of the form "# key: value" or "# key".
type Header struct{ Key, Value string }

// A Summary is what the headers of a mapping file say. A field is empty if its
// header is missing; of repeated headers the first counts.
type Summary struct {
	Compiler        string // "R8"
	CompilerVersion string // "8.3.36"
	MinAPI          string // "24", the least Android API level
	MapID           string // pg_map_id: what crash reports name the mapping by
	MapHash         string // pg_map_hash: "SHA-256 " and digits
	MapVersion      string // of R8's format: "2.2"
	Headers         []Header
}

// maxHeaders bounds how many headers a Summary keeps; real files have ten.
const maxHeaders = 256

// add takes in the text of a comment that is not JSON.
func (s *Summary) add(text []byte) {
	if len(text) == 0 || len(s.Headers) == maxHeaders {
		return
	}
	key, value, _ := bytes.Cut(text, []byte(":"))
	h := Header{string(trim(key)), string(trim(value))}
	s.Headers = append(s.Headers, h)
	field := (*string)(nil)
	switch strings.ToLower(h.Key) {
	case "compiler":
		field = &s.Compiler
	case "compiler_version":
		field = &s.CompilerVersion
	case "min_api":
		field = &s.MinAPI
	case "pg_map_id":
		field = &s.MapID
	case "pg_map_hash":
		field = &s.MapHash
	}
	if field != nil && *field == "" {
		*field = h.Value
	}
}

func (s *Summary) version(v string) {
	if s.MapVersion == "" {
		s.MapVersion = strings.Clone(v)
	}
}

// UUID returns the id by which symbol servers know the mapping: a UUID of
// version 5 over the bytes of the file, in the name space "guardsquare.com".
// Line endings count.
func (m *Mapping) UUID() debugid.ID { return debugid.FromUUID(m.uuid(), 0) }

// dnsNamespace is the name space for domain names of RFC 9562.
var dnsNamespace = [16]byte{0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}

func mappingUUID(data []byte) [16]byte {
	return uuid5(uuid5(dnsNamespace, []byte("guardsquare.com")), data)
}

func uuid5(space [16]byte, name []byte) (id [16]byte) {
	h := sha1.New()
	h.Write(space[:])
	h.Write(name)
	copy(id[:], h.Sum(nil))
	id[6] = id[6]&0x0f | 0x50
	id[8] = id[8]&0x3f | 0x80
	return id
}
