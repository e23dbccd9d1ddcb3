package xz

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"hash/crc32"
	"hash/crc64"
)

// Kinds of check (2.1.1.2).
const (
	checkNone   = 0
	checkCRC32  = 1
	checkCRC64  = 4
	checkSHA256 = 10
)

// newCheck returns the hash of a kind of check, nil for none.
func newCheck(kind byte) (h hash.Hash, ok bool) {
	switch kind {
	case checkNone:
		return nil, true
	case checkCRC32:
		return crc32.NewIEEE(), true
	case checkCRC64:
		return crc64.New(crc64.MakeTable(crc64.ECMA)), true
	case checkSHA256:
		return sha256.New(), true
	}
	return nil, false
}

// checkSize returns how many bytes the check of a known kind takes.
func checkSize(kind byte) int {
	switch kind {
	case checkCRC32:
		return crc32.Size
	case checkCRC64:
		return crc64.Size
	case checkSHA256:
		return sha256.Size
	}
	return 0
}

// checksum returns the check in the form of the file: CRCs are little-endian.
func checksum(h hash.Hash) []byte {
	switch h := h.(type) {
	case hash.Hash32:
		return binary.LittleEndian.AppendUint32(nil, h.Sum32())
	case hash.Hash64:
		return binary.LittleEndian.AppendUint64(nil, h.Sum64())
	}
	return h.Sum(nil)
}
