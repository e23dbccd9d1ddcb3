package source

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// sources returns the same bytes behind every kind of Source.
func sources(t *testing.T, data []byte) map[string]*Source {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
	file, closer, err := OpenFile(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closer.Close() })
	mapped, closer, err := OpenMapped(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closer.Close() })
	whole := append(append([]byte("##"), data...), '#')
	part, err := FromBytes(whole).Section(2, uint64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return map[string]*Source{
		"memory":           FromBytes(data),
		"reader":           New(bytes.NewReader(data), int64(len(data))),
		"reader of source": New(FromBytes(data).ReaderAt(), int64(len(data))),
		"file":             file,
		"mapped":           mapped,
		"section":          part,
	}
}

func TestSources(t *testing.T) {
	data := []byte("0123456789")
	for name, s := range sources(t, data) {
		t.Run(name, func(t *testing.T) {
			if s.Size() != 10 {
				t.Errorf("size %d", s.Size())
			}
			if b, err := s.Bytes(3, 4); err != nil || string(b) != "3456" {
				t.Errorf("Bytes = %q, %v", b, err)
			}
			p := make([]byte, 3)
			if err := s.ReadAt(p, 7); err != nil || string(p) != "789" {
				t.Errorf("ReadAt = %q, %v", p, err)
			}
			for _, at := range []uint64{8, 11, 1 << 63, ^uint64(0)} {
				if err := s.ReadAt(p, at); !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Errorf("ReadAt(%d): %v", at, err)
				}
				if _, err := s.Bytes(at, 3); !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Errorf("Bytes(%d): %v", at, err)
				}
				if _, err := s.Section(at, 3); !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Errorf("Section(%d): %v", at, err)
				}
			}
			if all, err := io.ReadAll(io.NewSectionReader(s.ReaderAt(), 0, 100)); err != nil || !bytes.Equal(all, data) {
				t.Errorf("ReaderAt: %q, %v", all, err)
			}
			part, err := s.Section(2, 5)
			if err != nil {
				t.Fatal(err)
			}
			if b, err := part.Bytes(1, 4); err != nil || string(b) != "3456" {
				t.Errorf("Section: %q, %v", b, err)
			}
			_, ok := s.View(0, 10)
			if memory := name == "memory" || name == "reader of source" || name == "section"; ok != memory || s.InMemory() != memory {
				t.Errorf("View: %v", ok)
			}
		})
	}
}

func TestEmptyAndMissing(t *testing.T) {
	for name, s := range sources(t, nil) {
		if b, err := s.Bytes(0, 0); err != nil || len(b) != 0 {
			t.Errorf("%s: %q, %v", name, b, err)
		}
	}
	if _, _, err := OpenFile(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	if _, _, err := OpenFile(t.TempDir()); err == nil {
		t.Error("a directory was opened")
	}
	if New(bytes.NewReader(nil), -5).Size() != 0 {
		t.Error("negative size")
	}
}

// TestCloseWhileReading closes a mapping under its readers: they get an error
// or the bytes, never a fault.
func TestCloseWhileReading(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, bytes.Repeat([]byte("x"), 1<<16), 0o666); err != nil {
		t.Fatal(err)
	}
	s, closer, err := OpenMapped(name)
	if err != nil {
		t.Fatal(err)
	}
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			p := make([]byte, 100)
			for s.ReadAt(p, 1000) == nil {
				if p[50] != 'x' {
					t.Error("wrong byte")
				}
			}
		})
	}
	if err := closer.Close(); err != nil {
		t.Error(err)
	}
	readers.Wait()
	if err := closer.Close(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("second Close: %v", err)
	}
}
