// Package debugid identifies builds: the ids by which a crash report and a
// debug file find each other.
//
// An [ID] names a debug file. Most are a UUID with an appendix, the age of a
// PDB or zero. PDB 2.0 files, from before UUIDs, have a timestamp and an age.
//
//	form         UUID                                      PDB 2.0
//	hyphenated   dfb8e43a-f242-3d73-a453-aeb6a777ef75-a    3249D99D-4c
//	Breakpad     DFB8E43AF2423D73A453AEB6A777EF75a         3249D99D4c
//	compact      dfb8e43af2423d73a453aeb6a777ef75a         3249d99d4c
//
// [ID.String] gives the hyphenated form, which leaves out an appendix of zero.
// The Breakpad form always has its appendix, in lower-case digits behind
// upper-case ones. [Parse] reads all three, [ParseBreakpad] only the second.
//
// A [CodeID] names a code file in the way of its format: the build id of an
// ELF file, the UUID of a Mach-O file, timestamp and size of a PE file.
//
// All types are values; goroutines may share them.
package debugid
