package sourcemap

import (
	"encoding/binary"
	"errors"
	"testing"
	"testing/fstest"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// ramBundle assembles an indexed RAM bundle; a nil module is absent.
func ramBundle(startup string, modules ...[]byte) []byte {
	le := binary.LittleEndian
	out := le.AppendUint32(nil, ramMagic)
	out = le.AppendUint32(out, uint32(len(modules)))
	out = le.AppendUint32(out, uint32(len(startup)+1))
	code := []byte(startup + "\x00")
	for _, m := range modules {
		if m == nil {
			out = le.AppendUint64(out, 0)
			continue
		}
		out = le.AppendUint32(out, uint32(len(code)))
		out = le.AppendUint32(out, uint32(len(m)+1))
		code = append(append(code, m...), 0)
	}
	return append(out, code...)
}

func TestRAMBundle(t *testing.T) {
	data := ramBundle("start()", []byte("zero"), nil, []byte("two"))
	if !IsRAMBundle(data) || IsRAMBundle(data[:3]) || IsRAMBundle([]byte("function")) {
		t.Error("IsRAMBundle")
	}
	indexed, err := ParseRAMBundle(data)
	if err != nil {
		t.Fatal(err)
	}
	files, err := OpenUnbundle([]byte("start()"), fstest.MapFS{
		"UNBUNDLE": {Data: []byte{0xe5, 0xd1, 0x0b, 0xfb}},
		"0.js":     {Data: []byte("zero")},
		"2.js":     {Data: []byte("two")},
		"02.js":    {Data: []byte("no")},
		"x.js":     {Data: []byte("no")},
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]*RAMBundle{"indexed": indexed, "unbundle": files} {
		if string(b.Startup()) != "start()" || b.NumModules() != 3 {
			t.Errorf("%s: startup %q, %d modules", name, b.Startup(), b.NumModules())
		}
		for id, want := range []string{"zero", "", "two", ""} {
			code, ok, err := b.Module(id)
			if string(code) != want || ok != (want != "") || err != nil {
				t.Errorf("%s: module %d = %q, %v, %v", name, id, code, ok, err)
			}
		}
		var ids []int
		for m, err := range b.Modules() {
			if err != nil {
				t.Error(err)
			}
			ids = append(ids, m.ID)
		}
		if len(ids) != 2 || ids[0] != 0 || ids[1] != 2 {
			t.Errorf("%s: modules %v", name, ids)
		}
	}
}

func TestRAMBundleErrors(t *testing.T) {
	good := ramBundle("s", []byte("zero"))
	far := append([]byte(nil), good...)
	binary.LittleEndian.PutUint32(far[12:], 1<<30)
	many := append([]byte(nil), good...)
	binary.LittleEndian.PutUint32(many[4:], 1<<31)
	for _, tt := range []struct {
		name string
		data []byte
		off  uint64
	}{
		{"empty", nil, 0}, {"magic", []byte("abcdefghijkl"), 0}, {"cut", good[:10], 8}, {"table", many, 12},
	} {
		_, err := ParseRAMBundle(tt.data)
		fe, ok := errors.AsType[*debuginfo.FormatError](err)
		if !ok || fe.Offset != tt.off {
			t.Errorf("%s: %v, want an error at %d", tt.name, err, tt.off)
		}
	}
	b, err := ParseRAMBundle(far)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.Module(0); !errors.Is(err, errRAMModule) {
		t.Errorf("module far away: %v", err)
	}
	for _, err := range b.Modules() {
		if err == nil {
			t.Error("module far away: no error")
		}
	}
}

func TestRAMSplit(t *testing.T) {
	// Startup on lines 0 and 1, module 0 on lines 2 and 3, module 2 on line 4.
	data := ramBundle("a\nb", []byte("first line is long\nx"), nil, []byte("y"))
	m, err := Decode([]byte(`{"version":3,"x_facebook_offsets":[2,null,4],"x_metro_module_paths":["zero.js","","two.js"],
		"sections":[{"offset":{"line":0,"column":0},"map":{"version":3,"sources":["s.js"],"names":[],"mappings":"AAAA"}},
		{"offset":{"line":2,"column":0},"map":{"version":3,"sources":["zero.js"],"names":["n"],"mappings":"AAAA,iBAAIA;AACA"}},
		{"offset":{"line":4,"column":0},"map":{"version":3,"sources":["two.js"],"names":[],"mappings":"AAAA"}}]}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := ParseRAMBundle(data)
	if err != nil {
		t.Fatal(err)
	}
	got := map[int]string{}
	for mod, err := range b.Split(m) {
		if err != nil {
			t.Fatal(err)
		}
		got[mod.ID] = mod.Path + " " + string(mod.Map.AppendJSON(nil))
	}
	want := map[int]string{
		0: `zero.js {"version":3,"file":"0.js","sources":["zero.js"],"names":["n"],"mappings":"AAAA,iBAAIA;AACA"}`,
		2: `two.js {"version":3,"file":"2.js","sources":["two.js"],"names":[],"mappings":"AAAA"}`,
	}
	for id, w := range want {
		if got[id] != w {
			t.Errorf("module %d: %s\nwant %s", id, got[id], w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d modules", len(got))
	}
	for _, err := range b.Split(&Map{}) {
		if !errors.Is(err, errRAMMap) {
			t.Errorf("map without offsets: %v", err)
		}
	}
}
