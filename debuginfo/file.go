package debuginfo

// A File is a source file as the debug information names it.
type File struct {
	CompDir string // directory in which the compiler ran; "" if unknown
	Dir     string // directory of the file, absolute or relative to CompDir
	Name    string // base name, or a path where the format does not split it
}

// Path returns the full path: Name below Dir below CompDir, cleaned.
func (f File) Path() string {
	return CleanPath(JoinPath(JoinPath(f.CompDir, f.Dir), f.Name))
}

// IsZero reports whether f names no file.
func (f File) IsZero() bool { return f == File{} }
