// Package proguard turns obfuscated Java and Kotlin names and lines back into
// those of the source, from the mapping files that ProGuard and R8 write.
//
// [Parse] reads a mapping. [Mapping.WriteCache] makes a [Cache] of it, half of
// the size or less, which is opened without reading it and searched where it
// lies. Both have a [Mapper], which remaps single names, frames, typed
// traces and text, with the same answers. [Records] reads a mapping as a
// stream of lines, without an index.
//
// # Mapping files
//
// A mapping is a text with one record to a line. Lines end with LF, CR or
// both. A class begins in the first column and its members are indented:
//
//	class    original -> obfuscated:
//	field    type name -> obfuscated
//	method   [start:end:]type [owner.]name([type[,type…]])[:first[:last]] -> obfuscated
//	header   # key: value
//	info     # {"id": …}
//
// start and end are lines that the program shows, first and last lines of the
// source; ranges that run backwards are turned round. Without last, every line
// of the program came from first. Records that follow each other with the same
// range are methods inlined into each other, the innermost first; owner is the
// class that an inlined method came from.
//
// An info is a JSON object of R8, from version 1.0 to 2.2 of its map format,
// about the class or member above it. Known are com.android.tools.r8.mapping,
// sourceFile, and from com.android.tools.r8: synthesized, outline,
// outlineCallsite, rewriteFrame and residualsignature. They count whatever
// version the file names.
//
// R8 describes its additions in doc/retrace.md of its sources, ProGuard the
// rest in its manual. What a frame becomes where those are silent is decided
// as the retrace tool of R8 does; ProGuard's own differs in what it does with
// records that have no lines.
//
// # Remapping
//
// A frame is one line of a stack trace; remapped it is one frame for each
// method inlined at that place. Several methods may share an obfuscated name.
// If the line does not tell them apart, [Mapper.Frame] returns them all;
// [Result.Frames] picks the one that R8's retrace prints first. [Context]
// carries from one line to the next what outlines and rewrite rules need.
//
// # Security
//
// A mapping, a trace and a cache may come from an attacker. Bad lines are
// skipped and reported. Work is linear in the input: an answer has at most
// 65536 alternatives and inlines at most 1024 methods, and where methods share
// lines in no order, the first 16384 records of a name are looked at. A text
// of n lines becomes at most 65536 + 64 n frames and 4 MiB + 8 KiB × n of
// text, or one frame for each line. JSON nests 16 deep; a line is at most 64
// KiB long. A cache is bounds-checked at
// each step, so a damaged one gives wrong names or a *debuginfo.FormatError.
package proguard
