package swift

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// A hostile name and what it tries.
type hostile struct {
	what string
	name string
}

// hostileNames are names that are cheap to write and dear to read.
func hostileNames() []hostile {
	return []hostile{
		{"tuples that double", doubling(25)},
		{"local types that double", oldDoubling(40)},
		{"empty tuples that double", emptyDoubling(25)},
		{"optionals of optionals", "$s1a1bV" + strings.Repeat("Sg", 30000) + "D"},
		{"tuples of tuples", "$s1a1bV" + strings.Repeat("_t", 30000) + "D"},
		{"metatypes", "$s1a1bV" + strings.Repeat("m", 60000) + "D"},
		{"repeated substitutions", "$s1a1bV" + strings.Repeat("A2047B", 2000) + "D"},
		{"repeated standard types", "$s" + strings.Repeat("S2047i", 2000) + "tD"},
		{"one repeated type", "$s1a1fyS2047i_" + "tF"},
		{"words of words", "$s" + wordsOfWords() + "V"},
		{"vectors of vectors", "$sBi8_" + strings.Repeat("Bv4_", 15000)},
		{"generic signature", "$s1a1fyyx" + "r" + strings.Repeat("9999999_", 7000) + "lF"},
		{"counts of parameters", "$s1a1fyyx" + "r" + strings.Repeat("_", 60000) + "lF"},
		{"pack markers", "$s1a1fyyx" + strings.Repeat("Rvd9_9_", 3000) + "r" + strings.Repeat("200_", 3000) + "lF"},
		{"markers without parameters", "$sx" + strings.Repeat("Rvz", 2000) + "rzluSg" + doubling(20)[len("$sx_xtSg"):]},
		{"arguments for derivatives", "$s" + strings.Repeat("x", 10000) + "TJrSpSr1bV" + strings.Repeat("y__G", 5000)},
		{"requirements", "$s1a1fyyxAA1PRz" + strings.Repeat("AaCRz", 12000) + "lF"},
		{"nested functions", "$s1a" + strings.Repeat("1fyyF", 12000)},
		{"nested closures", "$s1a1fyyF" + strings.Repeat("yycfU_", 10000)},
		{"local functions", "$s1a1fyyF" + strings.Repeat("1gL_yyF", 8000)},
		{"bound generic levels", "$s1a1bV" + strings.Repeat("1cV", 200) + "y" + strings.Repeat("x_", 200) + "xG"},
		{"old nested tuples", "_Tt" + strings.Repeat("T", 60000)},
		{"old nested contexts", "_T" + strings.Repeat("C", 60000)},
		{"old nested functions", "_Tt" + strings.Repeat("F", 60000)},
		{"old forwarders", "_T" + strings.Repeat("PA__T", 10000) + "F1a1bFT_T_"},
		{"old specialisations", "_TTSg5" + strings.Repeat("Si_", 10000) + "__TF1a1bFT_T_"},
		{"nested names", nestedNames(200)},
		{"punycode", "$s00" + "1000" + strings.Repeat("a", 1000) + "V"},
		{"long punycode", "$s" + strings.Repeat("001000"+strings.Repeat("b", 1000), 50)},
		{"deep punycode", "$s001000" + strings.Repeat("J", 1000)},
		{"numbers", "$s" + strings.Repeat("9", 60000)},
		{"padding", "$s" + strings.Repeat("\xff", 60000)},
		{"symbolic references", "$s" + strings.Repeat("\x01abcd", 10000)},
		{"empty lists", "$s" + strings.Repeat("y", 60000)},
		{"lowered types", "$s1a1bV" + strings.Repeat("ACACACIegyyd_", 4000)},
		{"everything at the end", "$s" + strings.Repeat("1a", 20000) + "TJSSpSr"},
		{"global once", "$s1a" + strings.Repeat("1b_", 20000) + "WZ"},
		{"suffix", "$s1a1fyyF." + strings.Repeat("x", 60000)},
		{"long suffix", "$s1a1fyyF." + strings.Repeat("x", 200000)},
	}
}

