package debuginfo

import (
	"errors"
	"fmt"
	"strconv"
)

// Sentinels that callers act on. Packages wrap them in a *FormatError where a
// position helps; test with errors.Is.
var (
	// ErrUnknownFormat says that the input is not of any format the callee reads.
	ErrUnknownFormat = errors.New("unknown format")
	// ErrUnsupported says that the input is well formed but uses a version or
	// feature that is not read.
	ErrUnsupported = errors.New("unsupported")
	// ErrNotFound says that a companion file or named part does not exist.
	ErrNotFound = errors.New("not found")
)

// A FormatError says which rule of a format the input breaks, and where.
type FormatError struct {
	Format  string // name of the format: "elf", "dwarf", "symcache", …
	Section string // section, stream or record kind; "" for the file itself
	Offset  uint64 // bytes from the start of Section (of the file if Section is "")
	Err     error  // the broken rule, or io.ErrUnexpectedEOF
}

// Error returns a text for people; it is not promised to stay the same.
func (e *FormatError) Error() string {
	where := e.Format
	if e.Section != "" {
		where += " " + quoteOdd(e.Section)
	}
	return fmt.Sprintf("%s: offset %#x: %v", where, e.Offset, e.Err)
}

// Unwrap returns the broken rule.
func (e *FormatError) Unwrap() error { return e.Err }

// A LimitError says that the input asks for more than a limit allows. The
// limit is the caller's or a default; it protects against hostile input.
type LimitError struct {
	What string // the limited quantity: "decompressed bytes", "inline depth", …
	Want uint64 // what the input asks for; Max+1 if the exact figure is unknown
	Max  uint64 // the limit in force
}

// Error returns a text for people; it is not promised to stay the same.
func (e *LimitError) Error() string {
	return fmt.Sprintf("limit exceeded: %s: %d wanted, %d allowed", e.What, e.Want, e.Max)
}

// maxQuoted is how many bytes of a name from the input an error text repeats.
const maxQuoted = 64

// quoteOdd returns name as it is when it is short and printable, else quoted
// and cut, so that an error text never carries control bytes or a flood.
func quoteOdd(name string) string {
	cut := len(name) > maxQuoted
	if cut {
		name = name[:maxQuoted]
	}
	quoted := strconv.QuoteToASCII(name)
	if !cut && quoted[1:len(quoted)-1] == name {
		return name
	}
	if cut {
		quoted += "…"
	}
	return quoted
}
