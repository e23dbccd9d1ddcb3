// Package fidelity compares what the library answers for addresses with the
// reference answers of the corpus, for tests.
package fidelity

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
)

// A Frame is one function at an address, as reference tools print it.
type Frame struct {
	Function string // "??" or "" if unknown
	File     string // full path
	Line     uint32
}

// AnyFunction is a name that every name agrees with, for references that are
// known to lack some.
const AnyFunction = "*"

// A Sample is an address with the frames that a reference gives, innermost
// first.
type Sample struct {
	Addr   uint64 // relative to the image base
	Frames []Frame
}

// Read reads a table of reference answers in the columns of llvm-symbolizer or
// of addr2line, which lacks the last two: address, relative address, number of
// the frame, function, file, line, column, start line.
func Read(t testing.TB, path string) []Sample {
	t.Helper()
	var out []Sample
	for _, row := range corpus.Rows(t, path) {
		if len(row) < 6 {
			t.Fatalf("%s: row with %d columns", path, len(row))
		}
		addr, err := strconv.ParseUint(row[1], 0, 64)
		if err != nil {
			t.Fatal(err)
		}
		line, _ := strconv.ParseUint(strings.Fields(row[5] + " 0")[0], 10, 32)
		f := Frame{row[3], row[4], uint32(line)}
		if row[2] == "0" {
			out = append(out, Sample{Addr: addr})
		}
		last := &out[len(out)-1]
		last.Frames = append(last.Frames, f)
	}
	return out
}

// An Answerer answers addresses from the functions of a session and a symbol
// map, by the rules that a cache keeps.
type Answerer struct {
	session debuginfo.Session
	overlay *debuginfo.Overlay
	symbols *debuginfo.SymbolMap
	Errors  []error // that the session yielded
}

// NewAnswerer reads all functions of session and checks them. symbols may be nil.
func NewAnswerer(t testing.TB, session debuginfo.Session, symbols *debuginfo.SymbolMap) *Answerer {
	t.Helper()
	a := &Answerer{session: session, symbols: symbols}
	var functions []*debuginfo.Function
	for f, err := range session.Functions() {
		if err != nil {
			a.Errors = append(a.Errors, err)
			continue
		}
		if err := f.Check(); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		functions = append(functions, f.Clone())
	}
	a.overlay = debuginfo.NewOverlay(functions)
	return a
}

// Frames returns the frames at addr, nil if nothing is known.
func (a *Answerer) Frames(addr uint64) []Frame {
	if f := a.overlay.Find(addr); f != nil {
		var out []Frame
		for fr := range f.Resolve(addr) {
			out = append(out, Frame{fr.Name, a.session.File(fr.File).Path(), fr.Line})
		}
		return out
	}
	if a.symbols == nil {
		return nil
	}
	if s, ok := a.symbols.Find(addr); ok {
		return []Frame{{Function: s.Name, File: s.File}}
	}
	return nil
}

// Differ returns in what got differs from the answers of references: "", or one
// of the words nothing expected, nothing found, depth, function, file and line,
// the first that applies to any frame. Everything in got must be confirmed by
// a reference that gives as many frames: no tool is right everywhere.
func Differ(got []Frame, references ...[]Frame) string {
	got = known(got)
	var same [][]Frame
	for _, want := range references {
		if want = known(want); len(want) == len(got) {
			same = append(same, want)
		}
	}
	if len(same) == 0 {
		switch {
		case len(got) == 0:
			return "nothing found"
		case len(known(references[0])) == 0:
			return "nothing expected"
		}
		return "depth"
	}
	for i := range got {
		confirmed := func(what func(want Frame) bool) bool {
			return slices.ContainsFunc(same, func(want []Frame) bool { return what(want[i]) })
		}
		switch {
		case !confirmed(func(want Frame) bool { return sameFunction(got[i].Function, want.Function) }):
			return "function"
		case !confirmed(func(want Frame) bool { return sameFile(got[i].File, want.File) }):
			return "file"
		case !confirmed(func(want Frame) bool { return got[i].Line == want.Line }):
			return "line"
		}
	}
	return ""
}

// known leaves out frames that say nothing.
func known(frames []Frame) []Frame {
	if len(frames) == 1 && (frames[0].Function == "??" || frames[0].Function == "") &&
		(frames[0].File == "??" || frames[0].File == "") {
		return nil
	}
	return frames
}

// sameFunction compares names; where the reference has a bare name, the last
// component of a qualified one counts.
func sameFunction(got, want string) bool {
	if want == "??" {
		want = ""
	}
	if got == want || want == AnyFunction {
		return true
	}
	for _, sep := range []string{"::", "."} {
		if strings.HasSuffix(got, sep+want) && want != "" {
			return true
		}
	}
	return false
}

func sameFile(got, want string) bool {
	if want == "??" {
		want = ""
	}
	return got == want || debuginfo.CleanPath(got) == debuginfo.CleanPath(want)
}

// A Score counts how many samples agree.
type Score struct {
	Total, Equal int
	Differences  map[string]int    // by what differs
	Examples     map[string]string // one for each
}

// Compare asks answer for every sample of the first table; the others may
// confirm an answer, too.
func Compare(answer func(addr uint64) []Frame, tables ...[]Sample) Score {
	s := Score{Differences: map[string]int{}, Examples: map[string]string{}}
	others := make(map[uint64][][]Frame)
	for _, table := range tables[1:] {
		for _, sample := range table {
			others[sample.Addr] = append(others[sample.Addr], sample.Frames)
		}
	}
	for _, sample := range tables[0] {
		got := answer(sample.Addr)
		s.Total++
		references := append([][]Frame{sample.Frames}, others[sample.Addr]...)
		what := Differ(got, references...)
		if what == "" {
			s.Equal++
			continue
		}
		if s.Differences[what]++; s.Differences[what] <= 2 {
			s.Examples[what] += fmt.Sprintf("\n\t%#x: got %v, want one of %v", sample.Addr, got, references)
		}
	}
	return s
}

// Percent returns the share of samples that agree.
func (s Score) Percent() float64 {
	if s.Total == 0 {
		return 100
	}
	return 100 * float64(s.Equal) / float64(s.Total)
}
