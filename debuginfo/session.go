package debuginfo

import "iter"

// A Session reads the debug information of one object. It caches what several
// functions share. Sessions are not safe for use by several goroutines at a
// time: Split gives each its own.
type Session interface {
	// Functions yields the functions in the order of the file. An error is
	// about one unit or one function and does not end the iteration; the
	// Function is nil then. The Function and its slices are overwritten by the
	// next step, so keep a Clone; its strings stay valid for ever.
	Functions() iter.Seq2[*Function, error]

	// File returns the source file of an index found in a Function or Frame
	// that this Session gave out. NoFile and indices that were never given out
	// yield the zero File.
	File(index uint32) File

	// Split returns at most n sessions, at least one, which together yield the
	// functions of this one: first all of the first session, then all of the
	// second, and so on. Each may be used by its own goroutine.
	Split(n int) []Session

	// Source returns the text of a source file that is embedded in the debug
	// information, or ErrNotFound.
	Source(index uint32) ([]byte, error)
}
