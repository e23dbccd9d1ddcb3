package swift

import "testing"

// FuzzDemangle asserts for any name and options that reading it stays within
// its budget.
func FuzzDemangle(f *testing.F) {
	for _, c := range nameTests {
		f.Add(c.name, uint8(0))
	}
	for i, h := range hostileNames() {
		if len(h.name) < 4096 {
			f.Add(h.name, uint8(i))
		}
	}
	f.Fuzz(func(t *testing.T, name string, set uint8) {
		checkBudget(t, name, optionSets[int(set)%len(optionSets)])
	})
}
