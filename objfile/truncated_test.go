package objfile

import (
	stdelf "debug/elf"
	"fmt"
	"testing"

	"github.com/gosymbolic/symbolic/elf"
	"github.com/gosymbolic/symbolic/internal/corpus"
)

// TestTruncated cuts files at many places and checks that each gives what it
// still has: ids once the notes are there, and the dynamic symbols once the
// dynamic section is.
func TestTruncated(t *testing.T) {
	for _, name := range []string{"elf/bzip2-gcc-O0/bzip2", "elf/bzip2-nosections/exe", "elf/bzip2-minidebuginfo/exe", "elf/python-ext/_decimal.so"} {
		t.Run(name, func(t *testing.T) {
			data := []byte(readFile(t, corpus.Path(t, name)))
			whole, err := elf.Parse(data, nil)
			if err != nil {
				t.Fatal(err)
			}
			dynamic := make(map[string]uint64)
			for s, err := range whole.DynamicSymbols() {
				if err == nil && s.Type == stdelf.STT_FUNC && s.Section != uint32(stdelf.SHN_UNDEF) {
					dynamic[s.Name] = s.Value
				}
			}
			notesEnd, dynamicEnd, headersEnd := uint64(0), uint64(0), uint64(64+56*len(whole.Segments))
			for _, s := range whole.Segments {
				switch s.Type {
				case stdelf.PT_NOTE:
					notesEnd = max(notesEnd, s.Offset+s.Size)
				case stdelf.PT_DYNAMIC, stdelf.PT_LOAD:
					dynamicEnd = max(dynamicEnd, s.Offset+s.Size)
				}
			}
			if notesEnd < headersEnd || dynamicEnd > uint64(len(data)) {
				t.Fatal("the file is not laid out as expected")
			}
			for i := range 200 {
				size := uint64(i+1) * uint64(len(data)) / 200
				if i == 199 {
					size-- // only the last byte is missing
				}
				checkTruncated(t, fmt.Sprintf("%d bytes", size), data[:size], whole, size >= notesEnd, size >= dynamicEnd, dynamic)
			}
		})
	}
}

func checkTruncated(t *testing.T, name string, data []byte, whole *elf.File, notes, symbols bool, dynamic map[string]uint64) {
	t.Helper()
	f, err := Parse(data, nil)
	if err != nil {
		if len(data) >= 64 {
			t.Errorf("%s: %v", name, err)
		}
		return
	}
	o, err := f.Object()
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if len(whole.Sections) > 0 && len(o.Damage()) == 0 {
		t.Errorf("%s: no damage is reported", name)
	}
	if notes && o.CodeID() != whole.CodeID() {
		t.Errorf("%s: code id %v, want %v", name, o.CodeID(), whole.CodeID())
	}
	session, err := o.Session()
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	for f := range session.Functions() {
		if f != nil && f.Check() != nil {
			t.Errorf("%s: %v", name, f.Check())
		}
	}
	found, _ := o.Symbols()
	if !symbols {
		return
	}
	at := make(map[uint64]bool)
	for _, s := range found.Symbols() {
		at[s.Addr] = true
	}
	for symbol, addr := range dynamic {
		if !at[addr-o.ImageBase()] {
			t.Errorf("%s: no symbol where %s is", name, symbol)
		}
	}
}
