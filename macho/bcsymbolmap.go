package macho

import (
	"bytes"
	"errors"
	"strconv"
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// SymbolMapFormat is the name of the format in errors of symbol maps.
const SymbolMapFormat = "bcsymbolmap"

const (
	symbolMapMagic  = "BCSymbolMap Version:"
	symbolMapHeader = symbolMapMagic + " 2.0"
)

var errMapHeader = errors.New("first line of a symbol map is not its version")

// IsSymbolMap reports whether prefix begins like a symbol map.
func IsSymbolMap(prefix []byte) bool { return bytes.HasPrefix(prefix, []byte(symbolMapMagic)) }

// A SymbolMap gives back the names that were hidden in an app that Apple built
// from bitcode: __hidden#12_ stands for line 12, counted from 0 behind the
// header. Besides names of functions, those of directories and files are hidden.
//
// A SymbolMap serves as Transformer of symcache.Options. It is immutable;
// goroutines may share it.
type SymbolMap struct {
	lines []string
	known map[string]struct{} // all lines
}

// ParseSymbolMap reads a symbol map (*.bcsymbolmap): a line with its version,
// then a name on each line. It borrows data, which must not change while the
// SymbolMap or names from it are in use.
func ParseSymbolMap(data []byte) (*SymbolMap, error) {
	header, rest, _ := bytes.Cut(data, []byte{'\n'})
	header = bytes.TrimSuffix(header, []byte{'\r'})
	if string(header) != symbolMapHeader {
		err := errMapHeader
		if IsSymbolMap(header) {
			err = errors.Join(err, debuginfo.ErrUnsupported)
		}
		return nil, &debuginfo.FormatError{Format: SymbolMapFormat, Err: err}
	}
	m := &SymbolMap{known: make(map[string]struct{})}
	for len(rest) > 0 {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte{'\n'})
		m.lines = append(m.lines, cursor.String(bytes.TrimSuffix(line, []byte{'\r'})))
	}
	for _, line := range m.lines {
		m.known[line] = struct{}{}
	}
	return m, nil
}

// Len returns the number of names.
func (m *SymbolMap) Len() int { return len(m.lines) }

// Line returns name number i, counted from 0.
func (m *SymbolMap) Line(i int) (string, bool) {
	if i < 0 || i >= len(m.lines) {
		return "", false
	}
	return m.lines[i], true
}

// Resolve returns what a hidden name stands for, as the map has it: symbols with
// the underscore of C. Other names, and those that the map does not know or has
// an empty line for, are returned unchanged.
func (m *SymbolMap) Resolve(name string) string {
	if !IsHidden(name) {
		return name
	}
	digits, ok := strings.CutSuffix(name[len(hiddenPrefix):], "_")
	if !ok {
		return name
	}
	n, err := strconv.ParseUint(digits, 10, 31)
	if err != nil || n >= uint64(len(m.lines)) || m.lines[n] == "" {
		return name
	}
	return m.lines[n]
}

// Name returns what a hidden name of a function stands for, without the
// underscore that symbols have before their name. Where a name is put together
// from several, such as ns::__hidden#3_, each is resolved.
func (m *SymbolMap) Name(name string) string {
	at := strings.Index(name, hiddenPrefix)
	if at < 0 {
		return name
	}
	if resolved := m.Resolve(name); resolved != name {
		return m.linkageName(resolved)
	}
	whole := name
	var b strings.Builder
	for at >= 0 {
		b.WriteString(name[:at])
		name = name[at:]
		end := len(hiddenPrefix)
		for end < len(name) && name[end] >= '0' && name[end] <= '9' {
			end++
		}
		if end < len(name) && name[end] == '_' {
			end++
		}
		part := m.Resolve(name[:end])
		if b.Len()+len(part) > maxName {
			return whole
		}
		b.WriteString(part)
		name = name[end:]
		at = strings.Index(name, hiddenPrefix)
	}
	b.WriteString(name)
	return b.String()
}

// linkageName takes the underscore of C off a line that is a symbol. The same
// map has names from debug information, which may begin with an underscore of
// their own; a line is a symbol if the map has the name without it too, or if
// what follows is mangled.
func (m *SymbolMap) linkageName(line string) string {
	name, ok := strings.CutPrefix(line, "_")
	if !ok {
		return line
	}
	if _, ok := m.known[name]; ok {
		return name
	}
	for _, mangled := range [...]string{"_Z", "__Z", "_R", "$s", "$S", "_T0", "_T"} {
		if strings.HasPrefix(name, mangled) {
			return name
		}
	}
	return line
}

// Position returns file with the names in it resolved, and line as it is.
func (m *SymbolMap) Position(file debuginfo.File, line uint32) (debuginfo.File, uint32) {
	return debuginfo.File{
		CompDir: m.Resolve(file.CompDir),
		Dir:     m.Resolve(file.Dir),
		Name:    m.Resolve(file.Name),
	}, line
}
