package objfile

import "github.com/gosymbolic/symbolic/debuginfo"

// Options say how to open a file. A nil *Options and the zero value mean the
// defaults.
type Options struct {
	// Limits bound what hostile input may cost.
	Limits debuginfo.Limits
}

func (o *Options) limits() *debuginfo.Limits {
	if o == nil {
		return nil
	}
	return &o.Limits
}
