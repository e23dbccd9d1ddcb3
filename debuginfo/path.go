package debuginfo

import "strings"

// The functions below work on paths of any operating system, since a debug
// file is seldom read where it was made. A path is a Windows path if it begins
// with a drive letter or two backslashes, or contains a backslash and no slash
// before it.

// JoinPath returns name as seen from directory dir. A name that is absolute on
// either system, or a pseudo file such as <built-in>, is returned as it is. A
// name with a leading backslash keeps the drive of a Windows dir.
func JoinPath(dir, name string) string {
	switch {
	case name == "":
		return dir
	case dir == "", isAbs(name), name[0] == '<' && name[len(name)-1] == '>':
		return name
	case name[0] == '\\':
		if hasDrive(dir) {
			return dir[:2] + name
		}
		return name
	}
	sep := "/"
	if isWindows(dir) || isWindows(name) && !strings.HasPrefix(dir, "/") {
		sep = `\`
	}
	if last := dir[len(dir)-1]; last == '/' || last == '\\' && sep == `\` {
		return dir + name
	}
	return dir + sep + name
}

// SplitPath splits path behind its last separator into a directory, without
// that separator unless it is the root, and a base name.
func SplitPath(path string) (dir, name string) {
	i := strings.LastIndexByte(path, '/')
	if isWindows(path) {
		i = strings.LastIndexAny(path, `/\`)
	}
	switch {
	case i < 0:
		return "", path
	case i == rootLen(path)-1:
		return path[:i+1], path[i+1:]
	}
	return path[:i], path[i+1:]
}

// CleanPath removes empty and "." segments and resolves ".." textually. A ".."
// above the root of an absolute path is dropped, one above the start of a
// relative path is kept. Windows paths come out with backslashes.
func CleanPath(path string) string {
	if isClean(path) {
		return path
	}
	windows := isWindows(path)
	sep := byte('/')
	if windows {
		sep = '\\'
	}
	root := path[:rootLen(path)]
	out := make([]byte, 0, len(path))
	for i := range len(root) {
		if windows && root[i] == '/' {
			out = append(out, '\\')
		} else {
			out = append(out, root[i])
		}
	}
	base := len(out)
	depth := 0 // segments in out that ".." may take away
	for rest := path[len(root):]; rest != ""; {
		end := strings.IndexByte(rest, '/')
		if windows {
			end = strings.IndexAny(rest, `/\`)
		}
		seg := rest
		if end >= 0 {
			seg, rest = rest[:end], rest[end+1:]
		} else {
			rest = ""
		}
		switch {
		case seg == "" || seg == ".":
			continue
		case seg == ".." && depth > 0:
			out = out[:max(base, strings.LastIndexByte(string(out), sep))]
			depth--
			continue
		case seg == ".." && root != "":
			continue
		case seg != "..":
			depth++
		}
		if len(out) > base {
			out = append(out, sep)
		}
		out = append(out, seg...)
	}
	if len(out) == 0 && path != "" {
		return "."
	}
	return string(out)
}

// isClean reports whether CleanPath would return path unchanged, for the
// common case that needs no copy. It may say no wrongly.
func isClean(path string) bool {
	if isWindows(path) {
		return false
	}
	for i := 0; i < len(path); i++ {
		if path[i] != '/' {
			if i == 0 && path[i] == '.' {
				return false
			}
			continue
		}
		if i+1 == len(path) {
			return i == 0
		}
		if next := path[i+1]; next == '/' || next == '.' {
			return false
		}
	}
	return true
}

func isWindows(path string) bool {
	if hasDrive(path) {
		return true
	}
	i := strings.IndexAny(path, `/\`)
	return i >= 0 && path[i] == '\\'
}

func hasDrive(path string) bool {
	return len(path) >= 2 && path[1] == ':' && (path[0]|0x20) >= 'a' && (path[0]|0x20) <= 'z' &&
		(len(path) == 2 || path[2] == '/' || path[2] == '\\')
}

func isAbs(path string) bool {
	return path != "" && path[0] == '/' || strings.HasPrefix(path, `\\`) || hasDrive(path)
}

// rootLen returns the length of the part of path that ".." cannot leave,
// including its separator: "/", `\`, `c:\` or the two characters of a UNC path.
func rootLen(path string) int {
	switch {
	case hasDrive(path):
		return min(3, len(path))
	case strings.HasPrefix(path, `\\`):
		return 2
	case path != "" && (path[0] == '/' || path[0] == '\\'):
		return 1
	}
	return 0
}
