package msvc

import (
	"errors"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// hostileName is a name that asks for more than its length is worth.
type hostileName struct {
	label string
	name  string
}

// hostileNames returns names that try the limits. Each of them is refused.
func hostileNames() []hostileName {
	// Ten levels of function pointers, each with the level before as many
	// parameters.
	doubling := func(width int) string {
		var b strings.Builder
		b.WriteString("?f@@YAXP6AXHH@Z")
		for level := range 9 {
			b.WriteString("P6AX")
			b.WriteString(strings.Repeat(string(rune('0'+level)), width))
			b.WriteString("@Z")
		}
		b.WriteString("@Z")
		return b.String()
	}
	// A chain of parameters that each nest the one before more deeply.
	deepShared := "?f@@YAX" + strings.Repeat("PA", 200) + "H"
	for level := range 9 {
		deepShared += strings.Repeat("PA", 200) + "P6AX" + string(rune('0'+level)) + "@Z"
	}
	deepShared += "@Z"
	return []hostileName{
		{"doubling 2^9", doubling(2)},
		{"doubling 20^9", doubling(20)},
		{"doubling 2000^9", doubling(2000)},
		{"shared depth", deepShared},
		{"pointers", "?x@@3" + strings.Repeat("PA", 400_000) + "HA"},
		{"function pointers", "?x@@3" + strings.Repeat("P6A", 300_000)},
		{"templates", "?f@@YAX" + strings.Repeat("V?$a@", 200_000)},
		{"nested functions", strings.Repeat("?a@?0?", 170_000)},
		{"nested scopes", "?a@" + strings.Repeat("??a@", 250_000)},
		{"symbol arguments", strings.Repeat("??$a@$1", 140_000)},
		{"arrays of arrays", "?x@@3" + strings.Repeat("Y00", 300_000) + "HA"},
		{"parameters", "?f@@YAX" + strings.Repeat("H", 1<<20-20) + "@Z"},
		{"array rank", "?x@@3YPPPPPPP@" + strings.Repeat("0", 1000) + "HA"},
		{"long", "?" + strings.Repeat("a", 1<<20) + "@@3HA"},
	}
}

func TestHostileNames(t *testing.T) {
	for _, tt := range hostileNames() {
		t.Run(tt.label, func(t *testing.T) {
			for _, opts := range []Options{{}, {Short: true}, {MaxLength: 1 << 30}} {
				text, err := Demangle(tt.name, opts)
				if err == nil {
					t.Fatalf("no error, %d bytes of text", len(text))
				}
				checkError(t, tt.name, text, err)
			}
		})
	}
}

// Names at the limits are fine as long as they keep within them.
func TestLargeNames(t *testing.T) {
	scopes := strings.Repeat("abcdefgh@", 6000)
	tests := []struct {
		label, name string
		opts        Options
		length      int
	}{
		{"pointers", "?x@@3" + strings.Repeat("PA", maxDepth-1) + "HA", Options{}, len("int ") + maxDepth - 1 + len("x")},
		{"scopes", "?x@" + scopes + "@3HA", Options{}, len("int x") + 6000*len("abcdefgh::")},
		{"longer than the default", "?x@" + scopes + scopes + "@3HA", Options{MaxLength: 1 << 20}, len("int x") + 12000*len("abcdefgh::")},
		{"name only of a blown up function", "?f@@YAXP6AXHH@ZP6AX" + strings.Repeat("0", 5000) + "@ZP6AX" +
			strings.Repeat("1", 5000) + "@Z@Z", Options{NameOnly: true}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.label, func(t *testing.T) {
			text, err := Demangle(tt.name, tt.opts)
			if err != nil || len(text) != tt.length {
				t.Errorf("%d bytes, want %d; %v", len(text), tt.length, err)
			}
		})
	}
}

func TestMaxLength(t *testing.T) {
	const name, want = "?f@@YAXHHH@Z", "void __cdecl f(int, int, int)"
	for _, tt := range []struct {
		max int
		ok  bool
	}{{0, true}, {-1, true}, {1, false}, {len(want) - 1, false}, {len(want), true}} {
		got, err := Demangle(name, Options{MaxLength: tt.max})
		if (err == nil) != tt.ok {
			t.Errorf("MaxLength %d: %q, %v", tt.max, got, err)
		}
		if limit, ok := errors.AsType[*debuginfo.LimitError](err); !tt.ok && (!ok || limit.Max != uint64(tt.max)) {
			t.Errorf("MaxLength %d: error %v", tt.max, err)
		}
	}
}

// BenchmarkHostile reports the time that refusing takes, for each KiB of name.
func BenchmarkHostile(b *testing.B) {
	for _, tt := range hostileNames() {
		b.Run(tt.label, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Demangle(tt.name, Options{}); err == nil {
					b.Fatal("no error")
				}
			}
			kib := float64(len(tt.name)) / 1024
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/kib/1e6, "ms/KiB")
		})
	}
}
