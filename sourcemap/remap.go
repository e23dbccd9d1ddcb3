package sourcemap

import (
	"strconv"
	"strings"

	"github.com/gosymbolic/symbolic/debugid"
)

// A Remapper turns stack traces of generated code into traces of its sources.
// Goroutines may share it if they may share its functions.
type Remapper struct {
	// Load returns what tells about the script at a URL, nil if there is
	// nothing. id is the script's debug id as DebugIDs has it, or the zero ID.
	// It is called once for each script of a trace.
	Load func(url string, id debugid.ID) (Locator, error)
	// DebugIDs has the debug ids of scripts by URL, where they are known.
	DebugIDs map[string]debugid.ID
}

// A RemappedFrame is a frame of a trace and what became of it.
type RemappedFrame struct {
	*Frame          // as in the trace
	OK     bool     // the source is known
	At     Location // where it is, if OK
	// Name is what to call the function: its name in the source, or else the
	// name that its caller knows it by, or else the one in the trace.
	Name    string
	Locator Locator // of the script, nil if there is none
	Err     error   // why there is no location, if something failed
}

// Remap returns the frames of a trace with their places in the sources,
// innermost first. Frames that cannot be remapped stay as they are.
func (r *Remapper) Remap(t *Trace) []RemappedFrame {
	frames := t.Frames()
	out := make([]RemappedFrame, len(frames))
	type loaded struct {
		l   Locator
		err error
	}
	scripts := make(map[string]loaded)
	for i, f := range frames {
		o := &out[i]
		o.Frame = f
		where := f
		if f.Eval != nil && !f.inScript() {
			where = f.Eval // the code that was evaluated is in no file
		}
		if !where.inScript() || where.Column == 0 && !where.Bytecode {
			continue
		}
		s, ok := scripts[where.URL]
		if !ok {
			s.l, s.err = r.Load(where.URL, r.DebugIDs[where.URL])
			scripts[where.URL] = s
		}
		o.Locator, o.Err = s.l, s.err
		if s.l == nil || s.err != nil {
			continue
		}
		o.At, o.OK, o.Err = s.l.Lookup(where.Line-1, max(where.Column, 1)-1)
	}
	for i := range out {
		callee := &out[i]
		callSite := ""
		if i+1 < len(out) && out[i+1].OK && !out[i+1].Async {
			callSite = out[i+1].At.Name
		}
		callee.Name = callee.name(callSite)
	}
	return out
}

// inScript reports whether a frame has a position in a script.
func (f *Frame) inScript() bool {
	return f.Line > 0 && !f.Native && f.URL != "" && f.URL != "<anonymous>"
}

// name chooses what to call the function of a frame: its name in the source
// unless that says nothing, then the name at the place it is called from, then
// the one in the trace.
func (f *RemappedFrame) name(callSite string) string {
	if f.OK {
		if strings.Contains(f.Function, "$async$") && f.At.Name != "" {
			return FoldName(f.At.Name) // what a compiler of Dart made of a function
		}
		if f.At.Scope == NamedScope && !uselessName(f.At.Function) {
			return FoldName(f.At.Function)
		}
		if callSite != "" && !uselessName(callSite) {
			return FoldName(callSite)
		}
	}
	switch {
	case f.Function != "":
		return FoldName(f.Function)
	case f.OK && f.At.Scope == NamedScope:
		return f.At.Function
	}
	return ""
}

// uselessName reports whether a name is one that bundlers give to functions of
// their own.
func uselessName(name string) bool {
	switch name {
	case "", "<anonymous>", "__webpack_require__", "__webpack_modules__":
		return true
	}
	return false
}

// FoldName shortens repetitions in a dotted name: a.a.a.b becomes {a#3}.b.
func FoldName(name string) string {
	if !strings.Contains(name, ".") {
		return name
	}
	parts := strings.Split(name, ".")
	out := make([]string, 0, len(parts))
	folded := false
	for i := 0; i < len(parts); {
		n := 1
		for i+n < len(parts) && parts[i+n] == parts[i] {
			n++
		}
		if n > 1 && parts[i] != "" {
			out = append(out, "{"+parts[i]+"#"+strconv.Itoa(n)+"}")
			folded = true
		} else {
			out = append(out, parts[i:i+n]...)
		}
		i += n
	}
	if !folded {
		return name
	}
	return strings.Join(out, ".")
}

// Text returns the trace with its remapped frames in the place of the
// original ones. All other lines stay as they are.
func (t *Trace) Text(frames []RemappedFrame) string {
	var b strings.Builder
	i := 0
	for _, line := range t.Lines {
		switch {
		case line.Frame == nil:
			b.WriteString(line.Text)
		case i < len(frames):
			b.WriteString(frames[i].text(line.Text))
			i++
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// text returns the line of a frame in the style of its engine; original is
// the line as it was.
func (f *RemappedFrame) text(original string) string {
	if !f.OK {
		return original
	}
	source := f.At.Source
	if source == "" {
		source = "<unknown>"
	}
	where := FixSource(source) + ":" + strconv.FormatUint(uint64(f.At.Line)+1, 10) + ":" +
		strconv.FormatUint(uint64(f.At.Column)+1, 10)
	if !f.Frame.At {
		async := ""
		if f.Async {
			async = "async*"
		}
		return f.Indent + async + f.Name + "@" + where
	}
	b := f.Indent + "at "
	if f.Async {
		b += "async "
	}
	if f.New && !strings.HasPrefix(f.Name, "new ") && f.Name != "" {
		b += "new "
	}
	if f.Name == "" {
		return b + where
	}
	return b + f.Name + " (" + where + ")"
}

// FixSource returns the path that a reader knows a source by: without the
// schemes and name spaces that webpack and Turbopack put before it.
func FixSource(source string) string {
	switch {
	case strings.HasPrefix(source, "webpack://"):
		path := source[len("webpack://"):]
		if i := strings.LastIndex(path, "/~/"); i >= 0 {
			return path[i+1:]
		}
		// The name space comes first; it is often empty.
		if i := strings.IndexByte(path, '/'); i >= 0 {
			return path[i+1:]
		}
	case strings.HasPrefix(source, "turbopack://"):
		path := source[len("turbopack://"):]
		if i := strings.IndexByte(path, '/'); i >= 0 {
			path = path[i+1:]
		}
		if rest, ok := strings.CutPrefix(path, "[project]/"); ok {
			return "./" + rest
		}
		return path
	}
	return source
}

// maxContextLine is how many characters of a source line are shown, and
// longContextLine from which length on a line is cut.
const (
	maxContextLine  = 140
	longContextLine = 150
)

// TrimLine cuts a long source line, without its line feed, to about 140
// characters around a column in UTF-16 code units and marks the cuts.
func TrimLine(line string, col uint32) string {
	line = strings.TrimRight(line, "\r\n")
	runes := []rune(line)
	if len(runes) <= longContextLine {
		return line
	}
	at := len([]rune(line[:ByteColumn(line, col)]))
	const margin = 5 // so near an end of the line it is not cut there
	start := max(min(at, len(runes))-60, 0)
	if start < margin {
		start = 0
	}
	end := min(start+maxContextLine, len(runes))
	if end > len(runes)-margin {
		end = len(runes)
	}
	if end == len(runes) {
		start = max(end-maxContextLine, 0)
	}
	out := string(runes[start:end])
	if start > 0 {
		out = "{snip} " + out
	}
	if end < len(runes) {
		out += " {snip}"
	}
	return out
}
