// Command unminify turns positions in minified JavaScript into positions in
// its sources.
//
//	unminify [-dir DIR] [-context[=N]] < TRACE
//	unminify [-dir DIR] [-context[=N]] FILE:LINE:COL...
//	unminify -map FILE < POSITIONS
//
// The first form reads a stack trace and writes it with the frames remapped
// for which a map is found: beside the script, as the script's
// sourceMappingURL comment or the name of the script with .map at its end has
// it. Scripts are looked for by the path and then by the name in their URL,
// below DIR, the current folder unless given. The second form does the same
// for single positions, which count from 1 as in traces. With -context each
// frame is followed by its source line and N lines around it, 5 by default.
//
// The third form reads LINE:COL a line, the line counted from 1, the column in
// UTF-16 code units from 0, and answers each with SOURCE:LINE:COL NAME counted
// in the same way, with - for what is unknown.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/gosymbolic/symbolic/sourcemap"
)

func main() {
	args := joinContext(os.Args[1:])
	flags := flag.NewFlagSet("unminify", flag.ExitOnError)
	mapFile := flags.String("map", "", "answer LINE:COL positions on standard input from this source map")
	dir := flags.String("dir", ".", "look for scripts in `folder`")
	var context contextFlag
	flags.Var(&context, "context", "show this many source lines around each frame")
	flags.Parse(args)

	out := bufio.NewWriter(os.Stdout)
	var err error
	switch {
	case *mapFile != "":
		err = answer(out, os.Stdin, *mapFile)
	case flags.NArg() > 0:
		text := ""
		for _, arg := range flags.Args() {
			text += "at " + arg + "\n"
		}
		err = remap(out, text, *dir, context)
	default:
		var text []byte
		if text, err = io.ReadAll(os.Stdin); err == nil {
			err = remap(out, string(text), *dir, context)
		}
	}
	if flushErr := out.Flush(); err == nil {
		err = flushErr
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "unminify:", err)
		os.Exit(1)
	}
}

// answer looks up each LINE:COL of in.
func answer(out io.Writer, in io.Reader, name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	m, err := sourcemap.Decode(data, nil)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		text := strings.TrimSpace(lines.Text())
		if text == "" {
			continue
		}
		first, second, _ := strings.Cut(text, ":")
		line, err1 := strconv.ParseUint(first, 10, 32)
		col, err2 := strconv.ParseUint(second, 10, 32)
		if err1 != nil || err2 != nil {
			return fmt.Errorf("%q is not LINE:COL", text)
		}
		tok, ok := m.Lookup(uint32(line-1), uint32(col))
		if line == 0 || !ok || !tok.Mapped() {
			fmt.Fprintln(out, "-")
			continue
		}
		fmt.Fprintf(out, "%s:%d:%d %s\n", orDash(tok.SourceName()),
			uint64(tok.Original.Line)+1, tok.Original.Column, orDash(tok.NameText()))
	}
	return lines.Err()
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// remap writes a trace with its frames remapped and their source lines.
func remap(out io.Writer, text, dir string, context contextFlag) error {
	trace := sourcemap.ParseTrace(text)
	r := sourcemap.Remapper{Load: finder{dir}.load}
	frames := r.Remap(trace)
	known := 0
	for _, line := range trace.Lines {
		part := sourcemap.Trace{Lines: []sourcemap.TraceLine{line}}
		if line.Frame == nil {
			fmt.Fprint(out, part.Text(nil))
			continue
		}
		f := frames[known]
		known++
		fmt.Fprint(out, part.Text([]sourcemap.RemappedFrame{f}))
		if f.Err != nil {
			fmt.Fprintln(os.Stderr, "unminify:", f.Err)
		}
		if f.OK && context.on {
			if err := show(out, f, context.lines); err != nil {
				return err
			}
		}
	}
	return nil
}

// show writes the source line of a frame and the lines around it.
func show(out io.Writer, f sourcemap.RemappedFrame, n int) error {
	lines, first, err := f.Locator.Context(f.At, n)
	for i, line := range lines {
		mark, col := ' ', uint32(0)
		if first+uint32(i) == f.At.Line {
			mark, col = '>', f.At.Column
		}
		fmt.Fprintf(out, "%s  %c %5d | %s\n", f.Indent, mark, first+uint32(i)+1, sourcemap.TrimLine(line, col))
	}
	return err
}
