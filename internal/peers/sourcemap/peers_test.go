// Package peers measures the decoding of source maps beside other libraries,
// in processor time: the least of several runs, so that other work on the
// machine counts little. docs/benchmarks.md has the commands.
package peers

import (
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	peer "github.com/go-sourcemap/sourcemap"

	"github.com/gosymbolic/symbolic/sourcemap"
)

// processorTime returns what the process has used so far.
func processorTime(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// least returns the least time of n runs of f.
func least(t *testing.T, n int, f func() error) time.Duration {
	best := time.Hour
	for range n {
		runtime.GC()
		start := processorTime(t)
		if err := f(); err != nil {
			t.Fatal(err)
		}
		best = min(best, processorTime(t)-start)
	}
	return best
}

func TestDecode(t *testing.T) {
	dir := os.Getenv("SYMBOLIC_MAPS")
	if dir == "" {
		t.Skip("SYMBOLIC_MAPS does not name a folder of maps")
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.map"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		ours := least(t, 10, func() error { _, err := sourcemap.Decode(data, nil); return err })
		theirs := least(t, 5, func() error { _, err := peer.Parse("", data); return err })
		t.Logf("%s: ours %v (%.0f MB/s), go-sourcemap %v, %.2f times", filepath.Base(name), ours,
			float64(len(data))/1e6/ours.Seconds(), theirs, float64(theirs)/float64(ours))
	}
}
