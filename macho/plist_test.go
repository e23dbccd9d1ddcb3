package macho

import (
	"errors"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

const plistHead = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
`

func TestReadPlist(t *testing.T) {
	tests := []struct {
		name string
		text string
		want string // keys and values in order
		err  error
	}{
		{"empty dictionary", `<plist version="1.0"><dict/></plist>`, "", nil},
		{"strings", `<plist version="1.0"><dict><key>a</key> <string>1 &amp; 2</string><key>b</key><string/></dict></plist>`, "a=1 & 2;b=;", nil},
		{"first counts", `<plist version="1.0"><dict><key>a</key><string>1</string><key>a</key><string>2</string></dict></plist>`, "a=1;", nil},
		{"other kinds", `<plist version="1.0"><dict><key>a</key><integer>1</integer><key>b</key><dict><key>c</key><string>2</string></dict><key>d</key><string>3</string></dict></plist>`, "d=3;", nil},
		{"value without key", `<plist version="1.0"><dict><string>1</string></dict></plist>`, "", nil},
		{"version 2", `<plist version="2.0"><dict/></plist>`, "", errPlistRoot},
		{"array", `<plist version="1.0"><array/></plist>`, "", errPlistRoot},
		{"other root", `<html version="1.0"><dict/></html>`, "", errPlistRoot},
		{"cut", `<plist version="1.0"><dict><key>a`, "", errPlistXML},
		{"no root", ``, "", errPlistXML},
		{"end without start", `</plist>`, "", errPlistXML},
		{"not XML", `<<<`, "", errPlistXML},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadPlist([]byte(plistHead + tt.text))
			if !errors.Is(err, tt.err) {
				t.Fatalf("got %v, want %v", err, tt.err)
			}
			text := ""
			for _, key := range []string{"", "a", "b", "c", "d"} {
				if v, ok := got[key]; ok {
					text += key + "=" + v + ";"
				}
			}
			if text != tt.want {
				t.Errorf("got %q, want %q", text, tt.want)
			}
		})
	}
	if _, err := ReadPlist([]byte("bplist00")); !errors.Is(err, debuginfo.ErrUnsupported) {
		t.Errorf("binary list: got %v", err)
	}
	if _, err := ReadPlist(make([]byte, maxPlist+1)); err == nil {
		t.Error("a list that is too large was read")
	}
	// Deep nesting costs no stack.
	deep := plistHead + `<plist version="1.0"><dict><key>a</key>` + strings.Repeat("<dict>", 100000) + strings.Repeat("</dict>", 100000) + `</dict></plist>`
	if _, err := ReadPlist([]byte(deep)[:min(len(deep), maxPlist)]); !errors.Is(err, errPlistXML) && err != nil {
		t.Errorf("deep list: got %v", err)
	}
}

func TestUUIDMap(t *testing.T) {
	text := plistHead + `<plist version="1.0"><dict>
	<key>DBGOriginalUUID</key>
	<string>C8374B6D-6E96-34D8-AE38-EFAA5FEC424F</string>
</dict></plist>`
	m, err := ParseUUIDMap([]byte(text))
	if err != nil || m.Original.String() != "c8374b6d-6e96-34d8-ae38-efaa5fec424f" {
		t.Errorf("got %v, %v", m, err)
	}
	if _, err := ParseUUIDMap([]byte(strings.Replace(text, "Original", "Other", 1))); !errors.Is(err, errNoOriginal) {
		t.Errorf("without the key: got %v", err)
	}
	if _, err := ParseUUIDMap([]byte(strings.Replace(text, "C8", "XX", 1))); err == nil {
		t.Error("a text that is no id was read")
	}
}
