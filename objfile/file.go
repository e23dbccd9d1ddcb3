package objfile

import (
	"errors"
	"io"
	"iter"
	"sync"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/source"
)

// A File is an open file with one object or several.
type File struct {
	format  Format
	objects []member
	name    string // "" if the caller owns the input
	bundle  *Bundle

	mu      sync.Mutex
	closers []io.Closer
}

// An opening is what the reader of a format gets: the input and how to go on
// from there.
type opening struct {
	src        *source.Source
	limits     *debuginfo.Limits
	companions *companions
	archives   int  // how many archives the input is in
	unpacked   bool // the input came out of a compressed file
	sliced     bool // the input is in a universal file
}

// A member is an object, or why it cannot be read.
type member struct {
	object Object
	err    error
}

// Open opens the named file, or all files of the named dSYM bundle. They stay
// open until Close, since sections are read when they are needed. opts may be
// nil.
func Open(name string, opts *Options) (*File, error) {
	if files, ok := bundleFiles(name); ok {
		return openBundle(name, files, opts)
	}
	return openFile(name, opts)
}

func openFile(name string, opts *Options) (*File, error) {
	src, closer, err := source.OpenFile(name)
	if err != nil {
		return nil, err
	}
	f, err := open(src, name, opts)
	if err != nil {
		closer.Close()
		return nil, err
	}
	f.keep(closer)
	return f, nil
}

// NewFile opens the file in the first size bytes of r, which it borrows until
// the File and all that came out of it are no longer used. opts may be nil.
func NewFile(r io.ReaderAt, size int64, opts *Options) (*File, error) {
	return open(source.New(r, size), "", opts)
}

// Parse opens the file in data, which it borrows: data must not change while
// the File or anything that came out of it, strings too, is in use.
func Parse(data []byte, opts *Options) (*File, error) {
	return open(source.FromBytes(data), "", opts)
}

func open(src *source.Source, name string, opts *Options) (*File, error) {
	f := &File{name: name}
	in := opening{src: src, limits: opts.limits(), companions: &companions{opts.locator(), name, f.keep, opts.limits()}}
	var err error
	if f.format, f.objects, err = in.open(); err != nil {
		return nil, err
	}
	return f, nil
}

// open opens the input in whatever format it has. The format is unknown if the
// error says so.
func (in opening) open() (Format, []member, error) {
	prefix, err := in.src.Bytes(0, min(detectSize, in.src.Size()))
	if err != nil {
		return FormatUnknown, nil, err
	}
	if how := compressed(prefix); how != nil && in.archives == 0 {
		if err := in.unpack(how); err != nil {
			return FormatUnknown, nil, err
		}
		return in.open()
	}
	format := Detect(prefix)
	var objects []member
	switch format {
	case FormatELF:
		objects, err = openELF(in)
	case FormatMachO:
		objects, err = openMachO(in)
	case FormatFat:
		objects, err = openFat(in)
	case FormatPE:
		objects, err = openPE(in)
	case FormatPDB:
		objects, err = openPDB(in)
	case FormatArchive:
		objects, err = openArchive(in)
	case FormatBreakpad:
		objects, err = openBreakpad(in)
	default:
		err = debuginfo.ErrUnknownFormat
	}
	return format, objects, err
}

// keep closes c with the file.
func (f *File) keep(c io.Closer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closers = append(f.closers, c)
}

// Format returns the format of the file: that of its object, or FormatArchive
// or FormatFat.
func (f *File) Format() Format { return f.format }

// Objects yields the objects in file order. An object that cannot be read
// comes as an error and does not end the iteration.
func (f *File) Objects() iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		for _, m := range f.objects {
			if !yield(m.object, m.err) {
				return
			}
		}
	}
}

// Object returns the only object of the file, or the first that can be read.
// It is ErrNotFound if there is none.
func (f *File) Object() (Object, error) {
	err := error(debuginfo.ErrNotFound)
	for _, m := range f.objects {
		if m.err == nil {
			return m.object, nil
		}
		err = m.err
	}
	return nil, err
}

// Close closes a file that Open opened, and the companions that its Locator
// found. Strings and sections that were read stay valid; sections that were
// not can no longer be read.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	var errs []error
	for _, c := range f.closers {
		errs = append(errs, c.Close())
	}
	f.closers = nil
	return errors.Join(errs...)
}
