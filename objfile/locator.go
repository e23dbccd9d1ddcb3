package objfile

import (
	"encoding/hex"
	"io"
	"iter"
	"path"
	"path/filepath"
	"strings"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/source"
)

// A CompanionKind says why an object needs another file.
type CompanionKind string

// The kinds of companions.
const (
	// CompanionDebug holds the debug information of a stripped ELF file. Name
	// is that of .gnu_debuglink, or ""; BuildID is set if the file has one.
	CompanionDebug CompanionKind = "debug"
	// CompanionAlt holds what several ELF debug files share. Name is that of
	// .gnu_debugaltlink, BuildID that of the wanted file.
	CompanionAlt CompanionKind = "alt"
	// CompanionDWP holds the split units of an ELF file. Name is the base name
	// of the file with ".dwp" added.
	CompanionDWP CompanionKind = "dwp"
	// CompanionDWO holds one split unit. Name is that of the skeleton unit,
	// Dir its compilation directory.
	CompanionDWO CompanionKind = "dwo"
	// CompanionPDB holds the debug information of a PE file. Name is the path
	// that the linker wrote, DebugID identifies the file.
	CompanionPDB CompanionKind = "pdb"
	// CompanionDSYM holds the debug information of a Mach-O file. Name is the
	// base name of the file, DebugID that of both.
	CompanionDSYM CompanionKind = "dsym"
	// CompanionObject is an object file that a Mach-O executable was linked
	// from. Name is its path, with the member in parentheses if it is part of
	// an archive; the whole archive will do as well as the member.
	CompanionObject CompanionKind = "object"
)

// A Request asks a Locator for a companion. Fields that do not apply are zero.
// Names come from the file and may be hostile.
type Request struct {
	Kind    CompanionKind
	Name    string     // of the companion, as the object states it
	Dir     string     // directory that Name is relative to, as the object states it
	From    string     // path of the file that asks, "" if it was not opened by name
	BuildID []byte     // of the companion
	DebugID debugid.ID // of the companion
}

// A Companion is a candidate that a Locator found. Whoever gets it closes it.
type Companion struct {
	io.ReaderAt
	Size  int64
	Path  string       // for messages and for what the companion refers to
	Close func() error // nil if there is nothing to close
}

// A Locator finds companions, in directories or on a symbol server. Locate
// yields candidates, the likeliest first, until the caller stops; the caller
// checks ids and closes what does not fit. An error is about one candidate.
// Goroutines may call Locate at the same time.
type Locator interface {
	Locate(Request) iter.Seq2[*Companion, error]
}

// Dirs is a Locator that looks below a list of directories, in the layouts of
// debuggers: build-id trees, the search path of .gnu_debuglink, files beside
// the one that asks, symbol stores, and the paths that compilers wrote, taken
// to lie below each directory. Names that lead out of a directory are not
// followed. Add the directory of the file itself to look beside it.
type Dirs []string

// Locate yields the files that exist, in the order of the directories.
func (d Dirs) Locate(r Request) iter.Seq2[*Companion, error] {
	return func(yield func(*Companion, error) bool) {
		seen := make(map[string]bool)
		for _, root := range d {
			for _, rel := range r.candidates(root) {
				name := filepath.Join(root, filepath.FromSlash(path.Clean("/"+rel)))
				if seen[name] || name == r.From {
					continue
				}
				seen[name] = true
				src, closer, err := source.OpenFile(name)
				if err != nil {
					continue // most candidates do not exist
				}
				c := &Companion{ReaderAt: src.ReaderAt(), Size: int64(src.Size()), Path: name, Close: closer.Close}
				if !yield(c, nil) {
					return
				}
			}
		}
	}
}

