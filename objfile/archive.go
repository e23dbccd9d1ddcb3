package objfile

import (
	"errors"
	"math/bits"

	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/internal/ar"
)

// maxArchives is how deep archives may stand in each other: Rust libraries
// carry the archives of C code that they were built with.
const maxArchives = 2

// openArchive opens the members of an archive that are objects. Members of
// other kinds, such as the metadata of Rust libraries, are passed over.
func openArchive(in opening) ([]member, error) {
	if in.archives == maxArchives {
		return nil, &debuginfo.LimitError{What: "archives in each other", Want: maxArchives + 1, Max: maxArchives}
	}
	total := in.limits.WithDefaults(in.src.Size()).MaxDecompressed
	var members []member
	for m, err := range ar.Members(in.src) {
		if err != nil {
			if len(members) == 0 && errors.Is(err, debuginfo.ErrUnsupported) {
				return nil, err
			}
			members = append(members, member{err: err})
			continue
		}
		members = append(members, in.openMember(m, share(total, m.Size, in.src.Size()))...)
	}
	return members, nil
}

// openMember opens one member of an archive, which may unpack to limit bytes.
func (in opening) openMember(m ar.Member, limit uint64) []member {
	src, err := in.src.Section(m.Offset, m.Size)
	if err != nil {
		return []member{{err: memberError(m, err)}}
	}
	var limits debuginfo.Limits
	if in.limits != nil {
		limits = *in.limits
	}
	limits.MaxDecompressed = limit
	in.src, in.limits = src, &limits
	in.archives++
	format, objects, err := in.open()
	switch {
	case errors.Is(err, debuginfo.ErrUnknownFormat):
		return nil
	case err != nil:
		return []member{{err: memberError(m, err)}}
	case format == FormatArchive:
		return objects // with the names of its own members
	}
	for i := range objects {
		if objects[i].err != nil {
			objects[i].err = memberError(m, objects[i].err)
		} else {
			objects[i].object = memberObject{objects[i].object, m.Name}
		}
	}
	return objects
}

// share returns the part of total that falls to size bytes of all, at least 1:
// the members of an archive may together cost what the archive may.
// size is at most all, which is not 0.
func share(total, size, all uint64) uint64 {
	hi, lo := bits.Mul64(total, size)
	part, _ := bits.Div64(hi, lo, all)
	return max(1, part)
}

func memberError(m ar.Member, err error) error {
	return &debuginfo.FormatError{Format: ar.Format, Section: m.Name, Offset: m.Header, Err: err}
}

// A memberObject is an object that bears the name of the archive member.
type memberObject struct {
	Object
	name string
}

func (o memberObject) Name() string { return o.name }

// SourceName returns a linkage name without the decoration that the format of
// the object gives it.
func (o memberObject) SourceName(name string) string {
	if d, ok := o.Object.(interface{ SourceName(string) string }); ok {
		return d.SourceName(name)
	}
	return name
}
