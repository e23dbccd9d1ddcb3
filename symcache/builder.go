package symcache

import (
	"cmp"
	"context"
	"io"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// Options change how a Builder works. The zero value means the defaults.
type Options struct {
	// Threads is how many goroutines read and write at a time; 0 means
	// GOMAXPROCS. The cache does not depend on it.
	Threads int

	// MaxInlineDepth is how many inlined calls a chain may have; 0 means 1024.
	// Code in deeper calls counts for the call at the limit, and Diagnose is
	// told. It protects readers from hostile input: compilers stay below 100.
	MaxInlineDepth int

	// OmitColumns leaves columns out: lookups give column 0. Columns take about
	// a third of a cache, half of that of code without inlined calls.
	OmitColumns bool

	// Transform rewrites names and positions before they are stored.
	Transform Transformer

	// Progress is told from time to time how many functions have been read. No
	// two calls overlap.
	Progress func(functions uint64)

	// Diagnose is told what a session could not read, at most 1000 times. Such
	// an error is about one function or unit and never ends a conversion. No
	// two calls overlap.
	Diagnose func(error)
}

// A Transformer rewrites what a cache stores: hidden symbols of bitcode, or
// positions in generated code. Several goroutines call it at a time.
type Transformer interface {
	// Name returns what to store for the name of a function.
	Name(name string) string
	// Position returns what to store for a place in a source file.
	Position(file debuginfo.File, line uint32) (debuginfo.File, uint32)
}

const (
	defaultInlineDepth = 1024
	maxInlineDepth     = maxScopes / 4 // so that a block holds several chains
	maxDiagnostics     = 1000
	shardsPerThread    = 4      // so that threads end at about the same time
	progressStep       = 1 << 8 // functions between two calls of Progress
)

// A Builder makes a cache from debug information and symbols. Its methods must
// not be called by several goroutines at a time.
type Builder struct {
	info    Info
	options Options
	shards  []*shard
	symbols []debuginfo.Symbol
	code    []debuginfo.Range

	mu          sync.Mutex // guards the callbacks
	read        atomic.Uint64
	diagnostics int
}

// NewBuilder returns a Builder of a cache for the image that info describes.
// A nil opts means the defaults.
func NewBuilder(info Info, opts *Options) *Builder {
	b := &Builder{info: info}
	if opts != nil {
		b.options = *opts
	}
	return b
}

// AddSession reads all functions of a session. Of functions that claim the
// same code the rule of debuginfo.Overlay picks one; what was added first
// counts as first. The only error is that of a context that is done.
func (b *Builder) AddSession(ctx context.Context, session debuginfo.Session) error {
	parts := 1
	if n := b.threads(); n > 1 {
		parts = n * shardsPerThread
	}
	var shards []*shard
	for _, s := range session.Split(parts) {
		shards = append(shards, &shard{build: b, session: s})
	}
	errs := make([]error, len(shards))
	b.each(len(shards), func(i int) { errs[i] = shards[i].collect(ctx) })
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	b.shards = append(b.shards, shards...)
	return nil
}

// AddSymbols adds symbols, in any order. They own the code that no function
// owns: a symbol with a size up to its end, at most to the next symbol; one
// without a size up to the next symbol or function; either at most up to the
// end of the code around it. Of several symbols at one address the first
// counts. The strings of symbols must stay as they are; the slice may change.
func (b *Builder) AddSymbols(symbols []debuginfo.Symbol) {
	first := len(b.symbols)
	b.symbols = append(b.symbols, symbols...)
	t := b.options.Transform
	if t == nil {
		return
	}
	for i := range b.symbols[first:] {
		s := &b.symbols[first+i]
		s.Name = t.Name(s.Name)
		if s.File != "" {
			file, _ := t.Position(debuginfo.File{Name: s.File}, 0)
			s.File = file.Name
		}
	}
}

// SetCode says which ranges of the image are executable, in any order. Symbols
// outside them are left out, and none extends beyond the range it is in.
func (b *Builder) SetCode(ranges []debuginfo.Range) {
	b.code = b.code[:0]
	for _, r := range slices.SortedFunc(slices.Values(ranges), func(a, b debuginfo.Range) int { return cmp.Compare(a.Start, b.Start) }) {
		if last := len(b.code) - 1; last >= 0 && r.Start <= b.code[last].End {
			b.code[last].End = max(b.code[last].End, r.End)
		} else if r.Start < r.End {
			b.code = append(b.code, r)
		}
	}
}

// WriteTo writes the cache.
func (b *Builder) WriteTo(w io.Writer) (int64, error) {
	return kind.Write(w, b.link())
}

func (b *Builder) threads() int {
	if b.options.Threads > 0 {
		return b.options.Threads
	}
	return runtime.GOMAXPROCS(0)
}

func (b *Builder) maxDepth() int {
	if n := b.options.MaxInlineDepth; n > 0 {
		return min(n, maxInlineDepth)
	}
	return defaultInlineDepth
}

// each calls f for 0 to n-1, on as many goroutines as there are threads.
func (b *Builder) each(n int, f func(i int)) {
	threads := min(b.threads(), n)
	if threads <= 1 {
		for i := range n {
			f(i)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range threads {
		wg.Go(func() {
			for i := next.Add(1); i <= int64(n); i = next.Add(1) {
				f(int(i - 1))
			}
		})
	}
	wg.Wait()
}

// progress counts functions that have been read.
func (b *Builder) progress(functions uint64) {
	if b.options.Progress == nil {
		return
	}
	n := b.read.Add(functions)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.options.Progress(n)
}

func (b *Builder) diagnose(err error) {
	if b.options.Diagnose == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.diagnostics++; b.diagnostics <= maxDiagnostics {
		b.options.Diagnose(err)
	}
}
