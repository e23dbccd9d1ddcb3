package debuginfo

import "testing"

func TestSymbolMap(t *testing.T) {
	m := NewSymbolMap([]Symbol{
		{Addr: 30, Name: "last"}, {Addr: 10, Size: 4, Name: "sized"}, {Addr: 20, Name: "open"}, {Addr: 10, Size: 9, Name: "alias"},
	}, 0)
	for addr, want := range map[uint64]string{
		9: "", 10: "sized", 13: "sized", 14: "", 19: "", 20: "open", 29: "open", 30: "last", 1 << 40: "last",
	} {
		s, ok := m.Find(addr)
		if ok != (want != "") || ok && s.Name != want {
			t.Errorf("Find(%d) = %v, %v, want %q", addr, s, ok, want)
		}
	}
	bounded := NewSymbolMap([]Symbol{{Addr: 10, Name: "a"}, {Addr: 30, Name: "b"}}, 40)
	for addr, want := range map[uint64]bool{9: false, 29: true, 39: true, 40: false} {
		if s, ok := bounded.Find(addr); ok != want {
			t.Errorf("bounded: Find(%d) = %v, %v", addr, s, ok)
		}
	}
	if m.After(10) != 20 || m.After(30) != ^uint64(0) {
		t.Error("After is wrong")
	}
	if s, ok := m.At(20); !ok || s.Name != "open" || s.Size != 10 {
		t.Errorf("At(20) = %v, %v", s, ok)
	}
	if _, ok := m.At(21); ok {
		t.Error("At(21) found a symbol")
	}
	if _, ok := NewSymbolMap(nil, 0).Find(1); ok {
		t.Error("empty map found a symbol")
	}
}
