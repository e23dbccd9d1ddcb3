package sourcemap

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/gosymbolic/symbolic/debugid"
)

// HeaderNames returns the names of the HTTP response headers that refer to a
// source map, in order of precedence. Case does not matter in them. They win
// over references in the text.
func HeaderNames() []string { return []string{"SourceMap", "X-SourceMap"} }

// maxReference bounds the length of a reference that is taken for an address.
// Longer ones occur only as data URLs.
const maxReference = 1 << 16

// Reference returns what a script or style sheet says about its source map: a
// URL, often relative (see [ResolveURL]), or a data URL. It is what follows
// the last "sourceMappingURL=" after "//# ", "//@ ", "/*# " or "/*@ ", wherever
// in the text, up to the next white space. Query and fragment of a URL are
// left out, as those are about how the map was requested.
func Reference(text []byte) (ref string, ok bool) {
	value := lastComment(text, "sourceMappingURL=", "#@")
	if len(value) == 0 {
		return "", false
	}
	if bytes.HasPrefix(value, []byte("data:")) {
		return string(value), true
	}
	if len(value) > maxReference {
		return "", false
	}
	if i := bytes.IndexByte(value, '?'); i >= 0 {
		value = value[:i]
	}
	if i := bytes.IndexByte(value, '#'); i >= 0 {
		value = value[:i]
	}
	return string(value), len(value) > 0
}

// ScriptDebugID returns the debug id that a script has in a comment: what
// follows the last "//# debugId=". It reports false if that is no debug id.
func ScriptDebugID(text []byte) (debugid.ID, bool) {
	id, err := debugid.Parse(string(limit(lastComment(text, "debugId=", "#"), 64)))
	return id, err == nil
}

func limit(b []byte, n int) []byte { return b[:min(len(b), n)] }

// lastComment returns the value after the last occurrence of key that follows
// a comment of one of the given signs.
func lastComment(text []byte, key, signs string) []byte {
	for end := len(text); ; {
		at := bytes.LastIndex(text[:end], []byte(key))
		if at < 0 {
			return nil
		}
		end = at
		if at < 4 || text[at-1] != ' ' && text[at-1] != '\t' || strings.IndexByte(signs, text[at-2]) < 0 || text[at-4] != '/' {
			continue
		}
		open := text[at-3]
		if open != '/' && open != '*' {
			continue
		}
		value := bytes.TrimLeft(text[at+len(key):], " \t")
		if n := bytes.IndexAny(value, " \t\r\n\v\f"); n >= 0 {
			value = value[:n]
		}
		if open == '*' {
			value, _, _ = bytes.Cut(value, []byte("*/"))
		}
		return value
	}
}

// ResolveURL returns the address of a reference found in the text at base,
// which is a URL or a file path with forward slashes. A data URL and an
// absolute URL are returned as they are.
func ResolveURL(base, ref string) (string, error) {
	if strings.HasPrefix(ref, "data:") {
		return ref, nil
	}
	if !isURL(base) && !isURL(ref) {
		if strings.HasPrefix(ref, "/") || isDrivePath(ref) {
			return ref, nil
		}
		dir := base[:strings.LastIndexAny(base, `/\`)+1]
		if unescaped, err := url.PathUnescape(ref); err == nil {
			ref = unescaped
		}
		return joinPath(dir, ref), nil
	}
	b, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	r, err := b.Parse(ref)
	if err != nil {
		return "", err
	}
	return r.String(), nil
}

// isURL reports whether s has a scheme of two letters or more, which a drive
// letter is not.
func isURL(s string) bool {
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c|0x20 && c|0x20 <= 'z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return c == ':' && i > 1
		}
	}
	return false
}

// joinPath joins a folder, "" or with a slash at its end, and a relative path,
// without the dot segments that the path begins with.
func joinPath(dir, path string) string {
	for {
		switch {
		case strings.HasPrefix(path, "./"):
			path = path[2:]
		case strings.HasPrefix(path, "../") && len(dir) > 1 && !strings.HasSuffix(dir, "../"):
			path = path[3:]
			dir = dir[:strings.LastIndexAny(dir[:len(dir)-1], `/\`)+1]
		default:
			return dir + path
		}
	}
}

// maxScan bounds how much of a text IsSourceMap looks at before it knows that
// this is no JSON.
const maxScan = 4096

// IsSourceMap reports whether data looks like a source map: a JSON object, or
// one behind junk, with sections, or with mappings, one of version and file,
// and one of sources, sourceRoot, sourcesContent and names. It reads no more
// than it must to know.
func IsSourceMap(data []byte) bool {
	text, _, err := stripJunk(data)
	if err != nil {
		return false
	}
	if trimmed := bytes.TrimLeft(text[:min(len(text), maxScan)], " \t\r\n"); len(trimmed) == 0 || trimmed[0] != '{' {
		return false
	}
	r := newReader(text, 0, &run{opt: &Options{}})
	if r.open() != nil {
		return false
	}
	var mappings, head, body bool
	for {
		more, err := r.more()
		if err != nil || !more {
			return false
		}
		key, err := r.key()
		if err != nil {
			return false
		}
		switch key {
		case "sections":
			return true
		case "mappings":
			mappings = true
		case "version", "file":
			head = true
		case "sources", "sourceRoot", "sourcesContent", "names":
			body = true
		}
		if mappings && head && body {
			return true
		}
		if r.skip() != nil {
			return false
		}
	}
}
