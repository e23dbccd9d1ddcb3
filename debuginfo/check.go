package debuginfo

import (
	"errors"
	"fmt"
)

var (
	errNoRange     = errors.New("function has no range")
	errRangeEmpty  = errors.New("range is empty or reversed")
	errRangeOrder  = errors.New("ranges are not sorted and disjoint")
	errLineOrder   = errors.New("lines are not sorted by distinct addresses")
	errLineOutside = errors.New("line lies outside the function")
	errParentOrder = errors.New("inlined calls are not in pre-order")
	errNesting     = errors.New("inlined calls overlap each other or leave their parent")
)

// Check reports the first of the following rules that f breaks. Every session
// keeps them, whatever its input.
//
//   - There is a range; ranges are not empty, sorted, and disjoint.
//   - Lines have distinct addresses, sorted, each within a range.
//   - Inlines are in pre-order, so Parent is smaller than the own index.
//   - The ranges of an inlined call obey the first rule, lie within those of
//     its parent, and do not overlap those of its siblings.
func (f *Function) Check() error {
	if err := checkRanges(f.Ranges); err != nil {
		return err
	}
	for i, row := range f.Lines {
		if i > 0 && row.Addr <= f.Lines[i-1].Addr {
			return fmt.Errorf("line %d: %w", i, errLineOrder)
		}
		if !contains(f.Ranges, row.Addr) {
			return fmt.Errorf("line %d: %w", i, errLineOutside)
		}
	}
	for i := range f.Inlines {
		in := &f.Inlines[i]
		if err := checkRanges(in.Ranges); err != nil {
			return fmt.Errorf("inlined call %d: %w", i, err)
		}
		if !preorder(f.Inlines, i) {
			return fmt.Errorf("inlined call %d: %w", i, errParentOrder)
		}
	}
	if new(Normalizer).nested(f) {
		return nil
	}
	return errNesting
}

func checkRanges(ranges []Range) error {
	if len(ranges) == 0 {
		return errNoRange
	}
	for i, r := range ranges {
		if r.Start >= r.End {
			return errRangeEmpty
		}
		if i > 0 && r.Start < ranges[i-1].End {
			return errRangeOrder
		}
	}
	return nil
}
