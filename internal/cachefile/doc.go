// Package cachefile is the container that all caches of the library share: a
// header, a table of sections, and the sections themselves, each with a
// checksum. What is in a section is the business of the cache.
//
// # Format
//
// All numbers are little-endian.
//
//	offset  size  field
//	0       4     magic, four ASCII letters
//	4       4     format version of this kind of cache
//	8       8     size of the file in bytes
//	16      4     number of sections
//	20      4     CRC-32C of header and section table, this field taken as zero
//	24      8     zero
//	32      24×n  section table, in the order of the section numbers:
//	              0  4  section number, counted from 0
//	              4  4  CRC-32C of the section's bytes
//	              8  8  offset of the section in the file, a multiple of 8
//	              16 8  size of the section in bytes, without padding
//	…             sections in table order, zero bytes between them up to the
//	              next multiple of 8; the file ends with the last section's bytes
//
// # Security
//
// Open checks the header, its checksum, and that every section lies within the
// file. It reads at most maxHeader bytes whatever the size of the file. Verify
// checks everything else. A cache whose checksums hold may still have been
// made by an attacker: readers check every offset they follow.
package cachefile
