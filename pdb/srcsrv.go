package pdb

import (
	"bytes"
	"strings"
)

// A SourceServer is what a database says of where its sources are kept: the
// stream srcsrv, a text with sections of variables and a table of files.
type SourceServer struct {
	// Variables are those of the sections ini and variables, by name in lower
	// case: VERCTRL names the version control, SRCSRVTRG how to fetch a file.
	Variables map[string]string

	files map[string][]string // fields of each file by its path in lower case
}

// SourceServer returns the source server information, or false if there is
// none or it does not name a version control.
func (f *File) SourceServer() (*SourceServer, bool) {
	n, ok := f.NamedStream("srcsrv")
	if !ok {
		return nil, false
	}
	data, err := f.Stream(n)
	if err != nil {
		return nil, false
	}
	s := parseSourceServer(data)
	_, ok = s.Variables["verctrl"]
	return s, ok
}

// parseSourceServer reads lines of the forms
//
//	SRCSRV: section --------
//	VARIABLE=value               in the sections ini and variables
//	path*second*third*…          in the section source files
func parseSourceServer(data []byte) *SourceServer {
	s := &SourceServer{Variables: map[string]string{}, files: map[string][]string{}}
	section := ""
	for raw := range bytes.Lines(data) {
		line := strings.TrimSpace(string(raw))
		if rest, ok := cutPrefixFold(line, "SRCSRV:"); ok {
			section = strings.ToLower(strings.TrimSpace(strings.TrimRight(rest, "- ")))
			continue
		}
		switch section {
		case "ini", "variables":
			if name, value, ok := strings.Cut(line, "="); ok {
				s.Variables[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
			}
		case "source files":
			if fields := strings.Split(line, "*"); len(fields) > 1 {
				s.files[strings.ToLower(fields[0])] = fields
			}
		case "end":
			return s
		}
	}
	return s
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// Fields returns the fields of a file, the first of which is its path as the
// compiler saw it, whatever the case of path; nil if the file is not listed.
func (s *SourceServer) Fields(path string) []string { return s.files[strings.ToLower(path)] }

// Perforce returns the path of a file in its depot, without the slashes before
// it, and its revision, "" if that is not known. It reports false for a file
// that is not listed and for another version control.
func (s *SourceServer) Perforce(path string) (depot, revision string, ok bool) {
	fields := s.Fields(path)
	if !strings.EqualFold(s.Variables["verctrl"], "Perforce") || len(fields) < 3 || fields[2] == "" {
		return "", "", false
	}
	if len(fields) > 3 {
		revision = fields[3]
	}
	return strings.TrimPrefix(fields[2], "//"), revision, true
}
