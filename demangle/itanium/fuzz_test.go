package itanium

import (
	"testing"
)

// FuzzDemangle checks that every name, under any options, keeps its budgets,
// and that what is printed depends on nothing but the name and the options.
func FuzzDemangle(f *testing.F) {
	for i, n := range names {
		f.Add(n.name, uint8(i), uint16(1000))
	}
	f.Add(unfold(30), uint8(0), uint16(0))
	f.Add("_ZN1AcvT_IRRRS0_EEv", uint8(0), uint16(0))
	f.Add("_Z1fIJEEvDp1AI8xxxxxxxxT_ES2_S2_", uint8(7), uint16(9))
	f.Fuzz(func(t *testing.T, name string, bits uint8, max uint16) {
		opts := Options{
			NoParameters:   bits&1 != 0,
			NoReturnType:   bits&2 != 0,
			NoTemplateArgs: bits&4 != 0,
			MaxLength:      int(max),
		}
		text, err := Demangle(name, opts)
		if err != nil && text != "" {
			t.Fatalf("text %q with error %v", text, err)
		}
		limit := opts.MaxLength
		if limit == 0 {
			limit = DefaultMaxLength
		}
		if len(text) > limit {
			t.Fatalf("%d bytes, limit %d", len(text), limit)
		}
		if again, err2 := Demangle(name, opts); again != text || (err == nil) != (err2 == nil) {
			t.Fatalf("%q, %v, then %q, %v", text, err, again, err2)
		}

		in, underscores := cutPrefix(name)
		if underscores == 0 {
			return
		}
		opts.MaxLength = limit
		m := new(machine)
		ok := m.run(in, underscores > 2, &opts)
		if ok != (err == nil) {
			t.Fatalf("fresh memory: %v, else %v", ok, err)
		}
		p, w := &m.parser, &m.printer
		if len(p.nodes) > nodesPerByte*len(in)+16 || len(p.items) > 2*len(in) {
			t.Fatalf("%d nodes and %d list members for %d bytes", len(p.nodes), len(p.items), len(in))
		}
		if cap(w.out) > 2*limit+1024 {
			t.Fatalf("room for %d bytes, limit %d", cap(w.out), limit)
		}
		if ok && (w.work < 0 || p.depth != 0 || w.depth != 0 || w.parens != 0 || len(p.stack) != 0) {
			t.Fatalf("unbalanced: work %d, depth %d and %d, parentheses %d, stack %d",
				w.work, p.depth, w.depth, w.parens, len(p.stack))
		}
	})
}

// nodesPerByte is the most nodes that a byte of a name makes.
const nodesPerByte = 4
