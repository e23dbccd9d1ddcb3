package objfile

import "github.com/gosymbolic/symbolic/debuginfo"

// Options say how to open a file. A nil *Options and the zero value mean the
// defaults.
type Options struct {
	// Limits bound what hostile input may cost.
	Limits debuginfo.Limits
	// Locator finds the files that hold what an object lacks: stripped debug
	// information, split units, shared parts. Without one nothing is opened but
	// the file itself.
	Locator Locator
}

func (o *Options) locator() Locator {
	if o == nil {
		return nil
	}
	return o.Locator
}

func (o *Options) limits() *debuginfo.Limits {
	if o == nil {
		return nil
	}
	return &o.Limits
}
