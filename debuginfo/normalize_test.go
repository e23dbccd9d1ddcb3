package debuginfo

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNormalize(t *testing.T) {
	tests := []struct {
		name string
		in   Function
		want Function
		gone bool
	}{
		{
			name: "nothing to do",
			in: Function{
				Ranges:  []Range{{0, 10}, {20, 30}},
				Lines:   []Line{{Addr: 0, Line: 1}, {Addr: 20, Line: 2}},
				Inlines: []Inline{{Parent: -1, Ranges: []Range{{2, 8}}}, {Parent: 0, Ranges: []Range{{3, 4}}}},
			},
			want: Function{
				Ranges:  []Range{{0, 10}, {20, 30}},
				Lines:   []Line{{Addr: 0, Line: 1}, {Addr: 20, Line: 2}},
				Inlines: []Inline{{Parent: -1, Ranges: []Range{{2, 8}}}, {Parent: 0, Ranges: []Range{{3, 4}}}},
			},
		},
		{name: "empty ranges", in: Function{Ranges: []Range{{5, 5}, {9, 3}}}, gone: true},
		{
			name: "ranges touch and lines repeat",
			in: Function{
				Ranges: []Range{{10, 20}, {0, 5}, {5, 7}},
				Lines:  []Line{{Addr: 12, Line: 3}, {Addr: 1, Line: 1}, {Addr: 8, Line: 9}, {Addr: 1, Line: 2}},
			},
			want: Function{
				Ranges: []Range{{0, 7}, {10, 20}},
				Lines:  []Line{{Addr: 1, Line: 2}, {Addr: 12, Line: 3}},
			},
		},
		{
			name: "sibling overlap and parent overrun",
			in: Function{
				Ranges: []Range{{0, 100}},
				Inlines: []Inline{
					{Parent: -1, Name: "a", Ranges: []Range{{10, 30}}},
					{Parent: 0, Name: "b", Ranges: []Range{{20, 40}}},
					{Parent: -1, Name: "c", Ranges: []Range{{25, 50}}},
				},
			},
			want: Function{
				Ranges: []Range{{0, 100}},
				Inlines: []Inline{
					{Parent: -1, Name: "a", Ranges: []Range{{10, 30}}},
					{Parent: 0, Name: "b", Ranges: []Range{{20, 30}}},
					{Parent: -1, Name: "c", Ranges: []Range{{30, 50}}},
				},
			},
		},
		{
			name: "tail finds the parent's next range",
			in: Function{
				Ranges: []Range{{0, 100}},
				Inlines: []Inline{
					{Parent: -1, Name: "a", Ranges: []Range{{0, 10}, {20, 30}}},
					{Parent: 0, Name: "b", Ranges: []Range{{5, 25}}},
				},
			},
			want: Function{
				Ranges: []Range{{0, 100}},
				Inlines: []Inline{
					{Parent: -1, Name: "a", Ranges: []Range{{0, 10}, {20, 30}}},
					{Parent: 0, Name: "b", Ranges: []Range{{5, 10}}},
				},
			},
		},
		{
			name: "orphans",
			in: Function{
				Ranges: []Range{{0, 100}},
				Inlines: []Inline{
					{Parent: -1, Name: "outside", Ranges: []Range{{200, 300}}},
					{Parent: 0, Name: "below outside", Ranges: []Range{{5, 25}}},
					{Parent: 7, Name: "later parent", Ranges: []Range{{5, 25}}},
					{Parent: -1, Name: "good", Ranges: []Range{{5, 25}}},
				},
			},
			want: Function{
				Ranges:  []Range{{0, 100}},
				Inlines: []Inline{{Parent: -1, Name: "good", Ranges: []Range{{5, 25}}}},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := *tt.in.Clone()
			if ok := new(Normalizer).Normalize(&got); ok == tt.gone {
				t.Fatalf("Normalize = %v", ok)
			}
			if tt.gone {
				return
			}
			if err := got.Check(); err != nil {
				t.Error(err)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	good := func() *Function {
		return &Function{
			Ranges: []Range{{0, 50}, {60, 100}},
			Lines:  []Line{{Addr: 0}, {Addr: 60}},
			Inlines: []Inline{
				{Parent: -1, Ranges: []Range{{0, 20}, {60, 70}}},
				{Parent: 0, Ranges: []Range{{5, 10}}},
				{Parent: -1, Ranges: []Range{{20, 30}}},
			},
		}
	}
	tests := []struct {
		name   string
		damage func(f *Function)
		want   error
	}{
		{"good", func(*Function) {}, nil},
		{"no range", func(f *Function) { f.Ranges = nil }, errNoRange},
		{"reversed range", func(f *Function) { f.Ranges[0].End = 0 }, errRangeEmpty},
		{"unsorted ranges", func(f *Function) { slices.Reverse(f.Ranges) }, errRangeOrder},
		{"line twice", func(f *Function) { f.Lines[1].Addr = 0 }, errLineOrder},
		{"line in the gap", func(f *Function) { f.Lines[1].Addr = 55 }, errLineOutside},
		{"parent comes later", func(f *Function) { f.Inlines[0].Parent = 1 }, errParentOrder},
		{"parent left before", func(f *Function) {
			f.Inlines = append(f.Inlines, Inline{Parent: 0, Ranges: []Range{{61, 62}}})
		}, errParentOrder},
		{"outside the parent", func(f *Function) { f.Inlines[1].Ranges[0].End = 21 }, errNesting},
		{"siblings overlap", func(f *Function) { f.Inlines[2].Ranges[0].Start = 19 }, errNesting},
		{"over the gap", func(f *Function) { f.Inlines[2].Ranges[0].End = 61 }, errNesting},
	}
	for _, tt := range tests {
		f := good()
		tt.damage(f)
		if err := f.Check(); !errors.Is(err, tt.want) {
			t.Errorf("%s: Check = %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestResolve(t *testing.T) {
	f := &Function{
		Name: "f", Entry: 16, Ranges: []Range{{16, 48}, {64, 80}},
		Lines: []Line{{Addr: 18, File: 1, Line: 10}, {Addr: 24, File: 2, Line: 20, Column: 3}, {Addr: 70, File: 1, Line: 12}},
		Inlines: []Inline{
			{Parent: -1, Name: "g", Ranges: []Range{{24, 40}}, CallFile: 1, CallLine: 11, CallCol: 5},
			{Parent: 0, Name: "h", Ranges: []Range{{24, 28}}, CallFile: 2, CallLine: 21},
		},
	}
	tests := []struct {
		addr uint64
		want []Frame
	}{
		{15, nil},
		{16, []Frame{{Name: "f", Entry: 16, File: NoFile}}},
		{18, []Frame{{Name: "f", Entry: 16, File: 1, Line: 10}}},
		{27, []Frame{
			{Name: "h", Entry: 16, File: 2, Line: 20, Column: 3},
			{Name: "g", Entry: 16, File: 2, Line: 21},
			{Name: "f", Entry: 16, File: 1, Line: 11, Column: 5},
		}},
		{39, []Frame{
			{Name: "g", Entry: 16, File: 2, Line: 20, Column: 3},
			{Name: "f", Entry: 16, File: 1, Line: 11, Column: 5},
		}},
		{47, []Frame{{Name: "f", Entry: 16, File: 2, Line: 20, Column: 3}}},
		{48, nil},
		{64, []Frame{{Name: "f", Entry: 16, File: NoFile}}}, // rows do not leave their range
		{79, []Frame{{Name: "f", Entry: 16, File: 1, Line: 12}}},
		{80, nil},
	}
	for _, tt := range tests {
		if got := slices.Collect(f.Resolve(tt.addr)); !slices.Equal(got, tt.want) {
			t.Errorf("Resolve(%d) = %v, want %v", tt.addr, got, tt.want)
		}
	}
}

// FuzzNormalize builds a function from bytes and checks that Normalize leaves
// one that Check accepts, and that doing it again changes nothing.
func FuzzNormalize(f *testing.F) {
	f.Add([]byte{0, 200, 1, 0, 10, 90, 1, 20, 60, 2, 50, 120})
	f.Add([]byte{0, 200, 0, 10, 20, 0, 10, 20, 0, 5, 25, 3, 1, 2})
	f.Fuzz(func(t *testing.T, data []byte) {
		fn := &Function{}
		for ; len(data) >= 2 && len(fn.Ranges) < 2; data = data[2:] {
			fn.Ranges = append(fn.Ranges, Range{uint64(data[0]), uint64(data[1])})
		}
		for ; len(data) >= 3; data = data[3:] {
			r := Range{uint64(data[1]), uint64(data[2])}
			if n := len(fn.Inlines); data[0]&0x80 != 0 && n > 0 {
				fn.Inlines[n-1].Ranges = append(fn.Inlines[n-1].Ranges, r)
				continue
			}
			fn.Inlines = append(fn.Inlines, Inline{Parent: int32(data[0]&0x7f) - 1, Ranges: []Range{r}})
			fn.Lines = append(fn.Lines, Line{Addr: r.Start, Line: uint32(r.End)})
		}
		var n Normalizer
		if !n.Normalize(fn) {
			return
		}
		if err := fn.Check(); err != nil {
			t.Fatal(err)
		}
		again := fn.Clone()
		n.Normalize(again)
		if d := cmp.Diff(fn, again); d != "" {
			t.Fatal(d)
		}
	})
}
