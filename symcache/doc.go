// Package symcache answers which functions, files and lines an address belongs
// to, from a compact file made once from the debug information of an image.
//
// A [Builder] takes debug sessions and symbols and writes a cache. A [Cache]
// looks addresses up in it: in memory, in a mapped file, or through any
// io.ReaderAt, such as ranged reads of object storage. A cache answers for
// every address what debuginfo.Function.Resolve says of the function that owns
// the address by the rule of debuginfo.Overlay.
//
// # Format
//
// A cache is a container (package internal/cachefile) with five sections:
//
//	info     what the image is, counts, widths of numbers, table of short rows
//	index    for each block its first address and its offset in rows, sorted
//	rows     blocks of at most 256 rows, coded in the manner of a line program
//	strings  sorted, in groups of 16 that share prefixes
//	files    three string numbers each: directory of the compiler, directory, name
//
// A lookup bisects the index, replays one block up to the address, and walks
// up the inlined calls from there. docs/symcache.md specifies every byte.
//
// # Security
//
// Opening a cache checks the header and that counts agree with the sizes of
// sections. Lookups check every number that they follow. A damaged or hostile
// cache gives wrong names or an error, but no panic, no endless loop, and no
// allocation larger than the cache. Work and memory of a lookup are bounded by
// the size of a block, which is limited to 1 MiB, 256 rows and 4096 calls.
package symcache
