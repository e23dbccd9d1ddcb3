package objfile

import (
	"encoding/hex"
	"errors"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/source"
)

// dsymInside is where a dSYM bundle has its Mach-O files.
const dsymInside = "Contents/Resources/DWARF"

// maxBundleFiles bounds the files of a bundle: builds make one, dsymutil given
// several executables as many.
const maxBundleFiles = 1024

// bundleFiles returns the Mach-O files in the dSYM bundle called name: first
// the one that is called like the bundle, then the others by name. It reports
// false if name is no bundle.
func bundleFiles(name string) ([]string, bool) {
	dir := filepath.Join(name, filepath.FromSlash(dsymInside))
	names, err := source.Names(dir, maxBundleFiles)
	if err != nil {
		return nil, false
	}
	abs, err := filepath.Abs(name)
	if err != nil {
		abs = name
	}
	own := strings.TrimSuffix(filepath.Base(abs), ".dSYM")
	rank := func(file string) int {
		switch file {
		case own:
			return 0
		case strings.TrimSuffix(own, filepath.Ext(own)): // X.app.dSYM has X
			return 1
		}
		return 2
	}
	slices.SortStableFunc(names, func(a, b string) int { return rank(a) - rank(b) })
	for i, file := range names {
		names[i] = filepath.Join(dir, file)
	}
	return names, true
}

// openBundle opens all Mach-O files of the bundle called name as one File. One that cannot be
// read costs only itself. Files of other formats are no part of it.
func openBundle(name string, files []string, opts *Options) (*File, error) {
	out := &File{format: FormatMachO, name: name, bundle: readBundle(name)}
	for _, name := range files {
		f, err := openFile(name, opts)
		switch {
		case errors.Is(err, debuginfo.ErrUnknownFormat):
		case err != nil:
			out.objects = append(out.objects, member{err: err})
		case f.format != FormatMachO && f.format != FormatFat:
			f.Close()
		default:
			out.keep(f)
			out.objects = append(out.objects, f.objects...)
			if len(f.objects) > 1 {
				out.format = FormatFat
			}
		}
	}
	if len(out.objects) == 0 {
		return nil, debuginfo.ErrUnknownFormat
	}
	return out, nil
}

// dsymCandidates returns where below root the dSYM of a file may be.
func (r Request) dsymCandidates(root string) []string {
	var out []string
	if !r.DebugID.IsZero() {
		id := r.DebugID.UUID()
		out = append(out, uuidPaths(strings.ToUpper(hex.EncodeToString(id[:])))...)
	}
	if r.Name == "" {
		return out
	}
	base := path.Base(strings.ReplaceAll(r.Name, `\`, "/"))
	bundles := []string{base}
	places := []string{""}
	if dir, rel, ok := r.below(root); ok {
		// The dSYM of an app stands beside the app.
		for range maxBundleDepth {
			places = append(places, rel)
			if name := path.Base(dir); path.Ext(name) != "" {
				bundles = append(bundles, name)
			}
			if rel == "." {
				break
			}
			dir, rel = path.Dir(dir), path.Dir(rel)
		}
	}
	for _, place := range places {
		for _, bundle := range bundles {
			out = append(out, path.Join(place, bundle+".dSYM", dsymInside, base))
		}
	}
	return out
}

// maxBundleDepth is how far up from a file the bundle that it is part of may
// begin: X.app/Contents/Frameworks/Y.framework/Versions/A/Y.
const maxBundleDepth = 7

// below returns the directory of the file that asks, absolute and relative to
// root, if it lies below root.
func (r Request) below(root string) (dir, rel string, ok bool) {
	if r.From == "" {
		return "", "", false
	}
	dir, err := filepath.Abs(filepath.Dir(r.From))
	if err != nil {
		return "", "", false
	}
	abs, err := filepath.Abs(root)
	if err != nil {
		return "", "", false
	}
	rel, err = filepath.Rel(abs, dir)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", "", false
	}
	return filepath.ToSlash(dir), filepath.ToSlash(rel), true
}

// uuidPaths returns where symbol stores keep the dSYM with the given UUID, 32
// upper-case digits.
func uuidPaths(id string) []string {
	lower := strings.ToLower(id)
	return []string{
		strings.Join([]string{id[:4], id[4:8], id[8:12], id[12:16], id[16:20], id[20:]}, "/"),
		lower[:2] + "/" + lower[2:] + "/debuginfo",
		"_.dwarf/mach-uuid-sym-" + lower + "/_.dwarf",
	}
}
