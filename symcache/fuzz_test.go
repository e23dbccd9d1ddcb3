package symcache

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"testing"
)

// FuzzCache reads hostile caches, with checksums that are right so that the
// fuzzer reaches what is behind them. A cache that verifies must not fail.
func FuzzCache(f *testing.F) {
	for _, n := range []int{1, 5, 60} {
		s, symbols := sample(n)
		f.Add(build(f, s, symbols, nil, nil), uint64(n))
	}
	f.Fuzz(func(t *testing.T, data []byte, addr uint64) {
		c, err := Parse(fixHeader(data))
		if err != nil {
			return
		}
		verified := c.Verify() == nil
		for i := range uint64(64) {
			frames, err := c.AppendFrames(nil, addr+i*i*i)
			if verified && err != nil {
				t.Fatalf("verified cache: %v", err)
			}
			if len(frames) > maxScopes {
				t.Fatalf("%d frames", len(frames))
			}
			size := 0
			for i := range frames {
				size = max(size, len(frames[i].Name))
			}
			if size > len(data) {
				t.Fatalf("name of %d bytes from a cache of %d", size, len(data))
			}
		}
		functions := 0
		for _, err := range c.Functions() {
			if functions++; err == nil && functions > len(data) {
				t.Fatal("more functions than bytes")
			}
		}
		if err := c.Dump(io.Discard); verified && err != nil {
			t.Fatalf("verified cache: %v", err)
		}
	})
}

// FuzzBuild builds a cache of functions that the input describes and compares
// it with the model.
func FuzzBuild(f *testing.F) {
	f.Add([]byte("a few functions, inlined calls and lines, and symbols beside them"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<12 {
			return
		}
		next := func(n int) int {
			if len(data) == 0 {
				return 0
			}
			v := int(data[0])
			data = data[1:]
			if n > 256 && len(data) > 0 {
				v = v<<8 | int(data[0])
				data = data[1:]
			}
			return v % n
		}
		s := randomSession(next, 1+len(data)/40)
		symbols, code := randomSymbols(next, s)
		cache := build(t, s, symbols, code, &Options{Threads: 1 + next(3)})
		c, err := Parse(cache)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Verify(); err != nil {
			t.Fatal(err)
		}
		newReference(s, symbols, code).compare(t, c)
	})
}

// fixHeader returns data with the checksums of its header and sections set
// right.
func fixHeader(data []byte) []byte {
	head := 32 + 24*len(kind.Sections)
	if len(data) < head {
		return data
	}
	data = bytes.Clone(data)
	table := crc32.MakeTable(crc32.Castagnoli)
	for i := range kind.Sections {
		e := data[32+24*i:]
		off, size := loadUint(e[8:], 8), loadUint(e[16:], 8)
		if n := uint64(len(data)); off <= n && size <= n-off {
			binary.LittleEndian.PutUint32(e[4:], crc32.Checksum(data[off:off+size], table))
		}
	}
	clear(data[20:24])
	binary.LittleEndian.PutUint32(data[20:], crc32.Checksum(data[:head], table))
	return data
}
