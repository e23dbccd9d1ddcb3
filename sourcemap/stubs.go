package sourcemap

type functionMap struct{}
type Scopes struct{}
type metro struct{}

func (r *reader) hermes(m *Map, v span) error    { return nil }
func (r *reader) scopes(m *Map, f *fields) error { return nil }
func (r *reader) metro(m *Map, f *fields) error  { return nil }
