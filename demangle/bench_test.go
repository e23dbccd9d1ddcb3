package demangle

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	peer "github.com/ianlancetaylor/demangle"
)

// lists are the real symbols of the corpus, and who else can demangle them.
var lists = []struct {
	name, file string
	library    bool     // github.com/ianlancetaylor/demangle can
	tool       []string // command that reads names from its input, a line each
}{
	{"cplusplus", "real-cxx.tsv", true, []string{"llvm-cxxfilt"}},
	{"rust", "real-rust-v0.tsv", true, []string{"llvm-cxxfilt"}},
	{"rustlegacy", "bin-rust-legacy.tsv", true, nil},
	{"msvc", "real-msvc.tsv", false, []string{"llvm-undname"}},
	{"swift", "real-swift.tsv", false, nil},
	{"d", "real-d.tsv", false, []string{"llvm-cxxfilt"}},
}

// BenchmarkReal demangles the real symbols of each language through the front
// door, then with its peers, in one run: ns/op is for one name in each. A
// tool gets the list so often that its start does not count.
func BenchmarkReal(b *testing.B) {
	for _, l := range lists {
		b.Run(l.name, func(b *testing.B) {
			var names []string
			for _, row := range readRows(b, l.file) {
				names = append(names, row[0])
			}
			b.Run("demangle", func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					Demangle(names[i%len(names)], Options{})
				}
			})
			b.Run("library", func(b *testing.B) {
				if !l.library {
					b.Skip("it does not know the language")
				}
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					peer.ToString(names[i%len(names)], peer.LLVMStyle, peer.MaxLength(16))
				}
			})
			b.Run("tool", func(b *testing.B) { benchmarkTool(b, names, l.tool) })
		})
	}
}

func benchmarkTool(b *testing.B, names, command []string) {
	if command == nil {
		b.Skip("no tool for the language")
	}
	path, err := exec.LookPath(command[0])
	if err != nil {
		b.Skip(err)
	}
	const times = 20
	input := strings.Repeat(strings.Join(names, "\n")+"\n", times)
	run := func(input string) time.Duration {
		cmd := exec.Command(path, command[1:]...)
		cmd.Stdin = strings.NewReader(input)
		start := time.Now()
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}
	var spent, idle time.Duration
	rounds := 0
	for b.Loop() {
		idle += run("")
		spent += run(input)
		rounds++
	}
	perName := float64((spent - idle).Nanoseconds()) / float64(rounds*times*len(names))
	b.ReportMetric(perName, "ns/op")
}

// BenchmarkUnmangled is what the front door costs for names that are not
// mangled, most of those in a C program.
func BenchmarkUnmangled(b *testing.B) {
	names := []string{"main", "pthread_mutex_lock", "_start", "__libc_start_main", "R_registerRoutines"}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Demangle(names[i%len(names)], Options{})
	}
}
