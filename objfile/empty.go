package objfile

import (
	"iter"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// An emptySession is that of an object without debug information. Its error,
// if any, says why the companion that should have it was not used.
type emptySession struct{ err error }

func (s emptySession) Functions() iter.Seq2[*debuginfo.Function, error] {
	return func(yield func(*debuginfo.Function, error) bool) {
		if s.err != nil {
			yield(nil, s.err)
		}
	}
}

func (emptySession) File(uint32) debuginfo.File { return debuginfo.File{} }

func (s emptySession) Split(int) []debuginfo.Session { return []debuginfo.Session{s} }

func (emptySession) Source(uint32) ([]byte, error) { return nil, debuginfo.ErrNotFound }
