package msvc

import (
	"errors"
	"sync"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

func TestDemangle(t *testing.T) {
	for _, tt := range nameTests {
		t.Run(tt.name, func(t *testing.T) {
			for _, form := range []struct {
				label, want string
				opts        Options
			}{
				{"full", tt.full, Options{}},
				{"short", tt.short, Options{Short: true}},
				{"name only", tt.nameOnly, Options{Short: true, NameOnly: true}},
			} {
				if got, err := Demangle(tt.name, form.opts); got != form.want {
					t.Errorf("%s:\n got %s\nwant %s\n%v", form.label, got, form.want, err)
				}
			}
		})
	}
}

func TestErrors(t *testing.T) {
	for _, tt := range errorTests {
		t.Run(tt.label, func(t *testing.T) {
			text, err := Demangle(tt.name, Options{})
			format, ok := errors.AsType[*debuginfo.FormatError](err)
			if text != "" || !ok {
				t.Fatalf("%q, %v", text, err)
			}
			if !errors.Is(err, tt.err) || format.Offset != tt.offset {
				t.Errorf("error %v, want %v at %#x", err, tt.err, tt.offset)
			}
		})
	}
}

// No proper beginning of a name is read beyond its end; most are refused.
func TestCutNames(t *testing.T) {
	for _, tt := range nameTests {
		for i := range tt.name {
			text, err := Demangle(tt.name[:i], Options{})
			if err != nil {
				checkError(t, tt.name[:i], text, err)
			}
		}
	}
}

func TestAppend(t *testing.T) {
	buf := []byte("at ")
	buf, err := Append(buf, "?start@@YAXXZ", Options{Short: true})
	if string(buf) != "at void start(void)" || err != nil {
		t.Errorf("%q, %v", buf, err)
	}
	if buf, err = Append(buf[:3], "?start@@YA", Options{}); string(buf) != "at " || err == nil {
		t.Errorf("%q, %v", buf, err)
	}
}

func TestAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector makes pools forget")
	}
	if n := testing.AllocsPerRun(100, func() { _, _ = Demangle(medianName, Options{}) }); n > 1 {
		t.Errorf("Demangle makes %v allocations, want the text alone", n)
	}
	buf := make([]byte, 0, 1024)
	if n := testing.AllocsPerRun(100, func() { _, _ = Append(buf, medianName, Options{}) }); n > 0 {
		t.Errorf("Append makes %v allocations, want none", n)
	}
}

// Goroutines share the memory that names leave behind.
func TestGoroutines(t *testing.T) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, tt := range nameTests {
				if got, err := Demangle(tt.name, Options{}); got != tt.full {
					t.Errorf("%s: %q, %v", tt.name, got, err)
				}
			}
		})
	}
	wg.Wait()
}
