package source

import (
	"errors"
	"io"
	"os"
	"sync"

	"golang.org/x/exp/mmap"
)

var errIsDir = errors.New("is a directory")

// OpenFile returns a Source that reads the named file with pread, and what
// closes it. It is for files made by others: one that somebody truncates
// while it is read gives an error, where a mapping would kill the process.
func OpenFile(name string) (*Source, io.Closer, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = &os.PathError{Op: "open", Path: name, Err: errIsDir}
	}
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return New(f, info.Size()), f, nil
}

// OpenMapped returns a Source over a memory mapping of the named file, and
// what unmaps it. It is for caches, which are small reads all over a file that
// is replaced by rename and never truncated.
func OpenMapped(name string) (*Source, io.Closer, error) {
	r, err := mmap.Open(name)
	if err != nil {
		return nil, nil, err
	}
	m := &mapping{r: r}
	return New(m, int64(r.Len())), m, nil
}

// A mapping guards a mapped file, so that Close waits for readers and reads
// after Close fail instead of touching memory that is gone.
type mapping struct {
	mu sync.RWMutex
	r  *mmap.ReaderAt // nil when closed
}

func (m *mapping) ReadAt(p []byte, off int64) (int, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.r == nil {
		return 0, os.ErrClosed
	}
	return m.r.ReadAt(p, off)
}

func (m *mapping) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.r == nil {
		return os.ErrClosed
	}
	err := m.r.Close()
	m.r = nil
	return err
}
