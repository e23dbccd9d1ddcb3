package debuginfo

// A Kind says what an object is for.
type Kind uint8

// The kinds.
const (
	KindNone        Kind = iota
	KindRelocatable      // input of a linker
	KindExecutable
	KindLibrary // shared library, or position-independent executable in ELF
	KindDump    // core file
	KindDebug   // companion that holds debug information only
	KindSources // source bundle
	KindOther
)

var kindNames = [...]string{
	KindNone: "none", KindRelocatable: "rel", KindExecutable: "exe", KindLibrary: "lib",
	KindDump: "dump", KindDebug: "dbg", KindSources: "src", KindOther: "other",
}

// String returns the short lower-case name of k.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[KindOther]
}
