package macho

import (
	"errors"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

const sampleMap = "BCSymbolMap Version: 2.0\n" +
	"-[Message send]\n" + // 0
	"_start\n" + // 1
	"start\n" + // 2
	"__ZN1a1bEv\n" + // 3
	"_own\n" + // 4
	"\n" + // 5
	"/src/app\n" + // 6
	"Sources/main.m\n" + // 7
	"_$s3App4mainyyF" // 8, without end of line

func TestSymbolMap(t *testing.T) {
	m, err := ParseSymbolMap([]byte(sampleMap))
	if err != nil {
		t.Fatal(err)
	}
	if m.Len() != 9 {
		t.Errorf("%d lines", m.Len())
	}
	if line, ok := m.Line(7); line != "Sources/main.m" || !ok {
		t.Errorf("line 7 is %q, %v", line, ok)
	}
	if _, ok := m.Line(9); ok {
		t.Error("there is a line 9")
	}
	tests := []struct {
		in, resolved, name string
	}{
		{"__hidden#0_", "-[Message send]", "-[Message send]"},
		{"__hidden#1_", "_start", "start"},
		{"__hidden#2_", "start", "start"},
		{"__hidden#3_", "__ZN1a1bEv", "_ZN1a1bEv"},
		{"__hidden#4_", "_own", "_own"}, // the map has no "own"
		{"__hidden#8_", "_$s3App4mainyyF", "$s3App4mainyyF"},
		// Left alone: empty lines, numbers that are not in the map, other names.
		{"__hidden#5_", "__hidden#5_", "__hidden#5_"},
		{"__hidden#9_", "__hidden#9_", "__hidden#9_"},
		{"__hidden#99999999999999999999_", "__hidden#99999999999999999999_", "__hidden#99999999999999999999_"},
		{"__hidden#-1_", "__hidden#-1_", "__hidden#-1_"},
		{"__hidden#1", "__hidden#1", "__hidden#1"},
		{"__hidden#", "__hidden#", "__hidden#"},
		{"_start", "_start", "_start"},
		{"", "", ""},
		// Put together from several.
		{"ns::__hidden#2_", "ns::__hidden#2_", "ns::start"},
		{"__hidden#2_::__hidden#4_", "__hidden#2_::__hidden#4_", "start::_own"},
	}
	for _, tt := range tests {
		if got := m.Resolve(tt.in); got != tt.resolved {
			t.Errorf("Resolve(%q) = %q, want %q", tt.in, got, tt.resolved)
		}
		if got := m.Name(tt.in); got != tt.name {
			t.Errorf("Name(%q) = %q, want %q", tt.in, got, tt.name)
		}
	}
	file, line := m.Position(debuginfo.File{CompDir: "__hidden#6_", Name: "__hidden#7_"}, 12)
	if file.Path() != "/src/app/Sources/main.m" || line != 12 {
		t.Errorf("got %v:%d", file.Path(), line)
	}
}

func TestSymbolMapHeader(t *testing.T) {
	tests := []struct {
		text string
		ok   bool
		want error
	}{
		{"BCSymbolMap Version: 2.0", true, nil},
		{"BCSymbolMap Version: 2.0\n", true, nil},
		{"BCSymbolMap Version: 2.0\r\nname\r\n", true, nil},
		{"BCSymbolMap Version: 1.0\n", false, debuginfo.ErrUnsupported},
		{"BCSymbolMap Version: 2.0 \n", false, debuginfo.ErrUnsupported},
		{"_start\n", false, errMapHeader},
		{"", false, errMapHeader},
	}
	for _, tt := range tests {
		m, err := ParseSymbolMap([]byte(tt.text))
		if (m != nil) != tt.ok || !errors.Is(err, tt.want) {
			t.Errorf("%q: got %v, %v", tt.text, m, err)
		}
	}
}

// TestSymbolMapFlood: a name that repeats a long line stays as it is.
func TestSymbolMapFlood(t *testing.T) {
	m, err := ParseSymbolMap([]byte(symbolMapHeader + "\n" + strings.Repeat("a", 1<<15)))
	if err != nil {
		t.Fatal(err)
	}
	name := strings.Repeat(":__hidden#0_", 100)
	if got := m.Name(name); got != name {
		t.Errorf("the name has %d bytes", len(got))
	}
}
