package macho

import (
	"strconv"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/internal/cursor"
)

// UUID returns the id that the linker wrote, and whether there is one. Zeros
// count as none.
func (f *File) UUID() (uuid [16]byte, ok bool) {
	for _, c := range f.find(cmdUUID) {
		if data := c.Bytes(16); c.Err() == nil {
			copy(uuid[:], data)
			return uuid, uuid != [16]byte{}
		}
	}
	return uuid, false
}

// DebugID returns the UUID as an identifier, zero if there is none.
func (f *File) DebugID() debugid.ID {
	uuid, _ := f.UUID()
	return debugid.FromUUID(uuid, 0)
}

// CodeID returns the UUID as an identifier, zero if there is none.
func (f *File) CodeID() debugid.CodeID {
	uuid, ok := f.UUID()
	if !ok {
		return debugid.CodeID{}
	}
	return debugid.CodeFromBytes(uuid[:])
}

// A Platform is the system that a file is built for, as LC_BUILD_VERSION
// numbers them.
type Platform uint32

// The platforms.
const (
	PlatformUnknown Platform = iota
	PlatformMacOS
	PlatformIOS
	PlatformTVOS
	PlatformWatchOS
	PlatformBridgeOS
	PlatformCatalyst
	PlatformIOSSimulator
	PlatformTVOSSimulator
	PlatformWatchOSSimulator
	PlatformDriverKit
	PlatformVisionOS
	PlatformVisionOSSimulator
)

var platformNames = [...]string{
	"unknown", "macos", "ios", "tvos", "watchos", "bridgeos", "maccatalyst", "ios-simulator",
	"tvos-simulator", "watchos-simulator", "driverkit", "visionos", "visionos-simulator",
}

// String returns the lower-case name of p.
func (p Platform) String() string {
	if uint64(p) < uint64(len(platformNames)) {
		return platformNames[p]
	}
	return platformNames[PlatformUnknown]
}

// A Version is a version number: X.Y.Z as 16, 8 and 8 bits.
type Version uint32

// String returns X.Y, or X.Y.Z where Z is not zero.
func (v Version) String() string {
	s := strconv.Itoa(int(v>>16)) + "." + strconv.Itoa(int(v>>8&0xff))
	if z := v & 0xff; z != 0 {
		s += "." + strconv.Itoa(int(z))
	}
	return s
}

// A Build says what a file is built for and with.
type Build struct {
	Platform Platform
	MinOS    Version // the oldest system that the file runs on
	SDK      Version
}

// Builds returns what f is built for: one platform, or two for code that runs
// on macOS and Catalyst alike.
func (f *File) Builds() []Build {
	older := map[uint32]Platform{
		cmdMinMacOS: PlatformMacOS, cmdMinIOS: PlatformIOS, cmdMinTVOS: PlatformTVOS, cmdMinWatchOS: PlatformWatchOS,
	}
	var out []Build
	for kind, c := range f.find(cmdBuildVersion, cmdMinMacOS, cmdMinIOS, cmdMinTVOS, cmdMinWatchOS) {
		platform, old := older[kind]
		if !old {
			platform = Platform(c.U32())
		}
		b := Build{platform, Version(c.U32()), Version(c.U32())}
		if c.Err() == nil {
			out = append(out, b)
		}
	}
	return out
}

// IsEncrypted reports whether part of the code is encrypted, as in apps that
// come from a store.
func (f *File) IsEncrypted() bool {
	for _, c := range f.find(cmdEncryption, cmdEncryption64) {
		c.Skip(8) // offset and size
		if c.U32() != 0 && c.Err() == nil {
			return true
		}
	}
	return false
}

// IsSigned reports whether the file has a code signature.
func (f *File) IsSigned() bool {
	for range f.find(cmdCodeSignature) {
		return true
	}
	return false
}

// InstallName returns the path by which users of a library name it, or "".
func (f *File) InstallName() string {
	for _, c := range f.find(cmdIDDylib) {
		at := uint64(c.U32()) // from the start of the command
		c.Skip(min(at-min(at, commandHeader+4), uint64(c.Len())))
		name, ok := cursor.StringAt(append(c.Rest(), 0), 0)
		if ok && len(name) <= maxInstallNameBytes {
			return name
		}
	}
	return ""
}