// wordsOfWords builds identifiers that repeat a long word of the first.
func wordsOfWords() string {
	long := strings.Repeat("a", 2000)
	return "2000" + long + strings.Repeat("0"+strings.Repeat("a", 500)+"A0", 20)
}

// doubling builds optionals of a tuple of two of the last optional.
func doubling(n int) string {
	b := []byte("$sx_xtSg")
	for i := range n {
		c := 'A' + byte(i)
		b = append(b, 'A', c, '_', 'A', c, 't', 'S', 'g')
	}
	return string(b)
}

// emptyDoubling builds lists of lists that print nothing but brackets.
func emptyDoubling(n int) string {
	b := []byte("$sytSg")
	for i := range n {
		c := 'A' + byte(i)
		b = append(b, 'A', c, '_', 'A', c, '_', 'A', c, 'Q', 'P', 'S', 'g')
	}
	return string(b)
}

// oldDoubling builds classes local to a function that takes two of the last
// such class.
func oldDoubling(n int) string {
	var b strings.Builder
	b.WriteString("_TtTC1a1b")
	for i := range n {
		last := "S" + strconv.Itoa(i) + "_"
		b.WriteString("CFS_1fFT" + last + last + "_T_1c")
	}
	return b.String() + "_"
}

// nestedNames builds a specialisation for a function whose name is one for a
// function and so on.
func nestedNames(n int) string {
	name := "$s1a1bV"
	for range n {
		if len(name) > 20000 {
			break
		}
		name = "$s1a1fyyF" + strconv.Itoa(len(name)) + name + "Tf1pf_n"
	}
	return name
}

// TestHostileNames asserts that such names end in a text within the limit or
// in a typed error.
func TestHostileNames(t *testing.T) {
	for _, h := range hostileNames() {
		t.Run(h.what, func(t *testing.T) {
			sets := optionSets
			if len(h.name) > 16<<10 {
				sets = sets[:3] // they take a while
			}
			for _, opts := range sets {
				checkBudget(t, h.name, opts)
			}
		})
	}
}

// optionSets are options that together reach all of the printer.
var optionSets = []Options{
	{},
	{NoSugar: true, MaxLength: 300},
	{Simplified: true},
	{Simplified: true, Parameters: ParametersNone},
	{Simplified: true, Parameters: ParametersTypes, ReturnType: ReturnTypeShow},
	{Parameters: ParametersLabels, ReturnType: ReturnTypeHide},
}

// checkBudget asserts what holds for any name: a text of at most the limit,
// or a typed error and no text; and nodes, substitutions and operands within
// the budget of nodes.
func checkBudget(t *testing.T, name string, opts Options) {
	t.Helper()
	limit := opts.MaxLength
	if limit == 0 {
		limit = DefaultMaxLength
	}
	got, err := Demangle(name, opts)
	if len(got) > limit {
		t.Errorf("%d bytes of output, the limit is %d", len(got), limit)
	}
	if (got == "") != (err != nil) {
		t.Errorf("got %q and error %v", got, err)
	}
	var format *debuginfo.FormatError
	var tooMuch *debuginfo.LimitError
	switch {
	case err == nil:
	case errors.As(err, &format):
		if format.Offset > uint64(len(name)) {
			t.Errorf("offset %d in a name of %d bytes", format.Offset, len(name))
		}
	case errors.As(err, &tooMuch):
		if tooMuch.Want <= tooMuch.Max {
			t.Errorf("%d of %d is no excess", tooMuch.Want, tooMuch.Max)
		}
	default:
		t.Errorf("untyped error %v", err)
	}
	if again, _ := Demangle(name, opts); again != got {
		t.Errorf("%q, then %q", got, again)
	}
	d := new(demangler)
	d.parse(name)
	p := &d.parser
	budget := nodeBudget(len(name))
	if len(p.nodes)-1 > budget || len(p.stack) > budget || len(p.slab) > 8*budget || len(p.subs) > budget ||
		len(p.texts) > len(name)+(bytesPerNode+32)*budget+maxPunycode*4 {
		t.Errorf("%d nodes, %d operands, %d children, %d substitutions, %d bytes for a name of %d",
			len(p.nodes), len(p.stack), len(p.slab), len(p.subs), len(p.texts), len(name))
	}
}
