package debugid

import (
	"encoding"
	"errors"
	"testing"
)

var (
	_ encoding.TextMarshaler   = ID{}
	_ encoding.TextUnmarshaler = (*ID)(nil)
	_ encoding.TextMarshaler   = CodeID{}
	_ encoding.TextUnmarshaler = (*CodeID)(nil)
)

var uuid = [16]byte{0xdf, 0xb8, 0xe4, 0x3a, 0xf2, 0x42, 0x3d, 0x73, 0xa4, 0x53, 0xae, 0xb6, 0xa7, 0x77, 0xef, 0x75}

func TestForms(t *testing.T) {
	tests := []struct {
		id                            ID
		hyphenated, breakpad, compact string
	}{
		{FromUUID(uuid, 10), "dfb8e43a-f242-3d73-a453-aeb6a777ef75-a", "DFB8E43AF2423D73A453AEB6A777EF75a", "dfb8e43af2423d73a453aeb6a777ef75a"},
		{FromUUID(uuid, 0), "dfb8e43a-f242-3d73-a453-aeb6a777ef75", "DFB8E43AF2423D73A453AEB6A777EF750", "dfb8e43af2423d73a453aeb6a777ef750"},
		{FromUUID(uuid, 0xfeedface), "dfb8e43a-f242-3d73-a453-aeb6a777ef75-feedface", "DFB8E43AF2423D73A453AEB6A777EF75feedface", "dfb8e43af2423d73a453aeb6a777ef75feedface"},
		{FromTimestamp(0x3249d99d, 0x4c), "3249D99D-4c", "3249D99D4c", "3249d99d4c"},
		{FromTimestamp(0x3249d99d, 0), "3249D99D", "3249D99D0", "3249d99d0"},
		{ID{}, "00000000-0000-0000-0000-000000000000", "000000000000000000000000000000000", "000000000000000000000000000000000"},
	}
	for _, tt := range tests {
		if got := tt.id.String(); got != tt.hyphenated {
			t.Errorf("String = %q, want %q", got, tt.hyphenated)
		}
		if got := tt.id.Breakpad(); got != tt.breakpad {
			t.Errorf("Breakpad = %q, want %q", got, tt.breakpad)
		}
		if got := tt.id.Compact(); got != tt.compact {
			t.Errorf("Compact = %q, want %q", got, tt.compact)
		}
		for _, text := range []string{tt.breakpad, tt.compact} {
			if got, err := Parse(text); err != nil || got != tt.id {
				t.Errorf("Parse(%q) = %v, %v", text, got, err)
			}
		}
		if got, err := ParseBreakpad(tt.breakpad); err != nil || got != tt.id {
			t.Errorf("ParseBreakpad(%q) = %v, %v", tt.breakpad, got, err)
		}
		var back ID
		// A PDB 2.0 id of age 0 prints as eight digits, which nothing tells from other numbers.
		if text, _ := tt.id.MarshalText(); len(text) > 8 {
			if err := back.UnmarshalText(text); err != nil || back != tt.id {
				t.Errorf("UnmarshalText(%q) = %v, %v", text, back, err)
			}
		}
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]ID{
		"DFB8E43A-F242-3D73-A453-AEB6A777EF75":              FromUUID(uuid, 0),
		"dfb8e43af2423d73a453aeb6a777ef75":                  FromUUID(uuid, 0),
		"dfb8e43a-f242-3d73-a453-aeb6a777ef75-0":            FromUUID(uuid, 0),
		"dfb8e43a-f242-3d73-a453-aeb6a777ef75-feedfacetail": FromUUID(uuid, 0xfeedface),
		"dfb8e43af2423d73a453aeb6a777ef75feedface12":        FromUUID(uuid, 0xfeedface),
		"3249d99d-4c":       FromTimestamp(0x3249d99d, 0x4c),
		"3249D99D4C":        FromTimestamp(0x3249d99d, 0x4c),
		"3249d99d-feedface": FromTimestamp(0x3249d99d, 0xfeedface),
	} {
		if got, err := Parse(text); err != nil || got != want {
			t.Errorf("Parse(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "3249d99d", "3249d99d-", "3249d99dx", "+249d99d4c", "3249d99d+c",
		"dfb8e43af2423d73a453aeb6a777ef7",
		"dfb8e43af2423d73a453aeb6a777ef75-a",
		"dfb8e43a-f242-3d73-a453-aeb6a777ef75a",
		"dfb8e43a-f242-3d73-a453-aeb6a777ef75-",
		"dfb8e43a-f242-3d73-a453-aeb6a777ef75-xyz",
		"dfb8e43a-f2423-d73-a453-aeb6a777ef75",
		"dfb8e43a-f242-3d73-a453-aeb6a777ef7",
		"dfb8e43gf2423d73a453aeb6a777ef75a",
		"dfb8e43af2423d73a453aeb6a777éé",
	} {
		if id, err := Parse(text); !errors.Is(err, ErrInvalid) {
			t.Errorf("Parse(%q) = %v, %v", text, id, err)
		}
	}
}

func TestParseBreakpad(t *testing.T) {
	for _, text := range []string{
		"dfb8e43a-f242-3d73-a453-aeb6a777ef75-a",
		"DFB8E43AF2423D73A453AEB6A777EF75",
		"DFB8E43AF2423D73A453AEB6A777EF75123456789",
		"3249D99D",
	} {
		if id, err := ParseBreakpad(text); err == nil {
			t.Errorf("ParseBreakpad(%q) = %v", text, id)
		}
	}
}

func TestBinary(t *testing.T) {
	guid := [16]byte{0x3a, 0xe4, 0xb8, 0xdf, 0x42, 0xf2, 0x73, 0x3d, 0xa4, 0x53, 0xae, 0xb6, 0xa7, 0x77, 0xef, 0x75}
	id := FromGUID(guid, 3)
	if id.UUID() != uuid || id.GUID() != guid || id.Appendix() != 3 || id.Kind() != KindUUID {
		t.Errorf("FromGUID = %v", id)
	}
	if got := FromBuildID(append(guid[:], 1, 2, 3, 4), false); got != FromUUID(uuid, 0) {
		t.Errorf("little-endian build id: %v", got)
	}
	if got := FromBuildID(uuid[:], true); got != FromUUID(uuid, 0) {
		t.Errorf("big-endian build id: %v", got)
	}
	if got := FromBuildID([]byte{1, 2, 3, 4}, false).String(); got != "04030201-0000-0000-0000-000000000000" {
		t.Errorf("short build id: %s", got)
	}
	if !FromBuildID(nil, false).IsZero() || id.IsZero() || FromTimestamp(0, 1).IsZero() {
		t.Error("IsZero is wrong")
	}
}

func TestCodeID(t *testing.T) {
	for in, want := range map[string]string{
		"DFB8-e43a xyz": "dfb8e43a", "": "", "5ab380779000": "5ab380779000", "0xAbC": "0abc", "-": "",
	} {
		if got := ParseCode(in).String(); got != want {
			t.Errorf("ParseCode(%q) = %q, want %q", in, got, want)
		}
	}
	if got := CodeFromBytes([]byte{0, 0xab}).String(); got != "00ab" {
		t.Errorf("CodeFromBytes = %q", got)
	}
	if got := CodeFromPE(0x5ab38077, 0x9000).String(); got != "5ab380779000" {
		t.Errorf("CodeFromPE = %q", got)
	}
	if got := CodeFromPE(1, 0).String(); got != "000000010" {
		t.Errorf("CodeFromPE = %q", got)
	}
	if !ParseCode("xyz").IsZero() {
		t.Error("IsZero is wrong")
	}
}

// FuzzParse checks that what parses prints as something that parses alike.
func FuzzParse(f *testing.F) {
	f.Add("dfb8e43a-f242-3d73-a453-aeb6a777ef75-a")
	f.Add("3249D99D4c")
	f.Fuzz(func(t *testing.T, text string) {
		id, err := Parse(text)
		if err != nil {
			if id != (ID{}) {
				t.Fatal("an ID came with an error")
			}
			return
		}
		if again, err := ParseBreakpad(id.Breakpad()); err != nil || again != id {
			t.Fatalf("%q: %v, then %v, %v", text, id, again, err)
		}
	})
}