// candidates returns where below root the companion may be, with slashes.
func (r Request) candidates(root string) []string {
	var out []string
	if len(r.BuildID) > 1 {
		id := hex.EncodeToString(r.BuildID)
		file := id[:2] + "/" + id[2:] + ".debug"
		out = append(out, ".build-id/"+file, "usr/lib/debug/.build-id/"+file, id[:2]+"/"+id[2:]+"/debuginfo")
	}
	if r.Kind == CompanionDSYM {
		return r.dsymCandidates(root)
	}
	// The path in the object may be of any system.
	name := strings.ReplaceAll(r.Name, `\`, "/")
	if i := strings.LastIndexByte(name, '('); r.Kind == CompanionObject && i > 0 && strings.HasSuffix(name, ")") {
		name = name[:i]
	}
	if name == "" {
		return out
	}
	base := path.Base(name)
	from := ""
	if dir, err := filepath.Abs(filepath.Dir(r.From)); err == nil && r.From != "" {
		from = filepath.ToSlash(dir)
		if abs, err := filepath.Abs(root); err == nil {
			if rel, err := filepath.Rel(abs, dir); err == nil && !strings.HasPrefix(rel, "..") {
				// Beside the file that asks, which lies below root.
				beside := filepath.ToSlash(rel)
				if !path.IsAbs(name) {
					out = append(out, path.Join(beside, name))
				}
				out = append(out, path.Join(beside, base), path.Join(beside, ".debug", base), path.Join(beside, ".dwz", base))
				if r.Kind == CompanionDebug {
					// Debug links often have the build id for a name, while
					// people name the file after its program.
					own := path.Join(beside, path.Base(filepath.ToSlash(r.From)))
					out = append(out, own+".debug", own+".dbg")
				}
			}
		}
	}
	if r.Kind == CompanionPDB && !r.DebugID.IsZero() {
		out = append(out, base+"/"+storeID(r.DebugID)+"/"+base)
	}
	out = append(out, base, ".debug/"+base, ".dwz/"+base)
	if from != "" {
		out = append(out, path.Join(from, base), path.Join(from, ".debug", base))
	}
	if dir := strings.ReplaceAll(r.Dir, `\`, "/"); dir != "" && !path.IsAbs(name) {
		out = append(out, suffixes(path.Join(dir, name))...)
	}
	return append(out, suffixes(name)...)
}

// maxSuffixes bounds how many directories of a path from a file are tried.
const maxSuffixes = 32

// suffixes returns name and what is left of it when directories are taken off
// its front: builds are often moved to another place as a whole.
func suffixes(name string) []string {
	out := []string{name}
	for len(out) < maxSuffixes {
		_, rest, ok := strings.Cut(strings.TrimLeft(name, "/"), "/")
		if !ok {
			break
		}
		name = rest
		out = append(out, name)
	}
	return out
}

// storeID returns id in the form of Microsoft's symbol stores.
func storeID(id debugid.ID) string {
	text := id.Breakpad()
	if id.Kind() == debugid.KindPDB20 {
		return text
	}
	return text[:32] + strings.ToUpper(text[32:])
}

// companions finds and opens the companions of the objects of a file.
type companions struct {
	locator Locator
	from    string
	keep    func(io.Closer)
	limits  *debuginfo.Limits
}

// find returns the first candidate that accept takes. It is ErrNotFound if
// there is none, or no Locator.
func (c *companions) find(r Request, accept func(*Companion) bool) error {
	if c.locator == nil {
		return debuginfo.ErrNotFound
	}
	r.From = c.from
	for candidate, err := range c.locator.Locate(r) {
		if err != nil {
			continue // the next candidate may do
		}
		if accept(candidate) {
			return nil
		}
		if candidate.Close != nil {
			candidate.Close()
		}
	}
	return debuginfo.ErrNotFound
}

// hold keeps a companion open for as long as the file is.
func (c *companions) hold(found *Companion) {
	if found.Close != nil {
		c.keep(closeFunc(found.Close))
	}
}

type closeFunc func() error

func (f closeFunc) Close() error { return f() }
