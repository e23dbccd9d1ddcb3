package proguard

import (
	"bytes"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/corpus"
)

// seedMappings adds mappings of the tests, and small real ones where the
// corpus is at hand.
func seedMappings(f *testing.F, add func(mapping, text string)) {
	for _, c := range retraceCases {
		add(c.mapping, c.text)
	}
	add("a -> b:\r\n\t1:2:int x.y(int,a[]):4294967295 -> c\r\rz -> b:\n    int f -> c\n", "b: b\r\n\tat b.c(:1)")
	if testing.Short() {
		return
	}
	dirs, _ := filepath.Glob(filepath.Join(corpus.Path(f, "proguard/r8-cases"), "*"))
	for _, dir := range dirs {
		mapping, err1 := os.ReadFile(filepath.Join(dir, "mapping.txt"))
		text, err2 := os.ReadFile(filepath.Join(dir, "obfuscated.txt"))
		if err := errors.Join(err1, err2); err != nil {
			f.Fatal(err)
		}
		if len(mapping) < 4096 {
			add(string(mapping), string(text))
		}
	}
}

// FuzzParse checks that the index has each member under its class and name,
// that the stream of records finds the same lines bad, and that errors point
// into the file.
func FuzzParse(f *testing.F) {
	seedMappings(f, func(mapping, _ string) { f.Add([]byte(mapping)) })
	f.Fuzz(func(t *testing.T, data []byte) {
		var bad []int
		m, err := Parse(data, &Options{Report: func(err error) {
			var le *LineError
			var fe *debuginfo.FormatError
			if !errors.As(err, &le) || !errors.As(err, &fe) || fe.Offset > uint64(len(data)) {
				t.Fatalf("err = %#v", err)
			}
			// A stream does not know what lines belong to.
			if le.Err != errNoClass && le.Err != errInfoNoClass {
				bad = append(bad, le.Line)
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		for i := range m.ix.classes {
			tc := &m.ix.classes[i]
			var c classEntry
			if ok, _ := m.ix.class(string(m.ix.className(tc)), &c); !ok || c.lo != tc.lo || c.hi != tc.hi {
				t.Fatalf("class %q is not found", m.ix.className(tc))
			}
			for rec := c.lo; rec < c.hi; rec++ {
				lo, hi, _ := m.ix.group(&c, string(m.ix.name(&m.ix.recs[rec])))
				if rec < lo || rec >= hi || m.ix.recs[lo].flags&flagGroup == 0 ||
					hi < c.hi && m.ix.recs[hi].flags&flagGroup == 0 {
					t.Fatalf("member %d is not in its group %d to %d", rec, lo, hi)
				}
			}
		}
		var streamed []int
		n := 0
		for rec, err := range Records(bytes.NewReader(data)) {
			n++
			var le *LineError
			if errors.As(err, &le) {
				streamed = append(streamed, le.Line)
			} else if err != nil || rec.Line == 0 {
				t.Fatalf("record %+v, %v", rec, err)
			}
		}
		if len(streamed) <= maxReports && m.bad <= maxReports {
			// The stream reads the JSON of comments that Parse knows to have no use.
			for _, line := range bad {
				if !slices.Contains(streamed, line) {
					t.Fatalf("line %d is bad in the index and good in the stream", line)
				}
			}
		}
		if n > len(data) {
			t.Fatalf("%d records in %d bytes", n, len(data))
		}
	})
}

// FuzzFrame checks what each answer promises: alternatives with frames that
// are marked as remapped, within the limits, none twice, and the same again.
func FuzzFrame(f *testing.F) {
	seedMappings(f, func(mapping, text string) {
		f.Add([]byte(mapping), "a", "a", "SourceFile", uint32(1), "java.lang.NullPointerException")
		f.Add([]byte(mapping), "a.a", "main", "Main.kt", uint32(0), "")
	})
	f.Fuzz(func(t *testing.T, data []byte, class, method, file string, line uint32, thrown string) {
		m, err := Parse(data, nil)
		if err != nil {
			t.Fatal(err)
		}
		in := Frame{Class: class, Method: method, File: file, Line: line}
		var ctx Context
		if _, err := m.Throw(&ctx, thrown); err != nil {
			t.Fatal(err)
		}
		again := ctx
		r, err := m.Frame(&ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		total := 0
		seen := make(map[Frame]bool)
		for _, alt := range r.Alternatives {
			if len(alt) == 0 || len(alt) > maxInline || seen[alt[0]] {
				t.Fatalf("alternative of %d frames, seen before: %v", len(alt), seen[alt[0]])
			}
			seen[alt[0]] = true
			total += len(alt)
			for _, frame := range alt {
				if !frame.Remapped {
					t.Fatalf("frame %+v is not marked", frame)
				}
				if twice, err := m.Frame(nil, frame); err != nil || twice.Alternatives[0][0] != frame {
					t.Fatalf("remapped twice: %+v", twice)
				}
			}
		}
		if total > maxFrames+maxInline {
			t.Fatalf("%d frames", total)
		}
		list, err := m.AppendFrames(nil, &again, in)
		if err != nil || !slices.Equal(list, r.Frames()) || again != ctx {
			t.Fatalf("AppendFrames = %+v, %v; Frames = %+v", list, err, r.Frames())
		}
	})
}

// FuzzRetrace checks that a text of which the mapping knows nothing stays as
// it is, that the line ends of a text decide nothing, and that a typed trace
// survives printing and reading.
func FuzzRetrace(f *testing.F) {
	seedMappings(f, func(mapping, text string) { f.Add([]byte(mapping), text, false) })
	empty, err := Parse(nil, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte, text string, verbose bool) {
		opts := &TraceOptions{Verbose: verbose}
		if same, err := empty.RetraceText(text, opts); err != nil || same != text {
			t.Fatalf("without a mapping %q becomes %q, %v", text, same, err)
		}
		m, err := Parse(data, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := m.RetraceText(text, opts)
		if err != nil {
			t.Fatal(err)
		}
		if text != "" && !strings.HasSuffix(text, "\n") {
			ended, err := m.RetraceText(text+"\n", opts)
			if err != nil || strings.TrimSuffix(ended, "\n") != strings.TrimSuffix(got, "\n") {
				t.Fatalf("with a line end %q, without %q", ended, got)
			}
		}
		trace, ok := ParseTrace(text)
		if !ok {
			return
		}
		out, err := m.Trace(trace)
		if err != nil || len(out.Throwables) != len(trace.Throwables) {
			t.Fatalf("trace of %d becomes %d, %v", len(trace.Throwables), len(out.Throwables), err)
		}
		for i, e := range out.Throwables {
			if e.Parent >= i || e.Parent < -1 {
				t.Fatalf("throwable %d has parent %d", i, e.Parent)
			}
		}
		twice, err := m.Trace(out)
		if err != nil || twice.String() != out.String() {
			t.Fatalf("remapped twice:\n%s\nonce:\n%s", twice.String(), out.String())
		}
	})
}

// FuzzCacheEqualsMapping checks that a cache answers as its mapping for every
// record.
func FuzzCacheEqualsMapping(f *testing.F) {
	seedMappings(f, func(mapping, _ string) { f.Add([]byte(mapping)) })
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 4096 {
			return // every record is asked for at several lines
		}
		m, err := Parse(data, nil)
		if err != nil {
			t.Fatal(err)
		}
		c, raw := cacheOf(t, m)
		sameAnswers(t, m, &c.Mapper)
		if err := c.Verify(); err != nil {
			t.Fatal(err)
		}
		if _, again := cacheOf(t, m); !bytes.Equal(raw, again) {
			t.Fatal("two caches of one mapping differ")
		}
	})
}

// FuzzCache checks that a hostile cache gives answers within the limits or
// typed errors, the same from memory as from a reader.
func FuzzCache(f *testing.F) {
	seedMappings(f, func(mapping, text string) {
		m, err := Parse([]byte(mapping), nil)
		if err != nil {
			f.Fatal(err)
		}
		_, raw := cacheOf(f, m)
		f.Add(raw, text)
	})
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		data = resum(data)
		c, err := ParseCache(data)
		if err != nil {
			var fe *debuginfo.FormatError
			if !errors.As(err, &fe) || c != nil {
				t.Fatalf("err = %#v", err)
			}
			return
		}
		r, err := NewCache(readerOnly{bytes.NewReader(data)}, int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		got, err1 := c.RetraceText(text, nil)
		same, err2 := r.RetraceText(text, nil)
		if (err1 == nil) != (err2 == nil) || got != same {
			t.Fatalf("from memory %q, %v; from a reader %q, %v", got, err1, same, err2)
		}
		for _, f := range strings.Fields(text) {
			_, err := c.Methods(f, f)
			var fe *debuginfo.FormatError
			if err != nil && !errors.As(err, &fe) {
				t.Fatalf("err = %#v", err)
			}
		}
	})
}

// resum sets the size and the checksum in the header of a cache, which stop
// nearly every mutation otherwise. The checksums of sections are Verify's.
func resum(data []byte) []byte {
	const header, entry = 32, 24
	data = bytes.Clone(data)
	if len(data) < header {
		return data
	}
	le.PutUint64(data[8:], uint64(len(data)))
	n := uint64(header) + entry*uint64(le.Uint32(data[16:]))
	if n > uint64(len(data)) {
		return data
	}
	le.PutUint32(data[20:], 0)
	le.PutUint32(data[20:], crc32.Checksum(data[:n], crc32.MakeTable(crc32.Castagnoli)))
	return data
}
