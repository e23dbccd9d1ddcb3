package main

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/sourcemap"
)

// A finder finds scripts and their maps in a folder.
type finder struct{ dir string }

// load is the Load function of a Remapper.
func (f finder) load(script string, _ debugid.ID) (sourcemap.Locator, error) {
	for _, path := range f.candidates(script) {
		code, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			continue // a folder, or not for us
		}
		data, err := findMap(path, code)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		m, err := sourcemap.Decode(data, nil)
		if err != nil {
			return nil, err
		}
		return sourcemap.NewScript(m, code)
	}
	return nil, nil
}

// candidates returns the paths where a script may be.
func (f finder) candidates(script string) []string {
	path := script
	if u, err := url.Parse(script); err == nil && len(u.Scheme) > 1 {
		path = u.Path
	} else {
		path, _, _ = strings.Cut(path, "?")
	}
	list := []string{script}
	if local := filepath.FromSlash(strings.TrimLeft(path, "/")); filepath.IsLocal(local) {
		list = append(list, filepath.Join(f.dir, local))
	}
	if strings.HasPrefix(script, "file:") {
		list = append(list, filepath.FromSlash(path))
	}
	return append(list, filepath.Join(f.dir, filepath.Base(filepath.FromSlash(path))))
}

// findMap returns the map of the script at path: the one that the script
// refers to, or one beside it.
func findMap(path string, code []byte) ([]byte, error) {
	if ref, ok := sourcemap.Reference(code); ok {
		if strings.HasPrefix(ref, "data:") {
			return []byte(ref), nil
		}
		if name, err := sourcemap.ResolveURL(filepath.ToSlash(path), ref); err == nil {
			if data, err := os.ReadFile(filepath.FromSlash(name)); err == nil {
				return data, nil
			}
		}
		// The reference may be a URL whose file was downloaded with the script.
		name := filepath.Join(filepath.Dir(path), filepath.Base(filepath.FromSlash(ref)))
		if data, err := os.ReadFile(name); err == nil {
			return data, nil
		}
	}
	return os.ReadFile(path + ".map")
}

// A contextFlag is a flag that may have a number.
type contextFlag struct {
	on    bool
	lines int
}

// IsBoolFlag lets the flag stand without a number.
func (c *contextFlag) IsBoolFlag() bool { return true }

// String returns the number.
func (c *contextFlag) String() string { return strconv.Itoa(c.lines) }

// Set takes a number, true or false.
func (c *contextFlag) Set(s string) error {
	if on, err := strconv.ParseBool(s); err == nil && s != "0" && s != "1" {
		*c = contextFlag{on: on, lines: 5}
		return nil
	}
	n, err := strconv.ParseUint(s, 10, 16)
	*c = contextFlag{on: err == nil, lines: int(n)}
	return err
}

// joinContext writes "-context 3" as "-context=3", which package flag does not
// take for flags that may stand alone.
func joinContext(args []string) []string {
	var out []string
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if (arg == "-context" || arg == "--context") && i+1 < len(args) {
			if _, err := strconv.ParseUint(args[i+1], 10, 16); err == nil {
				arg += "=" + args[i+1]
				i++
			}
		}
		out = append(out, arg)
	}
	return out
}
