// Package sourcemap reads, queries, rewrites and writes JavaScript source
// maps, and turns stack traces of minified code into traces of its sources.
//
// [Decode] reads a map, [Map.Lookup] answers for a position of the generated
// code. For more than a few lookups write a cache once with [WriteCache] and
// open it with [OpenCache]: it answers in place, without decoding anything, and
// also knows the functions around each position and the source lines.
// [Remapper] does whole stack traces.
//
// # Positions
//
// Lines and columns count from 0, as in the format; columns count UTF-16 code
// units, as JavaScript does. [Text], [ByteColumn] and [UTF16Column] convert to
// and from bytes. Only a [Frame] counts from 1, as engines write it.
//
// # What is read
//
//	regular maps       ECMA-426 (https://tc39.es/ecma426/), version 3
//	index maps         nested up to MaxNesting deep; url sections by callback
//	range mappings     the current proposal, and the flags of its first draft
//	scopes             the combined field, and originalScopes/generatedRanges
//	debug ids          debugId and debug_id
//	Metro and Hermes   x_facebook_sources, RAM bundles
//	wrappings          junk before the JSON, data URLs, gzip, zstd
//
// A mapping is five numbers in base64 VLQ: five bits a digit, least significant
// first, the sixth bit set in all digits but the last, the lowest bit of the
// number its sign.
//
// # Strict and lenient
//
// By default what a browser accepts is accepted, and what is damaged concerns
// only itself: a segment that refers to a source that does not exist maps to
// nothing, a field of a wrong type is absent. Options.Report hears of it.
// Options.Strict makes all of that an error, as the conformance suite of
// ECMA-426 asks.
//
// # Security
//
// Maps and caches may come from anyone. Decoding takes time linear in the
// input and memory of at most 20 bytes a token and what the decompression
// limit admits; nothing is allocated from a count that the input has not paid
// for. Nesting is bounded everywhere, no function of the package recurses on
// input without a limit. Parsers open no files and follow no URLs by
// themselves. A damaged cache gives errors or wrong answers, but no panic.
package sourcemap
