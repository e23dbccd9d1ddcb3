package objfile

import (
	"github.com/gosymbolic/symbolic/debuginfo"
	"github.com/gosymbolic/symbolic/pdb"
	"github.com/gosymbolic/symbolic/pe"
)

// Sections of an object file that hold CodeView.
const (
	codeViewSymbols = ".debug$S"
	codeViewTypes   = ".debug$T"
)

// codeView returns sessions over the CodeView of an object file. It has a
// .debug$S for each COMDAT beside the main one.
func (o *peObject) codeView() func() debuginfo.Session {
	var symbols [][]byte
	var damage []error
	data := func(s *pe.Section) []byte {
		b, err := s.Data()
		if err != nil {
			damage = append(damage, err)
		}
		return b
	}
	for _, s := range o.file.Sections {
		if s.Name == codeViewSymbols {
			symbols = append(symbols, data(s))
		}
	}
	var types []byte
	if s := o.file.Section(codeViewTypes); s != nil {
		types = data(s)
	}
	object := pdb.NewObject(symbols, types, o.sections(), damage, &o.limits)
	return func() debuginfo.Session { return object.Session() }
}
