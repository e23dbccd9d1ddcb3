// Package debuginfo holds the words that container formats, debug information
// readers and symbol caches share: functions with their lines and inlined
// calls, symbols, files, languages, architectures, sessions and errors.
//
// It reads no format itself. A reader fills these types, a cache is built from
// them, and [Function.Resolve] is the reference for what a lookup answers.
//
// # Addresses
//
// Every address is a uint64 relative to the image base of the object
// (objfile.Object.ImageBase). Ranges are half-open: Start belongs to them, End
// does not.
package debuginfo
