package source

import (
	"os"
	"strings"
)

// Names returns the names of the files in a directory, sorted, at most limit of
// them, without directories and hidden files.
func Names(dir string, limit int) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") && len(out) < limit {
			out = append(out, e.Name())
		}
	}
	return out, nil
}
