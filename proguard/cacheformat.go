package proguard

import (
	"encoding/binary"
	"errors"

	"github.com/gosymbolic/symbolic/internal/cachefile"
)

// cacheKind is the container of a cache. docs/proguardcache.md describes the
// sections; the constants below are their numbers and the sizes of their
// entries.
var cacheKind = cachefile.Kind{
	Format:   "proguardcache",
	Magic:    "GPGC",
	Version:  1,
	Sections: []string{"meta", "buckets", "classes", "files", "groups", "members", "signatures", "infos", "strings"},
}

const (
	sectionMeta = iota
	sectionBuckets
	sectionClasses
	sectionFiles
	sectionGroups
	sectionMembers
	sectionSignatures
	sectionInfos
	sectionStrings
)

const (
	metaSize      = 48
	headerSize    = 8
	bucketSize    = 4
	classSize     = 24
	fileSize      = 12
	groupSize     = 12
	narrowSize    = 14 // member whose line numbers have 16 bits
	wideSize      = 22 // member whose line numbers have 32 bits
	signatureSize = 16
	infoSize      = 12
)

// Bits of the flags in the meta section.
const (
	metaValid = 1 << iota
	metaLines
	metaWide // members are of wideSize
)

// Bits of a member's flags, beside those of recordFlags that lie below
// flagWide: how many source lines the mapping names.
const (
	flagOneLine  = flagWide      // one
	flagTwoLines = flagWide << 1 // first and last
	storedFlags  = flagWide - 1
)

// synthesizedClass marks a class in its number of groups.
const synthesizedClass = 1 << 31

var (
	errEntrySize  = errors.New("section is not a whole number of entries")
	errBuckets    = errors.New("number of buckets is not a power of two and one")
	errBucketRef  = errors.New("bucket refers to classes that do not exist")
	errGroupRef   = errors.New("class refers to groups that do not exist")
	errMemberRef  = errors.New("group refers to members that do not exist")
	errSigRef     = errors.New("member refers to a signature that does not exist")
	errStringRef  = errors.New("reference to a string that does not exist")
	errStringSize = errors.New("string is longer than any line of a mapping")
)

var le = binary.LittleEndian
