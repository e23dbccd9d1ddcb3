package dwarf

import (
	stdelf "debug/elf"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// sectionsOf reads the sections of a file that a compiler made.
func sectionsOf(t testing.TB, name string) Sections {
	f, err := stdelf.Open("../../testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data := func(name string) []byte {
		s := f.Section(name)
		if s == nil {
			return nil
		}
		d, err := s.Data()
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	return Sections{
		Abbrev: data(".debug_abbrev"), Addr: data(".debug_addr"), Info: data(".debug_info"), Line: data(".debug_line"),
		LineStr: data(".debug_line_str"), Ranges: data(".debug_ranges"), Rnglists: data(".debug_rnglists"),
		Str: data(".debug_str"), StrOffsets: data(".debug_str_offsets"),
	}
}

// FuzzSession reads sections that a fuzzer made of real ones. Every function
// must keep the rules of Check, splitting must change nothing, and what comes
// out must be in proportion to what went in.
func FuzzSession(f *testing.F) {
	var seeds []Sections
	for _, name := range []string{"inline.elf", "inline-clang.elf", "shapes.elf"} {
		seeds = append(seeds, sectionsOf(f, name))
	}
	for i, s := range seeds {
		f.Add(uint8(i), s.Info, s.Abbrev, s.Line, s.Ranges, s.Rnglists, false)
	}
	f.Fuzz(func(t *testing.T, seed uint8, info, abbrev, line, ranges, rnglists []byte, big bool) {
		sec := seeds[int(seed)%len(seeds)]
		sec.Info, sec.Abbrev, sec.Line, sec.Ranges, sec.Rnglists = info, abbrev, line, ranges, rnglists
		cfg := Config{BigEndian: big, MaxInlineDepth: 64, Symbols: debuginfo.NewSymbolMap([]debuginfo.Symbol{{Addr: 0x1050, Size: 4, Name: "s"}}, 0)}
		whole, errs := text(t, New(sec, cfg).Session())
		size := len(info) + len(abbrev) + len(line) + len(ranges) + len(rnglists)
		if len(whole) > 4000*size+1<<16 {
			t.Fatalf("%d bytes of text from %d bytes", len(whole), size)
		}
		parts, count := "", 0
		for _, s := range New(sec, cfg).Session().Split(2) {
			part, errs := text(t, s)
			parts += part
			count += len(errs)
		}
		if parts != whole || count != len(errs) {
			t.Fatalf("split:\n%s%d errors\nwhole:\n%s%d errors", parts, count, whole, len(errs))
		}
	})
}
