package sourcemap

import (
	"errors"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// Options changes how a source map is decoded. A nil *Options means the
// defaults.
type Options struct {
	// Strict makes every breach of ECMA-426 an error. Without it, what a
	// browser accepts is accepted: fields of a wrong type count as absent, and
	// a segment that refers to a source or name that does not exist maps to
	// nothing. Damage that leaves no way to go on (broken JSON, characters
	// that are not base64, numbers beyond 32 bits) is an error either way.
	Strict bool

	// Report is called for each breach that lenient decoding passes over, at
	// most MaxReports times for one input. The error is a
	// *debuginfo.FormatError. It may be nil.
	Report func(error)

	// Resolve returns the source map that the url of an index map's section
	// refers to. Without it, and where it returns debuginfo.ErrNotFound, such
	// a section maps to nothing. Any other error ends decoding. The resolved
	// map may have no url sections of its own.
	Resolve func(url string) ([]byte, error)

	// MaxUnpacked bounds the bytes of JSON that compressed input or a data URL
	// may turn into; 0 means the default of debuginfo.Limits.MaxDecompressed.
	MaxUnpacked uint64
}

const (
	// MaxReports is how often Options.Report is called for one input.
	MaxReports = 1000
	// MaxNesting is how deep index maps may nest. Bundlers nest once.
	MaxNesting = 32
)

// The name of the format in errors.
const format = "sourcemap"

func formatError(off int, err error) error {
	return &debuginfo.FormatError{Format: format, Offset: uint64(max(off, 0)), Err: err}
}

var (
	errVersion        = errors.New("version is not the number 3")
	errNoMappings     = errors.New("neither mappings nor sections")
	errMappings       = errors.New("mappings is not a string")
	errFile           = errors.New("file is not a string")
	errSourceRoot     = errors.New("sourceRoot is not a string")
	errSources        = errors.New("sources is not a list")
	errSourcesMissing = errors.New("sources is missing")
	errSource         = errors.New("source is neither a string nor null")
	errContents       = errors.New("sourcesContent is not a list")
	errContent        = errors.New("source content is neither a string nor null")
	errNames          = errors.New("names is not a list")
	errName           = errors.New("name is not a string")
	errIgnoreList     = errors.New("ignoreList is not a list of indices of sources")
	errDebugID        = errors.New("debug id is not a UUID")
	errSections       = errors.New("sections is not a list")
	errSection        = errors.New("section is not an object")
	errSectionMap     = errors.New("map of a section is not an object")
	errSectionURL     = errors.New("url of a section is not a string")
	errSectionBoth    = errors.New("index map has mappings beside sections")
	errSectionEmpty   = errors.New("section has neither map nor url")
	errSectionOffset  = errors.New("offset of a section has no line and column")
	errSectionOrder   = errors.New("sections overlap or are out of order")
	errNestedURL      = errors.New("map behind a url has url sections itself")
	errNotObject      = errors.New("source map is not a JSON object")
	errJunkEnd        = errors.New("carriage return without line feed after the junk line")
	errDataURL        = errors.New("data URL is not base64 of JSON")
	errTrailing       = errors.New("data follows the source map")
)
