package objfile

import (
	"bytes"
	"fmt"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/source"
	"github.com/gosymbolic/symbolic/internal/unpack"
)

var errTwice = fmt.Errorf("file is compressed more than once: %w", debuginfo.ErrUnsupported)

// A compression is a format of single compressed files.
type compression struct {
	name   string
	magic  string
	method unpack.Method
}

var compressions = []compression{
	{"gzip", "\x1f\x8b\x08", unpack.Gzip},
	{"zstd", "\x28\xb5\x2f\xfd", unpack.Zstd},
	{"xz", "\xfd7zXZ\x00", unpack.Xz},
}

// compressed returns how a file that begins with prefix is compressed, or nil.
func compressed(prefix []byte) *compression {
	for i := range compressions {
		if bytes.HasPrefix(prefix, []byte(compressions[i].magic)) {
			return &compressions[i]
		}
	}
	return nil
}

// unpack replaces the input, which is compressed in the way of how, by its
// contents in memory. What these unpack to later must keep to what is left of
// the limits.
func (in *opening) unpack(how *compression) error {
	wrap := func(err error) error { return &debuginfo.FormatError{Format: how.name, Err: err} }
	if in.unpacked {
		return wrap(errTwice)
	}
	packed, err := in.src.Bytes(0, in.src.Size())
	if err != nil {
		return wrap(err)
	}
	ctx := unpack.NewContext(in.limits, in.src.Size())
	data, err := ctx.All(how.method, packed)
	if err != nil {
		return wrap(err)
	}
	var limits debuginfo.Limits
	if in.limits != nil {
		limits = *in.limits
	}
	limits.MaxDecompressed = max(1, ctx.Left())
	in.src, in.limits, in.unpacked = source.FromBytes(data), &limits, true
	return nil
}
