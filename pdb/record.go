package pdb

import (
	"iter"

	"github.com/gosymbolic/symbolic/internal/codeview"
)

// Records of symbols and types, with the kinds and fields of CodeView.
type (
	// A Record is a symbol, type or id record. Its methods Proc, InlineSite,
	// SeparateCode, PublicSymbol, Thunk, Label, Compiler, FunctionID and
	// TypeName read the fields of those kinds; Data has the fields of all.
	Record = codeview.Record
	// A Kind says what a Record is, by its number in CodeView: 0x1110 a global
	// procedure, 0x114d an inlined call, 0x1505 a structure, ….
	Kind = codeview.Kind
	// An Index is the number of a type or id.
	Index = codeview.Index
	// A Table finds type or id records by number: Record, All, Len, First.
	Table = codeview.Table
	// A Subsection is a part of a module's C13 information.
	Subsection = codeview.Subsection
	// A Proc is a procedure: its name, type, and where its code lies.
	Proc = codeview.Proc
	// A Site is an inlined call.
	Site = codeview.Site
	// A SeparateCode is a part of a procedure that lies elsewhere.
	SeparateCode = codeview.SeparateCode
	// A PublicSymbol is a linkage name and where it lies.
	PublicSymbol = codeview.PublicSymbol
	// A Thunk is a small piece of code that the linker made.
	Thunk = codeview.Thunk
	// A Label is a named place in code.
	Label = codeview.Label
	// A Compiler says what compiled a module.
	Compiler = codeview.Compiler
	// A FunctionID is the id of a function that is inlined somewhere.
	FunctionID = codeview.FunctionID
	// A Line is a row of a module's line table.
	Line = codeview.Line
	// A SourceFile is a file that lines refer to, with its checksum.
	SourceFile = codeview.SourceFile
	// An Inlinee is a function that a module inlines.
	Inlinee = codeview.Inlinee
)

// Records yields the symbol records of a module, scopes and their ends in the
// order of the file. Damage ends it with an error.
func (d ModuleData) Records() iter.Seq2[Record, error] {
	return codeview.Records(d.place, moduleHead, d.Symbols)
}

// Subsections yields the parts of a module's C13 information. Damage ends it
// with an error.
func (d ModuleData) Subsections() iter.Seq2[Subsection, error] {
	return codeview.Subsections(d.place, d.c13At, d.C13)
}

// Lines yields the line table of a module, sorted by address. Damage in one
// part comes first, as an error, and loses that part.
func (d ModuleData) Lines() iter.Seq2[Line, error] { return codeview.Lines(d.place, d.c13At, d.C13) }

// Files yields the source files of a module.
func (d ModuleData) Files() iter.Seq[SourceFile] { return codeview.Files(d.place, d.c13At, d.C13) }

// Inlinees yields the functions that a module inlines, sorted by their ids.
func (d ModuleData) Inlinees() iter.Seq[Inlinee] { return codeview.Inlinees(d.place, d.c13At, d.C13) }

// FunctionName returns the name of a function, given its own and the number of
// its type, as sessions make it: with the parameters of the type.
func (f *File) FunctionName(own string, typ Index) string {
	types, _ := f.Types()
	n := codeview.Namer{Types: types}
	return n.Function(own, typ)
}
