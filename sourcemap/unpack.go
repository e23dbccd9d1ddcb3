package sourcemap

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/unpack"
)

// unpacked returns the JSON within data, which may be a data URL or compressed.
// Layers are taken off once each: data URL, then compression.
func unpacked(data []byte, limit uint64) ([]byte, error) {
	limits := (&debuginfo.Limits{MaxDecompressed: limit}).WithDefaults(uint64(len(data)))
	var err error
	if bytes.HasPrefix(data, []byte("data:")) {
		if data, err = decodeDataURL(data, limits.MaxDecompressed); err != nil {
			return nil, err
		}
	}
	method := unpack.Gzip
	switch {
	case bytes.HasPrefix(data, []byte{0x1f, 0x8b}):
	case bytes.HasPrefix(data, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		method = unpack.Zstd
	default:
		return data, nil
	}
	text, err := unpack.NewContext(&limits, uint64(len(data))).All(method, data)
	if _, ok := errors.AsType[*debuginfo.LimitError](err); err != nil && !ok {
		err = formatError(0, err)
	}
	return text, err
}

// decodeDataURL returns the contents of a data: URL.
func decodeDataURL(url []byte, limit uint64) ([]byte, error) {
	head, body, ok := bytes.Cut(url, []byte(","))
	if !ok || len(head) > maxDataHead {
		return nil, formatError(0, errDataURL)
	}
	media, params, _ := strings.Cut(strings.TrimPrefix(string(head), "data:"), ";")
	switch strings.ToLower(media) {
	case "application/json", "text/json", "application/octet-stream":
	default:
		return nil, formatError(0, errDataURL)
	}
	encoded := false
	for param := range strings.SplitSeq(strings.ToLower(params), ";") {
		switch param {
		case "base64":
			encoded = true
		case "", "charset=utf-8", "charset=utf8":
		default:
			return nil, formatError(0, errDataURL)
		}
	}
	if uint64(len(body)) > limit/3*4+4 {
		return nil, &debuginfo.LimitError{What: "bytes of a data URL", Want: uint64(len(body)), Max: limit/3*4 + 4}
	}
	if !encoded {
		return unescapePercent(body, len(head)+1)
	}
	body = bytes.TrimRight(bytes.TrimSpace(body), "=")
	text := make([]byte, base64.RawStdEncoding.DecodedLen(len(body)))
	n, err := base64.RawStdEncoding.Decode(text, body)
	if err != nil {
		off := len(head) + 1
		if at, ok := errors.AsType[base64.CorruptInputError](err); ok {
			off += int(at)
		}
		return nil, formatError(off, errDataURL)
	}
	return text[:n], nil
}

// maxDataHead bounds what precedes the comma of a data URL.
const maxDataHead = 256

// unescapePercent decodes the body of a data URL without base64, which begins
// at offset base.
func unescapePercent(body []byte, base int) ([]byte, error) {
	text := make([]byte, 0, len(body))
	for i := 0; i < len(body); i++ {
		c := body[i]
		if c == '%' {
			if len(body)-i < 3 {
				return nil, formatError(base+i, errDataURL)
			}
			hi, lo := hexDigit(body[i+1]), hexDigit(body[i+2])
			if hi > 15 || lo > 15 {
				return nil, formatError(base+i, errDataURL)
			}
			c = hi<<4 | lo
			i += 2
		}
		text = append(text, c)
	}
	return text, nil
}

// hexDigit returns the value of a hexadecimal digit, 0xff for anything else.
func hexDigit(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10
	}
	return 0xff
}
