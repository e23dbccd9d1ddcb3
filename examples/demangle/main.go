// Demangle writes mangled symbol names as source text, like c++filt. It
// demangles its arguments, a line each, or else the names in the text that it
// reads, and keeps all other text as it is.
//
//	nm libfoo.so | go run ./examples/demangle -short
//	go run ./examples/demangle -lang swift '$s4main3fooyyF'
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/demangle"
)

func main() {
	short := flag.Bool("short", false, "write names as stack traces do, without what is noise there")
	name := flag.Bool("name", false, "write the qualified name only, without parameters and return type")
	lang := flag.String("lang", "", "take all names to be of this `language`: c++, rust, swift, d, objc, objc++")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: demangle [flags] [name ...] < text")
		flag.PrintDefaults()
	}
	flag.Parse()

	var opts demangle.Options
	switch {
	case *name:
		opts.Form = demangle.NameOnly
	case *short:
		opts.Form = demangle.Short
	}
	if *lang != "" {
		opts.Language = debuginfo.ParseLanguage(strings.ReplaceAll(*lang, "++", "pp"))
		if opts.Language == debuginfo.LanguageUnknown {
			fmt.Fprintf(os.Stderr, "demangle: unknown language %q\n", *lang)
			os.Exit(2)
		}
	}
	if err := run(os.Stdin, os.Stdout, flag.Args(), opts); err != nil {
		fmt.Fprintln(os.Stderr, "demangle:", err)
		os.Exit(1)
	}
}

// run demangles the names, or what r has if there are none.
func run(r io.Reader, w io.Writer, names []string, opts demangle.Options) error {
	out := bufio.NewWriter(w)
	for _, name := range names {
		text, ok := demangle.Demangle(name, opts)
		if !ok {
			text = filter(name, opts)
		}
		fmt.Fprintln(out, text)
	}
	if len(names) > 0 {
		return out.Flush()
	}
	in := bufio.NewReaderSize(r, 64<<10)
	for {
		line, err := in.ReadString('\n')
		out.WriteString(filter(line, opts))
		if in.Buffered() == 0 || err != nil { // whoever writes into the pipe may be waiting
			if err := out.Flush(); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// filter demangles the names in a text.
func filter(text string, opts demangle.Options) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		n := nameLength(text[i:], opts.Language)
		if n == 0 { // no name can begin within a word
			n = max(wordLength(text[i:]), 1)
			b.WriteString(text[i : i+n])
		} else {
			s, ok := demangle.Demangle(text[i:i+n], opts)
			if !ok && text[i] == '@' { // as in address@name
				n, s = 1, "@"
			}
			b.WriteString(s)
		}
		i += n
	}
	return b.String()
}

// nameLength returns the length of what could be a mangled name at the
// beginning of s: a word, or for Microsoft's names more than that.
func nameLength(s string, l debuginfo.Language) int {
	switch {
	case s[0] == '?' || strings.HasPrefix(s, "@?"):
		return microsoftLength(s)
	case strings.HasPrefix(s, "@__swiftmacro_"):
		return 1 + wordLength(s[1:])
	case s[0] == '_' || s[0] == '$' || s[0] == 'Z' || s[0] == 'R' && l == debuginfo.LanguageRust:
		return wordLength(s)
	}
	return 0
}

// wordLength returns the length of the word at the beginning of s. A full stop
// is part of it unless it is the last character.
func wordLength(s string) int {
	n := 0
	for n < len(s) && (isWord(s[n]) || s[n] == '.') {
		n++
	}
	for n > 0 && s[n-1] == '.' {
		n--
	}
	return n
}

// microsoftLength is wordLength for characters that Microsoft's names have.
// Lambdas and the like bring angle brackets, in pairs.
func microsoftLength(s string) int {
	n, open := 0, 0
	for ; n < len(s); n++ {
		switch c := s[n]; {
		case c == '<':
			open++
		case c == '>' && open > 0:
			open--
		case !isWord(c) && c != '?' && c != '@':
			return n
		}
	}
	return n
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c >= 0x80
}
