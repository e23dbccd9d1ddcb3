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

	mu      sync.Mutex
	closers []io.Closer
}

// An opening is what the reader of a format gets: the input and how to go on
// from there.
type opening struct {
	src        *source.Source
	limits     *debuginfo.Limits
	companions *companions
}

// A member is an object, or why it cannot be read.
type member struct {
	object Object
	err    error
}

// Open opens the named file. It stays open until Close, since sections are
// read when they are needed. opts may be nil.
func Open(name string, opts *Options) (*File, error) {
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
	prefix, err := src.Bytes(0, min(detectSize, src.Size()))
	if err != nil {
		return nil, err
	}
	f := &File{format: Detect(prefix), name: name}
	in := opening{src, opts.limits(), &companions{opts.locator(), name, f.keep, opts.limits()}}
	switch f.format {
	case FormatELF:
		f.objects, err = openELF(in)
	default:
		err = debuginfo.ErrUnknownFormat
	}
	if err != nil {
		return nil, err
	}
	return f, nil
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
