package breakpad

import (
	"bytes"
	"io"
	"math"
	"strings"
	"sync"

	"github.com/gosymbolic/symbolic/debugid"
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/source"
)

// A Module is what the MODULE record says.
type Module struct {
	OS   string // "Linux", "mac", "windows", …
	CPU  string // "x86_64", …
	ID   debugid.ID
	Name string // of the debug file, "<unknown>" if missing
}

// An Info is one INFO record.
type Info struct {
	Key  string // "CODE_ID", "GENERATOR", …
	Text string
}

// A File is a symbol file.
type File struct {
	Module Module
	Info   []Info // the records that follow MODULE

	src      *source.Source
	maxDepth int
	eol      byte // '\r' in a file that has no '\n'

	once  sync.Once
	index *index
	err   error // of reading
}

// headSize bounds the MODULE and INFO records, and how much New reads. Module
// names have less than 4096 bytes on every system.
const headSize = 64 << 10

// magic is how every symbol file begins.
const magic = "MODULE "

// IsBreakpad reports whether a file that begins with prefix is a symbol file.
func IsBreakpad(prefix []byte) bool { return bytes.HasPrefix(prefix, []byte(magic)) }

// New opens the symbol file in the first size bytes of r, which it borrows
// until the File is no longer used. It reads the head of the file, the first
// other call the rest. limits may be nil.
func New(r io.ReaderAt, size int64, limits *debuginfo.Limits) (*File, error) {
	return open(source.New(r, size), limits)
}

// Parse opens the symbol file in data, which it borrows: data must not change
// while the File or anything that came out of it, strings too, is in use.
// limits may be nil.
func Parse(data []byte, limits *debuginfo.Limits) (*File, error) {
	return open(source.FromBytes(data), limits)
}

func open(src *source.Source, limits *debuginfo.Limits) (*File, error) {
	head, err := src.Bytes(0, min(src.Size(), headSize))
	if err != nil {
		return nil, err
	}
	f := &File{src: src, maxDepth: min(limits.WithDefaults(src.Size()).MaxInlineDepth, math.MaxInt32), eol: '\n'}
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		f.eol = '\r'
	}
	line, head := f.cut(head)
	rec := fields(line)
	if string(rec.next()) != "MODULE" {
		return nil, errorAt(0, errModule)
	}
	f.Module.OS = string(rec.next())
	f.Module.CPU = string(rec.next())
	id := string(rec.next())
	if id == "" {
		return nil, errorAt(0, errModule)
	}
	if f.Module.ID, err = debugid.Parse(id); err != nil {
		return nil, errorAt(0, errModuleID)
	}
	f.Module.Name = nameOr(strings.Clone(rec.rest()), unknown)
	for len(head) > 0 {
		line, head = f.cut(head)
		rec := fields(line)
		switch string(rec.next()) {
		case "INFO":
			f.Info = append(f.Info, Info{string(rec.next()), strings.Clone(rec.rest())})
		case "":
		default:
			return f, nil
		}
	}
	return f, nil
}

// cut cuts data behind its first line, which it returns without its end.
func (f *File) cut(data []byte) (line, rest []byte) {
	n := bytes.IndexByte(data, f.eol)
	if n < 0 {
		return trimCR(data), nil
	}
	return trimCR(data[:n]), data[n+1:]
}

func trimCR(line []byte) []byte {
	for len(line) > 0 && line[len(line)-1] == '\r' {
		line = line[:len(line)-1]
	}
	return line
}

// Arch returns the architecture of the module.
func (f *File) Arch() debuginfo.Arch {
	if a, ok := archAliases[strings.ToLower(f.Module.CPU)]; ok {
		return a
	}
	a, _ := debuginfo.ParseArch(f.Module.CPU)
	return a
}

// archAliases are names that Breakpad alone uses.
var archAliases = map[string]debuginfo.Arch{
	"sparcv9": debuginfo.ArchSPARC64,
	"riscv":   debuginfo.ArchRISCV64,
}

// CodeID returns the code id of the module, the zero CodeID if the file does
// not say.
func (f *File) CodeID() debugid.CodeID {
	id, _ := f.code()
	return id
}

// CodeFile returns the name of the file that has the code, or "".
func (f *File) CodeFile() string {
	_, name := f.code()
	return name
}

// code returns what the first INFO CODE_ID record says that has an id.
func (f *File) code() (debugid.CodeID, string) {
	for _, info := range f.Info {
		if info.Key != "CODE_ID" {
			continue
		}
		rec := fields(info.Text)
		if id := debugid.ParseCode(string(rec.next())); !id.IsZero() {
			return id, strings.Clone(rec.rest())
		}
	}
	return debugid.CodeID{}, ""
}

// HasFunctions reports whether the file has FUNC records.
func (f *File) HasFunctions() bool {
	x, err := f.load()
	return err == nil && len(x.functions) > 0
}

// HasSymbols reports whether the file has PUBLIC records.
func (f *File) HasSymbols() bool {
	x, err := f.load()
	return err == nil && len(x.publics) > 0
}

// HasStack reports whether the file has STACK records.
func (f *File) HasStack() bool {
	x, err := f.load()
	return err == nil && x.stack < len(x.data)
}

// load reads and indexes the file, once.
func (f *File) load() (*index, error) {
	f.once.Do(func() {
		data, err := f.src.Bytes(0, f.src.Size())
		if err != nil {
			f.err = err
			return
		}
		f.index = newIndex(data, f.eol)
	})
	return f.index, f.err
}
