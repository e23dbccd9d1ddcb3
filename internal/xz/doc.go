// Package xz reads the .xz file format: the container itself, with the LZMA2
// payload left to github.com/ulikunitz/xz/lzma.
//
// # Layout
//
//	file       stream, then zero bytes in fours or further streams
//	stream     header, blocks, index, footer
//	header     FD "7zXZ" 00, two bytes of flags, CRC32 of the flags
//	block      header, compressed data, padding to a multiple of 4, check
//	  header   size/4-1, flags, [compressed size], [size], filters, padding, CRC32
//	index      00, count, (size of the block without padding, size of its contents)
//	           for each block, padding to a multiple of 4, CRC32
//	footer     CRC32, size of the index/4-1, flags again, "YZ"
//
// Numbers are little-endian; sizes and counts are variable-length, seven bits a
// byte, least significant first. The check is none, CRC32, CRC64 or SHA-256 of
// the contents. LZMA2 is the only filter that is read; the filters for machine
// code and for tables, which debug sections never have, are refused by name
// with [debuginfo.ErrUnsupported].
//
// LZMA2 data is a sequence of chunks that state their sizes, so what a block
// claims to hold is known before any of it is decoded.
//
// # Specifications
//
// The .xz File Format, version 1.2.1.
//
// # Security
//
// Every size, padding and checksum is compared; the index must agree with the
// blocks. The dictionary that a block header asks for is refused above 64 MiB,
// and never allocated larger than what the chunks claim. Chunks must hold 512
// bytes on average, since each costs some kilobytes to begin. Output is only
// bounded by who reads it: see package unpack.
package xz
