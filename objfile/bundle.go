package objfile

import (
	"path/filepath"
	"strings"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/internal/source"
	"github.com/gosymbolic/symbolic/macho"
)

// A Bundle is what a dSYM bundle says of itself beside its objects.
type Bundle struct {
	Identifier   string // CFBundleIdentifier: that of the app with a prefix
	Version      string // CFBundleVersion
	ShortVersion string // CFBundleShortVersionString
	// Originals has, by the debug id of an object that Apple rebuilt from
	// bitcode, that of the build that was uploaded. The symbol map with the
	// names of the object is that of the original; see [macho.SymbolMap].
	Originals map[debugid.ID]debugid.ID
}

// Bundle returns what the dSYM bundle says of itself that Open was given, or
// nil for other files. Property lists that are missing or damaged leave its
// fields empty.
func (f *File) Bundle() *Bundle { return f.bundle }

const (
	infoPlist       = "Contents/Info.plist"
	bundleResources = "Contents/Resources"
	maxPlistSize    = 1 << 20
)

// readBundle reads the property lists of the bundle called name.
func readBundle(name string) *Bundle {
	info := readPlist(filepath.Join(name, filepath.FromSlash(infoPlist)))
	b := &Bundle{
		Identifier:   info["CFBundleIdentifier"],
		Version:      info["CFBundleVersion"],
		ShortVersion: info["CFBundleShortVersionString"],
		Originals:    make(map[debugid.ID]debugid.ID),
	}
	dir := filepath.Join(name, filepath.FromSlash(bundleResources))
	names, err := source.Names(dir, maxBundleFiles)
	if err != nil {
		return b
	}
	for _, file := range names {
		stem, ok := strings.CutSuffix(file, ".plist")
		id, err := debugid.Parse(stem)
		if !ok || err != nil {
			continue
		}
		if data := readSmall(filepath.Join(dir, file)); data != nil {
			if m, err := macho.ParseUUIDMap(data); err == nil {
				b.Originals[id] = m.Original
			}
		}
	}
	return b
}

func readPlist(name string) map[string]string {
	data := readSmall(name)
	if data == nil {
		return nil
	}
	entries, err := macho.ReadPlist(data)
	if err != nil {
		return nil
	}
	return entries
}

// readSmall returns the contents of a file, or nil if it is missing or too large.
func readSmall(name string) []byte {
	src, closer, err := source.OpenFile(name)
	if err != nil {
		return nil
	}
	defer closer.Close()
	if src.Size() > maxPlistSize {
		return nil
	}
	data, err := src.Bytes(0, src.Size())
	if err != nil {
		return nil
	}
	return data
}
