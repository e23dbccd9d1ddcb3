package sourcemap

import (
	"errors"

	"github.com/gosymbolic/symbolic/debuginfo"
)

// resolve returns the map of a section that has none of its own, nil if there
// is no way to have it.
func (r *reader) resolve(url string, off, depth int) (*Map, error) {
	switch {
	case url == "":
		return nil, r.errorAt(off, errSectionEmpty)
	case r.run.opt.Resolve == nil:
		return nil, nil
	case r.run.remote:
		return nil, r.breach(off, errNestedURL)
	}
	data, err := r.run.opt.Resolve(url)
	if errors.Is(err, debuginfo.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, r.errorAt(off, err)
	}
	remote := *r.run
	remote.remote = true
	m, err := decode(data, &remote, depth+1)
	r.run.reports = remote.reports
	return m, err
}
