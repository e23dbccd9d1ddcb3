package symcache

import (
	"bufio"
	"fmt"
	"io"
	"strconv"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// Dump writes the whole cache as text, for people and for comparing caches:
// the header, the files, and for each row its address and frames, innermost
// first. The text is not promised to stay the same. Text beyond 64 MiB and 4096
// times the size of the cache, which only a hostile cache gives, is a
// *debuginfo.LimitError.
func (c *Cache) Dump(w io.Writer) error {
	out := bufio.NewWriter(w)
	h := &c.header.Header
	fmt.Fprintf(out, "symcache version %d\nname %q\narch %v\ndebug id %v\ncode id %v\nlanguage %v\n",
		h.Version, h.Name, h.Arch, h.DebugID, h.CodeID, h.Language)
	fmt.Fprintf(out, "%d functions, %d rows, %d blocks, %d strings, %d files\n",
		h.Functions, h.Rows, h.Blocks, h.Strings, h.Files)
	for i, name := range kind.Sections {
		fmt.Fprintf(out, "section %s: %d bytes\n", name, c.file.Size(i))
	}
	n := 0
	for f, err := range c.Files() {
		if err != nil {
			return err
		}
		n++
		fmt.Fprintf(out, "file %d: %q %q %q\n", n, f.CompDir, f.Dir, f.Name)
	}
	var frames []Frame
	var line []byte
	written, limit := uint64(0), c.dumpLimit()
	flush := func() error {
		if written += uint64(len(line)); written > limit {
			return &debuginfo.LimitError{What: "bytes of a dump", Want: written, Max: limit}
		}
		_, err := out.Write(line)
		line = line[:0]
		return err
	}
	err := c.walk(func(d *decoder, s state) error {
		var err error
		if frames, err = c.chain(frames[:0], d, s); err != nil {
			return err
		}
		line = append(strconv.AppendUint(append(line, "0x"...), d.addr, 16), ':')
		if len(frames) == 0 {
			line = append(line, " -"...)
		}
		for i := range frames {
			line = appendFrame(append(line, ' '), &frames[i])
			if len(line) >= dumpChunk {
				if err := flush(); err != nil {
					return err
				}
			}
		}
		line = append(line, '\n')
		return flush()
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// dumpChunk is how much of a row is held before it is written.
const dumpChunk = 64 << 10

func (c *Cache) dumpLimit() uint64 {
	size := uint64(0)
	for i := range kind.Sections {
		size += c.file.Size(i)
	}
	return 64<<20 + 4096*size
}

func appendFrame(b []byte, f *Frame) []byte {
	b = strconv.AppendQuote(b, f.Name)
	if f.Lang != debuginfo.LanguageUnknown {
		b = append(append(b, '/'), f.Lang.String()...)
	}
	b = strconv.AppendUint(append(b, "+0x"...), f.Entry, 16)
	if !f.File.IsZero() || f.Line != 0 {
		b = append(append(b, '@'), f.File.Name...)
		b = strconv.AppendUint(append(b, ':'), uint64(f.Line), 10)
		b = strconv.AppendUint(append(b, ':'), uint64(f.Column), 10)
	}
	return b
}
