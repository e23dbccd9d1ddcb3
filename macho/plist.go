package macho

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
)

// PlistFormat is the name of the format in errors of property lists.
const PlistFormat = "plist"

// maxPlist bounds a property list; those of bundles have some hundred bytes.
const maxPlist = 1 << 20

var (
	errPlistRoot   = errors.New("property list is not a dictionary of version 1.0")
	errPlistXML    = errors.New("property list is not well-formed XML")
	errNoOriginal  = errors.New("property list has no DBGOriginalUUID")
	errPlistBinary = errors.New("property list is binary")
)

// ReadPlist returns the strings in the top dictionary of an XML property list.
// Values of other kinds are left out; of several values of a key the first
// counts.
func ReadPlist(data []byte) (map[string]string, error) {
	if len(data) > maxPlist {
		return nil, &debuginfo.LimitError{What: "size of a property list", Want: uint64(len(data)), Max: maxPlist}
	}
	if bytes.HasPrefix(data, []byte("bplist")) {
		return nil, plistError(0, errors.Join(errPlistBinary, debuginfo.ErrUnsupported))
	}
	dec := xml.NewDecoder(bytes.NewReader(data))
	p := plistReader{out: make(map[string]string)}
	for {
		tok, err := dec.RawToken()
		if err == io.EOF && p.done {
			return p.out, nil
		}
		if err != nil {
			return nil, plistError(uint64(dec.InputOffset()), errPlistXML)
		}
		if err := p.token(tok); err != nil {
			return nil, plistError(uint64(dec.InputOffset()), err)
		}
	}
}

// A plistReader takes the elements of a property list as they come.
type plistReader struct {
	out   map[string]string
	depth int    // of elements: 1 in plist, 2 in its dict, 3 in an entry
	tag   string // of the entry
	text  strings.Builder
	key   string
	keyed bool // a key waits for its value
	done  bool // the dictionary has ended
}

func (p *plistReader) token(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.StartElement:
		p.depth++
		switch {
		case p.depth == 1 && (t.Name.Local != "plist" || attribute(t, "version") != "1.0"):
			return errPlistRoot
		case p.depth == 2 && t.Name.Local != "dict":
			return errPlistRoot
		case p.depth == 3:
			p.tag = t.Name.Local
			p.text.Reset()
		}
	case xml.CharData:
		if p.depth == 3 {
			p.text.Write(t)
		}
	case xml.EndElement:
		switch p.depth {
		case 0:
			return errPlistXML
		case 2:
			p.done = true
		case 3:
			p.entry()
		}
		p.depth--
	}
	return nil
}

// entry takes a key or a value that has ended.
func (p *plistReader) entry() {
	if p.tag == "key" {
		p.key, p.keyed = p.text.String(), true
		return
	}
	if _, ok := p.out[p.key]; p.keyed && !ok && p.tag == "string" {
		p.out[p.key] = p.text.String()
	}
	p.keyed = false
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func plistError(off uint64, err error) error {
	return &debuginfo.FormatError{Format: PlistFormat, Offset: off, Err: err}
}

// A UUIDMap says which build a dSYM of an app that Apple rebuilt from bitcode
// comes from. The symbol map of that app is named after the original build.
type UUIDMap struct {
	Original debugid.ID // of the build that was uploaded
}

// ParseUUIDMap reads a UUID map: a property list that is named after the UUID of
// the dSYM and has the original one under the key DBGOriginalUUID.
func ParseUUIDMap(data []byte) (UUIDMap, error) {
	entries, err := ReadPlist(data)
	if err != nil {
		return UUIDMap{}, err
	}
	text, ok := entries["DBGOriginalUUID"]
	if !ok {
		return UUIDMap{}, plistError(0, errNoOriginal)
	}
	id, err := debugid.Parse(strings.TrimSpace(text))
	if err != nil {
		return UUIDMap{}, plistError(0, err)
	}
	return UUIDMap{Original: id}, nil
}
