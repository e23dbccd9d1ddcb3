package objfile

import (
	"testing"

	"github.com/gosymbolic/symbolic/internal/corpus"
)

// TestMiniDebugInfo compares files whose symbols are in .gnu_debugdata with
// the same files before they were stripped.
func TestMiniDebugInfo(t *testing.T) {
	symbols := func(name string) map[uint64]string {
		f, err := Open(corpus.Path(t, name), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		o, err := f.Object()
		if err != nil {
			t.Fatal(err)
		}
		m, err := o.Symbols()
		if err != nil {
			t.Fatal(err)
		}
		out := make(map[uint64]string)
		for _, s := range m.Symbols() {
			out[s.Addr] = s.Name
		}
		return out
	}
	for stripped, full := range map[string]string{
		"elf/bzip2-minidebuginfo/exe":           "elf/bzip2-minidebuginfo/exe.full",
		"elf/mozilla-basic/basic.minidebuginfo": "elf/mozilla-basic/basic.full",
	} {
		got, want := symbols(stripped), symbols(full)
		if len(got) < 10 {
			t.Errorf("%s: only %d symbols", stripped, len(got))
		}
		for addr, name := range want {
			if got[addr] != name {
				t.Errorf("%s: %#x: %q, want %s", stripped, addr, got[addr], name)
			}
		}
	}
}
