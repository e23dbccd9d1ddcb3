package msvc

import (
	"bufio"
	"os"
	"testing"
)

func TestZZDev(t *testing.T) {
	f, err := os.Open("/tmp/dm/names")
	if err != nil {
		t.Skip()
	}
	o, _ := os.Create("/tmp/dm/ours")
	w := bufio.NewWriter(o)
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		s, err := Demangle(sc.Text(), Options{})
		if err != nil {
			s = "!ERR"
		}
		w.WriteString(s + "\n")
	}
	w.Flush()
	o.Close()
}
