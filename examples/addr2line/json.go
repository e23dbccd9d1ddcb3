package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/gosymbolic/symbolic/demangle"
	"github.com/gosymbolic/symbolic/symcache"
)

// A symbol is a frame as llvm-symbolizer's JSON has it. What a cache does not
// know, such as where a function's source begins, is empty.
type symbol struct {
	Column        uint32
	Discriminator uint32
	FileName      string
	FunctionName  string
	Line          uint32
	StartAddress  string
	StartFileName string
	StartLine     uint32
}

// printJSON prints all frames of the address as one object on a line.
func (p *printer) printJSON(addr uint64) {
	answer := struct {
		Address    string
		ModuleName string
		Symbol     []symbol
	}{fmt.Sprintf("%#x", addr), p.module, []symbol{}}
	for _, f := range p.frames {
		answer.Symbol = append(answer.Symbol, symbol{
			Column: f.Column, FileName: f.File.Path(), FunctionName: p.name(f), Line: f.Line,
			StartAddress: fmt.Sprintf("%#x", f.Entry+p.base),
		})
	}
	if len(p.frames) == 0 {
		answer.Symbol = append(answer.Symbol, symbol{})
	}
	out := json.NewEncoder(p.out)
	out.SetEscapeHTML(false)
	if err := out.Encode(answer); err != nil {
		fmt.Fprintln(os.Stderr, "addr2line:", err)
	}
}

// name returns the name of a frame, demangled if that was asked for.
func (p *printer) name(f symcache.Frame) string {
	if !p.demangle {
		return f.Name
	}
	name, _ := demangle.Demangle(f.Name, demangle.Options{Language: f.Lang})
	return name
}
