// Package hostile drives the library with damaged and malicious files: those
// of the generator that lies beside the project, handmade ones and mutants of
// the files in testdata. Every file is read to the end in a child process, so
// that a crash, a hang or a flood of memory shows as what it is.
//
// SYMBOLIC_HOSTILE=full makes the handmade files of full size and 500 mutants
// of each fixture, which takes an hour.
package hostile

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/objfile"
	"github.com/gosymbolic/symbolic/symcache"
)

// childEnv names, in a child process, the file that lists what to read.
const childEnv = "SYMBOLIC_HOSTILE_LIST"

func TestMain(m *testing.M) {
	if list := os.Getenv(childEnv); list != "" {
		if err := readAll(list); err != nil {
			fmt.Println("FAIL", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// TestHandmade reads the files that were made by hand, each for one trap.
func TestHandmade(t *testing.T) {
	mutate := generator(t)
	dir := t.TempDir()
	args := []string{"handmade", "-out", dir}
	if full() {
		args = append(args, "-scale", "full")
	}
	run(t, mutate, args...)
	check(t, files(t, dir))
}

// TestMutants reads damaged variants of sound files.
func TestMutants(t *testing.T) {
	mutate := generator(t)
	n := "20"
	if full() {
		n = "500"
	}
	var mutants []string
	for _, name := range []string{
		"inline.elf", "inline-clang.elf", "inline.o", "shapes.elf",
		"inline-arm64.o", "inline-x86_64.o", "inline.dylib", "inline.dylib.dSYM/Contents/Resources/DWARF/inline.dylib",
		"../pdb/testdata/hello.pdb", "../pdb/testdata/hello.dll", "../breakpad/testdata/all.sym", "../breakpad/testdata/inline.sym",
	} {
		dir := t.TempDir()
		run(t, mutate, "-seed-file", filepath.Join("..", "..", "testdata", filepath.FromSlash(name)), "-seed", "1", "-n", n, "-out", dir)
		mutants = append(mutants, files(t, dir)...)
	}
	dir := t.TempDir()
	// A cache, too: most mutants fail their checksums, the rest must be harmless.
	cache := filepath.Join(t.TempDir(), "inline.symcache")
	if err := os.WriteFile(cache, build(t, "inline.elf"), 0o666); err != nil {
		t.Fatal(err)
	}
	run(t, mutate, "-seed-file", cache, "-seed", "1", "-n", n, "-out", dir)
	check(t, append(mutants, files(t, dir)...))
}

func full() bool { return os.Getenv("SYMBOLIC_HOSTILE") == "full" }

func build(t *testing.T, name string) []byte {
	t.Helper()
	f, err := objfile.Open(filepath.Join("..", "..", "testdata", name), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	o, err := f.Object()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := symcache.Build(context.Background(), &out, o, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// generator builds the generator of hostile files, or skips the test.
func generator(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("hostile files are left out in short mode")
	}
	_, here, _, _ := runtime.Caller(0)
	source := filepath.Join(filepath.Dir(here), "..", "..", "..", "shared", "tools", "hostile")
	if _, err := os.Stat(source); err != nil {
		t.Skip("the generator of hostile files is not beside the project (../shared/tools/hostile)")
	}
	out := filepath.Join(t.TempDir(), "mutate")
	cmd := exec.Command("go", "build", "-o", out, ".")
	cmd.Dir = source
	cmd.Env = append(os.Environ(), "GOFLAGS=-buildvcs=false", "GOOS=", "GOARCH=")
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return out
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	if text, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, text)
	}
}

func files(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".tsv") {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	if len(out) == 0 {
		t.Fatal("no files were made")
	}
	return out
}

// check reads the files in child processes. A child that dies costs the file
// it was at, and another goes on behind it.
func check(t *testing.T, files []string) {
	t.Helper()
	for len(files) > 0 {
		list := filepath.Join(t.TempDir(), "list")
		if err := os.WriteFile(list, []byte(strings.Join(files, "\n")), 0o666); err != nil {
			t.Fatal(err)
		}
		// A file that is never done is killed, and shows as the one that died.
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		cmd := exec.CommandContext(ctx, os.Args[0])
		cmd.Env = append(os.Environ(), childEnv+"="+list)
		out, err := cmd.CombinedOutput()
		cancel()
		done := 0
		for sc := bufio.NewScanner(bytes.NewReader(out)); sc.Scan(); {
			switch line := sc.Text(); {
			case line == "done":
				done++
			case strings.HasPrefix(line, "broken "):
				t.Error(line)
			}
		}
		if err == nil {
			return
		}
		if done >= len(files) {
			t.Fatalf("%v\n%s", err, out)
		}
		t.Errorf("%s: the process died: %v\n%.3000s", filepath.Base(files[done]), err, tail(out))
		files = files[done+1:]
	}
}

// patience is how long a child may take for all its files, which take some ten
// seconds, or the hour of the full scale.
var patience = func() time.Duration {
	if full() {
		return 2 * time.Hour
	}
	return 3 * time.Minute
}()

func tail(out []byte) []byte { return out[max(0, len(out)-3000):] }

// readAll reads every file of a list and prints "done" behind each, and
// "broken" with a rule that it broke.
func readAll(list string) error {
	text, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	for _, name := range strings.Split(string(text), "\n") {
		if err := readOne(name); err != nil {
			fmt.Printf("broken %s: %v\n", filepath.Base(name), err)
		}
		fmt.Println("done")
	}
	return nil
}

// readOne reads one file and checks that it kept to the bounds of time and
// memory.
func readOne(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	size := uint64(len(data))
	// Compressed sections may unpack to their share.
	if strings.Contains(name, "bomb") || strings.Contains(name, "zlib") || strings.Contains(name, "zstd") || strings.Contains(name, "zdebug") {
		size += min(32*size+16<<20, 8<<30)
	}
	runtime.GC()
	before := sample()
	var peak atomic.Uint64
	stop := make(chan bool)
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
				peak.Store(max(peak.Load(), sample().live))
			}
		}
	}()
	start := time.Now()
	errs := read(name, data)
	took := time.Since(start)
	close(stop)
	after := sample()
	live := max(peak.Load(), after.live)
	live -= min(live, before.live)
	total := after.total - before.total
	switch {
	case took > 3*(2*time.Second+time.Duration(float64(size)/(1<<20)*float64(time.Second))):
		return fmt.Errorf("took %v for %d bytes", took, len(data))
	// What is live between two collections is garbage in part, so twice the bound.
	case live > 2*(64<<20+16*size):
		return fmt.Errorf("held %d MiB for %d bytes", live>>20, len(data))
	case total > 256<<20+64*size:
		return fmt.Errorf("allocated %d MiB for %d bytes", total>>20, len(data))
	}
	for _, err := range errs {
		_, format := errors.AsType[*debuginfo.FormatError](err)
		_, limit := errors.AsType[*debuginfo.LimitError](err)
		switch {
		case strings.Contains(filepath.Base(name), "_control"):
			return fmt.Errorf("sound file gave %w", err)
		case !format && !limit && !errors.Is(err, debuginfo.ErrUnknownFormat) && !errors.Is(err, debuginfo.ErrUnsupported) && !errors.Is(err, debuginfo.ErrNotFound):
			return fmt.Errorf("error without a place: %w", err)
		}
	}
	return nil
}

// An amount is what the heap holds and has given out.
type amount struct{ live, total uint64 }

func sample() amount {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(s)
	return amount{s[0].Value.Uint64(), s[1].Value.Uint64()}
}
