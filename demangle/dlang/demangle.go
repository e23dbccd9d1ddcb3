package dlang

import (
	"errors"
	"strings"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/textbuf"
)

// DefaultMaxLength is the longest text, in bytes, that a zero Options allows.
const DefaultMaxLength = 64 << 10

const (
	// maxName is the length in bytes from which a name is refused unread.
	maxName = 1 << 20
	// maxDepth bounds the recursion on nested types, symbols, values and back
	// references. Real names of the standard library use about 20.
	maxDepth = 256
	// nodesFloor and nodesPerByte bound the grammar nodes that one name may
	// make the printer visit. A node costs at most some 50 ns, so that the
	// bound is below 1 ms for each KiB. Real names use at most 2 a byte.
	nodesFloor   = 4096
	nodesPerByte = 8
)

// A Style chooses between the two texts in common use.
type Style uint8

const (
	// StyleLLVM prints and accepts what LLVM's tools do: qualified names,
	// without templates and functions.
	StyleLLVM Style = iota
	// StyleGNU prints and accepts whole declarations, as c++filt does.
	StyleGNU
)

// Options says how a name is printed. The zero value prints as LLVM does and
// allows a text of DefaultMaxLength bytes.
type Options struct {
	Style Style
	// NoParameters leaves out the parameters of functions.
	NoParameters bool
	// NoTemplateArgs leaves out the arguments of template instances.
	NoTemplateArgs bool
	// MaxLength is the longest text returned, in bytes; 0 means
	// DefaultMaxLength. A name that needs more is refused with a
	// *debuginfo.LimitError.
	MaxLength int
}

// Demangle returns the readable form of a D name. A name that is not of D
// gives debuginfo.ErrUnknownFormat, a malformed one a *debuginfo.FormatError
// whose offset is that of the first byte that does not fit, a name that
// exceeds a budget a *debuginfo.LimitError. The text is empty when the error
// is not nil. Goroutines may call it at the same time.
func Demangle(name string, opts Options) (string, error) {
	switch {
	case !IsMangled(name):
		return "", debuginfo.ErrUnknownFormat
	case len(name) > maxName:
		return "", &debuginfo.LimitError{What: "bytes of a D name", Want: uint64(len(name)), Max: maxName}
	}
	if opts.MaxLength <= 0 {
		opts.MaxLength = DefaultMaxLength
	}
	p := printer{
		sym:    name,
		pos:    len("_D"),
		strict: opts.Style == StyleLLVM,
		noArgs: opts.NoParameters,
		noTmpl: opts.NoTemplateArgs,
		text:   textbuf.Text{Max: opts.MaxLength},
	}
	p.nodes = p.budget()
	p.lastRef = len(name)
	if name == "_Dmain" {
		p.pos = len(name)
		p.print("D main")
	} else {
		p.declaration()
	}
	if p.ok() && p.pos < len(name) {
		p.fail(errSyntax)
	}
	if p.ok() && p.text.Len() == 0 {
		p.fail(errEmpty)
	}
	if !p.ok() {
		return "", p.refusal()
	}
	return p.text.String(), nil
}

// IsMangled reports whether name begins like a D name: _D and a symbol, or
// _Dmain. It reads no further.
func IsMangled(name string) bool {
	body, ok := strings.CutPrefix(name, "_D")
	switch {
	case !ok || body == "":
		return false
	case isDigit(body[0]) || body == "main":
		return true
	}
	return isTemplate(body)
}

// The rules that a name can break.
var (
	errSyntax = errors.New("not of the grammar of D names")
	errEmpty  = errors.New("name of no characters")
	errText   = errors.New("text too long")
	errNodes  = errors.New("too many nodes")
	errDepth  = errors.New("too deep")
)

// refusal returns the error for the rule that stopped the printer.
func (p *printer) refusal() error {
	limit := func(what string, max int) error {
		return &debuginfo.LimitError{What: what, Want: uint64(max) + 1, Max: uint64(max)}
	}
	switch p.broken {
	case errText:
		return limit("bytes of a demangled name", p.text.Max)
	case errNodes:
		return limit("nodes of a D name", p.budget())
	case errDepth:
		return limit("depth of a D name", maxDepth)
	}
	return &debuginfo.FormatError{Format: "dlang", Offset: uint64(p.pos), Err: p.broken}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
