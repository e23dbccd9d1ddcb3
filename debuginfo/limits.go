package debuginfo

// Limits bound what one input may cost. A zero field means its default, and
// nil means all defaults; no limit can be switched off, only set high.
type Limits struct {
	// MaxDecompressed bounds the bytes that all compressed sections of one
	// file may unpack to, together. The default is 32 times the size of the
	// file and 16 MiB, at most 8 GiB: debug sections compress 2 to 6 times.
	MaxDecompressed uint64
	// MaxSection bounds one section after unpacking. The default is 4 GiB,
	// what 32-bit DWARF can address.
	MaxSection uint64
	// MaxZstdWindow bounds the history that a zstd stream may ask a decoder
	// to keep. The default is 8 MiB, what the zstd format asks every decoder
	// to accept; streams made with --ultra or --long need up to 128 MiB.
	MaxZstdWindow uint64
	// MaxInlineDepth bounds how deep inlined calls may nest; deeper ones are
	// left out. The default is 1024; compilers stay below 100.
	MaxInlineDepth int
}

// Defaults of Limits.
const (
	defaultMaxSection     = 4 << 30
	defaultMaxZstdWindow  = 8 << 20
	defaultMaxInlineDepth = 1024
	decompressFactor      = 32
	decompressBase        = 16 << 20
	decompressMax         = 8 << 30
)

// WithDefaults returns l with every zero field replaced by its default for an
// input of size bytes. l may be nil.
func (l *Limits) WithDefaults(size uint64) Limits {
	var out Limits
	if l != nil {
		out = *l
	}
	if out.MaxDecompressed == 0 {
		out.MaxDecompressed = decompressMax
		if size < (decompressMax-decompressBase)/decompressFactor {
			out.MaxDecompressed = decompressFactor*size + decompressBase
		}
	}
	if out.MaxSection == 0 {
		out.MaxSection = defaultMaxSection
	}
	if out.MaxZstdWindow == 0 {
		out.MaxZstdWindow = defaultMaxZstdWindow
	}
	if out.MaxInlineDepth <= 0 {
		out.MaxInlineDepth = defaultMaxInlineDepth
	}
	return out
}
