package textbuf

import (
	"strings"
	"testing"
)

func TestText(t *testing.T) {
	for _, size := range []int{1, 7, 511, 512, 513, 5000} {
		text := Text{Max: size}
		want := strings.Repeat("abcdefg", size/7+1)[:size]
		for i := 0; i < size; i += 7 {
			if !text.Append(want[i:min(i+7, size)]) {
				t.Fatalf("a text of %d bytes refused byte %d", size, i)
			}
		}
		if text.Append("x") {
			t.Errorf("a text of %d bytes took one more", size)
		}
		if text.String() != want || text.Len() != size {
			t.Errorf("a text of %d bytes holds %q", size, text.String())
		}
		text.Rotate(0, size/2)
		if got := text.String(); got != want[size/2:]+want[:size/2] {
			t.Errorf("rotated: %q", got)
		}
		text.Truncate(size / 2)
		if got := text.Len(); got != size/2 {
			t.Errorf("truncated to %d, want %d", got, size/2)
		}
	}
}
