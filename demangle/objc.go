package demangle

import (
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// isObjCMethod reports whether name has the form of a method of Objective-C.
func isObjCMethod(name string) bool {
	return (strings.HasPrefix(name, "-[") || strings.HasPrefix(name, "+[")) && strings.HasSuffix(name, "]")
}

// demangleObjC accepts names of methods, which are readable as they are.
func demangleObjC(name string) (string, error) {
	if !isObjCMethod(name) {
		return "", debuginfo.ErrUnknownFormat
	}
	return name, nil
}
