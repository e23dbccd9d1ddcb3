package sourcemap

import (
	"encoding/binary"
	"hash/crc32"
)

// repair gives the header of a cache the checksum that fits, so that damage
// gets past it.
func repair(data []byte) {
	head := 32 + 24*len(cacheKind.Sections)
	if len(data) < head {
		return
	}
	binary.LittleEndian.PutUint64(data[8:], uint64(len(data)))
	binary.LittleEndian.PutUint32(data[20:], 0)
	sum := crc32.Checksum(data[:head], crc32.MakeTable(crc32.Castagnoli))
	binary.LittleEndian.PutUint32(data[20:], sum)
}
