package proguard

import (
	"bytes"
	"hash/maphash"
	"strings"
)

// Logs repeat their traces. A memo keeps what the last frames became, so that
// one that comes again is only printed. It is for frames whose answer depends
// on nothing but their own text.
type memo struct {
	seed  maphash.Seed
	seen  int // frames so far
	slots []memoSlot
}

type memoSlot struct {
	text     []byte // of the frame, from its class to the end of its line number
	frames   []Frame
	numbered bool
}

const (
	memoSlots  = 1 << 10
	memoAfter  = 64  // frames before which a memo is not worth its memory
	memoText   = 256 // bytes of a frame
	memoFrames = 16  // frames that one becomes
)

// slot returns where the frame with the given text is kept, or nil.
func (m *memo) slot(text []byte) *memoSlot {
	if m.seen < memoAfter {
		m.seen++
		return nil
	}
	if len(text) > memoText {
		return nil
	}
	if m.slots == nil {
		m.seed = maphash.MakeSeed()
		m.slots = make([]memoSlot, memoSlots)
	}
	return &m.slots[maphash.Bytes(m.seed, text)%memoSlots]
}

// get returns the frames that text became, or nil.
func (s *memoSlot) get(text []byte) []Frame {
	if s == nil || !bytes.Equal(s.text, text) {
		return nil
	}
	return s.frames
}

// put keeps what text became. The method of the frames may share memory with
// the line, if it is not in the mapping.
func (s *memoSlot) put(text []byte, frames []Frame, numbered, known bool) {
	if s == nil || len(frames) == 0 || len(frames) > memoFrames {
		return
	}
	s.text = append(s.text[:0], text...)
	s.frames = append(s.frames[:0], frames...)
	s.numbered = numbered
	for i := range s.frames {
		f := &s.frames[i]
		f.Module = "" // printed from the line
		if !known {
			f.Method = strings.Clone(f.Method)
		}
	}
}
