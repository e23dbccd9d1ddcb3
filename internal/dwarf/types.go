package dwarf

// typeUnit returns the type unit with the given signature, or nil.
func (d *Data) typeUnit(signature uint64) *unit {
	d.typeOnce.Do(func() {
		d.typeUnits = make(map[uint64]*unit)
		for _, units := range [][]*unit{d.types, d.units} {
			for _, u := range units {
				if u.kind != unitType && u.kind != unitSplitType {
					continue
				}
				if _, ok := d.typeUnits[u.id]; !ok {
					d.typeUnits[u.id] = u
				}
			}
		}
	})
	if u := d.typeUnits[signature]; u != nil || d.pkg == nil {
		return u
	}
	return d.pkg.typeUnit(signature)
}
