package breakpad

import (
	"strconv"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// functions writes the FUNC records with all that belongs to them.
func (w *writer) functions() error {
	number, n := uint32(0), 0
	for f, err := range w.session.Functions() {
		if n++; n%checkEvery == 0 && w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		if err != nil {
			continue // the survey has reported it
		}
		w.depths = w.depths[:0]
		for i := range f.Inlines {
			depth := int32(0)
			if parent := f.Inlines[i].Parent; parent >= 0 {
				depth = w.depths[parent] + 1
			}
			w.depths = append(w.depths, depth)
		}
		name, params := w.name(f.Name, f.Lang), w.sources[f.Name].params
		lines := f.Lines
		for _, r := range f.Ranges {
			if !w.duplicates[number] {
				w.text("FUNC ")
				w.hex(r.Start)
				w.text(" ")
				w.hex(r.End - r.Start)
				w.text(" ")
				w.hex(params)
				w.text(" ", name, "\n")
				w.inlines(f, r)
				lines = w.lines(lines, r)
			}
			number++
		}
		if w.err != nil {
			return w.err
		}
	}
	return w.ctx.Err()
}

// inlines writes the inlined calls of f within r.
func (w *writer) inlines(f *debuginfo.Function, r debuginfo.Range) {
	for i := range f.Inlines {
		call := &f.Inlines[i]
		open := false
		for _, c := range call.Ranges {
			start, end := max(c.Start, r.Start), min(c.End, r.End)
			if start >= end {
				continue
			}
			if !open {
				open = true
				w.text("INLINE ")
				w.dec(uint64(w.depths[i]))
				w.text(" ")
				w.dec(uint64(call.CallLine))
				w.text(" ")
				w.dec(w.fileNumber(call.CallFile))
				w.text(" ")
				w.dec(uint64(w.addOrigin(call)))
			}
			w.text(" ")
			w.hex(start)
			w.text(" ")
			w.hex(end - start)
		}
		if open {
			w.text("\n")
		}
	}
}

// lines writes the lines within r. It returns those behind r. Rows that differ
// in their column alone become one record.
func (w *writer) lines(lines []debuginfo.Line, r debuginfo.Range) []debuginfo.Line {
	for len(lines) > 0 && lines[0].Addr < r.Start {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[0].Addr < r.End {
		row := &lines[0]
		last := row
		end := r.End
		for lines = lines[1:]; len(lines) > 0 && lines[0].Addr < r.End; lines = lines[1:] {
			next := &lines[0]
			if next.File != row.File || next.Line != row.Line || next.Column == last.Column {
				end = next.Addr
				break
			}
			last = next
		}
		if row.File == debuginfo.NoFile && row.Line == 0 {
			continue
		}
		w.out = appendHex(w.out, row.Addr)
		w.out = append(w.out, ' ')
		w.out = appendHex(w.out, end-row.Addr)
		w.out = append(w.out, ' ')
		w.out = strconv.AppendUint(w.out, uint64(row.Line), 10)
		w.out = append(w.out, ' ')
		w.out = strconv.AppendUint(w.out, w.fileNumber(row.File), 10)
		w.out = append(w.out, '\n')
		if len(w.out) > flushSize {
			w.flush()
		}
	}
	return lines
}

// fileNumber returns the number of a file. Files that are not known get one
// that has no FILE record.
func (w *writer) fileNumber(index uint32) uint64 {
	if index != debuginfo.NoFile {
		if number, ok := w.files.get(uint64(index)); ok && number != noPath {
			return uint64(number)
		}
	}
	return uint64(len(w.paths))
}

func (w *writer) text(parts ...string) {
	for _, s := range parts {
		w.out = append(w.out, s...)
	}
	if len(w.out) > flushSize {
		w.flush()
	}
}

func (w *writer) hex(v uint64) { w.out = appendHex(w.out, v) }
func (w *writer) dec(v uint64) { w.out = strconv.AppendUint(w.out, v, 10) }

// appendHex appends v in lower-case digits. It is several times as fast as
// strconv, and half of what is written are such numbers.
func appendHex(b []byte, v uint64) []byte {
	n := 1
	for rest := v >> 4; rest > 0; rest >>= 4 {
		n++
	}
	for shift := 4 * (n - 1); shift >= 0; shift -= 4 {
		b = append(b, "0123456789abcdef"[v>>shift&15])
	}
	return b
}
