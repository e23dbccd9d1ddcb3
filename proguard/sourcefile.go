package proguard

import "strings"

const (
	// syntheticFile is what R8 gives as the source file of classes it makes.
	syntheticFile = "R8$$SyntheticClass"
	// nativeMethod stands for the file in frames of native methods, and stays.
	nativeMethod = "Native Method"
)

// file returns the source file of an original class that the class c of the
// program led to. shown is the file that the frame showed.
func (m *Mapper) file(c *classEntry, original, shown string) (string, error) {
	if shown == nativeMethod {
		return nativeMethod, nil
	}
	file := ""
	if original == c.original {
		file = c.file
	}
	if file == "" {
		f, _, err := m.idx.sourceFile(original)
		if err != nil {
			return "", err
		}
		file = f
	}
	switch file {
	case "":
		return inferFile(original, extension(shown), extension(c.file)), nil
	case syntheticFile:
		return outerClass(original), nil
	}
	return file, nil
}

// inferFile makes up the source file of a class: the name of its outermost
// class with an extension. shown is the extension in the frame, near that of
// the file of the class that the frame named; either may be empty.
//
// Kotlin puts what is outside of classes in File.kt into a class FileKt.
func inferFile(class, shown, near string) string {
	if shown == "" || shown == "kt" {
		simple := class[strings.LastIndexByte(class, '.')+1:]
		if !strings.Contains(simple, "Kt") {
			simple = ""
		}
		for segment := range strings.SplitSeq(simple, "$") {
			if name, ok := strings.CutSuffix(segment, "Kt"); ok && name != "" {
				return name + ".kt"
			}
		}
	}
	if shown == "kt" || shown == "" && near == "kt" {
		return outerClass(class) + ".kt"
	}
	if shown == "" && near != "" {
		return outerClass(class) + "." + near
	}
	return outerClass(class) + ".java"
}

// outerClass returns the name of the outermost class, without its package.
func outerClass(class string) string {
	class = class[strings.LastIndexByte(class, '.')+1:]
	if i := strings.IndexByte(class, '$'); i > 0 {
		return class[:i]
	}
	return class
}

// extension returns what follows the last dot of a file name.
func extension(file string) string {
	if i := strings.LastIndexByte(file, '.'); i >= 0 {
		return file[i+1:]
	}
	return ""
}
